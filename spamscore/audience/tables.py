"""The tables of an audience: events and acts are what happened, everything else follows from them.

An address is in one table only, `addresses`; all others know it by its key. Erasing a person empties that one field.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()
_KEY = LargeBinary(16)
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER

ADDRESSES = Table(
    "addresses", METADATA,
    Column("key", _KEY, primary_key=True),
    Column("address", String(320)),  # null: kept as a hash only, or erased
    Column("mailbox", String(16), nullable=False),  # the provider's family: "gmail", "yahoo", … "other"
    Column("first_seen", BigInteger, nullable=False),
    Column("erased_at", BigInteger),
)  # fmt: skip

IMPORTS = Table(
    "imports", METADATA,
    Column("id", Integer, primary_key=True),
    Column("provider", String(24), nullable=False),
    Column("source", Text, nullable=False),  # the file's path; empty for a stream, which cannot be resumed
    Column("head", String(64), nullable=False),  # digest of the file's beginning, to know it again
    Column("head_size", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("rejects", Text, nullable=False),  # path of the reject file, and how much of it is sure
    Column("reject_size", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("new", BigInteger, nullable=False),
    Column("duplicates", BigInteger, nullable=False),
    Column("rejected", BigInteger, nullable=False),
    Column("suppressed", BigInteger, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("finished", Boolean, nullable=False),
)  # fmt: skip

EVENTS = Table(
    "events", METADATA,
    Column("digest", _KEY, primary_key=True),  # of the event's own id, else of its content
    Column("key", _KEY),  # null once its person is erased: it still counts, for nobody
    Column("kind", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("mailbox", String(16), nullable=False),
    Column("segment", String(64), nullable=False),
    Column("automated", String(8), nullable=False),
    Column("detail", String(200), nullable=False),
    Column("import_id", Integer, nullable=False),
)  # fmt: skip
Index("events_of_an_address", EVENTS.c.key, EVENTS.c.at)
Index("events_by_time", EVENTS.c.at)

# Derived: the latest event of a cause, and the latest act that lifted it. Active where the event is the later one.
SUPPRESSIONS = Table(
    "suppressions", METADATA,
    Column("key", _KEY, primary_key=True),
    Column("cause", String(16), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("lifted_at", BigInteger),
    Column("detail", String(200), nullable=False),
)  # fmt: skip

# Append-only: triggers refuse to change or delete a row.
HISTORY = Table(
    "history", METADATA,
    Column("id", _NUMBER, primary_key=True),
    Column("key", _KEY, nullable=False),
    Column("act", String(16), nullable=False),
    Column("cause", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),  # when it happened
    Column("recorded_at", BigInteger, nullable=False),  # when the database learned of it
    Column("who", String(200), nullable=False),
    Column("why", Text, nullable=False),
    Column("proof", Text, nullable=False),
)  # fmt: skip
Index("history_of_an_address", HISTORY.c.key, HISTORY.c.id)

SETTINGS = Table(
    "settings", METADATA,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip
