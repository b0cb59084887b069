"""Text as hashed character n-grams: what the classifier's text part reads, vectorised in numpy."""

import re

import numpy as np
import numpy.typing as npt

from spamscore.normalise import fold
from spamscore.placeholders import VALUE

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SIZES = (3, 4, 5)
BITS = 18
HEAD, TAIL = (
    3000,
    1000,
)  # characters: most of what text tells stands at the beginning; the tail stops padding of the head
_MULTIPLIERS = np.array([2654435761, 2246822519, 3266489917, 668265263, 374761393], dtype=np.uint32)
_ADDRESS = re.compile(r"\S{1,100}@\S{1,100}|(?:https?://|www\.)\S{1,2000}")


def prepare(text: str) -> str:
    """The text as the model reads it: folded, without addresses, URLs and placeholders; digits as 0; head and tail."""
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]} {text[-TAIL:]}"
    text = fold(text.replace(VALUE, " "))
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    return " ".join(text.split())


def _codes(prepared: str) -> npt.NDArray[np.uint32]:
    codes = np.frombuffer(prepared.encode("utf-32-le", "replace"), dtype=np.uint32)
    return np.where((codes >= ord("0")) & (codes <= ord("9")), np.uint32(ord("0")), codes)


def _hashed(prepared: str) -> list[tuple[int, npt.NDArray[np.uint32]]]:
    """(size, bucket of the n-gram that begins at each character) for each of `SIZES` that the text has room for."""
    codes = _codes(prepared)
    found: list[tuple[int, npt.NDArray[np.uint32]]] = []
    mixed = np.zeros(len(codes), dtype=np.uint32)
    for place in range(min(max(SIZES), len(codes))):
        mixed = (mixed[: len(codes) - place] ^ (codes[place:] * _MULTIPLIERS[place])) * np.uint32(16777619)
        if place + 1 in SIZES:
            scattered = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(2246822519) + np.uint32(place)
            found.append((place + 1, scattered >> np.uint32(32 - BITS)))
    return found


def positions(prepared: str) -> tuple[Ints, Ints]:
    """Bucket and middle character of every n-gram occurrence, two arrays of the same length."""
    found = _hashed(prepared)
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    middles = [np.arange(len(buckets)) + size // 2 for size, buckets in found]
    return np.concatenate([buckets for _, buckets in found]).astype(np.int64), np.concatenate(middles)


def buckets(prepared: str) -> Ints:
    """The distinct buckets of a prepared text, ascending."""
    found = _hashed(prepared)
    if not found:
        return np.zeros(0, np.int64)
    ordered = np.concatenate([buckets for _, buckets in found])
    ordered.sort()  # 32 bits wide: three times as fast as np.unique on 64
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first].astype(np.int64)


def by_word(prepared: str, weights: Floats) -> dict[str, float]:
    """Each word's exact part of ``weights[buckets].sum()``: an n-gram's weight is shared by its occurrences.

    An occurrence belongs to the word in which its middle character stands (a space counts to the word after it).
    """
    found, middles = positions(prepared)
    if not len(found):
        return {}
    _, inverse, counts = np.unique(found, return_inverse=True, return_counts=True)
    amounts = weights[found] / counts[inverse]
    spaces = np.array([char == " " for char in prepared], dtype=np.int64)
    owner = np.cumsum(spaces)[np.minimum(middles, len(prepared) - 1)]
    totals = np.bincount(owner, amounts)
    words = prepared.split(" ")
    result: dict[str, float] = {}
    for word, amount in zip(words, totals, strict=False):
        result[word] = result.get(word, 0.0) + float(amount)
    return result
