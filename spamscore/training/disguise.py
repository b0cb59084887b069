"""Attacks on the letters: the reader sees the same words, a program reads others."""

import random

from spamscore.training.edit import append, as_html, over_text, over_words, sites

LOOKALIKES = {
    "a": "аɑ", "c": "сϲ", "e": "еҽ", "i": "іı", "j": "ј", "o": "оοօ", "p": "рρ", "s": "ѕ", "x": "х", "y": "уү", "h": "һ", "d": "ԁ",
    "A": "АΑ", "B": "ВΒ", "C": "С", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "K": "КΚ", "M": "МΜ", "N": "Ν", "O": "ОΟ", "P": "РΡ", "T": "ТΤ",
    "X": "ХΧ", "Y": "ΥҮ", "S": "Ѕ",
}  # fmt: skip
_LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7", "b": "8", "l": "1|"}
_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
_SPLITTERS = ("<b></b>", "<span></span>", "<!-- -->", "<i></i>", "<wbr>", '<span style="font-weight:normal"></span>')


def _swapped(word: str, table: dict[str, str], rng: random.Random, share: float) -> str:
    letters = [rng.choice(table[letter]) if letter in table and rng.random() < share else letter for letter in word]
    return "".join(letters)


def homoglyphs(html: str, rng: random.Random) -> str:
    """Letters of half of the words written with Cyrillic, Greek or Armenian ones that look alike."""
    return over_words(html, lambda word: _swapped(word, LOOKALIKES, rng, 0.5), rng, 0.5)


def zero_width(html: str, rng: random.Random) -> str:
    """Characters without width inside half of the words."""
    sign = rng.choice(_INVISIBLE)
    return over_words(html, lambda word: _split(word, sign, rng), rng, 0.5)


def leet(html: str, rng: random.Random) -> str:
    """Digits and signs for letters in half of the words."""
    return over_words(html, lambda word: _swapped(word, _LEET, rng, 0.6), rng, 0.5)


def split_tags(html: str, rng: random.Random) -> str:
    """An empty element or a comment inside half of the words."""
    sign = rng.choice(_SPLITTERS)
    return over_words(as_html(html), lambda word: _split(word, sign, rng), rng, 0.5)


def _split(word: str, sign: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word))
    return f"{word[:place]}{sign}{word[place:]}"


def entities(html: str, rng: random.Random) -> str:
    """Most words as numeric character references, decimal or hexadecimal."""
    form = rng.choice(("&#{};", "&#x{:x};", "&#x{:04X};"))
    table = {code: form.format(code) for code in (*range(ord("A"), ord("z") + 1), *range(0xC0, 0x250))}
    return over_words(as_html(html), lambda word: word.translate(table), rng, 0.8)


def placeholder_abuse(html: str, rng: random.Random) -> str:
    """Most pieces of text set between the marks of a template, as if they were values to fill in."""
    opening, closing = rng.choice((("{{ ", " }}"), ("{# ", " #}"), ("*|", "|*"), ("%%=", "=%%"), ("<%= ", " %>")))

    def masked(text: str) -> str:
        inner = text.strip()
        if not inner or len(inner) > 1000 or any(sign in inner for sign in "{}|%#*=\n") or rng.random() > 0.8:
            return text
        return text.replace(inner, f"{opening}{inner}{closing}", 1)

    return over_text(html, masked)


def image_only(html: str, rng: random.Random) -> str:
    """The message as one linked picture, without a word: what a reader of text cannot judge."""
    names = sites(html)
    base = f"https://{names[0]}" if names else "https://pictures.example"
    picture = f'<img src="{base}/{rng.getrandbits(32):08x}.png" width="600" alt="" style="display:block">'
    return f'<html><body><a href="{base}/{rng.getrandbits(24):06x}">{picture}</a></body></html>'


def hidden(html: str, text: str, rng: random.Random) -> str:
    """The body with a text that its reader does not see, at its end."""
    style = rng.choice((
        "display:none", "font-size:0;line-height:0", "color:#ffffff;background-color:#ffffff", "max-height:0;overflow:hidden",
        "visibility:hidden", "opacity:0", "position:absolute;left:-9999px", "font-size:1px;color:#fefefe;background:#fff",
    ))  # fmt: skip
    return append(as_html(html), text, f'<div style="{style}">{text}</div>')
