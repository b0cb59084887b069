"""Corpus probe: how well the model's inputs tell which corpus a mail is of, before and after masking."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import joblib
import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from spamscore import features, ngrams
from spamscore.mail import read
from spamscore.training.corpora import Sample
from spamscore.training.fit import BINS, BODY_GROUPS, columns, edges, one_hot, text_matrix
from spamscore.training.table import Array, Table

LIMIT = 100  # mails of a corpus and label
LEAST = 20  # mails, in at least this many groups as there are folds: a smaller corpus is not asked for
FOLDS = 3
NUMBERS, TEXT = "numbers in bins", "text n-grams"
BEFORE, AFTER = "before masking", "after masking"
SAME, OTHER = "after masking, mails that have another form", "after masking, those mails in the other form"
_STRENGTH = {NUMBERS: 0.1, TEXT: 5.0}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the probe said of n mails, each by a probe that saw no mail of its group."""

    label: str
    inputs: str
    masking: str
    corpus: Array  # (n,) index of the true corpus
    said: Array  # (n,) index of the corpus named
    group: Array  # (n,)
    corpora: tuple[str, ...]
    telling: tuple[str, ...]  # the features that tell most, strongest first

    @property
    def chance(self) -> float:
        """The balanced accuracy of a probe that knows nothing."""
        return 1 / len(self.corpora)


def balanced_accuracy(said: Array, corpus: Array) -> float:
    """Mean over the corpora of the share of their mails that were named rightly."""
    hits, sizes = np.bincount(corpus[said == corpus], minlength=corpus.max() + 1), np.bincount(corpus)
    return float((hits[sizes > 0] / sizes[sizes > 0]).mean())


def probe(table: Table, samples: Sequence[Sample], *, jobs: int = 1) -> list[Answer]:
    """Every probe: ham and spam by themselves, numbers and text, before and after masking.

    Args:
        table: the measured mails.
        samples: the same mails with their content: what stands before masking is measured anew.
        jobs: processes.
    """
    content = {each.id: each.content for each in samples}
    owner, group = table.column("corpus"), table.column("group")
    questions = []
    for spam, label in ((False, "ham"), (True, "spam")):
        rows = chosen(table, spam=spam)
        if len(rows):
            mails = [content[table.samples[row].id] for row in rows]
            raw = joblib.Parallel(n_jobs=jobs, batch_size=16)(joblib.delayed(_unmasked)(each) for each in mails)
            questions += _questions(table, rows, raw, label)
    told = [each for each in questions if len(_large(owner[each.rows], group[each.rows])) > 1]
    return list(
        joblib.Parallel(n_jobs=jobs)(joblib.delayed(_answer)(each, owner[each.rows], group[each.rows]) for each in told)
    )


def chosen(table: Table, *, spam: bool) -> Array:
    """Rows of at most `LIMIT` mails as they came of each corpus that is large enough, picked by hash of their ids."""
    given = np.flatnonzero((table.form == "given") & (table.column("spam") == spam))
    found: dict[str, list[int]] = defaultdict(list)
    for row in sorted(given, key=lambda row: hashlib.sha256(table.samples[row].id.encode()).digest()):
        found[table.samples[row].corpus].append(int(row))
    rows = np.array(sorted(row for each in found.values() for row in each[:LIMIT]), dtype=np.int64)
    return rows[
        np.isin(table.column("corpus")[rows], _large(table.column("corpus")[rows], table.column("group")[rows]))
    ]


def _unmasked(content: str | bytes) -> tuple[Array, Array]:
    """Features and n-grams of a mail as it came: marks, addresses and links left in."""
    mail = read(content)
    text = " ".join(mail.text[: ngrams.HEAD + ngrams.TAIL].lower().split())
    return features.measure(mail).astype(np.float32), ngrams.buckets(text)


@dataclass(frozen=True, slots=True)
class _Question:
    label: str
    inputs: str
    masking: str
    rows: Array
    matrix: sparse.csr_matrix


