"""What a configuration says, where it is looked for, and how mistakes in it are answered."""

from pathlib import Path

import pytest

from spamscore.cli import config
from tests.commandline import INSECURE, INVOICE, OFFER, ran, rules, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {"emails/offer.html": OFFER, "emails/receipts/paid.html": INSECURE, "emails/invoice.html": INVOICE})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(folder: Path, text: str, name: str = "spamscore.toml") -> None:
    write(folder, {name: text})


def test_the_gate_and_the_format_come_from_the_configuration_and_the_command_line_wins(folder: Path):
    configure(folder, '[tool.spamscore]\nfail-on = "never"\nformat = "json"\n', "pyproject.toml")
    assert ran("check", "emails").status == 0
    assert set(ran("check", "emails").objects) == {
        "emails/invoice.html",
        "emails/offer.html",
        "emails/receipts/paid.html",
    }
    assert ran("check", "emails", "--fail-on", "spam").status == 1
    assert not ran("check", "emails", "--format", "text").out.startswith("{")
    assert ran("check", "emails", "--no-config").status == 1


def test_the_nearest_one_upwards_counts(folder: Path, monkeypatch: pytest.MonkeyPatch):
    configure(folder, 'fail-on = "never"')
    configure(folder, "threshold = -50", "emails/spamscore.toml")
    assert ran("check", "emails/invoice.html").status == 0
    monkeypatch.chdir(folder / "emails")
    assert ran("check", "invoice.html").status == 1


def test_a_pyproject_of_other_tools_is_passed_by(folder: Path, monkeypatch: pytest.MonkeyPatch):
    configure(folder, 'fail-on = "never"')
    configure(folder, "[tool.other]\nx = 1", "emails/pyproject.toml")
    monkeypatch.chdir(folder / "emails")
    assert ran("check", "offer.html").status == 0


def test_it_is_not_looked_for_beyond_the_repository(folder: Path, monkeypatch: pytest.MonkeyPatch):
    configure(folder, 'fail-on = "never"')
    (folder / "emails" / ".git").mkdir()
    monkeypatch.chdir(folder / "emails")
    assert ran("check", "offer.html").status == 1


def test_sections_hold_for_their_paths_only(folder: Path):
    configure(
        folder,
        'format = "json"\nfail-on = "never"\n[[paths]]\nmatch = "emails/receipts/**"\n'
        'ignore = "link-insecure"\nfail-on = "review"\nthreshold = -99\n'.replace('fail-on = "review"\n', ""),
    )
    both = ran("check", "emails")
    assert both.status == 1  # the section's threshold
    assert rules(both.objects["emails/receipts/paid.html"]) == set()
    assert "link-insecure" in rules(both.objects["emails/offer.html"])
    assert ran("check", "emails/offer.html").status == 0
    assert ran("check", "emails/receipts", "--fail-on", "never").status == 0  # the command line wins


def test_a_later_section_wins_and_ignores_add_up(folder: Path):
    configure(
        folder,
        'format = "json"\nignore = ["link-shortener"]\n[[paths]]\nmatch = "*.html"\nthreshold = -99\n'
        '[[paths]]\nmatch = "emails/offer.html"\nthreshold = 1000\nignore = "link-insecure"\n',
    )
    result = ran("check", "emails/offer.html", "--ignore", "link-ip-address")
    assert result.status == 0
    assert not rules(result.objects["emails/offer.html"]) & {"link-shortener", "link-insecure", "link-ip-address"}
    assert ran("check", "emails/invoice.html").status == 1


def test_context_of_a_section_reaches_the_score(folder: Path):
    configure(folder, 'format = "json"\n[[paths]]\nmatch = "emails/"\nsubject = "RE: URGENT!!! free money"\n')
    told = ran("check", "emails/invoice.html").objects["emails/invoice.html"]
    given = ran("check", "emails/invoice.html", "--no-config", "--format=json", "--subject=RE: URGENT!!! free money")
    assert told == given.objects["emails/invoice.html"]
    assert (
        told["points"]
        > ran("check", "emails/invoice.html", "--subject", "Your invoice").objects["emails/invoice.html"]["points"]
    )


