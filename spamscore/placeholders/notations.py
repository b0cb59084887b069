"""The notations of template languages that run from an opening to a closing mark, and what each placeholder does."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from spamscore.placeholders.marks import BRANCH, CONTROL, VALUE

# Eight words and nothing else are no expression: a text put between the marks so that nobody looks at it.
_PROSE = re.compile(r"\s{0,9}(?:[^\W\d_][\w’'-]{0,29}[,.;:!?]?\s{1,3}){7,250}[^\W\d_][\w’'-]{0,29}[.!?]?\s{0,9}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A notation that runs from an opening to a closing mark."""

    opening: str
    closing: str
    longest: int
    mark: Callable[[str], str]  # the inside → VALUE, CONTROL or "" when it is no placeholder
    quotes: bool = False  # whether a closing mark inside a string or inner braces does not close
    not_after: str = ""  # a sign before the opening mark that makes it part of another notation


def _always(mark: str) -> Callable[[str], str]:
    return lambda _inside: mark


# What begins the other branch of a condition: its words do not go on from those of the first one.
_BRANCH = re.compile(r"[^\w\"']{0,9}(?:else|elif|elsif|elseif|empty|when|plural)\b|\s*\^\s*$", re.I)


def logic(inside: str) -> str:
    """The mark of logic: of that between two branches, or of any other."""
    return BRANCH if _BRANCH.match(inside) else CONTROL


def _judge(control: str) -> Callable[[str], str]:
    """A function that tells logic from a value by how the inside begins."""
    begins = re.compile(control, re.I)
    return lambda inside: logic(inside) if begins.match(inside) else "" if _PROSE.fullmatch(inside) else VALUE


# Tags that print: of Django, Jinja, Twig, Liquid, and of senders' own dialects (Klaviyo: {% unsubscribe %} prints a link).
_PRINTS = re.compile(
    r"[-~+]?\s*(?:(?:url|static|firstof|now|cycle|lorem|widthratio|querystring|get_static_prefix|get_media_prefix|include"
    r"|render|section|increment|decrement|echo|today|coupon_code|current_\w{1,20}|include_relative|embed)\b"
    r"|(?:trans|translate)\s{1,9}[\"'_\w]|(?:unsubscribe|manage_preferences|web_view|view_in_browser|update_profile|opt_?out)\w{0,20}\b"
    r"|\w{1,40}\.(?:unsubscribe\w{0,20}|\w{1,20}_(?:url|link)\b))"
)
_GO = (
    r"[-~]?\s*(?:[#/^!]|=(?=[^}]{3,20}=$)|(?:if|else|elseif|end|with|define|each|unless|break|continue)\b|(?:range|block)\b(?!\s?\()"
    r"|\$\w{1,40}\s?:?=)"
)
_ERB = (
    r"(?![=-])|-\s*(?:if|else|elsif|end|for|while|unless|case|when|do|var|let|const)\b|-?\s*\}|-\s*[#{]|-\s*\w{1,40}\s*=[^=]"
    r"|-[^\n]{1,200}\bdo(?:\s*\|[^|\n]{1,60}\|)?\s*-?$|-[^\n]{1,200}\{\s*(?:\|[^|\n]{1,60}\|)?\s*-?$"
)
_BARE = re.compile(r"[a-z]\w{2,60}", re.I)  # SendGrid: <%body%>, <%asm_group_unsubscribe_raw_url%>
_RUBY = frozenset(("end", "else", "begin", "ensure", "break", "next"))
_TOOLKIT = r"[-+]?\s*(?:IF|UNLESS|ELSE|ELSIF|END|FOREACH|WHILE|SET|BLOCK|SWITCH|CASE|#)\b"
_PHP = r"(?!\s*(?:echo|print)\b)"
_MERGE_CONTROL = re.compile(r"(?:IF|IFNOT|ELSE|ELSEIF|END|INTERESTED|FEEDBLOCK|RSSITEMS)\b")
_NAME = re.compile(r"[A-Za-z_$][\w .:|$'\",-]{0,80}")
_erb = _judge(_ERB)


