"""Cause: one of the nine reasons why honest mail lands in the spam folder, and what is known about it for one mail."""

from dataclasses import dataclass
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
