"""Approved scores of the mails that tests make, one JSON file beside each test file, and what changed since."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from spamscore.report import Report

FOLDER = "__spamscore__"
_STEP = 0.1  # points are kept with one digit; machines differ far less than that
Entry = dict[str, Any]
Entries = dict[str, dict[str, Entry]]  # test name → name of the mail → what was approved


def file_of(test: Path) -> Path:
    """Where the approved scores of a test file are kept.

    >>> file_of(Path("tests/test_mails.py")).as_posix()
    'tests/__spamscore__/test_mails.json'
    """
    return test.parent / FOLDER / f"{test.stem}.json"


def entry(report: Report) -> Entry:
    """What is approved of a report: its verdict, its points and the rules that fired, and nothing of the mail."""
    rules = sorted({each.rule.id for each in report.findings})
    return {"verdict": report.verdict, "points": round(report.points, 1) + 0.0, "findings": rules}


def changes(approved: Entry, report: Report) -> list[str]:
    """A line for each thing that differs between what was approved and a report; [] when nothing does."""
    now = entry(report)
    lines = []
    if approved["verdict"] != now["verdict"]:
        lines.append(f"verdict: {approved['verdict']} → {now['verdict']}")
    if abs(approved["points"] - report.points) > _STEP:
        lines.append(f"points: {approved['points']:.1f} → {now['points']:.1f}")
    before, after = set(approved["findings"]), set(now["findings"])
    lines += [f"+ {rule}" for rule in sorted(after - before)]
    return lines + [f"- {rule}" for rule in sorted(before - after)]


def read(file: Path) -> Entries:
    """The approved scores in a file, {} when there is none; raises `ValueError` for a file that was damaged."""
    try:
        entries: Entries = json.loads(file.read_text("utf-8"))
        for each in [each for mails in entries.values() for each in mails.values()]:
            _ = (each["verdict"], each["points"] + 0.0, set(each["findings"]))  # as `changes` uses them
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        told = "take it from version control again, or delete it and approve anew"
        raise ValueError(f"{file} is damaged: {told}") from error
    return entries


def keep(test: Path, taken: dict[str, dict[str, Entry | None]], over: set[str], *, whole: bool) -> list[str]:
    """Keep the scores that a run took of one test file, and give a line that says what was done, or why it was not.

    ``taken`` has by test and mail the entry to keep, or None where the kept one stands; of tests in ``over`` the mails
    that the run did not see are dropped; ``whole`` says that it saw every test of the file, so that others are gone.
    """
    file = file_of(test)
    try:
        before = read(file)
        after = _merged(before, taken, over, whole=whole)
        if after == before:
            return []
        _write(file, after)
    except (OSError, ValueError) as error:
        return [str(error)]
    old, new = ({(name, mail) for name, mails in some.items() for mail in mails} for some in (before, after))
    changed = sum(before[name][mail] != after[name][mail] for name, mail in old & new)
    return [f"{file}: {len(new - old)} new, {changed} changed, {len(old - new)} dropped"]


def _merged(before: Entries, taken: dict[str, dict[str, Entry | None]], over: set[str], *, whole: bool) -> Entries:
    after = {name: dict(mails) for name, mails in before.items() if name in taken or not whole}
    for name, mails in taken.items():
        kept = after.setdefault(name, {})
        kept.update({mail: entry for mail, entry in mails.items() if entry})
        if name in over:
            after[name] = {mail: entry for mail, entry in kept.items() if mail in mails}
    return {name: mails for name, mails in after.items() if mails}


def _write(file: Path, entries: Entries) -> None:
    """In an order that does not depend on the run; a file without entries is removed."""
    if not entries:
        file.unlink()
        return
    file.parent.mkdir(exist_ok=True)
    # beside the file and then in its place: another process reads the old one or the new one, never half of one
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as new:
        json.dump(entries, new, indent=1, sort_keys=True, ensure_ascii=False)
        new.write("\n")
    Path(name).chmod(0o644)
    Path(name).replace(file)
