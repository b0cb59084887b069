"""SparkPost's (now Bird's) event webhooks: `{"msys": {CLASS: event}}` (API docs, "Webhooks", "Bounce classification codes")."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamscore.audience.event import Event, Kind, Reject, milliseconds
from spamscore.audience.providers.fields import automated, part, text

_KINDS: Mapping[str, Kind] = {
    "injection": "sent", "delivery": "delivered", "delay": "deferred", "bounce": "soft_bounce", "out_of_band": "soft_bounce",
    "policy_rejection": "drop", "generation_failure": "failed", "generation_rejection": "drop", "spam_complaint": "complaint",
    "list_unsubscribe": "unsubscribe", "link_unsubscribe": "unsubscribe", "open": "open", "initial_open": "open",
    "amp_open": "open", "amp_initial_open": "open", "click": "click", "amp_click": "click",
}  # fmt: skip
_HARD = {"10", "30"}  # invalid recipient, no RCPT
_CLASSES: Mapping[str, Kind] = {
    "25": "drop",
    "80": "subscribe",
    "90": "unsubscribe",
    "60": "deferred",
    "100": "deferred",
}


def events(value: Mapping[str, Any]) -> Iterator[Event]:
    """The event of one element of the posted array; `{"msys": {}}`, which SparkPost sends as a ping, has none."""
    if value.get("msys") == {}:
        return
    told = next((each for each in part(value, "msys").values() if isinstance(each, dict)), value)
    name = text(told, "type")
    if name not in _KINDS:
        raise Reject(f"SparkPost has no event {name[:40]!r}" if name else "no field 'type'")
    kind = _KINDS[name]
    if name in ("bounce", "out_of_band"):
        number = text(told, "bounce_class")
        kind = "hard_bounce" if number in _HARD else _CLASSES.get(number, "soft_bounce")
    if name == "spam_complaint" and text(told, "fbtype") == "not-spam":
        kind = "not_spam"
    robot = ""
    if kind in ("open", "click"):
        robot = "proxy" if told.get("is_prefetched") is True else automated(text(told, "user_agent"))
    yield Event(
        text(told, "rcpt_to"), kind, milliseconds(told.get("timestamp")), text(told, "event_id"),
        text(told, "campaign_id"), robot, text(told, "raw_reason") or text(told, "reason"),
    )  # fmt: skip
