"""Mailjet's event API (developer guides, "Event API: real-time notifications")."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamscore.audience.event import Event, Kind, Reject, milliseconds
from spamscore.audience.providers.fields import automated, text

_KINDS: Mapping[str, Kind] = {
    "sent": "delivered",  # Mailjet's word for: the other server took it
    "open": "open", "click": "click", "bounce": "soft_bounce", "blocked": "failed", "spam": "complaint",
    "unsub": "unsubscribe",
}  # fmt: skip
_DEAD = ("user unknown", "mailbox inactive", "no mail host", "invalid domain")
_DROPPED = ("preblocked", "user unknown", "mailbox inactive")  # Mailjet itself will not send there any more


def events(value: Mapping[str, Any]) -> Iterator[Event]:
    """The event of one element of the posted array."""
    name = text(value, "event")
    if name not in _KINDS:
        raise Reject(f"Mailjet has no event {name[:40]!r}" if name else "no field 'event'")
    kind, error = _KINDS[name], text(value, "error")
    if name == "bounce" and (value.get("hard_bounce") is True or error in _DEAD):
        kind = "hard_bounce"
    if name == "blocked" and error in _DROPPED:
        kind = "drop"
    yield Event(
        text(value, "email"), kind, milliseconds(value.get("time")), "",
        text(value, "customcampaign") or text(value, "mj_campaign_id"),
        automated(text(value, "agent")) if kind in ("open", "click") else "", error or text(value, "comment"),
    )  # fmt: skip
