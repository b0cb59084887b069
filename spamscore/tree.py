"""The tree of an HTML source: BeautifulSoup over lxml, by name, so that scores do not differ between machines.

Only this room and `walk` import bs4. lxml's events become bs4's nodes without bs4's general constructors, which cost five
times the parsing: they ask of each node what only XML, other parsers or writing the tree out again need.
tests/test_tree.py holds that the tree is the one BeautifulSoup builds.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import bs4
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import Comment, Doctype, NavigableString, PageElement, ProcessingInstruction, Tag

MAX_NODES = 20_000  # elements and comments: an honest mail of 102 kB has some 1,500
MAX_DEPTH = 300  # mails nest some 20 to 80 deep
_CHUNK = 32_768
_BLANKS = " \n\t\f\r"


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree, and what was seen while it grew."""

    root: Tag
    css: str  # of all style elements
    depth: int  # of the deepest element
    defects: tuple[str, ...]  # what was cut


class Element(Tag):
    """An element with name, attributes and contents; without the eight links to its neighbours, which nobody follows."""

    parent = next_element = previous_element = next_sibling = previous_sibling = None
    prefix = None
    hidden = can_be_empty_element = False

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        """An empty element."""
        self.name = name
        self.attrs = attributes  # type: ignore[assignment]  # strings only: no value lists are built
        self.contents: list[PageElement] = []


class Text(NavigableString):
    """Text between two tags, without links either."""

    __new__ = str.__new__  # type: ignore[assignment]  # bs4's sets the links on each string
    parent = next_element = previous_element = next_sibling = previous_sibling = None


class _Builder(LXMLTreeBuilder):
    """Turns lxml's events into a tree. They are balanced, whatever the source; deep and endless input is cut."""

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes=None, string_containers={}, preserve_whitespace_tags=set())
        self.nodes = 0
        self.depth = 0
        self.deepest = 0
        self.styles: list[Tag] = []
        self._open: list[Tag] = []
        self._passed = 0  # elements now open that were passed over, and with them what is inside
        self._pieces: list[str] = []  # of the text that is being read
        self.data = self._pieces.append  # type: ignore[method-assign,assignment]  # lxml calls it for each piece

    def prepare_markup(self, markup: Any, *_args: Any, **_options: Any) -> Iterator[tuple[Any, None, None, bool]]:
        """The text as it is."""
        yield markup, None, None, False

    def feed(self, markup: Any) -> None:
        """Parses piece by piece until there are too many nodes."""
        self._open.append(self.soup)  # type: ignore[arg-type]  # set before bs4 feeds
        parser = self.parser_for(None)
        for start in range(0, max(1, len(markup)), _CHUNK):
            parser.feed(markup[start : start + _CHUNK])
            if self.nodes > 4 * MAX_NODES or self.depth > 5 * MAX_DEPTH:  # lxml looks through all that is open
                break
        parser.close()
        self._add()
        self._open.clear()

    def start(self, name: Any, attributes: Any) -> None:  # type: ignore[override]  # in HTML there are no namespaces
        """An element begins; past the bounds it is passed over, its text stays."""
        self.nodes += 1
        self.depth += 1
        if self.depth > self.deepest:  # noqa: PLR1730 - max() would be a tenth of this method's cost
            self.deepest = self.depth
        if self.depth > MAX_DEPTH or self.nodes > MAX_NODES:
            self._passed += 1
            return
        if self._pieces:
            self._add()
        element = Element(name, attributes or {})
        self._open[-1].contents.append(element)
        self._open.append(element)
        if name == "style":
            self.styles.append(element)

    def end(self, name: Any) -> None:  # noqa: ARG002 - the name of the element that began last
        """An element ends."""
        self.depth -= 1
        if self._passed:
            self._passed -= 1
            return
        if self._pieces:
            self._add()
        self._open.pop()

    def comment(self, text: Any) -> None:
        """A comment."""
        self.nodes += 1
        if self.nodes <= MAX_NODES:
            self._add(Comment(_squeezed(text)))

    def doctype(self, name: Any, pubid: Any, system: Any) -> None:
        """A document type declaration."""
        self._add(Doctype.for_name_and_ids(name, pubid, system))

    def pi(self, target: Any, data: Any) -> None:
        """A processing instruction."""
        self._add(ProcessingInstruction(f"{target} {data or ''}"))

    def _add(self, node: NavigableString | None = None) -> None:
        """The text read so far ends here; after it comes a node."""
        contents = self._open[-1].contents
        if self._pieces:
            contents.append(Text(_squeezed("".join(self._pieces))))
            self._pieces.clear()
        if node is not None:
            contents.append(node)


def _squeezed(text: str) -> str:
    """Text as bs4 keeps it: of nothing but blanks, one is enough."""
    return text if text.strip(_BLANKS) else "\n" if "\n" in text else " "


def grow(source: str) -> Tree:
    """The tree of a source."""
    builder = _Builder()
    # a file spares guesses whether a string is a file name
    soup = bs4.BeautifulSoup(io.StringIO(source), builder=builder)
    soup.tagStack, soup.currentTag = [], None  # it held itself there: without cycles the tree is freed at once
    styles, builder.styles = builder.styles, []
    defects: tuple[str, ...] = ()
    if builder.nodes > MAX_NODES:
        defects += (f"html-elements-cut: only the first {MAX_NODES:,} elements and comments were read",)
    if builder.deepest > MAX_DEPTH:
        defects += (f"html-depth-cut: elements nested more than {MAX_DEPTH} deep were passed over",)
    css = "\n".join("".join(map(str, tag.contents)) for tag in styles)
    return Tree(soup, css, builder.deepest, defects)
