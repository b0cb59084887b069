"""preflight(): the nine causes why honest mail lands in the spam folder, in one answer; asks no network and no database."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, get_args

from spamscore.cause import NAMES, Cause, Name, Status
from spamscore.report import OTHER_CAUSES, THRESHOLD_POINTS, Located, Report
from spamscore.scoring import check

SCHEMA = 1
STATUSES: tuple[Status, ...] = get_args(Status)
# Who judges what besides the content; each of them speaks for all of its causes.
JUDGES: Mapping[str, tuple[Name, ...]] = MappingProxyType({
    "sender": ("domain reputation", "ip reputation", "authentication"),
    "audience": ("recipient settings", "engagement", "segmentation", "complaints", "suppression"),
})  # fmt: skip
WOULD_CHECK: Mapping[Name, str] = MappingProxyType({
    "recipient settings": "What recipients or their providers told you (moved to spam, not spam, contact added), in the "
    "database of your delivery events: --events DATABASE.",
    "domain reputation": "The domain that the mail is sent from, to be looked up in DNS: --domain shop.example.",
    "ip reputation": "The public address of the server that the mail leaves from, with the domain, to be looked up in DNS: "
    "--domain shop.example --ip 192.0.2.1. Your sending service names it.",
    "authentication": "The domain that the mail is sent from, to be looked up in DNS: --domain shop.example; for the DKIM "
    "key also its selector, --selector NAME, or a whole signed message (.eml).",
    "engagement": "Who got, opened and clicked earlier mails, in the database of your delivery events: --events DATABASE.",
    "segmentation": "Whom the mail will go to: the database of your delivery events, and a file of the planned addresses, "
    "one a line: --events DATABASE --planned FILE.",
    "complaints": "Who marked earlier mails as spam, in the database of your delivery events: --events DATABASE.",
    "suppression": "Which addresses bounced, were dropped or complained, in the database of your delivery events: "
    "--events DATABASE.",
})  # fmt: skip
UNKNOWABLE: Mapping[Name, str] = MappingProxyType({
    "recipient settings": "Each recipient's own filters, blocked senders and folders. They are that person's alone: no "
    "sender and no checker can read them.",
    "content": "How one provider's filter weighs this text for one person: its weights are secret, and it learns from what "
    "that person marks.",
    "domain reputation": "The reputation that each provider keeps of the domain by its own secret measure. Being on no "
    "blocklist is not the same as a good reputation.",
    "ip reputation": "The reputation that each provider keeps of the address by its own secret measure, and what others who "
    "share the address will send.",
    "authentication": "Whether the mail is changed on its way (by a forwarder, a mailing list), which breaks its signature.",
    "engagement": "What people really read. Providers also see what no event tells: mail deleted unread, kept, answered.",
    "segmentation": "Whether each person still wants this mail. Numbers say who has been silent, not why.",
    "complaints": "Complaints at providers that report none to you: a rate from your events is the least it can be.",
    "suppression": "Which address will bounce tomorrow, and which old one has become a spam trap.",
})  # fmt: skip
_VERDICTS: Mapping[str, Status] = {"ok": "ok", "review": "attention", "unsure": "attention", "spam": "problem"}
_SAYING = {
    "ok": "nothing in the content weighs heavily",
    "review": "the content is worth another look before it is sent",
    "unsure": "there is too little text to judge the content",
    "spam": "the content looks like spam",
}
_SHOWN = 5  # of the heaviest findings and of the heaviest words
_NEED = " rules that need the "  # as a report says it
_QUOTED = 100  # characters of a quotation
_LIGHT = 0.05  # points under which a word is not worth naming
_PUNCTUATION = ".,:;!?¡¿…()[]{}<>\"'“”„«»‘’"


@dataclass(frozen=True, slots=True)
class Preflight:
    """What is known of a mail before it is sent: nine causes, and the report on its content."""

    causes: tuple[Cause, ...]  # in the order of `spamscore.cause.NAMES`
    report: Report

    def __getitem__(self, name: Name) -> Cause:
        """The cause of that name: `preflight["content"]`."""
        if name not in NAMES:
            raise KeyError(f"there is no cause {name!r}: it is one of {', '.join(NAMES)}")
        return self.causes[NAMES.index(name)]

    @property
    def counts(self) -> dict[Status, int]:
        """How many causes have each status; what is not checked counts for itself, never as ok."""
        found = Counter(cause.status for cause in self.causes)
        return {status: found[status] for status in STATUSES}

    def as_dict(self) -> dict[str, Any]:
        """The preflight as JSON-ready data; its schema is data/preflight.schema.json."""
        causes = [{**cause.as_dict(), "unknowable": UNKNOWABLE[cause.name]} for cause in self.causes]
        return {"schema": SCHEMA, "counts": self.counts, "causes": causes, "report": self.report.as_dict()}

    def __str__(self) -> str:
        said = ((cause, (*cause.evidence, cause.would_check)[0]) for cause in self.causes)
        return "\n".join(f"{cause.status.replace('_', ' '):11}  {cause.name}: {first}" for cause, first in said)


def preflight(mail: Any, sender: Any = None, audience: Any = None, **context: Any) -> Preflight:
    """All nine causes for one mail: content judged here, the others as far as somebody looked.

    Args:
        mail: what `spamscore.check` takes. The From of a bare body goes in by `spamscore.read(body, sender=…)`.
        sender: what `spamscore.sender.examine(…)` gave: any object whose `causes()` are the three of the sender.
        audience: the same for the five of the audience, from `spamscore.audience`.
        **context: what `spamscore.check` takes besides: ``subject, text, attachments, kind, rules, model``.

    Raises:
        TypeError: an argument is of another kind. Broken mail never raises.
        ValueError: sender or audience names a cause twice, leaves one out, or speaks of one that is not theirs.

    >>> found = preflight("<p>Your order has been shipped. It arrives on Tuesday morning.</p>")
    >>> found["content"].status, found["suppression"].status
    ('ok', 'not_checked')
    """
    others = (*_told("sender", sender), *_told("audience", audience))  # a caller's mistake is said before any work
    return _whole(check(mail, **context), others)


def joined(report: Report, sender: Any = None, audience: Any = None) -> Preflight:
    """The same for a mail whose content has been judged; raises what `preflight` raises."""
    return _whole(report, (*_told("sender", sender), *_told("audience", audience)))


def _whole(report: Report, others: tuple[Cause, ...]) -> Preflight:
    found = {cause.name: cause for cause in (content(report), *others)}
    return Preflight(tuple(found.get(name) or _unchecked(name) for name in NAMES), report)


def _unchecked(name: Name) -> Cause:
    return Cause(name, "not_checked", would_check=WOULD_CHECK[name])


def _told(judge: str, given: Any) -> tuple[Cause, ...]:
    """The causes that one judge gives, each of its own once."""
    if given is None:
        return ()
    if isinstance(given, str):
        raise TypeError(
            f"{judge} takes what spamscore.{judge} gave, not a str; a From goes into spamscore.read(mail, sender=…)"
        )
    if not callable(getattr(given, "causes", None)):
        raise TypeError(
            f"{judge} takes an object with causes(), as spamscore.{judge} gives it, not {type(given).__name__}"
        )
    causes = tuple(given.causes())
    for cause in causes:
        _check_one(judge, cause)
    names = Counter(cause.name for cause in causes)
    if twice := [name for name, times in names.items() if times > 1]:
        raise ValueError(f"{judge} gives the cause {twice[0]!r} twice: give each once")
    if missing := [name for name in JUDGES[judge] if name not in names]:
        raise ValueError(
            f"{judge} says nothing of the cause {missing[0]!r}: give it as not_checked where nobody looked"
        )
    return tuple(_open(cause) for cause in causes)


def _check_one(judge: str, cause: Any) -> None:
    if not isinstance(cause, Cause):
        raise TypeError(f"{judge}.causes() gives spamscore.Cause objects, not {type(cause).__name__}")
    if cause.name not in JUDGES[judge]:
        raise ValueError(f"{judge} gives the cause {cause.name!r}, but can speak only of {', '.join(JUDGES[judge])}")
    if cause.status not in STATUSES:
        raise ValueError(
            f"{judge} gives {cause.name!r} the status {cause.status!r}: it is one of {', '.join(STATUSES)}"
        )


def _open(cause: Cause) -> Cause:
    """The cause, with what would let it be checked when it was not and nobody said."""
    unsaid = cause.status == "not_checked" and not cause.would_check
    return replace(cause, would_check=WOULD_CHECK[cause.name]) if unsaid else cause


def content(report: Report) -> Cause:
    """The cause that the report on a mail's content makes."""
    rules = [found.rule for found in report.findings]
    model = f"spamscore's model “{report.model}”: its error rates are in the model card"
    return Cause(
        "content",
        _VERDICTS[report.verdict],
        tuple(_evidence(report)),
        tuple(dict.fromkeys(rule.advice for rule in rules)),
        tuple(dict.fromkeys((*(rule.source for rule in rules), model))),
        _left_open(report),
    )


