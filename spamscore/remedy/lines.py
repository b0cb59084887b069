"""Lines: from offsets in a text to spans and changes."""

import re
from bisect import bisect_right

from spamscore.remedy.edit import Change, Where
from spamscore.spans import Span


class Lines:
    """Numbers the lines of one text."""

    def __init__(self, text: str) -> None:
        """Look where its lines begin."""
        self.text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        line = bisect_right(self._starts, start)
        return Span(start, end, line, start - self._starts[line - 1] + 1)

    def change(self, start: int, end: int, after: str, where: Where = "body") -> Change:
        """The change that puts `after` between two offsets."""
        return Change(where, self.span(start, end), self.text[start:end], after)
