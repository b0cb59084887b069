"""Baseline: what was accepted once, so that later runs fail only on what is new or worse."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spamscore.cli.gate import Failure
from spamscore.cli.sources import UnreadableError
from spamscore.report import Located, Report

FILE = ".spamscore-baseline.json"
SCHEMA = 1
TOLERANCE = 0.1  # points that a mail may gain: words move a little with every edit
_MAX_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """What was accepted of one mail."""

    points: float
    findings: Mapping[str, frozenset[str]]  # hashes of the evidence by rule id


@dataclass(frozen=True)
class Baseline:
    """The records of a file, by paths from its folder."""

    file: Path
    records: Mapping[str, Record] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """The path of a mail as the file writes it."""
        return Path(os.path.relpath(name, self.file.parent)).as_posix()

    def relax(
        self, name: str, report: Report, failures: tuple[Failure, ...], left_out: frozenset[str] = frozenset()
    ) -> tuple[tuple[Failure, ...], tuple[str, ...]]:
        """The failures that are new or worse than what was accepted, and what else there is to say.

        ``left_out`` are ids of rules that did not judge: that they found nothing says nothing.
        """
        record = self.records.get(self.key(name))
        if record is None:
            return failures, ()
        new = [
            each.rule.id
            for each in report.findings
            if not hashes(each) <= record.findings.get(each.rule.id, frozenset())
        ]
        worse = report.points > record.points + TOLERANCE
        left = tuple(each for each in failures if (each.rule in new if each.rule else new or worse))
        notes = []
        if left:
            more = f"new: {', '.join(new)}" if new else "nothing new was found"
            notes.append(f"beyond the baseline: {record.points:.2f} points then, {report.points:.2f} now; {more}")
        elif failures:
            notes.append(f"accepted by the baseline: {record.points:.2f} points then, {report.points:.2f} now")
        if gone := sorted(set(record.findings) - {each.rule.id for each in report.findings} - left_out):
            notes.append(f"the baseline accepts what is no longer found: {', '.join(gone)}; record it again")
        return left, tuple(notes)

    def gone(self) -> tuple[str, ...]:
        """A sentence about the mails in the file that are no longer there."""
        lost = [key for key in self.records if not (self.file.parent / key).exists()]
        if not lost:
            return ()
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        return (f"{self.file} accepts what is no longer there: {lost[0]}{more}; record it again",)


def hashes(found: Located) -> frozenset[str]:
    """The evidence of a finding, each piece as the start of its SHA-256: nothing of the mail can be read from it."""
    return frozenset(
        hashlib.sha256(" ".join(piece.quote.split()).encode("utf-8", "backslashreplace")).hexdigest()[:16]
        for piece in found.evidence
    )


def read(name: str) -> Baseline:
    """The baseline in a file.

    Raises:
        UnreadableError: it cannot be read, or is no baseline.
    """
    path = Path(name)
    wrong = f"{name} is no baseline of spamscore: record one with `spamscore baseline PATH --output {name}`"
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(_MAX_BYTES))
    except OSError as error:
        hint = (
            f"; `spamscore baseline PATH --output {name}` records one" if isinstance(error, FileNotFoundError) else ""
        )
        raise UnreadableError(f"cannot read {name}: {error.strerror or error}{hint}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{wrong} ({error})"[:400]) from error
    try:
        if data["tool"] != "spamscore" or data["schema"] != SCHEMA:
            raise UnreadableError(wrong)
        return Baseline(path, {str(key): _record(value) for key, value in data["files"].items()})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableError(wrong) from error


def _record(value: Mapping[str, Any]) -> Record:
    findings = {str(rule): frozenset(map(str, found)) for rule, found in value["findings"].items()}
    return Record(float(value["points"]), findings)


def written(reports: Mapping[str, Report]) -> str:
    """The text of a baseline: sorted, one finding a line, so that its changes read well."""
    files = {
        key: {
            "points": round(report.points, 2),
            "findings": {each.rule.id: sorted(hashes(each)) for each in report.findings},
        }
        for key, report in reports.items()
    }
    model = next((report.model for report in reports.values()), "")
    whole = {"tool": "spamscore", "schema": SCHEMA, "model": model, "files": files}
    return json.dumps(whole, indent=1, sort_keys=True)
