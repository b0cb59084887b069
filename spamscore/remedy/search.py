"""Search: few edits that bring a mail under a number of points. Every step is scored; the number of scorings is bounded.

Each edit is scored alone. Then the best is taken, the others are scored on top of it, best guess first, until the mail is
under the target; at last every edit that is not needed is dropped. The same mail gives the same plan.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise

from spamscore.remedy.draft import Draft, Weighed
from spamscore.remedy.edit import Candidate, Change, Edit, Occupied
from spamscore.remedy.menders import MENDERS, sentences

MAX_SCORINGS = 150
MAX_EDITS = 12
_SIZE = 40_000  # characters of source up to which the whole budget is spent; a mail of 1 MB gets a sixth
_LEAST_SCORINGS = 24
_LEAST_GAIN = 0.02  # points; less is not worth a reader's time
_MOST_REMOVED = 0.4  # share of the mail's own words: a plan that deletes the mail is none
_MOST_CHANGES = 2_000  # places of one edit: nobody reads more
Tell = Callable[[int, int], None]


def budget(size: int) -> int:
    """How many scorings a source of that many characters may cost.

    >>> budget(4_000), budget(400_000), budget(5_000_000)
    (150, 24, 24)
    """
    return max(_LEAST_SCORINGS, min(MAX_SCORINGS, MAX_SCORINGS * _SIZE // max(size, 1)))


class Search:
    """One search: what was taken, what it costs."""

    def __init__(self, draft: Draft, target: float, tell: Tell) -> None:
        """Nothing is taken yet."""
        self.draft, self.target, self.tell = draft, target, tell
        self.left = self.most = budget(len(draft.body))
        self.points = draft.opinion.points
        self.taken: list[Candidate] = []
        self.occupied = Occupied(())
        self.gains: dict[int, float] = {}  # the last known gain of each candidate, by its place
        self.candidates: list[Candidate] = []

    @property
    def scorings(self) -> int:
        """How many mails have been scored so far."""
        return self.most - self.left

    @property
    def reserve(self) -> int:
        """Scorings kept for the amounts of the edits taken: each alone, and together with those before it."""
        return 2 * len(self.taken) + 2

    def run(self) -> None:
        """Take edits of text and build first, sentences only when these do not suffice."""
        for menders in (MENDERS, (sentences.mend,)):
            if self.points < self.target or self.left <= 0:
                break
            self.consider(each for mend in menders for each in mend(self.draft))
            self.take_best()
        if self.points < self.target:
            self.drop_needless()

    def score(self, edits: Iterable[Candidate]) -> Weighed:
        """The opinion on the mail with these edits made."""
        weighed = self.draft.weigh(change for edit in edits for change in edit.changes)
        self.left -= 1
        self.tell(self.scorings, self.most)
        return weighed

    def consider(self, candidates: Iterable[Candidate]) -> None:
        """Score each new candidate alone; half of the budget is kept for combining them."""
        kept = max(self.most // 2, 8) if not self.candidates else 8
        for candidate in candidates:
            if self.left <= kept:
                break
            if not usable(self.draft, candidate.changes) or any(
                candidate.changes == each.changes for each in self.candidates
            ):
                continue
            opinion = self.score([candidate])
            place = len(self.candidates)
            self.candidates.append(candidate)
            self.gains[place] = self.draft.opinion.points - opinion.points

    def take_best(self) -> None:
        """Take the best edit again and again, as long as there is one, the target is not reached and scorings are left."""
        while self.points >= self.target and len(self.taken) < MAX_EDITS and self.left > self.reserve:
            place = self.best()
            if place is None:
                return
            self.points -= self.gains[place]
            self.taken.append(self.candidates[place].beside(self.occupied))
            self.occupied = Occupied(change for edit in self.taken for change in edit.changes)
            del self.gains[place]

    def best(self) -> int | None:
        """The place of the edit that gains most on top of those taken; guesses are scored until the best is no guess."""
        known: set[int] = set()
        if not self.taken:
            known.update(self.gains)
        while True:
            open_ = [place for place in self.gains if self.gains[place] >= _LEAST_GAIN and self.allowed(place)]
            place = max(open_, key=lambda each: (self.gains[each] + self.candidates[each].worth, -each), default=None)
            if place is None:
                return None
            if place in known or self.left <= self.reserve:
                return place if place in known else None
            self.gains[place] = (
                self.points - self.score([*self.taken, self.candidates[place].beside(self.occupied)]).points
            )
            known.add(place)

    def allowed(self, place: int) -> bool:
        """Whether an edit fits to those taken, and does not take out too much of the mail."""
        candidate = self.candidates[place].beside(self.occupied)
        removed = candidate.removes + sum(edit.removes for edit in self.taken)
        words = len(self.draft.mail.text.split())
        if not candidate.changes or removed > _MOST_REMOVED * words:
            return False
        return not self.occupied.meets(candidate.changes)

    def drop_needless(self) -> None:
        """Drop each edit without which the mail stays under the target, the least first."""
        for candidate in reversed(list(self.taken)):
            others = [edit for edit in self.taken if edit is not candidate]
            if self.left <= self.reserve:
                return
            if others and self.score(others).points < self.target:
                self.taken = others
        for number, candidate in enumerate(self.taken):
            self.thin(number, candidate)
        for number, candidate in enumerate(self.taken):
            self.complete(number, candidate)

    def thin(self, number: int, candidate: Candidate) -> None:
        """Leave an edit in several places only those that are needed, later places dropped first."""
        for part in reversed(candidate.parts if candidate.partly else ()):
            fewer = tuple(each for each in self.taken[number].parts if each is not part)
            if not fewer or self.left <= self.reserve:
                return
            others = [*self.taken[:number], self.taken[number].only(fewer), *self.taken[number + 1 :]]
            if self.score(others).points < self.target:
                self.taken = others

    def complete(self, number: int, candidate: Candidate) -> None:
        """Let an edit that is made everywhere or not at all be made where another one has given way."""
        others = [edit for edit in self.taken if edit is not candidate]
        more = candidate.beside(Occupied(change for edit in others for change in edit.changes))
        if not candidate.partly and len(more.parts) > len(candidate.parts) and self.left > self.reserve:
            taken = [*self.taken[:number], more, *self.taken[number + 1 :]]
            if self.score(taken).points < self.target:
                self.taken = taken

    def edits(self) -> tuple[Edit, ...]:
        """The edits taken, with their amounts alone and together."""
        fired = set(self.draft.fired)
        found = []
        for number, candidate in enumerate(self.taken):
            opinion = self.score([candidate])
            quiet = fired - {each.rule.id for each in opinion.findings}
            together = self.score(self.taken[: number + 1]).points
            alone = opinion.points - self.draft.opinion.points
            found.append(
                Edit(candidate.kind, candidate.title, candidate.changes, candidate.mechanical, candidate.note,
                     alone, together, tuple(sorted(quiet)))
            )  # fmt: skip
        return tuple(found)


def usable(draft: Draft, changes: tuple[Change, ...]) -> bool:
    """Whether changes leave every placeholder alone and do not touch each other."""
    if len(changes) > _MOST_CHANGES:
        return False
    spans = sorted((each.where, each.span.start, each.span.end) for each in changes)
    apart = all(one[0] != other[0] or (one[2] <= other[1] and one != other) for one, other in pairwise(spans))
    return apart and draft.keeps_placeholders(changes)
