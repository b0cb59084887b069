"""`spamscore fix-plan` as people and scripts meet it."""

import json
import os
import stat
from pathlib import Path

import pytest

import spamscore
from spamscore.cli import main
from spamscore.remedy import rewriting
from spamscore.remedy.lines import Lines

ROOT = Path(__file__).resolve().parent.parent
SPAMMY = ROOT / "tests" / "spammy"
HIDDEN = (SPAMMY / "hidden-preheader.html").read_bytes()
EML = str(ROOT / "tests" / "golden" / "spam" / "parcel-fee-de.eml")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(("fix-plan", *arguments))
        except SystemExit as ended:
            status = int(str(ended.code or 0))
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "offer.html"
    path.write_bytes(HIDDEN)
    return path


def test_the_page_tells_each_edit_with_its_place_and_both_amounts(run):
    path = SPAMMY / "shop-screaming.html"
    status, out, err = run(str(path))
    plan = spamscore.plan(path)
    assert (status, err) == (0, "")
    assert plan.sentence in out
    assert "SPAM → REVIEW" in out
    for number, edit in enumerate(plan.edits, 1):
        assert f"{number}. {edit.title}" in out
        assert f"{edit.alone:.2f} alone, {edit.points:.2f} points" in out
        first = edit.changes[0].span
        assert f"{first.line}:{first.column}" in out
        assert not edit.note or edit.note[:40] in out
    assert f"{plan.scorings} versions were scored." in out
    assert "\x1b" not in out


def test_json_is_one_line_with_the_whole_plan(run):
    path = str(SPAMMY / "coupon-fr.html")
    status, out, _ = run(path, "--format", "json")
    assert status == 0
    assert out.isascii()
    assert out.count("\n") == 1
    assert json.loads(out) == {"file": path, **json.loads(json.dumps(spamscore.plan(Path(path)).as_dict()))}


def test_nothing_to_do_and_nothing_that_helps(run):
    status, out, _ = run(str(ROOT / "examples" / "invoice.html"))
    assert status == 0
    assert "Nothing has to change" in out
    status, out, _ = run(str(ROOT / "tests" / "golden" / "spam" / "advance-fee-en.eml"))
    assert status == 1
    assert "None of these reaches 5 points" in out
    assert "What still weighs most" in out


def test_a_target_of_ones_own(run):
    path = str(SPAMMY / "insecure-links.html")
    assert "below 3" in run(path, "--target", "3")[1]
    assert run(path, "--target", "3")[1].count(" alone, ") > run(path)[1].count(" alone, ")
    assert run(path, "--target", "-40")[0] == 1
    assert run(path, "--target", "nan")[0] == 2
    assert run(path, "--target", "few")[0] == 2


def test_apply_makes_the_safe_edits_and_shows_the_diff(run, template):
    plan = spamscore.plan(template)
    safely = [edit for edit in plan.edits if edit.mechanical]
    assert safely
    status, out, _ = run(str(template), "--apply")
    assert status == 0
    assert f"--- {template} (now)" in out
    assert '-<p style="color:#fefefe">order tracking' in out
    assert f"made in {template}: {safely[-1].points:.2f} points" in out
    text = template.read_text("utf-8")
    assert "order tracking" not in text
    assert "{{ deal.id }}" in text
    assert spamscore.check(template).points == safely[-1].points == spamscore.check(text).points


def test_a_dry_run_writes_nothing(run, template):
    status, out, _ = run(str(template), "--dry-run")
    assert status == 0
    assert "would be made in" in out
    assert template.read_bytes() == HIDDEN
    assert run(str(template), "--dry-run", "--apply")[0] == 2


def test_edits_that_need_a_person_are_not_applied(run, tmp_path):
    path = tmp_path / "pitch.html"
    path.write_bytes((SPAMMY / "no-way-out.html").read_bytes())
    _, out, _ = run(str(path), "--apply", "--format", "json")
    assert json.loads(out)["edits"]
    assert path.read_bytes() == (SPAMMY / "no-way-out.html").read_bytes()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_line_ends_and_permissions_stay(run, tmp_path, codec, newline):
    text = HIDDEN.decode().replace("Dear traveller", "Très cher voyageur").replace("\n", newline)
    if codec in ("cp1252", "utf-16"):
        text = text.replace('<meta charset="utf-8">', "")
    path = tmp_path / "offer.html"
    path.write_bytes(text.encode(codec))
    path.chmod(0o640)
    assert run(str(path), "--apply")[0] == 0
    made = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert made.decode(codec).replace(newline, "\n").count("\r") == 0
    kept = made.decode(codec).split(newline)
    assert all(line in text.split(newline) for line in kept)
    assert 0 < len(text.split(newline)) - len(kept) <= 4
    assert len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_written_is_refused_in_one_sentence(run, template, monkeypatch):
    for arguments, said in (
        ((EML, "--apply"), "does not write into a whole message"),
        (("-", "--apply"), "name the file instead of -"),
        (("nowhere.html",), "cannot read nowhere.html"),
        ((str(template), "--text", "nowhere.txt"), "cannot read nowhere.txt"),
        ((str(template), "--as", "message", "--apply"), "does not write into a whole message"),
        ((str(template.parent),), "cannot read"),
    ):
        status, _, err = run(*arguments)
        assert status == 2, arguments
        assert said in err
        assert err.count("\n") == 1
    assert template.read_bytes() == HIDDEN

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    status, _, err = run(str(template), "--apply")
    assert (status, "No space left" in err) == (2, True)
    assert template.read_bytes() == HIDDEN
    assert [path.name for path in template.parent.iterdir()] == ["offer.html"]


def test_a_body_made_out_of_the_file_is_not_written_back():
    with pytest.raises(ValueError, match="made out of it"):
        rewriting.rewritten(b"<mjml>a</mjml>", "<p>a</p>", ())


@pytest.mark.parametrize("body", ["<p>a</p>\n", "\n\n\n<p>a</p>\n", " " * 20 + "<p>a</p>\n"])
def test_front_matter_stays_where_it_is(body):
    raw = b"---\r\nsubject: Hi\r\n---\r\n<p>a</p>\r\n"
    place = body.index("a<")
    made = rewriting.rewritten(raw, body, [Lines(body).change(place, place + 1, "b")])
    assert made == raw.replace(b"a<", b"b<")
    assert rewriting.shift(raw, body) + body.count("\n", 0, place) == 3


def test_hostile_text_cannot_act_on_the_terminal(run, tmp_path):
    path = tmp_path / "bad.html"
    path.write_text(
        '<p>ACT NOW!!! \x1b[2J\u202e risk free</p><a href="http://203.0.113.7/\x1b[31m">CLICK HERE</a>', "utf-8"
    )
    for arguments in ((), ("--dry-run",), ("--format", "json")):
        _, out, err = run(str(path), *arguments)
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err
