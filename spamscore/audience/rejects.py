"""The reject file of an import: every bad line with its reason, one JSON object a line."""

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self

MAX_TEXT = 2000
MAX_SIZE = 1 << 30  # a file of nothing but bad lines must not fill the disk: later ones are only counted


class RejectFile:
    """Appends what could not be read, and can go back to what an interrupted import had made sure of."""

    def __init__(self, path: Path | None, size: int) -> None:
        """Cut to `size`, where the last batch that was written had left it; without a path nothing is kept."""
        self.size = size
        self._file = None
        if path is not None:
            self._file = path.open("ab")
            self._file.truncate(min(size, self._file.tell()))
            self.size = self._file.seek(0, os.SEEK_END)

    def add(self, position: int, text: str, reason: str) -> None:
        """Keep a line, cut to a bounded length."""
        if self._file is None or self.size > MAX_SIZE:
            return
        line = json.dumps({"position": position, "reason": reason, "text": text[:MAX_TEXT]}).encode() + b"\n"
        self._file.write(line)
        self.size += len(line)

    def flush(self) -> None:
        """Make sure that everything is in the file before the import's position moves past it."""
        if self._file is not None:
            self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
