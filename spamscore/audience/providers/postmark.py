"""Postmark's webhooks (developer docs, "Webhooks": delivery, bounce, spam complaint, open, click, subscription change)."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamscore.audience.event import Event, Kind, Reject, milliseconds
from spamscore.audience.providers.fields import automated, text

# What each kind of record calls its address and its time.
_FIELDS = {
    "Delivery": ("Recipient", "DeliveredAt"), "Bounce": ("Email", "BouncedAt"), "SpamComplaint": ("Email", "BouncedAt"),
    "Open": ("Recipient", "ReceivedAt"), "Click": ("Recipient", "ReceivedAt"),
    "SubscriptionChange": ("Recipient", "ChangedAt"),
}  # fmt: skip
_BOUNCES: Mapping[str, Kind] = {
    "HardBounce": "hard_bounce", "BadEmailAddress": "hard_bounce", "ManuallyDeactivated": "drop", "Unsubscribe": "unsubscribe",
    "SpamComplaint": "complaint", "InactiveRecipient": "drop", "Transient": "deferred", "AutoResponder": "deferred",
    "AddressChange": "deferred", "ChallengeVerification": "deferred", "OpenRelayTest": "deferred", "Subscribe": "subscribe",
    "VirusNotification": "failed", "TemplateRenderingFailed": "failed", "InboundError": "failed",
    "DMARCPolicy": "failed", "SMTPApiError": "failed",
}  # fmt: skip
_CHANGES: Mapping[str, Kind] = {"HardBounce": "hard_bounce", "SpamComplaint": "complaint"}


def events(value: Mapping[str, Any]) -> Iterator[Event]:
    """The event of one posted record."""
    name = text(value, "RecordType")
    if name not in _FIELDS:
        raise Reject(f"Postmark has no record {name[:40]!r}" if name else "no field 'RecordType'")
    address, time = _FIELDS[name]
    agent = text(value, "UserAgent")
    kind = _kind(name, value)
    yield Event(
        text(value, address), kind, milliseconds(value.get(time)), text(value, "ID"),
        text(value, "Tag") or text(value, "MessageStream"), automated(agent) if kind in ("open", "click") else "",
        text(value, "Details") or text(value, "Description") or text(value, "SuppressionReason"),
    )  # fmt: skip


def _kind(name: str, value: Mapping[str, Any]) -> Kind:
    if name == "Bounce":
        # the rest are SoftBounce, Blocked, SpamNotification, DnsError, Unknown …: refused this time
        return _BOUNCES.get(text(value, "Type"), "soft_bounce")
    if name == "SubscriptionChange":
        if value.get("SuppressSending") is False:
            return "subscribe"
        return _CHANGES.get(text(value, "SuppressionReason"), "unsubscribe")
    plain: Mapping[str, Kind] = {
        "Delivery": "delivered", "SpamComplaint": "complaint", "Open": "open", "Click": "click"
    }  # fmt: skip
    return plain[name]
