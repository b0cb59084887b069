"""Fits the parts of a model: binned numbers, text as a residual on them, the sender as a residual on both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from spamscore import features, ngrams
from spamscore.model import Part
from spamscore.training.table import Array, Table

BINS = 6
BODY_GROUPS = ("agreement", "structure", "addresses", "wording", "footer")


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be tuned; the defaults are what the diary in models/README.md found."""

    body_strength: float = 0.002  # inverse of the L2 penalty, with weights of mean 1
    text_strength: float = 2.0
    sender_strength: float = 0.003
    body_limit: float = 8.0
    text_limit: float = 3.0
    sender_limit: float = 1.5
    floor: float = -3.0  # log-odds that one group of features may say for ham
    classic: float = 0.2
    list_posts: float = 0.3
    flatness: float = 0.3
    noise: float = 0.0  # share of phishing with the lowest out-of-source score that is dropped
    leave_out: tuple[str, ...] = ()  # features not used


@dataclass(frozen=True, slots=True)
class Fitted:
    """The three parts of the classifier, before the blend."""

    body: Part
    body_intercept: float
    text: Array  # (2**BITS,)
    sender: Part


def edges(values: Array, weights: Array) -> Array:
    """Inner bin borders of one feature, shape (BINS - 1,): weighted quantiles, padded with inf; -1 has a bin of its own."""
    found = [-0.5] if (values == -1).any() and (values != -1).any() else []
    kept = values > found[0] if found else np.ones(len(values), dtype=bool)
    order = np.argsort(values[kept], kind="stable")
    ranked, mass = values[kept][order], np.cumsum(weights[kept][order])
    parts = BINS - len(found)
    for step in range(1, parts):
        border = float(ranked[np.searchsorted(mass, mass[-1] * step / parts)])
        if border > ranked[0] and border not in found:
            found.append(border)
    if ranked[-1] > ranked[0] and not any(border > ranked[0] for border in found):
        found.append(float(ranked[ranked > ranked[0]][0]))  # a rare quality: any of it against none
    return np.array(sorted(found) + [np.inf] * (BINS - 1 - len(found)))


def one_hot(values: Array, borders: Array) -> sparse.csr_matrix:
    """Values in bins, shape (n, f * BINS): one 1 a feature."""
    count, width = values.shape
    bins = (values[:, :, None] >= borders[None]).sum(axis=2)
    columns = (bins + np.arange(width) * BINS).ravel()
    starts = np.arange(0, count * width + 1, width)
    return sparse.csr_matrix((np.ones(count * width), columns, starts), shape=(count, width * BINS))


def _regression(strength: float, seed: int = 0) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="lbfgs", max_iter=300, tol=1e-5, random_state=seed)


def _part(names: Sequence[str], borders: Array, coefficients: Array, settings: Settings, limit: float) -> Part:
    order = {each.name: place for place, each in enumerate(features.FEATURES)}
    groups = [features.FEATURES[order[name]].group for name in names]
    known = sorted(set(groups))
    return Part(
        np.array([order[name] for name in names]),
        borders,
        coefficients.reshape(len(names), BINS),
        np.array([known.index(group) for group in groups]),
        np.full(len(known), settings.floor),
        limit,
    )


def columns(groups: Sequence[str], leave_out: Sequence[str] = ()) -> list[int]:
    """Indices of the features of these groups."""
    return [i for i, each in enumerate(features.FEATURES) if each.group in groups and each.name not in leave_out]


def fit_body(table: Table, rows: Array, weights: Array, settings: Settings) -> tuple[Part, float]:
    """The binned linear part on the body's numbers, and its intercept."""
    used = columns(BODY_GROUPS, settings.leave_out)
    values = table.values[rows][:, used].astype(np.float64)
    borders = np.stack([edges(values[:, i], weights[rows]) for i in range(len(used))])
    model = _regression(settings.body_strength)
    model.fit(one_hot(values, borders), table.column("spam")[rows], sample_weight=weights[rows])
    names = [features.FEATURES[i].name for i in used]
    return _part(names, borders, model.coef_[0], settings, settings.body_limit), float(model.intercept_[0])


def weigh_all(part: Part, values: Array) -> Array:
    """The part's log-odds for each row of the whole feature matrix, shape (n,)."""
    return np.array([part.weigh(row).sum() for row in values.astype(np.float64)])


def text_matrix(table: Table, rows: Array) -> sparse.csr_matrix:
    """Presence of n-grams over the root of their number, shape (n, 2**BITS)."""
    found = [table.ngrams(row) for row in rows]
    sizes = np.array([len(each) for each in found])
    scale = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    indices = np.concatenate(found) if found else np.zeros(0, np.int32)
    return sparse.csr_matrix((scale, indices, starts), shape=(len(rows), 2**ngrams.BITS))


def fit_text(table: Table, rows: Array, weights: Array, offset: Array, settings: Settings) -> Array:
    """Weights of the n-grams given the body's log-odds (``offset``, by row), shape (2**BITS,)."""
    given = table.form[rows] == "given"  # the other forms say the same words
    rows, offset = rows[given], offset[given]
    matrix = sparse.hstack([text_matrix(table, rows), sparse.csr_matrix(offset[:, None])], format="csr")
    model = LogisticRegression(C=settings.text_strength, solver="liblinear", dual=True, tol=0.05, random_state=0)
    model.fit(matrix, table.column("spam")[rows], sample_weight=weights[rows])
    return np.asarray(model.coef_[0][:-1] / max(float(model.coef_[0][-1]), 0.2))


def fit_sender(table: Table, rows: Array, weights: Array, offset: Array, settings: Settings) -> Part:
    """The sender's agreement as a correction on the body's log-odds (``offset``, by row)."""
    used = columns(("sender",), settings.leave_out)
    values = table.values[rows][:, used].astype(np.float64)
    borders = np.stack([edges(values[:, i], weights[rows]) for i in range(len(used))])
    matrix = sparse.hstack([one_hot(values, borders), sparse.csr_matrix(offset[:, None])], format="csr")
    model = _regression(settings.sender_strength)
    model.fit(matrix, table.column("spam")[rows], sample_weight=weights[rows])
    names = [features.FEATURES[i].name for i in used]
    scale = max(float(model.coef_[0][-1]), 0.2)
    return _part(names, borders, model.coef_[0][:-1] / scale, settings, settings.sender_limit)


def _silent_sender(settings: Settings) -> Part:
    """A sender's part that adds nothing, where bodies alone were given."""
    names = [features.FEATURES[i].name for i in columns(("sender",), settings.leave_out)]
    return _part(names, np.full((len(names), BINS - 1), np.inf), np.zeros(len(names) * BINS), settings, 0.0)


def fit(table: Table, rows: Array, weights: Array, settings: Settings) -> Fitted:
    """All three parts, from the rows given."""
    body, intercept = fit_body(table, rows, weights, settings)
    offset = weigh_all(body, table.values[rows]) + intercept
    text = fit_text(table, rows, weights, offset, settings)
    sums = text_matrix(table, rows) @ text
    known = table.has_sender[rows]
    combined = offset + np.clip(sums, -settings.text_limit, settings.text_limit)
    if len(set(table.column("spam")[rows][known])) < 2:
        return Fitted(body, intercept, text, _silent_sender(settings))
    sender = fit_sender(table, rows[known], weights, combined[known], settings)
    return Fitted(body, intercept, text, sender)
