"""Out-of-source opinions on every mail, and the tables drawn from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import joblib
import numpy as np

from spamscore import features
from spamscore.model import Blend, Model
from spamscore.training.blend import Testimony, fit_blend, join, rule_points
from spamscore.training.duplicates import apart
from spamscore.training.export import assemble
from spamscore.training.fit import Fitted, Settings, fit, text_matrix, weigh_all
from spamscore.training.split import folds, weights
from spamscore.training.table import Array, Table

FALSE_POSITIVES, SENT_FALSE_POSITIVES = 0.01, 0.02  # shares of honest mail at or above the threshold
REVIEWED = 4.0  # the review band begins where this many times as much honest mail lies
JUDGED_FORMS = ("given", "delivered")  # the others are made to learn from
MODERN_HAM = ("marketing", "newsletter", "transactional", "template", "personal")


@dataclass(frozen=True, slots=True)
class Sent:
    """The same of honest templates as a sending service delivers them, bodies alone; shape (n,) each."""

    rows: Array
    fold: Array
    bare: Testimony
    logit: Array
    cut: Array


@dataclass(frozen=True, slots=True)
class Unseen:
    """What models that never saw a mail's source say of it; shape (n,) each, a row for each mail as it came."""

    rows: Array  # index into the table
    fold: Array
    spam: Array
    group: Array
    weight: Array
    whole: Testimony
    bare: Testimony
    logit: Array  # of the whole message, blended by a judge that did not see the fold
    bare_logit: Array
    cut: Array  # the threshold, in log-odds, chosen without the fold
    threshold: float  # the threshold chosen on all folds, for the model that ships
    review: float  # the lower border of the review band, chosen likewise
    models: Mapping[str, Model]  # fold → the model that judged it, which saw none of its sources
    sent: Sent


def testify(table: Table, rows: Array, fitted: Fitted, settings: Settings) -> tuple[Testimony, Testimony]:
    """What a fitted classifier and the rules say of these rows: as whole messages and as bare bodies."""
    body = weigh_all(fitted.body, table.values[rows]) + fitted.body_intercept
    matrix = text_matrix(table, rows)
    designed, typed = (np.clip(matrix @ each.weights, each.floor, each.limit) for each in fitted.texts(settings))
    sender = np.where(table.has_sender[rows], weigh_all(fitted.sender, table.values[rows]), 0.0)
    note = features.is_note(table.values[rows])
    said = (body, np.where(note, 0.0, designed), np.where(note, typed, 0.0))
    whole = Testimony(*said, sender, rule_points(table.whole[rows]))
    return whole, Testimony(*said, np.zeros(len(rows)), rule_points(table.bare[rows]))


def unseen(table: Table, settings: Settings, *, jobs: int = 1, fold: Array | None = None) -> Unseen:
    """Leave one fold of sources out at a time; judge it by what was fitted, and cut where it was chosen, on the others.

    A mail of another fold that shares a group with the fold (a sender, a campaign, a near copy) is not learned from.
    ``fold`` is each row's, in place of `folds`.
    """
    fold, weight = folds(table) if fold is None else fold, row_weights(table, settings)
    names, group = sorted(set(fold)), table.column("group")

    def one(name: str) -> tuple[Array, Testimony, Testimony, Fitted]:
        fitted = fit(table, np.flatnonzero(apart(fold == name, group)), weight, settings)
        rows = np.flatnonzero((fold == name) & np.isin(table.form, JUDGED_FORMS))
        return rows, *testify(table, rows, fitted, settings), fitted

    found = joblib.Parallel(n_jobs=jobs)(joblib.delayed(one)(name) for name in names)
    rows = np.concatenate([each[0] for each in found])
    whole, bare = (join([each[i] for each in found]) for i in (1, 2))
    spam, folded = table.column("spam")[rows], fold[rows]
    given = table.form[rows] == "given"
    (logit, bare_logit), blends = _judged((whole, bare), table, rows, weight, folded)
    ham = ordinary_ham(table, rows)
    honest = [
        (folded[chosen], values[chosen])
        for chosen, values in ((ham & given, logit), (ham & given, bare_logit), (ham & ~given, bare_logit))
    ]
    models, borders = _models([each[-1] for each in found], blends, honest, settings)
    cut, kept = np.array([borders[name] for name in folded]), np.flatnonzero(given)
    everything = [values for _, values in honest]
    sent = np.flatnonzero(ham & ~given)
    return Unseen(
        rows[kept], folded[kept], spam[kept], group[rows][kept], weight[rows][kept],
        whole.at(kept), bare.at(kept), logit[kept], bare_logit[kept], cut[kept],
        threshold(*everything), threshold(*everything, scale=REVIEWED), models,
        Sent(rows[sent], folded[sent], bare.at(sent), bare_logit[sent], cut[sent]),
    )  # fmt: skip


