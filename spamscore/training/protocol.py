"""The protocol: everything that is measured of a model, in order, as sections of the card and as one file of figures."""

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spamscore.training import aims, breakdown, card, copies, duplicates, later, leftout, probe
from spamscore.training.corpora import Sample
from spamscore.training.evaluate import Unseen, unseen
from spamscore.training.fit import Settings
from spamscore.training.leftout import Verdicts
from spamscore.training.section import Section, figure
from spamscore.training.table import Table, measured


@dataclass(frozen=True, slots=True)
class Study:
    """The mails, measured, and what models that saw no mail of their groups say of them."""

    samples: Sequence[Sample]  # their groups joined by near copies
    named: Sequence[str]  # the groups that the corpora name
    firsts: Sequence[int]  # for each the first of its near copies
    table: Table
    judged: Unseen
    settings: Settings
    jobs: int = 1
    seed: int = 0


def prepare(
    samples: Sequence[Sample], firsts: Sequence[int], settings: Settings, *, seed: int = 0, jobs: int = 1,
    cache: Path | None = None,
) -> Study:  # fmt: skip
    """Join near copies to groups, measure, and judge fold by fold: what training and evaluation begin with.

    Args:
        samples: labelled mails.
        firsts: for each the first of its near copies, as `duplicates.copies` gives them.
        settings: of the fit.
        seed: of the counterfactual forms and of the controls.
        jobs: processes.
        cache: folder that keeps the measured mails between runs.
    """
    joined = duplicates.grouped(samples, firsts)
    said("measuring")
    table = duplicates.regrouped(measured(joined, seed=seed, jobs=jobs, cache=cache), joined)
    said("folds")
    judged = unseen(table, settings, jobs=jobs)
    return Study(joined, [each.group for each in samples], firsts, table, judged, settings, jobs, seed)


def short(study: Study) -> Section:
    """The figures over all modern mail alone."""
    return breakdown.by_corpus(study.table, leftout.verdicts(study.judged), {}, None)


def sections(study: Study) -> list[Section]:
    """All tables of the card, and what only the notebook reads."""
    table, judged, settings, jobs = study.table, study.judged, study.settings, study.jobs
    folded, tasks = leftout.without_corpus(table, judged)
    parts, ways = leftout.without_sender(table), copies.tasks(table, seed=study.seed)
    said(f"left out: {len(tasks)} corpora, {len(parts)} parts of a mailbox, {len(ways)} controls")
    every = [*tasks.values(), *parts.values(), *ways.values()]
    found = leftout.judge(table, settings, judged, every, jobs=jobs)
    corpora = dict(sorted((folded | dict(zip(tasks, found, strict=False))).items()))
    senders = leftout.together(found[len(tasks) : len(tasks) + len(parts)]) if parts else None
    controls = dict(zip(ways, found[len(tasks) + len(parts) :], strict=True))
    years = {}
    for year in later.YEARS:
        if later.enough(table, year):
            said(f"later: {year}")
            years[year] = later.judge_later(table, settings, year, jobs=jobs)
    said("tables")
    known = aims.Evidence(table, judged, corpora, senders, years)
    return [aims.aims(known), *_tables(study, known, controls), *_probe(study), _mass_check(study)]


def _tables(study: Study, known: aims.Evidence, controls: dict[tuple[str, str], Verdicts]) -> list[Section]:
    table, found = known.table, leftout.verdicts(known.judged)
    tables = [breakdown.by_corpus(table, found, known.corpora, known.senders)]
    if known.later:
        tables.append(later.section(table, known.later))
    tables += [breakdown.by_column(table, found, "kind"), breakdown.by_column(table, found, "language")]
    tables += [
        breakdown.by_source(table, found),
        breakdown.calibration(table, found),
        breakdown.reliability(table, found),
    ]
    tables.append(copies.count(table, study.firsts, study.named))
    return [*tables, copies.control(table, known.judged, controls)] if controls else tables


def _probe(study: Study) -> list[Section]:
    said("corpus probe")
    rows, telling = [], []
    for each in probe.probe(study.table, study.samples, jobs=study.jobs):
        accuracy = figure(probe.balanced_accuracy, each.said, each.corpus, each.group)
        rows.append((each.label, each.inputs, each.masking, len(each.corpora), len(each.said), accuracy, each.chance))
        if each.masking == probe.AFTER and each.telling:
            telling.append(f"{each.label}: {', '.join(f'`{name}`' for name in each.telling)}")
    if not rows:
        return []
    note = (
        f"How well a logistic regression on the model's inputs names the corpus of a mail, at most {probe.LIMIT} mails a "
        f"corpus and label, groups never split; balanced accuracy. Numbers that tell most: {'; '.join(telling)}."
    )
    head = ("label", "inputs", "masking", "corpora", "n", "balanced accuracy", "chance")
    return [Section("probe", "Corpus probe", note, head, rows)]


def _mass_check(study: Study) -> Section:
    return Section("rules", "Rules: hits on modern mail (mass-check)", *card.mass_check(study.table, study.judged))


def markdown(found: Sequence[Section]) -> str:
    """The sections that the card shows."""
    return "\n".join(section.markdown() for section in found if section.shown)


def write(path: Path, found: Sequence[Section]) -> None:
    """All figures as JSON, for whoever wants to look at them; no mail, no address."""
    data = {section.name: section.data() for section in found}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def execute(notebook: Path, figures: Path) -> None:
    """Run a notebook on a file of figures, in the notebook's folder, and keep its outputs.

    Raises:
        RuntimeError: nbclient is not installed.
    """
    try:
        import nbclient
        import nbformat
    except ImportError as error:
        raise RuntimeError("--notebook needs nbclient and nbformat: pip install 'spamscore[dev]'") from error
    said(f"notebook {notebook}")
    found = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]  # nbformat has few types
    client = nbclient.NotebookClient(found, timeout=300, resources={"metadata": {"path": str(notebook.parent)}})
    client.execute(env={**os.environ, "SPAMSCORE_EVALUATION": str(figures.resolve())})
    for cell in found.cells:
        cell.metadata = {}  # without the times of this run
    nbformat.write(found, notebook)  # type: ignore[no-untyped-call]  # nbformat has few types


def said(what: str) -> None:
    """Tell on standard error what is being done, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr)
