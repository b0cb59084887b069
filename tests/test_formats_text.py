"""Text for people: the verdict first, the quoted line with a caret under what is meant, few words where all is well."""

import os
import re
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import spamscore
from spamscore.cli.checked import Checked
from spamscore.cli.formats import text
from spamscore.cli.formats.place import Lines
from spamscore.cli.formats.terminal import Paint, cells, harmless
from spamscore.report import Contribution
from spamscore.spans import Locator
from tests import forges
from tests.forges import INVOICE, NEWSLETTER, OFFER, PARCEL, ROOT, checked, failing
from tests.test_formats import EXAMPLES, UNREAD, at_home  # noqa: F401 - the fixture that every test here runs under

QUOTED = re.compile(r"^ *(\d+) [│|] (.*)\n {9}[│|] ( *)(\^+)", re.M)


def shown(*results: Checked, width: int = 100, drawing: bool = True) -> str:
    """What a terminal of that width shows."""
    return "\n".join(text.lines(iter(results), Paint(enabled=False, drawing=drawing, width=width)))


def quoting(tmp_path: Path, source: str, *quotes: str) -> Checked:
    """A file with that source, and a finding that quotes from it."""
    path = tmp_path / "a.html"
    path.write_bytes(source.encode())
    return Checked(str(path), spamscore.check(path, rules=(forges.accuser(quotes),)))


def under(page: str) -> list[str]:
    """The words over each first run of carets, found by the columns that a terminal gives to what stands before them."""
    found = []
    for _, line, gap, carets in QUOTED.findall(page):
        column, words = 0, ""
        for character in line:
            if len(gap) <= column < len(gap) + len(carets):
                words += character
            column += cells(character)
        found.append(words)
    return found


def test_a_finding_shows_its_line_with_a_caret_under_its_words(tmp_path):
    page = shown(quoting(tmp_path, "<p>one</p>\n  <p>two <b>three</b> four</p>\n", "three"))
    assert f"{tmp_path / 'a.html'}:2:13\n" in page
    assert "       2 │ <p>two <b>three</b> four</p>\n         │           ^^^^^\n" in page


def test_wide_characters_take_two_columns_and_accents_none(tmp_path):
    page = shown(quoting(tmp_path, "<p>你e\u0301 three 👍</p>", "three"))
    assert "       1 │ <p>你e\u0301 three 👍</p>\n         │        ^^^^^\n" in page
    page = shown(quoting(tmp_path, "<p>你好 three</p>", "你好"))
    assert "         │    ^^^^\n" in page


