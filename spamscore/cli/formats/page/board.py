"""The nine causes on a page: a board of nine rows, and what there is to say of each."""

import re

from spamscore.cause import Cause
from spamscore.cli.flight import Flight
from spamscore.cli.formats.page.element import Child, Markup, element, joined
from spamscore.cli.formats.page.findings import linked
from spamscore.cli.formats.statuses import SIGNS, UNSEEN, counted, titled, word
from spamscore.cli.formats.terminal import safe
from spamscore.readiness import UNKNOWABLE

_OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]{1,30})")


def board(flight: Flight) -> Markup:
    """The nine rows, in the order in which people are told of them."""
    counts = flight.found.counts
    title = element("h1", element("small", "Preflight of "), safe(flight.name), id="causes-title")
    lead = element(
        "p", "Nine causes why honest mail lands in spam: ", element("strong", counted(counts)), ".", class_="tally"
    )
    unseen = element("p", UNSEEN, class_="lead") if counts["not_checked"] else None
    rows = element("ol", (_row(number, cause) for number, cause in enumerate(flight.found.causes, 1)), class_="board")
    return element("section", title, lead, unseen, _fails(flight), rows, id="causes", aria_labelledby="causes-title")


def _fails(flight: Flight) -> Markup | None:
    if not flight.failures:
        return None
    reasons = element("ul", (element("li", safe(each)) for each in flight.failures))
    return element("div", element("p", element("strong", "The preflight fails:")), reasons, class_="fails")


def _row(number: int, cause: Cause) -> Markup:
    first = next(iter(cause.evidence), "") or cause.would_check
    gist: Child = element(
        "span", None if cause.evidence else element("b", "To check: "), _optioned(first), class_="gist"
    )
    name = element("a", f"{number} {titled(cause.name)}", href=f"#cause-{number}", class_="name")
    return element(
        "li",
        element("span", SIGNS[cause.status], class_="sign", aria_hidden="true"),
        element("span", name, gist if first else None, class_="what"),
        element("span", word(cause), class_="word"),
        class_=f"cause {cause.status}",
    )


def details(number: int, cause: Cause) -> Markup:
    """All that is known of one cause, and what is not."""
    key = f"cause-{number}"
    sign = element("span", SIGNS[cause.status], class_="sign", aria_hidden="true")
    head = element(
        "h2",
        sign,
        f" {number} {titled(cause.name)} ",
        element("span", word(cause), class_="word"),
        id=f"{key}-title",
    )
    more = "What would let it be checked" if cause.status == "not_checked" else "What would let the rest be checked"
    parts = (
        _part("What was seen", cause.evidence),
        _part("What to do", cause.advice),
        _part(more, (cause.would_check,) if cause.would_check else ()),
        _part("What nobody outside can know", (UNKNOWABLE[cause.name],)),
        element("p", "Sources: ", *_sources(cause), class_="from") if cause.sources else None,
    )
    back = element("p", element("a", "The nine causes", href="#causes"), class_="back")
    return element(
        "section", head, parts, back, id=key, class_=f"details {cause.status}", aria_labelledby=f"{key}-title"
    )


def _part(title: str, sentences: tuple[str, ...]) -> Markup | None:
    if not sentences:
        return None
    if len(sentences) == 1:
        return element("div", element("h3", title), element("p", _optioned(sentences[0])))
    return element("div", element("h3", title), element("ul", (element("li", _optioned(each)) for each in sentences)))


def _optioned(sentence: str) -> Markup:
    """A sentence with the command's options as code, so that no line ends within one."""
    pieces = _OPTION.split(safe(sentence))
    return joined(element("code", each) if place % 2 else each for place, each in enumerate(pieces))


def _sources(cause: Cause) -> list[Child]:
    found: list[Child] = []
    for place, source in enumerate(cause.sources):
        found += ["; " if place else None, linked(safe(source))]
    return found
