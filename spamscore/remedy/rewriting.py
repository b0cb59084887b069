"""Rewriting: a file with changes made, its encoding and every other byte kept."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from spamscore import charsets
from spamscore.remedy.edit import Change, spliced

_ENDS = re.compile(r"\r\n?")
_CODECS = ("utf-8-sig", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")


def text_of(raw: bytes) -> str:
    """A file's text as it is scored: decoded, with plain line ends."""
    return charsets.decode(raw, markup=True)[0].replace("\r\n", "\n").replace("\r", "\n")


def offset(raw: bytes, source: str) -> int:
    """Where a scored body begins in the text of its file: 0, or behind front matter, which may be blanked out in the body.

    Raises `ValueError`, in one sentence, when the body is not one piece of the file: it was rendered or put together.
    """
    text, body = text_of(raw), source.lstrip()
    if text == source:
        return 0
    if body and text.endswith(body) and len(text) >= len(source):
        return len(text) - len(source)
    if body and text.count(source) == 1:
        return text.index(source)
    raise ValueError("what was scored is not the file's own text but made out of it: make the edits by hand")


def shift(raw: bytes, source: str) -> int:
    r"""How many lines further down the body stands in its file; raises what `offset` raises.

    >>> shift(b"---\nsubject: Hi\n---\n<p>a</p>", "<p>a</p>")
    3
    """
    start, lead = offset(raw, source), len(source) - len(source.lstrip())
    return text_of(raw)[: start + lead].count("\n") - source[:lead].count("\n")


def rewritten(raw: bytes, source: str, changes: Iterable[Change]) -> bytes:
    r"""The file with the changes of its body made.

    Args:
        raw: the file.
        source: the body that was scored.
        changes: changes of that body.

    Raises `ValueError`, in one sentence, when that cannot be done without touching anything else.

    >>> from spamscore.remedy.lines import Lines
    >>> rewritten(b"a\r\nbc\r\n", "a\nbc\n", [Lines("a\nbc\n").change(2, 3, "x\ny")])
    b'a\r\nx\r\nyc\r\n'
    """
    start = offset(raw, source)
    text, codec = _decoded(raw)
    ends = [found.span() for found in _ENDS.finditer(text)]
    shifts = _shifts(ends)
    newline = "\r\n" if ends and ends[0][1] - ends[0][0] == 2 else "\r" if ends and "\n" not in text else "\n"
    moved = [_moved(change, start, shifts, newline) for change in changes if change.where == "body"]
    made = spliced(text, moved)
    try:
        return made.encode(codec)
    except UnicodeEncodeError as error:
        raise ValueError(
            f"the file is written in {codec}, which has no letter {made[error.start]!r}: save it as UTF-8"
        ) from error


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text with its own line ends, and the codec that gives back the very same bytes."""
    text = charsets.decode(raw, markup=True)[0]
    for codec in _CODECS:
        bare = raw.removeprefix(codecs.BOM_UTF8) if codec == "utf-8-sig" else raw
        if codec == "utf-8-sig" and bare == raw:
            continue
        try:
            if text.encode(codec) == raw:
                return text, codec
        except UnicodeEncodeError:
            continue
    raise ValueError("the file's encoding is not certain: save it as UTF-8 first")


def _shifts(ends: list[tuple[int, int]]) -> list[int]:
    """Offsets, in the text with plain line ends, behind which one more character was dropped."""
    dropped = 0
    places = []
    for start, end in ends:
        if end - start == 2:
            places.append(start - dropped + 1)
            dropped += 1
    return places


def _moved(change: Change, start: int, shifts: list[int], newline: str) -> Change:
    first, last = change.span.start + start, change.span.end + start
    span = replace(change.span, start=first + bisect_right(shifts, first), end=last + bisect_right(shifts, last))
    return replace(change, span=span, after=change.after.replace("\n", newline))
