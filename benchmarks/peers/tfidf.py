"""The usual first try: TF-IDF of words and word pairs, logistic regression; trained for each fold."""

import time

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from benchmarks.peers import trained
from benchmarks.peers.study import Judged, Study
from spamscore.mail import read
from spamscore.training.table import Array


class TfIdf:
    """Subject and visible text, read as we read them."""

    name = "TF-IDF + logistic regression, trained"
    package = "scikit-learn"

    def judge(self, study: Study) -> Judged:
        """Log-odds of every mail."""
        return trained.judge(Words(), study)


class Words:
    """Words and pairs in 2²⁰ buckets; their rarity is learned with the weights."""

    _counts: csr_matrix
    _rarity: TfidfTransformer
    _weights: LogisticRegression
    _spent = 0.0

    def prepare(self, messages: list[bytes]) -> None:
        """Count the words of each message."""
        hashing = HashingVectorizer(ngram_range=(1, 2), n_features=1 << 20, alternate_sign=False, norm=None)
        start = time.process_time()
        self._counts = hashing.transform(_words(message) for message in messages)
        self._reading = (time.process_time() - start) / len(messages)

    def learn(self, places: Array, spam: Array) -> None:
        """Fit on these messages, ham and spam alike in weight."""
        self._rarity = TfidfTransformer(sublinear_tf=True).fit(self._counts[places])
        self._weights = LogisticRegression(C=10, class_weight="balanced", max_iter=1000, solver="liblinear")
        self._weights.fit(self._rarity.transform(self._counts[places]), spam)

    def score(self, places: Array) -> Array:
        """Log-odds of these messages."""
        start = time.process_time()
        found = self._weights.decision_function(self._rarity.transform(self._counts[places]))
        self._spent += time.process_time() - start + self._reading * len(places)
        return np.asarray(found)

    def cpu_seconds(self) -> float:
        """What reading and scoring took."""
        return self._spent


def _words(message: bytes) -> str:
    mail = read(message)
    return f"{mail.subject or ''}\n{mail.text}"
