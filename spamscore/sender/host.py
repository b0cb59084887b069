"""The sending address: its names forward and back, HELO, and the blocklists of addresses."""

import asyncio
import ipaddress
import re
from collections.abc import Sequence

import dns.reversename

from spamscore.cause import Status
from spamscore.sender import blocklists, sources
from spamscore.sender.blocklists import Blocklist
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups
from spamscore.sender.question import Address, Question, named

_MAX_NAMES = 5
_DYNAMIC = re.compile(
    r"(?:^|[.\d-])(?:dynamic|dyn|dhcp|pool|pppoe?|dsl|adsl|vdsl|dial-?up|cable|broadband|cust(?:omer)?|client|res(?:idential)?)(?:[.\d-]|$)"
)
_OWN = "the mail server's own name, such as mail.example.com"


async def examine(question: Question, lookups: Lookups, zones: Sequence[Blocklist]) -> tuple[Finding, ...]:
    """The findings on the address: `ptr`, `generic-name`, `helo`, `blocklist`, `shared-ip`."""
    if question.ip is None:
        return (
            Finding(
                "ip reputation", "ip", "not_checked", "The address that the mail is sent from is not known.",
                would_check="the address that the mail is sent from: ip=…",
            ),
        )  # fmt: skip
    parts = await asyncio.gather(
        _names(question.ip, lookups), _helo(question, question.ip, lookups), listings(question.ip, lookups, zones)
    )
    shared = _finding(
        "ok", "shared-ip", "Whether other senders use this address too cannot be known from DNS.",
        "On a shared address, its other senders count as you do: ask the sending service how it keeps them clean.", "",
        decides=False,
    )  # fmt: skip
    return (*(finding for part in parts for finding in part), shared)


def _finding(
    status: Status,
    identity: str,
    evidence: str,
    advice: str = "",
    source: str = sources.REVERSE,
    *,
    decides: bool = True,
) -> Finding:
    would = "a nameserver that answers" if status == "not_checked" else ""
    return Finding("ip reputation", identity, status, evidence, advice, source, would, decides)


async def _names(ip: Address, lookups: Lookups) -> tuple[Finding, ...]:
    answer = await lookups.ask(dns.reversename.from_address(str(ip)).to_text(), "PTR")
    if answer.failure:
        return (_finding("not_checked", "ptr", f"The name of {ip} could not be looked up: {answer.failure}."),)
    names = [name for name in map(named, answer.records[:_MAX_NAMES]) if name]
    if not names:
        advice = f"Let whoever owns the address give it {_OWN}."
        return (_finding("problem", "ptr", f"{ip} has no name in DNS (PTR).", advice, sources.GMAIL),)
    forward = await asyncio.gather(*(addresses(name, lookups) for name in names))
    for name, (found, _) in zip(names, forward, strict=True):
        if ip in found:
            text = f"{ip} is named {name}, and that name leads back to it."
            return (_finding("ok", "ptr", text, source=sources.GMAIL), *_generic(ip, name))
    if failure := next((failure for _, failure in forward if failure), ""):
        return (_finding("not_checked", "ptr", f"Whether {names[0]} leads back to {ip} is not known: {failure}."),)
    text = f"{ip} is named {names[0]}, but that name does not lead back to it."
    advice = f"Give {names[0]} an A or AAAA record of {ip}."
    return (_finding("problem", "ptr", text, advice, sources.GMAIL), *_generic(ip, names[0]))


def _generic(ip: Address, name: str) -> tuple[Finding, ...]:
    """The finding on a name that is made of its address, or says that it is somebody's line at home."""
    parts = str(ip).split(".") if ip.version == 4 else [ip.exploded.replace(":", "")[-8:]]
    letters = name.replace("-", "").replace(".", "")
    numbers = {number.lstrip("0") or "0" for number in re.findall(r"[0-9]+", name)}
    made = numbers >= set(parts) if ip.version == 4 else parts[0] in letters
    if not made and not _DYNAMIC.search(name):
        return ()
    text = f"The name {name} looks like one that a provider gives to every line."
    return (
        _finding(
            "attention", "generic-name", text, f"Let whoever owns the address give it {_OWN}.", sources.CUSTOM_NAMES
        ),
    )


async def addresses(name: str, lookups: Lookups) -> tuple[frozenset[Address], str]:
    """The addresses of a name, and why they are perhaps not all."""
    four, six = await asyncio.gather(lookups.ask(name, "A"), lookups.ask(name, "AAAA"))
    found = frozenset(map(ipaddress.ip_address, (*four.records, *six.records)))
    return found, four.failure or six.failure


async def _helo(question: Question, ip: Address, lookups: Lookups) -> tuple[Finding, ...]:
    if not question.helo:
        return ()
    found, failure = await addresses(question.helo, lookups)
    if ip in found:
        return (_finding("ok", "helo", f"The name in HELO, {question.helo}, leads to {ip}.", source=sources.HELO),)
    if failure:
        return (
            _finding(
                "not_checked", "helo", f"The name in HELO could not be looked up: {failure}.", source=sources.HELO
            ),
        )
    return (
        _finding(
            "attention", "helo", f"The name in HELO, {question.helo}, does not lead to {ip}.",
            f"Let the server greet with its own name, and give that an A or AAAA record of {ip}.", sources.HELO,
        ),
    )  # fmt: skip


async def listings(ip: Address, lookups: Lookups, zones: Sequence[Blocklist]) -> tuple[Finding, ...]:
    """The findings `blocklist` on an address: one for each listing, each zone that cannot be asked, one when clean."""
    asked = [known for known in zones if known.lists == "ip" and (ip.version == 4 or known.ipv6)]
    name = blocklists.reversed_name(ip)
    found = await asyncio.gather(*(_listing(ip, name, known, lookups) for known in asked))
    clean = [known.name for known, finding in zip(asked, found, strict=True) if finding is None]
    ok = (
        [_finding("ok", "blocklist", f"{ip} is not on {', '.join(clean)}.", source=sources.BLOCKLISTS)] if clean else []
    )
    if not asked:
        return (
            Finding(
                "ip reputation",
                "blocklist",
                "not_checked",
                "No blocklist of addresses was asked.",
                would_check="blocklists=…",
            ),
        )
    return (*(finding for finding in found if finding), *ok)


async def _listing(ip: Address, name: str, known: Blocklist, lookups: Lookups) -> Finding | None:
    answer, dead = await asyncio.gather(lookups.ask(f"{name}.{known.zone}", "A"), blocklists.alive(known, lookups))
    found = blocklists.judge("ip reputation", str(ip), known, answer)
    return blocklists.unasked("ip reputation", known, dead) if dead else found
