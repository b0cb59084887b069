"""SendGrid's Event Webhook (Twilio docs, "Event Webhook Reference")."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamscore.audience.event import Event, Kind, Reject, milliseconds
from spamscore.audience.providers.fields import automated, first, text

_KINDS: Mapping[str, Kind] = {
    "processed": "sent", "delivered": "delivered", "deferred": "deferred", "bounce": "hard_bounce", "dropped": "drop",
    "open": "open", "click": "click", "spamreport": "complaint", "unsubscribe": "unsubscribe",
    "group_unsubscribe": "unsubscribe", "group_resubscribe": "subscribe",
}  # fmt: skip
# Dropped for what the mail or the account is, not for what the address did.
_OF_THE_MAIL = ("spam content", "invalid smtpapi", "recipient list over", "unverified")


def events(value: Mapping[str, Any]) -> Iterator[Event]:
    """The event of one element of the posted array."""
    name = text(value, "event")
    kind = _KINDS.get(name)
    if kind is None:
        raise Reject(f"SendGrid has no event {name[:40]!r}" if name else "no field 'event'")
    detail = text(value, "reason") or text(value, "response")
    if name == "bounce" and value.get("type") == "blocked":
        kind = "soft_bounce"  # refused this time: SendGrid itself goes on sending to the address
    if name == "dropped" and detail.lower().startswith(_OF_THE_MAIL):
        kind = "failed"
    robot = ""
    if kind in ("open", "click"):
        robot = "proxy" if value.get("sg_machine_open") is True else automated(text(value, "useragent"))
    yield Event(
        text(value, "email"), kind, milliseconds(value.get("timestamp")), text(value, "sg_event_id"),
        first(value.get("category")), robot, detail,
    )  # fmt: skip
