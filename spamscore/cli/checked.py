"""Checked and Change: what the commands found out about one mail they were given, for every format to show."""

from dataclasses import dataclass

from spamscore.report import Report


@dataclass(frozen=True, slots=True)
class Checked:
    """One name on the command line with its report, or with the sentence that says why there is none."""

    name: str  # as the user wrote it or as the folder listing gave it; "-" is standard input
    report: Report | None
    error: str = ""  # one sentence when it could not be read
    failures: tuple[str, ...] = ()  # why the gate stops it, in words; empty when it passes
    notes: tuple[str, ...] = ()  # said besides, one sentence each: an ignore that ignores nothing, a stale baseline …
    ignored: int = 0  # findings that comments in the file take out; their points are not in the report
    source: str | None = None  # what spans point into, where it cannot be read again by its name as the command read it

    @property
    def failed(self) -> bool:
        """Whether the gate stops this mail."""
        return bool(self.failures)


@dataclass(frozen=True, slots=True)
class Change:
    """One mail before and after: a file at a revision and now, or the two that were named."""

    name: str
    old: Report | None  # None: it is new
    new: Report | None  # None: it is gone
