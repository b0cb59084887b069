"""Bounces (RFC 3464, and those that do not follow it) and complaints (RFC 5965), made up."""

import io

import pytest

from tests.audience.made import NOW, allowed

ANNA = "anna@shop.example"
DATE = NOW.strftime("%a, %d %b %Y %H:%M:%S +0000")


def report(kind, subtype, body, copy="To: anna@shop.example\nSubject: Spring\n\nHello", name="1"):
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: bounces@news.example\nDate: {DATE}\nMessage-ID: <{name}@mx.example>\n"
        f"Subject: report\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type={kind}; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\nThis is an automatic message.\n\n--b\nContent-Type: message/{subtype}\n\n{body}\n"
        f"--b\nContent-Type: message/rfc822\n\n{copy}\n--b--\n"
    ).encode()


def bounce(status, words="smtp; 550 refused", action="failed", address=ANNA, name="1"):
    block = f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: {words}\n"
    return report("delivery-status", "delivery-status", f"Reporting-MTA: dns; mx.example\n\n{block}", name=name)


def complaint(kind="abuse", rcpt=f"Original-Rcpt-To: <{ANNA}>\n", **keywords):
    fields = f"Feedback-Type: {kind}\nUser-Agent: Feedback/1.0\nVersion: 1\n{rcpt}"
    return report("feedback-report", "feedback-report", fields, **keywords)


def causes(audience, raw, provider):
    result = audience.import_events(io.BytesIO(raw), provider)
    return result, [entry.cause for entry in audience.causes_against(ANNA)]


@pytest.mark.parametrize(
    ("status", "words", "expected"),
    [
        ("5.1.1", "smtp; 550 5.1.1 no such user", ["hard bounce"]),
        ("5.2.1", "smtp; mailbox disabled", ["hard bounce"]),
        ("5.1.10", "smtp; 556 null MX", ["hard bounce"]),
        ("5.0.0", "smtp; 550 User unknown", ["hard bounce"]),
        ("5.0.0", "smtp; 550 message refused as spam", []),
        ("5.2.2", "smtp; 552 mailbox full", []),
        ("5.7.1", "smtp; 550 policy", []),
        ("4.4.1", "smtp; connection timed out", []),
    ],
)
def test_bounces(audience, status, words, expected):
    result, found = causes(audience, bounce(status, words), "dsn")
    assert (result.new, result.rejected) == (1, 0)
    assert found == expected


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_other_reports_of_delivery_are_no_bounces(audience, action):
    result, found = causes(audience, bounce("5.1.1", action=action), "dsn")
    assert (result.new, found) == (1, [])


def test_a_server_that_writes_its_own_way(audience):
    raw = (
        f"From: MAILER-DAEMON@mx.example\nDate: {DATE}\nSubject: failure notice\n\n"
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the "
        f"following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{ANNA}>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nSubject: Spring\n"
    )
    assert causes(audience, raw.encode(), "dsn")[1] == ["hard bounce"]


def test_an_mbox_of_bounces_counts_each_once(audience):
    mails = [bounce("5.1.1", address=f"p{number}@shop.example", name=str(number)) for number in range(3)]
    raw = b"".join(b"From MAILER-DAEMON Sun Mar  1 10:00:00 2026\n" + mail + b"\n" for mail in mails)
    assert audience.import_events(io.BytesIO(raw), "dsn").suppressed == 3
    assert audience.import_events(io.BytesIO(raw), "dsn").new == 0


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("abuse", ["complaint"]), ("fraud", ["complaint"]), ("opt-out", ["unsubscribe"]), ("not-spam", [])],
)
def test_complaints(audience, kind, expected):
    result, found = causes(audience, complaint(kind), "arf")
    assert (result.new, found) == (1, expected)


def test_a_complaint_that_names_its_recipient_only_in_the_copy(audience):
    assert causes(audience, complaint(rcpt=""), "arf")[1] == ["complaint"]


@pytest.mark.parametrize(
    ("provider", "raw"),
    [
        ("arf", complaint("auth-failure")),
        ("arf", complaint(rcpt="Original-Rcpt-To: <redacted@shop.example>\n", copy="To: redacted@shop.example\n\nx")),
        ("arf", complaint(rcpt="", copy="To: anna@shop.example, ben@shop.example\n\nx")),
        ("arf", b"Subject: hello\n\nnothing"),
        ("dsn", b"Subject: hello\n\nnothing"),
        ("dsn", b"\x00\xff" * 500),
        (
            "dsn",
            b"Content-Type: multipart/report; boundary=b\n\n"
            + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 300,
        ),
    ],
)
def test_what_is_neither_is_rejected(audience, provider, raw):
    result = audience.import_events(io.BytesIO(raw), provider)
    assert (result.new, result.rejected) == (0, 1)
    assert allowed(audience)
