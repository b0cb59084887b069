"""What was accepted once does not fail again; what is new or worse does."""

import json
from pathlib import Path

import pytest

from spamscore.cli.baseline import TOLERANCE
from tests.commandline import INVOICE, NEWSLETTER, OFFER, ran, write

FILE = ".spamscore-baseline.json"
WORSE = '<p>Sign in at <a href="http://203.0.113.9/x">www.bank.example</a>, act now, 100% free money!</p></body>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {"emails/offer.html": OFFER, "emails/invoice.html": INVOICE})
    monkeypatch.chdir(tmp_path)
    assert ran("baseline").status == 0
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_what_is_accepted_passes_and_says_so():
    assert ran("check", "emails").status == 1
    accepted = ran("check", "emails", "--baseline", FILE)
    assert accepted.status == 0
    assert "accepted by the baseline" in accepted.out


def test_a_new_finding_in_an_accepted_mail_fails(folder: Path):
    write(folder, {"emails/offer.html": OFFER.replace("</body>", WORSE)})
    result = ran("check", "emails", "--baseline", FILE)
    assert result.status == 1
    assert "beyond the baseline" in result.out


def test_new_evidence_of_an_accepted_rule_is_new(folder: Path):
    write(folder, {"emails/offer.html": OFFER.replace("http://203.0.113.7/login", "http://203.0.113.8/login")})
    assert ran("check", "emails", "--baseline", FILE, "--fail-on", "finding:link-ip-address").status == 1


def test_a_finding_named_by_the_gate_is_accepted_with_the_others(folder: Path):
    write(folder, {"emails/offer.html": OFFER.replace("</body>", "<p>claim your free money, act now</p></body>")})
    assert ran("check", "emails", "--baseline", FILE, "--fail-on", "finding:link-ip-address").status == 0


def test_a_mail_that_gets_worse_without_crossing_the_gate_passes(folder: Path):
    write(folder, {"emails/invoice.html": INVOICE.replace("</body>", "<p>Click here for a free offer</p></body>")})
    assert ran("check", "emails", "--baseline", FILE).status == 0


def test_a_mail_that_is_not_in_it_is_judged_in_full(folder: Path):
    write(folder, {"emails/second.html": OFFER})
    assert ran("check", "emails", "--baseline", FILE).status == 1


def test_points_may_drift_within_the_tolerance_only(folder: Path):
    data = json.loads((folder / FILE).read_text())
    entry = data["files"]["emails/offer.html"]
    for change, status in ((TOLERANCE / 2, 0), (2 * TOLERANCE, 1)):
        moved = {**data["files"], "emails/offer.html": {**entry, "points": entry["points"] - change}}
        (folder / FILE).write_text(json.dumps({**data, "files": moved}))
        assert ran("check", "emails", "--baseline", FILE).status == status


def test_what_no_longer_applies_is_said_and_recording_again_forgets_it(folder: Path):
    write(folder, {"emails/offer.html": NEWSLETTER})
    (folder / "emails" / "invoice.html").unlink()
    stale = ran("check", "emails", "--baseline", FILE)
    assert stale.status == 0
    assert "no longer found: link-insecure, link-ip-address" in " ".join(stale.out.split())
    assert "no longer there: emails/invoice.html" in stale.err
    assert ran("baseline").status == 0
    fresh = ran("check", "emails", "--baseline", FILE)
    assert "no longer" not in fresh.out + fresh.err


@pytest.mark.usefixtures("folder")
def test_a_rule_left_out_does_not_make_the_baseline_stale():
    assert "no longer found" not in ran("check", "emails", "--baseline", FILE, "--ignore", "links").out


def test_it_is_stable_sorted_and_holds_nothing_of_the_mail(folder: Path):
    text = (folder / FILE).read_text()
    assert ran("baseline", "emails", "emails/offer.html", "--jobs", "2").status == 0
    assert (folder / FILE).read_text() == text
    data = json.loads(text)
    assert (data["tool"], data["schema"], list(data["files"])) == (
        "spamscore",
        1,
        ["emails/invoice.html", "emails/offer.html"],
    )
    for shown in ("203.0.113.7", "bit.ly", "gift", "free", "garden"):
        assert shown not in text.lower()


def test_one_changed_finding_is_a_change_of_few_lines(folder: Path):
    before = (folder / FILE).read_text().splitlines()
    write(folder, {"emails/offer.html": OFFER.replace("http://bit.ly/3springgift", "https://garden-shop.example/gift")})
    ran("baseline")
    after = (folder / FILE).read_text().splitlines()
    assert 0 < len(set(before) ^ set(after)) <= 6


def test_it_is_the_same_from_any_folder(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder / "emails")
    assert ran("check", ".", "--baseline", f"../{FILE}").status == 0


def test_the_configured_one_is_written_and_used(folder: Path):
    write(folder, {"spamscore.toml": 'baseline = "accepted.json"'})
    assert ran("check", "emails").status == 2  # it is not there yet
    assert ran("baseline", "--quiet").err == ""
    assert (folder / "accepted.json").is_file()
    assert ran("check", "emails").status == 0


def test_a_mail_that_cannot_be_read_does_not_stop_the_recording(folder: Path):
    result = ran("baseline", "emails", "no/such.html")
    assert result.status == 2
    assert "cannot read no/such.html" in result.err
    assert len(json.loads((folder / FILE).read_text())["files"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "{}", "3", '"x"', "[" * 100_000, '{"tool": "other", "schema": 1, "files": {}}',
        '{"tool": "spamscore", "schema": 99, "files": {}}', '{"tool": "spamscore", "schema": 1, "files": []}',
        '{"tool": "spamscore", "schema": 1, "files": {"a": {"points": "many", "findings": {}}}}',
        '{"tool": "spamscore", "schema": 1, "files": {"a": {"points": 1, "findings": []}}}',
        '{"tool": "spamscore", "schema": 1, "files": {"a": 1}}', "\x00\x01",
    ],
)  # fmt: skip
def test_a_damaged_or_foreign_file_is_one_sentence(folder: Path, text: str):
    write(folder, {"bad.json": text})
    result = ran("check", "emails", "--baseline", "bad.json")
    assert (result.status, result.out) == (2, "")
    assert "bad.json is no baseline of spamscore" in result.err
    assert result.err.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_one_that_is_not_there_says_how_to_record_it():
    assert "spamscore baseline PATH --output no.json" in ran("check", "emails", "--baseline", "no.json").err
