"""A batch of events into the tables: addresses, events, and what they suppress, in the transaction of the caller."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from spamscore.audience.addresses import Spelling, keyer
from spamscore.audience.database import chunks, execute_many, insert_new, upsert
from spamscore.audience.event import MAX_DETAIL, Event, Reject
from spamscore.audience.mailboxes import family
from spamscore.audience.policy import SuppressionPolicy
from spamscore.audience.suppression import Ground, repeated_soft_bounces, suppress
from spamscore.audience.tables import ADDRESSES, EVENTS

_MAX_SEGMENT = 64
_FUTURE = 3_600_000  # an hour: clocks of servers differ, but not by more
_FIRST = 631_152_000_000  # 1990: no mail event is older


@dataclass(frozen=True, slots=True)
class Person:
    """What stands for an address in the tables."""

    key: bytes
    normal: str
    mailbox: str


class People:
    """Addresses told apart: the same person for every spelling of an address."""

    def __init__(self, spelling: Spelling, secret: bytes | None) -> None:
        """Both are the database's, for good: other keys would find nobody."""
        self.hashed = secret is not None
        self._spelling, self._key = spelling, keyer(secret)
        self.person: Callable[[str], Person] = lru_cache(1 << 16)(self._person)

    def _person(self, address: str) -> Person:
        normal = self._spelling.normal(address)
        return Person(self._key(normal), normal, family(normal.rpartition("@")[2]))

    def key(self, address: str) -> bytes:
        """The key of an address; `ValueError` for what is none."""
        return self.person(address).key


Row = dict[str, Any]


class Batch:
    """Events that are written together."""

    def __init__(self, people: People, policy: SuppressionPolicy, source: str, now: int) -> None:
        """`source` is part of an event's identity: two providers may give the same id to different events."""
        self._people, self._policy, self._now = people, policy, now
        self._source = source.encode()
        self._events: dict[bytes, Row] = {}
        self._addresses: dict[bytes, Row] = {}
        self.seen = 0

    def __len__(self) -> int:
        return len(self._events)

    def add(self, event: Event, content: Callable[[], str]) -> None:
        """Take one event; `content` is what identifies it where its provider gives it no id.

        Raises `Reject` for an address that is none, and for a time that cannot be.
        """
        try:
            person = self._people.person(event.address)
        except (ValueError, TypeError) as error:
            raise Reject(str(error)) from None
        if event.at > self._now + _FUTURE:
            raise Reject("it is dated in the future")
        if event.at < _FIRST:
            raise Reject("it is dated before 1990")
        self.seen += 1
        identity = event.id or content()
        told = b"\0".join((self._source, identity.encode("utf-8", "replace"), event.kind.encode(), person.key))
        digest = hashlib.sha256(told).digest()[:16]
        self._events[digest] = {
            "digest": digest, "key": person.key, "kind": event.kind, "at": event.at, "mailbox": person.mailbox,
            "segment": event.segment[:_MAX_SEGMENT], "automated": event.automated, "detail": _clean(event, person),
        }  # fmt: skip
        known = self._addresses.get(person.key)
        if known is None or event.at < known["first_seen"]:
            self._addresses[person.key] = {
                "key": person.key, "address": None if self._people.hashed else person.normal,
                "mailbox": person.mailbox, "first_seen": event.at, "erased_at": None,
            }  # fmt: skip

    def write(self, connection: Connection, import_id: int) -> tuple[int, int]:
        """How many of the events are new, and how many causes they made active."""
        rows = [{**self._events[digest], "import_id": import_id} for digest in sorted(self._events)]
        remember(connection, self._addresses.values())
        # Only news suppresses: what was counted before, and perhaps lifted since, is not said again.
        telling = [row for row in rows if row["kind"] in self._policy.at_once or row["kind"] == "soft_bounce"]
        known = _known(connection, [row["digest"] for row in telling])
        telling = [row for row in telling if row["digest"] not in known]
        new = insert_new(connection, EVENTS, rows)
        grounds = repeated_soft_bounces(connection, _spans(telling), self._policy)
        for row in telling:
            if cause := self._policy.at_once.get(row["kind"]):
                grounds.append(Ground(row["key"], cause, row["at"], row["detail"]))
        return new, suppress(connection, grounds, self._now)


def _known(connection: Connection, digests: Iterable[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for chunk in chunks(digests):
        found.update(connection.scalars(select(EVENTS.c.digest).where(EVENTS.c.digest.in_(chunk))))
    return found


def _spans(rows: Iterable[Row]) -> dict[bytes, tuple[int, int]]:
    spans: dict[bytes, tuple[int, int]] = {}
    for row in rows:
        if row["kind"] == "soft_bounce":
            first, last = spans.get(row["key"], (row["at"], row["at"]))
            spans[row["key"]] = (min(first, row["at"]), max(last, row["at"]))
    return spans


def _clean(event: Event, person: Person) -> str:
    """The provider's words without the address, which erasing a person must not have to look for."""
    if not event.detail:
        return ""
    words = event.detail.replace("\0", "").replace(event.address, "<address>").replace(person.normal, "<address>")
    return words[:MAX_DETAIL]


def remember(connection: Connection, rows: Iterable[Row]) -> None:
    """Addresses seen for the first time, or seen to be older; an erased one stays erased."""
    statement = upsert(connection, ADDRESSES)
    older = statement.excluded.first_seen < ADDRESSES.c.first_seen
    ordered = sorted(rows, key=lambda row: bytes(row["key"]))
    if ordered:
        first = {"first_seen": statement.excluded.first_seen}
        execute_many(
            connection, statement.on_conflict_do_update(index_elements=["key"], set_=first, where=older), ordered
        )
