"""`spamscore compare`: what changed between two versions of a mail."""

import argparse

from spamscore.cli import parallel, settings, show
from spamscore.cli.checked import Change
from spamscore.cli.formats.terminal import Paint
from spamscore.cli.sources import Input, UnreadableError


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison; it is advice, so it ends with 0 whichever is better."""
    arguments.no_config = True  # two files of anywhere: what a repository says of its paths does not fit both
    given = settings.read(arguments)
    old, new = parallel.run([Input(name, name) for name in (arguments.old, arguments.new)], given)
    for each in (old, new):
        if each.report is None:
            raise UnreadableError(each.error)
    write = show.changes(arguments.format)
    paint = Paint.on_terminal(plain=arguments.no_color)
    for piece in write([Change(f"{old.name} → {new.name}", old.report, new.report)], paint):
        print(piece)
    return 0
