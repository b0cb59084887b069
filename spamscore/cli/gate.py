"""Gate: whether a mail may pass, by its verdict, its points, or a finding that somebody will not have."""

from collections.abc import Iterable
from dataclasses import dataclass

from spamscore.cli.selection import resolve, split
from spamscore.cli.sources import UnreadableError
from spamscore.report import Report

_FAILS = {"spam": ("spam",), "review": ("spam", "review", "unsure"), "never": ()}
_FINDING = "finding:"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a mail is stopped, in words, and the rule when one finding is the reason."""

    words: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """What stops a mail."""

    verdicts: tuple[str, ...] = ("spam",)
    threshold: float | None = None  # points from which it is stopped whatever the verdict
    findings: frozenset[str] = frozenset()  # ids of rules that may not fire

    def failures(self, report: Report) -> tuple[Failure, ...]:
        """Why the report does not pass; () when it does."""
        found = []
        if self.threshold is not None and report.points >= self.threshold:
            found.append(Failure(f"{_exact(report.points)} points, the limit is {self.threshold:g}"))
        elif report.verdict in self.verdicts:
            found.append(Failure(f"the verdict is {report.verdict}"))
        fired = [each.rule for each in report.findings if each.rule.id in self.findings]
        return (*found, *(Failure(f"finding {rule.id}: {rule.title}", rule.id) for rule in fired))


def _exact(points: float) -> str:
    # enough digits that 4.998 never reads as the 5 that it is not
    return f"{points:.2f}" if abs(points - round(points)) > 0.005 else f"{points:.4g}"


def gate(fail_on: Iterable[str] | None, threshold: float | None, place: str) -> Gate | None:
    """The gate of one place, None when it does not speak of gates.

    Raises:
        UnreadableError: the words are unknown or contradict each other.
    """
    words = split(fail_on or ())
    levels = {word for word in words if not word.startswith(_FINDING)}
    for word in levels - set(_FAILS):
        raise UnreadableError(f"{place}: fail-on takes spam, review, never or finding:RULE-ID, not {word!r}")
    if not words and threshold is None:
        return None
    if "never" in levels and (len(words) > 1 or threshold is not None):
        raise UnreadableError(f"{place}: fail-on never stands alone: leave out the others, or never")
    if threshold is not None and levels:
        raise UnreadableError(f"{place}: threshold counts whatever the verdict: name it or fail-on {levels.pop()}")
    ids = resolve((word.removeprefix(_FINDING) for word in words if word.startswith(_FINDING)), f"{place}: fail-on")
    verdicts = tuple(dict.fromkeys(verdict for level in sorted(levels) for verdict in _FAILS[level]))
    return Gate(verdicts, threshold, ids)
