"""``python -m spamscore.training``: from labelled mail to a model folder (fit), and the tables of its card (evaluate).

``evaluate`` measures alone; ``fit`` with ``--card`` does both: the same mails, the same folds, one run.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from spamscore.training import card, corpora, duplicates, protocol
from spamscore.training.corpora import Sample
from spamscore.training.evaluate import blend_both, row_weights
from spamscore.training.export import assemble, export
from spamscore.training.fit import Settings, fit
from spamscore.training.protocol import Study

LEAST = 10  # different mails of a label: of fewer nothing can be learned, nor left out


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m spamscore.training", description=__doc__)
    parser.add_argument("command", nargs="?", choices=("fit", "evaluate"), default="fit", help="default: fit")
    parser.add_argument("--corpora", type=Path, help="folder with index.jsonl and an archive a corpus")
    parser.add_argument(
        "--ham", type=Path, nargs="*", default=[], help="your honest mail: folders, Maildirs, mbox files"
    )
    parser.add_argument("--spam", type=Path, nargs="*", default=[], help="your spam: folders, Maildirs, mbox files")
    parser.add_argument(
        "--table", type=Path, nargs="*", default=[], help="CSV or JSONL: label and html, text or message"
    )
    parser.add_argument("--out", type=Path, help="fit: the model's folder")
    parser.add_argument("--name", help="the model's name in reports (default: the folder's)")
    parser.add_argument(
        "--card",
        type=Path,
        help="Markdown file whose part between the table marks is written anew, and beside which evaluation.json is put",
    )
    parser.add_argument("--notebook", type=Path, help="evaluate: a notebook that is executed on these figures")
    parser.add_argument("--cache", type=Path, help="folder that keeps the measured mails between runs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args(argv)
    if arguments.command == "fit" and arguments.out is None:
        parser.error("fit needs --out: the model's folder")
    if arguments.notebook and not arguments.card:
        parser.error("--notebook needs --card: it looks at the figures that are put beside the card")
    return arguments


def main(argv: list[str] | None = None) -> int:
    """Train, evaluate on sources not seen, export; the exit code."""
    arguments = _arguments(argv)
    try:
        samples = _samples(arguments)
        firsts = duplicates.copies(samples, jobs=arguments.jobs, cache=arguments.cache)
        _enough(duplicates.grouped(samples, firsts))
    except (OSError, ValueError) as error:
        print(f"spamscore.training: {error}", file=sys.stderr)
        return 2
    study = protocol.prepare(
        samples, firsts, Settings(), seed=arguments.seed, jobs=arguments.jobs, cache=arguments.cache
    )
    if arguments.out:
        _export(arguments, study)
    if arguments.command == "evaluate" or arguments.card:
        _evaluate(arguments, study)
    else:
        print(protocol.short(study).markdown())
    return 0


def _evaluate(arguments: argparse.Namespace, study: Study) -> None:
    """Measure all of the protocol; write what was asked for."""
    found = protocol.sections(study)
    tables = protocol.markdown(found)
    if arguments.card:
        figures = arguments.card.with_name("evaluation.json")
        card.write(arguments.card, tables)
        protocol.write(figures, found)
        if arguments.notebook:
            protocol.execute(arguments.notebook, figures)
    print(tables)


def _samples(arguments: argparse.Namespace) -> list[Sample]:
    samples = corpora.read_corpora(arguments.corpora) if arguments.corpora else []
    own = corpora.read_own(arguments.ham, arguments.spam)
    for path in arguments.table:
        own += corpora.read_table(path)
    return samples + own


def _enough(samples: Sequence[Sample]) -> None:
    for label, groups in (
        ("ham", {each.group for each in samples if not each.spam}),
        ("spam", {each.group for each in samples if each.spam}),
    ):
        if len(groups) < LEAST:
            raise ValueError(
                f"training needs ham and spam, at least {LEAST} different mails of each, and got {len(groups)} of {label}: "
                "give --corpora, or --ham and --spam, or --table"
            )


def _export(arguments: argparse.Namespace, study: Study) -> None:
    """Fit on everything and write the folder."""
    table, judged, settings = study.table, study.judged, study.settings
    fitted = fit(table, np.arange(len(table.form)), row_weights(table, settings), settings)
    blend = blend_both(judged.whole, judged.bare, judged.spam, judged.weight)
    model = assemble(
        arguments.name or arguments.out.name, fitted, blend, settings, threshold=judged.threshold, review=judged.review,
        card=card.facts(table, judged, seed=arguments.seed),
    )  # fmt: skip
    export(arguments.out, model)


if __name__ == "__main__":
    sys.exit(main())