def test_excluded_paths_are_left_alone_even_when_named(folder: Path):
    configure(folder, 'exclude = ["emails/offer.html"]')
    assert ran("check", "emails").status == 0
    named = ran("check", "emails/offer.html")
    assert (named.status, named.out) == (0, "")
    assert "nothing to check" in named.err
    assert ran("check", "emails", "--no-config", "--exclude", "offer.*").status == 0


def test_a_file_that_is_named_counts_from_its_own_folder(folder: Path):
    configure(folder, 'baseline = "accepted.json"', "settings/spamscore.toml")
    assert ran("baseline", "emails", "--config", "settings/spamscore.toml").status == 0
    assert (folder / "settings" / "accepted.json").is_file()
    assert ran("check", "emails", "--config", "settings/spamscore.toml").status == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("treshold = 3", "there is no key 'treshold'; did you mean threshold?"),
        ('fail_on = "spam"', "did you mean fail-on?"),
        ('threshold = "high"', "threshold takes a number, not 'high'"),
        ("threshold = true", "threshold takes a number"),
        ("jobs = 1.5", "jobs takes a whole number"),
        ("jobs = 0", "jobs takes 1 for no worker"),
        ("ignore = 3", "ignore takes a string or a list of strings"),
        ('ignore = ["link-insecur"]', "did you mean link-insecure"),
        ('select = "no-such-chapter-at-all"', "`spamscore rules` lists them"),
        ('fail-on = "sometimes"', "fail-on takes spam, review, never or finding:RULE-ID"),
        ('fail-on = ["never", "spam"]', "never stands alone"),
        ('fail-on = "spam"\nthreshold = 3', "threshold counts whatever the verdict"),
        ('kind = "newsletter"', 'kind takes "marketing" or "transactional"'),
        ('format = "jsn"', "did you mean json"),
        ('quiet = "yes"', "quiet takes true or false"),
        ("paths = 3", "paths takes tables"),
        ('[[paths]]\nkind = "marketing"', "does not say for which paths"),
        ('[[paths]]\nmatch = "a"\njobs = 2', "there is no key 'jobs'"),
        ("= broken", "is no TOML"),
    ],
)
def test_a_mistake_is_answered_by_one_sentence(folder: Path, text: str, said: str):
    configure(folder, text)
    result = ran("check", "emails/invoice.html")
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"[tool.spamscore\n", b"[tool]\nspamscore = 3\n"])
def test_a_broken_pyproject_is_one_sentence(folder: Path, data: bytes):
    (folder / "pyproject.toml").write_bytes(data + b"# tool.spamscore")
    result = ran("check", "emails/invoice.html")
    assert result.status == 2
    assert result.err.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_a_configuration_that_is_not_there():
    assert "cannot read no.toml" in ran("check", "emails", "--config", "no.toml").err


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("emails/receipts/a.html", "emails/receipts/**", True),
        ("emails/receipts/de/a.html", "emails/receipts/**", True),
        ("emails/receipts", "emails/receipts/**", False),
        ("emails/a.html", "emails/receipts/**", False),
        ("emails/de/a.html", "emails/*.html", False),
        ("emails/a.html", "emails/*.html", True),
        ("emails/de/x/a.html", "emails/**/a.html", True),
        ("emails/a.html", "emails/**/a.html", True),
        ("deep/in/a.html", "*.html", True),
        ("deep/in/a.html", "in", False),
        ("drafts/in/a.html", "drafts/", True),
        ("my/drafts/a.html", "drafts/", False),
        ("emails/a.html", "./emails/*", True),
        ("emails/b.html", "emails/[ab].html", True),
        ("b.html", "./*.html", True),
        ("emails/b.html", "./*.html", False),
    ],
)
def test_patterns(path: str, pattern: str, fits: bool):
    assert config.matches(path, [pattern]) is fits
