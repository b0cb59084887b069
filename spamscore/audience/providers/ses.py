"""Amazon SES: events and notifications, in their SNS envelope or delivered raw (SES developer guide, "Contents of …")."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from spamscore.audience.event import Event, Kind, Reject, milliseconds
from spamscore.audience.providers.fields import automated, first, items, part, text

_KINDS: Mapping[str, Kind] = {
    "Send": "sent", "Delivery": "delivered", "DeliveryDelay": "deferred", "Reject": "failed", "Rendering Failure": "failed",
    "Open": "open", "Click": "click", "Bounce": "hard_bounce", "Complaint": "complaint", "Subscription": "unsubscribe",
}  # fmt: skip
_PARTS = {"DeliveryDelay": "deliveryDelay", "Rendering Failure": "failure"}
_RECIPIENTS = ("bouncedRecipients", "complainedRecipients", "delayedRecipients")
_SUPPRESSED = ("Suppressed", "OnAccountSuppressionList", "OnTenantSuppressionList", "UnsubscribedRecipient")


def events(value: Mapping[str, Any]) -> Iterator[Event]:
    """One event for each recipient that a notification names."""
    told = _opened(value)
    name = text(told, "eventType") or text(told, "notificationType")
    if name not in _KINDS:
        raise Reject(f"Amazon SES has no event {name[:40]!r}" if name else "neither 'eventType' nor 'notificationType'")
    mail, what = part(told, "mail"), part(told, _PARTS.get(name, name.lower()))
    kind = _kind(name, what)
    at = milliseconds(what.get("timestamp") or mail.get("timestamp"))
    robot = automated(text(what, "userAgent")) if kind in ("open", "click") else ""
    detail = text(what, "bounceSubType") or text(what, "complaintFeedbackType") or text(what, "delayType")
    # The same notification may come twice, in envelopes of different ids: it is told by its mail, time and kind.
    identity = " ".join((text(mail, "messageId"), name, str(at), text(what, "feedbackId"), text(what, "link")))
    people = list(_people(mail, what))
    if not people:
        raise Reject("no recipient")
    for address, words in people:
        yield Event(address, kind, at, identity, _segment(mail), robot, words or detail)


def _opened(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is in the envelope of Amazon SNS, or the value itself where there is none."""
    if "Message" not in value or "Type" not in value:
        return value
    if value["Type"] != "Notification":
        raise Reject("an SNS confirmation, not an event: confirm the subscription at Amazon")
    try:
        told = json.loads(text(value, "Message"))
    except (ValueError, RecursionError):
        raise Reject("the SNS message is not JSON") from None
    if not isinstance(told, dict):
        raise Reject("the SNS message is not a JSON object")
    return told


def _kind(name: str, what: Mapping[str, Any]) -> Kind:
    if name == "Bounce":
        if text(what, "bounceSubType") in _SUPPRESSED:
            return "drop"
        return "hard_bounce" if text(what, "bounceType") == "Permanent" else "soft_bounce"
    if name == "Complaint" and text(what, "complaintFeedbackType") == "not-spam":
        return "not_spam"
    if name == "Subscription":
        return "unsubscribe" if _left(part(what, "newTopicPreferences")) else "subscribe"
    return _KINDS[name]


def _left(preferences: Mapping[str, Any]) -> bool:
    topics = items(preferences, "topicSubscriptionStatus")
    out = [isinstance(topic, dict) and topic.get("subscriptionStatus") == "OptOut" for topic in topics]
    return preferences.get("unsubscribeAll") is True or any(out)


def _people(mail: Mapping[str, Any], what: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each address with what is said of it alone."""
    named = [person for name in _RECIPIENTS for person in items(what, name) if isinstance(person, dict)]
    if named:
        yield from ((text(person, "emailAddress"), text(person, "diagnosticCode")) for person in named)
        return
    addresses = items(what, "recipients") or items(mail, "destination")
    yield from ((address, "") for address in addresses if isinstance(address, str))


def _segment(mail: Mapping[str, Any]) -> str:
    tags = part(mail, "tags")
    return first(tags.get("campaign")) or first(tags.get("ses:configuration-set"))
