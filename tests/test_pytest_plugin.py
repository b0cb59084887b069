"""The pytest plugin as its users meet it: a test file of theirs, a run of pytest, and what it prints."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OFFER = (ROOT / "examples" / "spring-offer.html").as_posix()
KIND = "<p>Dear Ms Novak, your invoice for March is attached. It is due on 14 April. Kind regards, Garden Shop</p>"
SPAM = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
LOAD = ("-p", "spamscore.integrations.pytest_plugin")


@pytest.fixture
def project(tmp_path: Path):
    """A folder with tests, and a function that runs them: the exit status and all that was printed."""

    def run(source: str, *options: str, load: tuple[str, ...] = LOAD, **environment: str) -> tuple[int, str]:
        if source:
            (tmp_path / "test_mails.py").write_text(source, "utf-8")
        known = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS")}
        paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path / "site")])}
        alone = {} if not load else {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *load, *options]
        environment = {**known, **paths, **alone, **environment}
        ran = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        return ran.returncode, ran.stdout + ran.stderr

    return run


def kept(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    return json.loads((folder / "__spamscore__" / "test_mails.json").read_text("utf-8"))


def snapshots(**mails: str) -> str:
    tests = (f"def test_{name}(spam_snapshot):\n    spam_snapshot({mail!r})\n" for name, mail in mails.items())
    return "\n".join(tests)


def test_every_kind_of_mail_passes_when_it_is_kind(project):
    status, out = project(f"""
from email.message import EmailMessage
from pathlib import Path
from spamscore.integrations.pytest_plugin import assert_not_spam as by_import

def test_all(assert_not_spam, tmp_path):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Shop <a@shop.example>", "b@b.example", "Your invoice"
    message.set_content({KIND!r}, subtype="html")
    (tmp_path / "mail.html").write_text({KIND!r})
    for mail in ({KIND!r}, message, message.as_bytes(), tmp_path / "mail.html"):
        report = assert_not_spam(mail, subject="Your invoice for March")
        assert report.points < 5
    assert by_import is assert_not_spam
""")
    assert status == 0, out


def test_a_failure_shows_the_report_and_not_a_bare_number(project):
    status, out = project(f"""
from pathlib import Path
def test_offer(assert_not_spam):
    assert_not_spam(Path({OFFER!r}))
""")
    assert status == 1
    assert "its verdict is spam" in out
    assert "A link shows one site and opens another [link-text-mismatch]" in out
    assert "16:31" in out
    assert "Let the visible address and the real target be the same site" in out
    assert "pytest_plugin.py" not in out, "the failure is the test's own line"


@pytest.mark.parametrize(
    ("below", "said"),
    [("'review'", "its verdict is"), ("0.5", "0.5 or more are too many"), ("'maybe'", "a limit is 'spam'"), ("None", "not NoneType")],
)  # fmt: skip
def test_other_limits(project, below, said):
    status, out = project(f"def test_it(assert_not_spam):\n    assert_not_spam({SPAM!r}, below={below})\n")
    assert status == 1
    assert said in out


def test_a_mail_cannot_act_on_the_terminal(project):
    mail = "<p>\x1b[2J\u202e" + SPAM + "</p>"
    status, out = project(f"def test_it(assert_not_spam):\n    assert_not_spam({mail!r})\n", "--tb=line")
    assert status == 1
    assert not {"\x1b", "\u202e"} & set(out)


def test_a_first_run_keeps_the_scores_and_a_change_is_shown(project, tmp_path):
    status, out = project(snapshots(offer=KIND, other=KIND))
    assert status == 0
    assert "test_mails.json: 2 new, 0 changed, 0 dropped" in out
    approved = kept(tmp_path)["test_offer"]["mail 1"]
    assert approved["verdict"] == "ok"
    assert approved["findings"] == sorted(approved["findings"])
    status, out = project(snapshots(offer=KIND, other=KIND))
    assert (status, "test_mails.json" in out) == (0, False)
    status, out = project(snapshots(offer=SPAM, other=KIND))
    assert status == 1
    assert "verdict: ok → spam" in out
    assert "points: " in out
    assert "pytest --spamscore-update test_mails.py::test_offer" in out
    assert kept(tmp_path)["test_offer"]["mail 1"] == approved, "a failing run approves nothing"


def test_update_rewrites_and_drops_what_no_test_uses(project, tmp_path):
    project(snapshots(offer=KIND, other=KIND, gone=KIND))
    stale = tmp_path / "__spamscore__" / "test_mails.json"
    entries = json.loads(stale.read_text("utf-8"))
    entries["test_other"]["an older name"] = entries["test_other"]["mail 1"]
    stale.write_text(json.dumps(entries), "utf-8")
    status, out = project(snapshots(offer=SPAM, other=KIND), "--spamscore-update")
    assert status == 0
    assert "0 new, 1 changed, 2 dropped" in out
    assert {test: list(mails) for test, mails in kept(tmp_path).items()} == {
        "test_offer": ["mail 1"], "test_other": ["mail 1"],
    }  # fmt: skip
    assert kept(tmp_path)["test_offer"]["mail 1"]["verdict"] == "spam"
    assert project(snapshots(offer=SPAM, other=KIND), CI="true")[0] == 0


def test_update_drops_the_scores_of_a_test_file_that_is_gone(project, tmp_path):
    project(snapshots(offer=KIND))
    kept_file = tmp_path / "__spamscore__" / "test_mails.json"
    kept_file.rename(kept_file.with_name("test_older.json"))
    status, out = project(snapshots(offer=KIND), "--spamscore-update")
    assert status == 0
    assert "test_older.json: removed, its test file is gone" in out
    assert [path.name for path in kept_file.parent.iterdir()] == ["test_mails.json"]


@pytest.mark.parametrize("options", [("-k", "offer"), ("test_mails.py::test_offer",)])
def test_update_of_one_test_keeps_the_others(project, tmp_path, options):
    project(snapshots(offer=KIND, other=KIND))
    project(snapshots(offer=SPAM, other=KIND), "--spamscore-update", *options)
    assert kept(tmp_path)["test_offer"]["mail 1"]["verdict"] == "spam"
    assert kept(tmp_path)["test_other"]["mail 1"]["verdict"] == "ok"


def test_a_path_is_the_template_that_check_sees(project, tmp_path):
    (tmp_path / "mail.html").write_text(KIND, "utf-8")
    status, out = project("""
