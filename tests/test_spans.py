"""Where a quotation stands in the source: line and column as an editor counts them, or None, and never for long."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

import spamscore
from spamscore.mail import Mail, read
from spamscore.placeholders import VALUE, mask
from spamscore.rules import RULES
from spamscore.spans import Locator, Span, tokens, views

MEGABYTE = 1_000_000
SECONDS = 1.0  # CPU for the first quotation in 1 MB: the page is read once more to tell what is seen

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
    assert time.process_time() - start < SECONDS / 20


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


# The same words stand before the place that is meant. «…» marks it; the rule is the one that has to point there.
REPEATED = {
    "a second link of the same target": (
        "link-text-mismatch",
        '<a href="http://evil.test/x">Go</a>\n<a href="«http://evil.test/x»">www.bank.example</a>',
    ),
    "a target that begins another": (
        "link-text-mismatch",
        '<a href="http://evil.test/x1">Go</a> <a title="http://evil.test/x" href="«http://evil.test/x»">www.bank.example</a>',
    ),
    "a target in a comment": ("link-ip-address", '<!-- <a href="http://192.0.2.7/"> -->\n<a href="«http://192.0.2.7/»">Pay</a>'),
    "a target in a style": (
        "link-ip-address",
        "<style>a[href='http://192.0.2.7/'] {color:red}</style><a class=x href=«http://192.0.2.7/»>Pay</a>",
    ),
    "a target in an Outlook comment": (
        "link-ip-address",
        '<!--[if mso]><a href="http://192.0.2.7/"><![endif]--><a\n  style="color:red"\n  href="«http://192.0.2.7/»">Pay</a>',
    ),
    "the other branch of a target": (
        "link-ip-address",
        '<a href="{% if a %}https://a.example/{{ b }}{% else %}«http://192.0.2.7/»{% endif %}">Pay</a>',
    ),
    "a target in the text": ("link-ip-address", "<p>Not http://192.0.2.7/ but <a href='«http://192.0.2.7/»'>this</a></p>"),
    "a target written with references": ("link-ip-address", '<a href="«http://192.0.2.7/?a=1&amp;b=2»">Pay</a>'),
    "a picture that is a link, too": (
        "layout-picture-ip",
        '<p>Hi</p><a href="http://203.0.113.7/a.png"><img alt="" src="«http://203.0.113.7/a.png»"></a>',
    ),
    "words in the title": ("words-generic-greeting", "<title>Dear customer</title><p>«Dear customer,»</p><p>hello</p>"),
    "words in an alt": ("words-generic-greeting", '<img alt="Dear customer" src="x.png"><p>«Dear customer,»</p><p>hello</p>'),
    "words in the preheader": (
        "words-generic-greeting",
        '<div style="display:none">Dear customer, it is spring</div>\n<p>«Dear\n  customer,»</p><p>hello</p>',
    ),
    "words in a remark of the template": ("words-generic-greeting", "{# Dear customer #}<p>«Dear customer,»</p><p>hello</p>"),
    "words inside a word": ("claims-not-spam", "<p>xthis is not spamx and «this is not spam»</p>"),
    "words cut by tags": ("claims-not-spam", "<!-- this is not spam --><p>«this <b>is</b> not sp<i></i>am»</p>"),
    "a link's words": (
        "words-click-here",
        "<p>Click here or there.</p><a href='https://a.example/1'><b>«Click here»</b></a> <a href='/2'>Click here</a> <a href='/3'>Click here</a>",
    ),
    "hidden words": (
        "obfuscation-hidden-text",
        "<!-- cheap pills for you --><p>Hello Anna. Cheap cars here and pills for you are no offer of ours at all, at any time.</p>" * 3
        + '<p style="display:none">«cheap pills for you and easy loans for you»</p><p>Bye</p>',
    ),
    "a script after data": (
        "layout-script",
        '<script type="application/ld+json">{}</script>\n«<script>»document.write("<script>")</script><p>Hi</p>',
    ),
    "an element in a comment": ("layout-meta-refresh", '<!-- <meta http-equiv="refresh"> -->«<meta http-equiv="refresh" content="0">»<p>Hi'),
    "an address in plain text": ("link-ip-address", "See http://192.0.2.77/ first, then\nsee «http://192.0.2.7/», and http://192.0.2.7/"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "marked"), REPEATED.values(), ids=REPEATED)
def test_points_at_the_place_that_is_meant(rule: str, marked: str) -> None:
    source = marked.replace("«", "").replace("»", "")
    start, end = marked.index("«"), marked.index("»") - 1
    spans = {each.rule.id: each.spans for each in spamscore.check(source).findings}[rule]
    assert (start, end) in {(span.start, span.end) for span in spans if span}


def test_a_quotation_from_the_head_is_not_looked_for_in_the_body() -> None:
    report = spamscore.check("<p>Congratulations to all!</p>", subject="Congratulations, Anna")
    found = {each.rule.id: each.spans for each in report.findings}
    assert found["subject-hype"] == (None,)


def examples() -> list[Mail]:
    """Every mail that a rule names as an example, and the golden ones."""
    mails = [
        read(**({"source": "", **each} if isinstance(each, dict) else {"source": each}))
        for rule in RULES
        for each in (*rule.fires, *rule.quiet)
    ]
    golden = sorted(path for path in (Path(__file__).parent / "golden").rglob("*.*") if path.is_file())
    return [*mails, *(read(path) for path in golden if path.suffix in (".eml", ".html", ".txt"))]


def test_what_is_seen_is_the_text_of_the_page() -> None:
    for mail in examples():
        if mail.html and not mail.defects:
            masked = mask(mail.html)[0]
            seen, _ = views.of_html(masked, tokens.tokens(masked))
            padded = mail.page.marks.get("padding-chars", 0)
            assert padded or seen.text.split() == mail.text.split(), mail.html


def test_links_and_pictures_are_found_one_by_one() -> None:
    for mail in examples():
        source = mail.html if mail.html is not None else mail.plain or ""
        locator = Locator(source, mail.page, html=mail.html is not None)
        for parts in (mail.links[:200], mail.images[:200]):
            starts = [span.start for part in parts if (span := locator.find("", part))]
            assert len(starts) == len(parts), source
            assert all(one < other for one, other in pairwise(starts)), source
