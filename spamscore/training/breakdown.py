"""Sections of verdicts: by corpus, kind, language and source, how well calibrated; both forms beside each other."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from spamscore.training import metrics
from spamscore.training.card import modern_mail
from spamscore.training.corpora import CLASSIC
from spamscore.training.leftout import FORMS, Verdicts
from spamscore.training.section import Figure, Section, figure, mean, share
from spamscore.training.table import Array, Table

LEAST = 20  # mails: fewer are not shown as a row of their own
RANKED = (("AUC", metrics.auc), ("recall at 5 % FPR", metrics.recall_at(0.05)), ("at 2 % FPR", metrics.recall_at(0.02)),
          ("at 1 % FPR", metrics.recall_at(0.01)))  # fmt: skip
HEAD = ("left out", "form", "ham", "spam", *(name for name, _ in RANKED), "FPR", "recall", "calibration error")
Row = tuple[Any, ...]


def figures(found: Verdicts, logit: Array, rivals: Verdicts | None = None, rival_logit: Array | None = None) -> Row:
    """The cells of `HEAD` after the form; where one label lacks, AUC alone is given, against the rivals' other label."""
    spam, group, at = found.spam, found.group, logit - found.cut
    counts, flagged = (
        (int((~spam).sum()), int(spam.sum())),
        (
            figure(metrics.false_positive_rate, at, spam, group),
            figure(metrics.recall, at, spam, group),
        ),
    )
    if spam.any() and not spam.all():
        ranked = [figure(metric, logit, spam, group) for _, metric in RANKED]
        return *counts, *ranked, *flagged, figure(metrics.calibration_error, logit, spam, group)
    few = len(spam) < LEAST
    area = None if few or rivals is None or rival_logit is None else _against(found, logit, rivals, rival_logit)
    return *counts, area, None, None, None, *flagged, None


def _against(found: Verdicts, logit: Array, rivals: Verdicts, rival_logit: Array) -> Figure | None:
    """AUC of mails of one label against the other label of the rivals."""
    other = rivals.spam != found.spam[0]
    joined = [np.concatenate(pair) for pair in (
        (logit, rival_logit[other]), (found.spam, rivals.spam[other]), (found.group, rivals.group[other]))]  # fmt: skip
    return figure(metrics.auc, *joined)


def by_corpus(table: Table, folded: Verdicts, corpora: Mapping[str, Verdicts], senders: Verdicts | None) -> Section:
    """Each corpus left out as a whole, means and worst."""
    modern = folded.at(modern_mail(table, folded.rows))
    sets = [("all modern mail", modern), *corpora.items()]
    if senders is not None:
        sets.insert(1, ("one mailbox, senders left out", senders))
    rows = [(name, form, *figures(found, getattr(found, field), modern, getattr(modern, field)))
            for name, found in sets if len(found.rows) for form, field in FORMS]  # fmt: skip
    names = {row[0] for row in rows}
    era = (("classic corpora", names & set(CLASSIC)), ("modern corpora", names & set(corpora) - set(CLASSIC)))
    rows += [row for title, chosen in era for form, _ in FORMS for row in _summary(title, form, rows, chosen)]
    note = (
        "A row's mails were judged by a model that learned nothing of this corpus, nor of a sender, a campaign or a near "
        "copy that it shares with others (all modern mail: folds of sources; the mailbox's senders: five parts, learning "
        "from the others). FPR and recall are at a threshold chosen, as the shipped one, without these mails; in brackets "
        "95 % intervals, senders and campaigns drawn as a whole (of none or all flagged: exact, by their number). A corpus of one label is ranked against the other label "
        "of all modern mail. Calibration error at 50 % spam."
    )
    return Section("corpora", "Corpora left out one at a time, both forms", note, HEAD, rows)


def _summary(title: str, form: str, rows: Iterable[Row], names: set[str]) -> list[Row]:
    """A row of means and a row of worsts over the corpora of at least `LEAST` mails."""
    found = [row for row in rows if row[0] in names and row[1] == form and row[2] + row[3] >= LEAST]
    if len(found) < 2:
        return []
    counts = (sum(row[2] for row in found), sum(row[3] for row in found))
    columns = list(zip(*(row[4:] for row in found), strict=True))
    worse = [min] * len(RANKED) + [max, min, max]
    worst = []
    for pick, cells in zip(worse, columns, strict=True):
        known = [(cell.value, row[0], cell) for cell, row in zip(cells, found, strict=True) if cell is not None]
        worst.append(f"{pick(known)[2]} {pick(known)[1]}" if known else None)
    return [(f"mean of {title}", form, *counts, *map(mean, columns)), (f"worst of {title}", form, *counts, *worst)]


