"""Where a quotation stands in the source: line and column as an editor counts them, or None, and never for long."""

import time

import pytest

import spamscore
from spamscore.placeholders import VALUE
from spamscore.spans import Locator, Span

MEGABYTE = 1_000_000
SECONDS = 0.5  # CPU for one quotation in 1 MB

# name: the source, what is looked for, the piece of the source that has to be found
CASES = {
    "as it is": ("<p>Act now</p>", "Act now", "Act now"),
    "the first of two": ("<p>now</p><p>now</p>", "now", "now"),
    "escaped": ("<p>Bread &amp; butter</p>", "Bread & butter", "Bread &amp; butter"),
    "escaped quotes": ('<a title="say &quot;yes&quot;">x</a>', 'say "yes"', "say &quot;yes&quot;"),
    "broken by tags": ("<p>Act <b>right</b> now</p>", "Act right now", "Act <b>right</b> now"),
    "broken by a line": ("<p>Act\n   now</p>", "Act now", "Act\n   now"),
    "broken by CRLF": ("<p>Act\r\nnow</p>", "Act now", "Act\r\nnow"),
    "no-break spaces": ("<p>Act&nbsp;&#160;now</p>", "Act now", "Act&nbsp;&#160;now"),
    "other case": ("<p>ACT NOW</p>", "Act now", "ACT NOW"),
    "shortened": ("<p>Act now or never</p>", "Act now…", "Act now"),
    "spaces around": ("<p>Act now</p>", "  Act now ", "Act now"),
    "a placeholder": ("<a href='https://{{ host }}/pay'>x</a>", f"https://{VALUE}/pay", "https://{{ host }}/pay"),
    "pattern characters": ("<p>(a+)+$ [x] .*</p>", "(a+)+$ [x] .*", "(a+)+$ [x] .*"),
    "beyond the basic plane": ("<p>😀😀 Act now</p>", "Act now", "Act now"),
}


@pytest.mark.parametrize(("source", "anchor", "found"), CASES.values(), ids=CASES)
def test_finds(source: str, anchor: str, found: str) -> None:
    span = Locator(source).find(anchor)
    assert span is not None
    assert source[span.start : span.end] == found
    assert span.start == source.index(found)


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("here", 1, 1),
        ("\nhere", 2, 1),
        ("a\n\n  here\n", 3, 3),
        ("a\r\nb here", 2, 3),
        ("😀 here", 1, 3),
        ("\t\there", 1, 3),
    ],
)
def test_counts_lines_and_columns_from_one(source: str, line: int, column: int) -> None:
    span = Locator(source).find("here")
    assert span is not None
    assert (span.line, span.column) == (line, column)
    assert source.split("\n")[line - 1][column - 1 :].startswith("here")


@pytest.mark.parametrize(
    ("source", "anchor"), [("", "a"), ("<p>a</p>", ""), ("<p>a</p>", "  "), ("<p>a</p>", "…"), ("<p>a</p>", "b")]
)
def test_gives_none_when_nowhere(source: str, anchor: str) -> None:
    assert Locator(source).find(anchor) is None


def test_is_json_ready() -> None:
    assert Span(4, 8, 1, 5).as_dict() == {"start": 4, "end": 8, "line": 1, "column": 5}


@pytest.mark.parametrize(
    ("source", "anchor"),
    [
        ("a " * (MEGABYTE // 2), "a a a a a a b"),
        ("<" * MEGABYTE, "< a"),
        ("a <" + "x" * 499, "a b"),
        ("click <b>" * (MEGABYTE // 9), "click here now"),
        ((" <i>" * 20 + "a") * (MEGABYTE // 81), "a a a a a a b"),
        ("\n" * MEGABYTE, "a"),
    ],
)
def test_takes_little_time(source: str, anchor: str) -> None:
    source = source * (MEGABYTE // len(source))
    start = time.process_time()
    assert Locator(source).find(anchor) is None
    assert time.process_time() - start < SECONDS


def test_many_placeholders_take_little_time() -> None:
    start = time.process_time()
    assert Locator("-a" * 250).find(VALUE.join("----") + "z") is None
    assert time.process_time() - start < SECONDS / 10


def test_long_placeholders_are_found() -> None:
    source = f"<a href='https://{{{{ {'host.' * 50} }}}}/pay'>x</a>"
    assert Locator(source).find(f"https://{VALUE}/pay") is not None


def test_a_report_points_at_the_link_it_accuses() -> None:
    source = '<p>Hello</p>\n<p>\n  <a href="http://evil.test/x">www.bank.example</a></p>\n'
    found = {each.rule.id: each.spans for each in spamscore.check(source).findings}["link-text-mismatch"]
    assert found[0] is not None
    assert found[0].line == 3
    assert source[found[0].start :].startswith(("http://evil.test/x", "www.bank.example"))


@pytest.mark.parametrize("body", ["<p>Dear {{ name }},</p>\n", "<p>Dear\r\nreader,</p>\r\n", "<p>&Uuml;ber</p>\n"])
def test_offsets_are_those_of_the_source_given(body: str) -> None:
    source = body + '<a href="http://192.0.2.7/pay">pay</a>'
    found = {each.rule.id: each.spans for each in spamscore.check(source).findings}["link-ip-address"]
    assert found[0] is not None
    assert source[found[0].start : found[0].end].startswith("http://192.0.2.7/pay")
