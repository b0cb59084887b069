"""The model card's tables: figures on sources that the judged model never saw, as Markdown."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from spamscore.rules import RULES
from spamscore.training import metrics
from spamscore.training.evaluate import Unseen, ordinary_ham
from spamscore.training.table import Array, Table

_LEAST = 20  # mails of a class: fewer are not shown as a row of their own


def marks(section: str, command: str) -> tuple[str, str]:
    """The lines between which a section of the card is written by a command."""
    return f"<!-- {section}: written by {command} -->", f"<!-- end of {section} -->"


START, END = marks("tables", "python -m spamscore.training")


def write(path: Path, content: str, *, between: tuple[str, str] = (START, END)) -> None:
    """Put the content between two marks of a Markdown file: those of the tables, or what `marks` gives.

    Raises:
        ValueError: the file has no such marks.
    """
    start, end = between
    text = path.read_text(encoding="utf-8")
    if start not in text or end not in text.partition(start)[2]:
        raise ValueError(f"{path} has no place for the tables: add the lines {start!r} and {end!r}")
    before, _, rest = text.partition(start)
    path.write_text(f"{before}{start}\n\n{content}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def tables(table: Table, judged: Unseen) -> str:
    """All tables of the card."""
    return "\n".join((
        "### Sources left out, both forms\n",
        _by_set(table, judged),
        "### By kind and language, at that threshold, bare HTML\n",
        _shares(table, judged, "kind"),
        _shares(table, judged, "language"),
        "### Calibration on unseen sources (15 bins of equal mass, modern mail, bare HTML, at 50 % spam)\n",
        _reliability(table, judged),
        "### Rules: hits on modern mail (mass-check)\n",
        _rules(table, judged),
    ))  # fmt: skip


def facts(table: Table, judged: Unseen, *, seed: int) -> dict[str, Any]:
    """What model.json says of its training, for people."""
    modern = _modern(table, judged)
    logit, spam = judged.bare_logit[modern], judged.spam[modern]
    at = logit - judged.cut[modern]
    return {
        "seed": seed,
        "trained_on": {
            "ham": int((~judged.spam).sum()), "spam": int(judged.spam.sum()),
            "sources": len(set(table.column("source"))),
        },
        "unseen_sources_bare": {
            "auc": round(metrics.auc(logit, spam), 4), "recall": round(metrics.recall(at, spam), 4),
            "false_positive_rate": round(metrics.false_positive_rate(at, spam), 4),
        },
    }  # fmt: skip


def _modern(table: Table, judged: Unseen) -> Array:
    return (judged.spam & ~table.column("classic")[judged.rows]) | ordinary_ham(table, judged.rows)


def _sets(table: Table, judged: Unseen) -> Iterable[tuple[str, Array]]:
    corpora = table.column("corpus")[judged.rows]
    yield "all modern mail", _modern(table, judged)
    for corpus in sorted(set(corpora)):
        yield corpus, corpora == corpus


def _by_set(table: Table, judged: Unseen) -> str:
    head = (
        "left out",
        "form",
        "ham",
        "spam",
        "AUC",
        "recall at 5 % FPR",
        "at 1 % FPR",
        "FPR",
        "recall",
        "calibration error",
    )
    rows = []
    for name, chosen in _sets(table, judged):
        for form, logit in (("whole", judged.logit), ("bare", judged.bare_logit)):
            rows.append(
                (name, form, *_figures(logit[chosen], judged.cut[chosen], judged.spam[chosen], judged.group[chosen]))
            )
    note = "FPR and recall are at a threshold chosen, as the shipped one, on the other folds; in brackets 95 % intervals, senders and campaigns drawn as a whole.\n"
    return note + "\n" + markdown(head, rows)


def _figures(logit: Array, cut: Array, spam: Array, group: Array) -> tuple[str, ...]:
    both = spam.any() and not spam.all()
    first = (metrics.auc, metrics.recall_at(0.05), metrics.recall_at(0.01))
    cells = [_with_interval(metric, logit, spam, group) if both else "–" for metric in first]
    at = logit - cut
    cells.append(_with_interval(metrics.false_positive_rate, at, spam, group) if (~spam).any() else "–")
    cells.append(_with_interval(metrics.recall, at, spam, group) if spam.any() else "–")
    cells.append(f"{metrics.calibration_error(logit, spam):.3f}" if both else "–")
    return (str(int((~spam).sum())), str(int(spam.sum())), *cells)


def _with_interval(metric: metrics.Metric, logit: Array, spam: Array, group: Array) -> str:
    low, high = metrics.interval(metric, logit, spam, group)
    return f"{metric(logit, spam):.3f} [{low:.3f}–{high:.3f}]"


def _shares(table: Table, judged: Unseen, column: str) -> str:
    values = table.column(column)[judged.rows]
    modern = ~table.column("classic")[judged.rows]
    at = judged.bare_logit - judged.cut
    rows = []
    for value in sorted(set(values[modern])):
        for name, label in (("ham", ~judged.spam), ("spam", judged.spam)):
            chosen = modern & (values == value) & label
            if chosen.sum() >= _LEAST:
                share = metrics.recall if name == "spam" else metrics.false_positive_rate
                flagged = _with_interval(share, at[chosen], judged.spam[chosen], judged.group[chosen])
                rows.append((value or "–", name, str(int(chosen.sum())), flagged))
    return markdown((column, "label", "n", "flagged"), rows)


def _reliability(table: Table, judged: Unseen) -> str:
    modern = _modern(table, judged)
    logit, spam = judged.bare_logit[modern], judged.spam[modern]
    rows = [(f"{mean:.3f}", f"{share:.3f}", str(count)) for mean, share, count in metrics.reliability(logit, spam)]
    return markdown(("mean score", "share of spam", "n"), rows)


def _rules(table: Table, judged: Unseen) -> str:
    modern = _modern(table, judged)
    fired, spam = table.whole[judged.rows][modern], judged.spam[modern]
    bare = table.bare[judged.rows][modern]
    rows = []
    for place, rule in enumerate(RULES):
        on_spam, on_ham = float(fired[spam, place].mean()), float(fired[~spam, place].mean())
        overlap = on_spam / (on_spam + on_ham) if on_spam + on_ham else math.nan
        rows.append((f"`{rule.id}`", f"{rule.points:g}", f"{100 * on_spam:.2f}", f"{100 * on_ham:.2f}",
                     "–" if math.isnan(overlap) else f"{overlap:.2f}", f"{100 * bare[spam, place].mean():.2f}",
                     f"{100 * bare[~spam, place].mean():.2f}"))  # fmt: skip
    note = f"{int(spam.sum())} spam, {int((~spam).sum())} ham; S/O = spam % / (spam % + ham %).\n\n"
    return note + markdown(("rule", "points", "spam %", "ham %", "S/O", "bare spam %", "bare ham %"), rows)


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"
