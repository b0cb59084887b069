"""The first tables: addresses, imports, events, suppressions, history, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
_KEY = sa.LargeBinary(16)
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables, and triggers that keep history as it was written."""
    _people()
    _imports()
    op.create_table(
        "events",
        sa.Column("digest", _KEY, primary_key=True), sa.Column("key", _KEY),
        _text("kind", 16), _number("at"), _text("mailbox", 16), _text("segment", 64), _text("automated", 8),
        _text("detail", 200), sa.Column("import_id", sa.Integer, nullable=False),
    )  # fmt: skip
    op.create_index("events_of_an_address", "events", ["key", "at"])
    op.create_index("events_by_time", "events", ["at"])
    op.create_table("settings", sa.Column("name", sa.String(32), primary_key=True), _text("value"))
    _keep_history()


def downgrade() -> None:
    """Refused: it would forget who must not be written to."""
    raise NotImplementedError("the first step is never undone: it holds who must not get mail; delete the file instead")


def _text(name: str, size: int | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.String(size) if size else sa.Text(), nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, nullable=False)


def _people() -> None:
    op.create_table(
        "addresses",
        sa.Column("key", _KEY, primary_key=True), sa.Column("address", sa.String(320)), _text("mailbox", 16),
        _number("first_seen"), sa.Column("erased_at", sa.BigInteger),
    )  # fmt: skip
    op.create_table(
        "suppressions",
        sa.Column("key", _KEY, primary_key=True), sa.Column("cause", sa.String(16), primary_key=True), _number("at"),
        sa.Column("lifted_at", sa.BigInteger), _text("detail", 200),
    )  # fmt: skip
    op.create_table(
        "history",
        sa.Column("id", _NUMBER, primary_key=True), sa.Column("key", _KEY, nullable=False), _text("act", 16),
        _text("cause", 16), _number("at"), _number("recorded_at"), _text("who", 200), _text("why"), _text("proof"),
    )  # fmt: skip
    op.create_index("history_of_an_address", "history", ["key", "id"])


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer, primary_key=True), _text("provider", 24), _text("source"), _text("head", 64), _text("rejects"),
        sa.Column("head_size", sa.Integer, nullable=False),
        *map(_number, ("position", "reject_size", "seen", "new", "duplicates", "rejected", "suppressed", "started_at")),
        sa.Column("finished", sa.Boolean, nullable=False),
    )  # fmt: skip


def _keep_history() -> None:
    words = "history is append-only: add an act, do not change one"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER history_no_{act.lower()} BEFORE {act} ON history BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
        "FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()"
    )
