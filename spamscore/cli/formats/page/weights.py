"""How the points come about: a waterfall from nothing to the total, as a table whose bars are drawings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from spamscore.cli.formats.page.element import Markup, element, joined
from spamscore.cli.formats.page.wording import GROUPS, group, plain, points, signed
from spamscore.cli.formats.terminal import safe
from spamscore.report import THRESHOLD_POINTS, Contribution, Report

_MOST_RULES = 15  # bars of their own; the smaller ones are one bar
_HEAD = (("Reason", None), ("From nothing to the total", "bar"), ("Points", "amount"), ("So far", "amount"))
_MOST_REASONS = 40  # listed of one group


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: what is added, and from where to where it takes the points."""

    label: str
    points: float
    begin: float
    end: float
    kind: Literal["start", "more", "less", "total"]


def steps(report: Report) -> tuple[Step, ...]:
    """The bars in order: start, groups of features, words, findings, and the total."""
    at = 0.0
    found: list[Step] = []
    for label, amount in _amounts(report.contributions):
        found.append(Step(label, amount, at, at + amount, "start" if not found else "more" if amount > 0 else "less"))
        at += amount
    return (*found, Step("Total", report.points, 0.0, report.points, "total"))


def _amounts(contributions: tuple[Contribution, ...]) -> Iterator[tuple[str, float]]:
    yield "Where every mail starts", sum(each.points for each in contributions if each.kind == "base")
    for name, reasons in _grouped(contributions).items():
        yield GROUPS[name], sum(each.points for each in reasons)
    rules = sorted((each for each in contributions if each.kind == "rule"), key=lambda each: -each.points)
    for each in rules[:_MOST_RULES]:
        yield f"Finding: {each.label}", each.points
    if rest := rules[_MOST_RULES:]:
        several = f"{len(rest)} smaller findings together" if len(rest) > 1 else f"Finding: {rest[0].label}"
        yield several, sum(each.points for each in rest)


def _grouped(contributions: Iterable[Contribution]) -> dict[str, list[Contribution]]:
    groups: dict[str, list[Contribution]] = {name: [] for name in GROUPS}
    for each in contributions:
        if each.kind in ("feature", "word") and each.points:
            groups[group(each)].append(each)
    return {name: sorted(some, key=lambda each: -abs(each.points)) for name, some in groups.items() if some}


def waterfall(report: Report) -> Markup:
    """The table with its bars."""
    bars = steps(report)
    low = min(0.0, *(step.end for step in bars))
    high = max(THRESHOLD_POINTS, *(step.end for step in bars))
    margin = (high - low) * 0.02
    head = _line(element("th", name, scope="col", role="columnheader", class_=kind) for name, kind in _HEAD)
    rows = (_row(step, low - margin, high + margin) for step in bars)
    caption = element(
        "caption", "Each bar begins where the one above it ends; the line across all bars is the threshold for spam."
    )
    body = element("tbody", rows, role="rowgroup")
    return element("table", caption, element("thead", head, role="rowgroup"), body, class_="waterfall", role="table")


def _line(cells: Iterable[Markup], kind: str | None = None) -> Markup:
    # roles are said because narrow screens lay the table out anew, and browsers then forget that it is one
    return element("tr", cells, role="row", class_=kind)


def _row(step: Step, low: float, high: float) -> Markup:
    total = step.kind == "total"
    amount = points(step.points) if total else signed(step.points)
    cells = (
        element("th", step.label, scope="row", role="rowheader"),
        element("td", _bar(step, low, high), class_="bar", role="cell"),
        element("td", amount, class_=f"amount {step.kind}", role="cell"),
        element("td", points(step.end), class_="amount so-far", role="cell"),
    )
    return _line(cells, "total" if total else None)


def _bar(step: Step, low: float, high: float) -> Markup:
    def at(amount: float) -> float:
        return 1000 * (amount - low) / (high - low)

    left, right = sorted((at(step.begin), at(step.end)))
    parts = (
        element("rect", x=f"{at(0.0):.1f}", y=0, width=2, height=20, class_="zero"),
        element("rect", x=f"{left:.1f}", y=3, width=f"{max(right - left, 2):.1f}", height=14, class_=step.kind),
        element("rect", x=f"{at(THRESHOLD_POINTS):.1f}", y=0, width=3, height=20, class_="threshold"),
    )
    return element("svg", parts, viewBox="0 0 1000 20", preserveAspectRatio="none", aria_hidden="true")


def reasons(report: Report) -> Markup:
    """Every group that opens, with its reasons one by one."""
    return joined(_group(GROUPS[name], some) for name, some in _grouped(report.contributions).items())


def _group(title: str, some: list[Contribution]) -> Markup:
    shown, rest = some[:_MOST_REASONS], some[_MOST_REASONS:]
    rows = [(signed(each.points), safe(plain(each.label)), each.points) for each in shown]
    if rest:
        amount = sum(each.points for each in rest)
        several = f"{len(rest)} smaller reasons together" if len(rest) > 1 else "one smaller reason"
        rows.append((signed(amount), several, amount))
    lines = (
        element("tr", element("td", amount, class_=f"amount {'more' if raw > 0 else 'less'}"), element("td", label))
        for amount, label, raw in rows
    )
    total = element("span", signed(sum(each.points for each in some)), class_="amount")
    summary = element(
        "summary", total, " ", title, element("small", f" {len(some)} reasons" if len(some) > 1 else " 1 reason")
    )
    head = element("tr", (element("th", name, scope="col") for name in ("Points", "Reason")))
    table = element("table", element("thead", head, class_="unseen"), element("tbody", lines), class_="reasons")
    return element("details", summary, table, class_="group")
