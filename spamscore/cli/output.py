"""Where a report goes: standard output, or a file that is there only when it is whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from spamscore.cli.sources import UnreadableError


@contextmanager
def opened(name: str | None) -> Iterator[TextIO]:
    """The stream to write to; a file is written beside its place and moved there at the end.

    Raises:
        UnreadableError: it cannot be written; said before any work is done.
    """
    if name is None or name == "-":
        yield sys.stdout
        return
    path = Path(name)
    try:
        beside = path.with_name(f".{path.name}.{os.getpid()}.part") if not path.exists() or path.is_file() else path
        if path.is_file() and not os.access(path, os.W_OK):
            raise PermissionError(13, "Permission denied")
        stream = beside.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except (OSError, ValueError) as error:
        raise UnreadableError(f"cannot write {name}: {getattr(error, 'strerror', None) or error}") from error
    try:
        with stream:
            yield stream
        if beside != path:
            beside.replace(path)
    except BaseException:
        if beside != path:
            with suppress(OSError):
                beside.unlink()
        raise
