"""Front matter: lines of `key: value` between two lines of --- on top of a template, as static site builders write it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MAX_LINES = 200
_FENCE = re.compile(r"\ufeff?---[ \t]*\n")
_ENTRY = re.compile(r"([A-Za-z_][\w -]{0,60}?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*$")
_OTHER = re.compile(r"\s*(?:#.*|-\s.*|\s\S.*)?$")  # a remark, an item of a list, the inside of an entry
_KEYS = {
    "subject": "subject",
    "from": "sender",
    "sender": "sender",
    "kind": "kind",
    "preheader": "preheader",
    "preview": "preheader",
}


@dataclass(frozen=True, slots=True)
class Front:
    """What a front matter says, and the template without it."""

    body: str  # of the same length: what was taken out is blank, lines stay
    entries: dict[str, str] = field(default_factory=dict)  # subject, sender, kind, preheader
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # start and end of each value
    lines: dict[str, int] = field(default_factory=dict)


def read(source: str) -> Front:
    r"""The front matter of a template; what only looks like one is left in the body.

    >>> read("---\nsubject: Your order\n---\n<p>Hi</p>").entries
    {'subject': 'Your order'}
    """
    if not (fence := _FENCE.match(source)):
        return Front(source)
    front = Front("")
    at = fence.end()
    for number in range(2, _MAX_LINES):
        end = source.find("\n", at)
        line = source[at : end if end >= 0 else len(source)]
        if line.rstrip() == "---":
            closed = at + len(line)
            blank = re.sub(r"[^\n]", " ", source[:closed])
            return Front(blank + source[closed:], front.entries, front.places, front.lines)
        if not (_ENTRY.match(line) or _OTHER.match(line)) or end < 0:
            break
        for key, value, start in _entry(line):
            front.entries[key] = value
            front.places[key] = (at + start, at + start + len(value))
            front.lines[key] = number
        at = end + 1
    return Front(source)


def _entry(line: str) -> Iterator[tuple[str, str, int]]:
    """Key, value and the value's place in the line, where the key is one that says something about the mail."""
    found = _ENTRY.match(line)
    key = _KEYS.get(found[1].lower()) if found and found[2] else None
    if found and key:
        value, start = found[2], found.start(2)
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value, start = value[1:-1], start + 1
        yield key, value, start
