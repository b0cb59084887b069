"""What the placeholders of a source stand for: a part of the mail that lies elsewhere, a way out of the list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spamscore.placeholders.marks import VALUE
from spamscore.placeholders.masking import commented, cover, mask, paired
from spamscore.placeholders.notations import COMMENTS

_MAX_UNSEEN = 50
_WAY_OUT = re.compile(
    r"unsub|opt_?-?out|preferences?\b|preference_?cent|profile_cent|update_?profile|abmeld|abbest|desinscri|d[e\u00e9]sabon"
    r"|subscription_?(?:cent|url|link|settings)|manage_?(?:sub|pref|your)|list_?leave|austrag|afmeld|uitschrij", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unseen:
    """A part of the mail that a template takes from elsewhere."""

    name: str  # as the template names it
    how: str  # "extends" when this template fills another one, "includes" when another one stands in it
    start: int  # where the template says so


# how, what may stand in a source of that language, and the name in it; at most one group of a pattern matches
_LOOKS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("extends", "{%", re.compile(r"\{%[-~+]?\s*(?:extends|layout)\s+([^%{}]{1,300}?)\s*[-~+]?%\}")),
    (
        "includes",
        "{%",
        re.compile(r"\{%[-~+]?\s*(?:include\w{0,20}|render|section|embed|import|from|snippet|use)\s+([^%{}]{1,300}?)\s*[-~+]?%\}"),
    ),
    ("includes", "{{", re.compile(r"\{\{-?\s*(?:include|source|partial)\s?\(?\s*([\"'][^\"'{}]{1,200}[\"'])")),
    ("includes", "{{", re.compile(r"\{\{~?#?>\s*([@\w./-]{1,200}|\([^{}]{1,200}\))")),
    ("includes", "{{", re.compile(r"\{\{-?\s*template\s+(\"[^\"{}]{1,200}\")")),
    ("includes", "{{", re.compile(r"\{\{\s*content_blocks\.\$\{([^{}]{1,100})\}")),
    ("extends", "@", re.compile(r"(?<![\w.@])@extends\s?\(\s*([^,()]{1,200})")),
    (
        "includes",
        "@",
        re.compile(r"(?<![\w.@])@(?:include|includeIf|component|each|include(?:When|Unless)\s?\([^,()]{1,200},)\s?\(?\s*([\"'][^\"']{1,200}[\"'])"),
    ),
    ("includes", "@", re.compile(r"(?<![\w.@])@(?:yield|stack)\s?\(\s*([\"'][^\"']{1,200}[\"'])")),
    ("includes", "<x-", re.compile(r"<x-(?!slot\b)([\w.:-]{1,100})")),
    (
        "includes",
        "<%",
        re.compile(r"<%[-=]{1,2}\s*(?:render\b|include\b|partial\b)\s?\(?\s*(?:(?:partial|template|layout):\s*)?([^\s,()%]{1,200})"),
    ),
    ("includes", "<%", re.compile(r"<%=\s*(yield\b[^%]{0,80}?)\s*-?%>")),
    ("includes", "%%=", re.compile(r"\b(?:ContentBlockBy(?:Key|Name|ID)|ContentArea(?:ByName)?)\s?\(\s*([^(),]{1,200})", re.I)),
    ("includes", "<#include", re.compile(r"<#include\s+([\"'][^\"']{1,200}[\"'])")),
    ("includes", "<?", re.compile(r"<\?(?:php|=)\s*(?:include|require)(?:_once)?\s?\(?\s*([^\s();]{1,200})")),
    ("includes", "<mj-include", re.compile(r"<mj-include\b[^<>]{0,200}?\bpath\s?=\s?([\"'][^\"'<>]{1,200}[\"'])")),
)  # fmt: skip
_QUOTED = re.compile(r"[\"']([^\"']{1,200})[\"']")
_DEFINED = re.compile(r"\{\{-?\s*(?:define\s+\"([^\"{}]{1,200})\"|#\*inline\s+[\"']([^\"'{}]{1,200})[\"'])")


def unseen(source: str) -> tuple[Unseen, ...]:
    """The parts that a template takes from elsewhere, in order, each name once; comments of the language are passed over.

    >>> [(part.how, part.name) for part in unseen('{% extends "base.html" %}<p>Hi</p>{{> footer}}')]
    [('extends', 'base.html'), ('includes', 'footer')]
    """
    if "endcomment" in source:
        source = cover(source, commented(source))
    for pair in COMMENTS:
        if pair.opening in source:
            source = cover(source, paired(source, pair))
    found = sorted(_found(source), key=lambda part: part.start)
    here = {name for groups in _DEFINED.findall(source) for name in groups}
    parts = {part.name: part for part in reversed(found) if part.name not in here}
    return tuple(sorted(parts.values(), key=lambda part: part.start)[:_MAX_UNSEEN])


def _found(source: str) -> Iterator[Unseen]:
    for how, sign, look in _LOOKS:
        if sign in source:
            for match in look.finditer(source):
                quoted = _QUOTED.search(match[1])
                yield Unseen(quoted[1] if quoted else match[1].strip().strip(":"), how, match.start())


def offers_way_out(source: str) -> bool:
    """Whether a placeholder of a source will be a way out of the list, by its name.

    >>> offers_way_out("{% unsubscribe %}"), offers_way_out("*|UNSUB|*"), offers_way_out("{% if unsubscribed %}")
    (True, True, False)
    """
    if not _WAY_OUT.search(source):
        return False
    masked, spans = mask(source)
    return any(masked[start] == VALUE and _WAY_OUT.search(source, start, end) for start, end in spans)
