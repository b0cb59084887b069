"""Finding and SenderFacts: what was found out about a sender, one sentence each, and the three causes it makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from spamscore.cause import Cause, Name, Status

CAUSES: tuple[Name, ...] = ("domain reputation", "ip reputation", "authentication")
_WORST: tuple[Status, ...] = ("problem", "attention", "not_checked", "ok")
_NOTHING = {
    "domain reputation": "the domain looked up in DNS: spamscore.sender.examine(DOMAIN)",
    "ip reputation": "the address that the mail is sent from: ip=…",
    "authentication": "the domain looked up in DNS, or a received message with the server's name: authserv_id=…",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. What could not be looked at is `not_checked`, never `ok`."""

    cause: Name
    id: str  # what was looked at: "spf", "dkim-key", "dmarc", "ptr", "blocklist" …
    status: Status
    evidence: str  # a sentence
    advice: str = ""  # a sentence, what to do
    source: str = ""
    would_check: str = ""  # what would let it be checked
    decides: bool = True  # whether it counts for the status of its cause; the others are told and no more

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """What was found out about one sender, and how."""

    domain: str
    findings: tuple[Finding, ...]
    ip: str = ""
    lookups: int = 0  # DNS questions asked, those answered from the cache included

    def of(self, identity: str) -> tuple[Finding, ...]:
        """The findings of one id in order: `facts.of("spf")`."""
        return tuple(finding for finding in self.findings if finding.id == identity)

    def causes(self) -> tuple[Cause, ...]:
        """Domain reputation, ip reputation and authentication: each as bad as its worst finding."""
        return tuple(_cause(name, [each for each in self.findings if each.cause == name]) for name in CAUSES)

    def as_dict(self) -> dict[str, Any]:
        """The facts as JSON-ready data: causes first, then every finding."""
        return {
            "domain": self.domain,
            "ip": self.ip,
            "lookups": self.lookups,
            "causes": [cause.as_dict() for cause in self.causes()],
            "findings": [finding.as_dict() for finding in self.findings],
        }


def _cause(name: Name, findings: list[Finding]) -> Cause:
    if not findings:
        return Cause(name, "not_checked", would_check=_NOTHING[name])
    ranked = sorted(findings, key=lambda finding: _WORST.index(finding.status))  # stable: order within a status stays
    deciding = [finding.status for finding in ranked if finding.decides]
    return Cause(
        name,
        deciding[0] if deciding else "not_checked",
        _each_once(finding.evidence for finding in ranked),
        _each_once(finding.advice for finding in ranked),
        _each_once(finding.source for finding in ranked),
        "; ".join(_each_once(finding.would_check for finding in findings)),
    )


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
