"""Near-duplicates: texts that share most of their four-word shingles, found by MinHash (Broder 1997)."""

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from spamscore.training.table import Array

SHINGLE = 4  # words
HASHES, ROWS = 64, 4  # 16 bands of 4: pairs of Jaccard similarity .7 meet in a band with probability .99
_PRIME = (1 << 31) - 1
_WORD = re.compile(r"\w+")


def signature(text: str) -> Array:
    """MinHash signature of a text, shape (HASHES,); texts of fewer than `SHINGLE` words are one shingle."""
    words = _WORD.findall(text.lower())[:5000]
    pieces = {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}
    hashed = np.array(sorted(zlib.crc32(piece.encode("utf-8", "replace")) % _PRIME for piece in pieces), dtype=np.int64)
    rng = np.random.default_rng(0)
    factors, shifts = rng.integers(1, _PRIME, (2, HASHES))
    return np.asarray(((hashed[:, None] * factors + shifts) % _PRIME).min(axis=0))


def groups(texts: Sequence[str], similarity: float = 0.7) -> list[int]:
    """For each text the index of the first text of its group of near-duplicates.

    >>> groups(["one two three four five six", "something else", "one two three four five six"])
    [0, 1, 0]
    """
    signatures = [signature(text) for text in texts]
    parent = list(range(len(texts)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for index, found in enumerate(signatures):
        for band in range(0, HASHES, ROWS):
            key = (band, found[band : band + ROWS].tobytes())
            for other in buckets[key][:20]:
                if root(other) != root(index) and float((signatures[other] == found).mean()) >= similarity:
                    first, second = sorted((root(other), root(index)))
                    parent[second] = first
            buckets[key].append(index)
    return [root(index) for index in range(len(texts))]
