"""Trigger phrases in a text: weighted, by category, in seven languages, found in one pass over the words.

A phrase's weight (up to 3) says how seldom honest senders say it; words that every shop uses weigh 0.5 or less.
The lists are ``data/lists/phrases.<language>.txt``. Searching is a dictionary look-up per word: each phrase is filed
under its longest word, and only where that word stands are its neighbours compared. That is several times faster
than one large regular expression, whose every position tries every branch.
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
    "renewal-scam",
)  # fmt: skip
MAX_TEXT = 100_000  # characters that are searched
_MIN_WORDS = 40  # below this length density counts as if the text were this long: two words prove nothing
_MAX_REPEATS = 3  # times one phrase counts towards density
_WORD = re.compile(r"[^\W_]+%?")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that a text holds, and how often."""

    phrase: str  # as listed
    category: str  # one of CATEGORIES
    weight: float
    count: int = 1
    words: tuple[str, ...] = field(default=(), repr=False)  # the spelling that matched, lower-case


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    anchor: int  # which word of `words` the entry is filed under
    phrase: str
    category: str
    weight: float


def find(text: str) -> tuple[Hit, ...]:
    r"""Phrases in the first `MAX_TEXT` characters, heaviest first; each phrase once, with its count.

    Case, accents left out and the kind of white space or punctuation between words make no difference. A phrase
    inside a longer one that also matches is not counted.

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
    """The phrase as it stands in the text, with its own capitals and punctuation; the listed form if not found."""
    pattern = r"[\W_]{1,40}".join(re.escape(word) for word in hit.words)
    found = re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", text[:MAX_TEXT], re.IGNORECASE)
    return " ".join(found[0].split()) if found else hit.phrase


@lru_cache(maxsize=32)
def _search(text: str) -> tuple[tuple[Hit, ...], int]:
    text = text[:MAX_TEXT].lower()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    words = _WORD.findall(text)
    counts: Counter[_Entry] = Counter()
    end = 0
    for start, entry in sorted(_matches(words), key=lambda match: (match[0], -len(match[1].words))):
        if start + len(entry.words) > end:
            end = start + len(entry.words)
            counts[entry] += 1
    hits = (Hit(e.phrase, e.category, e.weight, count, e.words) for e, count in counts.items())
    return tuple(sorted(hits, key=lambda hit: (-hit.weight, hit.phrase))), len(words)


def _matches(words: list[str]) -> Iterator[tuple[int, _Entry]]:
    index = _index()
    for position in [i for i, word in enumerate(words) if word in index]:
        for entry in index[words[position]]:
            start = position - entry.anchor
            if start >= 0 and tuple(words[start : start + len(entry.words)]) == entry.words:
                yield start, entry


@cache
def _index() -> dict[str, tuple[_Entry, ...]]:
    """Entries under their longest word; a phrase that two languages list is filed once, by the first."""
    seen: dict[tuple[str, ...], _Entry] = {}
    for language in LANGUAGES:
        for line in lists.load(f"phrases.{language}"):
            weight, category, phrase = line.split("\t")
            for words in _spellings(phrase):
                anchor = max(range(len(words)), key=lambda i: len(words[i]))
                seen.setdefault(words, _Entry(words, anchor, phrase, category, float(weight)))
    index: dict[str, list[_Entry]] = {}
    for entry in seen.values():
        index.setdefault(entry.words[entry.anchor], []).append(entry)
    return {word: tuple(entries) for word, entries in index.items()}


def _spellings(phrase: str) -> set[tuple[str, ...]]:
    """The words of a phrase as listed, without accents, and with German vowels written out."""
    phrase = unicodedata.normalize("NFC", phrase.lower())
    bare = "".join(c for c in unicodedata.normalize("NFD", phrase) if not unicodedata.combining(c))
    return {tuple(_WORD.findall(form)) for form in (phrase, bare, phrase.translate(_GERMAN).replace("ß", "ss"))}
