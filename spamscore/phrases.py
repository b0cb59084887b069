"""Trigger phrases in a text: weighted, by category, in seven languages.

A phrase's weight (up to 3) says how seldom honest senders say it; words that every shop uses weigh 0.5 or less.
The lists are ``data/lists/phrases.<language>.txt``.

Searching costs about as much as splitting the text into words: one set intersection names the words of the text that
stand in any phrase, each phrase is filed under the word that fewest phrases share, and only where all words of a phrase
are present is the text searched for it. One large regular expression is many times slower: every position tries every
branch. Measured by tests/test_phrases.py.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from spamscore import lists

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
    words: frozenset[bytes]
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
    index, filed, vocabulary = _index()
    present = vocabulary.intersection(words)
    candidates = [entry for word in present & filed for entry in index[word] if entry.words <= present]
    if not candidates:
        return (), len(words)
    joined = b" %b " % b" ".join(words)
    matches = [(place, entry) for entry in candidates for place in _places(joined, entry.plain)]
    counts: Counter[_Entry] = Counter()
    end = 0
    for start, entry in sorted(matches, key=lambda match: (match[0], -len(match[1].plain))):
        if start + len(entry.plain) > end:
            end = max(end, start + len(entry.plain))
            counts[entry] += 1
    hits = (Hit(e.phrase, e.category, e.weight, count, e.plain) for e, count in counts.items())
    return tuple(sorted(hits, key=lambda hit: (-hit.weight, hit.phrase))), len(words)


def _places(joined: bytes, plain: bytes) -> Iterator[int]:
    place = -1
    for _ in range(MAX_COUNT):
        place = joined.find(plain, place + 1)
        if place < 0:
            return
        yield place


@cache
def _index() -> tuple[dict[bytes, list[_Entry]], frozenset[bytes], frozenset[bytes]]:
    """Entries under their rarest word, those words, and all words of all entries.

    A spelling that two languages or categories list is kept once, as the first of them has it.
    """
    entries: dict[bytes, _Entry] = {}
    for language in LANGUAGES:
        for line in lists.load(f"phrases.{language}"):
            weight, category, phrase = line.split("\t")
            for spelling in (phrase, phrase.translate(_GERMAN)):
                words = _plain(spelling).split()
                plain = b" %b " % b" ".join(words)
                entries.setdefault(plain, _Entry(plain, frozenset(words), phrase, category, float(weight)))
    sharing = Counter(word for entry in entries.values() for word in entry.words)
    index: dict[bytes, list[_Entry]] = {}
    for entry in entries.values():
        rarest = min(entry.words, key=lambda word: (sharing[word], -len(word), word))
        index.setdefault(rarest, []).append(entry)
    return index, frozenset(index), frozenset(sharing)
