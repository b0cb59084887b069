"""Start tags and text of an HTML source with their offsets, as lxml reads them; one pass, whatever the source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(?P<end>>)|(?P<name>=?[^\s/>=]*+)(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)(?:\"|\Z)|'(?P<single>[^']*+)(?:'|\Z)"
    r"|(?P<bare>[^\s>]*+)))?+)"
)
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"))
# What stands inside these is not read at all: `walk` passes over the same ones.
_SILENT = frozenset(
    ("template", "xml", "object", "audio", "video", "noscript", "mj-title", "mj-preview", "mj-style", "mj-attributes")
) | _RAW - {"textarea", "xmp"}
MAX_TAGS = 100_000


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag: name in lower case, and where it stands."""

    name: str
    start: int
    end: int  # after the >


@dataclass(frozen=True, slots=True)
class Tokens:
    """Start tags and pieces of text outside of comments and of elements that show no text."""

    tags: tuple[Tag, ...]
    texts: tuple[tuple[int, int], ...]  # start and end


def attributes(source: str, tag: Tag) -> Iterator[tuple[str, int, int]]:
    """Each attribute of a tag: name in lower case, start and end of the value (without quotes)."""
    at = tag.start + 1 + len(tag.name)
    while at < tag.end and (found := _ATTRIBUTE.match(source, at)) and found["end"] is None and found.end() > at:
        value = next((kind for kind in ("double", "single", "bare") if found[kind] is not None), "name")
        start, end = found.span(value)
        yield found["name"].lower(), end if value == "name" else start, end
        at = found.end()


def attribute(source: str, tag: Tag, name: str) -> tuple[int, int] | None:
    """Where the value of an attribute stands; None when the tag has none of that name."""
    return next(((start, end) for each, start, end in attributes(source, tag) if each == name), None)


def _tag_end(source: str, at: int) -> int:
    """The offset behind a start tag whose name ends there; the end of the source when it is never closed."""
    while found := _ATTRIBUTE.match(source, at):
        if found["end"] is not None:
            return found.end()
        if found.end() == at:
            break
        at = found.end()
    return len(source)


def _behind(source: str, mark: str, at: int) -> int:
    found = source.find(mark, at)
    return len(source) if found < 0 else found + len(mark)


def _inside_end(source: str, name: str, at: int) -> int:
    """Where the end tag of an element stands whose inside is no markup, or is not read."""
    found = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.I).search(source, at)
    return found.start() if found else len(source)


def tokens(source: str, silent: frozenset[str] = _SILENT) -> Tokens:
    """The tokens of a source whose placeholders are masked; nothing is read inside elements of the silent names."""
    tags: list[Tag] = []
    texts: list[tuple[int, int]] = []
    at = text = 0
    while at < len(source) and len(tags) < MAX_TAGS:
        at = source.find("<", at)
        if at < 0:
            break
        end = _token_end(source, at, tags)
        if end == at:  # a lone sign
            at += 1
            continue
        if at > text:
            texts.append((text, at))
        text = at = end
        if tags and tags[-1].end == end and tags[-1].name in silent:
            text = at = _inside_end(source, tags[-1].name, end)
        elif tags and tags[-1].end == end and tags[-1].name in _RAW:
            at = _inside_end(source, tags[-1].name, end)
    if text < len(source):
        texts.append((text, len(source)))
    return Tokens(tuple(tags), tuple(texts))


def _token_end(source: str, at: int, tags: list[Tag]) -> int:
    """Where the comment or tag that begins there ends; the same offset when none begins. A start tag is added to `tags`."""
    following = source[at + 1 : at + 2]
    if following == "!" and source.startswith("--", at + 2):
        return _behind(source, "-->", at + 2)
    if following in ("!", "?"):
        return _behind(source, ">", at)
    if following == "/":
        named = source[at + 2 : at + 3]
        return _behind(source, ">", at) if named.strip() else at
    if name := _NAME.match(source, at + 1):
        end = _tag_end(source, name.end())
        tags.append(Tag(name[0].lower(), at, end))
        return end
    return at
