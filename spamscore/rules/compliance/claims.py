"""What a mail claims about itself, and what every message has to have."""

from collections.abc import Iterator

from spamscore.mail import Mail
from spamscore.rules.bulk import is_bulk
from spamscore.rules.rule import rule
from spamscore.terms import Terms

_MAX_TEXT = 40_000
_EXCUSES = (
    "this is not spam", "this is not a spam", "this message is not spam", "this email is not spam", "not unsolicited",
    "s.1618", "s. 1618", "hr 3113", "h.r. 3113", "bill 1618", "murkowski", "cannot be considered spam",
    "can not be considered spam", "one time mailing", "one-time mailing", "in compliance with the spam laws",
    "complies with all spam laws", "this is a one time", "dies ist kein spam", "diese e-mail ist kein spam",
    "ceci n'est pas un spam", "ceci n’est pas un spam", "esto no es spam", "este correo no es spam", "isto não é spam",
    "este email não é spam", "questa non è spam", "dit is geen spam",
)  # fmt: skip
_SCANNED = (
    "this email has been scanned by", "this message has been scanned", "scanned for viruses", "virus free", "virus-free",
    "no virus found", "message is virus", "certified virus", "verified sender", "this message is from a trusted sender",
    "this email is safe", "trusted by microsoft", "auf viren geprüft", "virenfrei", "sans virus", "libre de virus",
    "livre de vírus", "senza virus", "virusvrij",
)  # fmt: skip
_EXCUSED, _CHECKED = Terms(_EXCUSES), Terms(_SCANNED)
GTUBE = (
    "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
)  # apart: this file is no spam itself


@rule(
    "claims-not-spam",
    title="The mail says that it is not spam",
    advice="Leave the assurance out and say instead where and when the reader subscribed.",
    points=1.2,
    source="SpamAssassin EXCUSE and BILL_1618 rules: none of the laws named there was ever passed as quoted",
    fires=["This is not spam. Buy lamps.", "This message is sent in compliance with bill S.1618, title III."],
    quiet=[
        "You receive this because you subscribed on 3 March.",
        "Please mark our mail as not spam so that you get it.",
        "Our spam folder was full this morning.",
    ],
)
def claims_not_spam(mail: Mail) -> Iterator[str]:
    """Honest mail has no reason to say it; the formula comes with invented laws since the 1990s."""
    yield from _EXCUSED.held(mail.low[:_MAX_TEXT])


@rule(
    "claims-scanned",
    title="The mail says that it was checked for viruses or is safe",
    advice="Leave it out: only the reader's own side can say so.",
    points=0.4,
    source="M3AAWG and vendors' advice: such notes are forged freely; some virus scanners add them to honest mail",
    fires=["The invoice is attached. This email has been scanned by SafeGate and is virus free."],
    quiet=["We scanned the old photographs for you.", "How to keep your computer free of viruses: a talk on Monday."],
)
def claims_scanned(mail: Mail) -> Iterator[str]:
    """A note in the text proves nothing, and fraud adds it to attachments that need the reader's trust."""
    yield from _CHECKED.held(mail.low[:_MAX_TEXT])


@rule(
    "headers-missing",
    title="A header that every message must have is missing",
    advice="Send with Date and Message-ID; every mail library sets them.",
    points=0.1,
    source="RFC 5322 section 3.6; Gmail's guidelines: valid Message-ID and Date",
    fires=[b"From: a@b.example\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nSubject: Hi\n\nHello"],
    quiet=[
        b"From: a@b.example\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nMessage-ID: <1@b.example>\nSubject: Hi\n\nHello",
        b"From: a@b.example\nSubject: a draft that no server has seen\n\nHello",
        "A body alone has no headers, and that is no fault.",
    ],
    needs=("headers",),
)
def headers_missing(mail: Mail) -> Iterator[str]:
    """Mail programs and servers set both; home-made mailers forget one. A draft that has neither is not judged."""
    names = {name for name, _ in mail.headers or ()}
    if len(names & {"date", "message-id"}) == 1:
        yield from (each for each in ("Date", "Message-ID") if each.lower() not in names)


_ONCE = ("date", "from", "to", "subject", "message-id", "reply-to", "cc", "sender", "in-reply-to", "references")


@rule(
    "headers-duplicated",
    title="A header that may occur once occurs twice",
    advice="Set the header instead of adding it a second time.",
    points=0.6,
    source="RFC 5322 section 3.6, table of limits; Gmail: From, To, Subject and Date once each",
    fires=[b"From: a@b.example\nSubject: Hi\nSubject: Your prize\n\nHello"],
    quiet=[
        b"Received: by a.example\nReceived: by b.example\nFrom: a@b.example\nSubject: Hi\n\nHello",
        b"DKIM-Signature: a\nDKIM-Signature: b\nFrom: a@b.example\nSubject: Hi\n\nHello",
    ],
    needs=("headers",),
)
def headers_duplicated(mail: Mail) -> Iterator[str]:
    """Programs disagree on which of the two counts; Gmail refuses such mail."""
    names = [name for name, _ in mail.headers or ()]
    yield from (each for each in _ONCE if each != "from" and names.count(each) > 1)


@rule(
    "text-part-missing",
    title="A newsletter comes without a text version",
    advice="Send multipart/alternative with a text version of the same content.",
    points=0.2,
    source="SpamAssassin MIME_HTML_ONLY; as a sign for large providers folklore, hence few points",
    fires=[
        b"From: a@b.example\nSubject: Sale\nList-Unsubscribe: <https://b.example/u>\nContent-Type: text/html\n\n<p>Our sale</p>"
    ],
    quiet=[
        b"From: a@b.example\nSubject: Hi\nContent-Type: text/html\n\n<p>Lunch?</p>",
        b"From: a@b.example\nSubject: Sale\nList-Unsubscribe: <https://b.example/u>\n\nOur sale",
        "<p>A template has its text version elsewhere.</p>",
    ],
    needs=("headers", "html"),
)
def text_part_missing(mail: Mail) -> Iterator[str]:
    """Watches, screen readers and text programs show the other version, and filters compare the two."""
    if mail.plain is None and is_bulk(mail):
        yield "text/html only"


@rule(
    "gtube",
    title="The mail holds the test string for spam filters",
    advice="Remove the GTUBE test string; it exists to be flagged by every filter.",
    points=100,
    source="SpamAssassin, GTUBE: the Generic Test for Unsolicited Bulk Email",
    fires=[GTUBE, f"<p>{GTUBE}</p>", b"From: a@b.example\nSubject: test\n\n" + GTUBE.encode()],
    quiet=[GTUBE.lower(), GTUBE[:-1], "GTUBE is a test string for spam filters."],
)
def gtube(mail: Mail) -> Iterator[str]:
    """Every filter flags it by agreement, so that one can see that the filter is at work."""
    if any(GTUBE in body for body in (mail.text, mail.html or "", mail.plain or "", mail.subject or "")):
        yield GTUBE
