"""HTML and plain text → Page: `tree` grows the tree, `walk` goes over it once."""

import re

from spamscore import flow, placeholders, tree, walk
from spamscore.page import EMPTY, MARKS, Hidden, Image, Link, Markup, Page
from spamscore.plaintext import read_text

__all__ = ["EMPTY", "MARKS", "Hidden", "Image", "Link", "Markup", "Page", "read_html", "read_text"]

MAX_SOURCE = 1_500_000  # characters

_UPPER_CASE = re.compile(r"<[A-Z]{1,12}[\s>]")
_LETTER_REFERENCE = re.compile(r"&#(?:0{0,6}(?:6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2])|[xX]0{0,6}[4-7][\da-fA-F]);?")


def read_html(source: str) -> Page:
    """The page that an HTML source shows. Never raises; what was cut of endless input is named in `Page.defects`.

    >>> read_html("<p>V<b>i</b>agra <span style='display:none'>is not what this is about</span>").text
    'Viagra'
    """
    defects: tuple[str, ...] = ()
    if len(source) > MAX_SOURCE:
        defects = (f"html-cut: {len(source)} characters, {MAX_SOURCE} read",)
        source = source[:MAX_SOURCE]
    if not source.isascii():
        source = source.encode("utf-8", "replace").decode("utf-8").replace("\ufeff", "", source.startswith("\ufeff"))
    masked, _ = placeholders.mask(source.replace("\0", "\ufffd") if "\0" in source else source)
    grown = tree.grow(masked)
    reader = walk.Reader(grown.css)
    reader.walk(grown.root)
    return _page(reader, source, grown, (*defects, *grown.defects))


def _page(reader: walk.Reader, source: str, grown: tree.Tree, defects: tuple[str, ...]) -> Page:
    marks = reader.marks
    text = reader.flow.lines()
    hidden = reader.flow.hidden(text)
    if len(text) > flow.MAX_TEXT:
        defects += (f"html-text-cut: {len(text)} characters of text, {flow.MAX_TEXT} read",)
        text = text[: flow.MAX_TEXT]
    marks["max-depth"] = grown.depth
    marks["text-nodes"] = reader.flow.nodes
    marks["upper-case-tags"] = sum(1 for _ in _UPPER_CASE.finditer(source))
    if "&#" in source:
        marks["entity-letters"] = sum(1 for _ in _LETTER_REFERENCE.finditer(source))
    defects += tuple(sorted(reader.cut))
    links, images = tuple(reader.links), tuple(reader.images)
    css = placeholders.collapse(grown.css)
    return Page(text, hidden, reader.title, links, images, reader.tags, marks, css, defects)
