"""The protocol on made-up mail: no copy crosses a fold, nothing later is learned from, the probe sees what is planted."""

import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spamscore.training import __main__ as command
from spamscore.training import card, copies, duplicates, evaluate, later, leftout, probe, section
from spamscore.training.corpora import Sample
from spamscore.training.fit import Settings
from spamscore.training.split import folds
from spamscore.training.table import Table, measured
from tests import corpus

LETTER = (
    "<p>A letter of our own that two houses sent, word for word, to all who ever asked for it, number {} of many.</p>"
)


def sample(number: int, *, spam: bool, **fields: Any) -> Sample:
    given = {
        "id": f"{spam}/{number}", "content": corpus.spam(number) if spam else corpus.ham(number), "spam": spam,
        "corpus": f"corpus-{number % 3}", "source": f"corpus-{number % 3}/{number % 10}-{spam}", "group": f"{number}-{spam}",
        "kind": "phishing" if spam else "marketing", "language": "en", "year": 2022 + number % 4,
    }  # fmt: skip
    return Sample(**(given | fields))


def mails(count: int, **fields: Any) -> list[Sample]:
    return [sample(number, spam=spam, **fields) for spam in (False, True) for number in range(count)]


def prepared(samples: list[Sample]) -> tuple[Table, list[int]]:
    firsts = duplicates.copies(samples)
    joined = duplicates.grouped(samples, firsts)
    return duplicates.regrouped(measured(samples), joined), firsts


@pytest.fixture(scope="module")
def planted() -> tuple[Table, list[int]]:
    """Twenty sources; the first ham of each sent the same letter, the first two spam sources share a campaign."""
    samples = mails(40)
    for place, each in enumerate(samples):
        if not each.spam and place < 10:
            samples[place] = replace(each, content=LETTER.format(place))
        elif each.spam and int(each.id.rpartition("/")[2]) in (0, 1):
            samples[place] = replace(each, group="campaign")
    return prepared(samples)


def test_near_copies_of_all_sources_are_one_group(planted: tuple[Table, list[int]]) -> None:
    table, firsts = planted
    groups, ids = table.column("group"), table.column("id")
    letters = np.isin(ids, [f"False/{number}" for number in range(10)])
    assert len(set(groups[letters])) == 1
    assert len(set(groups[~letters & ~table.column("spam")])) == 30
    assert firsts[:10] == [0] * 10


