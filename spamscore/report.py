"""Report: the answer, with every reason; the reasons add up to the points exactly."""

import math
from dataclasses import dataclass
from typing import Any, Literal

from spamscore.cause import IN_REPORTS, NAMES
from spamscore.rules.rule import Finding
from spamscore.spans import Span

SCHEMA = 1
THRESHOLD_POINTS = 5.0
Verdict = Literal["ok", "review", "spam", "unsure"]
Kind = Literal["base", "rule", "feature", "word"]
# Content is the ninth, and the only one that a score of content can judge.
OTHER_CAUSES = tuple(IN_REPORTS[name] for name in NAMES if name != "content")


@dataclass(frozen=True, slots=True)
class Contribution:
    """One reason and the points it adds (positive: more like spam)."""

    kind: Kind
    source: str  # a rule id, a feature's name, a word, or "base"
    points: float
    label: str  # the same in words for people


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with the places in the source where its evidence stands; None where it could not be located."""

    finding: Finding
    points: float  # what it adds to the report's points, after cap and blend
    spans: tuple[Span | None, ...]  # one for each piece of evidence

    @property
    def rule(self) -> Any:
        """The rule that fired."""
        return self.finding.rule

    @property
    def evidence(self) -> Any:
        """The quotations."""
        return self.finding.evidence

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready data."""
        rule = self.finding.rule
        quotes = [
            {"quote": piece.quote, "span": span.as_dict() if span else None}
            for piece, span in zip(self.finding.evidence, self.spans, strict=True)
        ]
        return {
            "rule": rule.id, "chapter": rule.chapter, "title": rule.title, "points": self.points,
            "why": rule.why, "advice": rule.advice, "source": rule.source, "evidence": quotes,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """How much a mail's content looks like spam, and why."""

    score: float  # probability in (0, 1); higher = more like spam
    points: float  # log-odds scale: 5.0 is the threshold, one point is one nat of evidence
    verdict: Verdict
    findings: tuple[Located, ...]
    contributions: tuple[Contribution, ...]
    odds: float  # the classifier's own opinion without the rules, log-odds
    threshold: float  # the score from which the verdict is spam
    model: str
    not_checked: tuple[str, ...]
    defects: tuple[str, ...]
    remedy: Any = None  # the `spamscore.Plan` that `check(…, remedy=True)` made; it has its own as_dict()

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data; its schema is data/report.schema.json."""
        return {
            "schema": SCHEMA, "score": self.score, "points": self.points, "threshold": self.threshold,
            "threshold_points": THRESHOLD_POINTS, "verdict": self.verdict, "model": self.model, "odds": self.odds,
            "findings": [finding.as_dict() for finding in self.findings],
            "contributions": [
                {"kind": each.kind, "source": each.source, "points": each.points, "label": each.label}
                for each in self.contributions
            ],
            "not_checked": list(self.not_checked), "defects": list(self.defects),
        }  # fmt: skip

    def __str__(self) -> str:
        lines = [
            f"{self.verdict}: {self.points:.1f} of {THRESHOLD_POINTS:.1f} points (score {self.score:.3f}; higher = more like spam)"
        ]
        for each in self.findings:
            lines.append(f"  {each.points:+.2f}  {each.rule.title} [{each.rule.id}]")
            for piece, span in list(zip(each.evidence, each.spans, strict=True))[:2]:
                lines.append(f"         “{piece.quote}”" + (f" at {span.line}:{span.column}" if span else ""))
            lines.append(f"         {each.rule.advice}")
        lines.append("  Not checked: " + "; ".join(self.not_checked))
        return "\n".join(lines)


def probability(points: float, threshold: float) -> float:
    """The score that belongs to points under a threshold: points = 5 + logit(score) - logit(threshold)."""
    logit = points - THRESHOLD_POINTS + math.log(threshold / (1 - threshold))
    return 1 / (1 + math.exp(-min(max(logit, -30.0), 30.0)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two reports; ``changes`` are differences of contributions, biggest first."""

    old: Report
    new: Report
    changes: tuple[Contribution, ...]

    def as_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready data."""
        changes = [
            {"kind": each.kind, "source": each.source, "points": each.points, "label": each.label}
            for each in self.changes
        ]
        return {"schema": SCHEMA, "old": self.old.as_dict(), "new": self.new.as_dict(), "changes": changes}
