"""The HTML report on hostile mails, as a document: nothing of a mail acts in it, and it stays bounded."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamscore import check
from spamscore.cli.checked import Checked
from spamscore.cli.formats.page import preview, sanitised, tokens
from spamscore.cli.formats.page.marks import Marks
from spamscore.cli.formats.page.origin import Origin
from tests import mails
from tests.hostile import CASES
from tests.html_mails import HOSTILE, Seen, checked, hostile, page


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_mail_acts(name: str):
    source = hostile(name, "http://evil.test")
    document = page(checked(f"{source[:200]}.html", source, failures=(source,), notes=(source,)))
    seen = Seen.of(document)
    assert len(seen.all("script")) == 1
    assert_inert(seen, of_ours={"href", "srcdoc", "id"})
    (frame,) = seen.all("iframe")
    assert frame["sandbox"] == ""
    assert "ALIVE" in frame["srcdoc"]
    inside = Seen.of(frame["srcdoc"])
    assert_inert(inside)
    assert (
        not {tag for tag, _ in inside.elements}
        - sanitised.SHOWN
        - {"html", "head", "meta", "style", "img", "pre", "mark"}
    )


SIZES = (
    "nested tags", "nested tables", "a million links", "30 MB of HTML", "30 MB on one line", "lone surrogates", "zero bytes",
    "open placeholders", "open logic",
)  # fmt: skip
ACTING = re.compile(r"url\(\s*[^d\s)]|@import|image-set|expression", re.I)


def assert_inert(seen: Seen, of_ours: frozenset[str] | set[str] = frozenset()) -> None:
    forbidden = {
        "href",
        "action",
        "formaction",
        "background",
        "srcset",
        "poster",
        "data",
        "ping",
        "srcdoc",
        "xlink:href",
    }
    for tag, attributes in seen.elements:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert not (set(attributes) & forbidden) - of_ours, (tag, attributes)
        assert attributes.get("src", "data:").startswith("data:")
        assert not ACTING.search(attributes.get("style", "")), attributes
        assert attributes.get("http-equiv", "Content-Security-Policy") == "Content-Security-Policy"
    assert not ACTING.search(seen.text("style"))


@pytest.mark.parametrize(
    "css",
    [r"background:u\rl(//evil.test/a)", r"background:\u\r\l(//evil.test/a)", r"background:u\\72l(//evil.test/a)",
     r"@i\mport '//evil.test/a';", "background:u\\\nrl(//evil.test/a)", r"background:i\mage-set('//evil.test/a' 1x)"],
)  # fmt: skip
def test_letters_behind_backslashes_load_nothing(css: str):
    kept = sanitised.style(css)
    assert not ACTING.search(kept)
    assert "\\" not in kept


@given(mails.bodies)
@settings(max_examples=150, deadline=None)
def test_any_source_gets_an_inert_preview(source: str):
    assert_inert(Seen.of(preview.document(Origin(source, is_html=True), Marks(((0, len(source), 1),)))))


@given(st.text(alphabet="<>/!-=\"' abAscriptyle\n&;\x00\ue000", max_size=200))
@settings(max_examples=300, deadline=None)
def test_tokens_are_in_order_and_inside_the_source(source: str):
    at = 0
    for each in tokens.read(source):
        assert at <= each.begin <= each.end <= len(source)
        at = each.end


@pytest.mark.parametrize("name", SIZES)
def test_hostile_sizes_stay_bounded(name: str):
    source = CASES[name][0]()
    assert isinstance(source, str)
    result = Checked("hostile.html", check("<p>Hello</p>"), source=source)
    began = time.process_time()
    assert len(page(result)) < 12_000_000
    assert time.process_time() - began < 6


@pytest.mark.parametrize(
    "unit", ['<a title="', "<!-- <", "<a b='", "<style>", "<svg>", "</", "<a", "<a " + "b " * 50, "u/*", "\\"]
)
def test_tokens_take_time_in_proportion(unit: str):
    def cost(size: int) -> float:
        began = time.process_time()
        preview.document(Origin(unit * (size // len(unit)), is_html=True), Marks(()))
        return time.process_time() - began

    assert cost(200_000) < 2
