"""Craft: elements given up long ago, tags in capitals, rows of empty lines, comments, tables that are only layout."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.scan import Element

_SIZES = {"1": "10px", "2": "13px", "3": "16px", "4": "18px", "5": "24px", "6": "32px", "7": "48px"}
_GAP = re.compile(r"(?:<br[^<>]{0,40}>(?:\s|&nbsp;){0,12}){4,500}", re.I)
_SAFE = re.compile(r"[\w #%,.\-']{1,80}")
_COMMENTS = 3_000  # characters


def mend(draft: Draft) -> Iterator[Candidate]:
    """Today's way of writing the same."""
    if not draft.html:
        return
    old = tuple(change for element in draft.scan.named("font", "center") for change in _today(draft, element))
    if old:
        yield Candidate(
            "old-elements", "Write font and center as style: the standard gave them up in 1999", old, mechanical=True
        )
    loud = tuple(change for element in draft.scan.elements for change in _lower(draft, element))
    if loud:
        yield Candidate("tag-case", "Write tags in small letters", loud, mechanical=True)
    heads = [each.start for each in draft.scan.named("th", "caption")]
    roles = tuple(_role(draft, table) for table in draft.scan.named("table") if _is_layout(table, heads))
    if roles:
        yield Candidate("table-roles", "Mark layout tables for screen readers", roles, mechanical=True)
    gaps = tuple(draft.lines.change(*found.span(), "<br><br>") for found in _GAP.finditer(draft.scan.masked))
    if gaps:
        yield Candidate("gaps", "Take out rows of empty lines", gaps, mechanical=True)
    yield from _comments(draft)


def _today(draft: Draft, element: Element) -> Iterator[Change]:
    """A span or a div with the same look; an element with a placeholder or an attribute that is not known stays."""
    if element.close < 0 or element.end == element.close or not draft.scan.free(element.start, element.inner):
        return
    known = {"color": "color:{}", "face": "font-family:{}", "size": "font-size:{}", "style": "{}"}
    if not set(element.attributes) <= set(known):
        return
    styles = ["text-align:center"] if element.name == "center" else []
    for name, attribute in element.attributes.items():
        value = _SIZES.get(attribute.value.strip(), "") if name == "size" else attribute.value.strip().rstrip(";")
        if not value or (name != "style" and not _SAFE.fullmatch(value)) or '"' in value:
            return
        styles.append(known[name].format(value))
    name = "div" if element.name == "center" else "span"
    yield draft.lines.change(
        element.start, element.inner, f'<{name} style="{";".join(styles)}">' if styles else f"<{name}>"
    )
    yield draft.lines.change(element.close, element.end, f"</{name}>")


def _lower(draft: Draft, element: Element) -> Iterator[Change]:
    if element.written == element.name:
        return
    yield draft.lines.change(element.start + 1, element.start + 1 + len(element.written), element.name)
    if element.close < element.end:
        start = element.close + 2
        yield draft.lines.change(start, start + len(element.written), element.name)


def _is_layout(table: Element, heads: list[int]) -> bool:
    """Whether a table without a role has no heading cell and no caption."""
    at = bisect_left(heads, table.start)
    return "role" not in table.attributes and not (at < len(heads) and heads[at] < table.end)


def _role(draft: Draft, table: Element) -> Change:
    place = table.start + 1 + len(table.written)
    return draft.lines.change(place, place, ' role="presentation"')


def _comments(draft: Draft) -> Iterator[Candidate]:
    plain = [
        draft.lines.change(each.start, each.end, "")
        for each in draft.scan.comments
        if draft.scan.free(each.start, each.end)
        and not re.match(r"<!(?:--)?\s{0,9}(?:\[|<!\[|-->)", draft.body[each.start : each.start + 20])
        and "[endif]" not in draft.body[each.start : each.end]
        and "spamscore:" not in draft.body[each.start : each.end]
    ]
    if sum(len(change.before) for change in plain) > _COMMENTS:
        yield Candidate("comments", "Take out the comments", tuple(plain), mechanical=True)
