"""What people see in CI: annotations in a pull request, severities in a merge request, test results."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

import spamscore
from spamscore.cli.checked import Checked
from spamscore.cli.formats import github, gitlab, junit, sarif
from spamscore.cli.formats.terminal import Paint, safe
from tests import forges
from tests.forges import INVOICE, OFFER, PARCEL, ROOT, Command, checked, failing
from tests.test_formats import EXAMPLES, UNREAD, at_home  # noqa: F401 - the fixture that every test here runs under


def annotations(*results: Checked) -> list[Command]:
    """The annotations that GitHub shows."""
    return [command for line in github.lines(iter(results), Paint()) for command in forges.commands(line)]


def issues(*results: Checked) -> list[dict[str, object]]:
    """The issues that GitLab shows."""
    return json.loads("".join(gitlab.lines(iter(results), Paint())))


def cases(*results: Checked) -> list[etree._Element]:
    """The test cases that a CI server shows."""
    return etree.fromstring("\n".join(junit.lines(iter(results), Paint())).encode()).findall(".//testcase")


def test_the_gate_is_an_error_and_its_findings_are_warnings():
    verdict, *findings = annotations(failing(OFFER))
    assert (verdict.name, verdict.properties["title"]) == ("error", "spamscore: spam")
    assert "Fails the check: the verdict is spam" in verdict.message
    assert {each.name for each in findings} == {"warning"}
    assert len(findings) == len(spamscore.check(ROOT / OFFER).findings)


def test_a_mail_that_passes_gives_advice_and_no_error():
    verdict, *findings = annotations(checked(OFFER))
    assert verdict.name == "warning", "spam that may pass is worth a word"
    assert {each.name for each in findings} == {"warning", "notice"}
    assert annotations(checked(INVOICE)) == []


def test_a_finding_that_the_gate_names_is_an_error():
    named = checked(OFFER, failures=("finding link-shortener: A link goes through a public shortener",))
    levels = {each.properties["title"].rpartition("[")[2].rstrip("]"): each.name for each in annotations(named)}
    assert levels["link-shortener"] == "error"
    assert levels["link-insecure"] == "warning", "an id that is part of another is not meant"
    assert {each["check_name"]: each["severity"] for each in issues(named)}["link-shortener"] == "critical"


def test_an_annotation_stands_under_its_words():
    found = next(each for each in annotations(failing(OFFER)) if "[link-ip-address]" in each.properties["title"])
    place = {name: found.properties[name] for name in ("file", "line", "col", "endLine", "endColumn")}
    assert place == {"file": OFFER, "line": "16", "col": "31", "endLine": "16", "endColumn": "55"}
    assert Path(OFFER).read_text("utf-8").split("\n")[15][30:54] == "http://203.0.113.7/login"


def test_a_place_over_several_lines_has_no_columns(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(Path(OFFER).read_text("utf-8").replace("90% OFF", "90%\n OFF"), "utf-8")
    found = [each for each in annotations(Checked(str(path), spamscore.check(path))) if "endLine" in each.properties]
    apart = [each for each in found if each.properties["line"] != each.properties["endLine"]]
    assert apart
    assert not any("col" in each.properties or "endColumn" in each.properties for each in apart)


def test_standard_input_has_no_file():
    assert not any("file" in each.properties for each in annotations(Checked("-", checked(OFFER).report)))


@EXAMPLES
@given(forges.results())
def test_what_github_reads_is_what_was_meant(result):
    for each in annotations(result):
        assert set(each.properties) <= {"file", "line", "col", "endLine", "endColumn", "title"}
        assert each.name in ("error", "warning", "notice")
        assert each.properties["title"]
        assert each.message
        assert "/" not in each.properties["file"] or safe(Path(each.properties["file"]).name) in safe(result.name)


def test_severities_of_gitlab():
    found = {each["check_name"]: each["severity"] for each in issues(failing(OFFER), UNREAD)}
    assert found["spamscore-verdict"] == "critical"
    assert found["link-text-mismatch"] == "major"
    assert found["link-insecure"] == "minor"
    assert found["spamscore-unreadable"] == "blocker"
    assert {each["severity"] for each in issues(checked(OFFER))} == {"major", "minor", "info"}


def test_a_test_case_for_each_mail():
    fine, bad, unread = cases(checked(INVOICE), failing(OFFER), UNREAD)
    assert [each.get("name") for each in (fine, bad, unread)] == [INVOICE, OFFER, "no/such.html"]
    assert fine.find("failure") is None
    assert "ok:" in fine.findtext("system-out")
    failure = bad.find("failure")
    assert failure.get("message").startswith("the verdict is spam")
    for said in ("SPAM", "What to change", "^^^", "Adds up", f"{OFFER}:16:31"):
        assert said in failure.text
    assert "No such file" in unread.find("error").get("message")


def test_the_head_of_a_junit_report_counts():
    document = etree.fromstring("\n".join(junit.lines([checked(INVOICE), failing(OFFER), UNREAD], Paint())).encode())
    for element in (document, document[0]):
        assert {name: element.get(name) for name in ("tests", "failures", "errors")} == {
            "tests": "3",
            "failures": "1",
            "errors": "1",
        }


def test_junit_is_never_coloured():
    assert "\\x1b" not in "".join(junit.lines([failing(OFFER)], Paint(enabled=True)))
    assert "\x1b" not in "".join(junit.lines([failing(OFFER)], Paint(enabled=True)))


@pytest.mark.parametrize("quote", ["[click](https://evil.test)", "{0} and {1}", "a\\b"])
def test_sarif_messages_hold_no_link_or_placeholder_of_a_mail(quote):
    report = spamscore.check("<p>hello</p>", rules=(forges.accuser((quote,)),))
    log = json.loads("".join(sarif.lines([Checked("a.html", report)], Paint())))
    text = next(each["message"]["text"] for each in log["runs"][0]["results"] if each["ruleId"] == "mine")
    bare = re.sub(r"\\[\\\[\]]|\{\{|\}\}", "", text)
    assert not set(bare) & set("[]{}\\")


def test_a_message_in_several_formats_names_the_subject():
    for lines in (github.lines, gitlab.lines, sarif.lines, junit.lines):
        assert "Letzte Mahnung" in "\n".join(lines([failing(PARCEL)], Paint()))


def test_a_place_that_the_file_does_not_have_is_not_named(tmp_path):
    path = tmp_path / "mail.txt"
    path.write_text("Subject: x\nContent-Type: text/html\n\n" + Path(OFFER).read_text("utf-8"), "utf-8")
    read_as_message = spamscore.check(path.read_bytes())
    assert not any("line" in each.properties for each in annotations(Checked(str(path), read_as_message)))
    gone = Checked(str(tmp_path / "gone.html"), read_as_message)
    assert any(each.properties.get("line") == "16" for each in annotations(gone)), (
        "taken as it is where nobody can look"
    )


def test_a_body_with_carriage_returns_keeps_its_lines(tmp_path):
    path = tmp_path / "a.html"
    source = Path(OFFER).read_text("utf-8").replace("\n", "\r\n")
    path.write_bytes(source.encode())
    for report in (spamscore.check(path), spamscore.check(source)):  # the second one counts the returns in its offsets
        found = annotations(Checked(str(path), report))
        assert any((each.properties.get("line"), each.properties.get("col")) == ("16", "31") for each in found)


def test_a_rule_of_the_users_own_may_hold_what_xml_cannot():
    rule = replace(forges.accuser(("a",)), title="odd\x01title", advice="\ufffe]]>")
    case = cases(Checked("a.html", spamscore.check("<p>hello</p>", rules=(rule,)), failures=("no",)))[0]
    assert "odd\\x01title" in case.findtext("failure")
    assert "\\ufffe]]>" in case.findtext("failure")
