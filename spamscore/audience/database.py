"""The database of an audience: opened, brought up to date, and written by one at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from spamscore.errors import SpamscoreError

_Value = TypeVar("_Value")
_LOCK = 0x5350414D  # any number will do, as long as every writer on a PostgreSQL server uses the same
_WAIT = 60  # seconds that a writer waits for the one before it
CHUNK = 500  # values in one IN (…): far below the limits of either database


class AudienceError(SpamscoreError):
    """A database that cannot be used as it is; the message says what to do."""


def connect(url: str) -> Engine:
    """The engine for a URL, with tables of this version.

    Raises `ValueError` for a URL that is none, or of a database other than SQLite and PostgreSQL, and `AudienceError`
    for a database that cannot be opened.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError(f"{url!r} is no database URL; a file is sqlite:///audience.db") from None
    name = parsed.get_backend_name()
    if name == "postgresql":
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    elif name == "sqlite":
        memory = parsed.database in (None, "", ":memory:")
        one = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if memory else {}
        engine = create_engine(parsed, **one)
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    else:
        raise ValueError(f"{name} is not supported: use sqlite:///FILE or postgresql://USER@HOST/NAME")
    try:
        migrate(engine)
    except SQLAlchemyError as error:
        words, where = str(error).partition("\n")[0], engine.url.render_as_string(hide_password=True)
        raise AudienceError(f"cannot open {where}: {words}") from error
    return engine


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, so that a writer is one from its first word
    connection.execute(f"PRAGMA busy_timeout = {_WAIT * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")  # readers go on while an import writes
    connection.execute(
        "PRAGMA synchronous = NORMAL"
    )  # a killed process loses nothing; WAL keeps it whole on power loss
    connection.execute("PRAGMA cache_size = -65536")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: others that write wait until it is done, all or nothing of it stays."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        yield connection


def migrate(engine: Engine) -> None:
    """Take the steps that this database lacks, in one transaction.

    Raises `AudienceError` for a database that a newer version has changed.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    known = {each.revision for each in script.walk_revisions()}
    with engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    if here == script.get_current_head():
        return
    if here is not None and here not in known:
        raise AudienceError("this database was made by a newer spamscore: update spamscore to open it")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what happens on a conflict; both dialects have the same words for it."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def execute_many(
    connection: Connection, statement: sqlite.Insert | postgresql.Insert, rows: Sequence[Mapping[str, Any]]
) -> int:
    """How many rows a statement changed, run once for each; on SQLite the driver gets them as they are.

    Nothing here needs a conversion, and that of SQLAlchemy takes a third of an import's time.
    """
    if connection.dialect.name != "sqlite":
        return int(connection.execute(statement, list(rows)).rowcount)
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup
    assert names
    return int(connection.exec_driver_sql(compiled.string, list(map(itemgetter(*names), rows))).rowcount)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """How many of the rows are new; those whose primary key is there already change nothing."""
    if not rows:
        return 0
    statement = upsert(connection, table).on_conflict_do_nothing()
    if connection.dialect.name == "sqlite":
        return execute_many(connection, statement, rows)
    # many rows go to PostgreSQL in statements of many rows each, and only what they return can be counted
    return len(connection.execute(statement.returning(*table.primary_key.columns), list(rows)).all())


def chunks(values: Iterable[_Value], size: int = CHUNK) -> Iterator[list[_Value]]:
    """The values in lists of at most `size`, without reading further ahead than one list."""
    chunk: list[_Value] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
