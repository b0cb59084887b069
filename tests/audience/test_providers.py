"""What each provider posts, in the shapes of its documentation, and what it is understood as."""

import io
import json

import pytest

from spamscore.audience.event import Reject
from spamscore.audience.providers import table, webhook
from tests.audience.made import NOW, lines

ANNA = "anna@shop.example"
STAMP = NOW.isoformat().replace("+00:00", "Z")
SECONDS = int(NOW.timestamp())


def postmark(record, **more):
    fields = {
        "Recipient": ANNA,
        "Email": ANNA,
        "DeliveredAt": STAMP,
        "BouncedAt": STAMP,
        "ReceivedAt": STAMP,
        "ChangedAt": STAMP,
    }
    return {"RecordType": record, "MessageID": "883953f4-6105", "Tag": "spring", **fields, **more}


def mailgun(event, **more):
    data = {
        "event": event,
        "timestamp": NOW.timestamp(),
        "id": "CPgfbmQMTCKtHW6uIWtuVe",
        "recipient": ANNA,
        "tags": ["spring"],
    }
    return {"signature": {"timestamp": "1", "token": "t", "signature": "s"}, "event-data": {**data, **more}}


def ses(name, envelope=True, **part):
    mail = {
        "timestamp": STAMP,
        "messageId": "EXAMPLE7c191be45",
        "destination": [ANNA],
        "tags": {"campaign": ["spring"]},
    }
    key = {"DeliveryDelay": "deliveryDelay"}.get(name, name.lower())
    told = {"eventType": name, "mail": mail, key: {"timestamp": STAMP, **part}}
    envelope_of = {"Type": "Notification", "MessageId": "da41e39f", "Message": json.dumps(told), "Timestamp": STAMP}
    return envelope_of if envelope else told


def bounce(kind, subtype="General"):
    person = {
        "emailAddress": ANNA,
        "action": "failed",
        "status": "5.1.1",
        "diagnosticCode": "smtp; 550 5.1.1 user unknown",
    }
    return ses("Bounce", bounceType=kind, bounceSubType=subtype, bouncedRecipients=[person], feedbackId="0102")


def mailjet(event, **more):
    return {
        "event": event,
        "time": SECONDS,
        "MessageID": 19421777835146490,
        "email": ANNA,
        "customcampaign": "spring",
        **more,
    }


def sparkpost(kind, **more):
    event = {
        "type": kind,
        "event_id": "92356927",
        "timestamp": str(SECONDS),
        "rcpt_to": ANNA,
        "campaign_id": "spring",
        **more,
    }
    return {"msys": {"message_event": event}}


CASES = [
    ("postmark", postmark("Delivery"), "delivered"),
    ("postmark", postmark("Bounce", Type="HardBounce", ID=4323372036854775807), "hard_bounce"),
    ("postmark", postmark("Bounce", Type="SoftBounce", ID=2), "soft_bounce"),
    ("postmark", postmark("Bounce", Type="Transient", ID=3), "deferred"),
    ("postmark", postmark("SpamComplaint", ID=4), "complaint"),
    ("postmark", postmark("Open", UserAgent="Mozilla/5.0"), "open proxy"),
    ("postmark", postmark("Click", UserAgent="Mozilla/5.0 (Macintosh)"), "click"),
    (
        "postmark",
        postmark("SubscriptionChange", SuppressSending=True, SuppressionReason="ManualSuppression"),
        "unsubscribe",
    ),
    ("postmark", postmark("SubscriptionChange", SuppressSending=False, SuppressionReason=None), "subscribe"),
    ("mailgun", mailgun("accepted"), "sent"),
    ("mailgun", mailgun("delivered"), "delivered"),
    ("mailgun", mailgun("failed", severity="permanent", reason="bounce"), "hard_bounce"),
    ("mailgun", mailgun("failed", severity="permanent", reason="suppress-complaint"), "drop"),
    ("mailgun", mailgun("failed", severity="permanent", reason="old"), "soft_bounce"),
    ("mailgun", mailgun("failed", severity="temporary", reason="generic"), "deferred"),
    ("mailgun", mailgun("opened", **{"client-info": {"bot": "apple"}}), "open proxy"),
    ("mailgun", mailgun("clicked", **{"client-info": {"bot": "generic"}}), "click bot"),
    ("mailgun", mailgun("complained"), "complaint"),
    ("mailgun", mailgun("unsubscribed")["event-data"], "unsubscribe"),
    ("ses", ses("Send"), "sent"),
    ("ses", ses("Delivery", recipients=[ANNA]), "delivered"),
    ("ses", ses("Delivery", envelope=False), "delivered"),
    ("ses", bounce("Permanent"), "hard_bounce"),
    ("ses", bounce("Transient", "MailboxFull"), "soft_bounce"),
    ("ses", bounce("Undetermined"), "soft_bounce"),
    ("ses", bounce("Permanent", "OnAccountSuppressionList"), "drop"),
    (
        "ses",
        ses("Complaint", complainedRecipients=[{"emailAddress": ANNA}], complaintFeedbackType="abuse"),
        "complaint",
    ),
    (
        "ses",
        ses("Complaint", complainedRecipients=[{"emailAddress": ANNA}], complaintFeedbackType="not-spam"),
        "not_spam",
    ),
    ("ses", ses("DeliveryDelay", delayType="MailboxFull", delayedRecipients=[{"emailAddress": ANNA}]), "deferred"),
    ("ses", ses("Open", userAgent="Mozilla/5.0"), "open proxy"),
    ("ses", ses("Subscription", newTopicPreferences={"unsubscribeAll": True}), "unsubscribe"),
    ("mailjet", mailjet("sent"), "delivered"),
    ("mailjet", mailjet("bounce", hard_bounce=True, error="user unknown"), "hard_bounce"),
    ("mailjet", mailjet("bounce", hard_bounce=False, error="mailbox full"), "soft_bounce"),
    ("mailjet", mailjet("blocked", error="preblocked"), "drop"),
    ("mailjet", mailjet("blocked", error="spam content"), "failed"),
    ("mailjet", mailjet("spam", source="JMRPP"), "complaint"),
    ("mailjet", mailjet("unsub"), "unsubscribe"),
    ("mailjet", mailjet("open", agent="Mozilla/5.0 (Windows NT 10.0)"), "open"),
    ("sparkpost", sparkpost("injection"), "sent"),
    ("sparkpost", sparkpost("delivery"), "delivered"),
    ("sparkpost", sparkpost("bounce", bounce_class="10", raw_reason="550 5.1.1"), "hard_bounce"),
    ("sparkpost", sparkpost("bounce", bounce_class="22"), "soft_bounce"),
    ("sparkpost", sparkpost("bounce", bounce_class="90"), "unsubscribe"),
    ("sparkpost", sparkpost("spam_complaint", fbtype="abuse"), "complaint"),
    ("sparkpost", sparkpost("open", is_prefetched=True), "open proxy"),
    ("sparkpost", sparkpost("policy_rejection"), "drop"),
    ("sparkpost", sparkpost("list_unsubscribe"), "unsubscribe"),
]


