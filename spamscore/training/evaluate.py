"""Out-of-source opinions on every mail, and the tables drawn from them."""

from dataclasses import dataclass

import joblib
import numpy as np

from spamscore.model import Blend
from spamscore.training.blend import Testimony, fit_blend, join, rule_points
from spamscore.training.fit import Fitted, Settings, fit, text_matrix, weigh_all
from spamscore.training.split import folds, weights
from spamscore.training.table import Array, Table

MODERN_HAM = ("marketing", "newsletter", "transactional", "template", "personal")


@dataclass(frozen=True, slots=True)
class Unseen:
    """What models that never saw a mail's source say of it; rows of ``given`` mails only, shape (n,) each."""

    rows: Array  # index into the table
    fold: Array
    spam: Array
    group: Array
    weight: Array
    whole: Testimony
    bare: Testimony
    logit: Array  # (n,) of the whole message, blended by a judge that did not see the fold
    bare_logit: Array


def testify(table: Table, rows: Array, fitted: Fitted, settings: Settings) -> tuple[Testimony, Testimony]:
    """What a fitted classifier and the rules say of these rows: as whole messages and as bare bodies."""
    body = weigh_all(fitted.body, table.values[rows]) + fitted.body_intercept
    text = np.clip(text_matrix(table, rows) @ fitted.text, -settings.text_limit, settings.text_limit)
    sender = np.where(table.has_sender[rows], weigh_all(fitted.sender, table.values[rows]), 0.0)
    whole = Testimony(body, text, sender, rule_points(table.whole[rows]))
    return whole, Testimony(body, text, np.zeros(len(rows)), rule_points(table.bare[rows]))


def unseen(table: Table, settings: Settings, *, jobs: int = 1) -> Unseen:
    """Leave one fold of sources out at a time; judge it by what was fitted on the others."""
    fold, weight = folds(table), row_weights(table, settings)
    names = sorted(set(fold))
    given = table.form == "given"

    def one(name: str) -> tuple[Array, Testimony, Testimony]:
        fitted = fit(table, np.flatnonzero(fold != name), weight, settings)
        rows = np.flatnonzero((fold == name) & given)
        return rows, *testify(table, rows, fitted, settings)

    found = joblib.Parallel(n_jobs=jobs)(joblib.delayed(one)(name) for name in names)
    rows = np.concatenate([each[0] for each in found])
    whole, bare = (join([each[i] for each in found]) for i in (1, 2))
    spam, group = table.column("spam")[rows], table.column("group")[rows]
    logits = _judged(whole, bare, spam, weight[rows], fold[rows])
    return Unseen(rows, fold[rows], spam, group, weight[rows], whole, bare, *logits)


def row_weights(table: Table, settings: Settings) -> Array:
    """The weights of all rows under these settings."""
    return weights(table, classic=settings.classic, list_posts=settings.list_posts, flatness=settings.flatness)


def blend_both(whole: Testimony, bare: Testimony, spam: Array, weight: Array) -> Blend:
    """One blend for both forms of a mail."""
    return fit_blend(join([whole, bare]), np.tile(spam, 2), np.tile(weight, 2))


def _judged(whole: Testimony, bare: Testimony, spam: Array, weight: Array, fold: Array) -> tuple[Array, Array]:
    logit, bare_logit = np.zeros(len(spam)), np.zeros(len(spam))
    for name in sorted(set(fold)):
        out = fold == name
        blend = blend_both(whole.at(~out), bare.at(~out), spam[~out], weight[~out])
        logit[out], bare_logit[out] = whole.at(out).logit(blend), bare.at(out).logit(blend)
    return logit, bare_logit


def threshold_at(logit: Array, ham: Array, rate: float) -> float:
    """The log-odds at or above which ``rate`` of the ham rows lie."""
    ranked = np.sort(logit[ham])[::-1]
    return float(ranked[min(len(ranked) - 1, int(rate * len(ranked)))] + 1e-6)


def ordinary_ham(table: Table, judged: Unseen) -> Array:
    """Which judged mails are honest mail of the kinds that thresholds are chosen on (all ham, where no kind is known)."""
    kinds, classic = table.column("kind")[judged.rows], table.column("classic")[judged.rows]
    chosen = ~judged.spam & ~classic & np.isin(kinds, MODERN_HAM)
    return chosen if chosen.any() else ~judged.spam
