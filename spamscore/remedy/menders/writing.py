"""How it is written: capitals and rows of marks."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from spamscore import phrases
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.visible import Visible

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ROW = re.compile(r"([!?¡¿])[!?¡¿]{1,100}")
_LOUD = 8  # letters in capitals side by side, of two words or more: less is an abbreviation or a name
_PLACES = 400
_NOTE = "Read it once: names and, in German, nouns keep their capital."


def mend(draft: Draft) -> Iterator[Candidate]:
    """Sentences instead of capitals, one mark instead of a row, full stops instead of exclamation marks."""
    rows = tuple(change for text in draft.texts for change in _rows(text))
    if rows:
        single = tuple((change,) for change in rows)
        yield Candidate("marks", "End a sentence with one mark", (), mechanical=True).only(single)
    for text in draft.texts:
        loud = tuple(part for part in _spoken(text) if part)
        if loud:
            what = "the subject" if text.where == "subject" else "the text"
            yield Candidate("capitals", f"Write {what} in sentences, not in capitals", (), note=_NOTE).only(loud)
    calm = tuple(_calm(draft.visible))
    if len(calm) > 1:
        yield Candidate(
            "calm", "End all sentences but one with a full stop", calm, note="Keep the mark where you mean it."
        )


def _rows(text: Visible) -> Iterator[Change]:
    for found in list(_ROW.finditer(text.text))[:_PLACES]:
        mark = "?" if "?" in found[0] else found[1]
        yield from text.changes(*found.span(), mark)


def _calm(text: Visible) -> Iterator[Change]:
    first = True
    for found in list(re.finditer(r"(?<=[^\W_])(?:[!]{1,100})(?=\s|$)", text.text))[:_PLACES]:
        if not first:
            yield from text.changes(*found.span(), ".")
        first = False


def _spoken(text: Visible) -> Iterator[tuple[Change, ...]]:
    """The changes of each stretch; trigger phrases are stretches of their own, for they may be reworded instead."""
    known = _usual(text)
    edges = {edge for hit in phrases.find(text.text) for place in phrases.places(text.text, hit) for edge in place}
    for group in _groups(text.text)[:_PLACES]:
        start, end = group[0].start(), group[-1].end()
        letters = list(text.text[start:end])
        for word in group:
            said = known.get(word[0].lower(), word[0].lower())
            if text.begins(word.start()) or word[0] == "I":
                said = said[:1].upper() + said[1:]
            if len(said) == len(word[0]):
                letters[word.start() - start : word.end() - start] = said
        cuts = sorted({start, end, *(edge for edge in edges if start < edge < end)})
        for a, b in pairwise(cuts):
            yield text.recased(a, b, "".join(letters[a - start : b - start]))


def _usual(text: Visible) -> dict[str, str]:
    """How words with a capital inside a sentence are usually written in this text: names, German nouns."""
    found = Counter(
        word[0]
        for word in _WORD.finditer(text.text)
        if word[0][0].isupper() and word[0][1:].islower() and not text.begins(word.start())
    )
    return {word.lower(): word for word, _ in reversed(found.most_common(2_000))}


def _groups(text: str) -> list[list[re.Match[str]]]:
    """Rows of words in capitals, on one line, with nothing but spaces, digits and marks between them."""
    groups: list[list[re.Match[str]]] = []
    current: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        joined = current and not re.search(r"[\n\ue000]", text[current[-1].end() : word.start()])
        if not word[0].isupper():
            _keep(groups, current)
            current = []
        elif joined:
            current.append(word)
        else:
            _keep(groups, current)
            current = [word]
    _keep(groups, current)
    return groups


def _keep(groups: list[list[re.Match[str]]], current: list[re.Match[str]]) -> None:
    if len(current) > 1 and sum(len(word[0]) for word in current) >= _LOUD:
        groups.append(current)
