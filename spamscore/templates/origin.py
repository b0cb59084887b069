"""Origin: the way from a rendered mail back to the template that it was made from."""

import re
from functools import cached_property

from spamscore.markup import Hidden, Image, Link, Markup
from spamscore.placeholders import VALUE
from spamscore.spans import Locator, Span
from spamscore.spans.locator import Offsets
from spamscore.spans.tokens import attributes, tokens
from spamscore.spans.views import View, of_markup

_UNREAD = frozenset(("mj-style", "mj-attributes", "style", "script"))
_UNSEEN = _UNREAD | {"mj-title", "mj-preview", "title"}
_TARGETS = frozenset(("href", "action", "formaction"))
_PICTURES = frozenset(("src", "background-url", "background", "thumbnails-src"))
_LITERAL = 12  # characters that a target has to share with the template's to be taken for it


class Origin(Locator):
    """Finds in a template what was quoted from the mail made of it; what the values put in is found nowhere."""

    def __init__(self, source: str, *, html: bool = True, mjml: bool = False) -> None:
        """The origin in a template: HTML, MJML or plain text."""
        super().__init__(source, html=html or mjml)
        self._mjml = mjml

    def find(self, anchor: str, of: Link | Image | Hidden | Markup | None = None) -> Span | None:
        """Where the template says it; None when it does not say so in one place."""
        if isinstance(of, Link):
            return self._line(self._part(of.href, self.links, of.text))
        if isinstance(of, Image):
            return self._line(self._part(of.src, self.pictures, ""))
        if isinstance(of, Markup) and self._mjml:
            return None  # the renderer wrote it
        return super().find(anchor, of)

    def _line(self, found: Offsets | None) -> Span | None:
        return self._lines.span(*found) if found else None

    def _part(self, value: str, places: list[Offsets], text: str) -> Offsets | None:
        alike = [place for place in places if self.value(place) == value]
        alike = alike or [place for place in places if _could_be(self.value(place), value)]
        if len(alike) > 1 and text:
            alike = [place for place in alike if self._says(place, text)] or alike
        return alike[0] if alike else None

    def _says(self, place: Offsets, text: str) -> bool:
        """Whether the text of a link follows its target before anything else does."""
        first, wanted = text.split(maxsplit=1)[0], self.texts[0].find(text, place[1])
        nearest = self.texts[0].find(first, place[1])
        return wanted is not None and nearest is not None and wanted[0] == nearest[0]

    @cached_property
    def texts(self) -> tuple[View, View]:
        """What is seen and what is hidden; of MJML, what is seen and all there is."""
        if not self._mjml:
            return super().texts
        return tuple(of_markup(self.masked, tokens(self.masked, names)) for names in (_UNSEEN, _UNREAD))  # type: ignore[return-value] # two of them

    @cached_property
    def links(self) -> list[Offsets]:
        """Where the targets of links stand; of MJML, of every element that has one."""
        return self._each_branch(self._named(_TARGETS)) if self._mjml else super().links

    @cached_property
    def pictures(self) -> list[Offsets]:
        """Where the addresses of pictures stand."""
        return self._named(_PICTURES) if self._mjml else super().pictures

    def _named(self, names: frozenset[str]) -> list[Offsets]:
        return [
            (start, end)
            for tag in self.tokens.tags
            for name, start, end in attributes(self.masked, tag)
            if name in names
        ]


def _could_be(pattern: str, value: str) -> bool:
    """Whether a target of the template could have become the rendered one."""
    if VALUE not in pattern or len(pattern.replace(VALUE, "")) < _LITERAL:
        return False
    pieces = (re.escape(piece) for piece in pattern.split(VALUE))
    return re.fullmatch(".{0,2000}".join(pieces), value) is not None if pattern.count(VALUE) <= 5 else False
