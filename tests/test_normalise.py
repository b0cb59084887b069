"""What is undone and what is named, and which honest spellings are neither."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamscore.normalise import MAX_WORDS, Disguises, disguises, fold

NAMES = tuple(Disguises.__slots__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  Two\n WORDS\t", "two words"),
        ("acc\u200bount p\u00ada\u00ady", "account pay"),
        ("P\u0430yP\u0430l", "paypal"),  # Cyrillic a
        ("\uff30\uff41\uff59", "pay"),  # full width
        ("\U0001d40f\U0001d41a\U0001d432", "pay"),  # mathematical
        ("\u1d00\u1d0d\u1d00\u1d22\u1d0f\u0274", "amazon"),  # small capitals
        (
            "\u041f\u0440\u0438\u0432\u0435\u0442",
            "\u043f\u0440\u0438\u0432\u0435\u0442",
        ),  # a Russian word stays Russian
        ("\u0441\u043e\u0441", "\u0441\u043e\u0441"),  # so does one made of look-alikes only
        ("5 \u03bcm", "5 \u03bcm"),
        ("Caf\u00e9\xa0M\u00fcller", "caf\u00e9 m\u00fcller"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("your acc\u200bount", "invisible_words", ("acc\u200bount",)),
        ("p\u00ada\u00ady", "invisible_words", ("p\u00ada\u00ady",)),
        ("see \u202elapyap", "bidi", ("\u202elapyap",)),
        ("P\u0430yPal now", "homoglyph_words", ("P\u0430yPal",)),
        ("cheap v1agra", "leet_words", ("v1agra",)),
        ("your pa$$word", "leet_words", ("pa$$word",)),
        ("get V I A G R A", "spaced_words", ("V I A G R A",)),
        ("v.i.a.g.r.a", "spaced_words", ("v.i.a.g.r.a",)),
        ("\U0001d402\U0001d425\U0001d422", "styled_words", ("\U0001d402\U0001d425\U0001d422",)),
    ],
)
def test_disguises_are_named(text: str, name: str, words: tuple[str, ...]) -> None:
    found = disguises(text)
    assert getattr(found, name) == words
    assert [each for each in NAMES if getattr(found, each)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H2O, 4K, B2B, mp3, i18n, w3c, order A1B2C3D4, 1st, 100 EUR, anna@paypal.com, US$ 50",
        "\u200c \u200c \u200c \u034f \u034f",  # what pads a preheader
        "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Hindi
        "Kranken\u00adversicherungs\u00adkarte und News\u00adletter",
        "\u041f\u0440\u0438\u0432\u0435\u0442, \u0441\u043e\u0441\u043d\u0430, iPhone \u0438 Mac",
        "\u03ba\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1, 5 \u03bcm, k\u03a9",
        "N E W S L E T T E R, A B C D, U.S.A., J. R. R. Tolkien",
        "Hello \u2068Anna\u2069 \u202b\u05e9\u05dc\u05d5\u05dd\u202c",
        "10\xa0000\xa0EUR \u2013 \u201cquoted\u201d \u2026 \u2122",
    ],
)
def test_honest_spellings_stay_quiet(text: str) -> None:
    assert not disguises(text)


def test_words_are_bounded() -> None:
    text = " ".join(f"a\u200b{letter}{other}" for letter in "bcdefghij" for other in "klmnop")
    assert len(disguises(text).invisible_words) == MAX_WORDS


@given(st.text(max_size=300))
def test_any_text_gives_an_answer(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())
    assert isinstance(disguises(text), Disguises)


@pytest.mark.parametrize("unit", ["a ", "a\u200b", "\u202ea", "a0", "\u0430a ", "\U0001d402", "a.", "\u00ad"])
def test_time_is_bounded_on_hostile_text(unit: str) -> None:
    text = unit * 500_000
    started = time.process_time()
    fold(text)
    disguises(text)
    assert time.process_time() - started < 0.5
