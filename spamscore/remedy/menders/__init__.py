"""Menders: each looks at a draft and proposes edits of one kind; whether they help, the search finds out."""

from collections.abc import Callable, Iterator

from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate
from spamscore.remedy.menders import (
    active,
    craft,
    footer,
    head,
    hidden,
    images,
    letters,
    links,
    message,
    sites,
    words,
    writing,
)

Mender = Callable[[Draft], Iterator[Candidate]]

MENDERS: tuple[Mender, ...] = (
    hidden.mend,
    letters.mend,
    writing.mend,
    words.mend,
    links.mend,
    sites.mend,
    images.mend,
    footer.mend,
    head.mend,
    active.mend,
    craft.mend,
    message.mend,
)
