"""Approved scores in files: one JSON file beside each test file, in the folder __spamscore__."""

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from spamscore.integrations.snapshots import Entry

FOLDER = "__spamscore__"
Entries = dict[str, dict[str, Entry]]  # test name → name of the mail → what was approved


def file_of(test: Path) -> Path:
    """Where the approved scores of a test file are kept.

    >>> file_of(Path("tests/test_mails.py")).as_posix()
    'tests/__spamscore__/test_mails.json'
    """
    return test.parent / FOLDER / f"{test.stem}.json"


def shown(file: Path) -> Path:
    """The file as a person names it: from where the tests were started."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


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
        raise ValueError(f"{shown(file)} is damaged: {told}") from error
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
    return [f"{shown(file)}: {len(new - old)} new, {changed} changed, {len(old - new)} dropped"]


def drop_forsaken(tests: Iterable[Path]) -> list[str]:
    """Remove, beside these test files, the scores of test files that are no more; a line for each."""
    files = sorted({file for test in tests for file in (test.parent / FOLDER).glob("*.json")})
    forsaken = [file for file in files if not (file.parent.parent / f"{file.stem}.py").exists()]
    for file in forsaken:
        file.unlink()
    return [f"{shown(file)}: removed, its test file is gone" for file in forsaken]


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
