"""Subjects under which the classifier's reasons are shown, and the reasons in words for people."""

import re
from functools import cache

from spamscore.report import Contribution

SUBJECTS = {
    "agreement": "Whether the mail shows whose it is",
    "structure": "How it is built",
    "addresses": "Where its links lead",
    "wording": "How it is worded",
    "footer": "What its footer says of the sender",
    "sender": "Whether the sender fits",
    "words": "Words and phrases",
}
_CODED = re.compile(r" \([^()]{0,80}-1[^()]{0,80}\)$")  # how a feature codes what is absent: of no use to a reader


def subject(reason: Contribution) -> str:
    """The key in `SUBJECTS` of a feature or a word."""
    return "words" if reason.kind == "word" else _groups().get(reason.source, "structure")


@cache
def _groups() -> dict[str, str]:
    from spamscore.features import FEATURES

    return {each.name: each.group for each in FEATURES}


def plain(label: str) -> str:
    """A reason's label without what only a program needs."""
    return _CODED.sub("", label)
