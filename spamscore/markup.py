"""Page: what a reader sees of a body, and what is hidden; its links and images. The only room that imports bs4."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import bs4

from spamscore import placeholders, urls


@dataclass(frozen=True)
class Link:
    """One way out of the mail."""

    href: str  # resolved against <base>; each placeholder is one placeholders.VALUE character
    text: str = ""  # visible text inside the element
    title: str = ""
    element: str = "a"  # a, area, form, or text for a bare address in plain text
    alt: str | None = None  # joined alt texts of the images inside; None when there is no image inside
    hidden: bool = False

    @cached_property
    def url(self) -> urls.Url:
        """The parts of `href`."""
        return urls.split(self.href)


@dataclass(frozen=True)
class Image:
    """One image; sizes in CSS pixels where stated."""

    src: str
    alt: str | None = None  # None = no alt attribute, "" = decorative
    width: int | None = None
    height: int | None = None
    linked: bool = False

    @property
    def pixel(self) -> bool:
        """Whether it is too small to be seen, as tracking pixels and spacers are."""
        return max(self.width or 99, self.height or 99) <= 2 or 0 in (self.width, self.height)


@dataclass(frozen=True)
class Hidden:
    """Text that a reader does not see, and why not."""

    text: str
    reason: str  # display, visibility, size, colour, opacity, position, height, attribute


@dataclass(frozen=True)
class Page:
    """A body as read: from HTML or plain text."""

    text: str = ""  # visible text, blocks on lines of their own, spaces collapsed
    hidden: tuple[Hidden, ...] = ()
    title: str = ""
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    tags: Mapping[str, int] = field(default_factory=dict)  # lower-case element name → how many
    marks: Mapping[str, int] = field(default_factory=dict)  # see MARKS
    style: str = ""  # all <style> text
    defects: tuple[str, ...] = ()


MARKS = (
    "comment-chars", "doctype", "viewport", "meta-refresh", "stylesheet-link", "style-attributes", "bgcolor",
    "event-handlers", "background-images", "preheader-chars", "conditional-comments", "text-nodes",
)  # fmt: skip
EMPTY = Page()
_BLOCKS = frozenset("address article blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split())
_SILENT = frozenset(("script", "style", "title", "head", "noscript", "template"))


def read_html(source: str) -> Page:
    """The page that an HTML source shows. Never raises."""
    masked, _ = placeholders.mask(source)
    soup = bs4.BeautifulSoup(masked, "lxml", multi_valued_attributes=None)
    tags: Counter[str] = Counter(tag.name for tag in soup.find_all(True))
    links = tuple(
        Link(placeholders.collapse(str(a["href"])), " ".join(placeholders.collapse(a.get_text(" ")).split()))
        for a in soup.find_all("a", href=True)
    )
    images = tuple(Image(placeholders.collapse(str(i.get("src", ""))), i.get("alt")) for i in soup.find_all("img"))
    for silent in soup.find_all(list(_SILENT - {"head"})):
        silent.extract()
    text = placeholders.collapse(soup.get_text("\n"))
    text = "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
    return Page(text, (), "", links, images, tags, Counter(doctype=1) if "<!doctype" in source[:200].lower() else {})


_BARE = re.compile(r"""(?:https?://|www\.)[^\s<>"']{2,2000}""", re.I)


def read_text(source: str) -> Page:
    """The page of a plain-text body."""
    masked = placeholders.collapse(placeholders.mask(source)[0])
    links = tuple(Link(m[0], m[0], element="text") for m in _BARE.finditer(masked))
    return Page(masked, (), "", links)
