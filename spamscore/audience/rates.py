"""How often something happens, with what the number of mails can prove: rates with intervals, counted in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from sqlalchemy import ColumnElement, Connection, and_, case, distinct, func, or_, select

from spamscore.audience.tables import EVENTS, SUPPRESSIONS

_Z = 1.96  # 95 %
ENOUGH = 100  # mails or people, below which one of them decides
DAY = 86_400_000
HUMAN = and_(EVENTS.c.kind.in_(("open", "click")), EVENTS.c.automated == "")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; `low` and `high` are the ends of Wilson's 95 % interval.

    >>> Rate(0, 20).high > 0.15, Rate(0, 5000).high < 0.001
    (True, True)
    """

    events: int
    of: int

    @property
    def share(self) -> float:
        """The rate itself, 0 of nothing is 0."""
        return self.events / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """The least it may be in truth."""
        return max(0.0, self._middle() - self._half()) if self.of else 0.0

    @property
    def high(self) -> float:
        """The most it may be in truth."""
        return min(1.0, self._middle() + self._half()) if self.of else 1.0

    def _middle(self) -> float:
        return (self.share + _Z * _Z / (2 * self.of)) / (1 + _Z * _Z / self.of)

    def _half(self) -> float:
        inner = self.share * (1 - self.share) / self.of + _Z * _Z / (4 * self.of * self.of)
        return _Z * sqrt(inner) / (1 + _Z * _Z / self.of)

    def against(self, target: float, limit: float) -> str:
        """The status: "problem" proven above the limit, "attention" above the target, "ok" proven below it.

        Else "not_checked": too few mails to tell.
        """
        if self.of < ENOUGH:
            return "not_checked"
        if self.low >= limit:
            return "problem"
        if self.low >= target:
            return "attention"
        return "ok" if self.high < target else "not_checked"

    def __str__(self) -> str:
        low, high = self.low * 100, self.high * 100
        return f"{self.events:,} of {self.of:,} ({self.share * 100:.2f} %, in truth {low:.2f} to {high:.2f} %)"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time and, perhaps, one segment."""

    start: int
    end: int
    segment: str | None = None

    def holds(self) -> ColumnElement[bool]:
        """The condition for an event to be in it."""
        inside = EVENTS.c.at.between(self.start, self.end)
        return inside if self.segment is None else and_(inside, EVENTS.c.segment == self.segment)


Counts = Mapping[str, Mapping[str, int]]  # mailbox → kind (with "open proxy", "click bot" apart) → events


def counts(connection: Connection, window: Window) -> Counts:
    """Events per mailbox provider and kind; what no person did has a kind of its own."""
    grouped = (EVENTS.c.mailbox, EVENTS.c.kind, EVENTS.c.automated)
    found: dict[str, dict[str, int]] = {}
    for mailbox, kind, automated, number in connection.execute(
        select(*grouped, func.count()).where(window.holds()).group_by(*grouped)
    ):
        found.setdefault(mailbox, {})[f"{kind} {automated}".strip()] = number
    return found


def delivered(kinds: Mapping[str, int]) -> int:
    """Mails that arrived, told or, where nobody tells, sent and not returned."""
    told = kinds.get("delivered", 0)
    return told or max(0, kinds.get("sent", 0) - kinds.get("hard_bounce", 0) - kinds.get("soft_bounce", 0))


def attempted(kinds: Mapping[str, int]) -> int:
    """Mails that were tried: those that arrived and those that came back."""
    return max(kinds.get("sent", 0), delivered(kinds) + kinds.get("hard_bounce", 0) + kinds.get("soft_bounce", 0))


def engaged(connection: Connection, window: Window) -> dict[str, Rate]:
    """Per mailbox provider, how many of the people reached opened or clicked, robots apart."""
    reached = EVENTS.c.kind.in_(("delivered", "sent", "open", "click"))
    wanted = (
        select(EVENTS.c.mailbox, func.count(distinct(EVENTS.c.key)), func.count(distinct(case((HUMAN, EVENTS.c.key)))))
        .where(window.holds(), reached)
        .group_by(EVENTS.c.mailbox)
    )
    return {mailbox: Rate(people, of) for mailbox, of, people in connection.execute(wanted)}


def total(rates: Iterable[Rate]) -> Rate:
    """The rates together."""
    listed = list(rates)
    return Rate(sum(rate.events for rate in listed), sum(rate.of for rate in listed))


def ignored(connection: Connection, window: Window) -> int:
    """How many suppressed people were sent mail more than a day after the event that suppressed them."""
    active = or_(SUPPRESSIONS.c.lifted_at.is_(None), SUPPRESSIONS.c.at > SUPPRESSIONS.c.lifted_at)
    wanted = (
        select(func.count(distinct(EVENTS.c.key)))
        .join(SUPPRESSIONS, SUPPRESSIONS.c.key == EVENTS.c.key)
        .where(window.holds(), active, EVENTS.c.kind.in_(("sent", "delivered")), EVENTS.c.at > SUPPRESSIONS.c.at + DAY)
    )
    return int(connection.scalar(wanted) or 0)


def suppressed(connection: Connection) -> dict[str, int]:
    """How many addresses are suppressed for each cause."""
    active = or_(SUPPRESSIONS.c.lifted_at.is_(None), SUPPRESSIONS.c.at > SUPPRESSIONS.c.lifted_at)
    rows = connection.execute(select(SUPPRESSIONS.c.cause, func.count()).where(active).group_by(SUPPRESSIONS.c.cause))
    return {row[0]: row[1] for row in rows}


def per_week(connection: Connection, now: int, weeks: int = 5, segment: str | None = None) -> list[int]:
    """Mails delivered (or sent) in each of the last weeks, the newest first."""
    found: list[int] = []
    for week in range(weeks):
        window = Window(now - (week + 1) * 7 * DAY, now - week * 7 * DAY - 1, segment)
        found.append(sum(delivered(kinds) for kinds in counts(connection, window).values()))
    return found
