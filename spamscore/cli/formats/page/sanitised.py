"""What of a mail's HTML a preview may show: an allow-list of elements, attributes and styles; nothing that loads or acts."""

import re
from collections.abc import Iterator, Mapping
from string import hexdigits

from spamscore.placeholders import CONTROL, VALUE

SHOWN = frozenset(
    "a abbr acronym address article aside b bdi bdo big blockquote body br caption center cite code col colgroup dd del dfn"
    " dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p pre q rp rt"
    " ruby s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
BLOCKS = frozenset("form fieldset legend details summary dialog menu hgroup search".split())  # shown as div
BOXES = {  # what a mail should not hold and a preview does not run: shown as a box with a word
    "iframe": "frame", "object": "object", "embed": "object", "video": "video", "audio": "sound", "svg": "drawing",
    "math": "formula", "select": "menu", "textarea": "text field", "canvas": "drawing", "script": "script",
}  # fmt: skip
_ATTRIBUTES = frozenset(
    "align alt bgcolor border cellpadding cellspacing class color colspan dir face height hidden id lang nowrap"
    " rowspan size start style type valign width".split()
)
_URL = re.compile(r"(?:url|src|image|image-set|-webkit-image-set|cross-fade|element)\s*\([^)]*+\)?", re.I)
_IMPORT = re.compile(r"@(?:import|namespace|charset)\b[^;]*+;?", re.I)
_ESCAPED = re.compile(r"\\(?:[0-9a-f]{1,6}\s?|[^0-9a-f]|$)", re.I)  # how letters are hidden in CSS
_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+(?:\*/)?")
_MOST_STYLE = 100_000


def style(css: str) -> str:
    r"""Styles without what could load: addresses, imports; the preview's policy forbids loading besides.

    >>> style("color:red;background:url(http://x.example/a.png) blue")
    'color:red;background:none blue'
    >>> style(r"background:u\72l(//x.example/a)"), style(r"background:u\rl(//x.example/a)")
    ('background:none', 'background:none')
    """
    css = css[:_MOST_STYLE].replace(VALUE, "").replace(CONTROL, "")
    css = _ESCAPED.sub(_letter, _COMMENT.sub(" ", css))  # a comment parts words in CSS
    return _IMPORT.sub(" ", _URL.sub("none", css)).replace("</", "< /").replace("<!", "< !")


def _letter(escape: re.Match[str]) -> str:
    sign = escape[0][1:].strip()
    code = int(sign, 16) if sign and sign[0] in hexdigits else ord(sign or "\0")
    # a quotation mark or a brace written as an escape is a character of a string or a name: it must not become a sign
    return chr(code) if code < 0x11_0000 and chr(code).isalnum() else ""


def attributes(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The attributes that a preview keeps."""
    for name, value in given.items():
        if name == "style":
            yield name, style(value)
        elif name in _ATTRIBUTES:
            yield name, value.replace(VALUE, "").replace(CONTROL, "")[:2_000]


_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]{1,400000}", re.I)


def picture(src: str) -> str:
    """The address of an image that lies in the source itself; "" for one that would have to be loaded."""
    return "".join(src.split()) if _DATA.fullmatch(src.strip()) else ""


_LENGTH = re.compile(r"\s*(\d{1,4})(?:\.\d{0,9})?\s*(px|%)?\s*", re.I)


def length(value: str) -> str:
    """A width or height as CSS, "" where it states none.

    >>> length("600"), length("100%"), length("auto")
    ('600px', '100%', '')
    """
    found = _LENGTH.fullmatch(value)
    return f"{found[1]}{found[2] or 'px'}" if found else ""
