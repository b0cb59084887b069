"""The model card: its sections between marks, Markdown tables, the facts in model.json, the rules' mass-check."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from spamscore.rules import RULES
from spamscore.training import metrics
from spamscore.training.evaluate import Unseen, ordinary_ham
from spamscore.training.table import Array, Table


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


def facts(table: Table, judged: Unseen, *, seed: int) -> dict[str, Any]:
    """What model.json says of its training, for people."""
    modern = modern_mail(table, judged.rows)
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


def modern_mail(table: Table, rows: Array) -> Array:
    """Which rows are modern spam or ordinary modern ham (posts to lists are not)."""
    spam = table.column("spam")[rows]
    return np.asarray((spam & ~table.column("classic")[rows]) | ordinary_ham(table, rows))


def mass_check(table: Table, judged: Unseen) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """How often each rule fires on modern mail: a note, the columns, the rows."""
    modern = modern_mail(table, judged.rows)
    fired, spam = table.whole[judged.rows][modern], judged.spam[modern]
    bare = table.bare[judged.rows][modern]
    rows: list[tuple[str, ...]] = []
    for place, rule in enumerate(RULES):
        on_spam, on_ham = float(fired[spam, place].mean()), float(fired[~spam, place].mean())
        overlap = on_spam / (on_spam + on_ham) if on_spam + on_ham else math.nan
        rows.append((f"`{rule.id}`", f"{rule.points:g}", f"{100 * on_spam:.2f}", f"{100 * on_ham:.2f}",
                     "–" if math.isnan(overlap) else f"{overlap:.2f}", f"{100 * bare[spam, place].mean():.2f}",
                     f"{100 * bare[~spam, place].mean():.2f}"))  # fmt: skip
    note = f"{int(spam.sum())} spam, {int((~spam).sum())} ham; S/O = spam % / (spam % + ham %)."
    return note, ("rule", "points", "spam %", "ham %", "S/O", "bare spam %", "bare ham %"), rows


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"
