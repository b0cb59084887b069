"""`python -m benchmarks.attacks`: what each attack costs the recall, and honest changes the honest, on mail not seen.

Every mail is judged by the model of `training.evaluate.unseen` that never saw its source, at that model's own threshold.
The bare body is attacked, once by each attack, with a generator seeded by the mail: the same model gives the same tables.
"""

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np

from spamscore.mail import read
from spamscore.model import Model
from spamscore.report import THRESHOLD_POINTS
from spamscore.rules import RULES
from spamscore.scoring import check, weigh
from spamscore.training import card, corpora, duplicates, metrics, protocol
from spamscore.training.attacks import ATTACKS, Attack
from spamscore.training.changes import CHANGES
from spamscore.training.evaluate import Unseen, ordinary_ham
from spamscore.training.fit import Settings
from spamscore.training.greedy import everything, greedy
from spamscore.training.redact import redact
from spamscore.training.table import Array, Table

COMMAND = "python -m benchmarks.attacks"
_PICTURE = "image-only"  # takes the words away: such mail is answered `unsure`, and counted by itself
_INFORMED = ("greedy", "reworded + all-of-honesty + greedy")  # need the model
_CHUNK = 25


@dataclass(frozen=True, slots=True)
class Case:
    """One body to attack."""

    id: str
    group: str
    fold: str  # the model that judges it saw no mail of this fold
    spam: bool
    body: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one body: points before and after each change, which of them changed it, and a picture's verdict."""

    before: float
    after: tuple[float, ...]
    changed: tuple[bool, ...]
    picture: str = ""


