"""Changes to the source of a body, HTML or plain text: words, places to insert at, sites that its links lead to."""

import html as escapes
import random
import re
from collections import Counter
from collections.abc import Callable

from spamscore import urls

_TAGS = re.compile(r"<(?:!doctype|html|head|body|table|tr|td|div|p|br|a|img|span|font|center|b|h[1-6])[\s>/]", re.I)
_BODY = re.compile(r"<body\b[^<>]*>", re.I)
_BEFORE_BODY = re.compile(r"</head\s*>|<html\b[^<>]*>|<!doctype\b[^<>]*>", re.I)
_END = re.compile(r"</body\s*>|</html\s*>", re.I)
_HOST = r"https?://(?:[^/@?#\"'\s<>]{1,200}@)?([^/?#:\"'\s<>\\]{3,255})"
_HREF_HOST = re.compile(r"""\bhref\s{0,5}=\s{0,5}["']?\s{0,5}""" + _HOST, re.I)
_TEXT_HOST = re.compile(_HOST, re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"')]{1,2000}", re.I)
# What is not visible text: markup, code, character references, placeholders, addresses. Each piece is passed once.
_CODE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:style|script|title|textarea)\b.*?(?:</(?:style|script|title|textarea)\s*>|\Z)|<[!/?a-z][^<>]*(?:>|\Z)"
    r"|&#?\w{1,32};|\{[{%#][^{}]{0,300}[}%#]\}|\*\|[^|\n]{0,100}\|\*|https?://[^\s<>]+|www\.[^\s<>]+|[\w.+-]{1,64}@[\w.-]{1,200}",
    re.I | re.S,
)
_WORD = re.compile(r"[^\W\d_]{4,40}")
_MOST_LINKS = 60


def is_html(body: str) -> bool:
    """Whether the body has elements; else it is plain text."""
    return _TAGS.search(body[:100_000]) is not None


def as_html(body: str) -> str:
    """The body as HTML: a text gets paragraphs, line breaks and links."""
    if is_html(body):
        return body
    linked = _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escapes.escape(body, quote=False))
    blocks = linked.replace("\r\n", "\n").split("\n\n")
    return "".join(f"<p>{block.replace(chr(10), '<br>')}</p>" for block in blocks if block.strip())


def prepend(body: str, text: str, markup: str | None = None) -> str:
    """The body with something visible at its start; ``markup`` goes into HTML, ``text`` into plain text."""
    if not is_html(body):
        return f"{text}\n\n{body}"
    found = _BODY.search(body)
    place = found.end() if found else max((each.end() for each in _BEFORE_BODY.finditer(body[:50_000])), default=0)
    return f"{body[:place]}{markup or paragraphs(text)}{body[place:]}"


def append(body: str, text: str, markup: str | None = None) -> str:
    """The body with something visible at its end; ``markup`` goes into HTML, ``text`` into plain text."""
    if not is_html(body):
        return f"{body}\n\n{text}\n"
    tail = max(0, len(body) - 50_000)
    found = _END.search(body, tail)
    place = found.start() if found else len(body)
    return f"{body[:place]}{markup or paragraphs(text)}{body[place:]}"


def paragraphs(text: str) -> str:
    """A text as HTML paragraphs."""
    return "".join(f"<p>{escapes.escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip())


def over_text(body: str, change: Callable[[str], str]) -> str:
    """The body with each piece of visible text changed; markup, links, references and placeholders stay."""
    pieces, last = [], 0
    for found in _CODE.finditer(body):
        if found.start() > last:
            pieces.append(change(body[last : found.start()]))
        pieces.append(found[0])
        last = found.end()
    return "".join((*pieces, change(body[last:])))


def over_words(body: str, change: Callable[[str], str], rng: random.Random, share: float) -> str:
    """The body with about that share of its visible words, of four letters or more, changed."""
    return over_text(
        body, lambda text: _WORD.sub(lambda word: change(word[0]) if rng.random() < share else word[0], text)
    )


def sites(body: str) -> list[str]:
    """Registrable domains of the web links, the commonest first."""
    hosts = (_HREF_HOST if is_html(body) else _TEXT_HOST).findall(body)[:_MOST_LINKS]
    counts = Counter(map(urls.registrable, hosts))
    counts.pop("", None)
    return sorted(counts, key=lambda name: (-counts[name], name))


def spoken(domain: str) -> str:
    """The registered name of a domain as a company would write it.

    >>> spoken("blue-bird.example.org")
    'Blue Bird'
    """
    return " ".join(part.capitalize() for part in domain.partition(".")[0].split("-") if part) or "Company"
