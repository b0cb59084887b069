"""`spamscore preflight`: its options, its exit codes, and what it says to wrong use."""

import io
import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import spamscore
from tests import mails
from tests.commandline import INVOICE, OFFER, Ran, ran, write
from tests.nine import items, rows, said
from tests.test_preflight import REGISTRY, SCHEMA

LINE = Draft202012Validator({"$ref": f"{SCHEMA['$id']}#/$defs/line"}, registry=REGISTRY)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {"invoice.html": INVOICE, "offer.html": OFFER})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(source=mails.raw)
def test_any_message_ends_with_nine_rows_and_a_status(home: Path, source: bytes):
    (home / "a.eml").write_bytes(source)
    done = ran("preflight", "a.eml")
    assert done.status in (0, 1)
    assert len(rows(done.out)) == 9
    assert sum("not checked" in row for row in rows(done.out)) == 8
    LINE.validate(json.loads(ran("preflight", "a.eml", "--format", "json").out))
    assert len(items(ran("preflight", "a.eml", "--format", "html").out)) == 9


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("invoice.html",), 0),
        (("offer.html",), 1),
        (("offer.html", "--fail-on", "never"), 0),
        (("offer.html", "--fail-on", "problem"), 1),
        (("invoice.html", "--fail-on", "attention"), 0),
        (("picture.html",), 0),
        (("picture.html", "--fail-on", "attention"), 1),
    ],
)
def test_the_exit_codes(home: Path, options: tuple[str, ...], status: int):
    write(home, {"picture.html": '<img src="https://shop.example/a.png" width="600">'})
    done = ran("preflight", *options)
    assert done.status == status
    assert ("Fails the preflight: content" in done.out) == bool(status)


def test_the_content_is_stopped_by_the_configured_gate(home: Path):
    write(home, {"spamscore.toml": 'fail-on = "never"\nformat = "sarif"\noutput = "report.sarif"\n'})
    done = ran("preflight", "offer.html")
    assert done.status == 0
    assert rows(done.out)  # format and output are those of `check`
    assert ran("preflight", "offer.html", "--fail-on", "problem").status == 1
    assert ran("preflight", "offer.html", "--no-config").status == 1
    write(home, {"spamscore.toml": "threshold = -20\n"})
    assert ran("preflight", "invoice.html").status == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("nowhere.html",), "cannot read nowhere.html"),
        (("folder",), "one mail: name a file of the folder folder"),
        (("invoice.html", "--ip", "192.0.2.1"), "--ip says more about --domain: name that, too"),
        (("invoice.html", "--segment", "regulars"), "--segment says more about --events"),
        (("invoice.html", "--planned", "a.txt"), "--planned says more about --events"),
        (
            ("invoice.html", "--domain", "shop.example", "--first-sent", "May"),
            "a day is written as 2026-03-21, not May",
        ),
        (("invoice.html", "--first-sent", "2026-03-21"), "--first-sent says more about --domain"),
        (("invoice.html", "--output", "invoice.html"), "would be lost"),
        (("invoice.html", "--output", "no/such/a.html"), "cannot write"),
        (("invoice.html", "--format", "sarif"), "invalid choice"),
        (("invoice.html", "--fail-on", "spam"), "invalid choice"),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(home: Path, options: tuple[str, ...], sentence: str):
    (home / "folder").mkdir()
    done = ran("preflight", *options)
    assert done.status == 2
    assert sentence in done.err
    assert done.out == ""
    assert (home / "invoice.html").read_text("utf-8") == INVOICE


@pytest.mark.parametrize(
    ("room", "options", "extra"),
    [("sender", ("--domain", "shop.example"), "dns"), ("audience", ("--events", "a.db"), "audience")],
)
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, room: str, options: tuple[str, ...], extra: str):
    monkeypatch.setitem(sys.modules, f"spamscore.{room}", None)  # type: ignore[arg-type]  # None: an import fails
    done = ran("preflight", "invoice.html", *options)
    assert done.status == 2
    assert f"pip install 'spamscore[{extra}]'" in done.err


