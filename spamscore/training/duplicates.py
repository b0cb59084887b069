"""Near-duplicates: texts that share most of their four-word shingles, found by MinHash (Broder 1997)."""

import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import joblib
import numpy as np

from spamscore.mail import read
from spamscore.training import redact
from spamscore.training.corpora import Sample
from spamscore.training.table import Array, Table, fingerprint

SHINGLE = 4  # words
HASHES, ROWS = 64, 4  # 16 bands of 4: pairs of Jaccard similarity .7 meet in a band with probability .99
SIMILARITY = 0.7
_LEAST = 8  # words: mails with fewer to read are compared by their source
_LONGEST = 5000  # words of a text that are compared
_PRIME = (1 << 31) - 1
_WORD = re.compile(r"\w+")
_STEPS = np.array([2654435761, 2246822519, 3266489917, 668265263], dtype=np.uint64)
_FACTORS, _SHIFTS = np.random.default_rng(0).integers(1, _PRIME, (2, HASHES))


def signature(text: str) -> Array:
    """MinHash signature of a text, shape (HASHES,); texts of fewer than `SHINGLE` words are one shingle."""
    words = _WORD.findall(text.lower())[:_LONGEST]
    codes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words] or [0], dtype=np.uint64)
    codes = np.concatenate([codes, np.zeros(max(0, SHINGLE - len(codes)), np.uint64)])
    count = len(codes) - SHINGLE + 1
    mixed = np.zeros(count, np.uint64)
    for place, step in enumerate(_STEPS):
        mixed = (mixed ^ codes[place : place + count]) * step  # wraps: 64 bits
    pieces = np.unique((mixed ^ (mixed >> np.uint64(32))) % np.uint64(_PRIME)).astype(np.int64)
    return np.asarray(((pieces[:, None] * _FACTORS + _SHIFTS) % _PRIME).min(axis=0))


def groups(texts: Sequence[str], similarity: float = SIMILARITY) -> list[int]:
    """For each text the index of the first text of its group of near-duplicates.

    >>> groups(["one two three four five six", "something else", "one two three four five six"])
    [0, 1, 0]
    """
    return joined([signature(text) for text in texts], similarity)


def joined(signatures: Sequence[Array], similarity: float = SIMILARITY) -> list[int]:
    """For each signature the index of the first one of its group: those that agree in this share of their hashes."""
    parent = list(range(len(signatures)))

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
    return [root(index) for index in range(len(signatures))]


def copies(samples: Sequence[Sample], *, jobs: int = 1, cache: Path | None = None) -> list[int]:
    """`groups` of the samples' masked texts (of their sources, where there is hardly a word), kept in ``cache``."""
    path = cache / f"copies-{_fingerprint(samples)}.npy" if cache else None
    if path and path.exists():
        return [int(each) for each in np.load(path)]
    signatures = joblib.Parallel(n_jobs=jobs, batch_size=64)(
        joblib.delayed(_compared)(each.content) for each in samples
    )
    found = joined(signatures)
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, np.array(found))
    return found


def merged(groups: Sequence[str], firsts: Sequence[int]) -> list[str]:
    """Groups, joined where two of them hold near copies of each other; a joined group has its first member's name.

    >>> merged(["a", "b", "b", "c"], [0, 1, 0, 3])
    ['a', 'a', 'a', 'c']
    """
    parent: dict[str, str] = {group: group for group in groups}

    def root(group: str) -> str:
        while parent[group] != group:
            parent[group] = group = parent[parent[group]]
        return group

    for group, first in zip(groups, firsts, strict=True):
        one, other = root(groups[first]), root(group)
        parent[other] = one
    return [root(group) for group in groups]


def grouped(samples: Sequence[Sample], firsts: Sequence[int]) -> list[Sample]:
    """The samples, a group being all that one sender or campaign sent and all near copies of it, whatever their source."""
    names = merged([each.group for each in samples], firsts)
    return [replace(each, group=name) for each, name in zip(samples, names, strict=True)]


def regrouped(table: Table, samples: Iterable[Sample]) -> Table:
    """The table with these samples' groups: a table out of the cache may have been made before groups were joined."""
    names = {each.id: each.group for each in samples}
    return replace(table, samples=tuple(replace(each, group=names[each.id]) for each in table.samples))


def apart(out: Array, group: Array) -> Array:
    """Which rows share no group with the rows that are left out: only these may be learned from, shape (n,)."""
    return ~np.isin(group, np.unique(group[out]))


def _compared(content: str | bytes) -> Array:
    mail = read(content)
    text = redact.redact(mail.text)
    if len(_WORD.findall(text)) < _LEAST and mail.html is not None:
        text = redact.redact(mail.html)
    return signature(text)


def _fingerprint(samples: Sequence[Sample]) -> str:
    """Of this file, and of the samples and all code that a table hangs on: the model's bytes hang on near copies, too."""
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return hashlib.sha256(f"{own} {fingerprint(samples, 0)}".encode()).hexdigest()[:16]
