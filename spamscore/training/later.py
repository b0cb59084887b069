"""Later than trained: a model of the mail written before a year judges the mail of that year and after."""

from collections.abc import Mapping

import numpy as np

from spamscore.training.breakdown import HEAD, LEAST, Row, figures
from spamscore.training.card import modern_mail
from spamscore.training.duplicates import apart
from spamscore.training.evaluate import blend_both, row_weights, testify, unseen
from spamscore.training.fit import Settings, fit
from spamscore.training.leftout import FORMS, Verdicts
from spamscore.training.section import Section
from spamscore.training.split import folds
from spamscore.training.table import Array, Table

YEARS = (2024, 2025)
ENOUGH = 50  # mails of a label, before and after: fewer say nothing


def borders(table: Table, year: int) -> tuple[Array, Array, Array]:
    """Rows before the year, rows of it and later, and which of the later share a group with earlier mail.

    Classic corpora are earlier, whatever their mails' clocks say. Undated modern ham is halved by source, for no more
    is known of it than that it is ham; undated spam is left out of both.
    """
    written = np.array([each.year or 0 for each in table.samples])
    classic, spam, source = table.column("classic"), table.column("spam"), table.column("source")
    undated = (written == 0) & ~classic & ~spam
    first_half = undated & np.isin(source, sorted(set(source[undated]))[::2])
    earlier = classic | ((written > 0) & (written < year)) | first_half
    later = ~classic & ((written >= year) | (undated & ~first_half))
    return earlier, later, later & ~apart(earlier, table.column("group"))


def select(table: Table, chosen: Array) -> Table:
    """The table of these rows alone; ``chosen`` is bool, shape (n,)."""
    rows = np.flatnonzero(chosen)
    found = [table.ngrams(int(row)) for row in rows]
    return Table(
        tuple(table.samples[row] for row in rows), table.form[rows], table.values[rows],
        np.concatenate([np.zeros(0, table.buckets.dtype), *found]),
        np.concatenate([[0], np.cumsum([len(each) for each in found])]).astype(table.starts.dtype),
        table.whole[rows], table.bare[rows], table.has_sender[rows],
    )  # fmt: skip


def enough(table: Table, year: int) -> bool:
    """Whether there is ham and spam on both sides of the year."""
    earlier, later, seen = borders(table, year)
    spam, given = table.column("spam"), table.form == "given"
    return all((given & side & label).sum() >= ENOUGH for side in (earlier, later & ~seen) for label in (spam, ~spam))


def _wide(fold: Array) -> Array:
    """Half as many folds: blend and threshold need opinions from outside, not eleven of them."""
    place = {name: number // 2 for number, name in enumerate(sorted(set(fold)))}
    return np.array([str(place[name]) for name in fold])


def judge_later(table: Table, settings: Settings, year: int, *, jobs: int = 1) -> Verdicts:
    """Verdicts on the mail of a year and later; parts, blend and threshold come from earlier mail alone."""
    earlier, later, known = borders(table, year)
    old = select(table, earlier)
    judged = unseen(old, settings, jobs=jobs, fold=_wide(folds(old)))
    fitted = fit(old, np.arange(len(old.form)), row_weights(old, settings), settings)
    blend = blend_both(judged.whole, judged.bare, judged.spam, judged.weight)
    rows = np.flatnonzero(later & ~known & (table.form == "given"))
    whole, bare = testify(table, rows, fitted, settings)
    return Verdicts(rows, table.column("spam")[rows], table.column("group")[rows], whole.logit(blend), bare.logit(blend),
                    np.full(len(rows), judged.threshold))  # fmt: skip


def section(table: Table, years: Mapping[int, Verdicts]) -> Section:
    """The verdicts as a table."""
    rows: list[Row] = []
    notes = []
    given = table.form == "given"
    for year, found in years.items():
        earlier, _, known = borders(table, year)
        notes.append(f"{year}: learned from {(earlier & given).sum()}, {(known & given).sum()} not judged")
        corpora = table.column("corpus")[found.rows]
        sets = [("all modern mail", found.at(modern_mail(table, found.rows)))]
        sets += [(name, found.at(corpora == name)) for name in sorted(set(corpora))]
        for name, own in sets:
            if len(own.rows) >= LEAST:
                rows += [(str(year), name, form, *figures(own, getattr(own, field))) for form, field in FORMS]
    note = (
        "Parts, blend and threshold come from mail written before the year (the classic corpora with it, and half of the "
        "sources of undated honest mail); judged is mail of that year and later, and the other half, but for mails that "
        f"share a sender, a campaign or a near copy with what was learned from ({'; '.join(notes)})."
    )
    return Section("later", "Later than trained", note, ("from year", "mail", *HEAD[1:]), rows)