@pytest.mark.parametrize(
    ("line", "quote", "seen"),
    [
        ("<p>你好世界 three 你</p>", "three", "three"), ("<p>👍👍 e\u0301 three</p>", "three", "three"), ("<p>one 你好 two</p>", "你好", "你好"),
        ("<p>a\u200bb\x1b[2J three</p>", "three", "three"), ("<p>\t\tone\tthree</p>", "three", "three"), ("<p>{{ name }} three</p>", "three", "three"),
        ("<p>fi\u0301n three</p>", "fi\u0301n", "fi\u0301n"), ("x" * 5000 + " three " + "y" * 5000, "three", "three"),
        ("你" * 3000 + " three " + "好" * 3000, "three", "three"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [80, 100])
def test_the_caret_stands_under_its_words_whatever_else_is_in_the_line(tmp_path, line, quote, seen, width):
    page = shown(quoting(tmp_path, f"<html>\n{line}\n", quote), width=width)
    assert under(page) == [seen]
    assert all(cells(each) <= width for each in page.split("\n") if "│" in each)


@EXAMPLES
@given(st.text(max_size=60), st.integers(0, 50), st.integers(1, 20), st.sampled_from([80, 91, 100]))
def test_any_line_is_cut_to_the_page_and_marked_at_its_words(tmp_path, line, begin, length, width):
    source = f"<p>{line}{'z' * (begin * 5)}three{'w' * length * 9}</p>"
    page = shown(quoting(tmp_path, source, "three"), width=width)
    at = Lines.within(source)
    span = Locator("".join(at.lines)).find("three")
    assert span
    assert at.text(span) == "three"
    assert under(page) == ["three"]
    assert all(cells(each) <= width for each in page.split("\n") if "│" in each)


def test_what_the_line_does_not_say_itself_is_said_beside_the_caret():
    page = shown(failing(OFFER))
    assert re.search(r"│ +\^+ Click here → http://bit\.ly/3springgift\n", page)
    assert not re.search(r"\^+ 90% OFF", page), "the line says it"


def test_several_places_in_one_line_share_it():
    page = shown(failing(OFFER))
    block = page[page.index("[words-trigger-density]") : page.index("[words-miracle]")]
    assert [line for line, *_ in QUOTED.findall(block)] == ["13", "14", "16"]
    assert len(re.findall(r"\^+", block)) == 5


def test_findings_that_quote_the_same_place_are_together_with_the_line_once():
    page = shown(failing(OFFER))
    first, second = page.index("[link-text-mismatch]"), page.index("[link-ip-address]")
    assert "(the same place)" in page[second : second + 80]
    assert page[first:second].count("^^^") > 0
    assert f"{OFFER}:16:31" in page[first:second]


def test_every_finding_says_why_what_to_do_and_who_says_so_the_heaviest_first():
    page = "".join(shown(failing(OFFER)).split())
    findings = spamscore.check(ROOT / OFFER).findings
    for each in findings:
        for words in (
            f"Why:{each.rule.why}",
            f"Do:{each.rule.advice}",
            f"Source:{each.rule.source}",
            f"[{each.rule.id}]",
        ):
            assert "".join(words.split()) in page
    places = [page.index(f"[{each.rule.id}]") for each in sorted(findings, key=lambda each: -each.points)]
    assert places == sorted(places)


def test_a_mail_that_is_fine_takes_few_lines():
    page = shown(checked(INVOICE), checked(NEWSLETTER))
    fine = page[: page.index(NEWSLETTER)].rstrip().split("\n")
    assert len(fine) <= 4
    assert fine[1].startswith("  OK: ")


def test_a_message_is_quoted_without_lines_of_the_file():
    page = shown(failing(PARCEL))
    assert "body 3:13  “https://www.dhl.de/sendungsverfolgung → http://bit.ly/3xample”" in page
    assert not QUOTED.search(page)
    assert f"{PARCEL}:3" not in page


@pytest.mark.parametrize("change", ["gone", "shorter", "folder", "huge", "pipe"])
def test_a_file_that_has_changed_since_is_quoted_without_its_lines(tmp_path, change):
    given_ = quoting(tmp_path, "<p>one</p>\n<p>two three</p>", "three")
    path = Path(given_.name)
    path.unlink()
    if change == "shorter":
        path.write_text("<p>", "utf-8")
    elif change == "folder":
        path.mkdir()
    elif change == "huge":
        path.write_bytes(b"<p>one</p>\n<p>two three</p>" + b" " * 7_000_000)
    elif change == "pipe" and sys.platform != "win32":
        os.mkfifo(path)
    page = shown(given_)
    assert f"           {path}:2:8\n           “three”\n" in page
    assert "^" not in page


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_are_counted_as_spans_count_them(tmp_path, ending, encoding):
    path = tmp_path / "a.html"
    path.write_bytes(f"<p>größe</p>{ending}{ending}<p>zwei drei</p>".encode(encoding))
    page = shown(Checked(str(path), spamscore.check(path, rules=(forges.accuser(("drei",)),))))
    assert f"{path}:3:9\n" in page
    assert under(page) == ["drei"]


def test_a_terminal_without_unicode_gets_ascii_in_the_right_column(tmp_path):
    page = shown(quoting(tmp_path, "<p>你好… three</p>", "three"), drawing=False)
    assert page.replace(str(tmp_path), "").isascii()
    assert under(page) == ["three"]


def test_words_are_listed_by_the_side_they_push_to():
    report = spamscore.check(ROOT / OFFER)
    words = tuple(
        Contribution("word", word, points, f"“{word}”")
        for word, points in (("offer,", 0.5), ("(offer)", 0.25), ("garden", -0.25), ("100%", 0.0001), ("", 0.125))
    )
    page = shown(
        Checked(
            "-",
            replace(report, contributions=(*(each for each in report.contributions if each.kind != "word"), *words)),
        )
    )
    up, down, rest = page[page.index("Words and phrases") :].split("\n")[1:4]
    assert up.split() == ["up", "“offer”", "+0.75"]
    assert down.split() == ["down", "“garden”", "-0.25"]
    assert rest.split() == ["+0.13", "all", "other", "words"]


def test_why_the_gate_stops_a_mail_and_what_is_to_know_besides():
    page = shown(checked(INVOICE, failures=("finding a-b: too bad",), notes=("line 3: nothing to ignore",), ignored=2))
    for said in ("Fails the check: finding a-b: too bad", "Note: line 3: nothing to ignore", "Ignored: 2 findings"):
        assert said in page
    assert "What else weighs" in page, "a mail that fails is explained, whatever its verdict"


def test_many_mails_end_with_how_they_fared():
    ending = shown(failing(OFFER), checked(INVOICE), failing(PARCEL), UNREAD).split("A good score")[1]
    assert "3 mails checked: 2 spam, 1 ok; 2 failed; 1 could not be read." in ending
    assert ending.index(OFFER) < ending.index(PARCEL), "the worst first"
    assert "2 × Links are not encrypted  [link-insecure]" in ending
    assert "cannot read no/such.html" in ending


def test_nothing_read_is_nothing_said():
    assert shown() == shown(UNREAD) == ""


@EXAMPLES
@given(st.lists(forges.results(), max_size=2))
def test_no_mail_acts_on_the_terminal_or_the_runner(results):
    page = shown(*results)
    assert not set(page) & set("\x1b\x07\x85\u2028\u202e\u2066\u200b\r\t\0")
    page.encode()
    assert not any(list(forges.commands(line)) for line in page.split("\n"))
    assert not re.search(r"##[\w-]*\[", page)


def test_commands_of_a_runner_are_taken_apart():
    assert harmless("  ::error::a b::c\nd ##vso[x]y ## z") == "  \\x3a:error::a b::c\nd #\\x23vso[x]y ## z"


def test_colours_take_no_columns():
    plain, coloured = ("\n".join(text.lines([failing(OFFER)], Paint(enabled=each))) for each in (False, True))
    assert plain != coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_a_terminal_says_how_wide_the_page_is(monkeypatch):
    for columns, width in (("40", 80), ("90", 90), ("250", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        assert Paint.on_terminal().width == width


def test_neighbours_that_weigh_are_one_phrase_and_nothing_is_counted_twice(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<style>alpha beta</style><p>Alpha <b>beta</b> gamma! Delta, {{ x }} twice <br>once twice alone</p><p>minus",
        "utf-8",
    )
    amounts = {
        "alpha": 0.5,
        "beta": 0.25,
        "gamma!": 0.25,
        "delta,": 0.125,
        "twice": 1.0,
        "once": 0.5,
        "alone": 0.5,
        "minus": -0.5,
    }
    words = tuple(Contribution("word", word, points, f"“{word}”") for word, points in amounts.items())
    report = replace(spamscore.check(ROOT / OFFER), contributions=words)
    page = shown(Checked(str(path), report))
    listed = " ".join(page[page.index("Words and phrases") : page.index("Adds up")].split())
    assert "up “alpha beta gamma” +1.00, “twice” +1.00, “alone” +0.50, “once” +0.50, “delta” +0.12" in listed
    assert "down “minus” -0.50" in listed
    assert "all other words" not in listed


def test_time_to_read_again_is_small(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(Path(OFFER).read_text("utf-8") + "<p>word after word</p>\n" * 20_000, "utf-8")
    found = Checked(str(path), spamscore.check(path), failures=("spam",))
    start = time.process_time()
    shown(found)
    assert time.process_time() - start < 1


def test_what_fine_mails_were_not_checked_for_is_said_once():
    both, one = shown(checked(INVOICE), checked(NEWSLETTER)), shown(checked(INVOICE), failing(OFFER))
    cause = spamscore.check(ROOT / INVOICE).not_checked[-1]
    assert "rules that need" in cause
    assert " ".join(both.split()).count(cause) == 1
    assert f"{cause} (in 1 mail)." in " ".join(one.split())
    assert f"Not checked here: {cause}." in one, "of a mail that is not fine, where it stands"
    assert " ".join(shown(checked(INVOICE)).split()).count(f"; {cause}.") == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_standard_input_is_quoted_from_what_the_command_kept(ending):
    source = f"<p>one</p>{ending}<p>two three</p>{ending}"
    report = spamscore.check(source, rules=(forges.accuser(("three",)),))
    page = shown(Checked("-", report, source=source))
    assert "standard input:2:8\n" in page
    assert under(page) == ["three"]
    assert "body 2:8  “three”" in shown(Checked("-", report))
