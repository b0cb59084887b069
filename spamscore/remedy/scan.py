"""Scan: an HTML source as elements and runs of text with their offsets, so that edits leave all else untouched.

`markup` reads what a mail shows; here is kept where it stands. Whether text is seen is decided by the same code.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from spamscore import visibility, walk
from spamscore.placeholders import CONTROL, VALUE, mask
from spamscore.remedy.lines import Lines
from spamscore.remedy.visible import Visible, Weaver

MAX_ELEMENTS = 20_000
MAX_SOURCE = 1_500_000  # characters, as `markup` reads
_MAX_TAG = 20_000
_MAX_BROKEN = 100  # tags without an end, after which the rest is left alone
_MAX_DEPTH = 500
_START = re.compile(r"<(?:!--|[!?]|(/?)([A-Za-z][A-Za-z0-9:_-]{0,40}))")
# a quotation mark opens a value only behind an equals sign, as browsers read it: alt=Levi's is a value of its own
_REST = re.compile(r"(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+>")
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]{1,100})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_RAW = frozenset(("script", "style", "title", "textarea"))
_UNSEEN = frozenset(("script", "style", "title", "head", "noscript", "template", "object", "audio", "video", "iframe"))
_CLOSES = {
    "li": ("li",), "td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr"), "option": ("option",),
    "dt": ("dt", "dd"), "dd": ("dt", "dd"),
}  # fmt: skip
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5"
    " h6 header hr html li main menu nav ol option p pre section table tr ul".split()
)


@dataclass(slots=True)
class Attribute:
    """An attribute: its decoded value, where the value stands without quotes, and where the whole attribute does."""

    value: str
    start: int
    end: int
    whole: tuple[int, int]


@dataclass(slots=True, eq=False)
class Element:
    """An element: from `start` to `end`, its start tag until `inner`, its end tag from `close`."""

    name: str
    written: str  # its name as written
    start: int
    inner: int
    attributes: dict[str, Attribute]
    parent: "Element | None"
    style: visibility.Style
    close: int = -1
    end: int = -1

    def get(self, name: str) -> str:
        """The decoded value of an attribute, placeholders masked; "" when absent."""
        found = self.attributes.get(name)
        return found.value if found else ""

    def inside(self, name: str) -> "Element | None":
        """The nearest element of that name around it."""
        around = self.parent
        while around and around.name != name:
            around = around.parent
        return around


@dataclass(slots=True)
class Run:
    """A run of text between two tags."""

    start: int
    end: int
    parent: Element | None
    reason: str  # why it is not seen, "" when it is; "raw" inside scripts and their kin


@dataclass(slots=True)
class Comment:
    """A comment, from `<!--` to `-->`."""

    start: int
    end: int


@dataclass
class Scan:
    """What stands where in one source."""

    source: str
    masked: str
    lines: Lines
    elements: list[Element] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    order: list[Element | Run | int] = field(default_factory=list)  # starts, text, ends (an element's place)
    doctype: bool = False

    def named(self, *names: str) -> list[Element]:
        """The elements of these names, in order."""
        return [element for element in self.elements if element.name in names]

    def first(self, name: str) -> Element | None:
        """The first element of that name."""
        return next((element for element in self.elements if element.name == name), None)

    def free(self, start: int, end: int) -> bool:
        """Whether no placeholder stands between two offsets."""
        return VALUE not in self.masked[start:end] and CONTROL not in self.masked[start:end]

    @cached_property
    def visible(self) -> Visible:
        """The text that is seen."""
        weaver = Weaver()
        for each in self.order:
            if weaver.full:
                break
            if isinstance(each, Run):
                if not each.reason:
                    weaver.take(self.masked, each.start, each.end, html=True)
                elif each.reason != "raw" and unescape(self.masked[each.start : each.end]).isspace():
                    weaver.layout(" ")  # a blank parts words, whatever its size
                continue
            element = self.elements[each] if isinstance(each, int) else each
            if element.name in _BLOCKS:
                weaver.layout("\n")
            elif element.name in ("td", "th"):
                weaver.layout(" ")
        return weaver.woven(self.lines, html=True)

    def inside(self, start: int, end: int) -> list[Run]:
        """The runs of text that begin between two offsets."""
        starts = self._starts
        return self.runs[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [run.start for run in self.runs]

    def text_of(self, element: Element) -> str:
        """The first 2,000 characters of visible text inside an element, on one line."""
        runs = self.inside(element.inner, max(element.close, element.inner))[:200]
        shown = (self.masked[run.start : run.end][:2_000] for run in runs if not run.reason)
        return " ".join(" ".join(unescape(text.replace(CONTROL, "")) for text in shown).split())[:2_000]


class _Scanner:
    """Goes over a source once, without recursion."""

    def __init__(self, source: str, css: str) -> None:
        masked = mask(source[:MAX_SOURCE])[0]
        self.scan = Scan(source, masked, Lines(source))
        self.reader = walk.Reader(css)
        self.stack: list[Element] = []
        self.places: list[int] = []  # of the elements in the stack

    def go(self) -> Scan:
        """Read the whole source."""
        masked, at, broken = self.scan.masked, 0, 0
        while broken < _MAX_BROKEN and len(self.scan.elements) < MAX_ELEMENTS and (found := _START.search(masked, at)):
            end = self.token(found)
            if end < 0:
                broken += 1
                self.text(at, found.start() + 1)
                at = found.start() + 1
                continue
            self.text(at, found.start())
            at = self.take(found, end)
        self.text(at, len(masked))
        while self.stack:
            self.shut(len(masked), len(masked))
        return self.scan

    def token(self, found: re.Match[str]) -> int:
        """Where a tag, a comment or a declaration ends, -1 when it does not."""
        masked = self.scan.masked
        if found[0] == "<!--":
            end = masked.find("-->", found.end() - 2)
            return end + 3 if end >= 0 else -1
        rest = _REST.match(masked, found.end(), min(len(masked), found.end() + _MAX_TAG))
        return rest.end() if rest else -1

    def take(self, found: re.Match[str], end: int) -> int:
        """Write down a tag, and give where reading goes on."""
        if found[0] == "<!--":
            self.scan.comments.append(Comment(found.start(), end))
        elif not found[2]:
            self.scan.doctype |= self.scan.masked[found.start() : found.start() + 9].lower() == "<!doctype"
        elif found[1]:
            self.ended(found[2].lower(), found.start(), end)
        else:
            return self.started(found, end)
        return end

    def text(self, start: int, end: int) -> None:
        """Write down a run of text."""
        if start < end:
            parent = self.stack[-1] if self.stack else None
            raw = any(element.name in _UNSEEN for element in self.stack[-3:])
            run = Run(start, end, parent, "raw" if raw else parent.style.reason if parent else "")
            self.scan.runs.append(run)
            self.scan.order.append(run)

    def started(self, found: re.Match[str], end: int) -> int:
        """An element begins; gives where reading goes on."""
        name, masked = found[2].lower(), self.scan.masked
        self.imply(name, found.start())
        outer = self.stack[-1].style if self.stack else visibility.ROOT
        attributes = self.attributes(found.end(), end)
        values = {key: attribute.value for key, attribute in attributes.items()}
        style = self.reader.style(name, values, outer)
        parent = self.stack[-1] if self.stack else None
        element = Element(name, found[2], found.start(), end, attributes, parent, style)
        self.scan.order.append(element)
        self.scan.elements.append(element)
        if name in _VOID or len(self.stack) >= _MAX_DEPTH:
            element.close = element.end = end
            return end
        self.stack.append(element)
        self.places.append(len(self.scan.elements) - 1)
        if name in _RAW:
            closing = re.compile(rf"</{name}", re.I).search(masked, end)
            raw_end = closing.start() if closing else len(masked)
            self.text(end, raw_end)
            return raw_end
        return end

    def attributes(self, start: int, end: int) -> dict[str, Attribute]:
        """The attributes between two offsets; of two alike, the first counts."""
        found: dict[str, Attribute] = {}
        for each in _ATTRIBUTE.finditer(self.scan.masked, start, end - 1):
            group = next((number for number in (2, 3, 4) if each[number] is not None), 0)
            a, b = each.span(group) if group else (each.end(), each.end())
            value = unescape(each[group]) if group else ""
            found.setdefault(each[1].lower(), Attribute(value, a, b, each.span()))
        return found

    def imply(self, name: str, place: int) -> None:
        """End what ends by itself when this element begins."""
        if name in _BLOCKS and name != "br" and self.stack and self.stack[-1].name == "p":
            self.shut(place, place)
        closed = _CLOSES.get(name, ())
        while self.stack and self.stack[-1].name in closed:
            self.shut(place, place)

    def ended(self, name: str, start: int, end: int) -> None:
        """An end tag: what is open inside ends with it."""
        if any(element.name == name for element in self.stack[-100:]):
            while self.stack[-1].name != name:
                self.shut(start, start)
            self.shut(start, end)

    def shut(self, close: int, end: int) -> None:
        """The innermost element ends."""
        element = self.stack.pop()
        element.close, element.end = close, end
        self.scan.order.append(self.places.pop())


def scan(source: str, css: str = "") -> Scan:
    """What stands where in an HTML source; `css` is that of its style elements.

    >>> [element.name for element in scan("<p>Hello <b>Anna</b></p>").elements]
    ['p', 'b']
    """
    return _Scanner(source, css).go()
