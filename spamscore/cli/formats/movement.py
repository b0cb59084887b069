"""Movement: what changed from one report on a mail to the next, sorted for people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spamscore.cli.checked import Change
from spamscore.cli.formats.phrasing import by_word, named
from spamscore.report import Contribution, Located, Report
from spamscore.scoring import compared

Word = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Movement:
    """One mail before and after, and the difference; empty where one side is missing."""

    change: Change
    points: float = 0.0  # plus: more like spam than before
    appeared: tuple[Located, ...] = ()  # findings of the new report alone, heaviest first
    gone: tuple[Located, ...] = ()  # findings of the old report alone
    words: tuple[Word, ...] = ()  # words and the points that they moved by, biggest first
    others: tuple[Contribution, ...] = ()  # the other reasons that moved, biggest first

    @classmethod
    def of(cls, change: Change) -> "Movement":
        """What changed in one mail."""
        if change.old is None or change.new is None:
            return cls(change)
        old, new = change.old, change.new
        changes = compared(old, new).changes
        appeared, gone = _only(new, old), _only(old, new)
        told = {each.rule.id for each in (*appeared, *gone)}
        moved = by_word(each for each in changes if each.kind == "word")
        words = sorted(moved.items(), key=lambda each: (-abs(each[1]), each[0]))
        others = tuple(
            each for each in changes if each.kind != "word" and not (each.kind == "rule" and each.source in told)
        )
        return cls(change, new.points - old.points, appeared, gone, tuple(words), others)

    @property
    def direction(self) -> str:
        """Where the mail went: new, gone, worse, better or the same."""
        if self.change.old is None or self.change.new is None:
            return "new" if self.change.new else "gone"
        return "the same" if self.points == 0 else "worse" if self.points > 0 else "better"


def _only(here: Report, there: Report) -> tuple[Located, ...]:
    known = {each.rule.id for each in there.findings}
    found = (each for each in here.findings if each.rule.id not in known)
    return tuple(sorted(found, key=lambda each: (-each.points, each.rule.id)))


def summary(movements: Sequence[Movement]) -> str:
    """How many mails went where.

    >>> summary([])
    'no mail changed'
    """
    if not movements:
        return "no mail changed"
    fared = [each.direction for each in movements]
    told = (f"{fared.count(each)} {each}" for each in ("worse", "better", "the same", "new", "gone") if each in fared)
    return f"{len(fared)} {'mail' if len(fared) == 1 else 'mails'} changed: {', '.join(told)}"


def heaviest(words: Iterable[Word], most: int) -> tuple[Word, ...]:
    """The words that moved most, without what is too little to show and signs."""
    return tuple([(word, points) for word, points in words if named(word) and abs(points) >= 0.005][:most])
