"""JSON values out of a stream of any size: one object, an array, an array a line (as webhooks come), or one object a line.

Brackets and commas between objects only separate them, so that all of these read the same, and an array of ten million
elements needs no more memory than one of them. Every value comes with the position behind it, in bytes.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

MAX_VALUE = 1 << 20  # bytes of one event; Amazon SNS, the largest envelope, allows 256 kB
_READ = 1 << 18
_BETWEEN = re.compile(r"[\s,\[\]\x1e\ufeff\xef\xbb\xbf]*")  # separators, record separators (RFC 7464), byte-order marks
_CUT = 32  # an error this near the end may only say that the rest is still to be read
_decode = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class Bad:
    """A piece that is no JSON object, with the reason."""

    text: str
    reason: str


def values(stream: BinaryIO, position: int = 0) -> Iterator[tuple[int, dict[str, Any] | Bad]]:
    """Each object (or bad line) of the stream, which stands at `position`, with the position behind it."""
    # Latin-1 makes one character of each byte, so that places in the text are positions in the file.
    text, here, ended = "", 0, False
    while True:
        found = _BETWEEN.match(text, here)
        here = found.end() if found else here
        if here < len(text):
            end, value = _one(text, here, ended=ended)
            if value is not None:
                here = end
                yield position + here, value
                continue
        elif ended:
            return
        more = stream.read(max(_READ, len(text) - here))
        ended = not more
        position += here
        text, here = text[here:] + more.decode("latin-1"), 0


def _one(text: str, here: int, *, ended: bool) -> tuple[int, dict[str, Any] | Bad | None]:
    """The value at `here` and its end; None when more of it has to be read first."""
    if text[here] == "{":
        try:
            value, end = _decode(text, here)
        except json.JSONDecodeError as error:
            unfinished = error.pos >= len(text) - _CUT or error.msg.startswith("Unterminated string")
            reason = f"not JSON: {error.msg}"
        except (ValueError, RecursionError) as error:
            unfinished, reason = False, f"not JSON: {type(error).__name__}"
        else:
            part = text[here:end]
            return end, value if part.isascii() else _in_utf8(part)
    else:
        unfinished, reason = False, "not a JSON object"
    if unfinished and not ended and len(text) - here < MAX_VALUE:
        return here, None
    return _line(text, here, reason, ended=ended)


def _in_utf8(part: str) -> dict[str, Any] | Bad:
    try:
        value = json.loads(part.encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        return Bad(part, "not JSON: it is not in UTF-8")
    return value if isinstance(value, dict) else Bad(part, "not a JSON object")


def _line(text: str, here: int, reason: str, *, ended: bool) -> tuple[int, Bad | None]:
    """The bad rest of this line; of a line beyond all bounds, one bounded piece after the other."""
    end = text.find("\n", here, here + MAX_VALUE)
    if end < 0:
        if not ended and len(text) - here < MAX_VALUE:
            return here, None
        end = min(len(text), here + MAX_VALUE)
    return end, Bad(text[here:end].encode("latin-1").decode("utf-8", "replace"), reason)
