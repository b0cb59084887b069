"""The judge: a small non-negative regression over both witnesses, fitted on mail that the witnesses did not see."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from spamscore.model import Blend
from spamscore.rules import RULES, Rule
from spamscore.training.table import Array

CHAPTER_CAP = 3.0
_LEAST_RULES = 0.15  # log-odds per rule point: a finding must be felt, even where the classifier knows as much


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the witnesses said of n mails, all log-odds but for the rules; shape (n,) each."""

    body: Array
    text: Array  # 0 for notes
    note_text: Array  # 0 for designed mails
    sender: Array  # 0 where the sender is unknown
    rules: Array  # points after the chapters' caps

    def matrix(self) -> Array:
        """Shape (n, 5)."""
        return np.stack([getattr(self, name) for name in self.__slots__], axis=1)

    def logit(self, blend: Blend) -> Array:
        """The blend's log-odds, shape (n,)."""
        factors = np.array([getattr(blend, name) for name in self.__slots__])
        return np.asarray(blend.intercept + self.matrix() @ factors)

    def at(self, rows: Array) -> "Testimony":
        """The testimony on some of the mails."""
        return Testimony(*(getattr(self, name)[rows] for name in self.__slots__))


def join(parts: Sequence[Testimony]) -> Testimony:
    """Several testimonies, one after the other."""
    return Testimony(*(np.concatenate([getattr(part, name) for part in parts]) for name in Testimony.__slots__))


def rule_points(fired: Array, rules: Sequence[Rule] = RULES) -> Array:
    """Points after the chapters' caps, shape (n,), as `spamscore.scoring.earned` gives them to one mail."""
    total = np.zeros(len(fired))
    for chapter in sorted({rule.chapter for rule in rules}):
        points = np.array([rule.points if rule.chapter == chapter else 0.0 for rule in rules])
        sums, biggest = fired @ points, (fired * points).max(axis=1, initial=0.0)
        total += np.minimum(sums, np.maximum(CHAPTER_CAP, biggest))
    return total


def fit_blend(testimony: Testimony, spam: Array, weights: Array) -> Blend:
    """The blend by logistic regression without penalty; a weight that would be negative is set to its least value."""
    matrix = testimony.matrix()
    least = np.array([_LEAST_RULES if name == "rules" else 0.0 for name in Testimony.__slots__])
    free = np.ones(len(least), dtype=bool)
    coefficients = least.copy()
    while True:
        fixed = matrix[:, ~free] @ least[~free]
        model = LogisticRegression(C=1e4, max_iter=1000)
        model.fit(np.column_stack([matrix[:, free], fixed]), spam, sample_weight=weights)
        found = model.coef_[0]
        coefficients[free] = found[:-1]
        low = free & (coefficients < least)
        if not low.any():
            break
        free &= ~low
        coefficients[low] = least[low]
    shift = _intercept(matrix @ coefficients, spam, weights)
    named = dict(zip(Testimony.__slots__, map(float, coefficients), strict=True))
    return Blend(intercept=shift, chapter_cap=CHAPTER_CAP, **named)


def _intercept(logit: Array, spam: Array, weights: Array) -> float:
    """The intercept at which the mean probability is the share of spam, by bisection."""
    target = float((weights * spam).sum() / weights.sum())
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = float((weights / (1 + np.exp(-np.clip(logit + middle, -40, 40)))).sum() / weights.sum())
        low, high = (middle, high) if mean < target else (low, middle)
    return (low + high) / 2
