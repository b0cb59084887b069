"""Marks: which findings stand where in a source, cut into pieces that do not overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from spamscore.report import Located
from spamscore.spans import Span


@dataclass(frozen=True)
class Marks:
    """The places of numbered findings in one source."""

    places: tuple[tuple[int, int, int], ...]  # begin, end, number of the finding

    @cached_property
    def _pieces(self) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
        edges = sorted({edge for begin, end, _ in self.places for edge in (begin, end)})
        at = {edge: place for place, edge in enumerate(edges)}
        numbers: list[set[int]] = [set() for _ in edges]
        for begin, end, number in self.places:
            for place in range(at[begin], at[end]):
                numbers[place].add(number)
        inner = zip(edges, edges[1:], numbers, strict=False)
        return tuple((begin, end, tuple(sorted(found))) for begin, end, found in inner if found)

    @cached_property
    def _begins(self) -> list[int]:
        return [begin for begin, _, _ in self._pieces]

    def across(self, begin: int, end: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """A stretch of the source in pieces, each with the findings that stand on it (none: an empty tuple)."""
        at = begin
        for place in range(max(0, bisect_right(self._begins, begin) - 1), len(self._pieces)):
            left, right, numbers = self._pieces[place]
            if left >= end:
                break
            if right <= at:
                continue
            if left > at:
                yield at, left, ()
            yield max(left, at), min(right, end), numbers
            at = min(right, end)
        if at < end:
            yield at, end, ()

    def inside(self, begin: int, end: int) -> tuple[int, ...]:
        """The findings whose place lies wholly in a stretch."""
        first = bisect_left(self._sorted, (begin, 0, 0))
        found = set()
        for left, right, number in self._sorted[first:]:
            if left >= end:
                break
            if right <= end:
                found.add(number)
        return tuple(sorted(found))

    def starting(self, at: int) -> tuple[int, ...]:
        """The findings whose place begins here: where the number belongs."""
        return self._starting.get(at, ())

    @cached_property
    def _starting(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, set[int]] = {}
        for begin, _, number in self.places:
            found.setdefault(begin, set()).add(number)
        return {begin: tuple(sorted(numbers)) for begin, numbers in found.items()}

    @cached_property
    def _sorted(self) -> list[tuple[int, int, int]]:
        return sorted(self.places)


def place(span: Span, starts: list[int], length: int) -> tuple[int, int] | None:
    """Offsets of a span by its line and column, which hold even where line ends were counted otherwise; None outside."""
    if not 0 < span.line <= len(starts):
        return None
    begin = starts[span.line - 1] + span.column - 1
    end = begin + span.end - span.start
    return (begin, end) if begin < end <= length else None


def of(findings: Iterable[Located], starts: list[int], length: int) -> Marks:
    """The marks of findings numbered from 1 in the order given, in a source whose lines begin at `starts`."""
    places = {
        (*found, number)
        for number, each in enumerate(findings, 1)
        for span in each.spans
        if span is not None and (found := place(span, starts, length))
    }
    return Marks(tuple(sorted(places)))
