"""Words: trigger phrases said plainly, assurances that nobody believes left out."""

import re
from collections.abc import Iterator
from functools import cache

from spamscore import lists, phrases
from spamscore.placeholders import VALUE
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.visible import Visible

_ENOUGH = 1.0  # weight from which rules count a phrase; what every shop says is reworded only where the list knows how
_MOSTLY = 1 / 3  # of a sentence's words: a sentence made of phrases goes as a whole
_SHORT = 6  # words; so does what stays of a sentence when it is shorter
_EMPTY_TALK = {
    "claims-not-spam": "Leave out that it is not spam",
    "claims-scanned": "Leave out that it was checked for viruses",
    "unsubscribe-by-post": "Let the way out be one link",
}
_READ = "Read the sentences: they should say what you mean."
_OFF = re.compile(r" off\b", re.I)
_THINGS = re.compile(r" (?:all|any|every|everything|our|the|your)\b", re.I)  # what something is saved on
_Place = tuple[int, int, phrases.Hit]


@cache
def rewordings() -> dict[str, str]:
    """Plain words for trigger phrases, as data/lists/rewordings.txt has them; "" to leave the phrase out."""
    pairs = (line.split("\t") for line in lists.load("rewordings"))
    return {phrase: "" if plain == "-" else plain for phrase, plain in pairs}


def mend(draft: Draft) -> Iterator[Candidate]:
    """Plain words for each theme, and for all of them; sentences that only assure."""
    for text in draft.texts:
        where = "in the subject" if text.where == "subject" else ""
        found = _found(text)
        themes = sorted({hit.category for _, _, hit in found if hit.weight >= _ENOUGH})
        if len(themes) > 1:
            yield from _said(
                draft, text, [each for each in found if each[2].weight >= _ENOUGH], f"trigger phrases {where}"
            )
        for theme in themes:
            some = [each for each in found if each[2].category == theme and each[2].weight >= _ENOUGH]
            yield from _said(draft, text, some, f"phrases about {theme.replace('-', ' ')} {where}")
        if any(hit.weight < _ENOUGH for _, _, hit in found):
            yield from _said(draft, text, found, f"phrases of advertising {where}")
    yield from _greeting(draft)
    for rule, title in _EMPTY_TALK.items():
        places = {
            draft.visible.sentence_at(at) for quote in draft.fired.get(rule, ()) if (at := _at(draft, quote)) >= 0
        }
        changes = tuple(change for a, b in sorted(places) for change in draft.visible.without(a, b))
        if changes:
            yield Candidate("assurance", title, changes, note=_READ)


def _at(draft: Draft, quote: str) -> int:
    return draft.visible.text.lower().find(quote.lower())


def _found(text: Visible) -> list[_Place]:
    """Phrases with their places, none inside another."""
    every = [
        (start, end, hit)
        for hit in phrases.find(text.text)
        if hit.weight >= _ENOUGH or hit.phrase in rewordings()
        for start, end in phrases.places(text.text, hit)
    ]
    kept: list[_Place] = []
    for each in sorted(every, key=lambda each: (each[0], -each[1])):
        if not kept or each[0] >= kept[-1][1]:
            kept.append(each)
    return kept


def _said(draft: Draft, text: Visible, found: list[_Place], what: str) -> Iterator[Candidate]:
    parts, removed = _parts(draft, text, found)
    if parts:
        title = "Say it in plain words: " + (what.strip() if len(found) > 1 else f"“{_cut(text, found)}”")
        yield Candidate("reword", title, (), note=_READ, removes=removed, partly=True).only(tuple(parts))


def _cut(text: Visible, found: list[_Place]) -> str:
    start, end, _ = found[0]
    return " ".join(text.text[start:end].split())[:60]


def _parts(draft: Draft, text: Visible, found: list[_Place]) -> tuple[list[tuple[Change, ...]], int]:
    """The changes, place by place, and how many words go with idle sentences."""
    parts: list[tuple[Change, ...]] = []
    removed = 0
    by_sentence: dict[tuple[int, int], list[_Place]] = {}
    for place in found:
        start, end = text.sentence_at(place[0])
        by_sentence.setdefault((start, max(end, place[1])), []).append(place)
    for (start, end), places in by_sentence.items():
        if _idle(draft, text, start, end, places):
            parts.append(text.without(start, end))
            removed += len(text.text[start:end].split())
        else:
            parts += (_reworded(draft, text, place) for place in places)
    return [part for part in parts if part], removed


def _idle(draft: Draft, text: Visible, start: int, end: int, places: list[_Place]) -> bool:
    """Whether a sentence goes as a whole: it says little beside its phrases, or makes no sense without one of them."""
    sentence = text.text[start:end]
    known = rewordings()
    if VALUE in sentence or draft.linked(text, start, end) or all(known.get(hit.phrase) for _, _, hit in places):
        return False
    if any(hit.phrase not in known for _, _, hit in places):
        return True
    words = len(sentence.split())
    trite = sum(len(text.text[a:b].split()) for a, b, _ in places)
    return trite >= _MOSTLY * words or words - trite < _SHORT


def _reworded(draft: Draft, text: Visible, place: _Place) -> tuple[Change, ...]:
    start, end, hit = place
    plain = rewordings().get(hit.phrase, "")
    if not plain:
        whole = draft.linked(text, start, end)  # a link without words would be worse
        return text.changes(start, end, draft.tongue.see) if whole else text.without(start, end)
    if hit.phrase.endswith("%") and (off := _OFF.match(text.text, end)):
        end = off.end()
    if plain.endswith(" on") and not _THINGS.match(text.text, end):
        plain = plain.removesuffix(" on")
    if text.begins(start):
        plain = plain[:1].upper() + plain[1:]
    return text.changes(start, end, plain)


def _greeting(draft: Draft) -> Iterator[Candidate]:
    for rule in ("words-generic-greeting", "words-reader-address"):
        for quote in draft.fired.get(rule, ())[:1]:
            at = _at(draft, quote)
            if at >= 0:
                end = "," if quote.rstrip().endswith(",") else ""
                changes = draft.visible.changes(at, at + len(quote.rstrip()), draft.tongue.hello + end)
                if changes:
                    yield Candidate(
                        "greeting", "Greet the reader by name, or simply", changes,
                        note="Put the placeholder of the reader's name where you have one.",
                    )  # fmt: skip
