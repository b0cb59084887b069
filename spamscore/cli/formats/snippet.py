"""Quoted places of a source: the line, cut to the width of the page, and a caret under what is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from spamscore.cli.formats import place
from spamscore.cli.formats.place import Lines
from spamscore.cli.formats.terminal import Paint, cells, safe
from spamscore.report import Located
from spamscore.spans import Span

INDENT = " " * 11
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class _Mark:
    """One quotation and the characters of its line that it covers."""

    begin: int
    end: int
    note: str  # the quotation, where it says more than the line itself


def evidence(found: Located, name: str, lines: Lines | None, paint: Paint) -> list[str]:
    """What a finding quotes: first the places that can be shown in their lines, then the others in words."""
    marks: dict[int, list[_Mark]] = {}
    loose = []
    first: Span | None = None
    for piece, span in zip(found.evidence, found.spans, strict=True):
        if span and lines and lines.fits(span):
            first = min(first or span, span, key=lambda each: each.start)
            marks.setdefault(span.line, []).append(_mark(piece.quote, span, lines))
        else:
            loose += _loose(piece.quote, span, name, paint)
    shown = [f"{INDENT}{paint(f'{place.named(name)}:{first.line}:{first.column}', 'cyan')}"] if first else []
    if lines:
        for number in sorted(marks):
            text = lines.lines[number - 1].rstrip("\r\n")
            for together in _windows(text, sorted(marks[number], key=lambda each: (each.begin, each.end)), paint):
                shown += _drawn(number, text, together, paint)
    return shown + loose


def _loose(quote: str, span: Span | None, name: str, paint: Paint) -> list[str]:
    if span is None:
        return paint.wrap(INDENT, paint.quote(quote))
    place_in = f"{span.line}:{span.column}"
    if name == place.STANDARD_INPUT or place.in_body(name):
        return paint.wrap(INDENT, f"body {place_in}  {paint.quote(quote)}")
    return [f"{INDENT}{paint(f'{safe(name)}:{place_in}', 'cyan')}", *paint.wrap(INDENT, paint.quote(quote))]


def _mark(quote: str, span: Span, lines: Lines) -> _Mark:
    length = len(lines.lines[span.line - 1].rstrip("\r\n"))
    begin = min(span.column - 1, length)
    seen = " ".join(unescape(_TAG.sub(" ", lines.text(span))).split()).casefold()
    said = " ".join(quote.rstrip("…").split()).casefold()
    return _Mark(begin, max(min(begin + span.end - span.start, length), begin), "" if said in seen else safe(quote))


def _windows(text: str, marks: Sequence[_Mark], paint: Paint) -> Iterator[list[_Mark]]:
    """The marks of one line, those together that one page is wide enough for."""
    room = paint.width - len(INDENT) - 8
    together: list[_Mark] = []
    for mark in marks:
        if together:
            begin = together[0].begin
            far = mark.end - begin > room  # before measuring: a line may be a megabyte long
            if far or sum(cells(_shown(text[at], paint)) for at in range(begin, mark.end)) > room:
                yield together
                together = []
        together.append(mark)
    yield together


def _drawn(number: int, text: str, marks: Sequence[_Mark], paint: Paint) -> list[str]:
    bar, cut = ("│", "…") if paint.drawing else ("|", "...")
    room = paint.width - len(INDENT) - 1
    begin, end = _cut(text, marks, room - 2 * len(cut), paint)
    before, after = (cut if text[:begin].strip() else ""), (cut if text[end:].strip() else "")
    shown, under = before, " " * len(before)
    for at in range(begin, end):
        character = _shown(text[at], paint)
        shown += character
        under += ("^" if any(mark.begin <= at < mark.end for mark in marks) else " ") * cells(character)
    under = under.rstrip() or " " * len(before) + "^"
    gutter = " " * (len(INDENT) - 2) + paint(f"{bar} ", "cyan")
    drawn = [paint(f"{number:>{len(INDENT) - 3}} {bar} ", "cyan") + shown + after]
    notes = list(dict.fromkeys(paint.plain(mark.note) for mark in marks if mark.note))
    if len(notes) == 1 and cells(under) + 1 + cells(notes[0]) <= room:
        return [*drawn, gutter + paint(f"{under} {notes[0]}", "red")]
    return [*drawn, gutter + paint(under, "red"), *(line for note in notes for line in paint.wrap(INDENT, note))]


def _cut(text: str, marks: Sequence[_Mark], room: int, paint: Paint) -> tuple[int, int]:
    """From where to where a line is shown: the marks, and as much around them as there is room."""
    indent = min(len(text) - len(text.lstrip()), marks[0].begin)
    begin = marks[0].begin
    end, room = _reach(text, begin, max(mark.end for mark in marks), room, paint)
    end, rest = _reach(text, end, len(text), room // 2, paint)
    begin, rest = _reach(text, begin, indent, room - room // 2 + rest, paint)
    end, _ = _reach(text, end, len(text), rest, paint)
    return begin, end


def _reach(text: str, at: int, goal: int, room: int, paint: Paint) -> tuple[int, int]:
    """How far towards a goal there is room for, and the room that is left."""
    step = 1 if goal > at else -1
    while at != goal:
        width = cells(_shown(text[min(at, at + step)], paint))
        if width > room:
            break
        at, room = at + step, room - width
    return at, room


def _shown(character: str, paint: Paint) -> str:
    return "  " if character == "\t" else paint.plain(safe(character))
