"""Words as Markdown in which they stay words: no link, mention, tag, table or heading comes of a hostile mail."""

import re
from html import escape

from spamscore.cli.formats.terminal import safe

_SIGNS = re.compile(r"[\\`*_\[\]<>|&#@~$]")
_TICKS = re.compile("`+")


def plain(words: str) -> str:
    """The project's own words, and a rule's, as running text.

    >>> plain("a|b <img> @all, 5.0")
    'a&#124;b &#60;img&#62; &#64;all, 5.0'
    """
    return _SIGNS.sub(lambda found: f"&#{ord(found[0])};", _line(words))


def code(words: str) -> str:
    """A quotation as a code span; forges look for no link, no @mention and no #123 in it.

    >>> code("<b>"), code("`a`")
    ('`<b>`', '`` `a` ``')
    """
    shown = _line(words) or " "
    fence = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    edge = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{edge}{shown}{edge}{fence}"


def cell(words: str) -> str:
    """A quotation for a cell of a table, where a code span could be cut in two.

    >>> cell("a|b.html")
    '<code>a&#124;b&#46;html</code>'
    """
    shown = "".join(
        each if each.isalnum() or each == " " or not each.isascii() else f"&#{ord(each)};" for each in _line(words)
    )
    return f"<code>{shown}</code>"


def heading(words: str) -> str:
    """A quotation for a line of HTML, in which no Markdown is read."""
    return f"<code>{escape(_line(words))}</code>"


def _line(words: str) -> str:
    return " ".join(safe(words).split())
