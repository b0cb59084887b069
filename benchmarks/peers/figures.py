"""The figures of each peer and form, with intervals, as rows for JSON and for the table."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from benchmarks.peers.forms import FORMS
from benchmarks.peers.study import MAILBOX, Judged, Study
from spamscore.training import metrics
from spamscore.training.table import Array

Row = dict[str, Any]
# name in JSON, heading; "at" figures are taken at the peer's own border
_COLUMNS = {
    "auc": "AUC", "recall_at_2": "recall at 2 % FPR", "fpr": "FPR", "recall": "recall",
    "mailbox_auc": "mailbox: AUC", "mailbox_recall_at_5": "recall at 5 % FPR",
    "templates": "honest templates flagged", "receipts": "receipts flagged",
}  # fmt: skip


def rows(name: str, judged: Judged, study: Study) -> list[Row]:
    """A row for each form that a peer was asked in."""
    return [_row(name, form, judged, study) for form in FORMS if not np.isnan(judged.scores[form]).all()]


def missing(name: str, package: str) -> Row:
    """The row of a peer that is not here."""
    return {"peer": name, "form": "–", "not_installed": package}


def _row(name: str, form: str, judged: Judged, study: Study) -> Row:
    scores, spam, group = judged.scores[form], study.column("spam"), study.column("group")
    at, there = scores - judged.border, ~np.isnan(scores)
    mailbox = there & (study.column("corpus") == MAILBOX)
    receipts = there & ~spam & (study.column("kind") == "transactional")
    body = np.array(["whole" not in each for each in study.forms])
    templates = there & ~spam & body & ~receipts

    def measured(metric: metrics.Metric, values: Array, chosen: Array) -> Row:
        return _figure(metric, values[chosen], spam[chosen], group[chosen])

    return {
        "peer": name, "form": form, "ham": int((there & ~spam).sum()), "spam": int((there & spam).sum()),
        "unanswered": sum(form in each for each in study.forms) - int(there.sum()),
        "auc": measured(metrics.auc, scores, there), "recall_at_2": measured(metrics.recall_at(0.02), scores, there),
        "fpr": measured(metrics.false_positive_rate, at, there), "recall": measured(metrics.recall, at, there),
        "mailbox_auc": measured(metrics.auc, scores, mailbox),
        "mailbox_recall_at_5": measured(metrics.recall_at(0.05), scores, mailbox),
        "templates": measured(metrics.false_positive_rate, at, templates),
        "receipts": measured(metrics.false_positive_rate, at, receipts),
        "cpu_ms": None if math.isnan(judged.cpu_ms) else round(judged.cpu_ms, 2),
    }  # fmt: skip


def _figure(metric: metrics.Metric, values: Array, spam: Array, group: Array) -> Row:
    """The value of a metric, its interval, and on how many ham and spam; None where there is nothing to judge."""
    found: Row = {"value": None, "low": None, "high": None, "ham": int((~spam).sum()), "spam": int(spam.sum())}
    value = metric(values, spam) if len(values) else math.nan
    if not math.isnan(value):
        low, high = metrics.interval(metric, values, spam, group)
        found |= {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4)}
    return found


def table(found: Iterable[Row]) -> str:
    """All rows as one Markdown table."""
    heads = ("peer", "form", "ham, spam", *_COLUMNS.values(), "CPU ms a mail")
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(_cells(row)) + " |" for row in found)]) + "\n"


def _cells(row: Mapping[str, Any]) -> list[str]:
    if "not_installed" in row:
        return [row["peer"], "–", f"not installed: {row['not_installed']}", *["–"] * (len(_COLUMNS) + 1)]
    cost = "–" if row["cpu_ms"] is None else f"{row['cpu_ms']:.1f}"
    return [row["peer"], row["form"], f"{row['ham']}, {row['spam']}", *(_cell(row[name]) for name in _COLUMNS), cost]


def _cell(figure: Mapping[str, Any]) -> str:
    if figure["value"] is None:
        return "–"
    return f"{figure['value']:.3f} [{figure['low']:.3f}–{figure['high']:.3f}]"
