"""Events out of a file or stream into the database, batch by batch: killed at any moment, it goes on where it was.

A batch, the counts and the position behind it are one transaction: what was read is either all counted or not at all.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine, select, update

from spamscore.audience.database import AudienceError, writing
from spamscore.audience.event import Reject
from spamscore.audience.policy import SuppressionPolicy
from spamscore.audience.reading import Options, Piece, pieces
from spamscore.audience.recording import Batch, People
from spamscore.audience.rejects import RejectFile
from spamscore.audience.tables import IMPORTS

_BATCH = 10_000
_PIECES = 50_000  # a batch ends here even if all of it is rejected
_HEAD = 1 << 16
_COUNTS = ("seen", "new", "duplicates", "rejected", "suppressed")

Source = str | Path | BinaryIO


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of an import, an earlier part of it that was interrupted included."""

    id: int
    provider: str
    seen: int = 0  # events that were well formed
    new: int = 0
    duplicates: int = 0  # known from before, or twice in this file
    rejected: int = 0  # lines that were no event: see the reject file
    suppressed: int = 0  # causes that became active
    position: int = 0  # bytes read
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What an import needs besides its source."""

    engine: Engine
    people: People
    policy: SuppressionPolicy
    now: int


def run(setting: Setting, source: Source, options: Options, rejects: Path | None) -> ImportResult:
    """Import everything that the source holds, and give the counts."""
    with ExitStack() as stack:
        if isinstance(source, str | Path):
            path = Path(source)
            stream: BinaryIO = stack.enter_context(path.open("rb"))
            name = str(path.resolve())
            _alone(stream, path)
        else:
            stream, name = _binary(source), ""
        result, size = _start(setting, stream, name, options.provider, rejects)
        file = stack.enter_context(RejectFile(rejects, size))
        return _batches(setting, pieces(stream, options, result.position, setting.now), result, file)


def _binary(source: BinaryIO) -> BinaryIO:
    if not hasattr(source, "read") or isinstance(source.read(0), str):
        raise TypeError("events come from a path or a binary stream: open(file, 'rb') or io.BytesIO(body)")
    return source


def _alone(stream: BinaryIO, path: Path) -> None:
    """Nothing, when no other process imports this file; the lock ends with the process, however it ends."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return  # Windows: two imports at once still count nothing twice, but mix up their reject files
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AudienceError(f"another process is importing {path}: let it finish") from None
    except OSError:
        return  # a file system without locks


def _size(path: Path | None) -> int:
    return path.stat().st_size if path is not None and path.exists() else 0


def _start(
    setting: Setting, stream: BinaryIO, name: str, provider: str, rejects: Path | None
) -> tuple[ImportResult, int]:
    """The import that this file was in the middle of, else a new one; and what of the reject file is sure."""
    head = stream.read(_HEAD) if name else b""
    if name:
        stream.seek(0)
    size, kept = _size(rejects), str(rejects.resolve()) if rejects is not None else ""
    with writing(setting.engine) as connection:
        wanted = select(IMPORTS).where(
            IMPORTS.c.source == name, IMPORTS.c.provider == provider, IMPORTS.c.finished.is_(False)
        )
        row = connection.execute(wanted.order_by(IMPORTS.c.id.desc())).first() if name else None
        if row is not None and row.head == _digest(head[: row.head_size]) and row.position <= _length(stream):
            counts = {each: getattr(row, each) for each in _COUNTS}
            found = ImportResult(row.id, provider, position=row.position, resumed=row.position > 0, **counts)
            return found, row.reject_size if row.rejects == kept else size
        started = connection.execute(
            IMPORTS.insert().values(
                provider=provider, source=name, head=_digest(head), head_size=len(head), started_at=setting.now,
                finished=False, position=0, rejects=kept, reject_size=size, **dict.fromkeys(_COUNTS, 0),
            )
        )  # fmt: skip
        key = started.inserted_primary_key
        assert key is not None
        return ImportResult(int(key[0]), provider), size


def _digest(head: bytes) -> str:
    return hashlib.sha256(head).hexdigest()


def _length(stream: BinaryIO) -> int:
    return os.fstat(stream.fileno()).st_size


def _batches(setting: Setting, found: Iterator[Piece], result: ImportResult, file: RejectFile) -> ImportResult:
    ended = False
    while not ended:
        batch = Batch(setting.people, setting.policy, result.provider, setting.now)
        rejected, position, ended = _fill(batch, found, file)
        file.flush()
        with writing(setting.engine) as connection:
            new, suppressed = batch.write(connection, result.id)
            result = replace(
                result, seen=result.seen + batch.seen, new=result.new + new,
                duplicates=result.duplicates + batch.seen - new, rejected=result.rejected + rejected,
                suppressed=result.suppressed + suppressed, position=position or result.position,
            )  # fmt: skip
            counts = {each: getattr(result, each) for each in _COUNTS}
            connection.execute(
                update(IMPORTS)
                .where(IMPORTS.c.id == result.id)
                .values(position=result.position, reject_size=file.size, finished=ended, **counts)
            )
    return result


def _fill(batch: Batch, found: Iterator[Piece], file: RejectFile) -> tuple[int, int, bool]:
    """Read until the batch is full: lines rejected, the position behind the last line, whether that was all."""
    rejected = position = 0
    for number, piece in enumerate(found, 1):
        try:
            for event in piece.events():
                batch.add(event, piece.content)
        except Reject as reject:
            rejected += 1
            file.add(piece.end, piece.text(), str(reject))
        position = piece.end
        if len(batch) >= _BATCH or number >= _PIECES:
            return rejected, position, False
    return rejected, position, True


def clock() -> int:
    """Now, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000
