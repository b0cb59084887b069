"""A planned send looked at before it is sent: who is in it, what is to be expected, and at which pace to go."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import Connection, distinct, func, select

from spamscore.audience import suppression
from spamscore.audience.database import chunks
from spamscore.audience.rates import HUMAN, Rate
from spamscore.audience.recording import People
from spamscore.audience.tables import ADDRESSES, EVENTS

GROWTH = 1.5  # from one day to the next; Gmail warns of sudden doubling, no provider publishes a pace
FIRST_DAY = 200  # to a provider that has not seen the sender; a common start, no published number


@dataclass(frozen=True, slots=True)
class Plan:
    """Who a planned send would go to."""

    size: int = 0
    invalid: int = 0
    suppressed: Mapping[str, int] = field(default_factory=dict)  # cause → addresses
    mailboxes: Mapping[str, int] = field(default_factory=dict)  # provider → addresses that may get mail
    new: int = 0  # never heard of before
    engaged: int = 0  # of those heard of: opened or clicked lately

    @property
    def held(self) -> int:
        """Addresses that may get mail."""
        return sum(self.mailboxes.values())


@dataclass(frozen=True, slots=True)
class Step:
    """So many mails to one provider on one day of the ramp, counted from 1."""

    day: int
    mailbox: str
    mails: int


def look(
    connect: Callable[[], AbstractContextManager[Connection]], people: People, addresses: Iterable[str], since: int
) -> Plan:
    """The plan for these addresses, each person once a chunk; `since` is when engagement begins to count."""
    size = invalid = new = engaged = 0
    causes: Counter[str] = Counter()
    mailboxes: Counter[str] = Counter()
    for chunk in chunks(addresses):
        found = {}
        for address in chunk:
            size += 1
            try:
                person = people.person(address)
            except ValueError:
                invalid += 1
            else:
                found[person.key] = person
        with connect() as connection:
            held = suppression.active(connection, found)
            free = found.keys() - held.keys()
            known = select(func.count()).select_from(ADDRESSES).where(ADDRESSES.c.key.in_(free))
            new += len(free) - int(connection.scalar(known) or 0)
            lately = select(func.count(distinct(EVENTS.c.key)))
            lately = lately.where(EVENTS.c.key.in_(free), HUMAN, EVENTS.c.at >= since)
            engaged += int(connection.scalar(lately) or 0)
        causes.update(row.cause for rows in held.values() for row in rows)
        mailboxes.update(found[key].mailbox for key in free)
    return Plan(size, invalid, dict(causes), dict(mailboxes), new, engaged)


def forecast(plan: Plan, complaints: Mapping[str, Rate]) -> Iterator[str]:
    """What is to be expected of a plan, a sentence for each provider that told of enough mails."""
    for mailbox, mails in sorted(plan.mailboxes.items()):
        rate = complaints.get(mailbox)
        if rate is not None and rate.of:
            yield (
                f"{mailbox}: of {mails:,} planned mails, {rate.low * mails:,.0f} to {rate.high * mails:,.0f} complaints are "
                f"to be expected"
            )


def ramp(mailboxes: Mapping[str, int], daily: Mapping[str, int]) -> tuple[Step, ...]:
    """The days over which to send, provider by provider, growing from what each is used to.

    Args:
        mailboxes: provider → mails to send, as `Plan.mailboxes`.
        daily: provider → mails a day that it is used to.

    >>> [step.mails for step in ramp({"gmail": 1000}, {"gmail": 200})]
    [300, 450, 250]
    """
    steps: list[Step] = []
    for mailbox, mails in sorted(mailboxes.items()):
        used = daily.get(mailbox, 0)
        pace, left, day = max(FIRST_DAY, used * GROWTH), mails, 0
        while left > 0:
            day += 1
            now = min(left, int(pace))
            steps.append(Step(day, mailbox, now))
            left, pace = left - now, pace * GROWTH
    return tuple(sorted(steps, key=lambda step: (step.day, step.mailbox)))
