"""A preflight in text, JSON and HTML: nine rows, and what is unchecked never looks passed."""

import json
import re
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

import spamscore
from spamscore.cause import NAMES
from spamscore.cli.formats import preflight_json
from spamscore.cli.formats.terminal import Paint
from tests.commandline import INVOICE, OFFER
from tests.html_mails import HOSTILE, Seen, hostile
from tests.nine import both, flight, items, page, rows, said, text
from tests.test_preflight import REGISTRY, SCHEMA

LINE = Draft202012Validator({"$ref": f"{SCHEMA['$id']}#/$defs/line"}, registry=REGISTRY)
GREEN, TICK = "\x1b[32m", "✓"


def test_text_has_nine_rows_first_and_then_each_cause():
    shown = text(flight(INVOICE), Paint())
    assert [row.split("  ")[0].lower() for row in rows(shown)] == [f"{n} {name}" for n, name in enumerate(NAMES, 1)]
    columns = {row.index(word) for row in rows(shown) for word in (" not checked", " ok ") if word in row}
    assert len(columns) == 1  # the words stand in one column
    assert shown.index("9 Suppression") < shown.index("1 Recipient settings: not checked")
    assert "1 ok, 8 not checked" in shown
    assert "What is not checked has not passed" in shown
    for words in ("--domain", "--events DATABASE", "Nobody outside knows:", "Nothing in the content weighs heavily"):
        assert words in shown


def test_what_is_ok_as_far_as_it_was_looked_at_says_so():
    assert "2 Content: ok in part" in text(flight(INVOICE), Paint())
    assert '<span class="word">ok in part</span>' in items(page(flight(INVOICE)))[1]
    whole = b"From: Shop <news@shop.example>\nTo: anna@example.org\nSubject: Your order\nContent-Type: text/html\n\n"
    assert "2 Content: ok\n" in text(flight(whole + b"<p>It has been shipped today and comes on Monday.</p>"), Paint())


def test_text_gives_evidence_advice_and_source():
    shown = text(flight(INVOICE, **both("attention")), Paint())
    for words in ("sender saw 3 things.", "Do one of them.", "RFC 9989 (DMARC)"):
        assert words in shown
    assert "8 need attention, 1 ok" in shown


@pytest.mark.parametrize("drawing", [True, False])
def test_what_is_unchecked_is_neither_green_nor_ticked_in_text(drawing: bool):
    shown = text(flight(OFFER), Paint(enabled=True, drawing=drawing))
    assert shown.count("not checked") >= 16
    assert GREEN not in shown
    assert not set(shown) & {TICK, "✔", "☑", "✅"}
    assert not re.search(r"\b(ok|passed|passes|fine|clean)\b", shown.replace("has not passed", ""))
    passed = text(flight(INVOICE), Paint(enabled=True, drawing=drawing))
    assert passed.count(GREEN) == 2  # the row of the content and its heading: the test above can fail


def test_what_is_unchecked_is_not_ok_in_json():
    (line,) = preflight_json.lines(flight(INVOICE), Paint())
    found = json.loads(line)
    LINE.validate(found)
    assert found["counts"] == {"ok": 1, "attention": 0, "problem": 0, "not_checked": 8}
    assert [each["name"] for each in found["causes"] if each["status"] == "ok"] == ["content"]
    assert "\n" not in line


def test_what_is_unchecked_has_a_sign_and_a_word_of_its_own_in_html():
    found = items(page(flight(OFFER)).replace("&#10003;", TICK))
    assert len(found) == 9
    for place, item in enumerate(found):
        if place == 1:
            assert 'class="cause problem"' in item
            continue
        assert 'class="cause not_checked"' in item
        assert '<span class="word">not checked</span>' in item
        assert '<span class="sign" aria-hidden="true">?</span>' in item
        assert TICK not in item
    assert TICK in items(page(flight(INVOICE)).replace("&#10003;", TICK))[1]


def test_the_style_of_the_unchecked_has_no_filled_colour():
    style = Seen.of(page(flight(OFFER))).text("style")
    blocks = re.findall(r"([^{}]*not_checked[^{}]*)\{([^}]*)\}", style)
    assert blocks
    assert all("pale" not in body and "dashed" in body for _, body in blocks)


def test_html_is_one_file_that_loads_nothing_and_has_the_content_in_full():
    document = page(flight(OFFER, **both("problem")))
    seen = Seen.of(document)
    (policy,) = [each["content"] for each in seen.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert document.isascii()
    assert not re.search(r'\b(?:src|href)="(?!#|https://|data:,")', document)
    assert not [each for each in seen.all("link") if each["href"] != "data:,"]
    assert len(seen.all("script")) == 1
    report = spamscore.check(OFFER)
    assert all(each.rule.title in seen.text("article") for each in report.findings)
    assert "No matter of content" not in document  # the nine rows speak of the other causes
    ids = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [each["href"][1:] for each in seen.all("a") if each["href"].startswith("#")]
    assert set(targets) <= set(ids)
    assert {f"cause-{number}" for number in range(1, 10)} <= set(targets)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_stays_text(name: str):
    source = hostile(name, "http://canary.test")
    evil = said("sender", "problem", evidence=(source, "<b onclick=x>"), advice=(source,), would_check=source)
    one = replace(flight(source, sender=evil), failures=(source,))
    seen = Seen.of(page(one))
    assert len(seen.all("script")) == 1
    assert not [each for _, each in seen.elements if set(each) & {"onclick", "onerror", "onload", "onfocus"}]
    assert "\x1b" not in text(one, Paint())
    LINE.validate(json.loads("".join(preflight_json.lines(one, Paint()))))


def test_no_runner_reads_a_command_in_what_sender_or_file_say():
    evil = said("audience", "problem", evidence=("::error::a\n::warning::b ##vso[task]",))
    one = flight(INVOICE, audience=evil)
    for output in (text(one, Paint()), "".join(preflight_json.lines(one, Paint()))):
        assert not re.search(r"^\s*::|##vso\[", output, re.M)
