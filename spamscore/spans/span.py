"""Span: a place in the source."""

import re
from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the source: offsets in characters, line and column from 1."""

    start: int
    end: int
    line: int
    column: int

    def as_dict(self) -> dict[str, int]:
        """The span as JSON-ready data."""
        return {"start": self.start, "end": self.end, "line": self.line, "column": self.column}


class Lines:
    """The lines of a source, numbered."""

    def __init__(self, source: str) -> None:
        """Where each line of the source begins."""
        self._starts = [0, *(found.end() for found in re.finditer("\n", source))]

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        line = bisect_right(self._starts, start)
        return Span(start, end, line, start - self._starts[line - 1] + 1)
