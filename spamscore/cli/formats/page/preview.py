"""The mail as a reader sees it, as a document of its own for a sandboxed frame: nothing in it runs, loads or leads away.

Three walls: only what `sanitised` allows is written; the document's own policy forbids every load; the frame's sandbox
forbids scripts, forms, windows and the frame's origin.
"""

import html
import re
from collections.abc import Iterator, Mapping
from importlib import resources

from spamscore.cli.formats.page import sanitised, tokens
from spamscore.cli.formats.page.element import Markup, element, end, joined, start, text, verbatim
from spamscore.cli.formats.page.marks import Marks
from spamscore.cli.formats.page.origin import Origin
from spamscore.cli.formats.terminal import safe
from spamscore.placeholders import CONTROL, VALUE, mask

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_MASKED = re.compile(f"{VALUE}+|{CONTROL}+")
_FRONT = re.compile(r"\ufeff?---[ \t]*\n(?:(?:[A-Za-z_][\w -]{0,60}:|[ \t#-])[^\n]{0,500}\n|\n){1,200}?---[ \t]*\n")
# Elements in which a number in front would be moved out of the table, or would not show.
_NO_NUMBER = {"table", "tbody", "thead", "tfoot", "tr", "col", "colgroup", "br", "hr", "wbr", "body"}
_SKIPPED = {"svg": "svg", "math": "math", "mj-head": "mj-head"}  # elements passed over with what is inside


def document(origin: Origin, marks: Marks) -> str:
    """The whole document for a frame's srcdoc."""
    source = origin.text
    if front := _FRONT.match(source):  # of a template: no part of the mail
        source = re.sub(r"[^\n]", " ", front[0]) + source[front.end() :]
    body = joined(_Mail(source, marks, origin.pictures).pieces()) if origin.is_html else _plain(source, marks)
    css = resources.files(__package__).joinpath("preview.css").read_text("utf-8")
    return joined(
        (
            Markup("<!doctype html><html><head>"),
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=POLICY),
            verbatim("style", css),
            body,
        )
    )


def _plain(source: str, marks: Marks) -> Markup:
    pieces = marks.across(0, len(source))
    return element(
        "pre",
        (_marked(text(source[left:right]), left, found, marks) for left, right, found in pieces),
        class_="ss-plain",
    )


def _marked(words: Markup, at: int, numbers: tuple[int, ...], marks: Marks) -> Markup:
    return (
        element("mark", words, class_="ss-mark", **_numbered(marks.starting(at)))
        if numbers and words.strip()
        else words
    )


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