def _tag(inside: str) -> str:
    return VALUE if _PRINTS.match(inside) else logic(inside)


def _ruby(inside: str) -> str:
    return VALUE if _BARE.fullmatch(inside) and inside not in _RUBY else _erb(inside)


def _merge_tag(inside: str) -> str:
    if "\n" in inside or _PROSE.fullmatch(inside):
        return ""
    return logic(inside) if _MERGE_CONTROL.match(inside) else VALUE


def _bracketed(inside: str) -> str:
    return VALUE if _NAME.fullmatch(inside.strip()) else ""


# Text that is printed as it stands where nobody translates it: {% trans "…" %}, {{ _("…") }}, Twig's {{ '…'|trans }}.
_TEXT = r"(?P<{0}>[\"'])(?P<{1}>[^\"'<>{{}}%\\]{{1,1000}})(?P={0})"
_LITERAL = re.compile(
    rf"[-~+]?\s*(?:(?:(?:trans|translate)\s{{1,9}}|(?:_|gettext)\(\s*){_TEXT.format('q1', 'tag')}\s*\)?(?:\s+context\s[^{{}}]{{1,100}})?"
    rf"|{_TEXT.format('q2', 'filter')}\s*\|\s*trans\b[^\n]{{0,200}})\s*[-~+]?"
)


def literal(inside: str) -> tuple[int, int] | None:
    """Start and end of the text inside a placeholder that prints it as it stands, unless somebody translates it."""
    found = _LITERAL.fullmatch(inside) if "trans" in inside or "_(" in inside or "gettext(" in inside else None
    return found.span("tag" if found["tag"] else "filter") if found else None


# Comments, of which nothing is printed whatever they hold.
COMMENTS = (
    Pair("{#", "#}", 20_000, _always(CONTROL), not_after="{"),
    Pair("{{--", "--}}", 20_000, _always(CONTROL)),
    Pair("{{!--", "--}}", 20_000, _always(CONTROL)),
    Pair("{{~!--", "--~}}", 20_000, _always(CONTROL)),
    Pair("{{/*", "*/}}", 20_000, _always(CONTROL)),
    Pair("<%#", "%>", 3000, _always(CONTROL)),
    Pair("<#--", "-->", 20_000, _always(CONTROL)),
)
# Whether it can stand in a source is asked first: a probe of one character or two, then one with its neighbour, is twenty times
# cheaper than `"{{" in source` for each notation. Outer notations come first: what one pass masks the next cannot see.
PAIRS: tuple[tuple[str, re.Pattern[str], tuple[Pair, ...]], ...] = (
    ("<#--", re.compile("<#--"), (COMMENTS[6],)),
    (
        "<?php",
        re.compile(r"<\?php"),
        (Pair("<?php", "?>", 5000, _judge(_PHP)), Pair("<?=", "?>", 2000, _always(VALUE))),
    ),
    (
        "%",
        re.compile(r"%[%>\]}]"),
        (
            Pair("%%[", "]%%", 20_000, logic),
            Pair("{%", "%}", 3000, _tag, quotes=True),
            Pair("<%", "%>", 3000, _ruby),
            Pair("%%=", "=%%", 2000, _always(VALUE)),
            Pair("[%", "%]", 500, _judge(_TOOLKIT)),
        ),
    ),
    (
        "{",
        re.compile(r"\{[{#!]"),
        (
            *COMMENTS[:5],
            Pair("{!!", "!!}", 1000, _always(VALUE)),
            Pair("{{{", "}}}", 1000, _always(VALUE)),
            Pair("{{", "}}", 1500, _judge(_GO), quotes=True),
        ),
    ),
    ("|", re.compile(r"\|\*"), (Pair("*|", "|*", 200, _merge_tag),)),
    ("[", re.compile(r"\[\["), (Pair("[[", "]]", 90, _bracketed),)),
)
