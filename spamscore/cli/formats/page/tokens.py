"""The tags and texts of an HTML source with their places, in one pass.

The parser that scores a mail gives no offsets; a preview with findings marked on it needs them. The steps are those of
the HTML standard's tokenizer (section 13.2.5), as far as a preview can show the difference.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_RAW = {"style", "script", "xmp", "iframe", "noembed", "noframes", "title", "textarea", "plaintext"}
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+)?))?",
)
_CLOSE = re.compile(r"[\s/]*+>")
_COMMENT_END = re.compile(r"--!?>")


@dataclass(frozen=True, slots=True)
class Token:
    """A start tag, an end tag, a text, or the raw content of an element such as style."""

    kind: Literal["start", "end", "text", "raw"]
    begin: int
    end: int
    name: str = ""  # of the element, lower-case
    attributes: tuple[tuple[str, str], ...] = ()  # each name once, lower-case; values with references resolved


def read(source: str) -> Iterator[Token]:
    """The tokens of a source in order; comments, declarations and a tag that never ends are left out.

    >>> [(each.kind, source[each.begin:each.end]) for source in ["Hi <b class=x>you</b>"] for each in read(source)]
    [('text', 'Hi '), ('start', '<b class=x>'), ('text', 'you'), ('end', '</b>')]
    """
    at = 0
    while at < len(source):
        sign = _next_sign(source, at)
        if sign > at:
            yield Token("text", at, sign)
        if sign == len(source):
            return
        if not (named := _NAME.match(source, sign)):
            at = _bogus_end(source, sign)
            continue
        token, at = _tag(source, sign, named)
        if token is None:
            return
        yield token
        if token.kind == "start" and token.name in _RAW:
            at, begin = _raw_end(source, at, token.name), at
            yield Token("raw", begin, at, token.name)


def _next_sign(source: str, at: int) -> int:
    """Where the next tag, comment or declaration begins; a `<` before anything else is text."""
    sign = source.find("<", at)
    while sign >= 0 and not (source[sign + 1 : sign + 2].isascii() and source[sign + 1 : sign + 2].isalpha()):
        if source[sign + 1 : sign + 2] in ("/", "!", "?") and sign + 2 < len(source):
            break
        sign = source.find("<", sign + 1)
    return sign if sign >= 0 else len(source)


def _bogus_end(source: str, sign: int) -> int:
    if not source.startswith("<!--", sign):
        closing = source.find(">", sign)
        return closing + 1 or len(source)
    for abrupt in ("<!-->", "<!--->"):
        if source.startswith(abrupt, sign):
            return sign + len(abrupt)
    found = _COMMENT_END.search(source, sign + 4)
    return found.end() if found else len(source)


def _tag(source: str, sign: int, named: re.Match[str]) -> tuple[Token | None, int]:
    attributes: dict[str, str] = {}
    at = named.end()
    while not (closed := _CLOSE.match(source, at)):
        found = _ATTRIBUTE.match(source, at)
        if not found:
            return None, len(source)
        value = next((group for group in found.group(2, 3, 4) if group is not None), "")
        attributes.setdefault(found[1].lower(), html.unescape(value))
        at = found.end()
    kind: Literal["start", "end"] = "end" if source[sign + 1] == "/" else "start"
    return Token(kind, sign, closed.end(), named[1].lower(), tuple(attributes.items())), closed.end()


def _raw_end(source: str, at: int, name: str) -> int:
    if name == "plaintext":
        return len(source)
    found = re.compile(rf"</{name}(?=[\s/>])", re.I).search(source, at)
    return found.start() if found else len(source)
