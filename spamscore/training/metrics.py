"""Figures of merit with cluster-bootstrap intervals."""

from collections.abc import Callable

import numpy as np
from scipy.stats import rankdata

from spamscore.training.table import Array

Metric = Callable[[Array, Array], float]


def auc(logit: Array, spam: Array) -> float:
    """Area under the ROC curve; nan when a class is missing."""
    hits, misses = int(spam.sum()), int((~spam).sum())
    if not hits or not misses:
        return float("nan")
    above = rankdata(logit)[spam].sum() - hits * (hits + 1) / 2  # pairs in which the spam lies higher; ties are halves
    return float(above / (hits * misses))


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


def balance(spam: Array) -> Array:
    """Weights under which ham and spam count alike: figures at a prevalence of one half."""
    ham = max(int((~spam).sum()), 1)
    return np.where(spam, ham / max(int(spam.sum()), 1), 1.0)


def reliability(logit: Array, spam: Array, bins: int = 15) -> list[tuple[float, float, int]]:
    """(mean probability, share of spam, mails) of bins of equal mass, at a prevalence of one half."""
    probability = 1 / (1 + np.exp(-np.clip(logit, -40, 40)))
    order = np.argsort(probability, kind="stable")
    weights = balance(spam)[order]
    borders = np.searchsorted(np.cumsum(weights), weights.sum() * np.arange(1, bins) / bins)
    parts = [part for part in np.split(np.arange(len(order)), borders) if len(part)]
    return [
        (
            float(np.average(probability[order[part]], weights=weights[part])),
            float(np.average(spam[order[part]], weights=weights[part])),
            len(part),
        )
        for part in parts
    ]


def calibration_error(logit: Array, spam: Array, bins: int = 15) -> float:
    """Expected calibration error over bins of equal mass, at a prevalence of one half."""
    found = reliability(logit, spam, bins)
    return float(np.mean([abs(mean - share) for mean, share, _ in found]))


def brier(logit: Array, spam: Array) -> float:
    """Mean squared distance of the probability from what the mail was, at a prevalence of one half."""
    probability = 1 / (1 + np.exp(-np.clip(logit, -40, 40)))
    return float(np.average((probability - spam) ** 2, weights=balance(spam)))


def log_loss(logit: Array, spam: Array) -> float:
    """Mean surprise in nats, at a prevalence of one half."""
    return float(np.average(np.logaddexp(0, np.where(spam, -logit, logit)), weights=balance(spam)))


def bootstrap(metric: Metric, logit: Array, spam: Array, groups: Array, *, draws: int = 200, seed: int = 0) -> Array:
    """The metric of samples in which whole groups (senders, campaigns) were drawn with replacement, shape (draws,)."""
    rng = np.random.default_rng(seed)
    _, member, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    order, starts = np.argsort(member, kind="stable"), np.cumsum(sizes) - sizes
    found = []
    for _ in range(draws):
        drawn = rng.integers(len(sizes), size=len(sizes))
        counts = sizes[drawn]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        chosen = order[np.repeat(starts[drawn], counts) + within]
        found.append(metric(logit[chosen], spam[chosen]))
    return np.array(found)


def interval(
    metric: Metric, logit: Array, spam: Array, groups: Array, *, draws: int = 200, seed: int = 0
) -> tuple[float, float]:
    """The 95 % interval of a metric over the draws of `bootstrap`."""
    found = bootstrap(metric, logit, spam, groups, draws=draws, seed=seed)
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)
