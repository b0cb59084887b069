"""The findings, the heaviest first: what it is, where it stands, what to do, who says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spamscore.cli.formats.page.element import Markup, element, joined
from spamscore.cli.formats.page.origin import Origin
from spamscore.cli.formats.page.source import MAX_LINES
from spamscore.cli.formats.page.wording import signed
from spamscore.cli.formats.terminal import safe
from spamscore.report import Located
from spamscore.spans import Span

_ADDRESS = re.compile(r"https://[^\s<>\"')\]]{1,200}[^\s<>\"')\].,;:]")


@dataclass(frozen=True, slots=True)
class _Page:
    key: str  # begins every id
    lines: int  # of the source that are shown
    level: int


def cards(findings: tuple[Located, ...], origin: Origin | None, key: str, level: int) -> Markup:
    """A list of findings, numbered as in preview and source; `level` is that of their headings."""
    shown = min(MAX_LINES, len(origin.starts)) if origin else 0
    return element(
        "ol",
        (_card(each, number, _Page(key, shown, level)) for number, each in enumerate(findings, 1)),
        class_="findings",
    )


def _card(found: Located, number: int, page: _Page) -> Markup:
    rule = found.rule
    head = element(
        f"h{page.level}",
        element("span", str(number), class_="number"),
        element("span", rule.title, class_="title"),
        element("span", signed(found.points), class_="amount more"),
    )
    quotes = element("ul", _quotes(found, page), class_="quotes") if found.evidence else None
    why = element("details", element("summary", "Why it matters"), element("p", rule.why))
    source = element("p", "Source: ", linked(rule.source), " · rule ", element("code", rule.id), class_="from")
    return element(
        "li", head, quotes, element("p", rule.advice, class_="advice"), why, source, id=f"{page.key}-f{number}"
    )


def _quotes(found: Located, page: _Page) -> Iterator[Markup]:
    for piece, span in zip(found.evidence, found.spans, strict=True):
        yield element("li", element("q", safe(piece.quote)), " " if span else None, _place(span, page))


def _place(span: Span | None, page: _Page) -> Markup | None:
    if span is None:
        return None
    words = f"line {span.line}, column {span.column}"
    if span.line > page.lines:
        return element("span", words, class_="place")
    return element("a", words, href=f"#{page.key}-L{span.line}", class_="place")


def linked(words: str) -> Markup:
    """A source with its addresses as links; nothing of a mail comes here."""
    pieces: list[Markup | str] = []
    at = 0
    for found in _ADDRESS.finditer(words):
        pieces += (words[at : found.start()], element("a", found[0], href=found[0], rel="noreferrer noopener"))
        at = found.end()
    return joined((*pieces, words[at:]))
