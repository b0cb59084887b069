"""Every feature by example: the value it gives to a small mail, or which of two mails has more of it."""

import math
import re
from collections import Counter

import numpy as np
import pytest

from spamscore import features, mail
from spamscore.features import CHAPTERS, FEATURES, View
from spamscore.mail import Mail, read
from tests.feature_examples import IMAGE, MORE, SHOP, VALUES, WORDS, Source, sent
from tests.hostile import CASES

BY_NAME = {feature.name: feature for feature in FEATURES}


def value(name: str, source: Source) -> float:
    """What a feature gives to a mail."""
    return BY_NAME[name].measure(View(read(source)))


@pytest.mark.parametrize(("name", "source", "expected"), VALUES, ids=[f"{row[0]}-{row[2]:.3g}" for row in VALUES])
def test_gives_the_value(name: str, source: Source, expected: float) -> None:
    assert value(name, source) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("name", "less", "more"), MORE, ids=[row[0] for row in MORE])
def test_gives_more_to_more(name: str, less: Source, more: Source) -> None:
    assert value(name, less) < value(name, more)


@pytest.mark.parametrize("text", ["Order of 2026-11-23", "Tracking number 34061234567890"])
def test_a_date_and_a_number_are_no_telephone(text: str) -> None:
    assert value("phones", text) == 0


def test_every_feature_has_examples() -> None:
    """They stand in tests/feature_examples.py."""
    told = {row[0] for row in VALUES} | {row[0] for row in MORE}
    assert told == set(BY_NAME)


def test_a_feature_is_told_by_a_difference() -> None:
    """One value alone would be passed by a constant."""
    told = {name: {expected for other, _, expected in VALUES if other == name} for name in BY_NAME}
    compared = {row[0] for row in MORE}
    plain = features.measure(read("<p>Hello.</p>"))
    alone = {name for name, found in told.items() if name not in compared and len(found) == 1}
    usual = dict(zip(BY_NAME, plain, strict=True))
    assert {name for name in alone if math.isclose(usual[name], next(iter(told[name])), abs_tol=1e-6)} == set()


def test_names_are_unique_and_snake_case() -> None:
    assert len(FEATURES) >= 60
    assert Counter(feature.name for feature in FEATURES).most_common(1)[0][1] == 1
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", feature.name) for feature in FEATURES)


def test_each_says_what_it_is_and_belongs_to_its_chapter() -> None:
    chapters = [chapter.__name__.rpartition(".")[2] for chapter in CHAPTERS]
    assert list(dict.fromkeys(feature.group for feature in FEATURES)) == chapters
    assert all(10 < len(feature.describes) < 130 for feature in FEATURES)


def test_measure_keeps_the_order() -> None:
    found = mail.read(sent("Shop <a@shop.example>", f"<p>{WORDS}</p>" + SHOP + IMAGE))
    vector = features.measure(found)
    assert vector.shape == (len(FEATURES),)
    assert vector.dtype == np.float64
    alone = [np.float32(feature.measure(View(found))) for feature in FEATURES]
    assert vector.tolist() == [float(each) for each in alone]


@pytest.mark.parametrize(
    "case", ["nested tags", "many placeholders", "lone surrogates", "zero bytes", "dots and digits", "at signs"]
)
def test_finite_on_hostile_mail(case: str) -> None:
    source = CASES[case][0]()
    assert np.isfinite(features.measure(read(source[:200_000]))).all()


@pytest.mark.parametrize(
    "source", ["", " ", "\ue000\ue001", "<", b"", b"From: <>\n\n", "1234 !!! ???", '<a><img></a><img src="">']
)
def test_finite_on_next_to_nothing(source: str | bytes) -> None:
    assert np.isfinite(features.measure(read(source))).all()
    assert np.isfinite(features.measure(Mail())).all()


def test_people_read_no_scales() -> None:
    """A docstring's scale, special value or bound is for programmers; reports leave it out."""
    for each in FEATURES:
        assert not re.search(r"logarithm|\(-1|, up to \w+$", each.describes, re.I), each.describes
        assert each.describes[0].isupper()
