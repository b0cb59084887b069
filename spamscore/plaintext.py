"""Plain text → Page."""

import re
from itertools import islice

from spamscore import placeholders
from spamscore.flow import MAX_TEXT
from spamscore.page import Link, Page

MAX_SOURCE = 1_500_000  # characters
MAX_LINKS = 5_000

_BARE = re.compile(r"(?:https?://|(?<![\w@.])www\.)[^\s<>\"']{2,2000}", re.I)
_TRAILING = '.,;:!?*_~|"»”’'  # ends of sentences and marks of emphasis, not of addresses


def read_text(source: str) -> Page:
    """The page of a plain-text body: lines kept, spaces collapsed, bare addresses as links.

    >>> read_text("See https://example.com/a_(b), or  write to me@example.com.").links[0].href
    'https://example.com/a_(b)'
    """
    cut: tuple[str, ...] = ()
    if len(source) > MAX_SOURCE:
        cut = (f"text-cut: {len(source)} characters, {MAX_SOURCE} read",)
        source = source[:MAX_SOURCE]
    if not source.isascii():
        source = source.encode("utf-8", "replace").decode("utf-8")
    masked = placeholders.collapse(placeholders.mask(source.replace("\0", "\ufffd"))[0])
    lines = (" ".join(line.split()) for line in masked.splitlines())
    text = "\n".join(filter(None, lines))[:MAX_TEXT]
    links = tuple(Link(href, href, element="text") for href in map(_trimmed, islice(_BARE.finditer(text), MAX_LINKS)))
    return Page(text, (), "", links, defects=cut)


def addresses(masked: str) -> list[tuple[int, int]]:
    """Start and end of each bare address in a masked source, as `read_text` takes them for links."""
    found = islice(_BARE.finditer(masked), MAX_LINKS)
    return [(each.start(), each.start() + len(_trimmed(each))) for each in found]


def _trimmed(found: re.Match[str]) -> str:
    """The address without the punctuation of the sentence around it; a bracket stays where its partner is inside."""
    href = found[0].rstrip(_TRAILING)
    while href and href[-1] in ")]}" and href.count(href[-1]) > href.count({")": "(", "]": "[", "}": "{"}[href[-1]]):
        href = href[:-1].rstrip(_TRAILING)
    return href