@pytest.mark.parametrize(
    ("provider", "value", "expected"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_is_posted(provider, value, expected):
    (event,) = webhook(provider)(value)
    assert event.address == ANNA
    assert f"{event.kind} {event.automated}".strip() == expected
    assert abs(event.at - NOW.timestamp() * 1000) < 1000


@pytest.mark.parametrize("provider", sorted({provider for provider, *_ in CASES}))
def test_campaigns_are_segments(provider):
    value = next(value for name, value, _ in CASES if name == provider)
    assert [event.segment for event in webhook(provider)(value)] == ["spring"]


@pytest.mark.parametrize("provider", ["sendgrid", "postmark", "mailgun", "ses", "mailjet", "sparkpost"])
@pytest.mark.parametrize(
    "value",
    [{}, {"event": "telepathy"}, {"event": []}, {"RecordType": "New"}, {"msys": {"x": {"type": "new"}}}, {"Type": "Notification", "Message": "{"},
     {"Type": "SubscriptionConfirmation", "Message": "x"}, {"event": "open", "time": {}, "timestamp": "soon", "email": ANNA}],
)  # fmt: skip
def test_what_nobody_documents_is_rejected_with_a_reason(provider, value):
    with pytest.raises(Reject, match=r"\w{3}"):
        list(webhook(provider)(value))


def test_a_ping_of_sparkpost_is_nothing():
    assert list(webhook("sparkpost")({"msys": {}})) == []


@pytest.mark.parametrize("provider", sorted({provider for provider, *_ in CASES}))
def test_posted_twice_counts_once(audience, provider):
    values = [value for name, value, _ in CASES if name == provider]
    first = audience.import_events(lines(*values), provider)
    again = audience.import_events(lines(*reversed(values)), provider)
    assert first.seen == len(values)
    assert first.new > 1
    assert (again.new, again.duplicates, again.suppressed) == (0, len(values), 0)


def test_another_envelope_of_the_same_notification_counts_once(audience):
    first, second = bounce("Permanent"), {**bounce("Permanent"), "MessageId": "another"}
    assert audience.import_events(lines(first, second), "ses").new == 1


def test_one_notification_of_two_recipients_is_two_events(audience):
    people = [{"emailAddress": ANNA}, {"emailAddress": "ben@shop.example"}]
    value = ses("Bounce", bounceType="Permanent", bouncedRecipients=people)
    assert audience.import_events(io.BytesIO(json.dumps(value).encode()), "ses").suppressed == 2


@pytest.mark.parametrize(
    ("word", "kind"),
    [("opened", "open"), ("Clicked", "click"), ("delivery", "delivered"), ("processed", "sent"), ("dropped", "drop"),
     ("Hard bounce", "hard_bounce"), ("soft-bounce", "soft_bounce"), ("spam", "complaint"), ("unsubscribed", "unsubscribe"),
     ("signup", "subscribe")],
)  # fmt: skip
def test_the_words_of_exports_are_known(word, kind):
    assert table.kind_of(word) == kind
