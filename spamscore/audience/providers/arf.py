"""Complaints as providers' feedback loops send them: RFC 5965, and Microsoft's JMRP."""

from collections.abc import Iterator, Mapping
from email.message import Message
from email.utils import getaddresses

from spamscore.audience.event import Event, Kind, Reject
from spamscore.audience.providers import mails

_KINDS: Mapping[str, Kind] = {
    "abuse": "complaint", "fraud": "complaint", "virus": "complaint", "other": "complaint", "miscategorized": "complaint",
    "not-spam": "not_spam", "opt-out": "unsubscribe", "opt-out-list": "unsubscribe",
}  # fmt: skip
_OF_THE_COPY = ("X-HmXmrOriginalRecipient", "Delivered-To", "To")  # the first is Microsoft's


def events(raw: bytes, now: int) -> Iterator[Event]:
    """One event for each recipient that a report is about."""
    message = mails.read(raw)
    report = next(
        (block for part in mails.parts(message, "message/feedback-report") for block in mails.blocks(part)), None
    )
    if report is None and not mails.field(message, "X-HmXmrOriginalRecipient"):
        raise Reject("no complaint: it has no feedback report (RFC 5965)")
    kind = "abuse" if report is None else mails.field(report, "Feedback-Type").lower()
    if kind not in _KINDS:
        raise Reject(f"a report of type {kind[:40]!r} is no complaint" if kind else "no Feedback-Type")
    addresses = _recipients(message, report)
    if not addresses:
        raise Reject("the recipient is redacted: put an id of the recipient into your mails to know him")
    detail = " ".join(filter(None, (mails.field(report, "User-Agent") if report else "", kind)))
    for address in addresses:
        yield Event(address, _KINDS[kind], mails.date(message, now), mails.field(message, "Message-ID"), "", "", detail)


def _recipients(message: Message, report: Message | None) -> list[str]:
    for name in ("Original-Rcpt-To", "Removal-Recipient"):
        named = [mails.mailbox(str(value)) for value in (report.get_all(name, []) if report else [])]
        if known := [address for address in named if _whole(address)]:
            return known
    copies = [inner for part in mails.parts(message, "message/rfc822") for inner in mails.blocks(part)]
    copies += [block for part in mails.parts(message, "text/rfc822-headers") for block in mails.blocks(part)]
    for name in _OF_THE_COPY:
        for copy in [message, *copies] if name == _OF_THE_COPY[0] else copies:
            listed = getaddresses([str(value) for value in copy.get_all(name, [])[:20]])
            known = [address for _, address in listed if _whole(address)]
            if len(known) == 1:  # of a mail to many nobody can tell who complained
                return known
    return []


def _whole(address: str) -> bool:
    return "@" in address and "redacted" not in address.lower()
