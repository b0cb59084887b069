"""All that is said about one mail."""

from spamscore.cli.checked import Checked
from spamscore.cli.formats.page import findings, marks, preview, scale, source, weights
from spamscore.cli.formats.page.element import Markup, element
from spamscore.cli.formats.page.marks import Marks
from spamscore.cli.formats.page.origin import Origin
from spamscore.cli.formats.page.wording import PROMISE, SAYING, points, score
from spamscore.cli.formats.terminal import safe
from spamscore.report import OTHER_CAUSES, THRESHOLD_POINTS, Report

SIGNS = {"ok": "✓", "review": "!", "spam": "✕", "unsure": "?"}  # a verdict is never said by its colour alone


def article(checked: Checked, origin: Origin | None, key: str, *, alone: bool) -> Markup:
    """One mail from verdict to what was not checked; `alone` when the page has no other."""
    title = element("h1" if alone else "h2", safe(checked.name), id=f"{key}-title")
    if checked.report is None:
        body: tuple[Markup | None, ...] = (element("p", checked.error or "It could not be read.", class_="error"),)
    else:
        body = _body(checked, checked.report, origin, key, alone=alone)
    return element("article", title, body, id=key, aria_labelledby=f"{key}-title")


def _body(
    checked: Checked, report: Report, origin: Origin | None, key: str, *, alone: bool
) -> tuple[Markup | None, ...]:
    placed = marks.of(report.findings, origin.starts, len(origin.text)) if origin else Marks(())
    columns = (_findings(report, origin, key), _preview(origin, placed, key, alone=alone))
    return (
        _verdict(checked, report),
        element("div", columns, class_="columns"),
        _weights(report, key),
        _source(origin, placed, key, opened=alone),
        _limits(checked, report, key),
    )


def badge(verdict: str) -> Markup:
    """A verdict as a sign and a word."""
    sign = element("span", SIGNS.get(verdict, "?"), aria_hidden="true")
    return element("span", sign, " ", verdict, class_=f"badge {verdict}")


def _verdict(checked: Checked, report: Report) -> Markup:
    review = scale.review_from(report)
    bands = (
        f"review from {points(review)}, spam from {points(THRESHOLD_POINTS)}"
        if review is not None
        else f"spam from {points(THRESHOLD_POINTS)}"
    )
    said = element("p", badge(report.verdict), " ", element("span", SAYING.get(report.verdict, "")), class_="verdict")
    amount = element("strong", f"{points(report.points)} points")
    words = element("p", amount, f" ({bands}; score {score(report.score)}). Higher = more like spam.")
    stops = (
        element("ul", (element("li", safe(each)) for each in checked.failures), class_="gate")
        if checked.failures
        else None
    )
    gate = element("div", element("p", element("strong", "The check fails:")), stops, class_="fails") if stops else None
    return element("div", said, scale.drawing(report, review), words, gate, class_="summary")


def _section(key: str, name: str, title: str, *content: Markup | str | None) -> Markup:
    label = f"{key}-{name}"
    return element("section", element("h3", title, id=label), content, class_=name, aria_labelledby=label)


def _findings(report: Report, origin: Origin | None, key: str) -> Markup:
    if not report.findings:
        return _section(key, "found", "What to change", element("p", "No rule found anything to change."))
    number = len(report.findings)
    lead = element("p", f"{number} findings, the heaviest first." if number > 1 else "One finding.", class_="lead")
    return _section(key, "found", "What to change", lead, findings.cards(report.findings, origin, key))


def _preview(origin: Origin | None, placed: Marks, key: str, *, alone: bool) -> Markup:
    if origin is None:
        return _section(key, "preview", "The mail", element("p", "Its source is not at hand for a preview."))
    lead = "Numbers are those of the findings. Pictures are not loaded, links lead nowhere, and what is hidden shows only in the source."
    fields = (("Subject", origin.subject), ("From", origin.sender))
    known = [(element("dt", name), element("dd", safe(value))) for name, value in fields if value]
    frame = element(
        "iframe",
        srcdoc=preview.document(origin.text, placed, is_html=origin.is_html),
        sandbox="",
        loading=None if alone else "lazy",
        title="Preview of the mail",
        referrerpolicy="no-referrer",
    )
    head = element("dl", known, class_="fields") if known else None
    return _section(key, "preview", "The mail", element("p", lead, class_="lead"), head, frame)


def _weights(report: Report, key: str) -> Markup:
    words = "Plus is more like spam, minus is less. The reasons add up to the points exactly."
    if weights.steps(report)[0].points > THRESHOLD_POINTS:
        words += " Every mail starts above the threshold: what shows an honest sender brings it down."
    lead = element("p", words, class_="lead")
    detail = element("div", element("h4", "Reasons one by one"), weights.reasons(report), class_="groups")
    return _section(key, "weights", "How the points come about", lead, weights.waterfall(report), detail)


def _source(origin: Origin | None, placed: Marks, key: str, *, opened: bool) -> Markup | None:
    if origin is None:
        return None
    summary = element("summary", f"{len(origin.starts):,} lines, what was found is marked")
    rest = source.left_out(origin)
    view = element("details", summary, source.Source(origin, placed, key).view(), open=opened)
    return _section(key, "source", "The source", view, element("p", rest, class_="lead") if rest else None)


def _limits(checked: Checked, report: Report, key: str) -> Markup:
    others = [each for each in report.not_checked if each not in OTHER_CAUSES]
    causes = [each for each in report.not_checked if each in OTHER_CAUSES]
    lists = [
        ("Oddities of the mail", report.defects),
        ("Said besides", checked.notes),
        ("Not checked in this mail", others),
        ("Not a matter of content, so not checked here", causes),
    ]
    parts = [
        (element("h4", title), element("ul", (element("li", safe(each)) for each in some)))
        for title, some in lists
        if some
    ]
    model = element("p", f"Judged by the model “{safe(report.model)}”, by content alone. {PROMISE}", class_="from")
    return _section(key, "limits", "What was not checked", *(piece for part in parts for piece in part), model)
