"""Locator: finds quotations in one source, each where it stands and not where the same words stand before it."""

import re
from collections.abc import Callable
from functools import cached_property
from html import escape, unescape

from spamscore.markup import EMPTY, Hidden, Image, Link, Markup, Page
from spamscore.placeholders import CONTROL, VALUE, branches, collapse, joined, mask
from spamscore.plaintext import addresses
from spamscore.spans import views
from spamscore.spans.span import Lines, Span
from spamscore.spans.tokens import Tag, Tokens, attribute, attributes
from spamscore.spans.tokens import tokens as split
from spamscore.walk import TARGETS

_MAX_WORDS = 8
_GAP = r"(?:\s|&nbsp;|&#160;|<[^<>]{0,500}>){0,20}"
_COMMENT = re.compile(r"<!--(?!\[if|<!)(?:[^-]|-(?!->)){0,20000}-->", re.I)
_AROUND = CONTROL + " \n\t\r\f"  # what may stand around an address
Offsets = tuple[int, int]


class Locator:
    """Finds quotations in one source; made once a report. Whatever it has to know is read when it is first asked."""

    def __init__(self, source: str, page: Page = EMPTY, *, html: bool = True) -> None:
        """A locator for a body, HTML or plain text, and the page that was read from it."""
        self.source = source
        self.html = html
        self._page = page
        self._lines = Lines(source)

    @cached_property
    def masked(self) -> str:
        """The source with its placeholders overwritten."""
        return mask(self.source.replace("\0", "\ufffd"))[0]

    @cached_property
    def tokens(self) -> Tokens:
        """Its start tags and pieces of text."""
        return split(self.masked)

    @cached_property
    def texts(self) -> tuple[views.View, views.View]:
        """Its text that is seen, and what is hidden."""
        if self.html:
            return views.of_html(self.masked, self.tokens)
        return views.of_text(self.masked), views.View()

    def find(self, anchor: str, of: Link | Image | Hidden | Markup | None = None) -> Span | None:
        """Where the anchor stands; None when nowhere.

        Of a link or picture it is the address, unless the anchor is another piece of it. Else the first place in the text that is
        seen, then in text that is hidden, then anywhere: as written, escaped, or broken up by tags.
        """
        anchor = anchor.strip().rstrip("…")
        if not self.source:
            return None
        found = self._of(anchor, of) if of is not None else None
        if found is None and anchor:
            found = self._in_text(anchor) or self._anywhere(anchor)
        return self._lines.span(*found) if found else None

    def _of(self, anchor: str, of: Link | Image | Hidden | Markup) -> Offsets | None:
        if isinstance(of, Markup):
            return self._tag(of)
        if isinstance(of, Hidden):
            return self.texts[1].find(_spaced(anchor)) or self.texts[1].find(_spaced(anchor[:40]))
        if isinstance(of, Image):
            return self._same(of, of.src, self._page.images, [image.src for image in self._page.images], self.pictures)
        hrefs = [link.href for link in self._page.links]
        found = self._same(of, of.href, self._page.links, hrefs, self.links)
        if found and anchor and anchor != of.href and anchor == of.text[: len(anchor)]:
            return self.texts[0].find(_spaced(anchor), found[1]) or found
        return found

    def _same(
        self, part: object, value: str, parts: tuple[object, ...], values: list[str], places: list[Offsets]
    ) -> Offsets | None:
        """The place of a link or picture: the same in number among those of the same address."""
        index = next((at for at, each in enumerate(parts) if each is part), -1)
        nth = values[:index].count(value) if index >= 0 else 0
        alike = [place for place in places if self.value(place) == value]
        if nth < len(alike):
            return alike[nth]
        return places[index] if index >= 0 and len(places) == len(parts) else None

    def value(self, place: Offsets) -> str:
        """What stands between two offsets, as the page has it."""
        value = self.masked[slice(*place)]
        return collapse(joined(unescape(value) if self.html else value)).strip()

    @cached_property
    def links(self) -> list[Offsets]:
        """Where the targets of its links stand."""
        if not self.html:
            return addresses(self.masked)
        return self._each_branch(self._values(lambda tag: TARGETS.get(tag.name, ""), pictured=False))

    def _each_branch(self, places: list[Offsets]) -> list[Offsets]:
        """The places of addresses, several where the branches of a condition hold one each; masks around them left out."""
        found = []
        for start, end in places:
            value = self.masked[start:end]
            for first, last in branches(value):
                piece = value[first:last]
                lead = len(piece) - len(piece.lstrip(_AROUND))
                found.append((start + first + lead, start + first + max(lead, len(piece.rstrip(_AROUND)))))
        return found

    @cached_property
    def pictures(self) -> list[Offsets]:
        """Where the addresses of its pictures stand."""
        return self._values(
            lambda tag: "src" if tag.name in ("img", "image", "mj-image", "input") else "", pictured=True
        )

    def _values(self, name_of: Callable[[Tag], str], *, pictured: bool) -> list[Offsets]:
        found = []
        for tag in self.tokens.tags:
            if (name := name_of(tag)) and (tag.name != "input" or self._pictured(tag) is pictured):
                place = attribute(self.masked, tag, name)
                if place or pictured:
                    found.append(place or (tag.start, tag.end))
        return found

    def _pictured(self, tag: Tag) -> bool:
        kind = attribute(self.masked, tag, "type")
        return kind is not None and self.masked[slice(*kind)].lower() == "image"

    def _tag(self, of: Markup) -> Offsets | None:
        for tag in self.tokens.tags:
            if of.tag in ("", tag.name) and (not of.attribute or self._has(tag, of)):
                written = self.source[tag.start : tag.end].lower()
                if not any(piece in written for piece in of.lacks):
                    return tag.start, tag.end
        return None

    def _has(self, tag: Tag, of: Markup) -> bool:
        """Whether a tag has the attribute that is spoken of."""
        beginning = of.attribute.removesuffix("*")
        for name, start, end in attributes(self.masked, tag):
            if (name == of.attribute or (beginning != of.attribute and name.startswith(beginning))) and (
                of.value in self.masked[start:end].lower()
            ):
                return True
        return False

    def _in_text(self, anchor: str) -> Offsets | None:
        words = _spaced(anchor)
        return next((found for view in self.texts if (found := view.find(words))), None)

    def _anywhere(self, anchor: str) -> Offsets | None:
        blank = _COMMENT.sub(lambda comment: " " * len(comment[0]), self.source) if self.html else self.source
        for source in (blank, self.source):
            if VALUE not in anchor:
                for form in (anchor, escape(anchor, quote=False), escape(anchor)):
                    start = source.find(form)
                    if start >= 0:
                        return start, start + len(form)
        found = _loose(anchor).search(self.masked)
        return found.span() if found else None


def _spaced(anchor: str) -> str:
    return " ".join(anchor.split())


def _loose(anchor: str) -> re.Pattern[str]:
    words = anchor.split()[:_MAX_WORDS]
    pieces = (f"{VALUE}++".join(re.escape(escape(part, quote=False)) for part in word.split(VALUE)) for word in words)
    return re.compile(_GAP.join(pieces), re.I | re.S)
