"""Change, Edit and Plan: what a remedy is made of; `spliced` puts changes into a text."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from spamscore.report import Contribution, Report
from spamscore.spans import Span

Where = Literal["body", "subject", "text", "headers"]
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a mail and what shall stand there; an insertion where `before` is empty."""

    where: Where  # which text the span counts in: the body given, the subject, the text version, the headers
    span: Span
    before: str
    after: str

    def as_dict(self) -> dict[str, Any]:
        """The change as JSON-ready data."""
        return {"where": self.where, "span": self.span.as_dict(), "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edit that could help; it has not been scored yet."""

    kind: str
    title: str
    changes: tuple[Change, ...]
    mechanical: bool = False
    note: str = ""
    removes: int = 0  # words of the sender's own text that it takes out
    parts: tuple[tuple[Change, ...], ...] = ()  # its places by themselves, where it can do without some of them
    every: tuple[tuple[Change, ...], ...] = ()  # all its parts, also where some are left out
    partly: bool = False  # whether a plan may leave out places that it does not need

    @property
    def worth(self) -> float:
        """What it has before others of the same gain, in points: safe edits first, those that take much out last."""
        return 0.25 * self.mechanical - 0.03 * self.removes

    def beside(self, taken: "Occupied") -> "Candidate":
        """The edit without those of its parts that cannot be made beside others."""
        if not self.every:
            return self
        return self.only(tuple(part for part in self.every if not taken.meets(part)))

    def only(self, parts: tuple[tuple[Change, ...], ...]) -> "Candidate":
        """The edit with some of its parts."""
        changes = merged(change for part in parts for change in part)
        return replace(self, parts=parts, changes=changes, every=self.every or parts)


@dataclass(frozen=True, slots=True)
class Edit:
    """One decision of a plan, with all the places that it concerns; both amounts were scored, not estimated."""

    kind: str  # what is mended, kebab-case: https, hidden-text, reword …
    title: str  # for whoever writes the mail
    changes: tuple[Change, ...]
    mechanical: bool  # whether it is safe to apply without a thought
    note: str  # what a person has to look at or to fill in, "" when nothing
    alone: float  # what it adds to the points as the only edit; below zero is better
    points: float  # the mail's points with this edit and all before it
    mends: tuple[str, ...]  # rules that are silent once this edit alone is made

    @property
    def applicable(self) -> bool:
        """Whether `fix-plan --apply` makes it: it is safe, and stands in the body alone."""
        return self.mechanical and all(change.where == "body" for change in self.changes)

    def as_dict(self) -> dict[str, Any]:
        """The edit as JSON-ready data."""
        return {
            "kind": self.kind, "title": self.title, "mechanical": self.mechanical, "note": self.note,
            "alone": self.alone, "points": self.points, "mends": list(self.mends),
            "changes": [change.as_dict() for change in self.changes],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """A small set of edits that brings a mail under a number of points, or what comes nearest to it."""

    target: float  # the points that the mail shall stay below
    before: Report
    after: Report  # of the mail with all edits made; the very report that `check` gives on it
    edits: tuple[Edit, ...]  # in the order of their worth
    source: str  # the body as given
    revised: str  # the body with all edits made
    scorings: int  # how often a mail was scored to find the plan
    tried: int  # edits that were thought of

    @property
    def reached(self) -> bool:
        """Whether the mail is below the target with all edits made."""
        return self.after.points < self.target

    @property
    def remaining(self) -> tuple[Contribution, ...]:
        """What still weighs most with all edits made, heaviest first; where every mail starts is left out."""
        weighty = (each for each in self.after.contributions if each.points > 0 and each.kind != "base" and each.source)
        return tuple(sorted(weighty, key=lambda each: (-each.points, each.source))[:5])

    @property
    def sentence(self) -> str:
        """What the plan comes to, in one sentence."""
        now, then, limit = f"{self.before.points:.2f}", f"{self.after.points:.2f}", f"{self.target:g}"
        if self.before.points < self.target:
            return f"Nothing has to change: {now} points are below {limit}."
        if not self.edits:
            return f"No edit that spamscore knows brings this mail below {limit} points: it stays at {now}."
        count = "One edit brings" if len(self.edits) == 1 else f"{len(self.edits)} edits bring"
        if self.reached:
            return f"{count} this mail from {now} to {then} points, below {limit}."
        return f"None of these reaches {limit} points: {count.lower()} this mail from {now} to {then}, no further."

    def as_dict(self) -> dict[str, Any]:
        """The plan as JSON-ready data."""
        return {
            "schema": SCHEMA, "target": self.target, "reached": self.reached, "sentence": self.sentence,
            "points": self.before.points, "verdict": self.before.verdict,
            "points_after": self.after.points, "verdict_after": self.after.verdict,
            "edits": [edit.as_dict() for edit in self.edits],
            "remaining": [
                {"kind": each.kind, "source": each.source, "points": each.points, "label": each.label}
                for each in self.remaining
            ],
            "scorings": self.scorings, "tried": self.tried, "revised": self.revised,
        }  # fmt: skip


def spliced(text: str, changes: Iterable[Change]) -> str:
    """The text with the changes made, which must not overlap.

    >>> spliced("Buy now!!!", [Change("body", Span(7, 10, 1, 8), "!!!", "!")])
    'Buy now!'
    """
    pieces: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda each: (each.span.start, each.span.end)):
        if change.span.start < at:
            raise ValueError("these changes overlap: make one of them first, then plan anew")
        pieces += (text[at : change.span.start], change.after)
        at = change.span.end
    return "".join((*pieces, text[at:]))


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes in order, deletions that overlap as one; of other changes that overlap, the later is lost."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda each: (each.where, each.span.start, each.span.end)):
        last = kept[-1] if kept else None
        if last is None or last.where != change.where or change.span.start >= last.span.end:
            kept.append(change)
        elif not change.after and not last.after and change.span.end > last.span.end:
            more = change.before[last.span.end - change.span.start :]
            kept[-1] = Change(last.where, replace(last.span, end=change.span.end), last.before + more, "")
    return tuple(kept)


class Occupied:
    """Places that are taken by changes, which do not overlap; so that whoever comes later keeps off them."""

    def __init__(self, changes: Iterable[Change]) -> None:
        """Sort the changes of each text by their place."""
        self._spans: dict[str, list[Span]] = {}
        for change in changes:
            self._spans.setdefault(change.where, []).append(change.span)
        for spans in self._spans.values():
            spans.sort(key=lambda each: (each.start, each.end))
        self._ends = {where: [span.end for span in spans] for where, spans in self._spans.items()}

    def meets(self, changes: Iterable[Change]) -> bool:
        """Whether some change touches what is taken, or writes at its edge."""
        return any(self._meets(change) for change in changes)

    def _meets(self, change: Change) -> bool:
        spans = self._spans.get(change.where, [])
        at = bisect_left(self._ends.get(change.where, []), change.span.start)
        while at < len(spans) and spans[at].start <= change.span.end:
            if (spans[at].start < change.span.end and change.span.start < spans[at].end) or _beside(
                spans[at], change.span
            ):
                return True
            at += 1
        return False


def _beside(left: Span, right: Span) -> bool:
    """Whether one of two spans is an insertion at an edge of the other: the order of the two would be a guess."""
    return left.start == left.end or right.start == right.end
