"""Reports as one HTML page for people: it opens from a disk or a build's artefacts, loads nothing, runs nothing of a mail."""

import heapq
from collections.abc import Iterable, Iterator

from spamscore.cli.checked import Checked
from spamscore.cli.formats.page import origin, overview
from spamscore.cli.formats.page.article import article
from spamscore.cli.formats.page.document import foot, head
from spamscore.cli.formats.page.origin import Origin
from spamscore.cli.formats.terminal import Paint, safe

MAX_DETAILED = 50  # mails with a part of their own
MAX_SOURCES = 4_000_000  # characters of all their sources and pictures together

_Kept = tuple[tuple[bool, float, int], int, Checked]  # the worse the higher, the place it came in


def lines(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
    """The page in pieces, in ASCII whatever the mails hold, so that no encoding of a file or a pipe can garble it."""
    del paint  # a browser has colours of its own
    rows, kept = _collected(results)
    for piece in _page(rows, kept):
        yield piece.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _collected(results: Iterable[Checked]) -> tuple[list[overview.Row], list[tuple[int, Checked]]]:
    """A row for each mail, and the worst in whole, the worst first."""
    rows: list[overview.Row] = []
    worst: list[_Kept] = []
    for place, checked in enumerate(results):
        row = overview.row(checked, place)
        rows.append(row)
        failing, amount, at = overview.worst_first(row)
        heapq.heappush(worst, ((not failing, -amount, -at), place, checked))
        if len(worst) > MAX_DETAILED:
            heapq.heappop(worst)
    return rows, [(place, checked) for _, place, checked in sorted(worst, reverse=True, key=lambda each: each[0])]


def _page(rows: list[overview.Row], kept: list[tuple[int, Checked]]) -> Iterator[str]:
    alone = len(rows) == 1
    yield head(f"{safe(rows[0].name)} · spamscore" if alone else f"{len(rows):,} mails · spamscore")
    detailed = list(_with_source(kept, alone=alone))
    if not alone:
        yield overview.section(rows, {place: f"m{number}" for number, (place, _, _) in enumerate(detailed, 1)})
    for number, (_, checked, source) in enumerate(detailed, 1):
        yield article(checked, source, f"m{number}", alone=alone)
    yield foot()


def _with_source(kept: list[tuple[int, Checked]], *, alone: bool) -> Iterator[tuple[int, Checked, Origin | None]]:
    total = 0
    for place, checked in kept:
        if checked.report is None and not alone:
            continue  # the table says why it could not be read
        source = origin.of(checked) if checked.report is not None else None
        total += source.size if source else 0
        if total > MAX_SOURCES and not alone:
            return
        yield place, checked, source
