"""`spamscore diff REV` and `check --diff REV`: what git says changed, and nothing else."""

import json
from pathlib import Path

import pytest

import spamscore
from spamscore.cli import diff, revisions, settings
from spamscore.cli.arguments import parser
from spamscore.cli.checked import Change
from tests.commandline import INVOICE, NEWSLETTER, OFFER, committed, git, ran, write

EDITED = INVOICE.replace("</body>", "<p>Click here for free money, act now</p></body>")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    committed(
        tmp_path, {"emails/invoice.html": INVOICE, "emails/offer.html": OFFER, "emails/old/news.html": NEWSLETTER}
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def changes(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> dict[str, Change]:
    """What the command hands to its format."""
    seen: list[Change] = []
    with monkeypatch.context() as patched:
        patched.setattr(diff.show, "changes", lambda _: lambda changes, _: (seen.extend(changes), ())[1])
        assert ran("diff", *arguments).status == 0
    return {each.name: each for each in seen}


def points(text: str) -> float:
    return spamscore.check(text).points


@pytest.mark.usefixtures("folder")
def test_nothing_changed(monkeypatch: pytest.MonkeyPatch):
    assert changes(monkeypatch, "HEAD") == {}
    checked = ran("check", "emails", "--diff", "HEAD")
    assert (checked.status, checked.out) == (0, "")
    assert "nothing to check" in checked.err


def test_edited_new_gone_and_renamed(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write(folder, {"emails/invoice.html": EDITED, "emails/brand new.html": NEWSLETTER})
    (folder / "emails" / "offer.html").unlink()
    git(folder, "mv", "emails/old/news.html", "emails/nöws.html")
    found = changes(monkeypatch, "HEAD")
    assert list(found) == ["emails/brand new.html", "emails/invoice.html", "emails/nöws.html", "emails/offer.html"]
    sides = {name: [each and each.points for each in (change.old, change.new)] for name, change in found.items()}
    assert sides["emails/invoice.html"] == [points(INVOICE), points(EDITED)]
    assert sides["emails/brand new.html"] == [None, points(NEWSLETTER)]
    assert sides["emails/offer.html"] == [points(OFFER), None]
    assert sides["emails/nöws.html"] == [points(NEWSLETTER)] * 2


def test_a_change_that_is_committed_counts_from_the_revision(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write(folder, {"emails/invoice.html": EDITED})
    git(folder, "commit", "--quiet", "--all", "--message=edit")
    assert changes(monkeypatch, "HEAD") == {}
    assert list(changes(monkeypatch, "HEAD~1")) == ["emails/invoice.html"]
    assert list(changes(monkeypatch, "HEAD~1", "emails/old")) == []


def test_paths_limit_it_from_any_folder(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write(folder, {"emails/invoice.html": EDITED})
    (folder / "emails" / "old" / "news.html").unlink()
    assert list(changes(monkeypatch, "HEAD", "emails/old")) == ["emails/old/news.html"]
    assert list(changes(monkeypatch, "HEAD", "emails/*.html")) == ["emails/invoice.html"]
    assert list(changes(monkeypatch, "HEAD", str(folder / "emails"))) == [
        str(folder / "emails" / name) for name in ("invoice.html", "old/news.html")
    ]
    monkeypatch.chdir(folder / "emails" / "old")
    assert list(changes(monkeypatch, "HEAD")) == ["news.html"]
    monkeypatch.chdir("/")
    assert len(changes(monkeypatch, "HEAD", str(folder / "emails"))) == 2


def test_options_hold_for_both_sides(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write(folder, {"emails/offer.html": OFFER.replace("</body>", "<p>Act now</p></body>")})
    found = changes(monkeypatch, "HEAD", "--ignore", "links")["emails/offer.html"]
    assert found.old
    assert found.new
    assert not any(each.rule.chapter == "links" for side in (found.old, found.new) for each in side.findings)


def test_check_gates_on_what_changed_only(folder: Path):
    assert ran("check", "emails").status == 1  # the offer
    write(folder, {"emails/invoice.html": EDITED})
    result = ran("check", "emails", "--diff", "HEAD", "--format", "json")
    assert result.status == 0
    assert set(result.objects) == {"emails/invoice.html"}
    write(folder, {"emails/again.html": OFFER})
    assert ran("check", "--diff", "HEAD").status == 1
    assert ran("check", "emails", "no/such.html", "--diff", "HEAD").status == 2


@pytest.mark.parametrize("revision", ["no-such", "HEAD~99", "--output=x", "HEAD:emails", "", "a b"])
@pytest.mark.parametrize("command", [("diff",), ("check", "emails", "--diff")])
def test_an_unknown_revision_is_one_sentence(folder: Path, command: tuple[str, ...], revision: str):
    last = f"{command[-1]}={revision}" if command[-1] == "--diff" else revision
    words = (*command[:-1], last) if command[-1] == "--diff" else (*command, "--", last)
    result = ran(*words)
    assert (result.status, result.out) == (2, "")
    assert "git knows no revision" in result.err
    assert not (folder / "x").exists()


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path, {"emails/invoice.html": INVOICE})
    monkeypatch.chdir(tmp_path)
    for command in (("diff", "HEAD"), ("check", "emails", "--diff", "HEAD")):
        result = ran(*command)
        assert (result.status, result.out) == (2, "")
        assert "in no git repository" in result.err


@pytest.mark.usefixtures("folder")
def test_a_file_outside_of_the_repository_is_said(tmp_path_factory: pytest.TempPathFactory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a.html"
    elsewhere.write_text(INVOICE)
    result = ran("check", "emails", elsewhere, "--diff", "HEAD")
    assert result.status == 2
    assert "lies outside of the repository" in result.err


def test_without_git(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(folder))
    assert "git is not installed" in ran("diff", "HEAD").err


def test_a_template_that_cannot_be_read_now_is_said_and_the_others_shown(folder: Path):
    write(folder, {"emails/invoice.html": EDITED, "emails/offer.html": "\0\1\2" * 99})
    result = ran("diff", "HEAD", "--format", "json")
    assert result.status == 2
    assert "offer.html is no text" in result.err
    assert "invoice.html" in result.out


def test_formats_of_changes(folder: Path):
    write(folder, {"emails/invoice.html": EDITED, "emails/new.html": NEWSLETTER})
    assert "invoice.html" in ran("diff", "HEAD").out
    assert ran("diff", "HEAD", "--format", "github", "--output", "summary.md") == (0, "", "")
    assert "invoice" in (folder / "summary.md").read_text("utf-8")
    assert all(json.loads(line) for line in ran("diff", "HEAD", "--format", "json").out.splitlines())
    assert ran("diff", "HEAD", "--format", "sarif").status == 2
    assert ran("compare", "emails/invoice.html", "emails/new.html", "--format", "github").status == 0


def test_old_files_are_written_below_their_folder_only(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    there = revisions.since("HEAD", folder)
    target = tmp_path_factory.mktemp("old")
    assert revisions.exported(there, target, None) == {
        "emails/invoice.html",
        "emails/offer.html",
        "emails/old/news.html",
    }
    assert (target / "emails/old/news.html").read_text("utf-8") == NEWSLETTER
    assert revisions.exported(there, tmp_path_factory.mktemp("some"), ["emails/old"]) == {"emails/old/news.html"}


def test_a_revision_in_the_configuration_is_no_key(folder: Path):
    write(folder, {"spamscore.toml": 'diff = "main"'})
    assert "there is no key 'diff'" in ran("check", "emails").err
    assert settings.read(parser().parse_args(["diff", "main", "--no-config"])).exclude == ()
