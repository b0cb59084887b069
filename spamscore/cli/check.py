"""`spamscore check`: score mails, say what to change, fail when asked to."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from spamscore.cli import output, parallel, progress, settings, show, sources
from spamscore.cli.checked import Checked
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.cli.settings import Settings
from spamscore.cli.sources import Input, UnreadableError

if TYPE_CHECKING:  # most runs have no baseline
    from spamscore.cli.baseline import Baseline


@dataclass
class Tally:
    """How many mails came by, and how they fared."""

    read: int = 0
    failed: int = 0
    unreadable: int = 0

    @property
    def status(self) -> int:
        """The number that the command ends with."""
        return 2 if self.unreadable else int(self.failed > 0)

    def watch(self, results: Iterable[Checked]) -> Iterator[Checked]:
        """The results as they are, counted; what cannot be read is said on standard error at once."""
        for each in results:
            self.failed += each.failed
            self.read += each.report is not None
            self.unreadable += each.report is None
            if each.report is None:
                print(f"spamscore: {safe(each.error)}", file=sys.stderr)
            yield each


def run(arguments: argparse.Namespace) -> int:
    """Report on every mail named, in order; 2 when one could not be read, else 1 when one failed, else 0."""
    given = settings.read(arguments)
    lines = show.results(settings.chosen_format(arguments))
    accepted = _accepted(arguments.baseline)
    inputs = chosen(arguments, given)
    if not inputs and not arguments.quiet:
        print("spamscore: nothing to check: no template changed, or all are excluded", file=sys.stderr)
    paint = Paint.on_terminal(plain=arguments.no_color or arguments.output is not None)
    tally = Tally()
    with output.opened(arguments.output) as stream:
        quiet = arguments.quiet or (stream is sys.stdout and stream.isatty())
        results = progress.shown(parallel.run(inputs, given, arguments.jobs or 1), len(inputs), quiet=quiet)
        results = tally.watch(judged(results, given, accepted))
        if arguments.quiet and settings.chosen_format(arguments) == "text":
            results = (each for each in results if each.failed)
        for piece in lines(results, paint):
            print(piece, file=stream)
    if accepted and not arguments.quiet:
        for note in accepted.gone():
            print(f"spamscore: {safe(note)}", file=sys.stderr)
    return tally.status


def _accepted(file: str | None) -> "Baseline | None":
    if not file:
        return None
    from spamscore.cli import baseline

    return baseline.read(file)


def chosen(arguments: argparse.Namespace, given: Settings) -> list[Input]:
    """The mails that a command is about.

    Raises:
        UnreadableError: none is named, or a twin for several.
    """
    names = arguments.files
    revision = getattr(arguments, "diff", None)
    if not names and revision is None:
        raise UnreadableError("a PATH is required: a file, a folder, a pattern, or - for standard input")
    if revision is None:
        inputs = sources.expand(names, given.excludes)
    else:
        from spamscore.cli import revisions

        names = names or ["."]
        there = revisions.since(revision, revisions.home(names[0]))  # before a long walk through folders
        inputs = revisions.changed(sources.expand(names, given.excludes), there)
    if target := getattr(arguments, "output", None):
        inputs = _besides(target, inputs, given, names)
    if arguments.text and len(inputs) > 1:
        raise UnreadableError("--text is the twin of one mail: name one PATH with it")
    return inputs


def _besides(target: str, inputs: list[Input], given: Settings, names: Iterable[str]) -> list[Input]:
    """The inputs without the report of an earlier run, which a folder may hold; a mail that is named stays whole."""
    place = given.local(target)
    if place in map(given.local, names) and not Path(target).is_dir():
        raise UnreadableError(f"{target} is both a mail to check and the output: it would be lost")
    return [each for each in inputs if given.local(each.path) != place]


def judged(results: Iterable[Checked], given: Settings, accepted: "Baseline | None") -> Iterator[Checked]:
    """The results put before the gate, and before the baseline where there is one."""
    for each in results:
        if each.report is None:
            yield each
            continue
        terms = given.of(each.name)
        failures = terms.gate.failures(each.report)
        notes = each.notes
        if accepted:
            failures, more = accepted.relax(each.name, each.report, failures, terms.left_out)
            notes += more
        yield replace(each, failures=tuple(failure.words for failure in failures), notes=notes)
