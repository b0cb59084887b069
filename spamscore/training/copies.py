"""What near copies and campaigns across folds are worth: left in, taken out, and as many mails at random taken out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from spamscore.training import metrics
from spamscore.training.card import modern_mail
from spamscore.training.duplicates import apart
from spamscore.training.evaluate import Unseen
from spamscore.training.leftout import FORMS, Task, Verdicts, together, verdicts
from spamscore.training.section import Section, figure
from spamscore.training.split import folds
from spamscore.training.table import Array, Table

LEFT_IN, AT_RANDOM = "copies left in", "as many at random taken out"


def shared(out: Array, group: Array) -> Array:
    """Rows outside ``out`` that share a group with it: what a split by source alone would learn from."""
    return ~out & ~apart(out, group)


def tasks(table: Table, *, seed: int = 0) -> dict[tuple[str, str], Task]:
    """For each fold of modern mail that shares groups with others: learn from them too; learn from fewer at random."""
    fold, group, spam = folds(table), table.column("group"), table.column("spam")
    classic, ids = table.column("classic"), table.column("id")
    found: dict[tuple[str, str], Task] = {}
    for name in sorted(set(fold[~classic])):
        out = fold == name
        lost = shared(out, group)
        if not lost.any():
            continue
        rng = np.random.default_rng((seed, len(found)))
        gone = np.zeros(len(out), dtype=bool)
        for label in (spam, ~spam):
            count = len(set(ids[lost & label]))
            pool = sorted(set(ids[~out & ~classic & label]))
            gone |= np.isin(ids, rng.choice(pool, min(count, len(pool)), replace=False)) if count else False
        found[LEFT_IN, name] = (out, ~out)
        found[AT_RANDOM, name] = (out, ~out & ~gone)
    return found


def count(table: Table, firsts: Sequence[int], before: Sequence[str]) -> Section:
    """Near copies by corpus: within it, in another one, and in another fold; campaigns in another fold.

    Args:
        table: the table, its groups joined by near copies.
        firsts: for each sample the first of its near copies, as `duplicates.copies` gives them.
        before: for each sample the group that its corpus names.
    """
    given = table.form == "given"
    corpus, fold = table.column("corpus")[given], folds(table)[given]
    order = {sample: place for place, sample in enumerate(table.column("id")[given])}
    near, named, joined = np.array(firsts), np.array(before), table.column("group")[given]
    assert len(order) == len(near) == len(named)
    sizes, here = Counter(near), Counter(zip(near, corpus, strict=True))
    split_near, split_named, split_joined = (_split(values, fold) for values in (near, named, joined))
    inside = np.array([here[key] > 1 for key in zip(near, corpus, strict=True)])
    across = np.array([sizes[first] > here[first, name] for first, name in zip(near, corpus, strict=True)])
    rows = []
    for name in (*sorted(set(corpus)), "all"):
        own = np.ones(len(corpus), bool) if name == "all" else corpus == name
        rows.append(
            (
                name,
                int(own.sum()),
                *(int(each[own].sum()) for each in (inside, across, split_near, split_named, split_joined)),
            )
        )
    note = (
        "Texts of Jaccard similarity .7 and more over four-word shingles (of the source, where there are fewer than eight "
        "words), found by MinHash over all mails before any split. Near copies and what the corpora call a sender or a "
        "campaign are joined to groups; what shares a group with a judged fold is not learned from."
    )
    head = ("corpus", "mails", "with a near copy inside", "in another corpus", "in another fold",
            "of a sender or campaign in another fold", "either, and so not learned from there")  # fmt: skip
    return Section("copies", "Near copies and campaigns across the folds", note, head, rows)


def _split(values: Array, fold: Array) -> Array:
    """Which mails have a namesake in another fold."""
    pairs = set(zip(values, fold, strict=True))
    folds_of = Counter(value for value, _ in pairs)
    return np.array([folds_of[value] > 1 for value in values])


def control(table: Table, judged: Unseen, found: dict[tuple[str, str], Verdicts]) -> Section:
    """The three ways of learning beside each other, on the same judged mails."""
    fold, group = folds(table), table.column("group")
    names = sorted({name for _, name in found})
    base = verdicts(judged)
    rest = base.at(~np.isin(judged.fold, names))
    ways = {"copies and campaigns taken out (the protocol)": [base.at(judged.fold == name) for name in names]}
    for way in (AT_RANDOM, LEFT_IN):
        ways[way] = [replace(found[way, name], cut=base.cut[judged.fold == name]) for name in names]
    touched = np.zeros(len(fold), bool)
    for name in names:
        touched |= (fold == name) & ~apart(fold != name, group)
    rows: list[tuple[Any, ...]] = []
    for way, parts in ways.items():
        own = together([rest, *parts])
        modern, near = own.at(modern_mail(table, own.rows)), own.at(touched[own.rows] & own.spam)
        for form, field in FORMS:
            rows.append((way, form, *_cells(modern, getattr(modern, field)), len(near.rows),
                         figure(metrics.recall, getattr(near, field) - near.cut, near.spam, near.group)))  # fmt: skip
    head = ("learned from", "form", "ham", "spam", "AUC", "recall at 2 % FPR", "FPR", "recall",
            "spam with a copy or campaign outside", "recall of that")  # fmt: skip
    note = "All modern mail, folds of sources left out, each fold at one threshold."
    return Section("control", "What copies are worth", note, head, rows)


def _cells(modern: Verdicts, logit: Array) -> tuple[Any, ...]:
    spam, group, at = modern.spam, modern.group, logit - modern.cut
    ranked = [figure(metric, logit, spam, group) for metric in (metrics.auc, metrics.recall_at(0.02))]
    cut = [figure(metric, at, spam, group) for metric in (metrics.false_positive_rate, metrics.recall)]
    return int((~spam).sum()), int(spam.sum()), *ranked, *cut
