"""The source with line numbers, each finding's place marked and linked to what is said about it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spamscore.cli.formats.page import tokens
from spamscore.cli.formats.page.element import Markup, element, joined
from spamscore.cli.formats.page.marks import Marks
from spamscore.cli.formats.page.origin import Origin
from spamscore.cli.formats.terminal import safe

MAX_LINES = 4_000


def left_out(origin: Origin) -> str:
    """A sentence on the lines that `Source.view` does not show, "" when it shows all."""
    shown = min(MAX_LINES, len(origin.starts))
    cut = origin.cut or len(origin.starts) > MAX_LINES
    return f"Only the first {shown:,} lines are shown: the source is longer." if cut else ""


@dataclass(frozen=True)
class Source:
    """A source that can be shown; `key` begins every id on the page, `KEY-L12` is line 12."""

    origin: Origin
    marks: Marks
    key: str

    def view(self) -> Markup:
        """The lines, numbered."""
        label = f"{self.key}-source {self.key}-title"
        return element("div", self._lines(), class_="lines", tabindex=0, role="group", aria_labelledby=label)

    def _lines(self) -> Iterator[Markup]:
        starts = self.origin.starts[: MAX_LINES + 1]
        ends = [*(at - 1 for at in starts[1:]), len(self.origin.text)]
        for number, (begin, end) in enumerate(zip(starts[:MAX_LINES], ends, strict=False), 1):
            name = f"{self.key}-L{number}"
            content = element("code", self._pieces(begin, end))
            yield element("div", element("a", str(number), href=f"#{name}"), content, id=name)

    def _pieces(self, begin: int, end: int) -> Iterator[Markup]:
        for left, right, numbers in self.marks.across(begin, end):
            content = joined(self._coloured(left, right))
            yield element("mark", content, self._links(left)) if numbers else content

    def _links(self, at: int) -> Markup | None:
        links = [
            element("a", str(number), href=f"#{self.key}-f{number}", aria_label=f"finding {number}")
            for number in self.marks.starting(at)
        ]
        return element("sup", links) if links else None

    @cached_property
    def _tags(self) -> list[tuple[int, int]]:
        """Where tags stand, so that what is read stands out from what is markup."""
        found = tokens.read(self.origin.text) if self.origin.is_html else ()
        return [(each.begin, each.end) for each in found if each.kind in ("start", "end")]

    def _coloured(self, begin: int, end: int) -> Iterator[Markup | str]:
        """A stretch of one line, what is inside tags set apart."""
        at = begin
        for place in range(max(0, bisect_left(self._tags, (begin, 0)) - 1), len(self._tags)):
            left, right = self._tags[place]
            if left >= end:
                break
            if right <= at:
                continue
            if left > at:
                yield _visible(self.origin.text[at:left])
            yield element("i", _visible(self.origin.text[max(left, at) : min(right, end)]))
            at = min(right, end)
        if at < end:
            yield _visible(self.origin.text[at:end])


def _visible(words: str) -> str:
    """Text in which invisible and reordering characters are written out; a tab stays one."""
    return words if words.isascii() and words.isprintable() else "\t".join(map(safe, words.split("\t")))
