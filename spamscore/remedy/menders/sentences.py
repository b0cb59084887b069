"""Sentences: those whose words weigh most with the classifier. The last resort: a person has to say it otherwise."""

from collections.abc import Iterator

from spamscore import lists, ngrams
from spamscore.placeholders import VALUE
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate

_MOST = 12  # sentences tried
_LEAST = 0.05  # points that the words of a sentence must weigh
_NOTE = "Say it in other words, or leave it out: the mail was scored without it."


def mend(draft: Draft) -> Iterator[Candidate]:
    """Leave out a sentence that weighs; never one with a placeholder, a link or the way out."""
    opinion = draft.opinion
    unit = opinion.unit
    weights = {word: amount * unit for word, amount in ngrams.by_word(opinion.prepared, opinion.model.text).items()}
    leaving = lists.load("unsubscribe")
    ranked = []
    for start, end in draft.visible.sentences[:400]:
        words = ngrams.prepare(draft.visible.text[start:end]).split(" ")
        heavy = sorted((word for word in set(words) if weights.get(word, 0) > 0), key=lambda word: -weights[word])[:3]
        amount = sum(weights.get(word, 0.0) for word in set(words))
        text = draft.visible.text[start:end]
        if amount < _LEAST or VALUE in text or draft.linked(draft.visible, start, end):
            continue
        if not any(word in text.lower() for word in leaving):
            ranked.append((-amount, start, end, heavy))
    for _, start, end, heavy in sorted(ranked)[:_MOST]:
        changes = draft.visible.without(start, end)
        if changes:
            said = ", ".join(f"“{word}”" for word in heavy)
            gone = len(draft.visible.text[start:end].split())
            yield Candidate("sentence", f"Say this sentence otherwise: {said} weigh", changes, note=_NOTE, removes=gone)
