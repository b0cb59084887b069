"""Text that no reader sees: deleted, with the elements that hold nothing else."""

from collections.abc import Iterator

from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.scan import Element, Run, Scan


def mend(draft: Draft) -> Iterator[Candidate]:
    """Delete hidden text, as one edit; an honest preheader and twins for small screens are not hidden text."""
    if not draft.html or not draft.mail.hidden:
        return
    unseen = [run for run in draft.scan.runs if _unseen(run, draft)]
    changes = tuple(_deletions(draft, unseen))
    if changes:
        yield Candidate("hidden-text", f"Delete the hidden text ({_places(len(changes))})", changes, mechanical=True)


def _places(count: int) -> str:
    return f"{count} places" if count > 1 else "one place"


def _unseen(run: Run, draft: Draft) -> bool:
    if not run.reason or run.reason == "raw":
        return False
    text = " ".join(draft.scan.masked[run.start : run.end].split())
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
            yield draft.lines.change(start, end, "")
            done = end


def _outermost(scan: Scan, run: Run, gone: set[int]) -> Element | None:
    found, element = None, run.parent
    while element and element.name not in ("body", "html", "td", "th", "tr", "table", "tbody"):
        if element.end < 0 or element.end == element.inner or not _empty_without(scan, element, gone):
            break
        found, element = element, element.parent
    return found


def _empty_without(scan: Scan, element: Element, gone: set[int]) -> bool:
    """Whether nothing stays of an element once the runs are gone: no text, picture or link target that is shown."""
    inside = (run for run in scan.runs if element.start <= run.start < element.end)
    texts = all(id(run) in gone or scan.masked[run.start : run.end].isspace() for run in inside)
    return texts and not any(
        each.name in ("img", "input", "style", "script") and element.start <= each.start < element.end
        for each in scan.elements
    )
