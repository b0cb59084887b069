"""The domain of the sender and those that the mail links to: whether they exist, are listed, or imitate a brand."""

import asyncio
import datetime
from collections.abc import Sequence

from spamscore import lists, targets
from spamscore.cause import Status
from spamscore.sender import blocklists, sources
from spamscore.sender.blocklists import Blocklist
from spamscore.sender.facts import Finding
from spamscore.sender.host import addresses
from spamscore.sender.lookups import Lookups
from spamscore.sender.question import Question
from spamscore.urls import registrable

MAX_LINKED = 20  # domains of links that blocklists are asked about
_NEW = 30  # days; what providers and blocklists call a new domain lies between a day and a month
_MIN_RAMP = 50


async def examine(question: Question, lookups: Lookups, zones: Sequence[Blocklist]) -> tuple[Finding, ...]:
    """The findings on domains: `domain`, `mx`, `blocklist`, `lookalike`, `age`, `ramp`."""
    parts = await asyncio.gather(_exists(question.from_domain, lookups), _listings(question, lookups, zones))
    return (*(each for part in parts for each in part), *_clicks(question), *_lookalikes(question), *_age(question))


def _finding(
    status: Status,
    identity: str,
    evidence: str,
    advice: str = "",
    source: str = "",
    *,
    would: str = "",
    decides: bool = True,
) -> Finding:
    return Finding("domain reputation", identity, status, evidence, advice, source, would, decides)


async def _exists(name: str, lookups: Lookups) -> tuple[Finding, ...]:
    exchange, (found, failure) = await asyncio.gather(lookups.ask(name, "MX"), addresses(name, lookups))
    if exchange.failure or (failure and not exchange.records):
        text = f"{name} could not be looked up: {exchange.failure or failure}."
        return (_finding("not_checked", "domain", text, would="a nameserver that answers"),)
    if exchange.missing == "name":
        return (_finding("problem", "domain", f"{name} does not exist in DNS.", _EXIST, sources.OUTLOOK),)
    if [record.split()[-1] for record in exchange.records] == ["."]:
        text = f"{name} says that it takes no mail (null MX), so that nobody can answer."
        return (_finding("problem", "mx", text, "Let From and Reply-To be addresses that get mail.", sources.NULL_MX),)
    if not exchange.records and not found:
        text = f"{name} has neither MX nor A records: it cannot get mail."
        return (_finding("problem", "mx", text, _RECEIVE, sources.OUTLOOK),)
    if not exchange.records:
        text = f"{name} has no MX record; mail to it goes to the address of its A record."
        return (_finding("attention", "mx", text, _RECEIVE, sources.OUTLOOK),)
    text = f"{name} exists and takes mail ({len(exchange.records)} MX)."
    return (_finding("ok", "mx", text, source=sources.OUTLOOK),)


_EXIST, _RECEIVE = "Send from a domain that exists.", "Give the domain an MX record."