def test_near_copies_never_cross_folds(planted: tuple[Table, list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    table, _ = planted
    fold, group = folds(table), table.column("group")
    crossing = [name for name in set(group) if len(set(fold[group == name])) > 1]
    assert len(crossing) == 2  # a split by source alone would have learned from them
    learned: list[Any] = []
    fit = evaluate.fit

    def recorded(table: Table, rows: Any, *rest: Any) -> Any:
        learned.append(rows)
        return fit(table, rows, *rest)

    monkeypatch.setattr(evaluate, "fit", recorded)
    judged = evaluate.unseen(table, Settings())
    assert len(learned) == len(judged.models) > 1
    for name, rows in zip(sorted(set(fold)), learned, strict=True):
        assert not set(group[rows]) & set(group[fold == name])
        assert set(group[rows]) == set(group) - set(group[fold == name]), "no more than the copies is left out"


def test_copies_are_counted_and_controlled(planted: tuple[Table, list[int]]) -> None:
    table, firsts = planted
    given = np.array(table.samples, dtype=object)[table.form == "given"]
    named = [f"{each.id.rpartition('/')[2]}-{each.spam}" for each in given]
    counted = {row["corpus"]: row for row in copies.count(table, firsts, named).data()["rows"]}
    assert counted["all"]["with a near copy inside"] == 10
    assert counted["all"]["in another corpus"] == 10
    assert counted["all"]["either, and so not learned from there"] == 12
    for (way, name), (out, seen) in copies.tasks(table).items():
        lost = copies.shared(out, table.column("group"))
        assert (seen[lost].all()) == (way == copies.LEFT_IN), name
        assert not (out & seen).any()
        gone = len(set(table.column("id")[~out & ~seen]))
        assert gone == (0 if way == copies.LEFT_IN else len(set(table.column("id")[lost])))


def test_mails_almost_without_words_are_compared_by_their_source() -> None:
    one, other, third = (
        '<a href="https://a.example/{}"><img src="https://b.example/{}"></a>'.format(*"ab" * word) for word in (1, 2, 3)
    )
    kept = [sample(number, spam=True, content=content) for number, content in enumerate((one, other, third, one + " "))]
    different = replace(kept[1], content="<p>Hi</p><table><tr><td>1</td></tr></table>")
    assert duplicates.copies([kept[0], different, kept[3]]) == [0, 1, 0]


def test_corpora_and_senders_are_left_out_as_a_whole(planted: tuple[Table, list[int]]) -> None:
    table, _ = planted
    judged = evaluate.unseen(table, Settings())
    folded, tasks = leftout.without_corpus(table, judged)
    parts = leftout.without_sender(table, "corpus-1")
    corpora, group = table.column("corpus"), table.column("group")
    assert set(folded) | set(tasks) == set(corpora)
    for out, seen in (*tasks.values(), *parts.values()):
        assert not set(group[out]) & set(group[seen])
    for name, (out, _) in tasks.items():
        assert ((corpora == name) == out).all()
    assert (sum(out for out, _ in parts.values()) == (corpora == "corpus-1")).all(), "every mail is judged once"
    assert any((seen & (corpora == "corpus-1")).any() for _, seen in parts.values()), "the others teach"
    found = leftout.judge(table, Settings(), judged, parts.values())
    every = leftout.together(found)
    assert len(every.rows) == ((corpora == "corpus-1") & (table.form == "given")).sum()
    assert np.isfinite(every.logit).all()


def test_later_than_trained_uses_no_later_mail() -> None:
    samples = mails(120)
    undated = [sample(n, spam=False, year=None, source=f"undated/{n % 4}", group=f"u{n}") for n in range(200, 240)]
    table, _ = prepared(samples + undated)
    earlier, after, _ = later.borders(table, 2024)
    years = np.array([each.year or 0 for each in table.samples])
    assert not (earlier & after).any()
    assert (years[earlier] < 2024).all()
    assert ((years[after] == 0) | (years[after] >= 2024)).all()
    assert not set(table.column("source")[earlier & (years == 0)]) & set(table.column("source")[after & (years == 0)])
    assert later.enough(table, 2024)
    assert not later.enough(table, 2030)
    found = later.judge_later(table, Settings(), 2024)
    turned = tuple(
        replace(each, spam=not each.spam) if new and each.year else each
        for each, new in zip(table.samples, after, strict=True)
    )
    again = later.judge_later(replace(table, samples=turned), Settings(), 2024)
    assert (found.logit == again.logit).all(), "labels of later mail change nothing"
    assert (found.cut == again.cut).all()
    assert (found.spam != again.spam).any()


@pytest.mark.parametrize("mark", ["phishing@pot", ""])
def test_the_probe_finds_a_planted_mark_and_only_that(mark: str) -> None:
    def marked(number: int, *, spam: bool) -> Sample:
        place = number // 6 % 2
        body = (corpus.spam if spam else corpus.ham)(number) + f"<p>Regards {mark * place}</p>"
        return sample(number, spam=spam, content=body, corpus=f"corpus-{place}")

    samples = [marked(number, spam=spam) for spam in (False, True) for number in range(96)]
    answers = probe.probe(measured(samples), samples)
    accuracy = {
        (each.label, each.inputs, each.masking): probe.balanced_accuracy(each.said, each.corpus) for each in answers
    }
    assert {each.chance for each in answers} == {0.5}
    before = accuracy["spam", probe.TEXT, probe.BEFORE]
    assert before > 0.9 if mark else before < 0.7
    assert accuracy["spam", probe.TEXT, probe.AFTER] < 0.7 or not mark
    assert {each.masking for each in answers} == {probe.BEFORE, probe.AFTER, probe.SAME, probe.OTHER}
    for each in answers:
        assert len(each.said) == len(each.corpus) == len(each.group)


def test_a_figure_says_its_interval_and_a_missing_one_a_dash() -> None:
    found = section.Figure(0.5, np.linspace(0, 1, 201))
    assert str(found) == "0.500 [0.025–0.975]"
    assert section.plain(found) == {"value": 0.5, "low": 0.025, "high": 0.975}
    table = section.Section("name", "Title", "Note.", ("a", "b"), [("x", None), ("", found)])
    assert (
        table.markdown() == "### Title\n\nNote.\n\n| a | b |\n| --- | --- |\n| x | – |\n| – | 0.500 [0.025–0.975] |\n"
    )
    assert table.data()["rows"][0] == {"a": "x", "b": None}
    both = section.mean([found, None, section.Figure(0.7, np.linspace(0.4, 1, 201))])
    assert both is not None
    assert both.value == pytest.approx(0.6)


def test_a_share_of_none_has_an_interval_by_groups() -> None:
    logit, ham = np.full(40, -1.0), np.zeros(40, bool)
    many, one = (section.figure(section.share, logit, ham, group) for group in (np.arange(40), np.zeros(40)))
    assert many is not None
    assert one is not None
    assert (many.low, many.high) == pytest.approx((0, 0.088), abs=1e-3)
    assert one.high == pytest.approx(0.975)
    every = section.figure(section.metrics.recall, -logit, ~ham, np.arange(40))
    assert every is not None
    assert (every.low, every.high) == pytest.approx((0.912, 1), abs=1e-3)


def corpora_of(folder: Path) -> Path:
    """A folder as ../shared/corpora is, of made-up mail: a mailbox with both labels, a classic, years, languages."""
    folder.mkdir()
    rows: list[dict[str, Any]] = []
    for name, years in (("foff-milter", (2025,)), ("made-up", (2022, 2023, 2024, 2025)), ("trec07p", (2007,))):
        with tarfile.open(folder / f"{name}.tar.xz", "w:xz") as archive:
            for number in range(60):
                for label, write, kind in (("ham", corpus.ham, "marketing"), ("spam", corpus.spam, "phishing")):
                    start = 1000 * (len(name))
                    file, raw = f"{name}/{label}-{number}.html", write(start + number).encode()
                    info = tarfile.TarInfo(file)
                    info.size = len(raw)
                    archive.addfile(info, io.BytesIO(raw))
                    rows.append({"file": file, "corpus": name, "source": f"{number % 6}-{label}" if name == "made-up" else "one",
                                 "label": label, "kind": kind, "language": ("en", "de")[number % 2], "year": years[number % len(years)],
                                 "group": f"{label}{number // 2}"})  # fmt: skip
    (folder / "index.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one command of training and evaluation leaves behind."""
    folder = tmp_path_factory.mktemp("protocol")
    (folder / "card.md").write_text(f"# Card\n{card.START}\nold\n{card.END}\nend\n", "utf-8")
    words = ["--corpora", str(corpora_of(folder / "corpora")), "--cache", str(folder / "cache")]
    assert command.main(["fit", *words, "--out", str(folder / "model"), "--card", str(folder / "card.md")]) == 0
    return folder


def test_evaluating_again_gives_the_same_bytes(home: Path, tmp_path: Path) -> None:
    again = tmp_path / "card.md"
    again.write_text(f"# Card\n{card.START}\n{card.END}\nend\n", "utf-8")
    words = ["evaluate", "--corpora", str(home / "corpora"), "--card", str(again), "--jobs", "2"]
    assert command.main(words) == 0
    assert again.read_bytes() == (home / "card.md").read_bytes()
    assert (tmp_path / "evaluation.json").read_bytes() == (home / "evaluation.json").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card.md", "evaluation.json"], "no model is written"


def test_the_model_does_not_hang_on_the_evaluation(home: Path, tmp_path: Path) -> None:
    assert command.main(["--corpora", str(home / "corpora"), "--out", str(tmp_path / "model")]) == 0
    for name in ("model.json", "weights.npz"):
        assert (tmp_path / "model" / name).read_bytes() == (home / "model" / name).read_bytes()


def test_every_question_has_its_table(home: Path) -> None:
    found = json.loads((home / "evaluation.json").read_text("utf-8"))
    names = {
        "aims",
        "corpora",
        "later",
        "kind",
        "language",
        "sources",
        "calibration",
        "reliability",
        "copies",
        "probe",
        "rules",
    }
    assert names <= set(found)
    assert all(each["rows"] for each in found.values())
    written = (home / "card.md").read_text("utf-8")
    assert written.index("### The aims") < written.index("### Corpora left out")
    left = {(row["left out"], row["form"]) for row in found["corpora"]["rows"]}
    assert {("one mailbox, senders left out", "bare"), ("foff-milter", "whole"), ("trec07p", "bare")} <= left


def test_an_aim_is_met_where_the_figure_says_so(home: Path) -> None:
    rows = json.loads((home / "evaluation.json").read_text("utf-8"))["aims"]["rows"]
    assert len({row["aim"] for row in rows}) >= 10
    for row in rows:
        if row["figure and interval"] is None:
            assert row["met?"] == "not measured"
            continue
        sign, bound, value = row["wanted"][0], float(row["wanted"][2:]), row["figure and interval"]["value"]
        if row["aim"] != "honest mail flagged, worst language":  # it wants six languages, too
            assert (row["met?"] == "yes") == (value >= bound if sign == "≥" else value <= bound)
        assert row["n"] > 0


def test_fit_wants_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["fit", "--corpora", "x"])
    assert "--out" in capsys.readouterr().err