def main(argv: list[str] | None = None) -> None:
    """Judge, attack, print and, where asked, write the section into the card."""
    parser = argparse.ArgumentParser(COMMAND, description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with index.jsonl and an archive a corpus")
    parser.add_argument("--mails", type=int, default=1000, help="of modern spam, classic spam and ham each")
    parser.add_argument("--card", type=Path, help="Markdown file whose part between the marks of attacks is rewritten")
    parser.add_argument("--cache", type=Path, help="folder that keeps the measured mails between runs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args(argv)
    samples = corpora.read_corpora(given.corpora)
    firsts = duplicates.copies(samples, jobs=given.jobs, cache=given.cache)
    study = protocol.prepare(samples, firsts, Settings(), jobs=given.jobs, cache=given.cache)
    table, judged = study.table, study.judged
    contents = {sample.id: sample.content for sample in samples}
    tables = report(drawn(table, judged, contents, given.mails, given.seed), judged, given.jobs)
    if given.card:
        card.write(given.card, tables, between=card.marks("attacks", COMMAND))
    print(tables)


def drawn(
    table: Table, judged: Unseen, contents: dict[str, str | bytes], count: int, seed: int
) -> dict[str, list[Case]]:
    """At most ``count`` mails each of modern spam, classic spam and ordinary ham, drawn by the seed; their bare bodies."""
    classic = table.column("classic")[judged.rows]
    kinds = {
        "modern spam": judged.spam & ~classic, "classic spam": judged.spam & classic, "ham": ordinary_ham(table, judged.rows),
    }  # fmt: skip
    found = {}
    for name, chosen in kinds.items():
        places = np.flatnonzero(chosen).tolist()
        random.Random(f"{seed}/{name}").shuffle(places)
        every = (_case(table, judged, contents, place) for place in places)
        found[name] = [case for case, _ in zip(filter(_has_words, every), range(count), strict=False)]
    return found


def _case(table: Table, judged: Unseen, contents: dict[str, str | bytes], place: int) -> Case:
    sample = table.samples[judged.rows[place]]
    mail = read(contents[sample.id])
    body = redact((mail.html if mail.html is not None else mail.plain) or "")
    return Case(sample.id, sample.group, str(judged.fold[place]), sample.spam, body)


def _has_words(case: Case) -> bool:
    return bool(case.body.strip())


def report(cases: dict[str, list[Case]], judged: Unseen, jobs: int) -> str:
    """All tables as Markdown."""
    parts = [
        (
            "Recall and FPR at the threshold of the model that never saw the mail's source (points 5.0), bare bodies; lost and "
            "more in percentage points, in brackets 95 % intervals, senders and campaigns drawn as a whole; the shift is the "
            "mean change of points. The attacks' wordings are not those that training uses. *any of these*: for each mail the "
            "attack that lowers its points most.\n"
        )
    ]
    for name in ("modern spam", "classic spam"):
        if cases[name]:
            parts += [f"### Attacks on {name}\n", _attacked(cases[name], trials(cases[name], judged, jobs))]
    if cases["ham"]:
        parts += ["### Changes that honest mail may have\n", _changed(cases["ham"], trials(cases["ham"], judged, jobs))]
    return "\n".join(parts)


def trials(cases: Sequence[Case], judged: Unseen, jobs: int) -> list[Trial]:
    """Each case before and after every attack (spam) or change (ham), in order."""
    order = sorted(range(len(cases)), key=lambda place: cases[place].fold)
    chunks = list(_chunks([cases[place] for place in order]))
    found = joblib.Parallel(n_jobs=jobs)(
        joblib.delayed(_try_all)(chunk, judged.models[chunk[0].fold]) for chunk in chunks
    )
    by_place = dict(zip(order, (trial for some in found for trial in some), strict=True))
    return [by_place[place] for place in range(len(cases))]


def _chunks(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """Runs of cases of one fold, so that a model travels to a worker once for many."""
    chunk: list[Case] = []
    for case in cases:
        if chunk and (len(chunk) == _CHUNK or case.fold != chunk[0].fold):
            yield chunk
            chunk = []
        chunk.append(case)
    if chunk:
        yield chunk


def _try_all(cases: Sequence[Case], model: Model) -> list[Trial]:
    attacks = (*ATTACKS, Attack(_INFORMED[0], greedy(model)), Attack(_INFORMED[1], everything(model)))
    return [_trial(case, attacks if case.spam else CHANGES, model) for case in cases]


def _trial(case: Case, changes: Iterable[Attack], model: Model) -> Trial:
    before, after, changed, picture = _points(case.body, model), [], [], ""
    for each in changes:
        body = each.change(case.body, random.Random(f"{each.name}/{case.id}"))
        after.append(_points(body, model) if body != case.body else before)
        changed.append(body != case.body)
        if each.name == _PICTURE:
            picture = check(body, model=model).verdict
    return Trial(before, tuple(after), tuple(changed), picture)


def _points(body: str, model: Model) -> float:
    return weigh(read(body), RULES, model).points


def _attacked(cases: Sequence[Case], found: Sequence[Trial]) -> str:
    names = [*(each.name for each in ATTACKS), *_INFORMED]
    before = np.array([trial.before for trial in found])
    after = np.array([trial.after for trial in found])
    changed = np.array([trial.changed for trial in found])
    groups = np.array([case.group for case in cases])
    kept = [place for place, name in enumerate(names) if name != _PICTURE]
    rows = [_row(names[place], before, after[:, place], changed[:, place], groups) for place in kept]
    worst = np.minimum(before, after[:, kept].min(axis=1))
    rows.append(_row("*any of these*", before, worst, worst < before, groups))
    verdicts = [trial.picture for trial in found]
    shares = ", ".join(
        f"{100 * verdicts.count(verdict) / len(verdicts):.1f} % `{verdict}`" for verdict in sorted(set(verdicts))
    )
    head = ("attack", "changed %", "recall before", "recall after", "points lost", "shift")
    return (
        f"{len(cases)} mails of {len(set(groups))} groups.\n\n{card.markdown(head, rows)}\n"
        f"`{_PICTURE}` (all words turned into one linked picture) is answered with {shares}.\n"
    )


def _changed(cases: Sequence[Case], found: Sequence[Trial]) -> str:
    before = np.array([trial.before for trial in found])
    after = np.array([trial.after for trial in found])
    changed = np.array([trial.changed for trial in found])
    groups = np.array([case.group for case in cases])
    rows = [
        _row(each.name, before, after[:, place], changed[:, place], groups, sign=-1)
        for place, each in enumerate(CHANGES)
    ]
    head = ("change", "changed %", "FPR before", "FPR after", "points more", "shift")
    return f"{len(cases)} mails of {len(set(groups))} groups.\n\n{card.markdown(head, rows)}"


def _row(name: str, before: Array, after: Array, changed: Array, groups: Array, *, sign: int = 1) -> tuple[str, ...]:
    flagged, still = before >= THRESHOLD_POINTS, after >= THRESHOLD_POINTS
    lost = 100.0 * sign * (flagged.astype(float) - still)
    low, high = metrics.interval(lambda values, _: float(values.mean()), lost, flagged, groups)
    mean, low, high = (round(value, 1) + 0.0 for value in (float(lost.mean()), low, high))  # -0.0 becomes 0.0
    return (
        name, f"{100 * changed.mean():.0f}", f"{flagged.mean():.3f}", f"{still.mean():.3f}",
        f"{mean:.1f} [{low:.1f} to {high:.1f}]", f"{(after - before).mean():+.2f}",
    )  # fmt: skip


if __name__ == "__main__":
    main()
