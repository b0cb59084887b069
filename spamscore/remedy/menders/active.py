"""Active parts: scripts and frames, which no mail program runs."""

from collections.abc import Iterator

from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.scan import Element

_EMBEDDED = ("iframe", "frame", "object", "embed", "applet")


def mend(draft: Draft) -> Iterator[Candidate]:
    """Take out what mail programs take out anyway."""
    scan = draft.scan
    scripts = [each for each in scan.named("script") if "json" not in each.get("type").lower()]
    refresh = [each for each in scan.named("meta") if each.get("http-equiv").lower() == "refresh"]
    sheets = [each for each in scan.named("link") if "stylesheet" in each.get("rel").lower()]
    yield from _removed(draft, "script", "Remove the script: no mail program runs it", scripts)
    yield from _removed(draft, "refresh", "Remove what sends the reader to another page", refresh)
    yield from _removed(draft, "frame", "Remove the frame or object: show a picture that links to the page", scan.named(*_EMBEDDED),
                        note="Put a picture with a link in its place.")  # fmt: skip
    yield from _removed(draft, "style-sheet", "Put the style into the mail: style sheets from outside are not loaded", sheets,
                        note="Copy what the mail needs into its style element.")  # fmt: skip
    handlers = tuple(_handlers(draft))
    if handlers:
        yield Candidate("handlers", "Remove onclick and its kin", handlers, mechanical=True)


def _handlers(draft: Draft) -> Iterator[Change]:
    for element in draft.scan.elements:
        for name, found in element.attributes.items():
            start, end = found.whole
            if name.startswith("on") and draft.scan.free(start, end) and draft.body[start - 1].isspace():
                yield draft.lines.change(start - 1, end, "")


def _removed(draft: Draft, kind: str, title: str, elements: list[Element], note: str = "") -> Iterator[Candidate]:
    changes: list[Change] = []
    for element in elements:
        inside = changes and element.start < changes[-1].span.end
        if not inside and element.end > element.start and draft.scan.free(element.start, element.end):
            changes.append(draft.lines.change(element.start, element.end, ""))
    if changes:
        yield Candidate(kind, title, tuple(changes), mechanical=not note, note=note)
