"""`spamscore baseline`: accept what is found now."""

import argparse
import sys
from pathlib import Path

from spamscore.cli import baseline, check, output, parallel, progress, settings
from spamscore.cli.formats.numbers import count


def run(arguments: argparse.Namespace) -> int:
    """Record what is found now as accepted; 2 when a mail could not be read, else 0."""
    given = settings.read(arguments)
    arguments.files = arguments.files or ["."]
    target = arguments.output or arguments.baseline or baseline.FILE
    place = baseline.Baseline(Path(target))
    tally = check.Tally()
    with output.opened(target) as stream:
        inputs = check.chosen(arguments, given)
        results = progress.shown(parallel.run(inputs, given, arguments.jobs or 1), len(inputs), quiet=arguments.quiet)
        reports = {place.key(each.name): each.report for each in tally.watch(results) if each.report is not None}
        print(baseline.written(reports), file=stream)
    findings = sum(len(report.findings) for report in reports.values())
    if not arguments.quiet:
        print(f"{target}: {count(findings, 'finding')} in {count(tally.read, 'mail')} accepted", file=sys.stderr)
    return tally.status
