"""Mailgun's webhooks and events API (docs, "Events" and "Webhooks"): `event-data` beside its signature, or alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamscore.audience.event import Event, Kind, Reject, milliseconds
from spamscore.audience.providers.fields import automated, first, part, text

_KINDS: Mapping[str, Kind] = {
    "accepted": "sent", "delivered": "delivered", "opened": "open", "clicked": "click", "complained": "complaint",
    "unsubscribed": "unsubscribe", "failed": "hard_bounce", "rejected": "failed",
}  # fmt: skip
# Permanent for this mail, and no word about the mailbox: given up after many tries, or refused for what it is.
_OF_THE_MAIL = ("old", "espblock", "generic")


def events(value: Mapping[str, Any]) -> Iterator[Event]:
    """The event of one posted body, or of one item of the events API."""
    told = part(value, "event-data") or value
    name = text(told, "event")
    if name not in _KINDS:
        raise Reject(f"Mailgun has no event {name[:40]!r}" if name else "no field 'event'")
    kind = _failure(told) if name == "failed" else _KINDS[name]
    client, status = part(told, "client-info"), part(told, "delivery-status")
    robot = ""
    if kind in ("open", "click"):
        bot = text(client, "bot")  # "apple", "gmail" or "generic" where Mailgun knows that no person did it
        robot = {"": automated(text(client, "user-agent")), "apple": "proxy", "gmail": "proxy"}.get(bot, "bot")
    detail = text(status, "description") or text(status, "message") or text(told, "reason")
    yield Event(
        text(told, "recipient"), kind, milliseconds(told.get("timestamp")), text(told, "id"),
        first(told.get("tags")), robot, detail,
    )  # fmt: skip


def _failure(told: Mapping[str, Any]) -> Kind:
    reason = text(told, "reason")
    if text(told, "severity") == "temporary":
        return "deferred"
    if reason.startswith("suppress-"):
        return "drop"
    return "soft_bounce" if reason in _OF_THE_MAIL and not _unknown(told) else "hard_bounce"


def _unknown(told: Mapping[str, Any]) -> bool:
    """Whether the enhanced status says that there is no such mailbox (RFC 3463: 5.1.x)."""
    return text(part(told, "delivery-status"), "enhanced-code").startswith("5.1.")
