"""Changes that honest mail may have too: none of them should move its score much."""

import random
import re

from spamscore import placeholders
from spamscore.training.attacks import Attack, comments, footer
from spamscore.training.edit import append, is_html, over_text, prepend
from spamscore.training.honest_texts import NEWSLETTERS, guess

_ENTITIES = {
    "ä": "&auml;", "ö": "&ouml;", "ü": "&uuml;", "ß": "&szlig;", "Ä": "&Auml;", "Ö": "&Ouml;", "Ü": "&Uuml;", "é": "&eacute;",
    "è": "&egrave;", "à": "&agrave;", "ç": "&ccedil;", "ñ": "&ntilde;", "ó": "&oacute;", "í": "&iacute;", "á": "&aacute;", "ã": "&atilde;",
    "’": "&rsquo;", "‘": "&lsquo;", "“": "&ldquo;", "”": "&rdquo;", "–": "&ndash;", "—": "&mdash;", "©": "&copy;", "€": "&euro;",
    "'": "&#39;", "\N{NO-BREAK SPACE}": "&nbsp;", "…": "&hellip;", "®": "&reg;", "™": "&trade;", '"': "&quot;",
}  # fmt: skip
_LETTER_REFERENCES = str.maketrans(_ENTITIES)
_FILLS = ("Anna", "Thomas", "Maria", "12345", "49.90", "Monday", "Garden Shop", "3")
_GREETINGS = {
    "en": "Hi {},", "de": "Hallo {},", "fr": "Bonjour {},", "es": "Hola {},", "pt": "Olá {},", "it": "Ciao {},", "nl": "Beste {},",
}  # fmt: skip
_TAGS = (
    "{{ first_name }}",
    "*|FNAME|*",
    "{{ user.name }}",
    "<%= name %>",
    "${name}",
    "{{customer.firstname}}",
    "%%first_name%%",
)
_QUERY = re.compile(
    r"""(href\s{0,3}=\s{0,3}["']https?://[^"'<>?\s]{1,1000}\?[\w-]{1,40}=)[^"'<>&{}%]{6,500}(["'])""", re.I
)


def text_added(html: str, rng: random.Random) -> str:
    """A paragraph more, above or below: what a shop adds when there is more to tell."""
    sentences = rng.choice(NEWSLETTERS[guess(html)]).split(". ")
    text = ". ".join(sentences[: rng.randint(2, len(sentences))]).rstrip(".") + "."
    return rng.choice((append, prepend))(html, text)


def merge_tags(html: str, rng: random.Random) -> str:
    """A template's tags filled in; where there are none, a greeting and the links' tokens turned into tags."""
    masked, spans = placeholders.mask(html)
    if spans:
        return _filled(html, masked, spans, rng)
    tag = rng.choice(_TAGS)
    html = _QUERY.sub(lambda found: f"{found[1]}{tag}{found[2]}", html)
    return prepend(html, _GREETINGS[guess(html)].format(tag))


def _filled(html: str, masked: str, spans: tuple[tuple[int, int], ...], rng: random.Random) -> str:
    pieces, last = [], 0
    for start, end in spans:
        if start >= last:
            pieces += [html[last:start], rng.choice(_FILLS) if masked[start] == placeholders.VALUE else ""]
            last = end
    return "".join((*pieces, html[last:]))


def footer_added(html: str, rng: random.Random) -> str:
    """One footer more, as a sending service adds it."""
    return footer(html, rng)


def comments_added(html: str, rng: random.Random) -> str:
    """Comments that an editor leaves behind; a text stays as it is."""
    return comments(html, rng) if is_html(html) else html


def entities(html: str, rng: random.Random) -> str:  # noqa: ARG001  every change has this shape
    """Letters with accents, quotes and dashes as named references, as many editors write them; a text stays as it is."""
    return over_text(html, lambda text: text.translate(_LETTER_REFERENCES)) if is_html(html) else html


CHANGES = (
    Attack("text added", text_added), Attack("merge tags", merge_tags), Attack("footer", footer_added),
    Attack("comments", comments_added), Attack("entities", entities),
)  # fmt: skip
