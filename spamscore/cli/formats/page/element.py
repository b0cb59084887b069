"""HTML elements by construction: every text is escaped on its way in, and only `element` makes what is not escaped."""

import html
import re
from collections.abc import Iterable

# What has no place in an HTML document, lone surrogates among it: a reader would see nothing, or not the same everywhere.
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}


class Markup(str):
    """A piece of HTML; a `str` that is none is text."""

    __slots__ = ()


Child = str | None | Iterable["Child"]
Value = str | int | float | bool | None


def text(words: str) -> Markup:
    r"""Words as HTML shows them.

    >>> text('<b> & "\0"') == "&lt;b&gt; &amp; &quot;\ufffd&quot;"
    True
    """
    return words if isinstance(words, Markup) else Markup(html.escape(_BROKEN.sub("\ufffd", words)))


def joined(children: Iterable[Child]) -> Markup:
    """Children one after the other, texts among them escaped; None is nothing."""
    pieces = (text(each) if isinstance(each, str) else joined(each) for each in children if each is not None)
    return Markup("".join(pieces))


def element(name: str, /, *children: Child, **attributes: Value) -> Markup:
    """One element; `class_` is class and `aria_label` aria-label, None and False leave an attribute out.

    >>> element("a", "x < y", href='"', class_="far")
    '<a href="&quot;" class="far">x &lt; y</a>'
    """
    start = f"<{name}{_attributes(attributes.items())}>"
    return Markup(start) if name in _VOID else Markup(f"{start}{joined(children)}</{name}>")


def start(name: str, attributes: Iterable[tuple[str, str]]) -> Markup:
    """A start tag alone, for what a mail leaves open; names are ours, values are escaped."""
    return Markup(f"<{name}{_attributes(attributes)}>")


def end(name: str) -> Markup:
    """An end tag alone."""
    return Markup(f"</{name}>")


def _attributes(attributes: Iterable[tuple[str, Value]]) -> str:
    pieces = []
    for key, value in attributes:
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        pieces.append(f" {name}" if value is True else f' {name}="{text(str(value))}"')
    return "".join(pieces)


def verbatim(name: str, content: str) -> Markup:
    """A style or script element of ours, whose content HTML does not escape."""
    if f"</{name}" in content.lower() or "<!--" in content:
        raise ValueError(f"a {name} cannot hold its own end tag or a comment: write it otherwise")
    return Markup(f"<{name}>{content}</{name}>")
