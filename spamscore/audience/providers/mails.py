"""Mails as a source of events: one message, or an mbox of them, one at a time."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from spamscore.audience.event import Reject, milliseconds

MAX_MAIL = 4 << 20  # bytes of one message that are read; the report of a bounce or complaint stands at its beginning
_MAX_PARTS = 100


def messages(stream: BinaryIO, position: int) -> Iterator[tuple[int, bytes]]:
    """Each message, cut to `MAX_MAIL`, with the position behind it."""
    kept: list[bytes] = []
    size, blank = 0, True
    for line in iter(lambda: stream.readline(1 << 16), b""):
        if blank and line.startswith(b"From "):
            if size:
                yield position, b"".join(kept)
            kept, size = [], 0
        elif size < MAX_MAIL:
            kept.append(line)
            size += len(line)
        position += len(line)
        blank = not line.strip()
    if b"".join(kept).strip():
        yield position, b"".join(kept)


def read(raw: bytes) -> Message:
    """The message; a broken one is read as far as it goes."""
    try:
        return message_from_bytes(raw)
    except (ValueError, RecursionError, LookupError) as error:
        raise Reject(f"not a mail that can be read: {type(error).__name__}") from None


def parts(message: Message, kind: str) -> Iterator[Message]:
    """The parts of one content type, wherever they are."""
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            return
        if part.get_content_type() == kind:
            yield part


def blocks(part: Message) -> list[Message]:
    """The groups of fields of a report, which Python parses or leaves as text depending on its type."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return [block for block in inner if isinstance(block, Message)]
    raw = part.get_payload(decode=True)
    return [read(raw)] if isinstance(raw, bytes) else []


def field(message: Message, name: str) -> str:
    """A field's value on one line, "" where it is missing."""
    return " ".join(str(message.get(name, "")).split())


def mailbox(value: str) -> str:
    """The address in a field such as `rfc822; anna@shop.example`."""
    return value.rpartition(";")[2].strip().strip("<>")


def date(message: Message, now: int) -> int:
    """When a report was written; `now` where it does not say."""
    for name in ("Date", "Arrival-Date", "Received-Date"):
        if written := field(message, name):
            try:
                return milliseconds(parsedate_to_datetime(written))
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
    return now
