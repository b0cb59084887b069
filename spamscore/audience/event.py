"""What happened to one mail at one address: the one shape that every provider's webhook is turned into."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

Kind = Literal[
    "sent", "delivered", "deferred", "failed", "soft_bounce", "hard_bounce", "drop", "complaint", "unsubscribe",
    "subscribe", "open", "click", "moved_to_spam", "not_spam", "contact_added", "muted",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
FEEDBACK: tuple[Kind, ...] = ("moved_to_spam", "not_spam", "contact_added", "muted")  # a recipient's own settings
MAX_DETAIL = 200


class Reject(ValueError):  # noqa: N818 - it is a verdict on one line of a file, not a failure of the import
    """A line that is no event; the message says why, for the reject file."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `at` is in milliseconds since 1970 (UTC)."""

    address: str
    kind: Kind
    at: int
    id: str = ""  # the provider's own id of this event; empty where it gives none
    segment: str = ""  # campaign, tag, category or stream
    automated: str = ""  # "proxy" (a mailbox provider's image fetch) or "bot" (a scanner), empty for a person
    detail: str = ""  # the provider's words: a reason, a diagnostic, where consent came from


def milliseconds(when: object) -> int:
    """The time as milliseconds since 1970, from seconds, ISO 8601 or a `datetime`; a time without a zone is UTC.

    Raises `Reject` for anything else.

    >>> milliseconds("2026-03-21T10:00:00Z") == milliseconds(1774087200) == milliseconds("1774087200.0")
    True
    """
    if isinstance(when, bool):
        raise Reject(f"the time {when!r} is neither seconds since 1970 nor ISO 8601")
    try:
        if isinstance(when, int | float):
            return int(when * 1000)
        if isinstance(when, str):
            if when[4:5] != "-":
                return int(float(when) * 1000)
            when = datetime.fromisoformat(when.strip())
        if isinstance(when, datetime):
            return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        pass
    raise Reject(f"the time {str(when)[:40]!r} is neither seconds since 1970 nor ISO 8601")


def moment(at: int) -> datetime:
    """The time of an event as a `datetime` in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC)


def day(at: int) -> str:
    """The day of an event, for a sentence.

    >>> day(1774087200000)
    '2026-03-21'
    """
    return moment(at).date().isoformat()