def _questions(table: Table, rows: Array, raw: list[tuple[Array, Array]], label: str) -> list[_Question]:
    used = columns(BODY_GROUPS)
    ids = [sample.id for sample in table.samples]
    others = {ids[row]: row for row in np.flatnonzero(table.form != "given")[::-1]}  # the first other form counts
    shaped = np.array([row for row in rows if ids[row] in others], dtype=np.int64)
    found = [
        _Question(label, NUMBERS, BEFORE, rows, _binned(np.stack([values for values, _ in raw])[:, used])),
        _Question(label, NUMBERS, AFTER, rows, _binned(table.values[rows][:, used])),
        _Question(label, TEXT, BEFORE, rows, _presence([found for _, found in raw])),
        _Question(label, TEXT, AFTER, rows, text_matrix(table, rows)),
    ]
    if len(shaped):
        turned = np.array([others[ids[row]] for row in shaped])
        found.insert(2, _Question(label, NUMBERS, SAME, shaped, _binned(table.values[shaped][:, used])))
        found.insert(3, _Question(label, NUMBERS, OTHER, shaped, _binned(table.values[turned][:, used])))
    return found


def _binned(values: Array) -> sparse.csr_matrix:
    wide = values.astype(np.float64)
    return one_hot(wide, np.stack([edges(wide[:, place], np.ones(len(wide))) for place in range(wide.shape[1])]))


def _presence(found: list[Array]) -> sparse.csr_matrix:
    sizes = np.array([len(each) for each in found])
    scale = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return sparse.csr_matrix((scale, np.concatenate(found), starts), shape=(len(found), 2**ngrams.BITS))


def _answer(question: _Question, owner: Array, group: Array) -> Answer:
    """Ask one probe, fold by fold; ``owner`` and ``group`` are each mail's corpus and group by name."""
    names = _large(owner, group)
    kept = np.isin(owner, names)
    matrix, group = question.matrix[kept], group[kept]
    corpus = np.searchsorted(names, owner[kept])
    fold, said, strength = _parts(corpus, group), np.zeros(len(corpus), np.int64), np.zeros(matrix.shape[1])
    for part in range(FOLDS):
        seen = fold != part
        model = OneVsRestClassifier(
            LogisticRegression(C=_STRENGTH[question.inputs], solver="liblinear", dual=True, tol=0.01, max_iter=300,
                               class_weight="balanced", random_state=0)
        ).fit(matrix[seen], corpus[seen])  # fmt: skip
        said[~seen] = model.predict(matrix[~seen])
        strength += sum(np.square(each.coef_[0]) for each in model.estimators_)
    telling = _strongest(strength) if question.inputs == NUMBERS else ()
    return Answer(question.label, question.inputs, question.masking, corpus, said, group, tuple(names), telling)


def _large(owner: Array, group: Array) -> list[str]:
    """The corpora with mails enough, in groups enough for every fold."""
    named = [(str(name), owner == name) for name in sorted(set(owner))]
    return [name for name, own in named if own.sum() >= LEAST and len(set(group[own])) >= FOLDS]


def _parts(corpus: Array, group: Array) -> Array:
    """Folds in which no group is split and every corpus is spread, shape (n,)."""
    assigned: dict[str, int] = {}
    for place in range(corpus.max() + 1):
        load = [0] * FOLDS
        inside = Counter(group[corpus == place])
        for name, size in sorted(inside.items(), key=lambda item: (-item[1], item[0])):
            part = assigned.setdefault(name, load.index(min(load)))
            load[part] += size
    return np.array([assigned[name] for name in group])


def _strongest(strength: Array, most: int = 8) -> tuple[str, ...]:
    used = columns(BODY_GROUPS)
    sums = strength.reshape(len(used), BINS).sum(axis=1)
    return tuple(features.FEATURES[used[place]].name for place in np.argsort(-sums, kind="stable")[:most])
