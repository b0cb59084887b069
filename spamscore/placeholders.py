"""Masks what a template engine will fill in, so that an HTML parser cannot trip over it.

A mask has the same length as what it hides: offsets into the masked text are offsets into the source.
"""

import re

VALUE = "\ue000"  # stands for a value: {{ name }}, *|FNAME|*, ${total}
CONTROL = "\ue001"  # stands for logic that prints nothing itself: {% if %}, {{#each}}, <% end %>

_PATTERNS = (
    (CONTROL, r"\{%.{0,2000}?%\}|\{#.{0,2000}?#\}|\{\{[#/^!].{0,500}?\}\}|<%(?!=).{0,2000}?%>"),
    (VALUE, r"\{\{\{?.{0,1000}?\}?\}\}|<%=.{0,1000}?%>|\*\|.{1,200}?\|\*|%%[\w\[\]. =]{1,200}%%|\$\{[^{}]{1,500}\}"),
    (VALUE, r"\{\$?[A-Za-z_][\w.\-]{0,60}\}|\[%[^%]{1,200}%\]"),
)
_ANY = re.compile("|".join(f"(?P<{'CV'[mark == VALUE]}{i}>{p})" for i, (mark, p) in enumerate(_PATTERNS)), re.S)


def mask(source: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The source with every placeholder overwritten, and the (start, end) offsets of each.

    >>> mask("Hi {{ name }}!")[1]
    ((3, 13),)
    """
    source = source.replace(VALUE, "\ue002").replace(CONTROL, "\ue002")
    if not any(mark in source for mark in ("{", "<%", "*|", "%%", "[%")):
        return source, ()
    spans: list[tuple[int, int]] = []

    def cover(found: re.Match[str]) -> str:
        spans.append(found.span())
        return (CONTROL if found.lastgroup and found.lastgroup[0] == "C" else VALUE) * len(found[0])

    return _ANY.sub(cover, source), tuple(spans)


_RUNS = re.compile(f"{VALUE}+")


def collapse(text: str) -> str:
    """Masked text with logic taken out and each value as a single `VALUE` character."""
    if CONTROL in text:
        text = text.replace(CONTROL, "")
    return _RUNS.sub(VALUE, text) if VALUE in text else text
