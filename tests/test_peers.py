"""The benchmark of other filters, on made-up mail and, but for one, without them."""

import json
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers import bogofilter, figures, forms, rspamd, server, spamassassin, study, trained
from benchmarks.peers.__main__ import PEERS, answered, main
from spamscore.mail import read
from spamscore.training.corpora import Sample

HTML = '<html><body><h1>Änderung</h1><p>Our lamps = your light. <a href="https://shop.example/a?b=1">See</a></p></body></html>'
MESSAGE = f"""Received: from relay.example
X-Spam-Flag: YES
X-Microsoft-Antispam: BCL:0;
\tfolded
From: "Lamp Shop" <news@shop.example>
To: anna@example.org
Subject: [SPAM] New lamps
List-Unsubscribe: <https://shop.example/u>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

{HTML}
X-Spam-Flag: this line is text
""".encode()


def sample(
    number: int, *, spam: bool, corpus: str = "one", kind: str = "marketing", content: str | bytes = HTML
) -> Sample:
    return Sample(f"{corpus}/{number}", content, spam, corpus, corpus, f"{corpus}/{number % 7}", kind)


def asked(samples: list[Sample], fold: list[str]) -> study.Study:
    folds = np.array(fold)
    each = tuple(forms.forms(one.content) for one in samples)
    return study.Study(tuple(samples), each, folds, tuple(samples), folds, None)  # type: ignore[arg-type]  # no table needed


def mixed() -> study.Study:
    samples = [sample(n, spam=n % 2 == 1, corpus=study.MAILBOX if n < 20 else "two", content=MESSAGE if n < 20 else HTML,
                      kind="transactional" if n % 3 == 0 else "marketing") for n in range(60)]  # fmt: skip
    return asked(samples, [f"fold-{n % 3}" for n in range(60)])


@pytest.mark.parametrize(
    ("answer", "points"),
    [("7.2/5.0\n", 7.2), ("-0.1/5.0\n", -0.1), ("0/0\n", None), ("", None), ("spamc: no connection", None)],
)
def test_what_spamc_says(answer: str, points: float | None):
    assert spamassassin.points(answer) == pytest.approx(points if points is not None else np.nan, nan_ok=True)


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (b'{"is_skipped":false,"score":7.25,"required_score":15.0,"action":"add header","symbols":{}}', 7.25),
        (b'{"is_skipped":true,"score":0.0}', None),
        (b'{"error":"cannot read"}', None),
        (b"[]", None),
        (b"<html>", None),
    ],
)
def test_what_rspamd_says(answer: bytes, points: float | None):
    assert rspamd.points(answer) == pytest.approx(points if points is not None else np.nan, nan_ok=True)


def test_what_bogofilter_says():
    output = "/a b/0 0.5000000000000000\n/a b/1 1.0000000000000000\n/a b/2 0.0000000000000000\n# 6 words\n\n"
    found = bogofilter.spamicities(output)
    assert list(found) == ["/a b/0", "/a b/1", "/a b/2"]
    assert found["/a b/0"] == 0 < found["/a b/1"] < 40
    assert -40 < found["/a b/2"] < 0


def test_a_message_has_three_forms_and_a_body_two():
    assert list(forms.forms(MESSAGE)) == ["whole", "bare", "wrapped"]
    assert list(forms.forms(HTML)) == ["bare", "wrapped"]


def test_whole_is_the_message_without_the_verdicts_of_other_filters():
    head, _, body = forms.forms(MESSAGE)["whole"].message.partition(b"\n\n")
    assert b"Spam" not in head
    assert b"SPAM" not in head
    assert b"BCL" not in head
    assert b"folded" not in head
    assert b"Received: from relay.example" in head
    assert b"Subject: New lamps" in head
    assert body == MESSAGE.partition(b"\n\n")[2]
    crlf = MESSAGE.replace(b"\n", b"\r\n")
    assert forms.unjudged(crlf) == forms.unjudged(MESSAGE).replace(b"\n", b"\r\n")


@pytest.mark.parametrize("content", [HTML, "Only text, grüße.\n\nSee you.", ""])
def test_bare_and_wrapped_hold_the_same_body(content: str):
    found = forms.forms(content)
    assert found["bare"].content == content
    bare, wrapped = read(found["bare"].message), read(found["wrapped"].message)
    assert {name for name, _ in bare.headers or ()} <= {"mime-version", "content-type", "content-transfer-encoding"}
    assert (wrapped.subject, wrapped.sender_domain) == ("Our news for you", "example.com")
    assert bare.text.split() == wrapped.text.split() == read(content).text.split()


def test_lessons_hold_what_the_sender_wrote_with_the_marks_of_the_corpus_masked():
    marked = MESSAGE.replace(b"Our lamps", b"Dear rodrigo-f-p, our lamps")
    whole, bare = forms.lessons(marked, classic=False)
    assert b"shop.example" in whole
    for text in (whole, bare):
        assert b"rodrigo" not in text
        assert b"anna@" not in text
        assert b"relay" not in text
    assert forms.lessons(marked, classic=True) == [whole]
    assert forms.lessons(HTML, classic=False) == [forms.forms(HTML)["bare"].message]


