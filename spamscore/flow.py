"""Flow: the text of a page as the reader meets it, kept apart from the text he does not see."""

import re
from collections import Counter

from spamscore import placeholders
from spamscore.page import Hidden
from spamscore.visibility import RESPONSIVE

LINE = "\x00"  # a line break of the layout; no source holds one, HTML has no such character
MAX_TEXT = 500_000
_MAX_LINK_TEXT = 2_000
_MAX_HIDDEN = 200  # pieces
_PREHEADER = 250  # characters: mail clients show some 150 of a preview, and most builders stop there
_NEAR_START = 120  # visible characters that may stand before it ("View in browser", a logo's name)
_MAX_SCRAP = 3  # hidden pieces of so few characters are spacers, not text

# what pads a preheader, so that the preview shows nothing of the body after it
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u2800"
)
_PADDING = re.compile(
    rf"(?:[{_INVISIBLE}\ue002]{{1,4}}[\s\u00a0\u2007\u202f]{{1,4}}|[{_INVISIBLE}]{{5}}){{3,2000}}[{_INVISIBLE}\s]{{0,20}}"
)
_ANY_INVISIBLE = re.compile(f"[{_INVISIBLE}]")


class Flow:
    """Collects text nodes in order. A block of hidden text runs until visible text follows it."""

    __slots__ = ("_blocks", "_last", "marks", "nodes", "pieces", "seen")

    def __init__(self, marks: Counter[str]) -> None:
        """An empty flow that counts into `marks`."""
        self.pieces: list[str] = []
        self.marks = marks
        self.seen = 0  # visible characters so far
        self.nodes = 0
        self._last = " "  # last character on this line
        self._blocks: list[tuple[int, str, list[str]]] = []  # visible characters before it, reason, pieces

    def add(self, text: str, reason: str) -> None:
        """Takes a text node; `reason` is why it is not seen, "" when it is."""
        if text.isspace():
            self.pieces.append(" ")
            self._last = " "
        elif reason:
            self._hide(text, reason)
        else:
            if self._last.isalnum() and text[0].isalnum():
                self.marks["split-words"] += 1
            self._last = text[-1]
            self.pieces.append(text)
            self.seen += len(text) if text.isascii() else len(placeholders.collapse(text).strip())
            self.nodes += 1

    def _hide(self, text: str, reason: str) -> None:
        blocks = self._blocks
        if blocks and blocks[-1][:2] == (self.seen, reason):
            blocks[-1][2].append(text)
        elif len(blocks) < _MAX_HIDDEN:
            blocks.append((self.seen, reason, [text]))

    def break_line(self) -> None:
        """A block begins or ends here."""
        self.pieces.append(LINE)
        self._last = " "

    def space(self) -> None:
        """A table cell begins here."""
        self.pieces.append(" ")
        self._last = " "

    def since(self, start: int) -> str:
        """The text from a place in `pieces` on, on one line, at most 2,000 characters."""
        taken: list[str] = []
        room = _MAX_LINK_TEXT
        for piece in self.pieces[start : start + _MAX_LINK_TEXT]:
            taken.append(piece[:room])
            room -= len(taken[-1])
            if room <= 0:
                break
        return " ".join(placeholders.collapse("".join(taken)).replace(LINE, " ").split())

    def lines(self) -> str:
        """The visible text, blocks on lines of their own, spaces collapsed, preheader padding taken out."""
        text = "".join(self.pieces)
        if not text.isascii() and _ANY_INVISIBLE.search(text):  # the one class is twenty times as fast as the runs
            text = _PADDING.sub(self._padding, text)
        text = placeholders.collapse(text)
        lines = (" ".join(line.split()) for line in text.split(LINE))
        return "\n".join(filter(None, lines))

    def _padding(self, found: re.Match[str]) -> str:
        self.marks["padding-chars"] += len(found[0])
        return " "

    def hidden(self, visible: str) -> tuple[Hidden, ...]:
        """The hidden pieces, given what is visible.

        Without spacers, twins (for other screens, of text that is visible elsewhere) and the honest preheader; these
        are counted in the marks.
        """
        pieces: list[Hidden] = []
        lower = visible.lower() if self._blocks else ""
        for seen, reason, texts in self._blocks:
            text = " ".join(_PADDING.sub(" ", placeholders.collapse("".join(texts))).split())
            length = sum(map(str.isalnum, text))
            if reason == RESPONSIVE or text.lower() in lower:
                self.marks["responsive-chars"] += length
            elif length > _MAX_SCRAP:
                if seen <= _NEAR_START and not pieces and self.marks["preheader-chars"] + length <= _PREHEADER:
                    self.marks["preheader-chars"] += length
                else:
                    pieces.append(Hidden(text[:_MAX_LINK_TEXT], reason))
        return tuple(pieces)
