"""An audience: everybody mail was sent to, what became of it, and who must not get more."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, select

from spamscore.audience import suppression
from spamscore.audience.acts import Acts, at_or_now
from spamscore.audience.addresses import Spelling
from spamscore.audience.database import AudienceError, connect, insert_new, writing
from spamscore.audience.event import moment
from spamscore.audience.importing import ImportResult, Setting, Source, run
from spamscore.audience.judging import Sight, judge
from spamscore.audience.planning import Plan, look
from spamscore.audience.policy import Act, Consent, Entry, SuppressionPolicy
from spamscore.audience.rates import DAY
from spamscore.audience.reading import Options
from spamscore.audience.recording import People
from spamscore.audience.signatures import verify
from spamscore.audience.suppression import Refused
from spamscore.audience.tables import SETTINGS
from spamscore.cause import Cause

_CHECK = "spamscore checks its key@key.invalid"


def open_audience(
    url: str = "sqlite:///audience.db",
    *,
    key: bytes | None = None,
    spelling: Spelling | None = None,
    policy: SuppressionPolicy | None = None,
) -> "Audience":
    """The audience in a database, which is made or brought up to date as needed.

    Args:
        url: `sqlite:///FILE`, `sqlite://` (in memory), or `postgresql://USER@HOST/NAME`.
        key: at least 16 random bytes: then the database holds no address, only HMACs of them.
        spelling: which spellings are one mailbox.
        policy: what suppresses an address.

    Raises:
        ValueError: for a URL that is none.
        AudienceError: for another key or spelling than the database was made with: every suppressed
            address would look like a new one.
    """
    people = People(spelling or Spelling(), key)
    engine = connect(url)
    _same_people(engine, people, spelling or Spelling())
    return Audience(engine, people, policy or SuppressionPolicy())


def _same_people(engine: Engine, people: People, spelling: Spelling) -> None:
    mine = {
        "key": people.key(_CHECK.replace(" ", "-")).hex(),
        "spelling": json.dumps({"plus_tags": spelling.plus_tags}),
    }
    with writing(engine) as connection:
        insert_new(connection, SETTINGS, [{"name": name, "value": value} for name, value in mine.items()])
        kept = {row.name: row.value for row in connection.execute(select(SETTINGS))}
    if kept["key"] != mine["key"]:
        raise AudienceError(
            "this database was made with another key: with this one no suppressed address would be found"
        )
    if kept["spelling"] != mine["spelling"]:
        raise AudienceError(
            f"this database was made with Spelling({kept['spelling']}): with another, suppressed addresses would not be found"
        )


class Audience:
    """The people of one database. Made by `open_audience`; safe to use from several processes."""

    def __init__(self, engine: Engine, people: People, policy: SuppressionPolicy) -> None:
        """Use `open_audience`."""
        self.engine, self.people, self.policy = engine, people, policy

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _reading(self) -> AbstractContextManager[Connection]:
        return self.engine.connect()

    def import_events(
        self,
        source: Source,
        provider: str,
        *,
        columns: Mapping[str, str] | None = None,
        kind: str = "",
        rejects: str | Path | None = None,
        now: datetime | None = None,
    ) -> ImportResult:
        """Import what a provider told, from a path or a binary stream; an import that was killed goes on.

        Args:
            source: webhook bodies (one object, an array, one of either a line), a CSV file, bounces or complaints.
            provider: one of `PROVIDERS`.
            columns: CSV: which column holds `address`, `kind`, `at`, `id`, `segment` and `detail`.
            kind: CSV: the kind of every line, where the file has no column for it.
            rejects: a file to which bad lines are appended with their reasons; without it they are only counted.
            now: the present, for tests; events from later than an hour after it are rejected.

        Raises:
            ValueError: for a provider without importer.
            TypeError: for a stream of text.
        """
        setting = Setting(self.engine, self.people, self.policy, at_or_now(now))
        options = Options(provider, dict(columns or {}), kind)
        return run(setting, source, options, Path(rejects) if rejects is not None else None)

    def receive(self, body: bytes, headers: Mapping[str, str], provider: str, secret: str | bytes) -> ImportResult:
        """Import one posted webhook, once its signature is found right.

        `secret` is described at `signatures.verify`. Raises `SignatureError` for a post that must not be believed.
        """
        verify(provider, body, headers, secret)
        return self.import_events(BytesIO(body), provider)

    def filter(self, addresses: Iterable[str], refused: Refused | None = None) -> Iterator[str]:
        """Those of the addresses that may get mail, in order and as written, read lazily.

        What is no address is left out. `refused` is called with each one left out and the causes.
        """
        return suppression.sendable(self._reading, self.people.key, addresses, refused)

    def causes_against(self, address: str) -> tuple[Entry, ...]:
        """Why the address gets no mail; empty when it may get some. `ValueError` for what is no address."""
        person = self.people.person(address)
        with self._reading() as connection:
            rows = suppression.active(connection, [person.key]).get(person.key, [])
        kept = "" if self.people.hashed else person.normal
        return tuple(Entry(kept, person.key.hex(), row.cause, moment(row.at), row.detail) for row in rows)

    def suppressions(self, cause: str | None = None) -> Iterator[Entry]:
        """Every address that gets no mail, with each cause; only those of one cause where it is named."""
        return suppression.entries(self._reading, cause)

    def suppress(self, address: str, *, who: str, why: str, when: datetime | None = None) -> None:
        """Put an address on the list by hand."""
        self._acts(address, who, why).suppress(at_or_now(when))

    def reactivate(
        self, address: str, *, who: str, why: str, when: datetime | None = None, proof: Consent | None = None
    ) -> tuple[str, ...]:
        """Allow mail to an address again, deliberately; gives the causes that were lifted.

        A complaint, an unsubscribe and an erasure need `proof`: consent given after them. Events after `when` that
        suppress do so again, whenever they become known.

        Raises:
            ValueError: with a sentence saying what is lacking; then nothing is changed.
        """
        return self._acts(address, who, why).reactivate(at_or_now(when), proof, self.policy)

    def remove(self, address: str, *, who: str, why: str) -> None:
        """Take back an entry that was put on the list by hand and by mistake.

        Raises `ValueError` where there is none: what events say is no mistake, see `reactivate`.
        """
        self._acts(address, who, why).remove()

    def erase(self, address: str, *, who: str, why: str = "request of the person") -> None:
        """Forget who this is (GDPR, article 17): only the hash and its suppressions stay, so that no upload brings it back.

        Its events count on in totals, for nobody. Erased is suppressed; only fresh consent lifts it. Reject files and
        what was imported from are the caller's to erase.
        """
        self._acts(address, who, why).erase()

    def _acts(self, address: str, who: str, why: str) -> Acts:
        return Acts(self.engine, self.people, address, who, why)

    def history(self, address: str) -> tuple[Act, ...]:
        """Every act on an address and every subscription that changed nothing, oldest first."""
        key = self.people.key(address)
        with self._reading() as connection:
            return suppression.acts(connection, key)

    def causes(
        self, planned: Iterable[str] | None = None, segment: str | None = None, now: datetime | None = None
    ) -> tuple[Cause, ...]:
        """The five causes that an audience can tell of, in the user's order; too few mails are `not_checked`.

        Args:
            planned: addresses that are to be sent to; read once, lazily.
            segment: only the events of one campaign, tag or stream.
            now: the present, for tests.
        """
        at = at_or_now(now)
        plan = None if planned is None else look(self._reading, self.people, planned, at - 180 * DAY)
        with self._reading() as connection:
            return judge(Sight(connection, at, segment, plan))

    def plan(self, addresses: Iterable[str], now: datetime | None = None) -> Plan:
        """Who a send to these addresses would reach; its `mailboxes` are what `ramp` takes."""
        return look(self._reading, self.people, addresses, at_or_now(now) - 180 * DAY)
