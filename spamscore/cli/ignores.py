"""Ignores: comments in a template that leave a rule out for that file, `spamscore: ignore RULE-ID reason`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from spamscore.cli.selection import unknown, vocabulary

_SIGN = b"spamscore:"
_MAX_BYTES = 6_000_000  # as far as a body is read, four bytes a character
_MAX_COMMENTS = 200
_PAIRS = (
    (r"<!--", r"-->"),  # HTML, MJML
    (r"\{\{!--", r"--\}\}"),  # Handlebars
    (r"\{\{!", r"\}\}"),  # Mustache
    (r"\{\{--", r"--\}\}"),  # Blade
    (r"\{\{-?\s{0,3}/\*", r"\*/\s{0,3}-?\}\}"),  # Go
    (r"\{#-?", r"-?#\}"),  # Jinja, Django, Twig
    (r"<%#", r"%>"),  # ERB, EJS
    (r"<%--", r"--%>"),  # JSP
    (r"\{%-?\s{0,3}comment[^%]{0,100}%\}", r"\{%-?\s{0,3}endcomment"),  # Django, Liquid
)
_ID = r"\w{1,40}(?:-\w{1,40}){0,9}"
_IDS = rf"(?P<ids>{_ID}(?:\s{{0,5}},\s{{0,5}}{_ID}){{0,20}})?"


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: the words that stand for rules, and why."""

    words: tuple[str, ...]
    reason: str
    line: int


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], ...]:
    # compiled when the first comment is seen: most files hold none
    said = rf"\s{{0,50}}spamscore:\s{{0,9}}ignore\b\s{{0,9}}{_IDS}(?P<reason>.{{0,500}}?)"
    return tuple(re.compile(opening + said + closing, re.S) for opening, closing in _PAIRS)


def comments(source: str) -> tuple[Ignore, ...]:
    r"""The comments of a template that ignore something, in order.

    >>> comments("<p>Hi</p>\n<!-- spamscore: ignore link-insecure the museum has no https -->")
    (Ignore(words=('link-insecure',), reason='the museum has no https', line=2),)
    """
    found = [
        match
        for form in _forms()
        for match in islice(form.finditer(source), _MAX_COMMENTS)
    ]  # fmt: skip
    by_start = {match.start(): match for match in reversed(found)}  # a form may be the start of another
    return tuple(_ignore(by_start[start], source) for start in sorted(by_start))


def _ignore(match: re.Match[str], source: str) -> Ignore:
    words = tuple(word.strip() for word in (match["ids"] or "").split(",") if word.strip())
    reason = " ".join(match["reason"].strip(" \t\r\n-:").split())
    return Ignore(words, reason, source.count("\n", 0, match.start()) + 1)


def read(files: Iterable[Path]) -> tuple[Ignore, ...]:
    """The comments in the files of one template; none in a whole message, which somebody else may have written."""
    found: list[Ignore] = []
    for file in files:
        if file.suffix.lower() == ".eml":
            continue
        with file.open("rb") as opened:
            data = opened.read(_MAX_BYTES)
        if _SIGN in data:
            found += comments(data.decode("utf-8", "replace"))
    return tuple(found)


def resolve(ignores: Iterable[Ignore]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The ids of the rules to leave out, and a note for each comment that names no rule."""
    known = vocabulary()
    ids: frozenset[str] = frozenset()
    notes = []
    for each in ignores:
        if not each.words:
            notes.append(f"line {each.line}: the comment ignores nothing: write `spamscore: ignore RULE-ID reason`")
        for word in each.words:
            ids |= known.get(word, frozenset())
            if word not in known:
                notes.append(f"line {each.line}: {unknown(word)}")
    return ids, tuple(notes)


def unused(ignores: Iterable[Ignore], found: frozenset[str]) -> tuple[str, ...]:
    """A note for every word that ignores nothing, given the ids of the rules that would have fired."""
    known = vocabulary()
    return tuple(
        f"line {each.line}: nothing to ignore: {word} finds nothing here"
        for each in ignores
        for word in each.words
        if word in known and not known[word] & found
    )


def told(ignores: Iterable[Ignore], found: frozenset[str]) -> tuple[str, ...]:
    """What a report says of the rules that comments left out, one sentence each."""
    known = vocabulary()
    return tuple(
        f"{word}, ignored by a comment on line {each.line}" + (f": {each.reason[:100]}" if each.reason else "")
        for each in ignores
        for word in each.words
        if known.get(word, frozenset()) & found
    )
