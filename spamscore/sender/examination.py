"""One examination: every check on a sender side by side, within one budget of time and lookups."""

import asyncio
import datetime
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any

from spamscore.errors import SpamscoreError
from spamscore.mail import Mail
from spamscore.sender import blocklists as zones
from spamscore.sender import question as questions
from spamscore.sender.blocklists import Blocklist
from spamscore.sender.facts import Finding, SenderFacts
from spamscore.sender.question import Question

MAX_LOOKUPS = 400
TIMEOUT = 20.0  # seconds for all of it


def examine(
    domain: str, *, ip: str | None = None, helo: str | None = None, selectors: Sequence[str] = (),
    envelope: str | None = None, mail: Mail | None = None, message: bytes | None = None, bulk: bool = False,
    first_sent: datetime.date | None = None, resolver: object = None, authserv_id: str | Sequence[str] | None = None,
    blocklists: Sequence[Blocklist] | None = None, timeout: float = TIMEOUT, max_lookups: int = MAX_LOOKUPS,
) -> SenderFacts:  # fmt: skip
    """What DNS says of a sender, as `examine_async` gives it, for those who do not await; works inside a running loop too."""
    wanted = examine_async(
        domain, ip=ip, helo=helo, selectors=selectors, envelope=envelope, mail=mail, message=message, bulk=bulk,
        first_sent=first_sent, resolver=resolver, authserv_id=authserv_id, blocklists=blocklists, timeout=timeout,
        max_lookups=max_lookups,
    )  # fmt: skip
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(wanted)
    return _elsewhere(wanted)  # in a notebook


def _elsewhere(wanted: Coroutine[Any, Any, SenderFacts]) -> SenderFacts:
    """The result of a coroutine run in a thread of its own."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as room:
        return room.submit(asyncio.run, wanted).result()


async def examine_async(
    domain: str, *, ip: str | None = None, helo: str | None = None, selectors: Sequence[str] = (),
    envelope: str | None = None, mail: Mail | None = None, message: bytes | None = None, bulk: bool = False,
    first_sent: datetime.date | None = None, resolver: object = None, authserv_id: str | Sequence[str] | None = None,
    blocklists: Sequence[Blocklist] | None = None, timeout: float = TIMEOUT, max_lookups: int = MAX_LOOKUPS,
) -> SenderFacts:  # fmt: skip
    """What DNS says of a sender, within bounds of time and lookups; only a caller's mistake raises.

    Args:
        domain: the domain of the From address.
        ip: the address that the mail is sent from.
        helo: the name with which the sending server greets.
        selectors: DKIM selectors to look at, at most 20; those of the message's signatures are looked at anyway.
        envelope: domain of the envelope sender (MAIL FROM), where it is another one.
        mail: the mail as `spamscore.read` gives it, for its From and links; a message is read when there is none.
        message: the whole signed message.
        bulk: whether you send 5,000 mails a day or more to one provider.
        first_sent: the day on which the domain first sent mail.
        resolver: None for the machine's nameservers, 'ADDRESS:PORT', several of these, or a `dns.resolver.Resolver`.
        authserv_id: the name of the server that received the message, whose Authentication-Results are believed.
        blocklists: the zones to ask, by default those of `data/blocklists.toml`; () asks none.
        timeout: seconds for all of it.
        max_lookups: DNS questions for all of it.

    Raises:
        TypeError, ValueError: a sentence that says what to pass instead.
        SpamscoreError: the extra `dns` is not installed.
    """
    asked = questions.ask(
        domain, ip=ip, helo=helo, selectors=selectors, envelope=envelope, mail=mail, message=message, bulk=bulk,
        first_sent=first_sent,
    )  # fmt: skip
    for name, number in (("timeout", timeout), ("max_lookups", max_lookups)):
        if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 < number < 10_000:
            raise ValueError(f"{name} is a number above 0, not {number!r:.40}")
    lists = zones.shipped() if blocklists is None else tuple(blocklists)
    if not all(isinstance(one, Blocklist) for one in lists):
        raise TypeError("blocklists is a tuple of spamscore.sender.Blocklist; load(path) reads them from a TOML file")
    _needed()
    from spamscore.sender.lookups import Lookups

    lookups = Lookups(resolver, seconds=timeout, questions=int(max_lookups))
    received = await _received(asked, authserv_id)
    findings = (*received, *await _all(asked, lookups, lists))
    from spamscore.sender import providers

    return SenderFacts(
        asked.domain, (*findings, *providers.judge(asked, findings)), str(asked.ip or ""), lookups.budget.spent
    )


def examine_offline(message: bytes, authserv_id: str | Sequence[str]) -> SenderFacts:
    """What the server that received a message wrote of its sender, without DNS and without network.

    Args:
        message: the whole message, as it was received.
        authserv_id: the name with which that server signs its Authentication-Results, or several; others' are ignored.

    Raises:
        TypeError, ValueError: a sentence that says what to pass instead.
        SpamscoreError: the extra `dns` is not installed.
    """
    _needed()
    from spamscore.mail import read
    from spamscore.sender import results

    raw = questions.whole(message)
    if raw is None:
        raise TypeError("message is the whole message as bytes, not NoneType")
    trusted = results.trusted_ids(authserv_id)
    name = questions.named(read(raw).sender_address.rpartition("@")[2])
    return SenderFacts(name, results.examine(raw, trusted))


def _needed() -> None:
    try:
        import authres
        import checkdmarc
        import dkim
        import dns.resolver
        import spf  # noqa: F401 - whether they are there is what is asked
    except ImportError as error:
        raise SpamscoreError(f"to look at a sender, install spamscore[dns]: {error.name} is missing") from error
    _keep_no_answers(checkdmarc)
    del authres, dkim, dns


def _keep_no_answers(checkdmarc: Any) -> None:
    """Checkdmarc would keep answers for half an hour, whichever nameserver gave them; ours are kept for their TTL."""
    kept = checkdmarc.utils.DNS_CACHE
    if kept.max_age:
        kept.clear()
        kept.max_age, kept.max_len = 0, 64  # what has no age is not found again, and is dropped beyond so many


async def _received(asked: Question, authserv_id: object) -> tuple[Finding, ...]:
    """What a received message says of itself; beside DNS it does not decide that there is nothing."""
    if asked.message is None:
        return ()
    from spamscore.sender import results

    trusted = results.trusted_ids(authserv_id) if authserv_id is not None else ()
    found = await asyncio.to_thread(results.examine, asked.message, trusted)
    if not trusted:
        return tuple(finding for finding in found if finding.id == "forged-results")
    return tuple(replace(finding, decides=False) if finding.id == "received" else finding for finding in found)


async def _all(asked: Question, lookups: Any, lists: Sequence[Blocklist]) -> tuple[Finding, ...]:
    from spamscore.sender import authentication, domains, host

    await _of_this_world(asked, lookups)
    parts = await asyncio.gather(
        domains.examine(asked, lookups, lists),
        host.examine(asked, lookups, lists),
        asyncio.to_thread(authentication.examine, asked, lookups),
    )
    return tuple(finding for part in parts for finding in part)


async def _of_this_world(asked: Question, lookups: Any) -> None:
    """Ask no more of a nameserver that denies a top-level domain: in closed networks all names are said not to exist."""
    from checkdmarc.utils import PSL

    top = asked.domain.rpartition(".")[2]
    if PSL.publicsuffix(top, accept_unknown=False) and (await lookups.ask(top, "NS")).missing == "name":
        lookups.budget.stop(f"the nameserver says that .{top} does not exist, so that nothing it says counts")
