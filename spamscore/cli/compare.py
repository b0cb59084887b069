"""`spamscore compare`: what changed between two versions of a mail."""

import argparse

from spamscore.cli import sources
from spamscore.cli.check import context
from spamscore.cli.formats import json, text
from spamscore.cli.formats.terminal import Paint
from spamscore.cli.sources import UnreadableError


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison; it is advice, so it ends with 0 whichever is better."""
    import spamscore

    old, new = (sources.load(name, arguments.form) for name in (arguments.old, arguments.new))
    try:
        comparison = spamscore.compare(old, new, **context(arguments))
    except (OSError, TypeError, ValueError) as error:
        raise UnreadableError(f"cannot compare {arguments.old} with {arguments.new}: {error}") from error
    if arguments.format == "json":
        print(json.comparison(arguments.old, arguments.new, comparison))
    else:
        paint = Paint.on_terminal(plain=arguments.no_color)
        print(text.comparison(arguments.old, arguments.new, comparison, paint))
    return 0
