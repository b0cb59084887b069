"""The text that a reader sees, and the text that he does not see, each letter with its place in the source."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from spamscore import flow, tree, walk
from spamscore.placeholders import CONTROL, VALUE
from spamscore.spans.tokens import Tokens

_PIECES = re.compile(r"&(?:#\d{1,8}|#[xX][\da-fA-F]{1,7}|[A-Za-z][A-Za-z\d]{1,31});?|\r\n?|[^&\r]+|&")
_RUNS = re.compile(rf"{VALUE}+|{CONTROL}+|[^\s{VALUE}{CONTROL}]++(?: [^\s{VALUE}{CONTROL}]++)*+|\s+")
_WINDOW = 5_000  # characters of text that the parser may have dropped between two pieces
_TAG = re.compile(r"</?([a-zA-Z][\w:-]{0,40})")
_INLINE = frozenset("a abbr b big code em font i ins kbd mark s small span strike strong sub sup tt u".split())


@dataclass
class _Raw:
    """Text with references decoded, and where its pieces stand in the source."""

    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # in the text
    places: list[tuple[int, int, bool]] = field(default_factory=list)  # source start, source end, letter by letter
    length: int = 0

    def add(self, text: str, start: int, end: int) -> None:
        """Takes a piece that stands between two offsets of the source."""
        self.pieces.append(text)
        self.starts.append(self.length)
        self.places.append((start, end, len(text) == end - start))
        self.length += len(text)

    def place(self, at: int) -> tuple[int, int]:
        """Start and end in the source of the character at an offset of the text."""
        index = bisect_right(self.starts, at) - 1
        start, end, each = self.places[index]
        return (start + at - self.starts[index], start + at - self.starts[index] + 1) if each else (start, end)


class View:
    """A text with blanks collapsed and masks as `placeholders.collapse` leaves them, and the way back to the source."""

    def __init__(self) -> None:
        """An empty view."""
        self.text = ""
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._places: list[tuple[int, int]] = []  # start and end in the raw text
        self._length = 0
        self._blank = True
        self._raw = _Raw()

    def blank(self) -> None:
        """A space, unless there is one already."""
        if not self._blank:
            self._append(" ", -1, -1)
            self._blank = True

    def _append(self, text: str, start: int, end: int) -> None:
        self._pieces.append(text)
        self._starts.append(self._length)
        self._places.append((start, end))
        self._length += len(text)
        self._blank = False

    def add(self, raw: str, start: int, end: int) -> None:
        """Takes the raw text between two offsets."""
        for found in _RUNS.finditer(raw, start, end):
            first = raw[found.start()]
            if first == CONTROL:
                continue
            if first == VALUE:
                if not self._pieces or self._pieces[-1] != VALUE:
                    self._append(VALUE, *found.span())
            elif first.isspace():
                self.blank()
            else:
                self._append(found[0], *found.span())

    def close(self, raw: _Raw) -> "View":
        """The view, ready to be searched."""
        self.text = "".join(self._pieces)
        self._raw = raw
        return self

    def find(self, words: str, after: int = 0) -> tuple[int, int] | None:
        """Start and end in the source of the first place where the words stand behind an offset of the source.

        Whole words go before parts of words, the same capitals before others.
        """
        if not words or not self.text:
            return None
        least = self._behind(after) if after else 0
        for text, looked in ((self.text, words), (self.text.lower(), words.lower())):
            if len(text) == len(self.text) and (at := _place(text, looked, least)) >= 0:
                return self._source(at)[0], self._source(at + len(words) - 1)[1]
        return None

    def _source(self, at: int) -> tuple[int, int]:
        index = bisect_right(self._starts, at) - 1
        while self._places[index][0] < 0:  # a blank
            index -= 1
            at = self._starts[index] + len(self._pieces[index]) - 1
        start, end = self._places[index]
        if self._pieces[index] == VALUE:
            return self._raw.place(start)[0], self._raw.place(end - 1)[1]
        return self._raw.place(start + at - self._starts[index])

    def _behind(self, after: int) -> int:
        """The offset in the view of the first letter that stands behind an offset of the source."""
        starts = [index for index, place in enumerate(self._places) if place[0] >= 0]
        index = bisect_right(starts, after, key=lambda each: self._raw.place(self._places[each][0])[0] - 1)
        return self._starts[starts[index]] if index < len(starts) else self._length


def _place(text: str, words: str, least: int) -> int:
    """Where words stand in a text: as whole words, else within words, -1 for nowhere."""
    first = at = text.find(words, least)
    while at >= 0:
        end = at + len(words)
        inside = at and text[at - 1].isalnum() and words[0].isalnum()
        if not inside and not (end < len(text) and text[end].isalnum() and words[-1].isalnum()):
            return at
        at = text.find(words, at + 1)
    return first


class _Trace(flow.Flow):
    """Notes what the walk meets: pieces of text with the reason why they are not seen, None for a break."""

    __slots__ = ("met",)

    def __init__(self) -> None:
        super().__init__(Counter())
        self.met: list[tuple[str, str] | None] = []

    def add(self, text: str, reason: str) -> None:
        """A text node."""
        self.met.append(None if text.isspace() else (text, reason))

    def break_line(self) -> None:
        """A block begins or ends, or a cell."""
        self.met.append(None)

    space = break_line


def _raw(masked: str, found: Tokens) -> _Raw:
    raw = _Raw()
    for start, end in found.texts:
        if "&" not in (text := masked[start:end]) and "\r" not in text:
            raw.add(text, start, end)
            continue
        for piece in _PIECES.finditer(masked, start, end):
            plain = "\n" if piece[0][0] == "\r" else unescape(piece[0]) if piece[0][0] == "&" else piece[0]
            raw.add(plain, *piece.span())
    return raw


def of_html(masked: str, found: Tokens) -> tuple[View, View]:
    """What is seen and what is hidden of a masked HTML source, given its tokens."""
    grown = tree.grow(masked)
    reader = walk.Reader(grown.css)
    reader.flow = trace = _Trace()
    reader.walk(grown.root)
    raw = _raw(masked, found)
    text = "".join(raw.pieces)
    seen, hidden = View(), View()
    at, last = 0, ""
    for met in trace.met:
        if met is None:
            seen.blank()
            continue
        start = text.find(met[0], at, at + _WINDOW + len(met[0]))
        if start >= 0:
            at = start + len(met[0])
            if met[1] != last:
                hidden.blank()
                last = met[1]
            (hidden if met[1] else seen).add(text, start, at)
    return seen.close(raw), hidden.close(raw)


def of_markup(masked: str, found: Tokens) -> View:
    """All text of a masked source, whether it is seen or not."""
    raw = _raw(masked, found)
    view = View()
    text = "".join(raw.pieces)
    before = 0
    for index, start in enumerate(raw.starts):
        place = raw.places[index]
        if any(tag[1].lower() not in _INLINE for tag in _TAG.finditer(masked, before, place[0])):
            view.blank()
        before = place[1]
        view.add(text, start, start + len(raw.pieces[index]))
    return view.close(raw)


def of_text(masked: str) -> View:
    """A masked plain text."""
    raw = _Raw()
    raw.add(masked, 0, len(masked))
    view = View()
    view.add(masked, 0, len(masked))
    return view.close(raw)