def _evidence(report: Report) -> Iterator[str]:
    limit = f"spam from {THRESHOLD_POINTS}; higher = more like spam"
    yield f"{_SAYING[report.verdict].capitalize()}: {_exact(report.points)} points, {limit}."
    for found in report.findings[:_SHOWN]:
        yield _finding(found)
    if (more := len(report.findings) - _SHOWN) > 0:
        yield f"{more} smaller findings more." if more > 1 else "One smaller finding more."
    words = [each for each in report.contributions if each.kind == "word" and each.source and each.points >= _LIGHT]
    if heavy := sorted(words, key=lambda each: -each.points)[:_SHOWN]:
        told = (f"“{_short(each.source.strip(_PUNCTUATION) or each.source)}” {each.points:+.2f}" for each in heavy)
        yield f"Words that weigh most towards spam: {', '.join(told)}."


def _exact(points: float) -> str:
    # enough digits that 4.998 never reads as the 5 that it is not
    return f"{points:.2f}" if abs(points - THRESHOLD_POINTS) > 0.005 else f"{points:.5f}"


def _finding(found: Located) -> str:
    pieces = list(zip(found.evidence, found.spans, strict=True))[:2]
    quotes = [f"“{_short(piece.quote)}”" + (f" in line {span.line}" if span else "") for piece, span in pieces]
    said = f": {', '.join(quotes)}" if quotes else ""
    return f"{found.rule.title}{said} ({found.points:+.2f} points)."


def _short(quote: str) -> str:
    return quote if len(quote) <= _QUOTED else f"{quote[: _QUOTED - 1]}…"


def _left_open(report: Report) -> str:
    """What would let the rest of the content be judged; "" when all was."""
    unseen = [each for each in report.not_checked if each not in OTHER_CAUSES]
    silent = [each for each in unseen if _NEED in each]
    others = [each for each in unseen if each not in silent]
    said = [f"{_given(each.partition(_NEED)[2])}: for {each}." for each in silent]
    return " ".join([*said, *([f"Outside of what was judged: {'; '.join(others)}."] if others else [])])


def _given(needs: str) -> str:
    """What lets rules with these needs be applied."""
    if needs == "html":
        return "A version in HTML, where there is one"
    return "A whole message (.eml), or some of it by --subject and --sender"
