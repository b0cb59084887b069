"""`spamscore suppress` and `spamscore events` as people meet them."""

import io
import json
import sys

import pytest

from spamscore.audience import open_audience
from spamscore.audience.providers import PROVIDERS
from spamscore.cli import audience_arguments, main
from tests.audience.made import lines, sendgrid

ANNA = "anna@shop.example"
SAID = ("--who", "me", "--why", "asked")


@pytest.fixture
def run(capsys, tmp_path):
    url = f"sqlite:///{tmp_path / 'audience.db'}"

    def call(*arguments):
        status = main([*arguments, "--db", url])
        out, err = capsys.readouterr()
        return status, out, err

    call.url = url
    return call


@pytest.fixture
def bounced(run, tmp_path):
    path = tmp_path / "events.json"
    path.write_text(
        json.dumps([sendgrid("bounce", reason="550 gone"), sendgrid("spamreport", "ben@shop.example"), {"x": 1}])
    )
    status, out, _ = run("events", "import", str(path), "--provider", "sendgrid", "--rejects", str(tmp_path / "bad"))
    assert (status, out) == (0, "2 events: 2 new, 0 known, 1 rejected; 2 suppressed\n")
    assert "no field 'event'" in (tmp_path / "bad").read_text()
    return path


@pytest.mark.usefixtures("bounced")
def test_check_and_history(run):
    status, out, _ = run("suppress", "check", ANNA, "cleo@shop.example")
    assert status == 1
    assert f"{ANNA}: hard bounce since 20" in out
    assert "(550 gone)" in out
    assert "cleo@shop.example: may get mail" in out
    assert run("suppress", "check", "cleo@shop.example")[0] == 0
    assert "suppressed  hard bounce  by import  550 gone" in run("suppress", "history", ANNA)[1]


def test_words_of_a_server_do_not_act_on_the_terminal(run, tmp_path):
    path = tmp_path / "events.json"
    path.write_text(json.dumps(sendgrid("bounce", reason="550 \x1b[2Jgone\x07")))
    run("events", "import", str(path), "--provider", "sendgrid")
    for act in ("check", "history"):
        out = run("suppress", act, ANNA)[1]
        assert "gone" in out
        assert not {"\x1b", "\x07"} & set(out)


@pytest.mark.usefixtures("bounced")
def test_reactivate_needs_what_the_cause_needs(run):
    assert "lifted: hard bounce" in run("suppress", "reactivate", ANNA, *SAID)[1]
    status, _, err = run("suppress", "reactivate", "ben@shop.example", *SAID)
    assert status == 2
    assert "consent given after it" in err
    assert run("suppress", "reactivate", "ben@shop.example", *SAID, "--proof", "form")[2].endswith(
        "--proof-date 2026-05-03T10:00:00Z\n"
    )
    assert "is no time" in run("suppress", "reactivate", "ben@shop.example", *SAID, "--when", "soon")[2]


def test_remove_explains_itself(run):
    run("suppress", "add", ANNA, *SAID)
    status, _, err = run("suppress", "remove", ANNA, *SAID)
    assert status == 2
    assert "reactivate" in err
    assert run("suppress", "remove", ANNA, *SAID, "--mistake")[0] == 0
    assert run("suppress", "check", ANNA)[0] == 0


@pytest.mark.usefixtures("bounced")
def test_filter_prints_only_who_may_get_mail(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Anna@shop.example\ncleo@shop.example\n\nnobody\n"))
    status, out, err = run("suppress", "filter", "-")
    assert (status, out) == (0, "cleo@shop.example\n")
    assert "left out 1: hard bounce" in err
    assert "left out 1: no address" in err


@pytest.mark.usefixtures("bounced")
def test_what_is_exported_can_be_imported(run, tmp_path):
    soft = [sendgrid("bounce", "=cmd@shop.example", type="blocked", ago=day, reason="=1+1") for day in range(1, 6)]
    with open_audience(run.url) as audience:
        audience.import_events(lines(*soft), "sendgrid")
    out = run("suppress", "export")[1]
    assert ",=" not in out  # a spreadsheet would run it
    assert "\n=" not in out
    assert out.splitlines()[0] == "address,kind,time,reason,hash"
    (tmp_path / "list.csv").write_text(out)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert main(["suppress", "import", str(tmp_path / "list.csv"), "--db", other]) == 0
    with open_audience(run.url) as first, open_audience(other) as second:
        kept = [{entry.address for entry in each.suppressions()} for each in (first, second)]
    assert kept[0] == kept[1] == {ANNA, "ben@shop.example", "=cmd@shop.example"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("suppress", "filter", "/nowhere/list"), "cannot read /nowhere/list"),
        (("events", "import", "/nowhere/events", "--provider", "ses"), "cannot read /nowhere/events"),
        (("suppress", "check", "anna"), "is no mail address"),
        (("suppress", "check", ANNA, "--key-file", "/nowhere/key"), "cannot read /nowhere/key"),
        (("suppress", "export", "--cause", "whim"), "there is no cause"),
    ],
)
def test_mistakes_get_a_sentence(run, arguments, words):
    status, _, err = run(*arguments)
    assert status == 2
    assert words in err


def test_a_database_that_cannot_be_opened(capsys):
    assert main(["suppress", "check", ANNA, "--db", "sqlite:////nowhere/at/all.db"]) == 2
    assert "cannot open" in capsys.readouterr().err
    assert main(["suppress", "check", ANNA, "--db", "nonsense"]) == 2
    assert "sqlite:///" in capsys.readouterr().err


def test_the_parser_knows_every_provider_without_loading_them():
    assert audience_arguments._PROVIDERS == PROVIDERS
