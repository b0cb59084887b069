"""MJML → the HTML that it stands for, by mjml-python (the extra `mjml`)."""

import re
from bisect import bisect_right
from importlib.util import find_spec
from pathlib import Path

from spamscore.placeholders import CONTROL, VALUE, mask
from spamscore.spans.tokens import attributes, tokens

INSTALL = "pip install 'spamscore[mjml]'"
MAX_SOURCE = 1_500_000  # characters
MAX_DEPTH = 100  # elements nested; honest templates have about six
_ROOT = re.compile(r"<mjml[\s>]")
_TAG = re.compile(r"<(/?)mj[\w-]{0,40}\b[^<>]{0,5000}?(/?)>")
_AT = re.compile(r"in root template at position (\d{1,9})")
_UNSAFE = re.compile(r"[<>&\"']")


class NotRenderedError(Exception):
    """Why a source was not rendered, in words that follow "not rendered: "."""


def render(source: str, folder: Path) -> str:
    """The HTML of an MJML source; <mj-include> reads files below the folder only.

    Raises `NotRenderedError`.
    """
    if find_spec("mjml") is None:
        raise NotRenderedError(f"{INSTALL} renders it")
    if not _ROOT.search(source):
        raise NotRenderedError("a part without <mjml> around it")
    if len(source) > MAX_SOURCE or _depth(source) > MAX_DEPTH:
        raise NotRenderedError("too large or nested too deep")
    import mjml

    prepared = _prepared(source)
    try:
        return str(mjml.mjml2html(prepared, include_loader=lambda name: _included(folder, name)))
    except ValueError as error:
        raise NotRenderedError(_sentence(str(error), prepared)) from error


def _depth(source: str) -> int:
    depth = deepest = 0
    for tag in _TAG.finditer(source):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        deepest = max(deepest, depth)
    return deepest


def _included(folder: Path, name: str) -> str:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"{name} lies outside of {folder}")
    return _prepared(path.read_text("utf-8"))


def _prepared(source: str) -> str:
    """The source with placeholders that no parser of XML stumbles over, lines and lengths as they were."""
    masked, spans = mask(source)
    values = [(start, end) for tag in tokens(masked, frozenset()).tags for _, start, end in attributes(masked, tag)]
    tags = [(tag.start, tag.end) for tag in tokens(masked, frozenset()).tags]
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        written = source[start:end]
        if masked[start] == CONTROL and not _within(start, values):
            written = re.sub(r"[^\n]", " ", written)
        elif _UNSAFE.search(written) and (_within(start, tags) or "<" in written or "&" in written):
            signs = "{{}}" if masked[start] == VALUE else "{%%}"
            inside = re.sub(r"[^\w.]", "_", written[2:-2]) if len(written) > 4 else ""
            written = signs[:2] + inside + signs[2:]
        pieces += (source[at:start], written)
        at = end
    return "".join((*pieces, source[at:]))


def _within(at: int, ranges: list[tuple[int, int]]) -> bool:
    place = bisect_right(ranges, at, key=lambda each: each[0]) - 1
    return place >= 0 and at < ranges[place][1]


def _sentence(message: str, prepared: str) -> str:
    if found := _AT.search(message):
        before = prepared.encode("utf-8", "replace")[: int(found[1])]
        return f"{message.partition(' in root template')[0]} in line {before.count(10) + 1}"
    return message.replace(" in root template", "")
