"""Who must not get mail. An address is active for a cause while its latest event is later than the act that lifted it.

The state does not hang on the order in which events arrive: per cause only the latest event and the latest act count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from spamscore.audience.database import chunks, insert_new
from spamscore.audience.event import day, moment
from spamscore.audience.policy import CAUSES, Act, Consent, Entry, SuppressionCause, SuppressionPolicy
from spamscore.audience.tables import ADDRESSES, EVENTS, HISTORY, SUPPRESSIONS

ACTIVE = or_(SUPPRESSIONS.c.lifted_at.is_(None), SUPPRESSIONS.c.at > SUPPRESSIONS.c.lifted_at)
IMPORTER = "import"
Connect = Callable[[], AbstractContextManager[Connection]]
Refused = Callable[[str, tuple[str, ...]], None]
_PAGE = 1000
_TELLING = ("soft_bounce", "delivered", "open", "click")  # what makes or breaks a run of soft bounces


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason to suppress, before it is known whether it changes anything."""

    key: bytes
    cause: SuppressionCause
    at: int
    detail: str = ""


def suppress(connection: Connection, grounds: Iterable[Ground], now: int, who: str = IMPORTER) -> int:
    """How many causes became active by these grounds; each that did is in history."""
    latest: dict[tuple[bytes, str], Ground] = {}
    for ground in grounds:
        other = latest.get((ground.key, ground.cause))
        if other is None or ground.at > other.at:
            latest[ground.key, ground.cause] = ground
    known = _known(connection, {key for key, _ in latest})
    new, later, told = [], [], []
    for (key, cause), ground in sorted(latest.items()):
        row = known.get((key, cause))
        if row is None:
            new.append({"key": key, "cause": cause, "at": ground.at, "lifted_at": None, "detail": ground.detail})
        elif ground.at > row.at:
            later.append({"k": key, "c": cause, "t": ground.at, "d": ground.detail})
        was = row is not None and _active(row.at, row.lifted_at)
        if not was and (row is None or _active(max(ground.at, row.at), row.lifted_at)):
            told.append(record(key, "suppressed", cause, ground.at, now, who=who, why=ground.detail))
    insert_new(connection, SUPPRESSIONS, new)
    if later:
        here = and_(SUPPRESSIONS.c.key == bindparam("k"), SUPPRESSIONS.c.cause == bindparam("c"))
        connection.execute(update(SUPPRESSIONS).where(here).values(at=bindparam("t"), detail=bindparam("d")), later)
    if told:
        connection.execute(HISTORY.insert(), told)
    return len(told)


def _active(at: int, lifted_at: int | None) -> bool:
    return lifted_at is None or at > lifted_at


def _known(connection: Connection, keys: Iterable[bytes]) -> dict[tuple[bytes, str], Any]:
    found = {}
    for chunk in chunks(keys):
        for row in connection.execute(select(SUPPRESSIONS).where(SUPPRESSIONS.c.key.in_(chunk))):
            found[row.key, row.cause] = row
    return found


def record(key: bytes, act: str, cause: str, at: int, now: int, /, *, who: str, **said: str) -> dict[str, Any]:
    """A row of history; `said` is `why` and `proof`."""
    row = {"key": key, "act": act, "cause": cause, "at": at, "recorded_at": now, "who": who[:200]}
    return {**row, "why": said.get("why", ""), "proof": said.get("proof", "")}


def repeated_soft_bounces(
    connection: Connection, bounced: Mapping[bytes, tuple[int, int]], policy: SuppressionPolicy
) -> list[Ground]:
    """Grounds for those addresses whose soft bounces are too many, deliveries between them considered.

    `bounced` holds, for each address with new soft bounces, the times of the first and the last of them. What an act
    has lifted does not count again, and who is suppressed already is not counted further.
    """
    if not bounced:
        return []
    known = _known(connection, bounced)
    lifted = {key: row.lifted_at for (key, cause), row in known.items() if cause == "soft bounces"}
    done = {key for (key, cause), row in known.items() if cause == "soft bounces" and _active(row.at, row.lifted_at)}
    span = int(policy.within.total_seconds() * 1000)
    start, end = min(first for first, _ in bounced.values()) - span, max(last for _, last in bounced.values()) + span
    runs: dict[bytes, list[tuple[int, bool]]] = {}
    for chunk in chunks(bounced.keys() - done):
        wanted = (
            select(EVENTS.c.key, EVENTS.c.at, EVENTS.c.kind)
            .where(EVENTS.c.key.in_(chunk), EVENTS.c.kind.in_(_TELLING), EVENTS.c.at.between(start, end))
            .order_by(EVENTS.c.at)
        )
        for key, at, kind in connection.execute(wanted):
            if at > (lifted.get(key) or 0):
                runs.setdefault(key, []).append((at, kind == "soft_bounce"))
    grounds = ((key, policy.repeated(run)) for key, run in runs.items())
    words = f"{policy.soft_bounces} soft bounces within {policy.within.days} days"
    return [Ground(key, "soft bounces", at, words) for key, at in grounds if at is not None]


