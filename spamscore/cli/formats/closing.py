"""The end of a text report: what no mail was checked for, and for many mails how they fared."""

from collections import Counter
from dataclasses import dataclass, field

from spamscore.cli.checked import Checked
from spamscore.cli.formats.numbers import count, points
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.report import OTHER_CAUSES, Report

PROMISE = "A good score is no promise of the inbox: this is one cause of nine, the content."
_LISTED = 20  # failing mails named at the end
_OFTEN = 5  # findings named at the end
_UNSEEN = 6  # causes named at the end that fine mails were not checked for
_ORDER = ("spam", "review", "unsure", "ok")


def fine(checked: Checked) -> bool:
    """Whether there is nothing to say of a mail but that it is fine."""
    result = checked.report
    return result is not None and result.verdict == "ok" and not result.findings and not checked.failed


def own_causes(result: Report) -> list[str]:
    """What this mail was not checked for, besides the causes that no content tells."""
    return [safe(cause) for cause in result.not_checked if cause not in OTHER_CAUSES]


@dataclass
class Tally:
    """Counts the mails of one run; keeps names and numbers, no reports."""

    verdicts: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)  # by id and title: in how many mails
    failed: list[tuple[float, str, str]] = field(default_factory=list)  # points, verdict, name
    unseen: Counter[str] = field(default_factory=Counter)  # what fine mails were not checked for: in how many
    errors: list[tuple[str, str]] = field(default_factory=list)  # name, sentence

    def add(self, checked: Checked) -> None:
        """Count one mail."""
        if checked.report is None:
            self.errors.append((checked.name, checked.error))
            return
        self.verdicts[checked.report.verdict] += 1
        # once each, in the report's order: with a set, ties would come out in another order in every run
        self.findings.update(dict.fromkeys(((each.rule.id, each.rule.title) for each in checked.report.findings), 1))
        if fine(checked):
            self.unseen.update(dict.fromkeys(own_causes(checked.report), 1))
        if checked.failed:
            self.failed.append((checked.report.points, checked.report.verdict, checked.name))

    def lines(self, paint: Paint) -> list[str]:
        """The end of the report; nothing where nothing was checked."""
        read = self.verdicts.total()
        if not read:
            return []
        shown = paint.wrap("  Not checked: ", "; ".join([*OTHER_CAUSES, *self._unseen(read)]) + ".")
        shown += paint.wrap("  ", PROMISE)
        return [*shown, "", *self._counted(read, paint)] if read + len(self.errors) > 1 else shown

    def _unseen(self, read: int) -> list[str]:
        """What fine mails were not checked for, the commonest first, and in how many it was."""
        told = [
            cause if times == read else f"{cause} (in {count(times, 'mail')})"
            for cause, times in self.unseen.most_common(_UNSEEN)
        ]
        more = len(self.unseen) - len(told)
        return [*told, *([f"{count(more, 'cause')} more of single mails"] if more else [])]

    def _counted(self, read: int, paint: Paint) -> list[str]:
        shown = []
        if often := [(rule, times) for rule, times in self.findings.most_common(_OFTEN) if times > 1]:
            shown.append("Found most often:")
            for (rule, title), times in often:
                shown += paint.wrap(f"{times:>9,} × " if paint.drawing else f"{times:>9,} x ", f"{title}  [{rule}]")
        if self.failed:
            shown.append("Fail the check, the worst first:")
            worst = sorted(self.failed, key=lambda each: (-each[0], each[2]))
            shown += [f"{points(amount):>11}  {verdict:6}  {safe(name)}" for amount, verdict, name in worst[:_LISTED]]
            if len(worst) > _LISTED:
                shown.append(f"{'':11}  and {count(len(worst) - _LISTED, 'mail')} more")
        for name, sentence in self.errors:
            shown += paint.wrap("Not read: ", safe(sentence if name in sentence else f"{name}: {sentence}"))
        fared = ", ".join(f"{self.verdicts[verdict]:,} {verdict}" for verdict in _ORDER if self.verdicts[verdict])
        ending = f"{count(read, 'mail')} checked: {fared}; {len(self.failed):,} failed"
        unread = f"; {len(self.errors):,} could not be read" if self.errors else ""
        return [*shown, paint(ending + unread + ".", "bold")]
