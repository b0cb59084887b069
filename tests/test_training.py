"""Training from a user's own mail, end to end, on a made-up corpus."""

import csv
import json
import mailbox
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import spamscore
from spamscore.mail import read
from spamscore.training import __main__ as command
from spamscore.training import card, corpora
from tests import corpus

ROOT = Path(__file__).resolve().parent.parent
SIZE = 40  # mails of a label in each of three sources


def folder(path: Path, mails: range, write: object) -> Path:
    path.mkdir(parents=True)
    for number in mails:
        content = write(number)
        suffix, raw = (".html", content.encode()) if isinstance(content, str) else (".eml", content)
        (path / f"{number}{suffix}").write_bytes(raw)
    return path


def mbox(path: Path, mails: range, write: object) -> Path:
    box = mailbox.mbox(path)
    for number in mails:
        box.add(write(number))
    box.close()
    return path


def maildir(path: Path, mails: range, write: object) -> Path:
    box = mailbox.Maildir(path)
    for number in mails:
        box.add(write(number))
    return path


def table_of(path: Path, mails: range) -> Path:
    rows = [
        {"label": label, "html": write(n)}
        for n in mails
        for label, write in (("ham", corpus.ham), ("spam", corpus.spam))
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            file.writelines(json.dumps(row) + "\n" for row in rows)
        else:
            writer = csv.DictWriter(file, ["label", "html"])
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command's arguments for a user's own mail in every form that it may come in."""
    home = tmp_path_factory.mktemp("own")
    first, second, third, fourth = (range(start, start + SIZE) for start in range(0, 4 * SIZE, SIZE))
    ham = [folder(home / "ham", first, corpus.ham), mbox(home / "ham.mbox", second, corpus.ham_message)]
    spam = [folder(home / "spam", first, corpus.spam), maildir(home / "junk", second, corpus.spam_message)]
    tables = [table_of(home / "more.csv", third[: SIZE // 2]), table_of(home / "more.jsonl", fourth[: SIZE // 2])]
    return [str(word) for word in ("--ham", *ham, "--spam", *spam, "--table", *tables)]


@pytest.fixture(scope="module")
def trained(own: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("models") / "mine"
    assert command.main([*own, "--out", str(out)]) == 0
    return out


def test_the_same_mail_and_seed_give_the_same_bytes(own: list[str], trained: Path, tmp_path: Path) -> None:
    again = tmp_path / "mine"
    assert command.main([*own, "--out", str(again), "--seed", "0"]) == 0
    for name in ("model.json", "weights.npz"):
        assert (again / name).read_bytes() == (trained / name).read_bytes()


def test_the_model_tells_unseen_mail_apart(trained: Path) -> None:
    model = spamscore.load_model(trained)
    assert model.name == "mine"
    unseen = range(1000, 1030)
    for make_ham, make_spam in ((corpus.ham, corpus.spam), (corpus.ham_message, corpus.spam_message)):
        honest = [spamscore.score(make_ham(number), model=model) for number in unseen]
        bad = [spamscore.score(make_spam(number), model=model) for number in unseen]
        assert max(honest) < min(bad)
        assert np.mean([score >= model.threshold for score in bad]) > 0.9
        assert np.mean([score >= model.threshold for score in honest]) < 0.1


def test_the_model_adds_up_and_says_what_it_was_made_of(trained: Path) -> None:
    model = spamscore.load_model(trained)
    report = spamscore.check(corpus.spam(7), model=model)
    assert sum(each.points for each in report.contributions) == report.points
    assert model.card["trained_on"]["ham"] + model.card["trained_on"]["spam"] == 6 * SIZE
    assert min(model.blend.body, model.blend.text, model.blend.sender) >= 0 < model.blend.rules


def test_as_a_command_it_prints_its_tables(own: list[str], tmp_path: Path) -> None:
    kept = tmp_path / "card.md"
    kept.write_text(f"# Card\n{card.START}\nold\n{card.END}\nend\n", "utf-8")
    words = [sys.executable, "-m", "spamscore.training", *own[:6], "--out", str(tmp_path / "m"), "--card", str(kept)]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert "all modern mail" in ran.stdout
    assert ran.stdout.strip() in kept.read_text("utf-8")
    assert spamscore.load_model(tmp_path / "m").name == "m"


HAM, SPAM_ROW = ({"label": label, "html": body} for label, body in (("ham", corpus.ham(1)), ("spam", corpus.spam(1))))
UNFIT: dict[str, list[object]] = {
    "rows that are lists": [["ham", "hello"]],
    "content that is no text": [{"label": "ham", "message": 3}],
    "one mail of each": [HAM, SPAM_ROW],
    "one mail many times": [HAM, SPAM_ROW] * 10,
    "one ham": [HAM, *({"label": "spam", "html": corpus.spam(number)} for number in range(9))],
}


@pytest.mark.parametrize("rows", UNFIT.values(), ids=UNFIT)
def test_too_little_mail_ends_with_2_and_a_sentence(rows: list[object], tmp_path: Path) -> None:
    path = tmp_path / "mail.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert command.main(["--table", str(path), "--out", str(tmp_path / "out")]) == 2


def test_bodies_alone_can_be_trained_on(own: list[str], tmp_path: Path) -> None:
    out = tmp_path / "bodies"
    assert command.main(["--ham", own[1], "--spam", own[4], "--out", str(out)]) == 0
    assert spamscore.score(corpus.ham(999), model=spamscore.load_model(out)) < 0.5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "training needs ham and spam"),
        (["--ham", "{ham}"], "training needs ham and spam"),
        (["--ham", "{empty}", "--spam", "{ham}"], "holds no mail"),
        (["--ham", "{none}", "--spam", "{ham}"], "holds no mail"),
        (["--table", "{none}.csv"], "No such file"),
        (["--table", "{bad}"], "row 2: needs label"),
        (["--corpora", "{empty}"], "No such file"),
    ],
)
def test_wrong_input_ends_with_2_and_a_sentence(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {
        "ham": folder(tmp_path / "h", range(2), corpus.ham),
        "empty": tmp_path / "e",
        "none": tmp_path / "n",
        "bad": tmp_path / "b.csv",
    }
    places["empty"].mkdir()
    places["bad"].write_text("label,text\nham,hello\nmaybe,hello\n", "utf-8")
    written = [word.format(**places) for word in arguments]
    assert command.main([*written, "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_own_mail_is_read_from_every_kind_of_place(tmp_path: Path) -> None:
    mails = range(3)
    for place in (
        folder(tmp_path / "bodies", mails, corpus.ham), folder(tmp_path / "messages", mails, corpus.ham_message),
        mbox(tmp_path / "box", mails, corpus.ham_message), maildir(tmp_path / "dir", mails, corpus.ham_message),
    ):  # fmt: skip
        samples = corpora.read_own([place], [])
        assert sorted(read(each.content).text for each in samples) == sorted(read(corpus.ham(n)).text for n in mails), (
            place
        )
        assert {(each.source, each.spam) for each in samples} == {(str(place), False)}
        assert len({each.id for each in samples}) == 3
