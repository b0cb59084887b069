"""Blocklists: DNS zones that list addresses or domains; which there are is data, `data/blocklists.toml`."""

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from spamscore import assets
from spamscore.cause import Name, Status
from spamscore.sender import sources
from spamscore.sender.facts import Finding

if TYPE_CHECKING:
    from spamscore.sender.lookups import Answer, Lookups

_LISTED = ipaddress.ip_network("127.0.0.0/8")  # RFC 5782, section 2.3: every answer of a blocklist lies there
_NEVER = {"ip": "1.0.0.127", "domain": "invalid"}  # RFC 5782, section 5: what no list may hold
_ALWAYS = {"ip": "2.0.0.127", "domain": "test"}  # and what every list has to hold


@dataclass(frozen=True, slots=True)
class Blocklist:
    """One zone: what its answers mean, and which of them say no more than that it would not answer."""

    name: str
    zone: str
    lists: Literal["ip", "domain"]
    policy: str  # the page that says what gets listed and how to get off
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)  # answer → meaning
    bits: Mapping[int, str] = field(
        default_factory=dict, hash=False
    )  # bit of the last byte → meaning, for zones that add them up
    minor: tuple[str, ...] = ()  # answers (or bits) that call for attention and no more
    refused: tuple[str, ...] = ()  # answers or networks that say that the query was refused
    probe: str = ""  # what the zone always lists, so that silence can be told from a dead zone; "" for RFC 5782's own
    ipv6: bool = True

    def meaning(self, answer: str) -> tuple[Status, str]:
        """What one answer says: `not_checked` when it was refused or is no blocklist's, else the listing's weight."""
        try:
            address = ipaddress.ip_address(answer)
        except ValueError:
            return "not_checked", "gave an answer that is no address"
        if any(address in ipaddress.ip_network(net) for net in self.refused):
            return "not_checked", f"refused to answer this nameserver ({answer}), which says nothing of the sender"
        if address not in _LISTED:
            return "not_checked", f"gave {answer}, which is no blocklist's answer: something on the way changes it"
        if self.bits:
            last = int(address) & 255
            held = {bit: text for bit, text in self.bits.items() if last & bit}
            minor = all(str(bit) in self.minor for bit in held)
            return "attention" if minor else "problem", "; ".join(held.values()) or f"unknown answer {answer}"
        known = self.codes.get(answer)
        return "problem" if known and answer not in self.minor else "attention", known or f"unknown answer {answer}"


@cache
def shipped() -> tuple[Blocklist, ...]:
    """The zones of `data/blocklists.toml`."""
    return load(assets.folder("data") / "blocklists.toml")


def load(path: Path) -> tuple[Blocklist, ...]:
    """The zones of a TOML file shaped like `data/blocklists.toml`; raises `ValueError` with a sentence for another one."""
    try:
        return tuple(_zone(held) for held in tomllib.loads(path.read_text("utf-8"))["zones"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{path} is not a list of blocklists: {error!r:.120}; see data/blocklists.toml") from error


def _zone(held: dict[str, Any]) -> Blocklist:
    known = Blocklist(**{**held, "bits": {int(bit): text for bit, text in held.get("bits", {}).items()}})
    if known.lists not in _NEVER:
        raise ValueError(f"lists is 'ip' or 'domain', not {known.lists!r}")
    for net in known.refused:
        ipaddress.ip_network(net)
    return replace(known, minor=tuple(known.minor), refused=tuple(known.refused))


def reversed_name(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """An address as blocklists are asked for it: bytes, or nibbles of IPv6, the last first (RFC 5782, section 2).

    >>> reversed_name(ipaddress.ip_address("192.0.2.1"))
    '1.2.0.192'
    """
    return address.reverse_pointer.rpartition(".")[0].rpartition(".")[0]


async def alive(known: Blocklist, lookups: "Lookups") -> str:
    """Why a zone's silence would prove nothing, "" when it answers as RFC 5782 asks."""
    never = await lookups.ask(f"{_NEVER[known.lists]}.{known.zone}", "A")
    if never.failure:
        return f"did not answer ({never.failure})"
    if never.records:
        status, text = known.meaning(never.records[0])
        return text if status == "not_checked" else "lists what no list may hold, so that it lists everything"
    probed = await lookups.ask(f"{known.probe or _ALWAYS[known.lists]}.{known.zone}", "A")
    if probed.failure:
        return f"did not answer ({probed.failure})"
    if not probed.records:
        return "does not list its own test entry, so that its silence proves nothing"
    status, text = known.meaning(probed.records[0])
    return text if status == "not_checked" else ""


def judge(cause: Name, what: str, known: Blocklist, answer: "Answer") -> Finding | None:
    """The finding on one answer of a zone, None when what was asked for is not listed."""
    if answer.failure:
        return unasked(cause, known, f"did not answer ({answer.failure})")
    if not answer.records:
        return None
    worst = min((known.meaning(record) for record in answer.records), key=lambda said: _ORDER.index(said[0]))
    if worst[0] == "not_checked":
        return unasked(cause, known, worst[1])
    texts = dict.fromkeys(text for status, text in map(known.meaning, answer.records) if status != "not_checked")
    return Finding(
        cause, "blocklist", worst[0], f"{what} stands on the blocklist {known.name} ({', '.join(answer.records[:5])}): {'; '.join(texts)}.",
        f"Find out why, end it, then ask to be taken off: {known.policy}", f"{known.name}, {known.policy}",
    )  # fmt: skip


_ORDER = ("problem", "attention", "not_checked", "ok")


def unasked(cause: Name, known: Blocklist, why: str) -> Finding:
    """The finding that a zone could not be asked."""
    return Finding(
        cause, "blocklist", "not_checked", f"The blocklist {known.name} {why}.", "", sources.BLOCKLISTS,
        f"the blocklist {known.name}, asked through a nameserver of your own or by its subscription ({known.policy})",
    )  # fmt: skip
