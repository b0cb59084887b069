"""What a terminal may be given: colours when it has them, and never a mail's own control characters."""

import os
import re
import shutil
import sys
import textwrap
import unicodedata
from dataclasses import dataclass

from spamscore.placeholders import CONTROL, VALUE

NARROW, WIDE = 80, 100  # columns that the text is laid out for; beyond, lines are hard to read
_CODES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "bold": "1", "dim": "2"}
# Control, zero-width, bidirectional and surrogate characters: they could rewrite the screen or reorder the line.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
# A CI runner reads the log for commands: GitHub `::error::` at the start of a line, it and Azure `##vso[…]` anywhere.
_COMMAND = re.compile(r"^([ \t]*):(?=:)|(?<=#)#(?=[\w-]{0,30}\[)", re.M)


@dataclass(frozen=True, slots=True)
class Paint:
    """Wraps words in colours, or leaves them alone; knows how wide the page is."""

    enabled: bool = False
    drawing: bool = True  # whether block characters can be printed
    width: int = WIDE  # columns

    @classmethod
    def on_terminal(cls, *, plain: bool = False) -> "Paint":
        """Colours only where standard output is a terminal that wants them (https://no-color.org), and its width."""
        wanted = not plain and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        width = min(max(shutil.get_terminal_size((WIDE, 24)).columns, NARROW), WIDE)
        return cls(wanted and sys.stdout.isatty(), "utf" in (sys.stdout.encoding or "").lower(), width)

    def __call__(self, words: str, *colours: str) -> str:
        """The words in these colours."""
        if not self.enabled or not colours:
            return words
        return f"\x1b[{';'.join(_CODES[colour] for colour in colours)}m{words}\x1b[0m"

    def quote(self, words: str) -> str:
        """A quotation in quotation marks, safe to print."""
        return self.plain(f"“{safe(words)}”")

    def plain(self, words: str) -> str:
        """The words as this terminal can show them: without block characters it may know ASCII alone."""
        if self.drawing or words.isascii():
            return words
        words = words.replace("…", "...").replace("→", "->").replace("“", '"').replace("”", '"')
        return words.encode("ascii", "backslashreplace").decode("ascii")

    def wrap(self, head: str, words: str) -> list[str]:
        """The words on as many lines as they need, the first one after the head, the others under them."""
        return textwrap.wrap(
            self.plain(words), self.width, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
        )  # fmt: skip


def safe(quote: str) -> str:
    r"""A quotation with every character that could act on the terminal written out.

    >>> safe("in\u200bvoice\x1b[2J")
    'in\\u200bvoice\\x1b[2J'
    """
    quote = quote.replace(VALUE, "{…}").replace(CONTROL, "")
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], quote)


def harmless(page: str) -> str:
    r"""A page that no CI runner reads a command in, whatever mail or file name it quotes.

    >>> harmless("::error::a\n##vso[task]")
    '\\x3a:error::a\n#\\x23vso[task]'
    """
    return _COMMAND.sub(lambda found: f"{found[1] or ''}\\x{ord(found[0][-1]):x}", page)


def cells(shown: str) -> int:
    """How many columns a terminal gives to a text: two for East Asian wide characters and emoji, none for accents.

    >>> cells("ab"), cells("你好"), cells("e\u0301")
    (2, 4, 1)
    """
    if shown.isascii():
        return len(shown)
    return sum(map(_cells, shown))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
