"""Figure and Section: what a protocol measured, as Markdown for people and as plain data for a notebook."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from spamscore.training import metrics
from spamscore.training.card import markdown
from spamscore.training.table import Array

_AGREED = 0.025  # so likely is it, at the end of the interval, that all groups agree


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value, its 95 % interval, and the draws that the interval comes from.

    Where none or all of the mails were flagged, every draw says the same; then the interval is the exact one of so many
    groups: none of ten groups is at most 31 %.
    """

    value: float
    draws: Array = field(repr=False, compare=False)
    clusters: int = 0  # of a share of none or of all: the groups that agree

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return _AGREED ** (1 / self.clusters) if self.clusters and self.value else _percentile(self.draws, 2.5)

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        none = self.clusters and not self.value
        return 1 - _AGREED ** (1 / self.clusters) if none else _percentile(self.draws, 97.5)

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}–{self.high:.3f}]"


@dataclass(frozen=True, slots=True)
class Section:
    """One table: what it shows, its columns, its rows. ``shown`` is false for what only the notebook reads."""

    name: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    shown: bool = True

    def markdown(self) -> str:
        """Heading, note and table."""
        note = f"{self.note}\n\n" if self.note else ""
        return f"### {self.title}\n\n{note}{markdown(self.head, ([text(cell) for cell in row] for row in self.rows))}"

    def data(self) -> dict[str, Any]:
        """The same as plain data: a row is a mapping from column to value, a figure has value, low and high."""
        rows = [{name: plain(cell) for name, cell in zip(self.head, row, strict=True)} for row in self.rows]
        return {"title": self.title, "note": self.note, "rows": rows}


def figure(metric: metrics.Metric, logit: Array, spam: Array, group: Array) -> Figure | None:
    """A metric on these mails with its cluster-bootstrap interval; None where it has no value."""
    value = metric(logit, spam) if len(spam) else math.nan
    if math.isnan(value):
        return None
    shares: dict[metrics.Metric, Array] = {
        metrics.false_positive_rate: ~spam, metrics.recall: spam, share: np.ones(len(spam), bool)
    }  # fmt: skip
    asked = shares.get(metric)
    clusters = 0 if asked is None or value not in (0, 1) else len(np.unique(group[asked]))
    return Figure(value, metrics.bootstrap(metric, logit, spam, group), clusters)


def share(logit: Array, spam: Array) -> float:
    """Share at or above 0 of mails of one label: subtract the threshold's log-odds first."""
    return float((logit >= 0).mean()) if len(spam) else math.nan


def mean(figures: Iterable[Figure | None]) -> Figure | None:
    """The mean of independent figures; None where there is none."""
    found = [each for each in figures if each is not None]
    if not found:
        return None
    return Figure(float(np.mean([each.value for each in found])), np.mean([each.draws for each in found], axis=0))


def text(cell: Any) -> str:
    """A cell as a reader sees it."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)) or cell == "":
        return "–"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def plain(cell: Any) -> Any:
    """A cell as JSON holds it."""
    if isinstance(cell, Figure):
        return {"value": plain(cell.value), "low": plain(cell.low), "high": plain(cell.high)}
    if isinstance(cell, float):
        return None if math.isnan(cell) else round(cell, 5)
    return cell


def _percentile(draws: Array, percent: float) -> float:
    known = draws[~np.isnan(draws)]
    return float(np.percentile(known, percent)) if len(known) else math.nan
