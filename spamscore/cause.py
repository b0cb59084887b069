"""Cause: one of the nine reasons why honest mail lands in the spam folder, and what is known about it for one mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

Status = Literal["ok", "attention", "problem", "not_checked"]
Name = Literal[
    "recipient settings",
    "content",
    "domain reputation",
    "ip reputation",
    "authentication",
    "engagement",
    "segmentation",
    "complaints",
    "suppression",
]
NAMES: tuple[Name, ...] = get_args(Name)  # in the order in which people are told of them
IN_REPORTS: Mapping[Name, str] = MappingProxyType({  # how a report on content names those that it did not check
    "recipient settings": "the recipient's own settings",
    "domain reputation": "reputation of the sending domain",
    "ip reputation": "reputation of the IP address",
    "authentication": "SPF, DKIM and DMARC",
    "engagement": "engagement of the recipients",
    "segmentation": "segmentation of the list",
    "complaints": "recipients marking it as spam",
    "suppression": "bounced, dropped or complaining addresses",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cause:
    """What is known of one cause. One that was not looked at is `not_checked`, never `ok`."""

    name: Name
    status: Status
    evidence: tuple[str, ...] = ()  # what was seen, with numbers, a sentence each
    advice: tuple[str, ...] = ()  # what to do, a sentence each, the most urgent first
    sources: tuple[str, ...] = ()  # the authority behind each judgement
    would_check: str = ""  # what would let it be checked, when it was not or only in part

    def as_dict(self) -> dict[str, Any]:
        """The cause as JSON-ready data."""
        return {
            "name": self.name, "status": self.status, "evidence": list(self.evidence), "advice": list(self.advice),
            "sources": list(self.sources), "would_check": self.would_check,
        }  # fmt: skip
