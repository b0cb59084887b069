"""Reader: one walk over the tree, and what each node adds to the page."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urljoin

from bs4.element import Comment, Doctype, PageElement, Tag

from spamscore import flow, placeholders, stylesheet, visibility
from spamscore.page import Image, Link
from spamscore.tree import Element, Text

MAX_LINKS = 5_000
MAX_IMAGES = 5_000
_MAX_CSS = 2_000  # characters of one style attribute

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr html li main menu nav ol option p pre section summary table tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset((
    "script", "style", "title", "noscript", "template", "xml", "object", "audio", "video", "iframe", "noframes", "noembed",
    "mj-title", "mj-preview", "mj-style", "mj-attributes",
))  # fmt: skip
TARGETS = {  # element → the attribute that makes it a link; MJML's too, where nobody renders it
    "a": "href", "area": "href", "form": "action", "button": "formaction", "input": "formaction",
    "mj-button": "href", "mj-navbar-link": "href", "mj-social-element": "href",
}  # fmt: skip
_LINK_COLOUR = "#0000ee"  # what browsers give a link: it does not inherit the colour around it
_WIDTH = re.compile(r"(?:^|[;\s])width\s?:\s?(\d{1,5})(?:\.\d{1,5})?px", re.I)
_HEIGHT = re.compile(r"(?:^|[;\s])height\s?:\s?(\d{1,5})(?:\.\d{1,5})?px", re.I)
_DIGITS = re.compile(r"\s{0,5}(\d{1,5})(?:\.\d{1,5})?\s{0,5}(?:px)?\s{0,5}$", re.I)
_Attributes = dict[str, str]


class _OpenLink:
    """A link whose end has not come yet."""

    __slots__ = ("alts", "element", "hidden", "href", "place", "start", "tag", "title")

    def __init__(self, tag: Tag, href: str, start: int, place: int, *, hidden: bool) -> None:
        self.tag, self.href, self.start, self.place, self.hidden = tag, href, start, place, hidden
        self.alts: list[str] | None = None


class Reader:
    """One walk over the tree: what each node adds to the page."""

    def __init__(self, css: str) -> None:
        """A reader that knows the rules of the mail's style elements."""
        self.sheet = stylesheet.read(css) if css else stylesheet.EMPTY
        self.tags: Counter[str] = Counter()
        self.marks: Counter[str] = Counter()
        self.flow = flow.Flow(self.marks)
        self.links: list[Link] = []
        self.open: list[_OpenLink] = []
        self.images: list[Image] = []
        self.title = ""
        self.base = ""
        self.tables = 0
        self.cut: set[str] = set()

    def walk(self, root: Tag) -> None:
        """Visits every node in order, without recursion."""
        add = self.flow.add
        frames: list[tuple[Iterator[PageElement], Tag, visibility.Style]] = [
            (iter(root.contents), root, visibility.ROOT)
        ]
        while frames:
            nodes, tag, style = frames[-1]
            for node in nodes:
                kind = type(node)
                if kind is Text:
                    add(node, style.reason)  # type: ignore[arg-type] # a str, by the line above
                elif kind is Element:
                    inner = self.enter(node, style)  # type: ignore[arg-type] # a Tag, by the line above
                    if inner is not None:
                        frames.append((iter(node.contents), node, inner))  # type: ignore[attr-defined,arg-type] # as above
                        break
                elif kind is Comment or kind is Doctype:
                    self.remark(node)  # type: ignore[arg-type] # both are strings
            else:
                frames.pop()
                self.leave(tag)

    def remark(self, node: Comment | Doctype) -> None:
        """Counts a comment or a document type."""
        if type(node) is Doctype:
            self.marks["doctype"] += 1
            return
        self.marks["comment-chars"] += len(node)
        if node.lstrip()[:3].lower() == "[if":
            self.marks["conditional-comments"] += 1

    def enter(self, tag: Tag, outer: visibility.Style) -> visibility.Style | None:
        """The style of what stands inside an element; None when nothing inside is text."""
        name = tag.name
        self.tags[name] += 1
        if name in _BLOCKS:
            self.flow.break_line()
        elif name in _CELLS:
            self.flow.space()
        attributes: _Attributes = tag.attrs  # type: ignore[assignment]  # strings: no value lists are built
        style = self.style(name, attributes, outer) if attributes or self.sheet.rules else outer
        visit = _VISITS.get(name)
        if visit:
            visit(self, tag, attributes, style)
        return None if name in _SILENT else style

    def leave(self, tag: Tag) -> None:
        """An element has ended."""
        name = tag.name
        if name in _BLOCKS:
            self.flow.break_line()
            self.tables -= name == "table"
        while self.open and self.open[-1].tag is tag:
            self.close(self.open.pop())

    def style(self, name: str, attributes: _Attributes, outer: visibility.Style) -> visibility.Style:
        """The computed style of an element; counts what its attributes say about the layout."""
        css = attributes.get("style", "")[:_MAX_CSS]
        marks = self.marks
        if css:
            marks["style-attributes"] += 1
            if "url(" in css or "gradient(" in css:
                marks["background-images"] += 1
        paper = attributes.get("bgcolor", "").lower()
        if paper:
            marks["bgcolor"] += 1
        if "background" in attributes:
            marks["background-images"] += 1
            css = "background:url();" + css
        if "role" in attributes and attributes["role"] in ("presentation", "none"):
            marks["presentation-roles"] += 1
        for attribute in attributes:
            if attribute[:2] == "on":
                marks["event-handlers"] += 1
        shown = False
        if self.sheet.rules or self.sheet.shown:
            chosen, shown = self.sheet.chosen(name, attributes.get("class", ""), attributes.get("id", ""))
            css = f"{chosen};{css}" if chosen and css else chosen or css
        ink = self.ink(name, attributes)
        if "hidden" in attributes and "display" not in css:
            outer = outer._replace(removed=outer.removed or "attribute", reason=outer.reason or "attribute")
        return visibility.inherit(outer, css, ink, paper, shown=shown) if css or ink or paper else outer

    def ink(self, name: str, attributes: _Attributes) -> str:
        """The colour that an element's name and attributes give its text."""
        if name == "font":
            return attributes.get("color", "").lower()
        if name == "body":
            return attributes.get("text", "").lower()
        return _LINK_COLOUR if name == "a" and "href" in attributes else ""

    def visit_link(self, tag: Tag, attributes: _Attributes, style: visibility.Style) -> None:
        """Opens a link where the element has a target."""
        target = attributes.get(TARGETS[tag.name])
        if target is None:
            return
        for start, end in placeholders.branches(target):
            if len(self.links) >= MAX_LINKS:
                self.cut.add(f"html-links-cut: only the first {MAX_LINKS:,} links were read")
                return
            href = self.resolved(target[start:end])
            self.open.append(_OpenLink(tag, href, len(self.flow.pieces), len(self.links), hidden=bool(style.reason)))
            self.links.append(Link(href))

    def close(self, link: _OpenLink) -> None:
        """Writes down a link whose element has ended; a form's text is the mail's, not the link's."""
        element = link.tag.name
        text = "" if element == "form" else self.flow.since(link.start)
        title = placeholders.collapse(str(link.tag.get("title") or ""))
        alt = None if link.alts is None else " ".join(filter(None, link.alts))
        self.links[link.place] = Link(link.href, text, title, element, alt, link.hidden)

    def visit_image(self, tag: Tag, attributes: _Attributes, style: visibility.Style) -> None:
        """An image, and its part in the link around it."""
        if tag.name == "input" and attributes.get("type", "").lower() != "image":
            self.visit_input(tag, attributes, style)
            return
        alt = attributes.get("alt")
        alt = None if alt is None else placeholders.collapse(alt)
        unseen = style.removed not in ("", visibility.RESPONSIVE) or style.invisible
        linked = [link for link in self.open[-3:] if link.tag.name != "form"]
        for link in (each for each in linked if each.tag is linked[-1].tag):
            link.alts = [*(link.alts or ()), alt or ""][:50]
            link.hidden = link.hidden and unseen  # a size or colour of text hides no picture
        src = self.resolved(attributes.get("src", ""))
        start = src[:5].lower()
        self.marks["data-images"] += start == "data:"
        self.marks["cid-images"] += start[:4] == "cid:"
        if len(self.images) >= MAX_IMAGES:
            self.cut.add(f"html-images-cut: only the first {MAX_IMAGES:,} images were read")
            return
        css = attributes.get("style", "")[:_MAX_CSS]
        width, height = _side(attributes.get("width"), css, _WIDTH), _side(attributes.get("height"), css, _HEIGHT)
        self.images.append(Image(src, alt, width, height, bool(linked), unseen))

    def visit_input(self, tag: Tag, attributes: _Attributes, style: visibility.Style) -> None:
        """A field of a form, or a button with a target of its own."""
        kind = attributes.get("type", "").lower()
        if kind in ("hidden", "password"):
            self.marks[f"{kind}-inputs"] += 1
        self.visit_link(tag, attributes, style)

    def visit_meta(self, _tag: Tag, attributes: _Attributes, _style: visibility.Style) -> None:
        """What a meta element asks of the reader's program."""
        name, does = attributes.get("name", "").lower(), attributes.get("http-equiv", "").lower()
        self.marks["viewport"] += name == "viewport"
        self.marks["color-scheme"] |= name in ("color-scheme", "supported-color-schemes")
        self.marks["meta-refresh"] += does == "refresh"
        self.marks["charset"] += "charset" in attributes or "charset=" in attributes.get("content", "").lower()

    def visit_style(self, tag: Tag, _attributes: _Attributes, _style: visibility.Style) -> None:
        """A style block, counted; its rules are in `sheet` already, since they hold for what stands before it too."""
        css = "".join(map(str, tag.contents))
        self.marks["style-chars"] += len(css)
        self.marks["media-queries"] += css.count("@media")
        self.marks["stylesheet-link"] += css.count("@import")
        self.marks["color-scheme"] |= "prefers-color-scheme" in css

    def visit_quiet(self, tag: Tag, attributes: _Attributes, _style: visibility.Style) -> None:
        """Elements that are counted by what they hold or ask for."""
        name = tag.name
        if name == "title":
            self.title = self.title or " ".join(placeholders.collapse("".join(map(str, tag.contents))).split())[:1000]
        elif name == "script":
            self.marks["script-chars"] += sum(map(len, map(str, tag.contents)))
        elif name == "base":
            self.base = self.base or placeholders.collapse(attributes.get("href", ""))[:2000]
        elif name == "link":
            self.marks["stylesheet-link"] += "stylesheet" in attributes.get("rel", "").lower()
        elif name == "html":
            self.marks["xmlns"] += sum(attribute.startswith("xmlns") for attribute in attributes)
        elif name == "table":
            self.tables += 1
            self.marks["table-depth"] = max(self.marks["table-depth"], self.tables)

    def resolved(self, target: str) -> str:
        """A target without masks, made absolute where the mail states a base."""
        target = placeholders.collapse(placeholders.joined(target)).strip()
        if not self.base:
            return target
        try:
            return urljoin(self.base, target)
        except ValueError:
            return target


def _side(attribute: str | None, css: str, stated: re.Pattern[str]) -> int | None:
    """Width or height in px, None where it is not stated in px; the style counts before the attribute."""
    found = (stated.search(css) if css else None) or (_DIGITS.match(attribute) if attribute else None)
    return int(found[1]) if found else None


_VISITS: Mapping[str, Callable[[Reader, Tag, _Attributes, visibility.Style], None]] = {
    **dict.fromkeys(set(TARGETS) - {"input"}, Reader.visit_link),
    **dict.fromkeys(("img", "image", "mj-image", "input"), Reader.visit_image),
    **dict.fromkeys(("title", "script", "base", "link", "html", "table"), Reader.visit_quiet),
    "meta": Reader.visit_meta,
    "style": Reader.visit_style,
}
