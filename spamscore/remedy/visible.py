"""Visible: the text that a reader sees, each character with its place in the source."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from itertools import accumulate

from spamscore.placeholders import CONTROL, VALUE
from spamscore.remedy.edit import Change, Where
from spamscore.remedy.lines import Lines

MAX_TEXT = 100_000  # characters that are looked at
_PIECE = re.compile(
    rf"&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});?|[ \t\r\n\f]{{1,5000}}|{VALUE}{{1,5000}}"
    rf"|{CONTROL}{{1,5000}}|.",
    re.S,
)
# a full stop inside a number or an address ends nothing; a sentence without an end is cut
_SENTENCE = re.compile(r"(?:[^.!?…。！？\n]|\.(?=[^\s.])){1,600}+(?:[.!?…。！？]{1,30}+[»”\"’')\]]{0,3})?")


@dataclass(frozen=True)
class Visible:
    """Text as seen, and where each of its characters stands: `starts[i]` to `ends[i]`, -1 where the layout broke a line."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lines: Lines
    where: Where = "body"
    html: bool = False

    def changes(self, start: int, end: int, after: str) -> tuple[Change, ...]:
        """The changes that put `after` in place of a stretch of text; () when a placeholder or a line break is in it.

        Tags inside the stretch stay where they are.
        """
        segments = self._segments(start, end)
        fills = [self._written(after), *("" for _ in segments[1:])]
        return tuple(
            self.lines.change(self.starts[first], self.ends[last], fill, self.where)
            for (first, last), fill in zip(segments, fills, strict=False)
        )

    def recased(self, start: int, end: int, after: str) -> tuple[Change, ...]:
        """The changes that put letters in place of as many others, each where the old one stands, tags or not between."""
        if len(after) != end - start:
            return self.changes(start, end, after)
        return tuple(
            self.lines.change(
                self.starts[first], self.ends[last], self._written(after[first - start : last + 1 - start]), self.where
            )
            for first, last in self._segments(start, end)
        )

    def _written(self, text: str) -> str:
        return escape(text, quote=False) if self.html else text

    def _segments(self, start: int, end: int) -> list[list[int]]:
        """First and last character of each piece of a stretch that stands in one piece in the source."""
        if start >= end or VALUE in self.text[start:end] or -1 in self.starts[start:end]:
            return []
        segments: list[list[int]] = []
        for place in range(start, end):
            if segments and self.ends[segments[-1][1]] == self.starts[place]:
                segments[-1][1] = place
            else:
                segments.append([place, place])
        return segments

    def without(self, start: int, end: int) -> tuple[Change, ...]:
        """The changes that take a stretch out, with one of the spaces around it."""
        before = self.text[start - 1] if start else "\n"
        led = self.text[max(0, start - 2) : start].rstrip() in (",", "") or before == "\n"
        if led and self.text[end : end + 1] == ",":
            end += 1  # of an enumeration, one comma goes with what it parts
        if before in " \n" and self.text[end : end + 1] == " ":
            end += 1
        elif before == " " and self.text[end : end + 1] in ("", "\n", ".", ",", "!", "?", ";", ":"):
            start -= 2 if self.text[max(0, start - 2)] == "," else 1
        return self.changes(start, end, "")

    @cached_property
    def _sorted(self) -> list[int]:
        """The places in the source, those that the layout made like those before them."""
        return list(accumulate(self.starts, max))

    def between(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of text that stands between two offsets of the source, without spaces around it."""
        first, last = bisect_left(self._sorted, start), bisect_left(self._sorted, end)
        while first < last and self.text[first] in " \n":
            first += 1
        while last > first and self.text[last - 1] in " \n":
            last -= 1
        return (first, last) if first < last else None

    def begins(self, place: int) -> bool:
        """Whether a sentence or a line begins at a place."""
        before = self.text[max(0, place - 8) : place].rstrip(" \"'“„«(¡¿")
        return not before or before[-1] in ".!?:…\n"

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where each sentence begins and ends."""
        found = (each.span() for each in _SENTENCE.finditer(self.text))
        trimmed = ((end - len(self.text[start:end].lstrip()), end) for start, end in found)
        return tuple((start, end) for start, end in trimmed if start < end)

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The sentence around a place, that place alone when there is none."""
        at = bisect_right(self.sentences, (place, len(self.text))) - 1
        start, end = self.sentences[at] if at >= 0 else (0, 0)
        return (start, end) if start <= place < end else (place, place)


class Weaver:
    """Puts a `Visible` together, piece by piece."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.characters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    @property
    def full(self) -> bool:
        """Whether no more is looked at."""
        return len(self.characters) >= MAX_TEXT

    def layout(self, character: str) -> None:
        """A line break or a space that the layout makes."""
        if self.characters and self.characters[-1] not in (character, "\n"):
            if self.characters[-1] == " ":
                self._pop()
            self._add(character, -1, -1)

    def _pop(self) -> None:
        for some in (self.characters, self.starts, self.ends):
            some.pop()

    def _add(self, character: str, start: int, end: int) -> None:
        self.characters.append(character)
        self.starts.append(start)
        self.ends.append(end)

    def take(self, masked: str, start: int, end: int, *, html: bool) -> None:
        """A run of text of the masked source."""
        for found in _PIECE.finditer(masked, start, min(end, start + MAX_TEXT)):
            piece = found[0]
            if piece[0] == CONTROL:
                continue
            if piece.isspace() and piece != "\xa0":
                if not html and "\n" in piece:
                    self.layout("\n")
                elif self.characters and self.characters[-1] not in " \n":
                    self._add(" ", found.start(), found.end())
                continue
            plain = unescape(piece) if html and piece[0] == "&" else piece[:1]
            if len(plain) > 1:  # no reference after all, or one of two characters
                self._letters(plain, found.start(), found.end(), same=plain == piece)
                continue
            if plain != "\xa0":
                self._add(plain, found.start(), found.end())
            elif self.characters and self.characters[-1] not in " \n":
                self._add(" ", found.start(), found.end())

    def _letters(self, plain: str, start: int, end: int, *, same: bool) -> None:
        """Several characters: each in its own place, or all of them in one."""
        if same:
            for place, character in enumerate(plain):
                self._add(character, start + place, start + place + 1)
        else:
            self._add(plain[0], start, end)

    def woven(self, lines: Lines, where: Where = "body", *, html: bool = False) -> Visible:
        """What has been put together."""
        return Visible("".join(self.characters), tuple(self.starts), tuple(self.ends), lines, where, html)
