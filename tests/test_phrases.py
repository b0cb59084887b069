"""Trigger phrases: the lists are tidy, finding is exact, tolerant, bounded and fast."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamscore import lists, phrases
from spamscore.phrases import CATEGORIES, LANGUAGES, find

ROWS = {language: [line.split("\t") for line in lists.load(f"phrases.{language}")] for language in LANGUAGES}
SHOP_WORDS = ("free", "free shipping", "sale", "discount", "special offer", "gratis", "rabatt", "soldes", "descuento",
              "desconto", "sconto", "korting", "invoice", "unsubscribe", "password", "click here", "newsletter")  # fmt: skip
SENTENCE = "The minutes of our meeting are attached, please tell me by Friday whether anything is missing. "


def names(text: str) -> list[str]:
    return [hit.phrase for hit in find(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_weight_category_phrase(language: str) -> None:
    for row in ROWS[language]:
        weight, category, phrase = row
        assert float(weight) in (0.5, 1, 2, 3)
        assert category in CATEGORIES
        assert phrase == " ".join(phrase.lower().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_covers_each_category(language: str) -> None:
    assert {category for _, category, _ in ROWS[language]} == set(CATEGORIES)
    assert len(ROWS[language]) >= (150 if language == "en" else 60)


def test_words_of_honest_shops_weigh_little() -> None:
    weights = {phrase: float(weight) for rows in ROWS.values() for weight, _, phrase in rows}
    assert {word: weights[word] for word in SHOP_WORDS if weights.get(word, 0) > 0.5} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_found_alone(language: str) -> None:
    for _, _, phrase in ROWS[language]:
        (hit,) = find(f"... {phrase.upper()}!")
        assert hit.count == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You have WON", "you have won"),
        ("you\nhave \u00a0\u2014 won.", "you have won"),
        ("They don\u2019t want you to know", "they don't want you to know"),
        ("it is 100% FREE", "100% free"),
        ("Votre compte a \u00e9t\u00e9 suspendu", "votre compte a \u00e9t\u00e9 suspendu"),
        ("votre compte a ete suspendu", "votre compte a \u00e9t\u00e9 suspendu"),
        ("\u00dcBER NACHT REICH", "\u00fcber nacht reich"),
        ("ueber Nacht reich", "\u00fcber nacht reich"),
        ("Bestaetigen Sie Ihre Identitaet", "best\u00e4tigen sie ihre identit\u00e4t"),
    ],
)
def test_finds(text: str, expected: str) -> None:
    assert names(text) == [expected]


@pytest.mark.parametrize("text", ["", "you have wonder", "yourself have won", "won have you", "casinos", "100 free",
                                  SENTENCE, "\ud800", "\u4f60\u597d", "\ue000 have won"])  # fmt: skip
def test_words_are_whole_and_in_order(text: str) -> None:
    assert [hit for hit in find(text) if hit.weight >= 1] == []


def test_the_longer_phrase_counts_alone() -> None:
    assert names("claim your free") == ["claim your free"]
    assert {hit.phrase: hit.count for hit in find("claim now! Claim now, claim your free")} == {
        "claim now": 2,
        "claim your free": 1,
    }


def test_heaviest_first_with_counts() -> None:
    hits = find("Free! Free! You have won. Next of kin.")
    assert [hit.weight for hit in hits] == sorted((hit.weight for hit in hits), reverse=True)
    assert {hit.phrase: hit.count for hit in hits}["free"] == 2


def test_density_is_weight_per_hundred_words() -> None:
    assert phrases.density("word " * 97 + "you have won") == 3.0
    assert phrases.density("you have won") == phrases.density("you have won " + "word " * 20), (
        "short texts prove nothing"
    )
    assert phrases.density("free " * 5_000) <= 0.1, "repeating one phrase does not help"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Oh: You\n  have \u2013 WON!", "You have \u2013 WON"),
        ("Votre compte a \u00c9t\u00e9 suspendu.", "Votre compte a \u00c9t\u00e9 suspendu"),
        ("They don\u2019t want you to know", "They don\u2019t want you to know"),
        ("\U0001f600\U0001f600 Next of kin", "Next of kin"),
    ],
)
def test_quotes_as_it_stands(text: str, quoted: str) -> None:
    assert phrases.quote(text, find(text)[0]) == quoted


def test_quote_of_another_text_is_the_listed_form() -> None:
    assert phrases.quote("nothing here", find("you have won")[0]) == "you have won"


@given(st.text(max_size=400), st.sampled_from([row[2] for rows in ROWS.values() for row in rows]))
def test_any_text_gives_an_answer(text: str, phrase: str) -> None:
    whole = f"{text}\n{phrase}\n{text}"
    hits = find(whole)
    assert hits
    for hit in hits:
        assert 1 <= hit.count <= phrases.MAX_COUNT
        assert phrases.quote(whole, hit)
    assert phrases.density(whole) > 0


def test_input_is_bounded() -> None:
    assert names("x" * phrases.MAX_TEXT + " you have won") == []
    begun = time.process_time()
    for hostile in ("click here " * 100_000, "you have " * 100_000, "claim your free " * 100_000, "\u00e9 " * 500_000):
        find(hostile)
    assert time.process_time() - begun < 1


def test_is_fast() -> None:
    text = (SENTENCE * 52)[:5_000] + "Your account has been suspended, claim your prize."
    find(text)
    seconds = min(cpu(f"{text}{number}") for number in range(30))
    assert seconds < 0.001, "150 microseconds when written; the margin is for slow machines"


def cpu(text: str) -> float:
    begun = time.process_time()
    for number in range(10):
        find(f"{text} {number}")
    return (time.process_time() - begun) / 10
