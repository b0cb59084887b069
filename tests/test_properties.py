"""What holds for every mail: an answer, reasons that add up, the same answer for the same mail."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import spamscore
from spamscore.mail import Mail, read
from spamscore.report import THRESHOLD_POINTS, probability
from spamscore.rules import RULES, Rule
from tests import mails

EXAMPLES = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
VERDICTS = {"ok", "review", "spam", "unsure"}


def as_json(source: object) -> str:
    return json.dumps(spamscore.check(source).as_dict(), allow_nan=False)


@EXAMPLES
@given(mails.anything)
def test_everything_gets_an_answer_whose_reasons_add_up(source):
    report = spamscore.check(source)
    assert 0 < report.score < 1
    assert report.verdict in VERDICTS
    assert sum(each.points for each in report.contributions) == report.points
    assert report.score == probability(report.points, report.threshold)
    assert (report.verdict in ("spam", "unsure")) if report.points >= THRESHOLD_POINTS else report.verdict != "spam"
    assert str(report)


@EXAMPLES
@given(mails.anything)
def test_twice_the_same_bytes_of_json(source):
    assert as_json(source) == as_json(source)


@EXAMPLES
@given(mails.anything)
def test_score_and_check_agree(source):
    assert spamscore.score(source) == spamscore.check(source).score


@EXAMPLES
@given(mails.messages())
def test_message_bytes_and_file_are_one_mail(tmp_path: Path, message):
    file = tmp_path / "mail.eml"
    file.write_bytes(message.as_bytes())
    assert as_json(message) == as_json(message.as_bytes()) == as_json(file) == as_json(read(file))


@EXAMPLES
@given(mails.html)
def test_a_file_of_html_is_the_body_in_it(tmp_path: Path, body):
    file = tmp_path / "mail.html"
    file.write_bytes(body.encode("utf-8", "replace"))
    assert as_json(file) == as_json(read(file))


def accuser(points: float, chapter: str) -> Rule:
    """A rule that fires on every mail."""
    return replace(RULES[0], id="always", points=points, chapter=chapter, needs=(), check=lambda _: ["here"])


@EXAMPLES
@given(mails.anything, st.floats(0.1, 5), st.sampled_from(sorted({rule.chapter for rule in RULES} | {"mine"})))
@example(
    "\u0410INV\u200bOICE", 2.0, "obfuscation"
)  # lost 2**-20 where each share of a capped chapter was rounded by itself
def test_one_finding_more_never_lowers_the_points(source, points, chapter):
    mail = read(source)
    assert spamscore.check(mail, rules=(*RULES, accuser(points, chapter))).points >= spamscore.check(mail).points


@EXAMPLES
@given(mails.anything)
def test_the_changes_of_a_comparison_add_up(source):
    result = spamscore.compare("<p>Your order of Monday is on its way to you.</p>", source)
    assert sum(each.points for each in result.changes) == result.new.points - result.old.points


@EXAMPLES
@given(mails.anything)
def test_a_mail_is_read_without_opinions_and_whole(source):
    mail = read(source)
    assert isinstance(mail, Mail)
    assert isinstance(mail.text, str)
    assert mail == read(source)


@pytest.mark.parametrize("mistake", [None, 1, 1.5, [], {}, object(), ["<p>hello</p>"]])
def test_a_callers_mistake_is_a_type_error_that_says_what_to_pass(mistake):
    with pytest.raises(TypeError, match=r"str.*bytes"):
        spamscore.score(mistake)


def test_many_keep_their_order_and_outlive_a_mistake():
    sources = ["<p>one</p>", None, b"Subject: two\n\ntwo", Path("no/such/file.eml")]
    reports = list(spamscore.score_many(sources))
    assert [bool(report.defects) for report in reports][1::2] == [True, True]
    assert reports[1].verdict == reports[3].verdict == "unsure"
    assert reports[0] == spamscore.check(sources[0])
    assert reports[2] == spamscore.check(sources[2])


def test_many_on_two_cores_are_the_same():
    sources = ['<a href="http://192.0.2.1/">www.example.com</a> click here now', "", None, "hello " * 20] * 3
    assert list(spamscore.score_many(iter(sources), n_jobs=2)) == list(spamscore.score_many(sources))


@pytest.mark.parametrize(
    ("call", "error"), [(("<p>",), TypeError), ((b"x",), TypeError), ((3,), TypeError), (([], 0), ValueError)]
)
def test_many_say_at_once_what_is_wrong(call, error):
    with pytest.raises(error):
        spamscore.score_many(*call)
    with pytest.raises(TypeError):
        spamscore.score_many([], nonsense=1)
