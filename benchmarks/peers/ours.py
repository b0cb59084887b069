"""spamscore itself: each mail judged by the model that never saw its fold."""

import time

import numpy as np

from benchmarks.peers.study import Judged, Study
from spamscore.mail import read
from spamscore.report import THRESHOLD_POINTS
from spamscore.rules import RULES
from spamscore.scoring import weigh
from spamscore.training.evaluate import unseen
from spamscore.training.fit import Settings


class Ours:
    """The settings that the shipped model is trained with."""

    name = "**spamscore**"
    package = "spamscore[train]"

    def __init__(self, jobs: int = 1) -> None:
        """Fit with this many processes."""
        self._jobs = jobs

    def judge(self, study: Study) -> Judged:
        """Points of every mail."""
        models, pieces = unseen(study.table, Settings(), jobs=self._jobs).models, study.pieces()
        start = time.process_time()
        scores = [weigh(read(form.content), RULES, models[study.fold[place]]).points for _, place, form in pieces]
        spent = time.process_time() - start
        return Judged(
            study.scattered(scores), np.full(len(study.samples), THRESHOLD_POINTS), 1000 * spent / len(pieces)
        )
