"""Study: which mails are judged, by whom they were not seen, and what a peer answers."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.peers.forms import FORMS, Form, forms
from spamscore.training.corpora import Sample
from spamscore.training.evaluate import MODERN_HAM
from spamscore.training.split import folds
from spamscore.training.table import Array, Table

MAILBOX = "foff-milter"  # ham and spam of one reader and the same weeks


class NotInstalledError(Exception):
    """A peer's program is not on this machine."""


@dataclass(frozen=True)
class Judged:
    """A peer's answers; nan where a mail has no such form, or got none."""

    scores: dict[str, Array]  # form → (n,), higher = more like spam
    border: Array  # (n,) from which score on the peer calls a mail spam
    cpu_ms: float  # CPU milliseconds a mail on average, without starting and learning


@dataclass(frozen=True)
class Study:
    """The mails to judge, and all others with the fold of each: what a trained peer may learn from."""

    samples: tuple[Sample, ...]  # (n,) to be judged
    forms: tuple[dict[str, Form], ...]  # (n,)
    fold: Array  # (n,)
    library: tuple[Sample, ...]  # every mail, the judged ones too
    library_fold: Array
    table: Table

    def column(self, name: str) -> Array:
        """A field of the judged `Sample`s."""
        return np.array([getattr(sample, name) for sample in self.samples])

    def pieces(self) -> list[tuple[str, int, Form]]:
        """(form, place of the mail, its content) of everything to judge, in order."""
        return [(name, place, each[name]) for name in FORMS for place, each in enumerate(self.forms) if name in each]

    def scattered(self, scores: Sequence[float]) -> dict[str, Array]:
        """Scores in the order of `pieces` → the scores of each form by mail."""
        found = {name: np.full(len(self.samples), np.nan) for name in FORMS}
        for (name, place, _), score in zip(self.pieces(), scores, strict=True):
            found[name][place] = score
        return found


class Peer(Protocol):
    """A filter that can be asked."""

    name: str
    package: str  # what to install

    def judge(self, study: Study) -> Judged:
        """Its answers.

        Raises:
            NotInstalledError: its program is not here.
        """


def study(library: Sequence[Sample], table: Table, *, mails: int, seed: int) -> Study:
    """The study of these samples; ``table`` is `measured` of the same."""
    folded = dict(zip((sample.id for sample in table.samples), folds(table), strict=True))
    chosen = drawn(library, mails, seed)
    return Study(
        tuple(chosen),
        tuple(forms(sample.content) for sample in chosen),
        np.array([folded[sample.id] for sample in chosen]),
        tuple(library),
        np.array([folded[sample.id] for sample in library]),
        table,
    )


def drawn(samples: Sequence[Sample], mails: int, seed: int) -> list[Sample]:
    """The whole mailbox and ``mails`` others, modern, half of them spam, each corpus with its share of its label."""
    rng = random.Random(seed)
    modern = [each for each in samples if each.spam or ordinary(each)]
    modern = sorted((each for each in modern if not each.classic), key=lambda each: each.id)
    chosen = [each for each in modern if each.corpus == MAILBOX]
    for spam in (False, True):
        strata: dict[str, list[Sample]] = defaultdict(list)
        for each in modern:
            if each.spam == spam and each.corpus != MAILBOX:
                strata[each.corpus].append(each)
        total = sum(map(len, strata.values()))
        wanted = min(mails // 2, total)
        for _, found in sorted(strata.items()):
            chosen += rng.sample(found, min(len(found), max(1, round(wanted * len(found) / total))))
    return sorted(chosen, key=lambda each: each.id)


def ordinary(sample: Sample) -> bool:
    """Whether it is modern honest mail of the kinds that thresholds are chosen on."""
    return not sample.spam and not sample.classic and sample.kind in MODERN_HAM