def test_the_sample_is_the_whole_mailbox_and_a_share_of_each_corpus():
    samples = [sample(n, spam=n % 2 == 1, corpus=study.MAILBOX) for n in range(10)]
    samples += [sample(n, spam=spam, corpus=corpus) for corpus, size in (("two", 90), ("three", 30)) for spam in (False, True)
                for n in range(2 * size + spam, 4 * size, 2)]  # fmt: skip
    samples += [sample(n, spam=False, corpus="lists", kind="list") for n in range(20)]
    samples += [sample(n, spam=True, corpus="trec07p") for n in range(20)]
    chosen = study.drawn(samples, 80, seed=1)
    assert chosen == study.drawn(samples[::-1], 80, seed=1) != study.drawn(samples, 80, seed=2)
    count = {(corpus, spam): sum((one.corpus, one.spam) == (corpus, spam) for one in chosen)
             for corpus in {one.corpus for one in samples} for spam in (False, True)}  # fmt: skip
    assert count == {(study.MAILBOX, False): 5, (study.MAILBOX, True): 5, ("two", False): 30, ("two", True): 30,
                     ("three", False): 10, ("three", True): 10, ("lists", False): 0, ("lists", True): 0,
                     ("trec07p", False): 0, ("trec07p", True): 0}  # fmt: skip


class Pupil:
    """Learns nothing, scores a mail by its place, and remembers what it was given."""

    def __init__(self) -> None:
        self.lessons: list[tuple[set[int], set[int]]] = []

    def prepare(self, messages: list[bytes]) -> None:
        self.count = len(messages)

    def learn(self, places: np.ndarray, spam: np.ndarray) -> None:
        assert len(places) == len(spam)
        self.seen = set(places.tolist())

    def score(self, places: np.ndarray) -> np.ndarray:
        self.lessons.append((self.seen, set(places.tolist())))
        return places.astype(float)

    def cpu_seconds(self) -> float:
        return 0.0


def test_a_trained_peer_never_judges_what_it_learned_and_cuts_on_the_other_folds():
    pupil, given = Pupil(), mixed()
    judged = trained.judge(pupil, given)
    assert len(pupil.lessons) == 6  # for each fold the honest mail that the borders are chosen on, then the mails asked
    assert all(not seen & scored for seen, scored in pupil.lessons)
    assert sum(len(scored) for _, scored in pupil.lessons[1::2]) == len(given.pieces())
    assert not np.isnan(judged.scores["bare"]).any()
    assert np.isnan(judged.scores["whole"][20:]).all()
    # ham is every other mail; the last one is 58, of fold 1: the highest score of the others' honest mail, unless it is out
    last = pupil.count - len(given.pieces()) - 1
    assert sorted(set(np.round(judged.border).astype(int).tolist())) == [last - 3, last - 1]


def test_figures_are_those_of_the_metrics_and_say_where_there_is_nothing_to_judge():
    given = mixed()
    spam = given.column("spam").astype(float)
    scores = {
        name: np.where(["whole" in each or name != "whole" for each in given.forms], 10 * spam, np.nan)
        for name in forms.FORMS
    }
    rows = figures.rows("mine", study.Judged(scores, np.full(60, 5.0), float("nan")), given)
    assert [(row["form"], row["ham"], row["spam"]) for row in rows] == [
        ("whole", 10, 10),
        ("bare", 30, 30),
        ("wrapped", 30, 30),
    ]
    assert rows[0]["templates"]["value"] is None
    assert (rows[1]["auc"]["value"], rows[1]["fpr"]["value"], rows[1]["recall"]["value"]) == (1.0, 0.0, 1.0)
    assert (rows[1]["templates"]["ham"], rows[1]["receipts"]["ham"]) == (14, 10)
    assert rows[1]["cpu_ms"] is None
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    lines = figures.table([*rows, figures.missing("other", "other-package")]).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert "not installed: other-package" in lines[-1]


@pytest.mark.parametrize("name", ["spamassassin", "rspamd", "bogofilter"])
def test_a_peer_that_is_not_installed_is_a_row_that_says_so(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    rows = answered(PEERS[name](), mixed())
    assert [row["not_installed"] for row in rows] == [PEERS[name]().package]
    assert name in rows[0]["not_installed"]


def test_a_server_that_does_not_start_says_why(tmp_path: Path):
    with (
        pytest.raises(RuntimeError, match="no such port"),
        server.serving(["/bin/sh", "-c", "echo no such port; exit 3"], tmp_path / "log", lambda: False),
    ):
        pass


def test_a_port_is_free_until_somebody_listens():
    port = server.free_port()
    assert not server.answers(port)
    with socket.create_server((server.HOST, port)):
        assert server.answers(port)


def test_rspamd_is_told_to_stay_on_loopback_and_off_dns(tmp_path: Path):
    rspamd.configured(tmp_path, 4711)
    assert '"127.0.0.1:4711"' in (tmp_path / "override.d/worker-normal.inc").read_text()
    assert 'nameserver = ["127.0.0.1:9"]' in (tmp_path / "local.d/options.inc").read_text()
    for name in ("rbl", "surbl", "fuzzy_check", "url_redirector"):
        assert "enabled = false" in (tmp_path / f"override.d/{name}.conf").read_text()


def test_wrong_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--corpora", str(tmp_path)]) == 2
    with pytest.raises(SystemExit):
        main(["--corpora", str(tmp_path), "--peers", "nobody"])
    assert "nobody" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("bogofilter") is None, reason="bogofilter is not installed")
def test_bogofilter_learns_and_forgets(tmp_path: Path):
    words = bogofilter.WordLists("bogofilter", tmp_path)
    words.prepare([f"Subject: {text}\n\n{text}\n".encode() for text in ("hello meeting tomorrow", "cheap pills now")])
    for spam in ([False, True], [True, False]):
        words.learn(np.arange(2), np.array(spam))
        scores = words.score(np.arange(2))
        assert (scores[1] > scores[0]) == spam[1]
