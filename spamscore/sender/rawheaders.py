"""Raw headers: every header of a message as it stands, receivers' own included, split by dkimpy within bounds."""

from functools import lru_cache

from dkim import DKIMException, rfc822_parse

from spamscore.headers import MAX_BLOCK

MAX_HEADERS = 5_000  # Gmail's limits: support.google.com/a/answer/14016360
_MAX_VALUE = 32_768
_MAX_SIGNATURE = 8_192  # checking a longer one costs dkimpy the square of its length


def readable(message: bytes) -> str:
    """Why the headers of a message are not read, "" when they are: size first, so that reading them stays cheap."""
    block = _block(message)
    if len(block) > MAX_BLOCK:
        return f"its headers hold more than {MAX_BLOCK:,} bytes"
    size = count = 0
    limit = _MAX_VALUE
    for line in block.split(b"\n"):
        if line[:1] not in (b" ", b"\t"):
            size, count = 0, count + 1
            limit = _MAX_SIGNATURE if line[:15].lower() in (b"dkim-signature:", b"arc-message-sig") else _MAX_VALUE
        size += len(line)
        if size > limit:
            return f"one of its headers holds more than {limit:,} bytes"
    if count > MAX_HEADERS:
        return f"it has more than {MAX_HEADERS:,} headers"
    try:
        rfc822_parse(block)
    except (DKIMException, IndexError):
        return "one of its headers is none"
    return ""


def _block(message: bytes) -> bytes:
    ends = [end for mark in (b"\n\n", b"\n\r\n") if (end := message.find(mark, 0, MAX_BLOCK + 2)) >= 0]
    return message[: min(ends) + 1] if ends else message[: MAX_BLOCK + 2]


def listed(message: bytes) -> tuple[tuple[bytes, bytes], ...]:
    """Each (lower-case name, unfolded value) in order, the topmost first; () when they are not `readable`."""
    return _listed(_block(message))


@lru_cache(maxsize=4)
def _listed(block: bytes) -> tuple[tuple[bytes, bytes], ...]:
    if readable(block):
        return ()
    return tuple((name.lower(), b" ".join(value.split())) for name, value in rfc822_parse(block)[0])


def values(message: bytes, name: bytes) -> tuple[bytes, ...]:
    """The values of one (lower-case) header, the topmost first."""
    return tuple(value for key, value in listed(message) if key == name)