def by_column(table: Table, found: Verdicts, column: str) -> Section:
    """Share flagged of modern mail by a field of its samples, bare against whole."""
    modern = found.at(~table.column("classic")[found.rows])
    values, sources = table.column(column)[modern.rows], table.column("source")[modern.rows]
    rows = []
    for value in sorted(set(values)):
        for label in ("ham", "spam"):
            chosen = (values == value) & (modern.spam == (label == "spam"))
            if chosen.sum() >= LEAST:
                own = modern.at(chosen)
                worst = worst_source(own, own.bare_logit, sources[chosen])
                rows.append((value, label, len(own.rows), *_flagged(own), worst))
    note = f"Modern mail, posts to lists with it, at the threshold chosen without the mail's source; rows of {LEAST} mails or more."
    head = (column, "label", "n", "flagged, whole", "flagged, bare", "worst source, bare")
    return Section(column, f"By {column}, bare against whole", note, head, rows)


def _flagged(found: Verdicts) -> Row:
    return tuple(figure(share, getattr(found, field) - found.cut, found.spam, found.group) for _, field in FORMS)


def worst_source(found: Verdicts, logit: Array, sources: Array, least: int = LEAST) -> str:
    """The source in which most ham, or least spam, is flagged, with that share: all mails are of one label."""
    shares = []
    for source in sorted(set(sources)):
        own = sources == source
        if own.sum() >= least:
            shares.append((float((logit >= found.cut)[own].mean()), source, int(own.sum())))
    if not shares:
        return ""
    value, source, count = (min if found.spam[0] else max)(shares)
    return f"{value:.3f} {short(source)} (n {count})"


def short(source: str) -> str:
    """A source's name without the folders that lead to it."""
    corpus, _, rest = source.partition("/")
    return f"{corpus}: {rest.rpartition('/')[2].removesuffix('.0')}" if rest else source


def by_source(table: Table, found: Verdicts, least: int = 10) -> Section:
    """Share flagged of each source and label: for the notebook's bars."""
    sources = table.column("source")[found.rows]
    rows = []
    for source in sorted(set(sources)):
        for label in ("ham", "spam"):
            own = found.at((sources == source) & (found.spam == (label == "spam")))
            if len(own.rows) >= least:
                rows.append((short(source), label, len(own.rows), *_flagged(own)))
    head = ("source", "label", "n", "flagged, whole", "flagged, bare")
    return Section("sources", "By source", "", head, rows, shown=False)


def reliability(table: Table, found: Verdicts) -> Section:
    """Bins of equal mass: mean score against the share of spam."""
    modern = found.at(modern_mail(table, found.rows))
    rows = [(form, *each) for form, field in FORMS for each in metrics.reliability(getattr(modern, field), modern.spam)]
    note = "15 bins of equal mass, at 50 % spam, sources left out; the notebook draws it."
    head = ("form", "mean score", "share of spam", "n")
    return Section("reliability", "Reliability on modern mail", note, head, rows)


def calibration(table: Table, found: Verdicts) -> Section:
    """Calibration error, Brier score and log loss."""
    modern = found.at(modern_mail(table, found.rows))
    corpora = table.column("corpus")[found.rows]
    sets = [("all modern mail", modern)]
    sets += [(name, found.at(corpora == name)) for name in sorted(set(corpora))]
    rows = []
    for name, own in sets:
        if own.spam.any() and not own.spam.all():
            for form, field in FORMS:
                cells = [figure(metric, getattr(own, field), own.spam, own.group)
                         for metric in (metrics.calibration_error, metrics.brier, metrics.log_loss)]  # fmt: skip
                rows.append((name, form, int((~own.spam).sum()), int(own.spam.sum()), *cells))
    head = ("mail", "form", "ham", "spam", "calibration error", "Brier score", "log loss")
    note = "At 50 % spam, folds of sources left out. A calibration error of few mails is too high: chance adds to it."
    return Section("calibration", "Calibration", note, head, rows)
