"""Folds by source, and weights by group, source and kind."""

from collections import Counter, defaultdict

import numpy as np

from spamscore.training.table import Array, Table

MODERN_FOLDS = 7
OWN_FOLDS = 5
FORM_WEIGHT = {
    "given": 1.0,
    "delivered": 0.4,
    "template": 0.4,
    "forged": 1.0,
    "altered": 1.0,
}  # against its sample as it came


def folds(table: Table) -> Array:
    """The fold of each row: classic corpora and large sources one each, small ham sources spread by name.

    A fold is left out as a whole, so no source, sender or campaign of a judged mail was seen in training. Every fold
    of modern mail holds ham and spam.
    """
    sources = table.column("source")
    if len(set(sources)) < 2 * MODERN_FOLDS:
        return _grouped(table)
    classic = table.column("classic")
    spam = table.column("spam")
    corpora = table.column("corpus")
    assigned: dict[str, str] = {}
    for source in dict.fromkeys(sources[classic]):
        assigned[source] = source.partition("/")[0]
    for source in dict.fromkeys(sources[corpora == "foff-milter"]):
        assigned[source] = "foff-milter"  # ham and spam of one mailbox belong together
    for chosen in (spam, ~spam):
        rest = Counter(source for source in sources[chosen] if source not in assigned)
        sizes = defaultdict(int, {f"modern-{number}": 0 for number in range(1, MODERN_FOLDS)})
        for source, count in sorted(rest.items(), key=lambda item: (-item[1], item[0])):
            smallest = min(sizes, key=lambda name: (sizes[name], name))
            assigned[source] = smallest
            sizes[smallest] += count
    return np.array([assigned[source] for source in sources])


def _grouped(table: Table) -> Array:
    """Folds by group alone, for a user's own mail: too few sources to leave one out."""
    spam, groups = table.column("spam"), table.column("group")
    assigned: dict[str, str] = {}
    for chosen in (spam, ~spam):
        for place, group in enumerate(sorted(set(groups[chosen]) - set(assigned))):
            assigned[group] = f"part-{place % OWN_FOLDS}"
    return np.array([assigned[group] for group in groups])


def weights(table: Table, *, classic: float = 0.1, list_posts: float = 0.3, flatness: float = 0.3) -> Array:
    """Each row's weight: groups count by the root of their size, sources by ``n ** flatness``, classes alike.

    Each form weighs as `FORM_WEIGHT` says. METHODS: flatter source weights are worth .004 AUC.
    """
    spam, kinds = table.column("spam"), table.column("kind")
    is_classic, given = table.column("classic"), table.form == "given"
    keys = list(zip(table.column("source"), spam, kinds == "list", strict=True))
    groups = Counter(zip(table.column("group"), given, strict=True))
    raw = np.array([groups[key] ** -0.5 for key in zip(table.column("group"), given, strict=True)])
    totals: dict[tuple[object, ...], float] = defaultdict(float)
    for key, amount, own in zip(keys, raw, given, strict=True):
        totals[key] += amount * own
    scale = np.array([totals[key] ** (flatness - 1) for key in keys])
    result = raw * scale * np.array([FORM_WEIGHT[form] for form in table.form]) * np.where(is_classic, classic, 1.0)
    result *= np.where((kinds == "list") & ~spam & ~is_classic, list_posts, 1.0)
    for chosen in (spam, ~spam):
        result[chosen] *= len(result) / 2 / result[chosen].sum()
    return np.asarray(result)