def _models(
    fitted: Sequence[Fitted], blends: Mapping[str, Blend], honest: list[tuple[Array, Array]], settings: Settings
) -> tuple[dict[str, Model], dict[str, float]]:
    """The model of each fold, and its threshold in log-odds: both chosen on the others' honest mail (fold, log-odds)."""
    models, borders = {}, {}
    for (name, blend), parts in zip(blends.items(), fitted, strict=True):
        others = [values[places != name] for places, values in honest]
        borders[name] = threshold(*others)
        review = threshold(*others, scale=REVIEWED)
        models[name] = assemble(f"without {name}", parts, blend, settings, threshold=borders[name], review=review)
    return models, borders


def row_weights(table: Table, settings: Settings) -> Array:
    """The weights of all rows under these settings."""
    return weights(table, classic=settings.classic, list_posts=settings.list_posts, flatness=settings.flatness)


def blend_both(whole: Testimony, bare: Testimony, spam: Array, weight: Array) -> Blend:
    """One blend for both forms of a mail."""
    return fit_blend(join([whole, bare]), np.tile(spam, 2), np.tile(weight, 2))


def _judged(
    forms: tuple[Testimony, Testimony], table: Table, rows: Array, weight: Array, fold: Array
) -> tuple[list[Array], dict[str, Blend]]:
    """The log-odds of both forms, each fold's by a blend fitted on the others' mails as they came; and those blends."""
    spam, given = table.column("spam")[rows], table.form[rows] == "given"
    group = table.column("group")[rows]
    logits, blends = [np.zeros(len(rows)) for _ in forms], {}
    for name in sorted(set(fold)):
        out = fold == name
        seen = apart(out, group) & given
        blends[name] = blend = blend_both(forms[0].at(seen), forms[1].at(seen), spam[seen], weight[rows][seen])
        for logit, form in zip(logits, forms, strict=True):
            logit[out] = form.at(out).logit(blend)
    return logits, blends


def threshold(whole: Array, bare: Array, sent: Array, *, scale: float = 1.0) -> float:
    """The log-odds that 1 % of honest mail as it came reaches, and 2 % of honest templates as a service delivers them.

    ``whole``, ``bare`` and ``sent`` are the log-odds of honest mail; ``scale`` multiplies both rates. The higher of the
    two borders counts: a template that passes has to pass when it is sent, too.
    """
    borders = [border_at(np.concatenate([whole, bare]), scale * FALSE_POSITIVES)]
    if len(sent):
        borders.append(border_at(sent, scale * SENT_FALSE_POSITIVES))
    return max(borders)


def border_at(values: Array, rate: float) -> float:
    """The value that just fewer than ``rate`` of the values reach."""
    ranked = np.sort(values)[::-1]
    return float(ranked[min(len(ranked) - 1, int(rate * len(ranked)))] + 1e-6)


def ordinary_ham(table: Table, rows: Array) -> Array:
    """Which rows are honest mail of the kinds that thresholds are chosen on (all ham, where no kind is known)."""
    kinds, classic = table.column("kind")[rows], table.column("classic")[rows]
    ham = ~table.column("spam")[rows]
    chosen = ham & ~classic & np.isin(kinds, MODERN_HAM)
    return chosen if chosen.any() else ham
