"""`spamscore diff REV`: what changed in the templates since a git revision, mail by mail."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spamscore.cli import config, output, parallel, revisions, settings, show, sources
from spamscore.cli.checked import Change, Checked
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.cli.revisions import Revision
from spamscore.cli.settings import Settings
from spamscore.cli.sources import Input

FORMATS = ("text", "json", "github")
Pair = tuple[Input | None, Input | None]  # a mail at the revision, and now


def run(arguments: argparse.Namespace) -> int:
    """Print what changed; it is advice, so it ends with 0 whichever is better, and 2 when a mail could not be read."""
    given = settings.read(arguments)
    write = show.changes(settings.chosen_format(arguments, FORMATS))
    names = arguments.files or ["."]
    there = revisions.since(arguments.revision, revisions.home(names[0]))
    paint = Paint.on_terminal(plain=arguments.no_color or arguments.output is not None)
    with output.opened(arguments.output) as stream, tempfile.TemporaryDirectory(prefix="spamscore-") as folder:
        pairs = _pairs(names, there, given, Path(folder))
        changes, unread = _judged(pairs, given, arguments.jobs or 1)
        for piece in write(changes, paint):
            print(piece, file=stream)
    return 2 if unread else 0


def _pairs(names: Sequence[str], there: Revision, given: Settings, folder: Path) -> list[Pair]:
    """Every mail that a changed file belongs to, as it was and as it is."""
    lost = {path: _shown(there, path, names) for path in sorted(there.gone)}
    gone = {path: shown for path, shown in lost.items() if _named(shown, names)}
    new = [each for each in sources.expand(names, given.excludes) if not (each.error and gone) and _there(each, gone)]
    touched = {*there.changed, *there.renamed.values(), *gone}
    near = None if given.values is not None else {os.path.dirname(path) or "." for path in touched}  # noqa: PTH120 - git's path
    exported = revisions.exported(there, folder, near)
    old = {}
    for group in sources.groups(str(folder / path) for path in exported):
        paths = [Path(file).relative_to(folder).as_posix() for file in group]
        if touched & set(paths):
            old[paths[0]] = group[0]
    root = str(folder / (there.path(".") or ""))  # as the current folder was
    pairs: list[Pair] = []
    for each in new:
        path = there.path(each.path) or ""
        before = old.pop(there.renamed.get(path, path), None)
        if before or there.touched(each):
            pairs.append((Input(each.name, before, root=root) if before else None, each))
    left = {shown: old[path] for path, shown in gone.items() if path in old and not given.excludes(shown)}
    return pairs + [(Input(shown, file, root=root), None) for shown, file in left.items()]


def _there(given: Input, gone: Iterable[str]) -> bool:
    # a file that git saw go is no mistake of whoever names it
    return Path(given.path).exists() or not any(Path(given.path).name == Path(path).name for path in gone)


def _shown(there: Revision, path: str, names: Sequence[str]) -> str:
    """A file that is gone, as the names would have shown it: from the current folder on, or from the root."""
    file = there.top / path
    here = Path(os.path.realpath(Path.cwd()))
    near = file.is_relative_to(here) and not all(Path(name).is_absolute() for name in names)
    return str(file.relative_to(here)) if near else str(file)


def _named(shown: str, names: Iterable[str]) -> bool:
    """Whether a file that is gone was meant by one of the names."""
    real = os.path.realpath(shown)
    below = (os.path.realpath(name) for name in names)
    return any(real == each or real.startswith(each.rstrip(os.sep) + os.sep) for each in below) or any(
        config.matches(shown, (name if "/" in name else f"./{name}",)) for name in names
    )


def _judged(pairs: Sequence[Pair], given: Settings, jobs: int) -> tuple[list[Change], int]:
    """The pairs as changes, and how many could not be read; why is said on standard error."""
    inputs = [each for pair in pairs for each in pair if each is not None]
    results = parallel.run(inputs, given, jobs)
    changes, unread = [], 0
    for old, new in pairs:
        before, after = _next(old, results), _next(new, results)
        wrong = [each for each in (before, after) if each is not None and each.report is None]
        for each in wrong:
            print(f"spamscore: {safe(each.error)}", file=sys.stderr)
        unread += bool(wrong)
        if not wrong:
            name = new.name if new else old.name if old else ""
            changes.append(Change(name, before.report if before else None, after.report if after else None))
    return changes, unread


def _next(given: Input | None, results: Iterator[Checked]) -> Checked | None:
    return next(results) if given else None
