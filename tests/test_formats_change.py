"""What changed in mails: in words at a terminal, as data, and in a pull request, where a mail's words are only words."""

import json

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

import spamscore
from spamscore.cli.checked import Change
from spamscore.cli.formats import change
from spamscore.cli.formats.numbers import points, signed
from spamscore.cli.formats.terminal import Paint, safe
from tests import forges
from tests.forges import INVOICE, NEWSLETTER, OFFER, ROOT, checked
from tests.test_formats import EXAMPLES, REGISTRY, REPORT

CHANGE = Draft202012Validator({"$ref": f"{REPORT['$id']}#/$defs/change"}, registry=REGISTRY)
TAGS = {
    "h3", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "details", "summary", "ul", "li", "p",
}  # fmt: skip
WORSE = Change("mails/offer.html", checked(INVOICE).report, checked(OFFER).report)
BETTER = Change("mails/invoice.html", checked(OFFER).report, checked(INVOICE).report)
SAME = Change("mails/news.html", checked(NEWSLETTER).report, checked(NEWSLETTER).report)
ADDED = Change("mails/new.html", None, checked(OFFER).report)
REMOVED = Change("mails/old.html", checked(NEWSLETTER).report, None)


def shown(*changes: Change) -> str:
    """What a terminal shows."""
    return "\n".join(change.text(changes, Paint()))


def rendered(*changes: Change) -> BeautifulSoup:
    """What a forge makes of the Markdown: HTML in it counts, addresses become links."""
    return BeautifulSoup(MarkdownIt("gfm-like").render("\n".join(change.github(changes))), "lxml").body


def test_text_says_what_came_what_went_and_which_words():
    page = shown(WORSE)
    report = spamscore.check(ROOT / OFFER)
    for each in report.findings:
        assert f"[{each.rule.id}]" in page
    assert (
        page.index("before  OK") < page.index("now     SPAM") < page.index("more like spam") < page.index("Found now")
    )
    assert "“your”" in page[page.index("Words that weigh") :]
    assert "No longer found" in shown(BETTER)


def test_a_mail_may_be_new_or_gone_or_the_same():
    page = shown(ADDED, REMOVED, SAME, WORSE, BETTER)
    assert "5 mails changed: 1 worse, 1 better, 1 the same, 1 new, 1 gone; higher = more like spam." in page
    assert "gone; it was:" in page
    assert "0 points: the same" in page
    assert "no mail changed" in shown()


def test_json_adds_up():
    rows = [json.loads(line) for line in change.json([WORSE, ADDED, REMOVED])]
    for row in rows:
        CHANGE.validate(row)
    worse, added, removed = rows
    assert sum(each["points"] for each in worse["changes"]) == worse["new"]["points"] - worse["old"]["points"]
    assert (added["old"], removed["new"], added["changes"]) == (None, None, [])


@pytest.mark.parametrize("wrong", [{"new": None, "extra": 1}, {"old": {}}, {"changes": [1]}, {"file": None}])
def test_the_schema_of_a_change_refuses_others(wrong):
    row = json.loads(next(iter(change.json([ADDED]))))
    CHANGE.validate(row)
    assert not CHANGE.is_valid(row | wrong)


def test_a_pull_request_gets_a_table_and_details():
    page = rendered(SAME, WORSE, ADDED, REMOVED, BETTER)
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in page.find_all("tr")[1:]]
    assert [row[0] for row in rows[:2]] == ["mails/invoice.html", "mails/offer.html"], "the biggest move first"
    named = {row[0]: row[1:] for row in rows}
    old, new = WORSE.old.points, WORSE.new.points
    assert named["mails/offer.html"] == [f"ok {points(old)}", f"spam {points(new)}", signed(new - old)]
    assert named["mails/new.html"] == ["", f"spam {points(new)}", "new"]
    assert named["mails/old.html"][2] == "gone"
    details = {each.summary.get_text(): each.get_text() for each in page.find_all("details")}
    assert set(details) == {"mails/offer.html", "mails/invoice.html"}, "nothing to tell of the others"
    assert "A link shows one site and opens another" in details["mails/offer.html"]
    assert "www.garden-shop.example → http://203.0.113.7/login" in details["mails/offer.html"]
    assert "higher = more like spam" in page.get_text()


@EXAMPLES
@given(st.lists(forges.changes(), max_size=2))
def test_a_mails_words_are_only_words_in_a_pull_request(changes):
    page = rendered(*changes)
    assert {tag.name for tag in page.find_all(True)} <= TAGS
    assert not any(tag.attrs for tag in page.find_all(True) if tag.name not in ("th", "td"))
    names = [row.find("td").get_text() for row in page.find_all("tr")[1:]]
    assert sorted(names) == sorted(" ".join(safe(each.name).split()) for each in changes)
    assert all(len(row.find_all("td")) == 4 for row in page.find_all("tr")[1:])


@EXAMPLES
@given(st.lists(forges.changes(), max_size=2))
def test_any_change_is_data_and_text(changes):
    for line in change.json(changes):
        CHANGE.validate(json.loads(line))
        assert line.isascii()
    page = shown(*changes)
    page.encode()
    assert not set(page) & set("\x1b\x07\x85\u2028\u202e\u2066\u200b\r\t\0")
    assert not any(list(forges.commands(line)) for line in page.split("\n"))


def test_a_comment_is_never_too_long_for_github():
    many = [Change(f"mails/{number}-{'x' * 200}.html", WORSE.old, WORSE.new) for number in range(400)]
    comment = "\n".join(change.github(many))
    assert len(comment) <= 65_536
    assert "400 mails changed" in comment
    assert "more that have no room here" in comment
    assert comment.endswith("the content.")