def test_the_context_options_are_those_of_check():
    options = ("--subject", "URGENT!!! RE: you won", "--sender", "Shop <news@shop.example>", "--kind", "marketing")
    found = json.loads(ran("preflight", "invoice.html", "--format", "json", *options).out)
    same = ran("check", "invoice.html", "--format", "json", *options).objects["invoice.html"]
    assert found["report"]["points"] == same["points"]
    assert (
        found["report"]["points"]
        != json.loads(ran("preflight", "invoice.html", "--format", "json").out)["report"]["points"]
    )


def test_standard_input_is_read_once_for_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OFFER.encode())))
    found = json.loads(ran("preflight", "-", "--format", "json").out)
    assert found["file"] == "-"
    assert found["report"]["points"] == spamscore.check(OFFER).points


def test_output_goes_into_a_file(home: Path):
    done = ran("preflight", "invoice.html", "--format", "html", "--output", "report.html")
    assert (done.status, done.out) == (0, "")
    assert len(items((home / "report.html").read_text("ascii"))) == 9


class _Rooms:
    """Stand-ins for the two rooms that note how the command asks them; the rooms themselves have tests of their own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, status: Any):
        self.asked: dict[str, Any] = {}
        self.status = status
        sender, audience = ModuleType("spamscore.sender"), ModuleType("spamscore.audience")
        sender.examine, sender.examine_offline = self.examine, self.examine_offline  # type: ignore[attr-defined]  # a made-up room
        audience.open_audience = self.open_audience  # type: ignore[attr-defined]  # a made-up room
        monkeypatch.setitem(sys.modules, "spamscore.sender", sender)
        monkeypatch.setitem(sys.modules, "spamscore.audience", audience)

    def examine(self, domain: str, **known: Any) -> Any:
        if "@" in domain:
            raise ValueError("domain is the part of the address after the @")
        self.asked |= {"domain": domain, **known}
        return said("sender", self.status, would_check="the address that the mail is sent from: ip=…")

    def examine_offline(self, message: bytes, ids: Any) -> Any:
        self.asked |= {"offline": message, "ids": ids}
        return said("sender", self.status)

    def open_audience(self, url: str) -> Any:
        self.asked["url"] = url
        return self

    def __enter__(self) -> "_Rooms":
        return self

    def __exit__(self, *_: object) -> None:
        self.asked["closed"] = True

    def causes(self, **known: Any) -> Any:
        self.asked |= {name: value if isinstance(value, str) else list(value) for name, value in known.items() if value}
        return said("audience", self.status).said


def asking(*more: str) -> Ran:
    return ran("preflight", "invoice.html", "--domain", "shop.example", "--events", "events.db", *more)


def test_options_reach_sender_and_audience(home: Path, monkeypatch: pytest.MonkeyPatch):
    rooms = _Rooms(monkeypatch, "ok")
    (home / "events.db").touch()
    write(home, {"readers.txt": "\ufeffanna@shop.example\r\n\nben@shop.example\n"})
    done = asking(
        "--ip", "192.0.2.1", "--helo", "mx.shop.example", "--selector", "s1", "--selector", "s2", "--nameserver", "127.0.0.1:5353",
        "--sender", "Shop <news@shop.example>", "--segment", "regulars", "--planned", "readers.txt",
        "--envelope", "bounces.shop.example", "--first-sent", "2026-03-21",
    )  # fmt: skip
    assert done.status == 0
    assert "9 ok." in done.out
    assert "has not passed" not in done.out
    mail = rooms.asked.pop("mail")
    assert mail.sender_address == "news@shop.example"
    assert mail.links
    assert rooms.asked == {
        "domain": "shop.example", "ip": "192.0.2.1", "helo": "mx.shop.example", "selectors": ("s1", "s2"), "bulk": False,
        "resolver": ["127.0.0.1:5353"], "authserv_id": None, "url": "sqlite:///events.db", "segment": "regulars", "planned": ["anna@shop.example", "ben@shop.example"],
        "closed": True, "envelope": "bounces.shop.example", "first_sent": date(2026, 3, 21),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "options", "ends"),
    [("problem", (), 1), ("attention", (), 0), ("attention", ("--fail-on", "attention"), 1), ("not_checked", (), 0),
     ("problem", ("--fail-on", "never"), 0), ("not_checked", ("--fail-on", "attention"), 0)],
)  # fmt: skip
def test_a_cause_stops_the_mail(
    home: Path, monkeypatch: pytest.MonkeyPatch, status: str, options: tuple[str, ...], ends: int
):
    _Rooms(monkeypatch, status)
    (home / "events.db").touch()
    done = asking(*options)
    assert done.status == ends
    assert done.out.count("Fails the preflight") == 8 * ends


def test_what_would_let_a_cause_be_checked_is_told_by_options(home: Path, monkeypatch: pytest.MonkeyPatch):
    _Rooms(monkeypatch, "not_checked")
    (home / "events.db").touch()
    shown = asking().out
    assert "the address that the mail is sent from: --ip" in " ".join(shown.split())
    assert "ip=" not in shown


def test_a_required_cause_that_was_not_checked_stops_the_mail(home: Path, monkeypatch: pytest.MonkeyPatch):
    done = ran("preflight", "invoice.html", "--require", "ip-reputation", "--require", "content", "--fail-on", "never")
    assert done.status == 1
    assert "Fails the preflight: ip reputation: required, and not checked" in done.out
    assert done.out.count("required, and") == 1
    assert "a cause is one of recipient-settings, content" in ran("preflight", "invoice.html", "--require", "dns").err
    _Rooms(monkeypatch, "ok")
    (home / "events.db").touch()
    assert asking("--require", "ip-reputation").status == 0


def test_a_database_that_fails_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: Any, **__: Any) -> Any:
        raise OSError("file is not a database\nand much more")

    monkeypatch.setattr(_Rooms, "causes", fails)
    _Rooms(monkeypatch, "ok")
    (home / "events.db").touch()
    done = asking()
    assert (done.status, done.err) == (2, "spamscore: the database of events cannot be read: file is not a database\n")


def test_a_list_that_cannot_be_read_is_said(home: Path, monkeypatch: pytest.MonkeyPatch):
    _Rooms(monkeypatch, "ok")
    (home / "events.db").touch()
    assert "cannot read no.txt" in asking("--planned", "no.txt").err


def test_a_received_message_is_judged_offline(home: Path, monkeypatch: pytest.MonkeyPatch):
    rooms = _Rooms(monkeypatch, "ok")
    raw = b"From: Shop <news@shop.example>\nSubject: Your order\n\nIt has been shipped today."
    (home / "a.eml").write_bytes(raw)
    assert ran("preflight", "a.eml", "--authserv-id", "mx.reader.example").status == 0
    assert rooms.asked == {"offline": raw, "ids": ("mx.reader.example",)}
    done = ran("preflight", "invoice.html", "--authserv-id", "mx.reader.example")
    assert (done.status, "received message" in done.err) == (2, True)


def test_a_whole_message_reaches_the_sender_as_it_is(home: Path, monkeypatch: pytest.MonkeyPatch):
    rooms = _Rooms(monkeypatch, "ok")
    raw = b"From: Shop <news@shop.example>\r\nSubject: Your order\r\n\r\nIt has been shipped today.\r\n"
    (home / "a.eml").write_bytes(raw)
    assert ran("preflight", "a.eml", "--domain", "shop.example").status == 0
    assert rooms.asked["message"] == raw
    rooms.asked.clear()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert ran("preflight", "-", "--as", "message", "--domain", "shop.example").status == 0
    assert rooms.asked["message"] == raw
    assert rooms.asked["mail"].sender_address == "news@shop.example"


def test_a_mistake_in_what_is_asked_is_one_sentence(monkeypatch: pytest.MonkeyPatch):
    _Rooms(monkeypatch, "ok")
    done = ran("preflight", "invoice.html", "--domain", "news@shop.example")
    assert (done.status, done.err) == (2, "spamscore: domain is the part of the address after the @\n")


def test_no_empty_database_is_made_by_a_wrong_name(home: Path, monkeypatch: pytest.MonkeyPatch):
    rooms = _Rooms(monkeypatch, "ok")
    for name in ("evnts.db", "sqlite:///evnts.db"):
        done = ran("preflight", "invoice.html", "--events", name)
        assert (done.status, "there is no database evnts.db" in done.err) == (2, True)
    assert rooms.asked == {}
    assert not (home / "evnts.db").exists()
