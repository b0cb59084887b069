"""Text that no reader sees: deleted, with the elements that hold nothing else."""

from collections.abc import Iterator
from html import unescape
from itertools import islice

from spamscore.placeholders import collapse
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.scan import Element, Run, Scan

_MANY = 300  # runs of hidden text
_DEEP = 30  # elements around one


def mend(draft: Draft) -> Iterator[Candidate]:
    """Delete hidden text, as one edit; an honest preheader and twins for small screens are not hidden text."""
    if not draft.html or not draft.mail.hidden:
        return
    unseen = list(islice((run for run in draft.scan.runs if _unseen(run, draft)), _MANY))
    changes = tuple(_deletions(draft, unseen))
    if changes:
        yield Candidate("hidden-text", f"Delete the hidden text ({_places(len(changes))})", changes, mechanical=True)


def _places(count: int) -> str:
    return f"{count} places" if count > 1 else "one place"


def _unseen(run: Run, draft: Draft) -> bool:
    if not run.reason or run.reason == "raw":
        return False
    text = " ".join(collapse(unescape(draft.scan.masked[run.start : min(run.end, run.start + 500)])).split())
    return bool(text) and any(text[:200] in piece.text for piece in draft.mail.hidden)


def _deletions(draft: Draft, unseen: list[Run]) -> Iterator[Change]:
    """One change for each outermost element that holds nothing but unseen text."""
    scan, done = draft.scan, -1
    gone = {id(run) for run in unseen}
    for run in unseen:
        if run.start < done:
            continue
        around = _outermost(scan, run, gone)
        start, end = (around.start, around.end) if around else (run.start, run.end)
        if scan.free(start, end):
            start, end = _with_line(draft.body, start, end)
            yield draft.lines.change(start, end, "")
            done = end


def _with_line(source: str, start: int, end: int) -> tuple[int, int]:
    """The stretch, with its whole line where nothing else stands on it."""
    first, last = source.rfind("\n", 0, start) + 1, source.find("\n", end) + 1
    alone = last and not source[first:start].strip() and not source[end:last].strip()
    return (first, last) if alone else (start, end)


def _outermost(scan: Scan, run: Run, gone: set[int]) -> Element | None:
    found, element, deep = None, run.parent, 0
    while element and deep < _DEEP and element.name not in ("body", "html", "td", "th", "tr", "table", "tbody"):
        if element.end < 0 or element.end == element.inner or not _empty_without(scan, element, gone):
            break
        found, element, deep = element, element.parent, deep + 1
    return found


def _empty_without(scan: Scan, element: Element, gone: set[int]) -> bool:
    """Whether nothing stays of an element once the runs are gone: no text, picture or link target that is shown."""
    runs = scan.inside(element.start, element.end)
    if len(runs) > _MANY or not all(id(run) in gone or scan.masked[run.start : run.end].isspace() for run in runs):
        return False
    inside = scan.masked[element.start : element.end].lower()
    return not any(tag in inside for tag in ("<img", "<input", "<style", "<script"))
