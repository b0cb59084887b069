"""A page for each rule and one for each chapter, written by the rules themselves; hit rates from the model's evaluation."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from spamscore import assets
from spamscore.rules import CHAPTERS, RULES, Rule
from spamscore.rules.rule import Example

_LONGEST = 700  # characters of an example that are shown
_INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
_ABOUT = """A rule says *whether* something is there and quotes it; it only accuses, so that every finding is something to change.
Points are before a chapter's cap and the blend ([how the score is made](../score.md)).
"""
_LEAVE_OUT = """For one template, by a comment in it: `<!-- spamscore: ignore {id} why -->`. For a run: `--ignore {id}`. To make it stop
a build whatever the score: `--fail-on finding:{id}`.
"""
_NEEDS = {
    "headers": "the headers of a whole message (an `.eml` file)",
    "subject": "the subject",
    "sender": "the sender",
    "html": "an HTML body",
    "kind": "whether the mail is marketing or transactional (`--kind`, or headers that say so)",
    "attachments": "the attachments",
}


def written() -> dict[str, str]:
    """Every generated page by its name: the index, the chapters, the rules."""
    rates = hit_rates()
    chapters = {chapter.__name__.rpartition(".")[2]: chapter.__doc__ or "" for chapter in CHAPTERS}
    pages = {"rules/index.md": _index(chapters)}
    for name, about in chapters.items():
        pages[f"rules/{name}.md"] = _chapter(name, about)
    return pages | {f"rules/{rule.id}.md": _page(rule, rates.get(rule.id)) for rule in RULES}


def hit_rates() -> dict[str, dict[str, str]]:
    """What each rule hits of modern mail, by its id, as the model's evaluation measured it."""
    text = (assets.folder("models") / "evaluation.json").read_text("utf-8")
    return {row["rule"].strip("`"): row for row in json.loads(text)["rules"]["rows"]}


def plain(text: str) -> str:
    r"""Words for Markdown that stay words: nothing in them is markup but `code` between backticks.

    >>> plain("Use `--kind`, not <b>")
    'Use `--kind`, not \\<b\\>'
    """
    parts = text.split("`") if text.count("`") % 2 == 0 else [text]
    inert = [
        "".join(f"\\{letter}" if letter in r"\`*_{}[]<>()#+!|$&~^" else letter for letter in each) for each in parts
    ]
    return "`".join(parts[place] if place % 2 else each for place, each in enumerate(inert))


def shown(text: str) -> str:
    r"""An example that can be read: what is invisible or turns the writing round is spelt out, what is long is cut.

    >>> shown("a\u202eb")
    'a\\u202eb'
    """
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} … ({len(text):,} characters in all)"
    return "".join(
        letter.encode("unicode_escape").decode()
        if unicodedata.category(letter) in _INVISIBLE and letter not in "\n\t"
        else letter
        for letter in cut
    )


def block(text: str, language: str) -> str:
    """A fenced block that nothing inside can close."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{{.example}}\n{fence}{language}\n{shown(text)}\n{fence}\n"


def _index(chapters: Mapping[str, str]) -> str:
    parts = [
        "# Rules\n",
        f"{len(RULES)} rules in {len(chapters)} chapters. {_ABOUT}",
        "`spamscore rules` prints this list, `spamscore why RULE-ID` one rule.\n",
    ]
    for name, about in chapters.items():
        rules = [rule for rule in RULES if rule.chapter == name]
        parts += [f"## [{name.capitalize()}]({name}.md)\n", plain(_first(about)) + "\n", _table(rules)]
    toc = "\n".join(chapters)
    return "\n".join([*parts, f"```{{toctree}}\n:hidden:\n:maxdepth: 2\n\n{toc}\n```\n"])


def _first(docstring: str) -> str:
    return " ".join(docstring.partition("\n\n")[0].split())


def _table(rules: Iterable[Rule]) -> str:
    rows = [f"| [{plain(rule.title)}]({rule.id}.md)<br>`{rule.id}` | {rule.points:g} |" for rule in rules]
    return "\n".join(["{.rules}", "| Rule | Points |", "| --- | ---: |", *rows, ""])


def _chapter(name: str, about: str) -> str:
    rules = [rule for rule in RULES if rule.chapter == name]
    return "\n".join([f"# {name.capitalize()}\n", plain(_first(about)) + "\n", _table(rules)])


def _page(rule: Rule, rates: Mapping[str, str] | None) -> str:
    needs = ", ".join(_NEEDS[need] for need in rule.needs)
    facts = [
        ("Id", f"`{rule.id}`"),
        ("Points", f"{rule.points:g}, before the chapter's cap and the blend"),
        ("Source", plain(rule.source)),
        *([("Needs", f"{needs}; silent where that is unknown")] if needs else []),
        *([("Hits", _hits(rates))] if rates else []),
    ]
    parts = [
        # not in the tree at the side: with every rule on every page, the tree is most of the work and of the bytes
        "---\norphan: true\n---\n",
        f"# {plain(rule.title)}\n",
        f"[Rules](index.md) › [{rule.chapter.capitalize()}]({rule.chapter}.md)\n",
        plain(rule.why) + "\n",
        f"**What to do.** {plain(rule.advice)}\n",
        "\n".join(["```{list-table}", *(f"* - **{name}**\n  - {text}" for name, text in facts), "```\n"]),
        "## It fires on\n", *map(_example, rule.fires),
        "## It stays quiet on\n", *map(_example, rule.quiet),
        "## Leave it out\n",
        _LEAVE_OUT.format(id=rule.id),
    ]  # fmt: skip
    return "\n".join(parts)


def _hits(rates: Mapping[str, str]) -> str:
    return (
        f"{rates['spam %']} % of modern spam and {rates['ham %']} % of modern honest mail as it came; "
        f"{rates['bare spam %']} % and {rates['bare ham %']} % of the bare bodies ([model card](../model-card.md))"
    )


def _example(example: Example) -> str:
    if isinstance(example, bytes):
        return block(example.decode("utf-8", "backslashreplace"), "text")
    if isinstance(example, str):
        return block(example, "html" if "<" in example and len(example) <= _LONGEST else "text")
    head = "\n".join(f"{name}: {_told(value)}" for name, value in example.items() if name != "source")
    source = example.get("source", "")
    body = source.decode("utf-8", "backslashreplace") if isinstance(source, bytes) else str(source)
    return block("\n\n".join(part for part in (head, body) if part), "text")


def _told(value: Any) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        given = {field.name: getattr(value, field.name) for field in fields(value)}
        return ", ".join(f"{name} {_told(told)}" for name, told in given.items() if told)
    return "; ".join(map(_told, value)) if isinstance(value, (tuple, list)) else str(value)
