"""The tree of an HTML source: BeautifulSoup over lxml, by name, so that scores do not differ between machines.

Only this room and `markup` import bs4.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import bs4
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import NavigableString, PageElement, Tag

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


class _Builder(LXMLTreeBuilder):
    """Builds the tree at four fifths of the cost: no namespaces, no value lists; deep and endless input is cut."""

    def __init__(self) -> None:
        super().__init__(
            multi_valued_attributes=None,
            string_containers={},
            preserve_whitespace_tags=set(),
            attribute_dict_class=dict,
        )
        self.nodes = 0
        self.depth = 0
        self.deepest = 0
        self.styles: list[Tag] = []

    def set_up_substitutions(self, tag: Tag) -> bool:  # noqa: ARG002 - the parent's signature
        """Nothing: a character set named in the mail says nothing about decoded text."""
        return False

    def prepare_markup(self, markup: Any, *_args: Any, **_options: Any) -> Iterator[tuple[Any, None, None, bool]]:
        """The text as it is."""
        yield markup, None, None, False

    def feed(self, markup: Any) -> None:
        """Parses piece by piece until there are too many nodes."""
        self.parser = self.parser_for(None)
        for start in range(0, max(1, len(markup)), _CHUNK):
            self.parser.feed(markup[start : start + _CHUNK])
            if self.nodes > 4 * MAX_NODES or self.depth > 5 * MAX_DEPTH:  # lxml looks through all that is open
                break
        self.parser.close()

    def start(self, name: Any, attrs: Any, nsmap: Any = None) -> None:  # noqa: ARG002 - lxml's
        """An element begins; past the bounds it is passed over, its text stays."""
        self.nodes += 1
        self.depth += 1
        if self.depth <= MAX_DEPTH and self.nodes <= MAX_NODES:
            tag = self.soup.handle_starttag(name, None, None, dict(attrs))  # type: ignore[union-attr]  # set while it feeds
            if tag is not None and name == "style":
                self.styles.append(tag)
        self.deepest = max(self.deepest, self.depth)

    def end(self, name: Any) -> None:
        """An element ends."""
        self.depth -= 1
        if self.depth < MAX_DEPTH:
            self.soup.handle_endtag(name)  # type: ignore[union-attr]  # set while it feeds

    def comment(self, text: Any) -> None:
        """A comment."""
        self.nodes += 1
        if self.nodes <= MAX_NODES:
            super().comment(text)


class Element(Tag):
    """An element with name, attributes and contents; without the eight links to its neighbours, which nobody follows."""

    parent = next_element = previous_element = next_sibling = previous_sibling = None
    hidden = can_be_empty_element = False

    def __init__(
        self, _parser: object, _builder: object, name: str, _namespace: object, prefix: str | None,
        attrs: dict[str, str], *_links: object, **_positions: object,
    ) -> None:  # fmt: skip
        """An empty element."""
        self.name = name
        self.prefix = prefix
        self.attrs = attrs  # type: ignore[assignment]  # strings only: no value lists are built
        self.contents: list[PageElement] = []


class _Soup(bs4.BeautifulSoup):
    """A tree that is only walked downwards: half of bs4's work is links that go up and sideways."""

    def object_was_parsed(self, o: PageElement, *_neighbours: object) -> None:
        """A string or comment belongs to the element that is open."""
        self.currentTag.contents.append(o)  # type: ignore[union-attr]  # the root is always open

    def endData(self, containerClass: type[NavigableString] | None = None) -> None:  # noqa: N802, N803 - bs4's names
        """The text gathered so far is a node; blanks alone become one, as in bs4, which looks at them one by one."""
        if self.current_data:
            text = "".join(self.current_data)
            self.current_data = []
            if not text.strip(_BLANKS):
                text = "\n" if "\n" in text else " "
            self.object_was_parsed((containerClass or NavigableString)(text))

    def let_go(self) -> None:
        """Drops what was of use while the tree grew and leads back to it: without cycles it is freed at once."""
        self.tagStack = []
        self.currentTag = None
        self._most_recent_element = None


def grow(source: str) -> Tree:
    """The tree of a source."""
    builder = _Builder()
    # a file spares guesses whether a string is a file name
    soup = _Soup(io.StringIO(source), builder=builder, element_classes={Tag: Element})
    styles, builder.styles = builder.styles, []
    soup.let_go()
    defects: tuple[str, ...] = ()
    if builder.nodes > MAX_NODES:
        defects += (f"html-elements-cut: only the first {MAX_NODES:,} elements and comments were read",)
    if builder.deepest > MAX_DEPTH:
        defects += (f"html-depth-cut: elements nested more than {MAX_DEPTH} deep were passed over",)
    css = "\n".join("".join(map(str, tag.contents)) for tag in styles)
    return Tree(soup, css, builder.deepest, defects)
