"""Span: where a quotation stands in the source."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import escape

from spamscore.placeholders import VALUE, mask

_MAX_WORDS = 8
_GAP = r"(?:\s|&nbsp;|&#160;|<[^<>]{0,500}>){0,20}"


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


class Locator:
    """Finds quotations in one source; made once a report."""

    def __init__(self, source: str) -> None:
        """Number the lines of a source, and mask its placeholders."""
        self.source = source
        self._masked = mask(source)[0] if source else ""
        self._lines = [0, *(found.end() for found in re.finditer("\n", source))]

    def find(self, anchor: str) -> Span | None:
        """The first place where the anchor stands, as written, escaped, or broken up by tags; None when nowhere."""
        anchor = anchor.strip().rstrip("…")
        if not anchor or not self.source:
            return None
        if VALUE not in anchor:
            for form in (anchor, escape(anchor, quote=False), escape(anchor)):
                start = self.source.find(form)
                if start >= 0:
                    return self._span(start, start + len(form))
        found = _loose(anchor).search(self._masked)
        return self._span(*found.span()) if found else None

    def _span(self, start: int, end: int) -> Span:
        line = bisect_right(self._lines, start)
        return Span(start, end, line, start - self._lines[line - 1] + 1)


def _loose(anchor: str) -> re.Pattern[str]:
    words = anchor.split()[:_MAX_WORDS]
    pieces = (f"{VALUE}++".join(re.escape(escape(part, quote=False)) for part in word.split(VALUE)) for word in words)
    return re.compile(_GAP.join(pieces), re.I | re.S)
