"""Bounces as mail servers send them: RFC 3464, and what servers that do not follow it write (flufl.bounce)."""

import re
from collections.abc import Iterator
from email.message import Message

from spamscore.audience.event import Event, Kind, Reject
from spamscore.audience.providers import mails

# RFC 3463: the address is wrong (5.1.0-3, 6, 10 of RFC 7505), or its mailbox is disabled (5.2.1).
_DEAD = re.compile(r"5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)\b")
_VAGUE = re.compile(r"5\.(?:0\.0|5\.0|5\.1)\b|$")  # servers that say no more in the code often do in words
_WORDS = re.compile(
    r"(?:user|recipient|mailbox|address|account)[^.\n]{0,40}(?:unknown|not exist|not found|invalid|disabled|no longer)"
    r"|(?:unknown|invalid|no such|bad) (?:\w{1,20} )?(?:user|recipient|mailbox|address)",
    re.I,
)


def events(raw: bytes, now: int) -> Iterator[Event]:
    """One event for each recipient that a bounce reports."""
    message = mails.read(raw)
    at, name = mails.date(message, now), mails.field(message, "Message-ID")
    found = list(_reported(message)) or list(_guessed(message))
    if not found:
        raise Reject("no bounce: it has no delivery status, and none of the known servers wrote it")
    for address, kind, words in found:
        yield Event(address, kind, at, name, "", "", words)


def _reported(message: Message) -> Iterator[tuple[str, Kind, str]]:
    for part in mails.parts(message, "message/delivery-status"):
        for block in mails.blocks(part):
            recipient = mails.field(block, "Original-Recipient") or mails.field(block, "Final-Recipient")
            if recipient:
                status, words = mails.field(block, "Status"), mails.field(block, "Diagnostic-Code")
                yield (
                    mails.mailbox(recipient),
                    _kind(mails.field(block, "Action").lower(), status, words),
                    words or status,
                )


def _kind(action: str, status: str, words: str) -> Kind:
    if action in ("delivered", "relayed", "expanded"):
        return "delivered"
    if action == "delayed":
        return "deferred"
    if _DEAD.match(status) or (_VAGUE.match(status) and _WORDS.search(words)):
        return "hard_bounce"
    return "soft_bounce"  # a full mailbox, a policy, a limit, a server out of reach


def _guessed(message: Message) -> Iterator[tuple[str, Kind, str]]:
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(message)
    except Exception as error:  # noqa: BLE001 - its parsers were not written for hostile mail
        raise Reject(f"not a bounce that can be read: {type(error).__name__}") from None
    for addresses, kind in ((temporary, "deferred"), (permanent, "hard_bounce")):
        for address in sorted(addresses):
            plain = address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)
            yield plain, "hard_bounce" if kind == "hard_bounce" else "deferred", ""
