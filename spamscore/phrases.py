"""Trigger phrases in a text: weighted, by category, in seven languages.

A phrase's weight (up to 3) says how seldom honest senders say it; words that every shop uses weigh 0.5 or less.
The lists are ``data/lists/phrases.<language>.txt``.

One automaton finds all of them in one pass (`spamscore.terms`); a regular expression of all of them is many times slower:
every position tries every branch.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache

from spamscore import lists
from spamscore.terms import Terms

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
CATEGORIES = (
    "money", "credit", "advance-fee", "account-threat", "urgency", "parcel", "payment", "pharmacy", "weight-loss",
    "adult", "gambling", "investment", "business-pitch", "software", "work-from-home", "extortion", "prize", "miracle",
    "renewal-scam", "credentials", "secrecy",
)  # fmt: skip
MAX_TEXT = 100_000  # characters that are searched
MAX_COUNT = 50  # times one phrase is counted
_MIN_WORDS = 40  # below this length density counts as if the text were this long: two words prove nothing
_MAX_REPEATS = 3  # times one phrase counts towards density
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _plain_letters() -> bytes:
    """Latin-1 in lower case without accents; all but letters, digits and % is a space. One byte stays one byte."""
    table = bytearray(b" " * 256)
    for code in range(256):
        base = unicodedata.normalize("NFD", chr(code).lower())[0]
        if (base.isalnum() or base == "%") and code not in b"\xaa\xb2\xb3\xb9\xba\xbc\xbd\xbe":
            table[code] = ord(base) if ord(base) < 256 else 32
    return bytes(table)


_PLAIN = _plain_letters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that a text holds, and how often."""

    phrase: str  # as listed
    category: str  # one of CATEGORIES
    weight: float
    count: int = 1
    plain: bytes = field(default=b"", repr=False)  # the spelling that matched, in plain letters


@dataclass(frozen=True, slots=True)
class _Entry:
    plain: bytes  # words in plain letters, one space before, between and after
    phrase: str
    category: str
    weight: float


def find(text: str) -> tuple[Hit, ...]:
    r"""Phrases in the first `MAX_TEXT` characters, heaviest first; each phrase once, with its count.

    Case, accents and the kind of white space or punctuation between words make no difference. A phrase inside a longer
    one that also matches is not counted.

    >>> [hit.phrase for hit in find("Your account\nhas been SUSPENDED.")]
    ['your account has been suspended']
    """
    return _search(text)[0]


def density(text: str) -> float:
    """Sum of the weights of the phrases per 100 words; 0 for a text without any.

    >>> density("The minutes of Monday's meeting are attached.")
    0.0
    """
    hits, words = _search(text)
    return 100 * sum(hit.weight * min(hit.count, _MAX_REPEATS) for hit in hits) / max(words, _MIN_WORDS)


def quote(text: str, hit: Hit) -> str:
    """The phrase as it stands in the text, with its own capitals and punctuation; the listed form when not found."""
    start, end = (*places(text, hit), (0, 0))[0]
    return " ".join(text[start:end].split()) or hit.phrase


def places(text: str, hit: Hit) -> tuple[tuple[int, int], ...]:
    """Where a phrase begins and ends in a text, each time that it stands there.

    >>> hit, = find("Act now! ACT NOW!")
    >>> places("Act now! ACT NOW!", hit)
    ((0, 7), (9, 16))
    """
    pattern = b" {1,99}".join(re.escape(word) for word in hit.plain.split())
    return tuple(found.span() for found in re.finditer(b"(?:^|(?<= ))" + pattern + b"(?= |$)", _plain(text)))


def _plain(text: str) -> bytes:
    """The text in plain letters; offsets are those of the text, as each character becomes one byte."""
    return text[:MAX_TEXT].encode("latin-1", "replace").translate(_PLAIN)


@lru_cache(maxsize=32)
def _search(text: str) -> tuple[tuple[Hit, ...], int]:
    words = _plain(text).split()
    entries, automaton = _listed()
    joined = b" %b " % b" ".join(words)
    counts: Counter[_Entry] = Counter()
    end = 0
    for number, _, stop in sorted(automaton.places(joined.decode("latin-1")), key=lambda place: (place[1], -place[2])):
        entry = entries[number]
        if stop > end and counts[entry] < MAX_COUNT:
            end = stop
            counts[entry] += 1
    hits = (Hit(e.phrase, e.category, e.weight, count, e.plain) for e, count in counts.items())
    return tuple(sorted(hits, key=lambda hit: (-hit.weight, hit.phrase))), len(words)


@cache
def _listed() -> tuple[tuple[_Entry, ...], Terms]:
    """Every spelling, and the automaton that finds them.

    A spelling that two languages or categories list is kept once, as the first of them has it.
    """
    entries: dict[bytes, _Entry] = {}
    for language in LANGUAGES:
        for line in lists.load(f"phrases.{language}"):
            weight, category, phrase = line.split("\t")
            for spelling in (phrase, phrase.translate(_GERMAN)):
                plain = b" %b " % b" ".join(_plain(spelling).split())
                entries.setdefault(plain, _Entry(plain, phrase, category, float(weight)))
    return tuple(entries.values()), Terms(plain.decode("latin-1") for plain in entries)
