"""Page and what stands on it: links, images, hidden text. Facts only, no opinions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from spamscore import urls


@dataclass(frozen=True)
class Link:
    """One way out of the mail."""

    href: str  # resolved against <base>; each placeholder is one placeholders.VALUE character
    text: str = ""  # visible text inside the element
    title: str = ""
    element: str = "a"  # a, area, form, button, input, or text for a bare address in plain text
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
    hidden: bool = False  # not shown at all: display none and its kin

    @property
    def pixel(self) -> bool:
        """Whether it is too small to be seen, as tracking pixels and spacers are."""
        return max(self.width or 99, self.height or 99) <= 2 or 0 in (self.width, self.height)


@dataclass(frozen=True)
class Hidden:
    """Text that a reader does not see, and why not."""

    text: str
    reason: str  # display, visibility, size, colour, opacity, position, height, attribute


@dataclass(frozen=True, slots=True)
class Markup:
    """A start tag that is spoken of: the first of that name with such an attribute and with nothing that it must lack."""

    tag: str  # "" for any
    attribute: str = ""  # "on*" for any whose name begins so, "" for any
    value: str = ""  # what stands in the attribute's value, lower case
    lacks: tuple[str, ...] = ()  # what does not stand in the tag


@dataclass(frozen=True)
class Page:
    """A body as read: from HTML or plain text."""

    text: str = ""  # visible text, blocks on lines of their own, spaces collapsed
    hidden: tuple[Hidden, ...] = ()
    title: str = ""
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    tags: Mapping[str, int] = field(default_factory=Counter)  # lower-case element name → how many
    marks: Mapping[str, int] = field(default_factory=Counter)  # see MARKS; 0 when absent
    style: str = ""  # all <style> text
    defects: tuple[
        str, ...
    ] = ()  # what was cut: html-size, html-elements, html-depth, html-links, html-images, html-text


MARKS: Mapping[str, str] = {  # what `Page.marks` counts
    "background-images": "background attributes, and url() or gradients in style attributes",
    "bgcolor": "bgcolor attributes",
    "charset": "meta elements that state a character set",
    "cid-images": "images that travel with the mail",
    "color-scheme": "1 where dark mode is provided for",
    "comment-chars": "characters in comments",
    "conditional-comments": "comments for Outlook (<!--[if mso]>)",
    "data-images": "images inside the source (data: addresses)",
    "doctype": "document type declarations",
    "entity-letters": "ASCII letters written as numeric character references",
    "event-handlers": "onclick and its kin",
    "hidden-inputs": "input elements of type hidden",
    "max-depth": "how deep elements are nested",
    "media-queries": "@media blocks",
    "meta-refresh": "meta elements that send the reader elsewhere",
    "padding-chars": "invisible characters in the runs that pad a preheader",
    "password-inputs": "fields that ask for a password",
    "preheader-chars": "characters of the honest hidden preview text",
    "presentation-roles": "elements with role=presentation or none, as table layouts should have",
    "responsive-chars": "hidden characters that an @media rule shows, or that are visible elsewhere on the page",
    "script-chars": "characters in script elements",
    "split-words": "places where an element or a comment stands inside a word",
    "style-attributes": "style attributes",
    "style-chars": "characters in style elements",
    "stylesheet-link": "external style sheets, by link or @import",
    "table-depth": "how deep tables are nested",
    "text-nodes": "pieces of visible text",
    "upper-case-tags": "start tags in capitals",
    "viewport": "viewport declarations",
    "xmlns": "namespace declarations, as Outlook and Word write them",
}
EMPTY = Page()
