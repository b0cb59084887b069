"""Where findings stand in the files of a repository: lines that are there, paths and URIs that a forge understands."""

import os
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

from spamscore import charsets
from spamscore.cli.checked import Checked
from spamscore.cli.formats.terminal import safe
from spamscore.mime import MAX_BODY
from spamscore.report import Located
from spamscore.spans import Span

STANDARD_INPUT = "-"
_MAX_FILE = 4 * MAX_BODY  # bytes; of a longer file no line is quoted


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one source, counted as its spans count them."""

    lines: tuple[str, ...]  # each with its line feed
    starts: tuple[int, ...]  # offset of each
    returns: bool = False  # whether the file has carriage returns: who counts them has other offsets, the same lines

    @classmethod
    def of(cls, checked: Checked) -> "Lines | None":
        """The lines of a mail's file, read again; None when spans are no places in it, or when it cannot be read again.

        Reading again takes .04 ms where checking takes 2, and keeps no text of ten thousand files in memory. A message is
        left out: its spans are places in the decoded body.
        """
        if checked.source is not None:
            return cls.within(checked.source)
        path = Path(checked.name)
        try:
            if (
                checked.name == STANDARD_INPUT or in_body(checked.name) or not path.is_file()
            ):  # a pipe would wait for ever
                return None
            with path.open("rb") as file:
                data = file.read(_MAX_FILE + 1)
        except (OSError, ValueError):  # ValueError: a NUL in the name
            return None
        if len(data) > _MAX_FILE:
            return None
        text = charsets.decode(data, markup=True)[0]
        lines = cls.within(text.replace("\r\n", "\n").replace("\r", "\n"))  # as `mail.read` reads a file
        return replace(lines, returns="\r" in text)

    @classmethod
    def within(cls, source: str) -> "Lines":
        """The lines of a source."""
        lines = tuple(charsets.clean(source).split("\n"))
        lines = (*(line + "\n" for line in lines[:-1]), lines[-1])
        return cls(lines, tuple(accumulate(map(len, lines), initial=0))[:-1])

    def fits(self, span: Span) -> bool:
        """Whether the span is a place in this source: its offsets and its line and column say the same."""
        if not 0 < span.line <= len(self.lines) or span.end <= span.start:
            return False
        whole = self.starts[-1] + len(self.lines[-1])
        return span.start == self.starts[span.line - 1] + span.column - 1 and span.end <= whole

    def end(self, span: Span) -> tuple[int, int]:
        """Line and column after the last character of a span that fits; a line feed belongs to its own line."""
        line = bisect_right(self.starts, span.end - 1)
        return line, span.end - self.starts[line - 1] + 1

    def text(self, span: Span) -> str:
        """What stands there."""
        last, _ = self.end(span)
        part = "".join(self.lines[span.line - 1 : last])
        return part[span.column - 1 : span.column - 1 + span.end - span.start]


@dataclass(frozen=True, slots=True)
class Region:
    """A place in a file: where it begins and, when the file could be read again, the column after its end."""

    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None


def in_body(name: str) -> bool:
    """Whether spans count in the decoded body of a message, so that they are no lines of the file."""
    return Path(name).suffix.lower() == ".eml"


def regions(checked: Checked, findings: tuple[Located, ...]) -> list[list[Region]]:
    """The places of each finding in the file, in the order of its evidence; none for a message."""
    if in_body(checked.name) or not any(span for each in findings for span in each.spans):
        return [[] for _ in findings]
    lines = Lines.of(checked)
    places = [[_region(span, lines) for span in each.spans if span] for each in findings]
    return [list(dict.fromkeys(filter(None, each))) for each in places]


def _region(span: Span, lines: Lines | None) -> Region | None:
    if lines and lines.fits(span):
        return Region(span.line, span.column, *lines.end(span))
    # a span that does not fit the file is a place in something else: a message by another suffix, a file that changed
    return Region(span.line, span.column) if lines is None or lines.returns else None


def named(name: str) -> str:
    """A name for people, safe to print."""
    return "standard input" if name == STANDARD_INPUT else safe(name)


def path(name: str) -> str:
    """The file as a forge names it: relative to the folder that the command runs in, with slashes.

    >>> path("./mails//welcome.html"), path("-")
    ('mails/welcome.html', 'standard input')
    """
    if name == STANDARD_INPUT:
        return "standard input"
    full = os.path.normpath(name)
    if Path(full).is_absolute() and Path(full).is_relative_to(Path.cwd()):
        full = str(Path(full).relative_to(Path.cwd()))
    return full.replace(os.sep, "/")


def uri(name: str) -> str:
    """The path percent-encoded byte by byte, as a relative reference; of a file elsewhere the whole file URI.

    >>> uri("mails/50% off: now.html")
    'mails/50%25%20off%3A%20now.html'
    """
    encoded = quote(_encoded(path(name)), safe="/")
    return f"file://{encoded}" if encoded.startswith("/") else encoded


def _encoded(name: str) -> bytes:
    try:
        return name.encode("utf-8", "surrogateescape")  # the bytes that the file system holds
    except UnicodeEncodeError:
        return charsets.clean(name).encode()
