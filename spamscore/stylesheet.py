"""Sheet: what the rules of <style> blocks say about being seen, for the selectors that mail uses.

A full CSS parser costs more than BeautifulSoup on an average mail; here a rule counts when its selector is an element,
a class, an id or an element with one of these, perhaps inside ``body``, ``table``, ``td`` and the like.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_MAX_SOURCE = 200_000  # characters of style read
_MAX_RULES = 5_000
_MAX_DECLARATIONS = 2_000  # characters of one rule
_RELEVANT = re.compile(r"color|backgr|displ|visib|opac|font|height|indent|posit|overf|margin|clip|transf|filter")
_SELECTOR = re.compile(
    r"(?:(?:html|body|table|tbody|tr|td|div|center)\s{1,9}){0,6}([a-z][a-z0-9]{0,20})?([.#][a-z0-9_\-]{1,80})?"
)
_LAST = re.compile(
    r"(?:^|[\s>+~])([a-z][a-z0-9]{0,20})?([.#][a-z0-9_\-]{1,80})?(?::[a-z\-]{1,20}(?:\([^()]{0,20}\))?)?$"
)
_FONT_SIZE = re.compile(r"font-size\s{0,5}:\s{0,5}[1-9][^;]{1,30}")
_NAMES = re.compile(r"""[.#]([a-z0-9_\-]{1,80})|\[(?:class|id)[~*^|$]?=["']?([a-z0-9_\-]{1,80})""")
_SHOWS = re.compile(
    r"display\s{0,5}:\s{0,5}(?!none)[a-z]|visibility\s{0,5}:\s{0,5}v|(?:height|width|font-size)\s{0,5}:\s{0,5}(?!0)[1-9ai]"
    r"|opacity\s{0,5}:\s{0,5}(?:1|\.[1-9]|0\.[1-9])|overflow\s{0,5}:\s{0,5}[va]"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rules by selector (``td``, ``.preheader``, ``#top``, ``td.wide``), in lower-case."""

    rules: dict[str, str] = field(default_factory=dict)  # selector → declarations, later ones after earlier ones
    shown: frozenset[str] = frozenset()  # classes and ids that an @media rule shows
    vague: bool = False  # whether some rule that could not be read sets a background
    _seen: dict[tuple[str, str, str], tuple[str, bool]] = field(default_factory=dict, compare=False, repr=False)

    def chosen(self, name: str, classes: str, identity: str) -> tuple[str, bool]:
        """What the rules say of an element and whether they show it, kept: most elements of a mail are alike."""
        key = name, classes, identity
        if key not in self._seen:
            shown = bool(classes or identity) and self.shows(classes, identity)
            self._seen[key] = self.css(name, classes, identity), shown
        return self._seen[key]

    def css(self, name: str, classes: str, identity: str) -> str:
        """The declarations for an element, weaker selectors first."""
        rules = self.rules
        found = [rules.get(name, "")]
        for word in classes.lower().split()[:20]:
            found += (rules.get("." + word, ""), rules.get(f"{name}.{word}", ""))
        if identity:
            identity = identity.lower()
            found += (rules.get("#" + identity, ""), rules.get(f"{name}#{identity}", ""))
        return ";".join(filter(None, found))

    def shows(self, classes: str, identity: str) -> bool:
        """Whether an @media rule shows an element of these classes or this id."""
        return not self.shown.isdisjoint((*classes.lower().split()[:20], identity.lower()))


EMPTY = Sheet()


def read(css: str) -> Sheet:
    """The sheet of some style text, bounded and linear in its length.

    >>> read(".a, td.b { display:none } @media (max-width:600px) { .a { display:block !important } }").shown
    frozenset({'a'})
    """
    rules: dict[str, str] = {}
    shown: set[str] = set()
    vague = False
    for at, selectors, body in _blocks(_without_comments(css[:_MAX_SOURCE].lower())):
        if at:
            if "print" not in at and _SHOWS.search(body):
                shown.update(_names(selectors))
        elif _RELEVANT.search(body):
            vague |= _add(rules, selectors.split(",")[:50], body) and "background" in body
    return Sheet(rules, frozenset(shown), vague)


def _without_comments(css: str) -> str:
    if "/*" in css:
        head, *rest = css.split("/*")
        css = head + "".join(piece.partition("*/")[2] for piece in rest)
    return css.replace("<!--", " ").replace("-->", " ") if "-->" in css or "<!--" in css else css


def _blocks(css: str) -> Iterable[tuple[str, str, str]]:
    """(the @media query around it or "", selectors, declarations) of each rule."""
    around = ""
    for chunk in css.split("}", _MAX_RULES)[:_MAX_RULES]:
        head, brace, body = chunk.rpartition("{")
        if not brace:
            around = ""
            continue
        if "{" in head:
            around, _, head = head.rpartition("{")
            around = around.rpartition("@media")[2] if "@media" in around else "print"
        selectors = head.rpartition(";")[2].strip()
        if not selectors.startswith("@"):
            yield around, selectors, body[:_MAX_DECLARATIONS]


def _add(rules: dict[str, str], selectors: list[str], body: str) -> bool:
    """Adds the rule under each selector that can be read; whether one could not be."""
    unread = False
    for selector in map(str.strip, selectors):
        found = _SELECTOR.fullmatch(selector)
        declarations = body
        if not found:
            found = _LAST.search(selector[-200:])
            declarations = _showing(body)
        if found and (found[1] or found[2]):
            key = (found[1] or "") + (found[2] or "")
            rules[key] = (rules[key] + ";" + declarations if key in rules else declarations)[-_MAX_DECLARATIONS:]
        else:
            unread = True
    return unread


def _showing(body: str) -> str:
    """What a rule that holds only in certain places may say in favour of text: a size, or a background, unknown which."""
    size = _FONT_SIZE.search(body)
    return (size[0] if size else "") + (";background:url()" if "background" in body else "")


def _names(selectors: str) -> Iterable[str]:
    return ((found[1] or found[2]) for found in _NAMES.finditer(selectors[:5000]))
