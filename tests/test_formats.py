"""The machine formats against what their readers demand: schemas, grammars, and no word of a mail that acts on them."""

import json
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from referencing import Registry, Resource

import spamscore
from spamscore import assets
from spamscore.cli.checked import Checked
from spamscore.cli.formats import place
from spamscore.cli.formats.terminal import Paint
from spamscore.rules import RULES
from tests import forges, mails
from tests.forges import INVOICE, OFFER, PARCEL, ROOT, checked, failing

MACHINES = ("json", "github", "gitlab", "sarif", "junit")
UNREAD = Checked("no/such.html", None, "cannot read no/such.html: No such file or directory")
REPORT = json.loads((assets.folder("data") / "report.schema.json").read_text("utf-8"))
REGISTRY = Registry().with_resource(REPORT["$id"], Resource.from_contents(REPORT))
LINE = Draft202012Validator({"$ref": f"{REPORT['$id']}#/$defs/line"}, registry=REGISTRY)
EXAMPLES = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
# A runner acts on these wherever they stand in a log; GitHub on :: at the start of a line.
ANYWHERE = re.compile(r"##[\w-]*\[")


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # names of files are relative


def written(name: str, results: Iterable[Checked]) -> str:
    """The whole output of a format."""
    lines = import_module(f"spamscore.cli.formats.{name}").lines
    return "".join(f"{piece}\n" for piece in lines(iter(results), Paint()))


def accept(name: str, output: str) -> Any:
    """What a reader of the format makes of an output; fails when the format's schema or grammar does not hold."""
    assert output.isprintable() or not set(output) & {"\x1b", "\x07", "\u202e", "\u2066", "\0"}
    if name == "junit":
        document = etree.fromstring(output.encode())
        forges.junit().assertValid(document)
        return document
    if name == "github":
        read = [list(forges.commands(line)) for line in output.splitlines()]
        assert all(len(each) == 1 for each in read), "every line is one command"
        return [command for (command,) in read]
    if name == "json":
        rows = [json.loads(line) for line in output.splitlines()]
        for row in rows:
            LINE.validate(row)
        return rows
    data = json.loads(output)
    {"sarif": forges.sarif, "gitlab": forges.gitlab}[name]().validate(data)
    return data


@EXAMPLES
@given(st.lists(forges.results(), max_size=3))
def test_any_mail_gives_what_every_format_demands(results):
    for name in MACHINES:
        output = written(name, results)
        output.encode()  # no lone surrogates
        accept(name, output)
        assert not ANYWHERE.search(output) or name == "github", "an Azure runner would act on it"


@pytest.mark.parametrize("name", MACHINES)
def test_the_same_bytes_every_time(name):
    results = [failing(OFFER), checked(INVOICE), failing(PARCEL), UNREAD]
    assert written(name, results) == written(name, results)


@pytest.mark.parametrize("name", MACHINES)
def test_nothing_to_say_is_said_as_the_format_demands(name):
    accept(name, written(name, []))
    accept(name, written(name, [checked(INVOICE)]))


@pytest.mark.parametrize("name", MACHINES)
def test_a_mail_that_cannot_be_read_is_not_hidden(name):
    output = written(name, [checked(INVOICE), UNREAD])
    accept(name, output)
    assert "No such file or directory" in output


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif", "junit"])
def test_no_score_without_which_way_is_worse(name):
    output = written(name, [failing(OFFER), failing(PARCEL)])
    assert output.count("higher = more like spam") >= output.count("(score ") >= 2


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif", "junit"])
def test_notes_reach_the_reader(name):
    note = "the comment in line 3 ignores nothing"
    assert note in written(name, [checked(INVOICE, notes=(note,))])


def test_json_says_what_the_command_found_out_besides():
    told = checked(OFFER, failures=("too much",), notes=("a note",), ignored=2)
    row = accept("json", written("json", [told]))[0]
    assert (row.pop("file"), row.pop("failures"), row.pop("notes"), row.pop("ignored")) == (
        OFFER,
        ["too much"],
        ["a note"],
        2,
    )
    assert row == spamscore.check(ROOT / OFFER).as_dict() | {"findings": row["findings"]}
    assert written("json", [UNREAD]) == json.dumps({"file": UNREAD.name, "error": UNREAD.error}) + "\n"


def test_every_result_points_at_its_rule_and_every_rule_is_explained():
    log = accept("sarif", written("sarif", [failing(OFFER), failing(PARCEL), checked(INVOICE)]))
    run = log["runs"][0]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert {rules[each["ruleIndex"]]["id"] for each in results} == {each["ruleId"] for each in results}
    known = {rule.id: rule for rule in RULES}
    for each in rules:
        assert each["id"] in known or each["id"] == "spamscore-verdict"
        if rule := known.get(each["id"]):
            assert (each["shortDescription"]["text"], each["fullDescription"]["text"]) == (rule.title, rule.why)
            assert rule.advice in each["help"]["markdown"]
            assert rule.chapter in each["properties"]["tags"]
    prints = [each["partialFingerprints"]["fileAndRule/v1"] for each in results]
    assert len(set(prints)) == len(prints)


