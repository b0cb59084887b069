"""The harness of all rules, whatever their chapter: a new rule is tested by being written.

A rule's own examples are its tests. Everything else here holds for all rules at once: stable ids, readable words,
fair points, bounded time, and silence on honest mail.
"""

import dataclasses
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from spamscore import mail as mails
from spamscore.mail import Mail
from spamscore.rules import RULES
from spamscore.rules.rule import MAX_EVIDENCE, MAX_QUOTE, Example, Rule, judge

HERE = Path(__file__).parent
GOLDEN = sorted(path for path in (HERE / "golden").iterdir() if path.suffix in (".eml", ".html"))
GOLDEN_SPAM = sorted(path for path in (HERE / "golden" / "spam").iterdir() if path.suffix in (".eml", ".html"))
LISTED = (HERE / "rule_ids.txt").read_text("utf-8").split()

STRONG = 2.0  # points from which a rule may never fire on honest mail
HOSTILE_SECONDS = 0.05  # CPU one rule may take on a mail of 1 MB
MEGABYTE = 1_000_000

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def read(example: Example) -> Mail:
    """The mail of an example; keyword arguments carry the body as 'source'."""
    if isinstance(example, Mapping):
        context = dict(example)
        return mails.read(context.pop("source", ""), **context)
    return mails.read(example)


def examples(field: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.id}-{number}")
        for rule in RULES
        for number, example in enumerate(getattr(rule, field), 1)
    ]


@pytest.mark.parametrize(("rule", "example"), examples("fires"))
def test_fires(rule: Rule, example: Example) -> None:
    evidence = rule(read(example))
    assert evidence, "an example in 'fires' must give evidence"
    assert len(evidence) <= MAX_EVIDENCE
    assert all(len(piece.quote) <= MAX_QUOTE for piece in evidence)


@pytest.mark.parametrize(("rule", "example"), examples("quiet"))
def test_stays_quiet(rule: Rule, example: Example) -> None:
    assert not rule(read(example)), "an example in 'quiet' must give no evidence"


@every_rule
def test_has_enough_examples(rule: Rule) -> None:
    assert len(rule.fires) >= 1, "at least one example that fires"
    assert len(rule.quiet) >= 2, "at least two near misses that stay quiet"


@every_rule
def test_says_what_why_and_what_to_do(rule: Rule) -> None:
    for name, minimum in (("title", 10), ("advice", 20), ("why", 20), ("source", 3)):
        assert len(getattr(rule, name)) >= minimum, f"{name} is missing or too short"
    for name in ("advice", "why"):
        text = getattr(rule, name)
        assert not text[0].islower(), f"{name} starts like a sentence: {text!r}"
        assert text.rstrip("'\")`").endswith((".", "?", "!")), f"{name} ends like a sentence: {text!r}"
    assert not rule.title[0].islower(), "the title starts with a capital"
    assert not rule.title.endswith("."), "the title is a heading, without a full stop"


@every_rule
def test_points_are_fair(rule: Rule) -> None:
    if rule.id == "gtube":
        assert rule.points == 100, "the test string convicts on its own, by agreement of all filters"
    else:
        assert 0 < rule.points <= 3, "rules only accuse, and none convicts alone"


@every_rule
def test_id_is_kebab_case(rule: Rule) -> None:
    words = rule.id.split("-")
    assert all(word.isascii() and word.isalnum() and word.islower() for word in words), rule.id


def test_there_are_enough_rules() -> None:
    assert len(RULES) >= 60


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert sorted(ids) == sorted(set(ids))


def test_ids_only_grow() -> None:
    ids = {rule.id for rule in RULES}
    gone = sorted(set(LISTED) - ids)
    new = sorted(ids - set(LISTED))
    assert not gone, f"ids are a promise to users who ignore or cite them; bring these back: {gone}"
    assert not new, "new rules: append these lines to tests/rule_ids.txt:\n" + "\n".join(new)
    assert sorted(set(LISTED)) == sorted(LISTED), "an id stands twice in tests/rule_ids.txt"


