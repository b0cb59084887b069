"""No language is evidence: the same mail in seven languages (tests/parallel) scores alike, and is judged alike.

What fails today is a strict xfail with its figure: it turns red when the model has become better, and then its line goes.
`python -m benchmarks.languages` prints all the scores, `--why MAIL` where a spread comes from.
"""

import re

import pytest

from benchmarks import languages
from benchmarks.languages import HONEST, LANGUAGES, MAILS, SPAM, body, row, words

MOST = 0.1  # between the highest and the lowest score of one mail
NOTES = "n-grams of short plain notes; see `--why`"
MIDDLE = "within two points, but where the score is steepest: words of shops and appeals that the n-grams know as spam's in one language"
SPREAD = {
    "note": f".149 (1.7 points): {NOTES}", "business": f".425 (2.4 points): {NOTES}", "shipping": f".309 (1.7 points): {MIDDLE}",
    "invoice": f".169 (1.7 points): {MIDDLE}", "event": f".114 (1.0 points): {MIDDLE}", "donation": f".168 (1.4 points): {MIDDLE}",
}  # fmt: skip
WRONG = {  # (mail, language) -> score today, and why it is on the wrong side of the threshold
    ("bank-phish", "pl"): ".831: no phrases, and nearly all Polish mail in training is honest",
    ("parcel-phish", "lt"): ".863: no phrases, and nearly all Lithuanian mail in training is honest",
    ("parcel-phish", "pl"): ".827: no phrases, and nearly all Polish mail in training is honest",
}
OTHERS = sorted((mail, language) for mail in MAILS for language in words(mail) if language not in LANGUAGES)


def mark(value: object, reason: str | None) -> object:
    return pytest.param(value, marks=pytest.mark.xfail(strict=True, reason=reason) if reason else ())


def pairs(mails: tuple[str, ...]) -> list[object]:
    found = [(mail, language) for mail in mails for language in words(mail)]
    return [mark(pair, WRONG.get(pair)) for pair in found]


def shown(value: object) -> str:
    return "-".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("mail", [mark(mail, SPREAD.get(mail)) for mail in MAILS])
def test_scores_of_seven_languages_lie_within_a_tenth(mail: str) -> None:
    assert row(mail).spread <= MOST


@pytest.mark.parametrize("pair", pairs(HONEST), ids=shown)
def test_honest_mail_is_flagged_in_no_language(pair: tuple[str, str]) -> None:
    mail, language = pair
    assert row(mail).reports[language].verdict != "spam"


@pytest.mark.parametrize("pair", pairs(SPAM), ids=shown)
def test_spam_is_flagged_in_every_language(pair: tuple[str, str]) -> None:
    mail, language = pair
    assert row(mail).reports[language].verdict == "spam"


@pytest.mark.parametrize("mail", MAILS)
def test_languages_have_the_same_slots_and_no_empty_ones(mail: str) -> None:
    tables = words(mail)
    assert set(LANGUAGES) <= set(tables)
    assert {frozenset(table) for table in tables.values()} == {frozenset(tables["en"])}
    assert all(text.strip() for table in tables.values() for text in table.values())
    for language in tables:
        assert "{{" not in body(mail, language)


@pytest.mark.parametrize("mail", MAILS)
def test_languages_have_the_same_markup(mail: str) -> None:
    def markup(language: str) -> list[str]:
        tags = re.findall(r"<[^>]+>", body(mail, language))
        return [re.sub(r'(lang|alt)="[^"]*"', r"\1", tag) for tag in tags]

    assert all(markup(language) == markup("en") for language in words(mail))


def test_translations_are_translated() -> None:
    for mail in MAILS:
        bodies = [body(mail, language) for language in words(mail)]
        assert len(set(bodies)) == len(bodies)


def test_there_are_ten_mails_and_other_languages_too() -> None:
    assert len(MAILS) >= 10
    assert {language for _, language in OTHERS} >= {"pl", "lt", "ja"}


def test_the_card_is_written_between_its_marks() -> None:
    card = f"# Card\n\n{languages.START}\nwhat stood there\n{languages.END}\n\nmore\n"
    new = languages.written(card)
    assert new.startswith("# Card")
    assert new.endswith(f"{languages.END}\n\nmore\n")
    assert "what stood there" not in new
    assert languages.written(new) == new
    assert languages.table() in languages.written("# Card\n")


def test_why_lists_what_differs_most_first() -> None:
    rows = [line.split(" | ") for line in languages.why("order").splitlines()[2:]]
    spreads = [float(cells[-1].rstrip(" |")) for cells in rows]
    assert spreads == sorted(spreads, reverse=True)