def active(connection: Connection, keys: Iterable[bytes]) -> dict[bytes, list[Any]]:
    """For each of the keys that is suppressed, its rows: cause, at, detail."""
    found: dict[bytes, list[Any]] = {}
    for chunk in chunks(keys):
        for row in connection.execute(select(SUPPRESSIONS).where(SUPPRESSIONS.c.key.in_(chunk), ACTIVE)):
            found.setdefault(row.key, []).append(row)
    return found


def entries(connect: Connect, cause: str | None = None) -> Iterator[Entry]:
    """Every active entry, by key and cause, page by page, so that no transaction stays open between pages."""
    if cause is not None and cause not in CAUSES:
        raise ValueError(f"there is no cause {cause!r}; there are {', '.join(CAUSES)}")
    return _pages(connect, cause)


def _pages(connect: Connect, cause: str | None) -> Iterator[Entry]:
    table = SUPPRESSIONS.c
    wanted = select(SUPPRESSIONS, ADDRESSES.c.address).join(ADDRESSES, ADDRESSES.c.key == table.key, isouter=True)
    wanted = wanted.where(ACTIVE).order_by(table.key, table.cause).limit(_PAGE)
    if cause is not None:
        wanted = wanted.where(table.cause == cause)
    page = wanted
    while True:
        with connect() as connection:
            rows = connection.execute(page).all()
        for row in rows:
            yield Entry(row.address or "", row.key.hex(), row.cause, moment(row.at), row.detail)
        if len(rows) < _PAGE:
            return
        last = rows[-1]
        page = wanted.where(or_(table.key > last.key, and_(table.key == last.key, table.cause > last.cause)))


@dataclass(frozen=True, slots=True)
class Decision:
    """A deliberate act that lifts causes: when it was taken, when it is told, and the consent it rests on."""

    at: int
    now: int
    proof: Consent | None

    def allow(self, cause: str, held: int, policy: SuppressionPolicy) -> None:
        """Nothing, when it may lift a cause held since `held`; else a `ValueError` with what is lacking."""
        if self.at > self.now + 60_000:
            raise ValueError("a reactivation is dated in the future: date it when it was decided")
        if self.at <= held:
            raise ValueError(f"the {cause} of {day(held)} is later than this reactivation: decide again, knowing of it")
        if cause not in policy.needs_consent:
            return
        if self.proof is None:
            raise ValueError(
                f"what lifts a suppression by {cause} is consent given after it ({day(held)}): pass "
                "proof=Consent(how, at), such as a double opt-in with its time"
            )
        given = int(self.proof.at.timestamp() * 1000)
        if not held < given <= self.at:
            raise ValueError(
                f"the consent of {day(given)} does not lift the {cause} of {day(held)}: it has to be given after that, "
                "and not after the reactivation"
            )


def lift(connection: Connection, key: bytes, causes: Iterable[str], at: int) -> None:
    """The causes no longer hold, unless an event later than `at` comes in."""
    here = and_(SUPPRESSIONS.c.key == key, SUPPRESSIONS.c.cause.in_(list(causes)))
    connection.execute(update(SUPPRESSIONS).where(here).values(lifted_at=at))


def acts(connection: Connection, key: bytes) -> tuple[Act, ...]:
    """The history of one address, oldest first, and between it the subscriptions, which lift nothing."""
    rows = connection.execute(select(HISTORY).where(HISTORY.c.key == key).order_by(HISTORY.c.id))
    told = [
        Act(row.act, row.cause, moment(row.at), moment(row.recorded_at), row.who, row.why, row.proof) for row in rows
    ]
    wanted = select(EVENTS.c.at, EVENTS.c.detail).where(EVENTS.c.key == key, EVENTS.c.kind == "subscribe")
    for at, detail in connection.execute(wanted):
        told.append(Act("subscribed", "", moment(at), moment(at), IMPORTER, f"{detail} (lifts nothing)".strip(), ""))
    return tuple(sorted(told, key=lambda act: act.at))


def sendable(
    connect: Connect,
    key_of: Callable[[str], bytes],
    addresses: Iterable[str],
    refused: Refused | None = None,
) -> Iterator[str]:
    """Those of the addresses that may get mail, in order and as written; what is no address never does.

    `refused` is told of each that is left out, and why.
    """
    for chunk in chunks(addresses):
        keys: Mapping[str, bytes | str] = {address: _key_or_words(key_of, address) for address in chunk}
        with connect() as connection:
            held = active(connection, {key for key in keys.values() if isinstance(key, bytes)})
        for address in chunk:
            key = keys[address]
            words = (key,) if isinstance(key, str) else tuple(sorted(row.cause for row in held.get(key, ())))
            if not words:
                yield address
            elif refused is not None:
                refused(address, words)


def _key_or_words(key_of: Callable[[str], bytes], address: str) -> bytes | str:
    try:
        return key_of(address)
    except ValueError as error:
        return str(error)
