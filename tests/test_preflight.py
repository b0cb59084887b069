"""preflight(): nine causes in one answer; what nobody looked at never reads as passed."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import spamscore
from spamscore import Cause, assets, readiness
from spamscore.cause import IN_REPORTS, NAMES
from spamscore.readiness import JUDGES, STATUSES, UNKNOWABLE, WOULD_CHECK, content, joined
from spamscore.report import OTHER_CAUSES
from tests import mails
from tests.commandline import INVOICE, OFFER
from tests.nine import Said, both, said

ROOT = Path(__file__).resolve().parent.parent
SCHEMA, REPORT = (
    json.loads((assets.folder("data") / f"{name}.schema.json").read_text("utf-8")) for name in ("preflight", "report")
)
REGISTRY = Registry().with_resources((each["$id"], Resource.from_contents(each)) for each in (SCHEMA, REPORT))
VALIDATOR = Draft202012Validator(SCHEMA, registry=REGISTRY)
OTHERS = [name for name in NAMES if name != "content"]


def written(found: spamscore.Preflight) -> Any:
    """The preflight as a reader of its JSON gets it."""
    return json.loads(json.dumps(found.as_dict(), allow_nan=False))


def test_bare_html_has_its_content_judged_and_says_of_the_others_what_would_let_them_be_checked():
    found = spamscore.preflight(INVOICE)
    assert tuple(cause.name for cause in found.causes) == NAMES
    assert found["content"].status == "ok"
    assert {found[name].status for name in OTHERS} == {"not_checked"}
    assert all("--domain" in found[name].would_check for name in JUDGES["sender"])
    assert all("--events" in found[name].would_check for name in JUDGES["audience"])
    assert found.counts == {"ok": 1, "attention": 0, "problem": 0, "not_checked": 8}


def test_with_sender_and_audience_all_nine_are_judged():
    found = spamscore.preflight(INVOICE, **both())
    assert {cause.status for cause in found.causes} == {"ok"}
    assert tuple(cause.name for cause in found.causes) == NAMES
    assert found["suppression"].evidence == ("audience saw 3 things.",)


def test_the_content_is_what_check_says():
    found = spamscore.preflight(OFFER, subject="Re: your invoice")
    report = spamscore.check(OFFER, subject="Re: your invoice")
    assert found.report == report
    cause = found["content"]
    assert cause.status == "problem"
    assert f"{report.points:.2f} points" in cause.evidence[0]
    heaviest = report.findings[0]
    assert heaviest.rule.title in cause.evidence[1]
    assert heaviest.evidence[0].quote in cause.evidence[1]
    assert "claim your prize" in " ".join(cause.evidence)  # the phrases that weigh
    assert cause.advice[0] == heaviest.rule.advice
    assert set(cause.sources) > {each.rule.source for each in report.findings}
    assert "Words that weigh most" in cause.evidence[-1]


@pytest.mark.parametrize(
    ("verdict", "status"), [("ok", "ok"), ("review", "attention"), ("unsure", "attention"), ("spam", "problem")]
)
def test_each_verdict_has_its_status(verdict: Any, status: str):
    assert content(replace(spamscore.check(INVOICE), verdict=verdict)).status == status


def test_a_picture_alone_is_no_clean_content():
    cause = spamscore.preflight('<img src="https://shop.example/a.png" width="600">')["content"]
    assert cause.status == "attention"
    assert "too little text" in cause.evidence[0]


def test_points_just_under_the_threshold_never_read_as_the_threshold():
    near = replace(spamscore.check(INVOICE), points=4.9991, verdict="review")
    assert "4.9991" in content(near).evidence[0]


def test_what_the_content_was_not_checked_for_is_said():
    assert "rules that need the headers" in spamscore.preflight(INVOICE)["content"].would_check
    whole = b"From: Shop <news@shop.example>\nTo: anna@example.org\nSubject: Your order\nMIME-Version: 1.0\n"
    html = b"Content-Type: text/html\n\n<p>It has been shipped today.</p>"
    assert spamscore.preflight(whole + html)["content"].would_check == ""
    assert "version in HTML" in spamscore.preflight(whole + b"\nIt has been shipped today.")["content"].would_check


def test_every_cause_says_what_nobody_outside_can_know():
    assert tuple(UNKNOWABLE) == NAMES
    assert tuple(WOULD_CHECK) == tuple(OTHERS)
    assert sorted(OTHERS) == sorted(name for names in JUDGES.values() for name in names)


def test_reports_name_the_same_causes_in_the_same_order():
    assert tuple(IN_REPORTS) == tuple(OTHERS)
    assert tuple(IN_REPORTS.values()) == OTHER_CAUSES


def test_what_a_judge_did_not_check_stays_unchecked_and_says_what_would_let_it():
    found = spamscore.preflight(INVOICE, sender=said("sender", "not_checked"))
    assert found["authentication"].would_check == WOULD_CHECK["authentication"]
    few = said("audience", "not_checked", evidence=("20 sends: too few.",), would_check="1,000 sends.")
    cause = spamscore.preflight(INVOICE, audience=few)["complaints"]
    assert (cause.status, cause.would_check) == ("not_checked", "1,000 sends.")


SENDER = said("sender").said


@pytest.mark.parametrize(
    ("causes", "sentence"),
    [
        ((*SENDER, SENDER[0]), "sender gives the cause 'domain reputation' twice"),
        (SENDER[:2], "sender says nothing of the cause 'authentication'"),
        ((), "sender says nothing of the cause 'domain reputation'"),
        (
            (*SENDER, Cause("content", "ok")),
            "sender gives the cause 'content', but can speak only of domain reputation",
        ),
        ((*SENDER, Cause("complaints", "ok")), "sender gives the cause 'complaints'"),
        ((*SENDER, Cause("weather", "ok")), "sender gives the cause 'weather'"),  # type: ignore[arg-type]  # no such name
        ((*SENDER[:2], Cause("authentication", "fine")), "'fine': it is one of ok"),  # type: ignore[arg-type]  # no such status
    ],
)
def test_a_judge_speaks_of_each_of_its_causes_once(causes: tuple[Cause, ...], sentence: str):
    with pytest.raises(ValueError, match=sentence):
        spamscore.preflight(INVOICE, sender=Said(causes))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sender": "Shop <news@shop.example>"}, r"spamscore\.read\(mail, sender="),
        ({"sender": 3}, "sender takes an object with causes"),
        ({"audience": "sqlite:///a.db"}, "audience takes what spamscore.audience gave"),
        ({"audience": Said(("ok",))}, "Cause objects, not str"),
        ({"sender": Said((None,))}, "Cause objects, not NoneType"),
    ],
)
def test_another_kind_of_argument_is_refused_with_a_sentence(wrong: dict[str, Any], sentence: str):
    with pytest.raises(TypeError, match=sentence):
        spamscore.preflight(INVOICE, **wrong)


def test_a_mail_with_its_from_is_judged_with_it():
    mail = spamscore.read(INVOICE, sender="URGENT REQUEST <news@shop.example>", subject="Your order")
    found = spamscore.preflight(mail)
    assert found.report.points == spamscore.check(mail).points
    assert "need the headers." in found["content"].would_check


def test_the_public_name_stays_a_function_whatever_is_imported():
    script = (
        "import spamscore.cli.preflight, spamscore.readiness, spamscore; from spamscore import preflight\n"
        "assert spamscore.preflight is preflight and callable(preflight) and spamscore.preflight('hello').causes"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=60)


def test_it_touches_neither_network_nor_database():
    script = (
        "import sys, spamscore\nseen = []\n"
        "sys.addaudithook(lambda event, _: seen.append(event) if event.startswith(('socket.', 'sqlite3.')) else None)\n"
        f"spamscore.preflight({OFFER!r})\nassert not seen, seen\nassert 'dns' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=60)


def test_a_cause_that_there_is_not_is_named():
    with pytest.raises(KeyError, match="there is no cause 'dns': it is one of recipient settings"):
        spamscore.preflight(INVOICE)["dns"]  # type: ignore[index]  # no such name


def test_as_text_it_says_not_checked():
    lines = str(spamscore.preflight(INVOICE)).splitlines()
    assert len(lines) == 9
    assert sum(line.startswith("not checked ") for line in lines) == 8


def test_the_schema_is_one_and_describes_every_key():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"]["const"] == readiness.SCHEMA
    assert tuple(SCHEMA["$defs"]["cause"]["properties"]["status"]["enum"]) == STATUSES
    places = SCHEMA["properties"]["causes"]["prefixItems"]
    assert tuple(place["allOf"][1]["properties"]["name"]["const"] for place in places) == NAMES


@pytest.mark.parametrize("more", [{}, both(), both("problem"), both("not_checked"), {"sender": said("sender")}])
def test_preflights_are_valid(more: dict[str, Any]):
    VALIDATOR.validate(written(spamscore.preflight(OFFER, **more)))


def _without(found: Any, *keys: Any) -> Any:
    for key in keys[:-1]:
        found = found[key]
    del found[keys[-1]]


@pytest.mark.parametrize(
    "keys", [("schema",), ("counts", "not_checked"), ("causes", 3), ("causes", 0, "would_check"), ("report", "score")]
)
def test_no_key_and_no_cause_may_be_missing(keys: tuple[Any, ...]):
    found = written(spamscore.preflight(INVOICE))
    _without(found, *keys)
    assert not VALIDATOR.is_valid(found)


@pytest.mark.parametrize(
    "change", [{"status": "passed"}, {"would_check": ""}, {"unknowable": ""}, {"name": "content"}, {"extra": 1}]
)
def test_wrong_causes_are_refused(change: dict[str, Any]):
    found = written(spamscore.preflight(INVOICE))
    found["causes"][0] |= change
    assert not VALIDATOR.is_valid(found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mails.anything, st.sampled_from([{}, both(), both("attention"), {"audience": said("audience", "not_checked")}]))
def test_any_mail_has_nine_causes_and_none_passes_unseen(source: Any, more: dict[str, Any]):
    found = spamscore.preflight(source, **more)
    VALIDATOR.validate(written(found))
    unseen = {name for judge, names in JUDGES.items() if judge not in more for name in names}
    assert all(found[name].status == "not_checked" for name in unseen)
    assert all(cause.would_check for cause in found.causes if cause.status == "not_checked")
    assert all(cause.evidence for cause in found.causes if cause.status not in ("ok", "not_checked"))
    assert joined(found.report, **more) == found
