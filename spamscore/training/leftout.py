"""Verdicts on mails that were left out in other ways than fold by fold: a corpus as a whole, the senders of one mailbox."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import joblib
import numpy as np

from spamscore.model import Blend
from spamscore.training.duplicates import apart
from spamscore.training.evaluate import Unseen, blend_both, ordinary_ham, row_weights, testify, threshold
from spamscore.training.fit import Settings, fit
from spamscore.training.table import Array, Table

FORMS = (("whole", "logit"), ("bare", "bare_logit"))
MAILBOX = "foff-milter"  # the one modern corpus whose ham and spam reached the same reader in the same weeks
PARTS = 5
Task = tuple[Array, Array]  # rows of the table to judge, rows to learn from; bool, shape (n,) each


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What models that learned nothing of these mails say of them; shape (n,) each."""

    rows: Array  # index into the table
    spam: Array
    group: Array
    logit: Array  # of the whole message
    bare_logit: Array
    cut: Array  # the threshold, in log-odds, chosen without these mails

    def at(self, chosen: Array) -> "Verdicts":
        """The verdicts on some of the mails."""
        return Verdicts(*(getattr(self, each.name)[chosen] for each in fields(self)))


def verdicts(judged: Unseen) -> Verdicts:
    """The verdicts of the folds."""
    return Verdicts(judged.rows, judged.spam, judged.group, judged.logit, judged.bare_logit, judged.cut)


def together(parts: Sequence[Verdicts]) -> Verdicts:
    """Several verdicts, one after the other."""
    return Verdicts(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Verdicts)))


def judge(table: Table, settings: Settings, judged: Unseen, tasks: Iterable[Task], *, jobs: int = 1) -> list[Verdicts]:
    """Judge each task's mails by parts fitted on its other rows, blended and cut by what `judged` says of those."""
    weight, slim = row_weights(table, settings), replace(judged, models={})

    def one(out: Array, seen: Array) -> Verdicts:
        fitted = fit(table, np.flatnonzero(seen), weight, settings)
        rows = np.flatnonzero(out & (table.form == "given"))
        whole, bare = testify(table, rows, fitted, settings)
        blend, cut = _judge_and_border(table, slim, seen)
        return Verdicts(rows, table.column("spam")[rows], table.column("group")[rows], whole.logit(blend),
                        bare.logit(blend), np.full(len(rows), cut))  # fmt: skip

    return list(joblib.Parallel(n_jobs=jobs)(joblib.delayed(one)(*task) for task in tasks))


def _judge_and_border(table: Table, judged: Unseen, seen: Array) -> tuple[Blend, float]:
    """The blend, and the threshold under it, from the out-of-source opinions on the rows that may be seen."""
    known = seen[judged.rows]
    blend = blend_both(judged.whole.at(known), judged.bare.at(known), judged.spam[known], judged.weight[known])
    ham = known & ordinary_ham(table, judged.rows)
    sent = judged.sent.bare.at(seen[judged.sent.rows])
    return blend, threshold(judged.whole.at(ham).logit(blend), judged.bare.at(ham).logit(blend), sent.logit(blend))


def without_corpus(table: Table, judged: Unseen) -> tuple[dict[str, Verdicts], dict[str, Task]]:
    """Verdicts on each corpus left out as a whole: those that the folds gave, and tasks for what lies in several folds."""
    corpora, found = table.column("corpus"), verdicts(judged)
    folded, tasks = {}, {}
    for corpus in sorted(set(corpora)):
        chosen = corpora[judged.rows] == corpus
        if len(set(judged.fold[chosen])) == 1:
            folded[corpus] = found.at(chosen)
        else:
            out = corpora == corpus
            tasks[corpus] = (out, apart(out, table.column("group")))
    return folded, tasks


def without_sender(table: Table, corpus: str = MAILBOX) -> dict[str, Task]:
    """Tasks that leave out a part of one mailbox's senders, with all they sent, and learn from its other senders."""
    inside, group = table.column("corpus") == corpus, table.column("group")
    assigned: dict[str, int] = {}
    load = [0] * PARTS
    for name, size in sorted(Counter(group[inside]).items(), key=lambda item: (-item[1], item[0])):
        assigned[name] = place = load.index(min(load))
        load[place] += size
    part = np.array([assigned.get(name, -1) for name in group])
    outs = {f"part {place}": inside & (part == place) for place in sorted(set(assigned.values()))}
    return {name: (out, apart(out, group)) for name, out in outs.items()}
