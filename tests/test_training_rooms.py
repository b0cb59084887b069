"""The rooms of training one by one: duplicates, masking, forms, folds, weights, metrics, card."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spamscore import placeholders
from spamscore.mail import read
from spamscore.training import card, duplicates, forms, metrics, redact, split
from spamscore.training.corpora import Sample
from spamscore.training.fit import Settings, fit, trusted
from spamscore.training.honest_notes import notes
from spamscore.training.table import Table, fingerprint, measured, stacked
from tests import corpus


def test_near_duplicates_are_one_group() -> None:
    letter = read(corpus.ham(1)).text
    texts = [letter, read(corpus.spam(1)).text, letter + " PS", letter.upper(), read(corpus.ham(8)).text, ""]
    assert duplicates.groups(texts) == [0, 1, 0, 0, 4, 5]
    assert duplicates.groups([]) == []


@pytest.mark.parametrize(
    "mark", ["phishing@pot", "www.example.com", "[removed]", "555-123-4567", "osst-users", "[SPAM]"]
)
def test_what_gives_a_corpus_away_is_masked(mark: str) -> None:
    source = f"<p>Dear {mark}, pay now</p>"
    masked = redact.redact(source)
    assert mark not in masked
    assert read(masked).text.split()[-2:] == ["pay", "now"]
    assert redact.redact(corpus.ham(1)) == corpus.ham(1)


TEMPLATE = """<p>Hello {{ name }}, from Bluebird</p><a href="{{ url }}">Open</a><a href="https://bluebird.example/a?x=1">Shop</a>
<a href="mailto:me@bluebird.example">Write</a><img src="images/logo.png" width="90" alt="Bluebird">"""


def test_a_template_delivered_is_filled_and_tracked() -> None:
    delivered = [forms.deliver(TEMPLATE, random.Random(seed)) for seed in range(20)]
    assert delivered == [forms.deliver(TEMPLATE, random.Random(seed)) for seed in range(20)]
    assert len(set(delivered)) > 10
    for html in delivered:
        mail = read(html)
        assert placeholders.mask(html)[1] == ()
        assert "mailto:me@bluebird.example" in html
        assert all(link.url.known for link in mail.links if link.url.scheme != "mailto")
        assert all(image.src.startswith("https://") for image in mail.images)
        assert mail.links[1].href != "https://bluebird.example/a?x=1"
    pixels = sum(any(image.pixel for image in read(html).images) for html in delivered)
    assert 10 <= pixels < 20


def test_a_received_mail_as_a_template_carries_no_tokens() -> None:
    token = "A1b2C3d4E5f6G7h8I9j0"
    html = (
        f'<a href="https://bluebird.example/c/{token}?u={token}">Open</a><a href="mailto:me@bluebird.example">Write</a>'
        f'<img src="https://bluebird.example/logo.png?{token}" width="90"><img src="https://t.example/{token}" width="1" height="1">'
    )
    written = [forms.template(html, random.Random(seed)) for seed in range(20)]
    assert written == [forms.template(html, random.Random(seed)) for seed in range(20)]
    assert not any(token in each for each in written)
    assert not any(image.pixel for each in written for image in read(each).images)
    assert all("mailto:me@bluebird.example" in each for each in written)
    assert any("#" in each for each in written)
    assert any('src="images/logo.png"' in each for each in written)


def sample(number: int, **fields: object) -> Sample:
    spam = bool(number % 2)
    given = {"id": str(number), "content": corpus.spam(number) if spam else corpus.ham(number), "spam": spam, "corpus": "own",
             "source": f"s{number % 5}", "group": f"g{number // 4}-{spam}"}  # fmt: skip
    return Sample(**(given | fields))


@pytest.fixture(scope="module")
def table() -> Table:
    return measured([sample(number) for number in range(32)])


def test_a_table_has_each_mail_in_three_forms(table: Table) -> None:
    assert len(table.form) == 96
    spam = table.column("spam")
    assert set(table.form[spam]) == {"given", "delivered", "forged"}
    assert set(table.form[~spam]) == {"given", "delivered", "altered"}
    assert table.values.shape[0] == len(table.samples) == len(table.starts) - 1 == 96
    assert not any(each.content for each in table.samples)
    assert not table.has_sender.any()


def test_tables_stacked_keep_the_words_of_each_row(table: Table) -> None:
    joined = stacked((table, table))
    size = len(table.form)
    assert len(joined.samples) == len(joined.form) == len(joined.starts) - 1 == 2 * size
    for row in range(size):
        assert (joined.ngrams(row) == table.ngrams(row)).all()
        assert (joined.ngrams(size + row) == table.ngrams(row)).all()


def test_written_notes_are_learned_from_where_languages_are_known(table: Table) -> None:
    spoken = replace(table, samples=tuple(replace(each, language="en") for each in table.samples))
    rows, weights = np.arange(len(table.form)), split.weights(table)
    silent = Settings(written=0.0)
    without, taught = (fit(spoken, rows, weights, each) for each in (silent, Settings()))
    assert not np.array_equal(without.note, taught.note)
    assert np.array_equal(fit(table, rows, weights, Settings()).note, fit(table, rows, weights, silent).note)


def test_written_notes_are_in_ten_languages_and_each_its_own() -> None:
    written = list(notes())
    assert len({language for language, _, _ in written}) == 10
    assert len({text for _, _, text in written}) == len(written) == 60


def test_a_group_is_never_in_two_folds(table: Table) -> None:
    folds, groups, spam = split.folds(table), table.column("group"), table.column("spam")
    for group in set(groups):
        assert len(set(folds[groups == group])) == 1
    for fold in set(folds):
        assert spam[folds == fold].any()
        assert not spam[folds == fold].all()


def test_a_source_is_never_in_two_folds_where_there_are_many() -> None:
    many = measured([sample(number, source=f"s{number}", content=f"letter {number}") for number in range(40)])
    folds, sources = split.folds(many), many.column("source")
    assert all(len(set(folds[sources == source])) == 1 for source in set(sources))
    assert len(set(folds)) > 1


def test_weights_balance_the_classes_and_flatten_groups(table: Table) -> None:
    lone = measured(
        [sample(n, group="big" if n < 18 else f"g{n}", source="one", content=f"letter {n}") for n in range(0, 20, 2)]
        + [sample(1)]
    )
    weights = split.weights(lone)
    assert weights[0] < weights[9]
    every, spam = split.weights(table), table.column("spam")
    assert every[spam].sum() == pytest.approx(every[~spam].sum())
    assert every.mean() == pytest.approx(1)
    assert (every > 0).all()


LOGIT = np.array([-2.0, -1.0, 1.0, -0.5, 2.0, 3.0])
SPAM = np.array([False, False, False, True, True, True])


def test_metrics_on_numbers_made_by_hand() -> None:
    assert metrics.auc(LOGIT, SPAM) == pytest.approx(8 / 9)
    assert metrics.recall(LOGIT, SPAM) == pytest.approx(2 / 3)
    assert metrics.false_positive_rate(LOGIT, SPAM) == pytest.approx(1 / 3)
    assert metrics.recall_at(0.0)(LOGIT, SPAM) == pytest.approx(2 / 3)
    assert metrics.recall_at(0.34)(LOGIT, SPAM) == pytest.approx(1)
    even = np.zeros(4)
    assert metrics.calibration_error(even, np.array([True, False, True, False]), bins=1) == pytest.approx(0)
    assert metrics.calibration_error(even, np.array([True] * 4), bins=1) == pytest.approx(0.5)
    assert np.isnan(metrics.auc(LOGIT, np.ones(6, bool)))


def test_intervals_draw_whole_groups() -> None:
    low, high = metrics.interval(metrics.recall, LOGIT, SPAM, np.arange(6))
    assert low <= metrics.recall(LOGIT, SPAM) <= high
    assert metrics.interval(metrics.recall, LOGIT, SPAM, np.zeros(6)) == pytest.approx((2 / 3, 2 / 3))
    assert metrics.interval(metrics.recall, LOGIT, SPAM, np.arange(6)) == (low, high)


def test_a_card_without_marks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "card.md"
    path.write_text("# Card\n", "utf-8")
    with pytest.raises(ValueError, match="no place for the tables"):
        card.write(path, "x")
    path.write_text(f"# Card\n{card.START}\nold\n{card.END}\nend\n", "utf-8")
    card.write(path, "| new |")
    card.write(path, "| new |")
    assert path.read_text("utf-8") == f"# Card\n{card.START}\n\n| new |\n{card.END}\nend\n"


def test_forging_and_altering_depend_on_the_generator_alone() -> None:
    html = "<html><body><p>Pay at once</p><a href='https://a.test/x'>Pay</a></body></html>"
    for change in (forms.forge, forms.alter):
        written = [change(html, random.Random(seed)) for seed in range(12)]
        assert written == [change(html, random.Random(seed)) for seed in range(12)]
        assert len(set(written)) > 6


def test_what_other_sources_call_honest_is_not_learned_from_a_noisy_corpus() -> None:
    samples = [sample(number, source=f"s{number % 8}") for number in range(64)]
    wrong = [
        replace(
            sample(number, content=corpus.ham(number)), spam=True, corpus="phishing_pot", source="n", id=f"n{number}"
        )
        for number in range(64, 70)
    ]
    right = [
        replace(
            sample(number), spam=True, content=corpus.spam(number), corpus="phishing_pot", source="n", id=f"n{number}"
        )
        for number in range(70, 100)
    ]
    mixed = measured([*samples, *wrong, *right])
    rows = np.arange(len(mixed.form))
    kept = set(trusted(mixed, rows, np.ones(len(rows)), Settings(noise=0.1)))
    dropped = [mixed.samples[row].id for row in rows if row not in kept]
    assert dropped
    assert {int(each[1:]) for each in dropped} <= set(range(64, 70))


def test_a_list_footer_is_cut_before_learning() -> None:
    footer = "_" * 30 + "<br>\nbirds mailing list<br>birds@lists.example"
    assert redact.redact(f"<p>Hello</p>{footer}") == "<p>Hello</p> "
    assert redact.redact("<p>Sign here: ________________________</p>") == "<p>Sign here: ________________________</p>"


def test_what_is_cached_hangs_on_the_content() -> None:
    one, other = sample(1), sample(1, content="<p>Something else</p>")
    assert fingerprint([one], 0) == fingerprint([one], 0)
    assert len({fingerprint([one], 0), fingerprint([other], 0), fingerprint([one], 1)}) == 3
