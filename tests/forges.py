"""What a format is held to: schemas, the grammar of workflow commands, and mails whose every word is hostile."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from jsonschema.protocols import Validator
from lxml import etree

import spamscore
from spamscore.cli.checked import Change, Checked
from spamscore.report import Report
from spamscore.rules import RULES
from spamscore.rules.rule import Evidence, Rule
from tests import mails

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = Path(__file__).parent / "schemas"
OFFER, INVOICE, NEWSLETTER = (f"examples/{name}.html" for name in ("spring-offer", "invoice", "newsletter"))
PARCEL = "tests/golden/spam/parcel-fee-de.eml"
# What breaks out of one format or another.
VENOM = (
    '"', "'", "\n", "\r\n", "::", "::error::x", "##vso[task.setvariable variable=a]b", "##[add-mask]e", "]]>", "<![CDATA[", "<!--", "-->",
    "</failure>", "<script>alert(1)</script>", "&amp;", "&#0;", "%0A", "%", ",", "|", "`", "```", "a`<img src=x>b", "[x](https://evil.test)", "@everyone",
    "![i](https://evil.test/i.png)", "https://evil.test/", "www.evil.test", "{0}", "{", "\\", "\\[", "\x1b[2J", "\x1b]8;;x\x07", "\u202e",
    "\u2066", "\u200b", "\x85", "\u2028", "\0", "\ufffe", "\uffff", "\ud800", "\udcff", "\ue000", "\ue001", "你好", "e\u0301", "👍🏽", "\t", "#1",
)  # fmt: skip
venom = st.lists(st.one_of(st.sampled_from(VENOM), st.text(min_size=1, max_size=8)), min_size=1, max_size=6).map(
    "".join
)
hostile = st.one_of(venom, venom.map(lambda words: f"mails/{words}.html"), venom.map(lambda words: f"/tmp/{words}.eml"))


def checked(name: str, **keywords: Any) -> Checked:
    """A file of the repository, checked."""
    return Checked(name, spamscore.check(ROOT / name), **keywords)


def failing(name: str) -> Checked:
    """A file of the repository that the gate stops."""
    return checked(name, failures=("the verdict is spam",))


def accuser(quotes: tuple[str, ...], name: str = "mine") -> Rule:
    """A user's own rule that quotes these words of every mail."""
    evidence = [Evidence(quote or "?") for quote in quotes]
    return replace(RULES[0], id=name, needs=(), chapter="mine", check=lambda _: evidence)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """The report on any mail, a hostile subject, sender and quotation in it."""
    rule = accuser(tuple(draw(st.lists(venom, min_size=1, max_size=3))), draw(st.sampled_from(("mine", "yours"))))
    said = {name: draw(st.one_of(st.none(), venom)) for name in ("subject", "sender")}
    source = draw(st.one_of(mails.anything, venom))
    return spamscore.check(source, rules=(*RULES, rule), **{name: words for name, words in said.items() if words})


@st.composite
def results(draw: st.DrawFn) -> Checked:
    """What a command may find out about a mail, hostile in every word."""
    name, words = draw(hostile), st.lists(venom, max_size=2).map(tuple)
    if draw(st.integers(0, 4)) == 0:
        return Checked(name, None, draw(venom))
    return Checked(name, draw(reports()), "", draw(words), draw(words), draw(st.integers(0, 2)))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A mail before and after; one side may be missing."""
    old, new = draw(st.one_of(st.none(), reports())), draw(reports())
    return Change(draw(hostile), old, draw(st.sampled_from((new, None))) if old else new)


@cache
def sarif() -> Validator:
    """The schema of SARIF."""
    return Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))


@cache
def gitlab() -> Validator:
    """The schema of GitLab's Code Quality."""
    return Draft202012Validator(json.loads((SCHEMAS / "gitlab-code-quality.json").read_text("utf-8")))


@cache
def junit() -> etree.XMLSchema:
    """The schema of JUnit reports."""
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


@dataclass(frozen=True)
class Command:
    """A workflow command as GitHub's runner reads it."""

    name: str
    properties: dict[str, str]
    message: str


def commands(line: str) -> Iterator[Command]:
    """The command in a line of a log, as the runner's ActionCommand.TryParseV2 finds it; nothing when there is none."""
    trimmed = line.lstrip()
    end = trimmed.find("::", 2)
    if not trimmed.startswith("::") or end < 0:
        return
    name, _, told = trimmed[2:end].partition(" ")
    pairs = (each.split("=", 1) for each in told.split(",") if "=" in each)
    properties = {key.strip(): _data(value.replace("%3A", ":").replace("%2C", ",")) for key, value in pairs}
    yield Command(name, properties, _data(trimmed[end + 2 :]))


def _data(words: str) -> str:
    return words.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
