"""Which phrases weigh: neighbours among the words that a report lists, joined where their points are theirs alone."""

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

from spamscore.cli.formats.place import Lines
from spamscore.normalise import fold
from spamscore.placeholders import VALUE, collapse, mask
from spamscore.report import Contribution

_PUNCTUATION = ".,:;!?¡¿…()[]{}<>\"'“”„«»‘’"
_UNSEEN = re.compile(r"<(style|script|title)\b.{0,100000}?</\1\s{0,9}>|<!--.{0,100000}?-->", re.I | re.S)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_INLINE = re.compile(r"</?(?:a|abbr|b|big|code|em|font|i|ins|mark|s|small|span|strong|sub|sup|u)\b", re.I)
_STOPS = ".,:;!?"  # a phrase ends with them
_LOOKED_AT = 200_000  # characters of a source
_LONGEST = 6  # words of a phrase


def by_word(found: Iterable[Contribution]) -> dict[str, float]:
    """Points of each word without the punctuation around it; "" for the words that the report does not list."""
    totals: dict[str, float] = {}
    for each in found:
        word = _bare(each.source)
        totals[word] = totals.get(word, 0.0) + each.points
    return totals


def by_phrase(found: Iterable[Contribution], lines: Lines | None) -> dict[str, float]:
    """Points of each word or phrase; they add up to those of the words.

    Words become a phrase where they stand side by side, push to the same side and occur once: then the points that the
    report gives to the word are those of this very place.
    """
    totals = by_word(found)
    for phrase in _phrases(totals, _tokens("".join(lines.lines)[:_LOOKED_AT])) if lines else ():
        totals[" ".join(phrase)] = sum(totals.pop(word) for word in phrase)
    return totals


def _tokens(source: str) -> list[str]:
    """The words of a source as the classifier reads them, but for what only a parser knows to be unseen; "" at breaks."""
    text = _TAG.sub(_between, _UNSEEN.sub(" ", collapse(mask(source)[0])))
    words = fold(unescape(text).replace(VALUE, " . ")).split()
    return [token for word in words for token in ((_bare(word), "") if word[-1] in _STOPS else (_bare(word),))]


def _between(tag: re.Match[str]) -> str:
    return " " if _INLINE.match(tag[0]) else " . "


def _phrases(totals: dict[str, float], tokens: list[str]) -> list[list[str]]:
    times = Counter(tokens)
    phrases: list[list[str]] = [[]]
    for word in tokens:
        amount = totals.get(word, 0.0) if named(word) and times[word] == 1 else 0.0
        last = phrases[-1]
        if last and (len(last) == _LONGEST or amount * totals[last[-1]] <= 0):
            phrases.append([])
        if amount:
            phrases[-1].append(word)
    return [phrase for phrase in phrases if len(phrase) > 1]


def named(word: str) -> bool:
    """Whether it is a word, and not a sign or all the others together."""
    return any(map(str.isalnum, word))


def _bare(word: str) -> str:
    return word.strip(_PUNCTUATION) or word