class _Mail:
    """Writes a mail's HTML anew, token by token."""

    def __init__(self, source: str, marks: Marks, pictures: Mapping[str, str]) -> None:
        self.source = source
        self.pictures = pictures
        self.masked = mask(source)[0]
        self.marks = marks
        self.passing = ""  # the element that is being passed over

    def pieces(self) -> Iterator[Markup]:
        """The preview's pieces in order."""
        for token in tokens.read(self.masked):
            if self.passing:
                self._look_for_end(token)
            if self.passing:
                continue
            if token.kind == "text":
                yield from self._text(token)
            elif token.kind == "raw":
                if token.name == "style":
                    yield verbatim("style", sanitised.style(self.masked[token.begin : token.end]))
            elif token.kind == "end":
                yield from self._end(token)
            else:
                yield from self._start(token)

    def _look_for_end(self, token: tokens.Token) -> None:
        left = token.kind == "end" and token.name == self.passing
        # as in a browser, an element of HTML ends a drawing that was never closed
        broke_out = token.kind == "start" and token.name in sanitised.SHOWN - {"a"} and self.passing != "mj-head"
        if left or broke_out or token.name == "mj-body":
            self.passing = ""

    def _text(self, token: tokens.Token) -> Iterator[Markup]:
        for left, right, numbers in self.marks.across(token.begin, token.end):
            yield _marked(joined(self._words(left, right)), left, numbers, self.marks)

    def _words(self, left: int, right: int) -> Iterator[Markup]:
        """A stretch of text, each placeholder as it is written and recognisable, logic left out."""
        at = left
        for found in _MASKED.finditer(self.masked, left, right):
            yield text(html.unescape(self.masked[at : found.start()]))
            if found[0][0] == VALUE:
                yield element("span", self.source[slice(*found.span())], class_="ss-value")
            at = found.end()
        yield text(html.unescape(self.masked[at:right]))

    def _end(self, token: tokens.Token) -> Iterator[Markup]:
        name = _written(token.name)
        if name and name not in ("br", "p", "body"):
            yield end(name)
        elif name == "p":  # alone it would be an empty paragraph, as it is in the mail
            yield end("p")

    def _start(self, token: tokens.Token) -> Iterator[Markup]:
        given = dict(token.attributes)
        numbers = self.marks.inside(token.begin, token.end)
        if token.name in ("img", "mj-image", "image"):
            yield self._image(given, numbers)
        elif token.name in ("input", "button", "mj-button"):
            yield from self._button(token.name, given, numbers)
        elif token.name in sanitised.BOXES:
            yield element("span", sanitised.BOXES[token.name], class_="ss-box", **_numbered(numbers))
        elif name := _written(token.name):
            yield _opened(name, given, numbers)
        if token.name in _SKIPPED:
            self.passing = token.name

    def _button(self, name: str, given: dict[str, str], numbers: tuple[int, ...]) -> Iterator[Markup]:
        if name != "input":
            yield _opened("span", {**given, "class": f"{given.get('class', '')} ss-button"}, numbers)
        elif given.get("type", "").lower() != "hidden":
            words = given.get("value") or given.get("placeholder") or "field"
            yield element("span", safe(words[:200]), class_="ss-box", **_numbered(numbers))

    def _inside(self, src: str) -> str:
        """The address of a picture, or what travels with the mail in its place."""
        return self.pictures.get(src[4:], "") if src[:4].lower() == "cid:" else src

    def _image(self, given: dict[str, str], numbers: tuple[int, ...]) -> Markup:
        kept = dict(sanitised.attributes(given))
        inside = sanitised.picture(self._inside(given.get("src", "")))
        number = _numbered(numbers)
        if inside:
            picture = start("img", {**kept, "src": inside}.items())
            return element("span", picture, class_="ss-found", **number) if numbers else picture
        sizes = {side: sanitised.length(given.get(side, "")) for side in ("width", "height")}
        stated = set(sizes.values()) - {""}
        if not numbers and stated and ("0px" in stated or stated <= {"1px", "2px"}):
            return Markup("")  # a tracking pixel or a spacer
        size = "".join(f"{side}:{value};" for side, value in sizes.items() if value)
        words = safe(given.get("alt", "")[:300]) or "picture"
        css = f"{kept.get('style', '')};{size}"
        return element("span", words, class_="ss-image" + " ss-found" * bool(numbers), style=css, **number)


def _written(name: str) -> str:
    """The element that stands for one of the mail; "" for none."""
    if name in sanitised.SHOWN:
        return name
    if name in sanitised.BLOCKS or name.startswith("mj-"):
        return "span" if name == "mj-button" else "div"
    return "span" if name == "button" else ""


def _numbered(numbers: tuple[int, ...]) -> dict[str, str]:
    return {"data_ss": _listed(numbers)} if numbers else {}


def _opened(name: str, given: dict[str, str], numbers: tuple[int, ...]) -> Markup:
    kept = dict(sanitised.attributes(given))
    if name == "a" and given.get("href"):
        kept["class"] = f"{kept.get('class', '')} ss-link".strip()
        kept["title"] = f"leads to {safe(given['href'][:300])}"
    if numbers:
        kept["class"] = f"{kept.get('class', '')} ss-found".strip()
        if name not in _NO_NUMBER:
            kept["data-ss"] = _listed(numbers)
    return start(name, kept.items())
