"""Masks of the same length as what they hide, in time that grows with the source and no faster."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice, pairwise

from spamscore.placeholders.marks import BRANCH, CONTROL, VALUE
from spamscore.placeholders.notations import PAIRS, Pair, literal, logic

MAX_PLACEHOLDERS = 20_000  # of one notation in one source; what follows stays as it is
_TRIES = 4  # closing marks looked at when the first stands inside a string

_Spans = list[tuple[int, int, str]]  # start, end, mark


_SIGNS = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[\"'{}]")


def _open(inside: str) -> bool:
    """Whether a string or a pair of braces that begins inside has not ended yet."""
    depth = 0
    for sign in _SIGNS.findall(inside):
        if sign in ('"', "'"):
            return True
        depth += (sign == "{") - (sign == "}")
    return depth > 0


def _closing(source: str, pair: Pair, start: int, first: int) -> int:
    """Where the placeholder whose inside starts there closes: the first closing mark outside strings and inner braces."""
    if not pair.quotes or not _open(source[start:first]) or source[start : start + 1] in ("!", "#", "/"):
        return first
    closing = first
    for _ in range(_TRIES):
        closing = source.find(pair.closing, closing + 1, start + pair.longest)
        if closing < 0:
            break
        if not _open(source[start:closing]):
            return closing
    return first


def paired(source: str, pair: Pair) -> _Spans:
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
        last = _closing(source, pair, at + width, closing)
        mark = _mark(source, pair, at, last)
        if mark == VALUE and pair.quotes and (text := literal(source[at + width : last])):
            spans += ((at, at + width + text[0], CONTROL), (at + width + text[1], last + end, CONTROL))
        elif mark:
            spans.append((at, last + end, mark))
        at = source.find(pair.opening, last + end if mark else at + width)
    return spans


def _mark(source: str, pair: Pair, at: int, closing: int) -> str:
    if pair.not_after:  # {# of {{#if}}, or of a style's {#id{…}} with a comment of the template somewhere behind it
        inner = source.find(pair.opening, at + len(pair.opening), closing)
        if source[at - 1 : at] == pair.not_after or (inner >= 0 and source[inner - 1] != pair.not_after):
            return ""
    inside = source[at + len(pair.opening) : closing]
    if CONTROL in inside and pair.opening in inside.partition(CONTROL)[2]:
        return ""  # it runs over a tag into the next placeholder: a lone opening mark, as in {% raw %}
    return pair.mark(inside)


_COMMENT = re.compile(r"\{%[-~]?\s*comment\b[^%{}]{0,200}%\}")
_END_COMMENT = re.compile(r"\{%[-~]?\s*endcomment\s*[-~]?%\}")


def commented(source: str) -> _Spans:
    """Where {% comment %} … {% endcomment %} stands, of Django and Liquid: nothing inside is printed."""
    spans: _Spans = []
    opening = _COMMENT.search(source)
    while opening and len(spans) < MAX_PLACEHOLDERS:
        closing = _END_COMMENT.search(source, opening.end())
        if not closing:
            break
        spans.append((opening.start(), closing.end(), CONTROL))
        opening = _COMMENT.search(source, closing.end())
    return spans


_INNER = r"\([^()]{0,200}(?:\([^()]{0,200}(?:\([^()]{0,200}\)[^()]{0,200}){0,2}\)[^()]{0,200}){0,2}\)"
_CALL = rf"\s?\([^()]{{0,300}}(?:{_INNER}[^()]{{0,200}}){{0,4}}\)"
_BLOCKS = (
    r"if|elseif|foreach|forelse|for|while|unless|isset|empty|section|component|slot|case|switch|auth|guest|env|production"
    r"|push|prepend|once|php|error|can|cannot|verbatim|props"
)
_BLADE = (
    rf"@(?<![\w.]@)(?:(?:{_BLOCKS}|extends|class|style|checked|selected){_CALL}"
    rf"|(?:else|default|break|continue|end(?:{_BLOCKS})|(?:empty|auth|guest|production|once|php|verbatim)(?![\w(@-]))(?!\w|[@.-]\w))"
)
_BLADE_PRINTS = rf"@(?<![\w.]@)(?:include\w{{0,10}}|each|yield|lang|choice|stack|json|money|dump){_CALL}"
_SCRIPT = r"<script\b[^<>]{0,80}\brunat\s?=[^<>]{0,80}>[^<]{0,5000}</script\s{0,5}>"
_FREEMARKER = r"</?[#@][a-z][\w.]{0,40}\b(?:[^<>\"'\n]|\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'){0,300}>"
_SMARTY = r"\{/?(?:if|else|elseif|foreach|foreachelse|for|section|capture|assign|literal|nocache|block)\b[^{}]{0,300}\}"
_FORMS: tuple[tuple[str, re.Pattern[str], str, re.Pattern[str]], ...] = (  # sign, probe, mark, form
    ("$", re.compile(r"\$\{"), CONTROL, re.compile(_FREEMARKER)),  # logic of FreeMarker, never without ${…}
    ("$", re.compile(r"\$\{"), VALUE, re.compile(r"\$\{(?:[^{}\n]|\{[^{}\n]{0,200}\}){1,500}\}")),
    (
        VALUE,
        re.compile("runat"),
        CONTROL,
        re.compile(_SCRIPT, re.I),
    ),  # AMPscript in a script element: values stand elsewhere
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
    ("@", re.compile(rf"@(?:{_BLOCKS}|end|else|extends|class)"), CONTROL, re.compile(_BLADE)),
    ("@", re.compile(r"@(?:include|each|yield|lang|choice|stack|json|money|dump)"), VALUE, re.compile(_BLADE_PRINTS)),
)
_BRACES: tuple[tuple[str, re.Pattern[str]], ...] = (  # not inside <style> and <script>
    (CONTROL, re.compile(_SMARTY)),
    (VALUE, re.compile(r"\{(?:\$[^{}\n]{1,300}|l s=[^{}\n]{1,300}|![A-Za-z][\w.]{1,80}|[A-Za-z_][\w.\-]{0,60})\}")),
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
    spans: _Spans = [
        (*found.span(), logic(found[0]) if mark == CONTROL else mark)
        for found in islice(form.finditer(source), MAX_PLACEHOLDERS)
    ]
    if spans and not everywhere:
        edges = _raw_starts(source)
        spans = [span for span in spans if bisect_right(edges, span[0]) % 2 == 0]
    return spans


_ASSIGNED = re.compile(r"[a-zA-Z:@][\w:-]{0,30}\s{0,3}=\s{0,3}[\"']")


def cover(source: str, spans: _Spans) -> str:
    """The source with each span overwritten by its mark."""
    pieces: list[str] = []
    at = 0
    for start, end, mark in spans:
        # <a {% if new %}href="…": the name of the attribute begins behind it
        sign = BRANCH if mark == CONTROL and _ASSIGNED.match(source, end) else mark
        pieces += (source[at:start], sign[0] * (end - start - len(sign) + 1) + sign[1:])
        at = end
    return "".join((*pieces, source[at:])) if spans else source


def _covered(source: str, spans: _Spans, every: _Spans) -> str:
    every += spans
    return cover(source, spans)


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
    if "endcomment" in source:
        source = _covered(source, commented(source), every)
    for sign, probe, pairs in PAIRS:
        if sign in source and probe.search(source):
            for pair in pairs:
                source = _covered(source, paired(source, pair), every)
    for sign, probe, mark, form in _FORMS:
        if sign in source and probe.search(source):
            source = _covered(source, _formed(source, form, mark), every)
    if "{" in source:
        for mark, form in _BRACES:
            source = _covered(source, _formed(source, form, mark, everywhere=False), every)
    return source, tuple(_outer(sorted((start, end) for start, end, _ in every)))


def _outer(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans without those inside others: a comment may hold placeholders that were found before it."""
    reached = 0
    for start, end in spans:
        if end > reached:
            yield start, end
            reached = end


_RUNS = re.compile(f"{VALUE}+")


def collapse(text: str) -> str:
    """Masked text with logic taken out and each value as a single `VALUE` character."""
    if CONTROL in text:
        text = text.replace(CONTROL, "")
    return _RUNS.sub(VALUE, text) if VALUE in text else text


_SCHEME = re.compile(rf"[\s{CONTROL}]*+(?:[a-zA-Z][\w+.-]{{1,20}}:|//|{VALUE})")


def joined(value: str) -> str:
    """A masked attribute value with nothing between the branches of a condition inside it."""
    return value.replace(BRANCH, CONTROL) if BRANCH in value else value


def branches(target: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each address in a masked target: several where each branch of a condition holds a whole one.

    >>> target = mask("{% if a %}https://a.example/{% else %}https://b.example/{% endif %}")[0]
    >>> [collapse(target[start:end]).strip() for start, end in branches(target)]
    ['https://a.example/', 'https://b.example/']
    """
    if BRANCH not in target:
        return ((0, len(target)),)
    edges = [0, *(found.end() for found in re.finditer(BRANCH, target)), len(target)]
    whole = all(_SCHEME.match(target, start, end) for start, end in pairwise(edges))
    return tuple(pairwise(edges)) if whole else ((0, len(target)),)
