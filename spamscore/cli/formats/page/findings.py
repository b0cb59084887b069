"""The findings, the heaviest first: what it is, where it stands, what to do, who says so."""

import re
from collections.abc import Iterator

from spamscore.cli.formats.page.element import Markup, element, joined
from spamscore.cli.formats.page.origin import Origin
from spamscore.cli.formats.page.source import MAX_LINES
from spamscore.cli.formats.page.wording import signed
from spamscore.cli.formats.terminal import safe
from spamscore.report import Located
from spamscore.spans import Span

_ADDRESS = re.compile(r"https://[^\s<>\"')\]]{1,200}[^\s<>\"')\].,;:]")


def cards(findings: tuple[Located, ...], origin: Origin | None, key: str) -> Markup:
    """A list of findings, numbered as in preview and source."""
    shown = min(MAX_LINES, len(origin.starts)) if origin else 0
    return element(
        "ol", (_card(each, number, key, shown) for number, each in enumerate(findings, 1)), class_="findings"
    )


def _card(found: Located, number: int, key: str, shown: int) -> Markup:
    rule = found.rule
    head = element(
        "h4",
        element("span", str(number), class_="number"),
        element("span", rule.title, class_="title"),
        element("span", signed(found.points), class_="amount more"),
    )
    quotes = element("ul", _quotes(found, key, shown), class_="quotes") if found.evidence else None
    why = element("details", element("summary", "Why it matters"), element("p", rule.why))
    source = element("p", "Source: ", _linked(rule.source), " · rule ", element("code", rule.id), class_="from")
    return element("li", head, quotes, element("p", rule.advice, class_="advice"), why, source, id=f"{key}-f{number}")


def _quotes(found: Located, key: str, shown: int) -> Iterator[Markup]:
    for piece, span in zip(found.evidence, found.spans, strict=True):
        yield element("li", element("q", safe(piece.quote)), " " if span else None, _place(span, key, shown))


def _place(span: Span | None, key: str, shown: int) -> Markup | None:
    if span is None:
        return None
    words = f"line {span.line}, column {span.column}"
    return (
        element("a", words, href=f"#{key}-L{span.line}")
        if span.line <= shown
        else element("span", words, class_="place")
    )


def _linked(words: str) -> Markup:
    """A source with its addresses as links; nothing of a mail comes here."""
    pieces: list[Markup | str] = []
    at = 0
    for found in _ADDRESS.finditer(words):
        pieces += (words[at : found.start()], element("a", found[0], href=found[0], rel="noreferrer noopener"))
        at = found.end()
    return joined((*pieces, words[at:]))
