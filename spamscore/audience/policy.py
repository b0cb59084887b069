"""What makes an address one that gets no more mail, and what it takes to change that: the policy as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from spamscore.audience.event import Kind

SuppressionCause = Literal["hard bounce", "complaint", "unsubscribe", "drop", "soft bounces", "manual", "erasure"]
CAUSES: tuple[SuppressionCause, ...] = get_args(SuppressionCause)
_AT_ONCE: Mapping[Kind, SuppressionCause] = MappingProxyType({
    "hard_bounce": "hard bounce", "complaint": "complaint", "moved_to_spam": "complaint", "unsubscribe": "unsubscribe",
    "drop": "drop",
})  # fmt: skip
# Whoever complained, left or had himself erased has said no; only a later yes of his own outweighs it.
_NEEDS_CONSENT: frozenset[SuppressionCause] = frozenset(("complaint", "unsubscribe", "erasure"))


@dataclass(frozen=True, slots=True)
class SuppressionPolicy:
    """When an address is suppressed, and which causes only fresh consent lifts.

    Soft bounces suppress when `soft_bounces` of them fall within `within` with no delivery between them.
    Every kind of event in `at_once` suppresses by itself.
    """

    soft_bounces: int = 5
    within: timedelta = timedelta(days=30)
    at_once: Mapping[Kind, SuppressionCause] = field(default_factory=lambda: _AT_ONCE)
    needs_consent: frozenset[SuppressionCause] = _NEEDS_CONSENT

    def __post_init__(self) -> None:
        if self.soft_bounces < 1 or self.within <= timedelta(0):
            raise ValueError("soft_bounces is at least 1, and within is longer than nothing")
        if "hard_bounce" not in self.at_once or "complaint" not in self.at_once or "unsubscribe" not in self.at_once:
            raise ValueError("at_once must hold hard_bounce, complaint and unsubscribe: no provider forgives those")

    def repeated(self, bounces: list[tuple[int, bool]]) -> int | None:
        """The time at which soft bounces became too many, from `(at, whether it is a bounce)` in order of time.

        A delivery between bounces starts the count again.
        """
        run: list[int] = []
        last = None
        span = int(self.within.total_seconds() * 1000)
        for at, bounced in bounces:
            run = [*run[-(self.soft_bounces - 1) or len(run) :], at] if bounced else []
            if len(run) >= self.soft_bounces and at - run[-self.soft_bounces] <= span:
                last = at
        return last


@dataclass(frozen=True, slots=True)
class Consent:
    """Proof that a person wants mail again: how it was given, and when."""

    how: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.how.strip():
            raise ValueError("proof of consent says how it was given: 'double opt-in on example.com/join'")
        if self.at.tzinfo is None:
            raise ValueError("the time of consent needs a time zone: datetime(…, tzinfo=UTC)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One address and one cause for which it gets no mail."""

    address: str  # empty where only its hash is kept
    hash: str
    cause: SuppressionCause
    at: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class Act:
    """One line of an address's history."""

    act: str  # "suppressed", "reactivated", "removed", "erased", or "subscribed", which lifts nothing
    cause: str
    at: datetime
    recorded_at: datetime
    who: str
    why: str
    proof: str
