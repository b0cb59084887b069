"""Head: what a whole document says of itself: its type, language, character set, title, and that it fits small screens."""

import re
from collections.abc import Iterator
from html import escape

from spamscore import phrases
from spamscore.placeholders import VALUE
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change

_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_CHARSET = '<meta charset="utf-8">'
_PART = re.compile(
    r"\{%-?\s{0,9}(?:extends|block)\b|<mjml\b|@extends\b|<%@?\s{0,9}layout|\{\{#>|\{\{<", re.I
)  # not a whole document
_TITLE = 70  # characters


def mend(draft: Draft) -> Iterator[Candidate]:
    """The missing parts of the head as one edit; a template that is part of another one has none."""
    if not draft.html or _PART.search(draft.body[:100_000]):
        return
    page, title = draft.scan.first("html"), _title(draft)
    changes = tuple(_within(draft, title) if page else _around(draft, title))
    if changes:
        note = "Read the title: it is the mail's own first words." if f"<title>{title}" in changes[-1].after else ""
        yield Candidate(
            "head", "Complete the document: type, language, character set, title, small screens", changes, note=note
        )


def _title(draft: Draft) -> str:
    if draft.mail.page.title:
        return ""
    headings = [draft.scan.text_of(each) for each in draft.scan.named("h1", "h2")[:3]]
    lines = (draft.mail.subject or "", *headings, *draft.mail.text.split("\n")[:3])
    plain = (" ".join(line.replace(VALUE, "").split()).strip(" ,!") for line in lines)
    return escape(next((line[:_TITLE] for line in plain if _calm(line)), ""), quote=False)


def _calm(line: str) -> bool:
    """Whether a line may stand as the title: it says something, and does not shout."""
    loud = line.isupper() or "!!" in line or any(hit.weight >= 1 for hit in phrases.find(line))
    return len(line) > 3 and not loud


def _parts(draft: Draft, title: str) -> list[str]:
    marks = draft.mail.page.marks
    return [
        *([] if marks.get("charset") else [_CHARSET]),
        *([] if marks.get("viewport") else [_VIEWPORT]),
        *([f"<title>{title}</title>"] if title else []),
    ]


def _within(draft: Draft, title: str) -> Iterator[Change]:
    page, head, scan = draft.scan.first("html"), draft.scan.first("head"), draft.scan
    assert page is not None
    if not scan.doctype and scan.free(0, page.start) and not draft.body[: page.start].strip():
        yield draft.lines.change(page.start, page.start, "<!DOCTYPE html>\n")
    if "lang" not in page.attributes:
        place = page.start + 1 + len(page.written)
        yield draft.lines.change(place, place, f' lang="{draft.tongue.code}"')
    parts = _parts(draft, title)
    empty = scan.first("title")
    if empty and title and empty.close == empty.inner:
        parts.pop()
        yield draft.lines.change(empty.inner, empty.inner, title)
    if parts:
        text = "\n".join(parts)
        place = head.inner if head else page.inner
        yield draft.lines.change(place, place, f"\n{text}" if head else f"\n<head>\n{text}\n</head>")


def _around(draft: Draft, title: str) -> Iterator[Change]:
    if draft.scan.first("head") or draft.scan.first("body") or draft.scan.doctype:
        return
    text = "\n".join(_parts(draft, title))
    end = len(draft.body)
    yield draft.lines.change(end, end, "\n</body>\n</html>\n")
    start = f'<!DOCTYPE html>\n<html lang="{draft.tongue.code}">\n<head>\n{text}\n</head>\n<body>\n'
    first = len(draft.body) - len(draft.body.lstrip())  # behind front matter that was blanked out
    yield draft.lines.change(first, first, start)
