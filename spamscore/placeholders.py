"""Masks what a template engine will fill in, so that an HTML parser cannot trip over it.

A mask has the same length as what it hides: offsets into the masked text are offsets into the source.
Known: Jinja, Django, Twig, Nunjucks, Liquid, Handlebars, Mustache, Go, Blade, Smarty (PrestaShop), ERB, EJS, Template
Toolkit, Mailchimp, Mailgun, Salesforce (AMPscript too), `${…}` (FreeMarker, Thymeleaf, JavaScript) and `[[name]]`.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

VALUE = "\ue000"  # stands for a value: {{ name }}, *|FNAME|*, ${total}
CONTROL = "\ue001"  # stands for logic that prints nothing itself: {% if %}, {{#each}}, <% end %>
MAX_PLACEHOLDERS = 20_000  # of one notation in one source; what follows stays as it is

_Spans = list[tuple[int, int, str]]  # start, end, mark


# Eight words and nothing else are no expression: a text put between the marks so that nobody looks at it.
_PROSE = re.compile(r"\s{0,9}(?:[^\W\d_][\w’'-]{0,29}[,.;:!?]?\s{1,3}){7,250}[^\W\d_][\w’'-]{0,29}[.!?]?\s{0,9}")


def _always(mark: str) -> Callable[[str], str]:
    return lambda _inside: mark


def _judge(control: str) -> Callable[[str], str]:
    """A function that tells logic from a value by how the inside begins."""
    begins = re.compile(control, re.I)
    return lambda inside: CONTROL if begins.match(inside) else "" if _PROSE.fullmatch(inside) else VALUE


@dataclass(frozen=True, slots=True)
class _Pair:
    """A notation that runs from an opening to a closing mark."""

    opening: str
    closing: str
    longest: int
    mark: Callable[[str], str]  # the inside → VALUE, CONTROL or "" when it is no placeholder


_GO = r"-?\s*(?:[#/^!]|(?:if|else|elseif|range|end|with|define|block|each|unless)\b|\$\w{1,40}\s?:?=)"
_ERB = r"(?![=-])|-\s*(?:if|else|elsif|end|for|while|unless|case|when|do)\b|-?\s*\}"
_TOOLKIT = r"[-+]?\s*(?:IF|UNLESS|ELSE|ELSIF|END|FOREACH|WHILE|SET|BLOCK|SWITCH|CASE|#)\b"
_MERGE = r"(?:IF|IFNOT|ELSE|ELSEIF|END|INTERESTED|FEEDBLOCK|RSSITEMS)\b"


def _merge_tag(inside: str) -> str:
    if "\n" in inside or _PROSE.fullmatch(inside):
        return ""
    return CONTROL if _MERGE_CONTROL.match(inside) else VALUE


def _bracketed(inside: str) -> str:
    return VALUE if _NAME.fullmatch(inside.strip()) else ""


_MERGE_CONTROL = re.compile(_MERGE)
_NAME = re.compile(r"[A-Za-z_$][\w .:|$'-]{0,80}")
# A probe of one character, then one with that character in front, is twenty times cheaper than `"{{" in source` for each
# notation. Outer notations come first: what one pass masks the next cannot see.
_PAIRS: tuple[tuple[str, re.Pattern[str], tuple[_Pair, ...]], ...] = (
    (
        "%",
        re.compile(r"%[%>\]}]"),
        (
            _Pair("%%[", "]%%", 20_000, _always(CONTROL)),
            _Pair("{%", "%}", 3000, _always(CONTROL)),
            _Pair("<%", "%>", 3000, _judge(_ERB)),
            _Pair("%%=", "=%%", 2000, _always(VALUE)),
            _Pair("[%", "%]", 500, _judge(_TOOLKIT)),
        ),
    ),
    (
        "{",
        re.compile(r"\{[{#!]"),
        (
            _Pair("{#", "#}", 3000, _always(CONTROL)),
            _Pair("{!!", "!!}", 1000, _always(VALUE)),
            _Pair("{{--", "--}}", 3000, _always(CONTROL)),
            _Pair("{{{", "}}}", 1000, _always(VALUE)),
            _Pair("{{", "}}", 1500, _judge(_GO)),
        ),
    ),
    ("|", re.compile(r"\|\*"), (_Pair("*|", "|*", 200, _merge_tag),)),
    ("[", re.compile(r"\[\["), (_Pair("[[", "]]", 90, _bracketed),)),
)


def _paired(source: str, pair: _Pair) -> _Spans:
    """Where a notation stands. Linear: the next closing mark is looked for once, however many opening marks precede it."""
    spans: _Spans = []
    width, end = len(pair.opening), len(pair.closing)
    at, closing = source.find(pair.opening), -1
    while at >= 0 and len(spans) < MAX_PLACEHOLDERS:
        if closing < at + width:
            closing = source.find(pair.closing, at + width)
            if closing < 0:
                break
        if closing - at > pair.longest:
            at = source.find(pair.opening, max(at + 1, closing - pair.longest))
            continue
        mark = pair.mark(source[at + width : closing])
        if mark:
            spans.append((at, closing + end, mark))
        at = source.find(pair.opening, closing + end if mark else at + width)
    return spans


_BLADE = (
    r"@(?<![\w.]@)(?:(?:if|elseif|foreach|forelse|for|unless|isset|section|component|slot|include|extends|case|switch)"
    r"\s?\([^()\n]{0,200}(?:\([^()\n]{0,200}\)[^()\n]{0,200}){0,3}\)"
    r"|(?:else|end(?:if|foreach|forelse|for|unless|isset|section|component|slot|switch))\b)"
)
_SMARTY = r"\{/?(?:if|else|elseif|foreach|foreachelse|for|section|capture|assign|literal|nocache|block)\b[^{}]{0,300}\}"
_FORMS: tuple[tuple[str, re.Pattern[str], str, re.Pattern[str]], ...] = (  # sign, probe, mark, form
    ("$", re.compile(r"\$\{"), VALUE, re.compile(r"\$\{[^{}\n]{1,500}\}")),
    ("%", re.compile(r"%%"), VALUE, re.compile(r"%%[A-Za-z_][\w .:\-]{0,100}%%")),
    (
        "%",
        re.compile(r"%[A-Zrmtu]"),
        VALUE,
        re.compile(
            r"%(?:recipient(?:[._]\w{1,60})?|(?:mailing_list_|tag_)?unsubscribe_(?:url|email)"
            r"|(?![A-F0-9]{2})[A-Z][A-Z0-9_]{2,40})%"
        ),
    ),
    ("@", re.compile(r"@(?:if|end|foreach|component|include)"), CONTROL, re.compile(_BLADE)),
)
_BRACES: tuple[tuple[str, re.Pattern[str]], ...] = (  # not inside <style> and <script>
    (CONTROL, re.compile(_SMARTY)),
    (VALUE, re.compile(r"\{(?:\$[^{}\n]{1,300}|l s=[^{}\n]{1,300}|[A-Za-z_][\w.\-]{0,60})\}")),
)
_RAW = re.compile(r"<([sS](?:[tT][yY][lL][eE]|[cC][rR][iI][pP][tT]))\b")  # a literal "<" in front: three times faster


def _raw_starts(source: str) -> list[int]:
    """Offsets at which <style> and <script> alternately start and end: an odd number of them before a place is inside."""
    edges: list[int] = []
    at = 0
    lower = source.lower() if source.isascii() else source  # lower() may change the length of other text
    while found := _RAW.search(source, at):
        at = lower.find("</" + found[1].lower(), found.end())
        at = len(source) if at < 0 else at
        edges += (found.start(), at)
    return edges


def _formed(source: str, form: re.Pattern[str], mark: str, *, everywhere: bool = True) -> _Spans:
    spans: _Spans = [(*found.span(), mark) for found in islice(form.finditer(source), MAX_PLACEHOLDERS)]
    if spans and not everywhere:
        edges = _raw_starts(source)
        spans = [span for span in spans if bisect_right(edges, span[0]) % 2 == 0]
    return spans


def _cover(source: str, spans: _Spans, every: _Spans) -> str:
    """The source with the spans masked; they are added to `every`."""
    if not spans:
        return source
    every += spans
    pieces: list[str] = []
    at = 0
    for start, end, mark in spans:
        pieces += (source[at:start], mark * (end - start))
        at = end
    return "".join((*pieces, source[at:]))


def mask(source: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The source with every placeholder overwritten, and the (start, end) offsets of each, in order.

    >>> mask("Hi {{ name }}!")[1]
    ((3, 13),)
    >>> len(mask("<a href='<%= url %>'>")[0])
    21
    """
    if not source.isascii():
        source = source.replace(VALUE, "\ue002").replace(CONTROL, "\ue002")
    every: _Spans = []
    for sign, probe, pairs in _PAIRS:
        if sign in source and probe.search(source):
            for pair in pairs:
                source = _cover(source, _paired(source, pair), every)
    for sign, probe, mark, form in _FORMS:
        if sign in source and probe.search(source):
            source = _cover(source, _formed(source, form, mark), every)
    if "{" in source:
        for mark, form in _BRACES:
            source = _cover(source, _formed(source, form, mark, everywhere=False), every)
    return source, tuple(sorted((start, end) for start, end, _ in every))


_RUNS = re.compile(f"{VALUE}+")


def collapse(text: str) -> str:
    """Masked text with logic taken out and each value as a single `VALUE` character."""
    if CONTROL in text:
        text = text.replace(CONTROL, "")
    return _RUNS.sub(VALUE, text) if VALUE in text else text
