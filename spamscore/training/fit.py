"""Fits the parts of a model: binned numbers, text as a residual on them, the sender as a residual on both."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from spamscore import features, ngrams
from spamscore.model import Part, Text
from spamscore.training.corpora import Sample
from spamscore.training.honest_notes import notes
from spamscore.training.table import Array, Table, measured, stacked

BINS = 6
_QUARTERS = 4
_LEAST_OF_A_LANGUAGE = 40  # mails
BODY_GROUPS = ("agreement", "structure", "addresses", "wording", "footer")


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be tuned; the defaults are what the diary in models/README.md found."""

    body_strength: float = 0.002  # inverse of the L2 penalty, with weights of mean 1
    text_strength: float = 2.0
    sender_strength: float = 0.003
    body_limit: float = 8.0
    text_floor: float = -0.5
    text_limit: float = 1.0
    note_strength: float = 2.0
    note_floor: float = -1.0
    note_limit: float = 1.5
    written: float = (
        0.01  # share of the honest mail's weight that goes to honest notes written for it, in ten languages
    )
    note_share: float = 0.5  # what notes alone taught, beside what all mail taught, in the opinion on a note's words
    sender_limit: float = 1.5
    floor: float = -3.0  # log-odds that one group of features may say for ham
    classic: float = 0.35
    list_posts: float = 0.3
    flatness: float = 0.3
    rarity: float = 0.35  # how much the penalty is eased for bins that few mails fall into: they may speak up
    noise: float = (
        0.08  # share of a noisily labelled corpus, the least spam-like to models of other sources, not learned
    )
    language: float = 0.3  # size of the inputs that take a language's own share of spam out of the text's weights
    leave_out: tuple[str, ...] = ()  # features not used


@dataclass(frozen=True, slots=True)
class Fitted:
    """The parts of the classifier, before the blend."""

    body: Part
    body_intercept: float
    text: Array  # (2**BITS,)
    note: Array  # (2**BITS,) the same for mails without design
    sender: Part

    def texts(self, settings: Settings) -> tuple[Text, Text]:
        """The opinions on words: of a designed mail and of a note."""
        return (
            Text(self.text, settings.text_floor, settings.text_limit),
            Text(self.note, settings.note_floor, settings.note_limit),
        )


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
    inputs = one_hot(values, borders)
    scale = _easing(inputs, weights[rows], settings.rarity)
    model = _regression(settings.body_strength)
    model.fit(inputs @ sparse.diags(scale), table.column("spam")[rows], sample_weight=weights[rows])
    names = [features.FEATURES[i].name for i in used]
    return _part(names, borders, model.coef_[0] * scale, settings, settings.body_limit), float(model.intercept_[0])


def _easing(inputs: sparse.csr_matrix, weights: Array, rarity: float) -> Array:
    """A factor for each bin, of mean 1: the L2 penalty presses hardest on what is rare, however sure it is."""
    share = np.asarray(inputs.T @ weights) / weights.sum()
    factor = np.where(share > 0, (np.maximum(share, 1e-3) * (1 - share) + 1e-4) ** -rarity, 0.0)
    return np.asarray(factor / factor[share > 0].mean())


def trusted(table: Table, rows: Array, weights: Array, settings: Settings) -> Array:
    """The rows without those whose label is in doubt: spam of a noisy corpus that models of other sources call honest.

    Each quarter of the sources is judged by a body's part fitted on the other three, so no mail vouches for itself.
    """
    doubtful = table.column("noisy")[rows] & table.column("spam")[rows]
    if not settings.noise or not doubtful.any():
        return rows
    part = np.array([zlib.crc32(source.encode()) % _QUARTERS for source in table.column("source")[rows]])
    logit = np.full(len(rows), np.inf)
    for quarter in sorted(set(part[doubtful])):
        body, _ = fit_body(table, rows[part != quarter], weights, settings)
        judged = (part == quarter) & doubtful
        logit[judged] = weigh_all(body, table.values[rows[judged]])
    return np.asarray(rows[~(doubtful & (logit < np.quantile(logit[doubtful], settings.noise)))])


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
    said = ~np.isin(table.form[rows], ("delivered", "template"))  # the same words as the mail they come from
    return _words(
        table,
        rows[said],
        weights[rows[said]],
        offset[said],
        strength=settings.text_strength,
        language=settings.language,
    )


