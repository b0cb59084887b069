"""The command line as people and scripts meet it: what it prints, where, and the number it ends with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import spamscore
from spamscore.cli import main
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
INVOICE = str(ROOT / "examples" / "invoice.html")
OFFER = str(ROOT / "examples" / "spring-offer.html")
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = int(str(ended.code or 0))
        return status, *capsys.readouterr()

    return call


def shell(*arguments: str, given: bytes = b"", **keywords: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "spamscore.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, input=given, capture_output=True, timeout=60, check=False, **keywords)


@pytest.fixture
def spam(tmp_path: Path) -> str:
    file = tmp_path / "spam.html"
    file.write_text(f"<p>{GTUBE}</p>", "utf-8")
    return str(file)


def test_check_tells_the_whole_story(run):
    status, out, err = run("check", OFFER, "--fail-on", "never")
    report = spamscore.check(Path(OFFER))
    assert (status, err) == (0, "")
    assert out.index(report.verdict.upper()) < out.index("What to change")
    for finding in report.findings:
        assert finding.rule.title in out
        assert finding.rule.id in out
    for said in (
        "higher = more like spam",
        "no promise of the inbox",
        "SPF, DKIM and DMARC",
        "Adds up",
        "spam from 5.0",
    ):
        assert said in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ((), 1), (("--fail-on", "review"), 1), (("--fail-on", "never"), 0), (("--threshold", "5"), 1),
        (("--threshold", "1000"), 0), (("--fail-on", "maybe"), 2), (("--threshold", "high"), 2), (("--kind", "spam"), 2),
    ],
)  # fmt: skip
def test_the_gate(run, spam, options, status):
    assert run("check", spam, *options)[0] == status


def test_an_honest_mail_passes(run):
    assert run("check", INVOICE, "--subject", "Your invoice")[0] == 0


def test_json_is_one_object_a_line_and_the_same_every_time(run):
    status, out, _ = run("check", INVOICE, OFFER, "--format", "json", "--fail-on", "never")
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [line.pop("file") for line in lines] == [INVOICE, OFFER]
    assert {(*line.pop("failures"), *line.pop("notes"), line.pop("ignored")) for line in lines} == {(0,)}
    assert lines[1] == json.loads(json.dumps(spamscore.check(Path(OFFER)).as_dict()))
    assert run("check", INVOICE, OFFER, "--format", "json", "--fail-on", "never")[1] == out


def test_context_reaches_the_score(run):
    given = {"subject": "RE: URGENT!!! free money", "sender": "Bank <a@evil.test>"}
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    out = run("check", INVOICE, "--format", "json", "--fail-on", "never", *options)[1]
    assert json.loads(out)["points"] == spamscore.check(Path(INVOICE), **given).points


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "no/such/file.eml"), "cannot read no/such/file.eml"),
        (("check", "no/such/*.eml"), "no file matches"),
        (("check", "{empty}"), "holds no mail"),
        (("check", INVOICE, OFFER, "--text", OFFER), "--text is the twin of one mail"),
        (("check", INVOICE, "--text", "no/such.txt"), "cannot read no/such.txt"),
        (("check", INVOICE, "--model", "{empty}"), "model"),
        (("compare", INVOICE, "no/such.html"), "cannot read no/such.html"),
        (("why", "no-such-rule-at-all"), "there is no rule"),
        (("check",), "required"),
        ((), "required"),
    ],
)
def test_wrong_use_ends_with_2_and_one_sentence(run, tmp_path, arguments, said):
    status, out, err = run(*(word.format(empty=tmp_path) for word in arguments))
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_one_unreadable_file_does_not_hide_the_others(run):
    status, out, err = run("check", "no/such.html", INVOICE)
    assert status == 2
    assert INVOICE in out
    assert "no/such.html" in err


def test_a_folder_and_a_pattern_stand_for_the_mails_in_them(run):
    folder = ROOT / "examples"
    below = [path for path in folder.rglob("*") if path.suffix in (".html", ".eml")]
    for name, mails in ((folder, below), (folder / "*.html", folder.glob("*.html"))):
        out = run("check", str(name), "--format", "json", "--fail-on", "never")[1]
        assert [json.loads(line)["file"] for line in out.splitlines()] == sorted(map(str, mails))


def test_standard_input_is_a_body_unless_told():
    message = b"From: Shop <a@shop.example>\nSubject: hello\nContent-Type: text/html\n\n<p>Your order is on its way to you.</p>"
    told = json.loads(shell("check", "-", "--as", "message", "--format", "json", given=message).stdout)
    assert told["points"] == spamscore.check(message).points
    untold = shell("check", "-", given=message)
    assert b"--as message" in untold.stderr


def test_compare_says_what_moved(run):
    status, out, _ = run("compare", OFFER, INVOICE)
    assert status == 0
    assert "less like spam" in out
    data = json.loads(run("compare", OFFER, INVOICE, "--format", "json")[1])
    assert sum(each["points"] for each in data["changes"]) == data["new"]["points"] - data["old"]["points"]


def test_rules_lists_every_rule(run):
    out = run("rules")[1]
    assert all(rule.id in out for rule in RULES)
    assert [rule["id"] for rule in json.loads(run("rules", "--format", "json")[1])] == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_why_tells_the_essay(run, rule):
    status, out, _ = run("why", rule.id)
    assert status == 0
    assert "".join(rule.why.split()) in "".join(out.split())


def test_why_guesses_what_was_meant(run):
    rule = RULES[0]
    assert rule.id in run("why", rule.id[:-1] + "x")[2]


def test_a_closed_pipe_is_no_error():
    command = f"{sys.executable} -m spamscore.cli rules --format json | head -c 10"
    ran = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, timeout=60, check=False)  # noqa: S602 - the pipe is the test
    assert ran.stderr == b""
    assert len(ran.stdout) == 10


def test_output_that_cannot_show_a_character_still_comes():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    ran = shell("check", OFFER, env=environment)
    assert ran.returncode in (0, 1)
    assert b"#" in ran.stdout
    assert ran.stdout.isascii()


def test_start_is_fast():
    script = "import sys\nfrom spamscore.cli.arguments import parser\nparser()\nprint([m for m in ('bs4', 'numpy', 'lxml') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", script], text=True, cwd=ROOT).strip() == "[]"


def test_version(run):
    assert run("--version")[1].strip() == f"spamscore {spamscore.__version__}"


def test_colours_only_when_painted():
    assert Paint(enabled=False)("words", "red") == "words"
    assert Paint(enabled=True)("words", "red") == "\x1b[31mwords\x1b[0m"


@pytest.mark.parametrize("character", ["\x1b", "\u202e", "\u200b", "\x07", "\ud800", "\r"])
def test_a_mail_cannot_act_on_the_terminal(character):
    assert character not in safe(f"a{character}b")
