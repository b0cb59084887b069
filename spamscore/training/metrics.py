"""Figures of merit with cluster-bootstrap intervals."""

from collections.abc import Callable

import numpy as np
from sklearn.metrics import roc_auc_score

from spamscore.training.table import Array

Metric = Callable[[Array, Array], float]


def auc(logit: Array, spam: Array) -> float:
    """Area under the ROC curve; nan when a class is missing."""
    return float(roc_auc_score(spam, logit)) if spam.any() and not spam.all() else float("nan")


def recall_at(rate: float) -> Metric:
    """Recall at a false-positive rate of at most ``rate``, the threshold chosen on the same mails."""

    def metric(logit: Array, spam: Array) -> float:
        ham = np.sort(logit[~spam])[::-1]
        if not len(ham) or not spam.any():
            return float("nan")
        return float((logit[spam] > ham[min(len(ham) - 1, int(rate * len(ham)))]).mean())

    return metric


def false_positive_rate(logit: Array, spam: Array) -> float:
    """Share of ham at or above 0: subtract the threshold's log-odds first."""
    return float((logit[~spam] >= 0).mean()) if (~spam).any() else float("nan")


def recall(logit: Array, spam: Array) -> float:
    """Share of spam at or above 0: subtract the threshold's log-odds first."""
    return float((logit[spam] >= 0).mean()) if spam.any() else float("nan")


def calibration_error(logit: Array, spam: Array, bins: int = 15) -> float:
    """Expected calibration error over equal-mass bins; classes weighted as they are."""
    probability = 1 / (1 + np.exp(-np.clip(logit, -40, 40)))
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(len(part) * abs(probability[part].mean() - spam[part].mean()) for part in parts) / len(order))


def interval(metric: Metric, logit: Array, spam: Array, groups: Array, *, draws: int = 200, seed: int = 0) -> tuple[float, float]:
    """The 95 % interval of a metric when whole groups (senders, campaigns) are drawn with replacement."""
    rng = np.random.default_rng(seed)
    _, member = np.unique(groups, return_inverse=True)
    rows = [np.flatnonzero(member == group) for group in range(member.max() + 1)]
    found = []
    for _ in range(draws):
        chosen = np.concatenate([rows[i] for i in rng.integers(len(rows), size=len(rows))])
        found.append(metric(logit[chosen], spam[chosen]))
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)