def fit_note(table: Table, rows: Array, weights: Array, offset: Array, settings: Settings) -> Array:
    """The same from mails without design alone, of every age alike: there old mail and new speak of the same things."""
    used = features.is_note(table.values[rows]) & ~np.isin(table.form[rows], ("delivered", "template"))
    rows, offset, own = rows[used], offset[used], weights[rows[used]]
    spam = table.column("spam")[rows]
    if len(set(spam)) < 2:
        return np.zeros(2**ngrams.BITS)
    for label in (spam, ~spam):
        own[label] *= len(rows) / 2 / own[label].sum()
    return _words(table, rows, own, offset, strength=settings.note_strength, language=settings.language)


def _words(table: Table, rows: Array, weights: Array, offset: Array, *, strength: float, language: float) -> Array:
    """Weights of the n-grams beside an offset; ``weights`` and ``offset`` are those of the rows.

    Each language has an input of its own, which is thrown away: what the corpora hold more of in one language, spam or
    honest mail, is no evidence, and without it the words "the" and "você" would carry it.
    """
    matrix = sparse.hstack(
        [text_matrix(table, rows), _languages(table, rows) * language, sparse.csr_matrix(offset[:, None])],
        format="csr",
    )
    model = LogisticRegression(C=strength, solver="liblinear", dual=True, tol=0.05, random_state=0)
    model.fit(matrix, table.column("spam")[rows], sample_weight=weights)
    return np.asarray(model.coef_[0][: 2**ngrams.BITS] / max(float(model.coef_[0][-1]), 0.2))


def _languages(table: Table, rows: Array) -> sparse.csr_matrix:
    """One column for each language with enough mail, shape (n, languages)."""
    spoken = table.column("language")[rows]
    common = [name for name in sorted(set(spoken)) if name and (spoken == name).sum() >= _LEAST_OF_A_LANGUAGE]
    return sparse.csr_matrix(
        np.stack([spoken == name for name in common], axis=1) if common else np.zeros((len(rows), 0))
    )


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


@cache
def _notes() -> Table:
    samples = []
    for language, number, text in notes():
        source = f"written/{language}"
        name = f"{source}/{number}"
        samples.append(Sample(name, text, spam=False, corpus="written", source=source, group=name, language=language))
    return measured(samples)


def _with_notes(table: Table, rows: Array, weights: Array, share: float) -> tuple[Table, Array, Array]:
    """The table with the written notes below, their rows among those given, and what they weigh: never are they judged."""
    own = _notes()
    each = share * weights[~table.column("spam")].sum() / len(own.form)
    joined = stacked((table, own))
    more = np.arange(len(table.form), len(joined.form))
    return joined, np.concatenate([rows, more]), np.concatenate([weights, np.full(len(more), each)])


def fit(table: Table, rows: Array, weights: Array, settings: Settings) -> Fitted:
    """All parts, from the rows given, and from honest notes written for it where the mails' languages are known."""
    if settings.written and table.column("language").any():
        table, rows, weights = _with_notes(table, rows, weights, settings.written)
    rows = trusted(table, rows, weights, settings)
    body, intercept = fit_body(table, rows, weights, settings)
    offset = weigh_all(body, table.values[rows]) + intercept
    text = fit_text(table, rows, weights, offset, settings)
    note = text + settings.note_share * fit_note(table, rows, weights, offset, settings)
    known = table.has_sender[rows]
    rows, offset = rows[known], offset[known]
    if len(set(table.column("spam")[rows])) < 2:
        return Fitted(body, intercept, text, note, _silent_sender(settings))
    combined = offset + np.clip(text_matrix(table, rows) @ text, settings.text_floor, settings.text_limit)
    return Fitted(body, intercept, text, note, fit_sender(table, rows, weights, combined, settings))