def test_sarif_regions_are_the_quoted_text():
    run = accept("sarif", written("sarif", [failing(OFFER)]))["runs"][0]
    lines = Path(OFFER).read_text("utf-8").split("\n")
    assert run["columnKind"] == "unicodeCodePoints"
    found = next(each for each in run["results"] if each["ruleId"] == "words-trigger-density")
    places = [each["physicalLocation"]["region"] for each in (*found["locations"], *found["relatedLocations"])]
    quoted = {lines[each["startLine"] - 1][each["startColumn"] - 1 : each["endColumn"] - 1] for each in places}
    assert quoted == {"claim your prize", "90% OFF", "100% free", "no obligation", "risk free"}
    assert "[13:31](1)" in found["message"]["text"], "links to the other places"


def test_sarif_says_whether_the_run_was_whole():
    whole, broken = (
        accept("sarif", written("sarif", [checked(INVOICE), *more]))["runs"][0]["invocations"][0]
        for more in ((), (UNREAD,))
    )
    assert (whole["executionSuccessful"], broken["executionSuccessful"]) == (True, False)
    assert broken["toolExecutionNotifications"][0]["level"] == "error"


@pytest.mark.parametrize("name", ["github", "sarif", "gitlab"])
def test_a_message_has_no_lines_because_its_places_are_in_the_decoded_body(name):
    output = written(name, [failing(PARCEL)])
    assert ",line=" not in output
    assert set(re.findall(r'"(?:begin|startLine)": (\d+)', output)) <= {"1"}, "the whole file"
    if name != "gitlab":
        assert "3:13" in output, "the place is told in words"


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif", "junit"])
def test_files_are_named_from_the_folder_that_the_command_runs_in(name):
    full = Checked(str(ROOT / OFFER), checked(OFFER).report, failures=("the verdict is spam",))
    output = written(name, [full])
    assert OFFER in output
    assert str(ROOT / OFFER) not in output


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("mails/50% off: now.html", "mails/50%25%20off%3A%20now.html"), ("./a/../b.html", "b.html"), ("größe.html", "gr%C3%B6%C3%9Fe.html"),
        ("caf\udce9.html", "caf%E9.html"), ("/elsewhere/a b.html", "file:///elsewhere/a%20b.html"), ("-", "standard%20input"),
    ],
)  # fmt: skip
def test_uris_are_percent_encoded(name, uri):
    run = accept("sarif", written("sarif", [Checked(name, checked(OFFER).report)]))["runs"][0]
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == uri
    assert ("uriBaseId" in place) == (not uri.startswith("file:"))
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == f"{ROOT.as_uri()}/"


def test_a_fingerprint_stays_when_lines_move(tmp_path):
    page, prints = Path(OFFER).read_text("utf-8"), []
    for source in (page, page.replace("<body", "\n\n\n<!-- moved -->\n<body")):
        (tmp_path / "a.html").write_text(source, "utf-8")
        path = tmp_path / "a.html"
        issues = accept("gitlab", written("gitlab", [Checked(str(path), spamscore.check(path), failures=("spam",))]))
        prints.append(
            {each["check_name"]: (each["fingerprint"], each["location"]["lines"]["begin"]) for each in issues}
        )
    before, after = prints
    assert {name: each for name, (each, _) in before.items()} == {name: each for name, (each, _) in after.items()}
    assert len({each for each, _ in before.values()}) == len(before)
    assert after["link-shortener"][1] == before["link-shortener"][1] + 4
    assert before["link-shortener"][1] == 15


def test_two_rules_of_one_id_are_two_issues():
    rules = (forges.accuser(("a",)), forges.accuser(("b",)))
    issues = accept("gitlab", written("gitlab", [Checked("a.html", spamscore.check("<p>hello</p>", rules=rules))]))
    assert len({each["fingerprint"] for each in issues if each["check_name"] == "mine"}) == 2


@EXAMPLES
@given(st.one_of(mails.anything, forges.venom), st.sampled_from([".html", ".eml", ".txt", ".mjml"]))
def test_any_file_gives_what_every_format_demands(tmp_path, source, suffix):
    path = tmp_path / f"mail{suffix}"
    path.write_bytes(source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"))
    words = tuple(str(source)[:30].split()[:2]) or ("mail",)
    report = spamscore.check(path, rules=(*RULES, forges.accuser(words)))
    result = Checked(str(path), report, failures=("the verdict is spam",))
    for name in MACHINES:
        accept(name, written(name, [result]))
    for region in (each for found in place.regions(result, report.findings) for each in found):
        assert 0 < region.line <= (region.end_line or region.line)
        assert region.end_line != region.line or region.column < (region.end_column or 0)
    written("text", [result]).encode()