def linked(question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Registrable domains that the mail's links open, in order, without the sender's own; click services apart."""
    found: dict[str, None] = {}
    clicks: dict[str, None] = {}
    for link in question.mail.links[: targets.MAX_LINKS] if question.mail else ():
        domain = registrable(link.url.host) if link.url.known and not link.url.ip else ""
        if domain:
            (clicks if lists.below(link.url.host, "click-hosts") else found)[domain] = None
    found.pop(registrable(question.from_domain) or question.from_domain, None)
    return tuple(found), tuple(clicks)


async def _listings(question: Question, lookups: Lookups, zones: Sequence[Blocklist]) -> tuple[Finding, ...]:
    asked = [known for known in zones if known.lists == "domain"]
    if not asked:
        return (_finding("not_checked", "blocklist", "No blocklist of domains was asked.", would="blocklists=…"),)
    own = registrable(question.from_domain) or question.from_domain
    others, clicks = linked(question)
    names = (own, *others, *(name for name in clicks if name not in others))[: MAX_LINKED + 1]
    dead = dict(zip(asked, await asyncio.gather(*(blocklists.alive(known, lookups) for known in asked)), strict=True))
    pairs = [(name, known) for name in names for known in asked if not dead[known]]
    answers = await asyncio.gather(*(lookups.ask(f"{name}.{known.zone}", "A") for name, known in pairs))
    found = [
        blocklists.judge(
            "domain reputation", name if name == own else f"{name}, which the mail links to,", known, answer
        )
        for (name, known), answer in zip(pairs, answers, strict=True)
    ]
    unasked = [blocklists.unasked("domain reputation", known, why) for known, why in dead.items() if why]
    clean = _clean(names, pairs, found)
    cut = _cut(len(others) + len(clicks))
    return (*dict.fromkeys(finding for finding in found if finding), *unasked, *clean, *cut)


def _clean(
    names: Sequence[str], pairs: Sequence[tuple[str, Blocklist]], found: Sequence[Finding | None]
) -> tuple[Finding, ...]:
    """One finding for the names that no zone asked lists; none of those of which a zone did not answer."""
    dirty = {name for (name, _), finding in zip(pairs, found, strict=True) if finding}
    asked = dict.fromkeys(known.name for _, known in pairs)
    free = [name for name in names if name not in dirty]
    if not free or not asked:
        return ()
    more = f" and {len(free) - 5} more" if len(free) > 5 else ""
    return (
        _finding(
            "ok", "blocklist", f"Not on {', '.join(asked)}: {', '.join(free[:5])}{more}.", source=sources.BLOCKLISTS
        ),
    )


def _cut(count: int) -> tuple[Finding, ...]:
    if count <= MAX_LINKED:
        return ()
    text = f"The mail links to {count} domains; blocklists were asked about {MAX_LINKED}."
    return (
        _finding(
            "not_checked", "blocklist", text, "Link to fewer domains.", would="a mail that links to fewer domains"
        ),
    )


def _clicks(question: Question) -> tuple[Finding, ...]:
    hosts = linked(question)[1]
    if not hosts:
        return ()
    text = f"Links go through services that count clicks ({', '.join(hosts[:5])}), whose reputation all share who use them."
    advice = "Let clicks be counted on a subdomain of your own."
    return (_finding("ok", "clicks", text, advice, sources.GMAIL_LINKS, decides=False),)


def _lookalikes(question: Question) -> tuple[Finding, ...]:
    named = (question.from_domain, *linked(question)[0])
    hits = {name: brand for name in named if (brand := targets.imitates(name, registrable(name)))}
    return tuple(
        _finding(
            "problem", "lookalike", f"{name} looks as if it belonged to {brand} and does not.",
            "Use a name that no one can take for another's.", sources.CUSTOM_LOOKS,
        )
        for name, brand in hits.items()
    )  # fmt: skip


def _age(question: Question) -> tuple[Finding, ...]:
    since = question.first_sent
    if since is None:
        return (
            _finding(
                "not_checked", "age", "The age of the domain is not in DNS.", decides=False,
                would="the day on which the domain first sent mail: first_sent=… (its age stands in registration data, which is not asked)",
            ),
        )  # fmt: skip
    days = (datetime.datetime.now(datetime.UTC).date() - since).days
    if days >= _NEW:
        return (_finding("ok", "age", f"{question.from_domain} has sent mail for {days} days."),)
    text = (
        f"{question.from_domain} first sends on {since}."
        if days < 0
        else f"{question.from_domain} has sent mail for {days} days only."
    )
    return (
        _finding(
            "attention", "ramp", f"{text} Providers trust a new sender little.",
            f"Begin with about {_MIN_RAMP} mails a day to those who answer, and never more than double from one day to the next.",
            f"{sources.GMAIL}: no sudden doubling of volume; the number to begin with is custom, not a rule",
        ),
    )  # fmt: skip
