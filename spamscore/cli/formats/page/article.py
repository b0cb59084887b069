"""All that is said about one mail."""

from dataclasses import dataclass

from spamscore.cli.checked import Checked
from spamscore.cli.formats.closing import PROMISE
from spamscore.cli.formats.numbers import score
from spamscore.cli.formats.page import findings, marks, preview, scale, source, weights
from spamscore.cli.formats.page.element import Child, Markup, element
from spamscore.cli.formats.page.marks import Marks
from spamscore.cli.formats.page.origin import Origin
from spamscore.cli.formats.page.wording import points
from spamscore.cli.formats.terminal import safe
from spamscore.cli.formats.text import SAYING
from spamscore.report import OTHER_CAUSES, THRESHOLD_POINTS, Report

_SIGNS = {"ok": "✓", "review": "!", "spam": "✕", "unsure": "?"}  # a verdict is never said by its colour alone


def article(
    checked: Checked,
    origin: Origin | None,
    key: str,
    *,
    alone: bool,
    heading: str = "",
    back: tuple[str, str] = ("All mails", "#overview"),
) -> Markup:
    """One mail from verdict to what was not checked; `alone` when the page has nothing else."""
    level = 1 if alone else 2
    title = element(f"h{level}", heading or safe(checked.name), id=f"{key}-title")
    if checked.report is None:
        body: Child = element("p", safe(checked.error) or "It could not be read.", class_="error")
    else:
        body = _Mail(checked, checked.report, origin, key, level).sections()
    link = None if alone else element("p", element("a", back[0], href=back[1]), class_="back")
    return element("article", link, title, body, id=key, aria_labelledby=f"{key}-title")


def badge(verdict: str) -> Markup:
    """A verdict as a sign and a word."""
    sign = element("span", _SIGNS.get(verdict, "?"), aria_hidden="true")
    return element("span", sign, " ", verdict, class_=f"badge {verdict}")


@dataclass(frozen=True)
class _Mail:
    checked: Checked
    report: Report
    origin: Origin | None
    key: str  # begins every id
    level: int  # of the heading above

    def sections(self) -> tuple[Markup | None, ...]:
        """The mail's parts in reading order."""
        origin = self.origin
        placed = marks.of(self.report.findings, origin.starts, len(origin.text)) if origin else Marks(())
        columns = element(
            "div", self._findings(), self._preview(placed), class_="columns" if self.report.findings else "stacked"
        )
        return self._verdict(), columns, self._weights(), self._source(placed), self._limits()

    def _section(self, name: str, title: str, *content: Child) -> Markup:
        label = f"{self.key}-{name}"
        heading = element(f"h{self.level + 1}", title, id=label, class_="part")
        return element("section", heading, content, class_=name, aria_labelledby=f"{label} {self.key}-title")

    def _heading(self, title: str) -> Markup:
        return element(f"h{self.level + 2}", title, class_="piece")

    def _verdict(self) -> Markup:
        report = self.report
        review = scale.review_from(report)
        bands = "" if review is None else f"review from {points(review)}, "
        said = element("p", badge(report.verdict), " ", SAYING.get(report.verdict), class_="verdict")
        amount = element("strong", f"{points(report.points)} points")
        rest = f" ({bands}spam from {points(THRESHOLD_POINTS)}; score {score(report.score)}). Higher = more like spam."
        drawing = scale.drawing(report, review)
        return element("div", said, drawing, element("p", amount, rest), self._gate(), class_="summary")

    def _gate(self) -> Markup | None:
        if not self.checked.failures:
            return None
        reasons = element("ul", (element("li", safe(each)) for each in self.checked.failures))
        return element("div", element("p", element("strong", "The check fails:")), reasons, class_="fails")

    def _findings(self) -> Markup:
        found, title = self.report.findings, "What to change"
        if not found:
            return self._section("found", title, element("p", "No rule found anything to change."))
        number = f"{len(found)} findings, the heaviest first." if len(found) > 1 else "One finding."
        cards = findings.cards(found, self.origin, self.key, self.level + 2)
        return self._section("found", title, element("p", number, class_="lead"), cards)

    def _preview(self, placed: Marks) -> Markup:
        origin, title = self.origin, "The mail"
        if origin is None:
            return self._section("preview", title, element("p", "Its source is not at hand for a preview."))
        lead = (
            "Numbers are those of the findings. Pictures are not loaded, links lead nowhere, and what is hidden shows"
            " only in the source."
        )
        known = [(name, value) for name, value in (("Subject", origin.subject), ("From", origin.sender)) if value]
        fields = ((element("dt", name), element("dd", safe(value))) for name, value in known)
        head = element("dl", fields, class_="fields") if known else None
        frame = element(
            "iframe",
            srcdoc=preview.document(origin, placed),
            sandbox="",
            loading=None if self.level == 1 else "lazy",
            title=f"Preview of {safe(self.checked.name)}",
            referrerpolicy="no-referrer",
        )
        narrow = element(
            "label", element("input", type="checkbox", class_="phone"), " as wide as a phone", class_="lead"
        )
        return self._section("preview", title, element("p", lead, class_="lead"), head, narrow, frame)

    def _weights(self) -> Markup:
        words = "Plus is more like spam, minus is less. The reasons add up to the points exactly."
        if weights.steps(self.report)[0].points > THRESHOLD_POINTS:
            words += " Every mail starts above the threshold: what shows an honest sender brings it down."
        detail = element("div", self._heading("Reasons one by one"), weights.reasons(self.report), class_="groups")
        lead = element("p", words, class_="lead")
        return self._section("weights", "How the points come about", lead, weights.waterfall(self.report), detail)

    def _source(self, placed: Marks) -> Markup | None:
        if self.origin is None:
            return None
        summary = element("summary", f"{len(self.origin.starts):,} lines, what was found is marked")
        view = source.Source(self.origin, placed, self.key).view()
        rest = source.left_out(self.origin)
        after = element("p", rest, class_="lead") if rest else None
        return self._section("source", "The source", element("details", summary, view, open=self.level == 1), after)

    def _limits(self) -> Markup:
        report, checked = self.report, self.checked
        ignored = f"{checked.ignored} findings are taken out by comments in the file" if checked.ignored else None
        lists = (
            ("Oddities of the mail", report.defects),
            ("Said besides", (*checked.notes, *((ignored,) if ignored else ()))),
            ("Not checked in this mail", tuple(each for each in report.not_checked if each not in OTHER_CAUSES)),
            (
                "No matter of content, so not checked here",
                tuple(each for each in report.not_checked if each in OTHER_CAUSES),
            ),
        )
        parts = (
            (self._heading(title), element("ul", (element("li", safe(each)) for each in some)))
            for title, some in lists
            if some
        )
        model = element("p", f"Judged by the model “{safe(report.model)}”, by content alone. {PROMISE}", class_="from")
        return self._section("limits", "What was not checked", parts, model)
