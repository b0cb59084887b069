"""`spamscore rules` and `spamscore why`: the rules speak for themselves."""

import argparse
import difflib
import json
import textwrap
from typing import Any

from spamscore.cli.sources import UnreadableError
from spamscore.rules.rule import Rule

_WIDTH = 100


def _rules() -> tuple[Rule, ...]:
    from spamscore.rules import RULES

    return RULES


def table(arguments: argparse.Namespace) -> int:
    """Print every rule, chapter by chapter."""
    rules = _rules()
    if arguments.format == "json":
        print(json.dumps([as_dict(rule) for rule in rules], indent=1))
        return 0
    width = max((len(rule.id) for rule in rules), default=0)
    chapter = ""
    for rule in rules:
        if rule.chapter != chapter:
            chapter = rule.chapter
            print(f"\n{chapter}")
        print(f"  {rule.id:{width}}  {rule.points:4.1f}  {rule.title}")
    print(
        f"\n{len(rules)} rules. Points are before a chapter's cap and the blend. `spamscore why RULE-ID` tells the rest."
    )
    return 0


def as_dict(rule: Rule) -> dict[str, Any]:
    """A rule as JSON-ready data."""
    names = ("id", "chapter", "title", "points", "why", "advice", "source", "needs")
    return {name: getattr(rule, name) for name in names}


def why(arguments: argparse.Namespace) -> int:
    """Print one rule in full; an unknown id is answered with the nearest ones."""
    rules = {rule.id: rule for rule in _rules()}
    rule = rules.get(arguments.id)
    if rule is None:
        near = difflib.get_close_matches(arguments.id.lower().replace("_", "-"), rules, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "`spamscore rules` lists them."
        raise UnreadableError(f"there is no rule {arguments.id!r}; {hint}")
    print(essay(rule))
    return 0


def essay(rule: Rule) -> str:
    """A rule as a page for people."""
    parts = [
        f"{rule.id}: {rule.title}",
        f"{rule.points:.1f} points, chapter {rule.chapter}" + (f", needs {', '.join(rule.needs)}" if rule.needs else ""),
        "", *_fold("Why", rule.why), *_fold("What to do", rule.advice), *_fold("Source", rule.source),
        "", *_examples("Fires on", rule.fires), *_examples("Stays quiet on", rule.quiet),
    ]  # fmt: skip
    return "\n".join(parts)


def _fold(head: str, words: str) -> list[str]:
    return textwrap.wrap(f"{head}: {words}", _WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _examples(head: str, examples: tuple[object, ...]) -> list[str]:
    return [f"{head}:", *(f"  {_cut(ascii(example) if _odd(example) else str(example))}" for example in examples[:3])]


def _odd(example: object) -> bool:
    return not isinstance(example, str) or not example.isprintable()


def _cut(shown: str) -> str:
    return shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + "…"
