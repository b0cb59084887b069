"""Places: where the findings of a report stand in the file of a template."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from spamscore.report import Located, Report
from spamscore.rules import Evidence
from spamscore.spans import Lines, Span
from spamscore.templates.origin import Origin

HERE: Literal["here"] = "here"  # the body is that of the file
ELSEWHERE: Literal["elsewhere"] = "elsewhere"  # the body stands in another file


@dataclass(frozen=True)
class Places:
    """Where a template says what a report quotes."""

    written: str  # the file
    head: Mapping[str, tuple[int, int]]  # where subject and sender stand in it
    body: Origin | Literal["here", "elsewhere"] = HERE

    def told(self, report: Report) -> Report:
        """The report with places in the file."""
        if self.body == HERE and not self.head:
            return report
        return replace(report, findings=tuple(map(self._located, report.findings)))

    def _located(self, found: Located) -> Located:
        spans: tuple[Span | None, ...]
        if found.rule.chapter in self.head:
            spans = tuple(self._in_head(found.rule.chapter, piece) for piece in found.evidence)
        elif self.body == HERE:
            spans = found.spans
        else:
            spans = tuple(map(self._in_body, found.evidence, found.spans))
        return replace(found, spans=spans)

    def _in_head(self, name: str, piece: Evidence) -> Span:
        """Where subject or sender says it; all of it where the words do not stand there as quoted."""
        start, end = self.head[name]
        quote = piece.anchor or piece.quote
        at = self.written.find(quote, start, end)
        return Lines(self.written).span(at, at + len(quote)) if at >= 0 else Lines(self.written).span(start, end)

    def _in_body(self, piece: Evidence, span: Span | None) -> Span | None:
        if span is None or not isinstance(self.body, Origin):
            return None
        return self.body.find(piece.anchor or piece.quote, piece.of)
