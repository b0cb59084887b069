"""Ignores: comments in a template that leave a rule out for that file, `spamscore: ignore RULE-ID reason`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    place: str  # "line 3", after the file's name where it is another one than the mail's first


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], ...]:
    # compiled when the first comment is seen: most files hold none
    said = rf"\s{{0,50}}spamscore:\s{{0,9}}ignore\b\s{{0,9}}{_IDS}(?P<reason>.{{0,500}}?)"
    return tuple(re.compile(opening + said + closing, re.S) for opening, closing in _PAIRS)


def comments(source: str) -> tuple[Ignore, ...]:
    r"""The comments of a template that ignore something, in order.

    >>> comments("<p>Hi</p>\n<!-- spamscore: ignore link-insecure the museum has no https -->")
    (Ignore(words=('link-insecure',), reason='the museum has no https', place='line 2'),)
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
    return Ignore(words, reason, f"line {source.count(chr(10), 0, match.start()) + 1}")


def read(files: Iterable[Path]) -> tuple[Ignore, ...]:
    """The comments in the files of one template; none in a whole message, which somebody else may have written."""
    found: list[Ignore] = []
    for number, file in enumerate(files):
        if file.suffix.lower() == ".eml":
            continue
        with file.open("rb") as opened:
            data = opened.read(_MAX_BYTES)
        if _SIGN in data:
            here = f"{file.name}, " if number else ""
            found += (replace(each, place=here + each.place) for each in comments(data.decode("utf-8", "replace")))
    return tuple(found)


def ids(ignores: Iterable[Ignore]) -> frozenset[str]:
    """The ids of the rules that comments leave out."""
    known = vocabulary()
    return frozenset[str]().union(*(known.get(word, frozenset()) for each in ignores for word in each.words))


def notes(ignores: Iterable[Ignore], found: frozenset[str]) -> tuple[str, ...]:
    """A sentence for every comment or word that ignores nothing, given the ids of the rules that would have fired."""
    known = vocabulary()
    said = []
    for each in ignores:
        if not each.words:
            said.append(f"{each.place}: the comment ignores nothing: write `spamscore: ignore RULE-ID reason`")
        for word in each.words:
            if word not in known:
                said.append(f"{each.place}: {unknown(word)}")
            elif not known[word] & found:
                said.append(f"{each.place}: nothing to ignore: {word} finds nothing here")
    return tuple(said)


def told(ignores: Iterable[Ignore], found: frozenset[str]) -> tuple[str, ...]:
    """What a report says of the rules that comments left out, one sentence each."""
    known = vocabulary()
    return tuple(
        f"{word}, ignored by a comment on {each.place}" + (f": {each.reason[:100]}" if each.reason else "")
        for each in ignores
        for word in each.words
        if known.get(word, frozenset()) & found
    )
