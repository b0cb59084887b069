"""``python -m spamscore.training``: from labelled mail to a model folder, and the tables of its card."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from spamscore.mail import read
from spamscore.training import card, corpora, duplicates
from spamscore.training.corpora import Sample
from spamscore.training.evaluate import Unseen, blend_both, row_weights, unseen
from spamscore.training.export import assemble, export
from spamscore.training.fit import Settings, fit
from spamscore.training.table import Table, measured

LEAST = 10  # different mails of a label: of fewer nothing can be learned, nor left out


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m spamscore.training", description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder with index.jsonl and an archive a corpus")
    parser.add_argument(
        "--ham", type=Path, nargs="*", default=[], help="your honest mail: folders, Maildirs, mbox files"
    )
    parser.add_argument("--spam", type=Path, nargs="*", default=[], help="your spam: folders, Maildirs, mbox files")
    parser.add_argument(
        "--table", type=Path, nargs="*", default=[], help="CSV or JSONL: label and html, text or message"
    )
    parser.add_argument("--out", type=Path, required=True, help="the model's folder")
    parser.add_argument("--name", help="the model's name in reports (default: the folder's)")
    parser.add_argument("--card", type=Path, help="Markdown file whose part between the table marks is written anew")
    parser.add_argument("--cache", type=Path, help="folder that keeps the measured mails between runs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Train, evaluate on sources not seen, export; the exit code."""
    arguments = _arguments(argv)
    try:
        samples = _samples(arguments)
    except (OSError, ValueError) as error:
        print(f"spamscore.training: {error}", file=sys.stderr)
        return 2
    settings = Settings()
    table = measured(samples, seed=arguments.seed, jobs=arguments.jobs, cache=arguments.cache)
    judged = unseen(table, settings, jobs=arguments.jobs)
    _export(arguments, table, judged, settings)
    tables = card.tables(table, judged)
    if arguments.card:
        card.write(arguments.card, tables)
    print(tables)
    return 0


def _samples(arguments: argparse.Namespace) -> list[Sample]:
    samples = corpora.read_corpora(arguments.corpora) if arguments.corpora else []
    own = corpora.read_own(arguments.ham, arguments.spam)
    for path in arguments.table:
        own += corpora.read_table(path)
    if own:
        firsts = duplicates.groups([read(sample.content).text for sample in own])
        samples += [replace(sample, group=own[first].group) for sample, first in zip(own, firsts, strict=True)]
    for label, groups in (
        ("ham", {each.group for each in samples if not each.spam}),
        ("spam", {each.group for each in samples if each.spam}),
    ):
        if len(groups) < LEAST:
            raise ValueError(
                f"training needs ham and spam, at least {LEAST} different mails of each, and got {len(groups)} of {label}: "
                "give --corpora, or --ham and --spam, or --table"
            )
    return samples


def _export(arguments: argparse.Namespace, table: Table, judged: Unseen, settings: Settings) -> None:
    """Fit on everything and write the folder."""
    fitted = fit(table, np.arange(len(table.form)), row_weights(table, settings), settings)
    blend = blend_both(judged.whole, judged.bare, judged.spam, judged.weight)
    model = assemble(
        arguments.name or arguments.out.name, fitted, blend, settings, threshold=judged.threshold, review=judged.review,
        card=card.facts(table, judged, seed=arguments.seed),
    )  # fmt: skip
    export(arguments.out, model)


if __name__ == "__main__":
    sys.exit(main())
