"""Text as hashed n-grams: what is read, that it never changes, and that words account for all of it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamscore import ngrams
from spamscore.placeholders import VALUE

WEIGHTS = np.random.default_rng(3).normal(size=2**ngrams.BITS)
TEXTS = st.text("abc é我12 \n", max_size=80)


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("", ""),
        ("Act  NOW\n", "act now"),
        ("Crème BRÛLÉE", "crème brûlée"),
        (f"Dear {VALUE}, hello", "dear , hello"),
        ("write to me@shop.example now", "write to now"),
        ("see https://shop.example/a?b=c now", "see now"),
        ("see www.shop.example now", "see now"),
    ],
)
def test_prepares(text: str, prepared: str) -> None:
    assert ngrams.prepare(text) == prepared


def test_reads_head_and_tail() -> None:
    prepared = ngrams.prepare("first " + "x " * 5000 + " last")
    assert len(prepared) <= ngrams.HEAD + ngrams.TAIL + 1
    assert prepared.startswith("first")
    assert prepared.endswith("last")


def test_buckets_never_change() -> None:
    """Models hold weights by bucket: another hash would be another language."""
    golden = [19790, 30520, 33681, 38364, 68540, 69203, 73622, 157023, 161513, 168744, 219487, 221469]
    assert ngrams.buckets("act now").tolist() == golden


@pytest.mark.parametrize(("text", "count"), [("", 0), ("ab", 0), ("abc", 1), ("abcd", 3), ("abcde", 6), ("aaaaaa", 3)])
def test_counts_distinct_ngrams_of_three_to_five(text: str, count: int) -> None:
    assert len(ngrams.buckets(text)) == count


def test_digits_are_alike() -> None:
    assert ngrams.buckets("in 2026 on").tolist() == ngrams.buckets("in 1999 on").tolist()
    assert ngrams.buckets("in 2026 on").tolist() != ngrams.buckets("in abcd on").tolist()


@settings(deadline=None)
@given(TEXTS)
def test_buckets_are_distinct_ascending_and_in_range(text: str) -> None:
    found = ngrams.buckets(ngrams.prepare(text))
    assert found.tolist() == sorted(set(found.tolist()))
    assert all(0 <= bucket < 2**ngrams.BITS for bucket in found)


@settings(deadline=None)
@given(TEXTS)
def test_positions_are_inside_the_text(text: str) -> None:
    prepared = ngrams.prepare(text)
    found, middles = ngrams.positions(prepared)
    assert len(found) == len(middles) == sum(max(0, len(prepared) - size + 1) for size in ngrams.SIZES)
    assert all(0 <= middle <= len(prepared) for middle in middles)


@settings(deadline=None)
@given(TEXTS)
def test_words_account_for_the_whole_sum(text: str) -> None:
    prepared = ngrams.prepare(text)
    total = float(WEIGHTS[ngrams.buckets(prepared)].sum())
    amounts = ngrams.by_word(prepared, WEIGHTS)
    assert math.isclose(math.fsum(amounts.values()), total, abs_tol=1e-9)
    assert set(amounts) <= set(prepared.split(" "))


def test_a_word_owns_its_own_ngrams() -> None:
    weights = np.zeros(2**ngrams.BITS)
    weights[ngrams.buckets("prize")] = 1.0
    amounts = ngrams.by_word("claim your prize today", weights)
    assert max(amounts, key=lambda word: amounts[word]) == "prize"
    assert amounts["prize"] == pytest.approx(6)


def test_odd_characters_are_no_trouble() -> None:
    for text in ("\ud800\udfff\ud800", "\x00" * 9, "😀" * 9):
        assert len(ngrams.buckets(ngrams.prepare(text))) >= 0