@every_rule
def test_unknown_is_not_missing(rule: Rule) -> None:
    for unknown in ("", "Hello Maria, the minutes of our meeting are attached. See you on Monday.\n\nJonas"):
        assert not rule(mails.read(unknown)), "a body without headers, subject or sender accuses nobody"


def long_message() -> bytes:
    subject = b"Re: " + b"W I N $$$ !!! " * 2_000
    sender = b'"' + b"Anna (2) <a@b.example> " * 1_000 + b'" <anna@example.com>'
    headers = b"From: %s\nReply-To: %s\nTo: %s\nSubject: %s\n" % (sender, sender, b"a@b.example, " * 2_000, subject)
    return headers + b"List-Unsubscribe: " + b"<" * 20_000 + b"\n\n" + b"unsubscribe 1234 " * 50_000


HOSTILE: dict[str, Example] = {
    "one-word": "a" * MEGABYTE,
    "one-letter-words": "a " * (MEGABYTE // 2),
    "punctuation": "$!?.,-_" * (MEGABYTE // 7),
    "digits": "1234567890 " * (MEGABYTE // 11),
    "addresses": "a@b.example " * (MEGABYTE // 12),
    "schemes": "http://" * (MEGABYTE // 7),
    "urls": "https://a.example/b?c=d " * (MEGABYTE // 24),
    "capitals": "FREE MONEY NOW " * (MEGABYTE // 15),
    "invisible": "a\u200b\u202e\u0430 " * (MEGABYTE // 10),
    "blank-lines": "\n \t" * (MEGABYTE // 3),
    "links": "<p>" + '<a href="https://a.example/x?u=https://b.example">www.c.example</a> ' * 14_000,
    "images": "<p>" + '<img src="https://a.example/x.png" alt="FREE" width=1> ' * 18_000,
    "styles": "<p>" + '<span style="display:none;color:#fff;font-size:0">word</span> ' * 15_000,
    "comments": "<p>" + "fr<!-- x -->ee " * 60_000,
    "long-headers": long_message(),
    "long-context": {"source": "Hi", "subject": "F R E E 1.000 $ " * 60_000, "sender": "A (2) " * 160_000},
    "long-name": {"source": "Hi", "subject": "=?" * 500_000, "sender": '"' + "<" * 500_000 + '" <a@b.example>'},
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_time_is_bounded_on_hostile_mail(shape: str) -> None:
    mail = read(HOSTILE[shape])
    assert mail.words is not None  # shared by all rules, paid for once
    slow = {}
    for rule in RULES:
        if (seconds := min(cpu(rule, mail) for _ in range(2))) > HOSTILE_SECONDS:
            slow[rule.id] = f"{seconds * 1000:.0f} ms"
    assert not slow


def cpu(rule: Rule, mail: Mail) -> float:
    begun = time.process_time()
    rule(mail)
    return time.process_time() - begun


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_honest_mail_is_not_accused_of_anything_grave(path: Path) -> None:
    mail = mails.read(path)
    for known in (mail, dataclasses.replace(mail, headers=None, subject=None, sender=None)):
        findings = list(judge(known, RULES))
        accused = {finding.rule.id: [piece.quote for piece in finding.evidence] for finding in findings}
        assert not [finding.rule.id for finding in findings if finding.points >= STRONG], accused
        assert sum(finding.points for finding in findings) <= 2.5, accused


@pytest.mark.parametrize("path", GOLDEN_SPAM, ids=lambda path: path.name)
def test_spam_is_accused_with_reasons(path: Path) -> None:
    findings = list(judge(mails.read(path), RULES))
    accused = {finding.rule.id: finding.points for finding in findings}
    assert len(findings) >= 3, accused
    assert sum(finding.points for finding in findings) >= 4, accused


def test_there_are_golden_mails() -> None:
    assert len(GOLDEN) >= 15
    assert len(GOLDEN_SPAM) >= 5
