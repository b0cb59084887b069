"""The plain reading of a disguised text, and which words were disguised.

`fold` undoes what a reader's eye does not notice (UTS #39's skeletons, NFKC, invisible characters); `disguises` names the
words on which that was needed. Honest uses stay quiet: zero-width padding after a preheader, joiners in emoji, Persian
and Indic words, hyphenation by soft hyphens, whole words of Cyrillic or Greek, ``H2O``, ``B2B``, ``i18n``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from spamscore import lists

MAX_TEXT = 100_000  # characters that are read
MAX_WORDS = 20  # of each disguise
_SOFT_HYPHEN = "\u00ad"
_JOINERS = "\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\ufeff"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[{_SOFT_HYPHEN}{_JOINERS}{_BIDI}\u206a-\u206f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
_ASCII = re.compile(r"[\x00-\x7f]+")
_LETTERS = re.compile(r"[^\W_]{1,60}")
_LATIN = "A-Za-z\u00c0-\u024f"
_SPLIT_WORD = re.compile(f"[{_LATIN}]{{1,30}}(?:[{_SOFT_HYPHEN}{_JOINERS}]{{1,8}}[{_LATIN}]{{1,30}}){{1,30}}")
_SINGLE_PIECE = re.compile(f"(?:^|{_SOFT_HYPHEN})[{_LATIN}](?:{_SOFT_HYPHEN}|$)")
_TURNED = re.compile(
    f"\u202e[^\\s\u202c]{{0,60}}[{_LATIN}][^\\s\u202c]{{0,60}}|[{_LATIN}]{{1,30}}[{_BIDI}]{{1,8}}[{_LATIN}]{{1,30}}"
)
_STYLED = re.compile("[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f149]{3,40}")
_STYLED_LETTER = re.compile("[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f149]")
_LEET = str.maketrans("013457@$!", "oieastasi")
_LEET_L = str.maketrans("013457@$!", "oleastasi")
_SPACED = re.compile(rb"(?<![a0])a([ \-._*])a(?:\1a){2,30}(?![a0])")
_SPACED_HINTS = tuple(f"a{mark}a{mark}a{mark}a".encode() for mark in " -._*")
_LEET_SPOT = re.compile(rb"0[a0]")
_LEET_WORD = re.compile(rb"[a0]{3,22}")
# One byte a character: a letter, 0 digit or sign that stands for a letter, the separators; anything else is a space.
_SHAPE = bytes(
    ord("a") if chr(b).isalpha() and b < 128 else ord("0") if chr(b) in "013457@$!" else b if chr(b) in "-._*" else 32
    for b in range(256)
)


@dataclass(frozen=True, slots=True)
class Disguises:
    """Words that were written so that a filter misreads them, as they stand in the text; at most `MAX_WORDS` of each."""

    invisible_words: tuple[str, ...] = ()  # with invisible characters between Latin letters
    bidi: tuple[str, ...] = ()  # with the direction of writing turned inside
    homoglyph_words: tuple[str, ...] = ()  # Latin but for letters of another script that look alike
    leet_words: tuple[str, ...] = ()  # digits and signs for letters: v1agra
    spaced_words: tuple[str, ...] = ()  # letter by letter: v i a g r a
    styled_words: tuple[str, ...] = ()  # mathematical or circled letters for Latin ones

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any((self.invisible_words, self.bidi, self.homoglyph_words, self.leet_words, self.spaced_words,
                    self.styled_words))  # fmt: skip


_NONE = Disguises()


@cache
def _confusables() -> dict[int, str]:
    pairs = (line.split("\t") for line in lists.load("confusables"))
    return {ord(alike): latin for alike, latin in pairs}


@cache
def _targets() -> frozenset[str]:
    return frozenset(lists.load("leet"))


@lru_cache(maxsize=32)
def fold(text: str) -> str:
    r"""The text as a filter should read it: lower-case, one space between words, look-alikes and invisible characters undone.

    Reads the first `MAX_TEXT` characters.

    >>> fold("Your p\u0430y\u200bpal  ACCOUNT")
    'your paypal account'
    """
    text = text[:MAX_TEXT]
    if not text.isascii():
        odd = _odd(text)
        if not unicodedata.is_normalized("NFKC", odd.replace("\xa0", "")):
            text = unicodedata.normalize("NFKC", text)
            odd = _odd(text)
        if _INVISIBLE.search(odd):
            text = _INVISIBLE.sub("", text)
        if _has_confusable(odd):
            text = _LETTERS.sub(lambda found: skeleton(found[0]), text)
    return " ".join(text.lower().split())


def skeleton(word: str) -> str:
    r"""The word in Latin letters when it mixes Latin with look-alikes of other scripts, else the word itself.

    >>> skeleton("\u0440aypal"), skeleton("\u0440\u043e\u0440")
    ('paypal', 'рор')
    """
    return word.translate(_confusables()) if not word.isascii() and _mixed(word) else word


@lru_cache(maxsize=32)
def _odd(text: str) -> str:
    """The distinct characters beyond ASCII."""
    return "".join(sorted(set(_ASCII.sub("", text))))


def _has_confusable(characters: str) -> bool:
    table = _confusables()
    return any(ord(character) in table for character in characters)


def _mixed(word: str) -> bool:
    """Whether Latin letters and look-alikes make up the whole word, so that it reads as Latin."""
    table, latin, alike = _confusables(), False, False
    for character in word:
        code = ord(character)
        if code in table:
            alike = True
            latin = latin or 0x180 < code < 0x2B0 or code > 0x1CFF  # a Latin letter itself, a small capital
        elif character.isdigit():
            continue
        elif code < 0x250 or 0x1E00 <= code < 0x1F00:
            latin = True
        else:
            return False
    return latin and alike


@lru_cache(maxsize=32)
def disguises(text: str) -> Disguises:
    """The disguised words of a text's first `MAX_TEXT` characters.

    >>> disguises("Cheap v1agra, B2B and H2O").leet_words
    ('v1agra',)
    """
    text = text[:MAX_TEXT]
    shape = text.encode("ascii", "replace").translate(_SHAPE)
    leet = _first(_leet(text, shape))
    spaced = _first(_spaced(text, shape)) if any(hint in shape for hint in _SPACED_HINTS) else ()
    odd = "" if text.isascii() else _odd(text)
    if not odd:
        return Disguises(leet_words=leet, spaced_words=spaced) if leet or spaced else _NONE
    veiled = bool(_INVISIBLE.search(odd))
    return Disguises(
        _first(_invisible(text)) if veiled else (),
        _first(found[0] for found in _TURNED.finditer(text)) if veiled else (),
        _first(_homoglyphs(text)) if _has_confusable(odd) else (),
        leet,
        spaced,
        _first(found[0] for found in _STYLED.finditer(text)) if _STYLED_LETTER.search(odd) else (),
    )


def _first(words: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for word in words:
        kept[word] = None
        if len(kept) == MAX_WORDS:
            break
    return tuple(kept)


def _invisible(text: str) -> Iterator[str]:
    for found in _SPLIT_WORD.finditer(text):
        word = found[0]
        others = word.replace(_SOFT_HYPHEN, "")
        # Hyphenation parts syllables of two letters or more; one letter between soft hyphens is no syllable.
        if _INVISIBLE.search(others) or _SINGLE_PIECE.search(word) or others.lower() in _targets():
            yield word


def _homoglyphs(text: str) -> Iterator[str]:
    for found in _LETTERS.finditer(text):
        word = found[0]
        if len(word) >= 4 and not word.isascii() and _mixed(word):  # shorter ones are slips of a keyboard
            yield word


def _leet(text: str, shape: bytes) -> Iterator[str]:
    for spot in _LEET_SPOT.finditer(shape):
        start = spot.start() - 1
        if shape[max(start, 0)] != ord("a"):
            continue
        while start > max(spot.start() - 20, 0) and shape[start - 1] in b"a0":
            start -= 1
        if found := _LEET_WORD.match(shape, start):
            word = text[start : found.end()]
            if {word.lower().translate(_LEET), word.lower().translate(_LEET_L)} & _targets():
                yield word


def _spaced(text: str, shape: bytes) -> Iterator[str]:
    for found in _SPACED.finditer(shape):
        word = text[found.start() : found.end()]
        joined = word[::2].lower()
        if any(target in joined for target in _targets()):
            yield word
