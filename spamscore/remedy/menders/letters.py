"""Disguised words: invisible characters, look-alikes, styled letters, coded letters, words cut by comments."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from itertools import islice

from spamscore import normalise
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change, merged
from spamscore.remedy.visible import Visible

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TOKEN = re.compile(f"(?:[^\\W_]|{_INVISIBLE.pattern}){{2,200}}")
_LEET = str.maketrans("013457@$!", "oieastasi")
_CODED = re.compile(r"(?:&#(?:\d{2,3}|[xX][0-9a-fA-F]{2});){4,200}")
_PLACES = 200


def mend(draft: Draft) -> Iterator[Candidate]:
    """Spell disguised words plainly."""
    changes = merged(change for text in draft.texts for change in _plain(text))
    if changes:
        yield Candidate("plain-letters", "Write disguised words in plain letters", changes, mechanical=True)
    leet = tuple(
        change for text in draft.texts for change in _respelt(text, normalise.disguises(text.text).leet_words, _unleet)
    )
    if leet:
        yield Candidate(
            "leet", "Spell words with letters, not with digits and signs", leet,
            note="Read the words: which letter a digit stands for is a guess.",
        )  # fmt: skip
    if draft.html:
        yield from _source(draft)


def _plain(text: Visible) -> Iterator[Change]:
    found = normalise.disguises(text.text)
    words = (*found.invisible_words, *found.bidi, *found.homoglyph_words, *found.styled_words)
    if words:
        whole = (each[0] for each in _TOKEN.finditer(text.text) if any(word in each[0] for word in words))
        yield from _respelt(text, dict.fromkeys(islice(whole, _PLACES)), _spelt)
    yield from _respelt(text, found.spaced_words, lambda word: word[::2])


def _spelt(word: str) -> str:
    """The word as it reads: invisible characters gone, styled letters plain, look-alikes in its own alphabet."""
    return normalise.skeleton(unicodedata.normalize("NFKC", _INVISIBLE.sub("", word)))


def _unleet(word: str) -> str:
    return word.lower().translate(_LEET)


def _respelt(text: Visible, words: Iterable[str], spell: Callable[[str], str]) -> Iterator[Change]:
    taken = 0
    for word in words:
        at = text.text.find(word)
        while at >= 0 and taken < _PLACES:
            if (plain := spell(word)) != word:
                yield from text.changes(at, at + len(word), plain)
            taken += 1
            at = text.text.find(word, at + len(word))


def _source(draft: Draft) -> Iterator[Candidate]:
    """What only the source shows: letters as numbers, comments inside words."""
    scan = draft.scan
    runs = [run for run in scan.runs if run.reason != "raw"]
    coded = [
        draft.lines.change(*found.span(), letters)
        for run in runs
        for found in _CODED.finditer(draft.body, run.start, run.end)
        if (letters := unescape(found[0])).isascii() and letters.isalnum()
    ]
    if coded:
        yield Candidate(
            "coded-letters", "Write letters as letters, not as numbers", tuple(coded[:_PLACES]), mechanical=True
        )
    cutting = [
        draft.lines.change(comment.start, comment.end, "")
        for comment in scan.comments
        if draft.body[comment.start - 1 : comment.start].isalpha()
        and draft.body[comment.end : comment.end + 1].isalpha()
        and scan.free(comment.start, comment.end)
    ]
    if cutting:
        yield Candidate("cut-words", "Take the comments out of words", tuple(cutting[:_PLACES]), mechanical=True)
