"""Several mails on one page: a table that sorts, the worst first; it reads as well without its script."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spamscore.cli.checked import Checked
from spamscore.cli.formats.page.article import badge
from spamscore.cli.formats.page.element import Markup, element
from spamscore.cli.formats.page.wording import points
from spamscore.cli.formats.terminal import safe

_ORDER = {"spam": 3, "review": 2, "unsure": 1, "ok": 0}
_UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says about one mail; reports of many thousand mails need not be kept for it."""

    name: str
    verdict: str
    points: float | None  # None: it could not be read
    findings: int
    heaviest: str  # title of the finding with most points, or why the mail could not be read
    failed: bool
    place: int  # where it came in, from 0


def row(checked: Checked, place: int) -> Row:
    """The row of one mail."""
    report = checked.report
    if report is None:
        return Row(checked.name, _UNREADABLE, None, 0, checked.error, failed=True, place=place)
    heaviest = report.findings[0].rule.title if report.findings else ""
    count = len(report.findings)
    return Row(checked.name, report.verdict, report.points, count, heaviest, checked.failed, place)


def worst_first(one: Row) -> tuple[bool, float, int]:
    """The order of the table: what fails, then what has most points."""
    return (not one.failed, float("-inf") if one.points is None else -one.points, one.place)


def section(rows: Sequence[Row], keys: dict[int, str]) -> Markup:
    """The table of all mails; `keys` are the ids of those that have a part of their own on the page, by place."""
    ranked = sorted(rows, key=worst_first)
    names = (
        ("Mail", "words"),
        ("Verdict", "number"),
        ("Points", "number"),
        ("Findings", "number"),
        ("Heaviest finding", "words"),
        ("Check", "number"),
    )
    head = element(
        "tr",
        (
            element(
                "th", name, scope="col", data_sort=kind, class_="amount" if name in ("Points", "Findings") else None
            )
            for name, kind in names
        ),
    )
    body = element("tbody", (_line(each, keys.get(each.place)) for each in ranked))
    caption = element("caption", "The worst first. Higher = more like spam.")
    table = element("table", caption, element("thead", head), body, class_="overview", id="overview")
    lead = element("p", _total(rows), class_="lead")
    wide = element("div", table, class_="wide", tabindex=0, role="region", aria_label="All mails")
    return element(
        "section", element("h1", f"{len(rows):,} mails"), lead, _detailed(rows, keys), wide, aria_label="Overview"
    )


def _line(one: Row, key: str | None) -> Markup:
    name = element("a", safe(one.name), href=f"#{key}") if key else safe(one.name)
    verdict = one.verdict if one.points is None else badge(one.verdict)
    amount = "" if one.points is None else points(one.points)
    return element(
        "tr",
        element("th", name, scope="row"),
        element("td", verdict, data_value=_ORDER.get(one.verdict, 4)),
        element("td", amount, class_="amount", data_value=f"{99 if one.points is None else one.points:.4f}"),
        element("td", str(one.findings) if one.points is not None else "", class_="amount", data_value=one.findings),
        element("td", safe(one.heaviest)),
        element("td", "fails" if one.failed else "passes", data_value=int(one.failed)),
    )


def _total(rows: Sequence[Row]) -> str:
    counts = Counter(each.verdict for each in rows)
    said = ", ".join(f"{counts[name]:,} {name}" for name in (*_ORDER, _UNREADABLE) if counts[name])
    failed = sum(each.failed for each in rows)
    verb = "fails" if failed == 1 else "fail"
    return f"{said}. {failed:,} {verb} the check." if failed else f"{said}. None fails the check."


def _detailed(rows: Sequence[Row], keys: dict[int, str]) -> Markup | None:
    readable = sum(each.points is not None for each in rows)
    if len(keys) >= readable:
        return None
    words = f"Details follow for {len(keys):,} of them, the worst first; check the others by themselves to see theirs."
    return element("p", words, class_="lead")