from pathlib import Path
from spamscore import templates
def test_it(assert_not_spam, spam_snapshot):
    path = Path("mail.html")
    assert assert_not_spam(path) == spam_snapshot(path) == templates.check(templates.load(path))
""")
    assert status == 0, out


def test_a_missing_snapshot_fails_in_ci_and_says_what_to_run(project, tmp_path):
    status, out = project(snapshots(offer=KIND), CI="true")
    assert status == 1
    assert "no score of mail 1 was approved: run `pytest --spamscore-update test_mails.py::test_offer`" in out
    assert not (tmp_path / "__spamscore__").exists()


def test_mails_of_one_test_have_names(project, tmp_path):
    calls = f"spam_snapshot({KIND!r})\n    spam_snapshot({SPAM!r}, 'reminder', subject='Hello')\n"
    assert project(f"def test_two(spam_snapshot):\n    {calls}")[0] == 0
    assert list(kept(tmp_path)["test_two"]) == ["mail 1", "reminder"]
    status, out = project(f"def test_two(spam_snapshot):\n    {calls}    spam_snapshot({KIND!r}, 'reminder')\n")
    assert status == 1
    assert "give each its own name" in out


def test_a_damaged_file_is_named(project, tmp_path):
    (tmp_path / "__spamscore__").mkdir()
    (tmp_path / "__spamscore__" / "test_mails.json").write_text("<<<<<<< HEAD\n{}", "utf-8")
    status, out = project(snapshots(offer=KIND))
    assert status == 1
    assert "is damaged" in out
    assert "INTERNALERROR" not in out
    status, out = project(snapshots(offer=KIND), "--spamscore-update")
    assert "INTERNALERROR" not in out


def test_with_xdist_one_process_writes_all(project, tmp_path):
    mails = {f"mail_{number}": KIND for number in range(6)}
    xdist = (*LOAD, "-p", "xdist", "-n", "2")
    status, out = project(snapshots(**mails), load=xdist)
    assert status == 0, out
    assert len(kept(tmp_path)) == 6
    del mails["mail_5"]
    status, out = project(snapshots(**{**mails, "mail_0": SPAM}), "--spamscore-update", load=xdist)
    assert "0 new, 1 changed, 1 dropped" in out
    assert len(kept(tmp_path)) == 5


def test_the_entry_point_is_found_without_an_option(project, tmp_path):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    info = tmp_path / "site" / "spamscore_here-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: spamscore-here\nVersion: 1\n")
    lines = ["[pytest11]", *(f"{name} = {module}" for name, module in declared.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))
    status, out = project(f"def test_it(assert_not_spam):\n    assert_not_spam({KIND!r})\n", load=())
    assert status == 0, out
    assert "--spamscore-update" in project("", "--help", load=())[1]


def test_loading_it_imports_nothing_that_weighs():
    script = (
        "import sys, pytest, time\nbefore = set(sys.modules)\nimport spamscore.integrations.pytest_plugin\n"
        "import spamscore.integrations.approvals\nprint(sorted(set(sys.modules) - before))"
    )
    out = subprocess.check_output([sys.executable, "-c", script], text=True, cwd=ROOT)
    rooms = ["", ".errors", ".integrations", ".integrations.approvals", ".integrations.pytest_plugin"]
    assert out.strip() == str([f"spamscore{room}" for room in rooms])
