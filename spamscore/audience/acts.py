"""What people decide about one address: to suppress it, to allow it again, to take back a mistake, to forget it."""

from datetime import datetime

from sqlalchemy import Connection, Engine, update

from spamscore.audience import suppression
from spamscore.audience.database import writing
from spamscore.audience.importing import clock
from spamscore.audience.policy import Consent, SuppressionPolicy
from spamscore.audience.recording import People, Person, remember
from spamscore.audience.suppression import Decision, Ground, record
from spamscore.audience.tables import ADDRESSES, EVENTS, HISTORY


class Acts:
    """Acts on one address, by somebody who gives a reason; each stands in the history for good."""

    def __init__(self, engine: Engine, people: People, address: str, who: str, why: str) -> None:
        """`ValueError` for what is no address, and where nobody or no reason is named."""
        if not (who.strip() and why.strip()):
            raise ValueError("say who does it, and why: both stand in the history")
        self._engine, self._people, self._address, self._who = engine, people, address, who
        self._person: Person = people.person(address)
        self._why = self._without(why)
        self._now = clock()

    def _without(self, words: str) -> str:
        """Words for the history, which is never erased, without the address."""
        return words.replace(self._address, "<address>").replace(self._person.normal, "<address>")

    def _tell(self, connection: Connection, act: str, causes: list[str], at: int, proof: str = "") -> None:
        said = {"who": self._who, "why": self._why, "proof": self._without(proof)}
        rows = [record(self._person.key, act, cause, at, self._now, **said) for cause in causes]
        connection.execute(HISTORY.insert(), rows)

    def _remember(self, connection: Connection, *, kept: bool) -> None:
        address = self._person.normal if kept and not self._people.hashed else None
        row = {"key": self._person.key, "address": address, "mailbox": self._person.mailbox}
        remember(connection, [{**row, "first_seen": self._now, "erased_at": None}])

    def suppress(self, at: int) -> None:
        """Put the address on the list by hand."""
        if at > self._now + 60_000:
            raise ValueError("an entry is dated in the future: date it when it was decided")
        with writing(self._engine) as connection:
            self._remember(connection, kept=True)
            ground = Ground(self._person.key, "manual", at, self._why[:200])
            suppression.suppress(connection, [ground], self._now, self._who)

    def reactivate(self, at: int, proof: Consent | None, policy: SuppressionPolicy) -> tuple[str, ...]:
        """The causes that were lifted: all that held, or none and a `ValueError`."""
        with writing(self._engine) as connection:
            rows = suppression.active(connection, [self._person.key]).get(self._person.key, [])
            if not rows:
                raise ValueError(f"{self._address} is not suppressed: there is nothing to reactivate")
            for row in rows:
                Decision(at, self._now, proof).allow(row.cause, row.at, policy)
            causes = sorted(row.cause for row in rows)
            suppression.lift(connection, self._person.key, causes, at)
            given = f"{proof.how} ({proof.at.isoformat()})" if proof else ""
            self._tell(connection, "reactivated", causes, at, given)
        return tuple(causes)

    def remove(self) -> None:
        """Take back an entry made by hand; `ValueError` where what holds is no such entry."""
        with writing(self._engine) as connection:
            rows = suppression.active(connection, [self._person.key]).get(self._person.key, [])
            held = {row.cause: row.at for row in rows}
            if not held:
                raise ValueError(f"{self._address} is not suppressed: there is nothing to remove")
            if "manual" not in held:
                causes = ", ".join(sorted(held))
                raise ValueError(
                    f"{self._address} was suppressed by {causes}, not by hand: reactivate it if you mean it"
                )
            suppression.lift(connection, self._person.key, ["manual"], max(self._now, held["manual"]))
            self._tell(connection, "removed", ["manual"], self._now)

    def erase(self) -> None:
        """Forget who this is, and keep that no mail goes there."""
        here = ADDRESSES.c.key == self._person.key
        with writing(self._engine) as connection:
            self._remember(connection, kept=False)
            connection.execute(update(ADDRESSES).where(here).values(address=None, erased_at=self._now))
            connection.execute(update(EVENTS).where(EVENTS.c.key == self._person.key).values(key=None, detail=""))
            suppression.suppress(connection, [Ground(self._person.key, "erasure", self._now)], self._now, self._who)
            self._tell(connection, "erased", ["erasure"], self._now)


def at_or_now(when: datetime | None) -> int:
    """The time in milliseconds since 1970, now for None; `ValueError` for one without a zone."""
    if when is None:
        return clock()
    if when.tzinfo is None:
        raise ValueError("a time needs a time zone: datetime(…, tzinfo=UTC)")
    return int(when.timestamp() * 1000)
