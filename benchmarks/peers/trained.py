"""A peer that learns: trained anew for each fold on the mails that our own left-out model of the fold has seen."""

from typing import Protocol

import numpy as np

from benchmarks.peers.forms import lessons
from benchmarks.peers.study import Judged, Study, ordinary
from spamscore.training.evaluate import FALSE_POSITIVES, border_at
from spamscore.training.table import Array


class Learner(Protocol):
    """Something that learns messages by their place in a list, and scores others of the list."""

    def prepare(self, messages: list[bytes]) -> None:
        """Read all messages once."""

    def learn(self, places: Array, spam: Array) -> None:
        """Forget everything and learn these."""

    def score(self, places: Array) -> Array:
        """Scores of these, higher = more like spam."""

    def cpu_seconds(self) -> float:
        """What scoring has cost so far."""


def judge(learner: Learner, study: Study) -> Judged:
    """Scores by a learner that never saw the mail's fold.

    The border of a fold is chosen as ours is: 1 % of the honest modern mail of the other folds reaches it, each mail
    judged by the learner that did not see *its* fold.
    """
    taught = [lessons(sample.content, classic=sample.classic) for sample in study.library]
    sizes = [len(each) for each in taught]
    spam, honest = (
        np.repeat([test(sample) for sample in study.library], sizes)
        for test in (lambda sample: sample.spam, ordinary)
    )  # fmt: skip
    fold = np.repeat(study.library_fold, sizes)
    pieces = study.pieces()
    learner.prepare([message for each in taught for message in each] + [form.message for _, _, form in pieces])
    asked = np.array([study.fold[place] for _, place, _ in pieces])
    scores, said = np.full(len(pieces), np.nan), np.full(len(fold), np.nan)
    before, spent = 0.0, 0.0
    for name in sorted(set(study.fold)):
        seen = np.flatnonzero(fold != name)
        learner.learn(seen, spam[seen])
        mine = np.flatnonzero(honest & (fold == name))
        said[mine] = learner.score(mine)
        before = learner.cpu_seconds()
        scores[asked == name] = learner.score(len(fold) + np.flatnonzero(asked == name))
        spent += learner.cpu_seconds() - before
    border = {name: border_at(said[honest & (fold != name) & ~np.isnan(said)], FALSE_POSITIVES) for name in set(fold)}
    borders = np.array([border[name] for name in study.fold])
    return Judged(study.scattered(list(scores)), borders, 1000 * spent / len(pieces))
