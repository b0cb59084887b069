"""What a terminal may be given: colours when it has them, and never a mail's own control characters."""

import os
import re
import sys
from dataclasses import dataclass

from spamscore.placeholders import CONTROL, VALUE

_CODES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "bold": "1", "dim": "2"}
# Control, zero-width, bidirectional and surrogate characters: they could rewrite the screen or reorder the line.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Paint:
    """Wraps words in colours, or leaves them alone."""

    enabled: bool = False
    drawing: bool = True  # whether block characters can be printed

    @classmethod
    def on_terminal(cls, *, plain: bool = False) -> "Paint":
        """Colours only where standard output is a terminal that wants them (https://no-color.org)."""
        wanted = not plain and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(wanted and sys.stdout.isatty(), "utf" in (sys.stdout.encoding or "").lower())

    def __call__(self, words: str, *colours: str) -> str:
        """The words in these colours."""
        if not self.enabled or not colours:
            return words
        return f"\x1b[{';'.join(_CODES[colour] for colour in colours)}m{words}\x1b[0m"


def safe(quote: str) -> str:
    r"""A quotation with every character that could act on the terminal written out.

    >>> safe("in\u200bvoice\x1b[2J")
    'in\\u200bvoice\\x1b[2J'
    """
    quote = quote.replace(VALUE, "{…}").replace(CONTROL, "")
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], quote)
