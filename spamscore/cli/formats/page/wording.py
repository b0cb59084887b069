"""The report's words for verdicts, groups of reasons and amounts."""

import re

from spamscore.report import Contribution

SAYING = {
    "ok": "nothing weighs heavily",
    "review": "worth another look before it is sent",
    "spam": "its content looks like spam",
    "unsure": "there is too little to judge",
}
GROUPS = {
    "agreement": "Whether the mail shows whose it is",
    "structure": "How it is built",
    "addresses": "Where its links lead",
    "wording": "How it is worded",
    "footer": "What its footer says of the sender",
    "sender": "Whether the sender fits",
    "words": "Single words",
}
PROMISE = "A good score is no promise of the inbox: this is one cause of nine, the content."
_CODED = re.compile(r" \([^()]{0,80}-1[^()]{0,80}\)$")  # how a feature codes what is absent: of no use to a reader


def points(amount: float) -> str:
    """Points with one digit, more where one would hide them.

    >>> points(13.91), points(-2.04), points(0.04), points(0.001), points(0.0)
    ('13.9', '−2.0', '0.04', 'under 0.01', '0')
    """
    if amount == 0:
        return "0"
    if abs(amount) < 0.005:
        return "under 0.01" if amount > 0 else "above −0.01"
    return (f"{amount:.2f}" if abs(amount) < 0.05 else f"{amount:.1f}").replace("-", "−")


def signed(amount: float) -> str:
    """An amount with its sign and two digits.

    >>> signed(1.5), signed(-0.25), signed(0.001), signed(-0.001), signed(0.0)
    ('+1.50', '−0.25', '<+0.01', '>−0.01', '0')
    """
    if amount == 0:
        return "0"
    if abs(amount) < 0.005:
        return "<+0.01" if amount > 0 else ">−0.01"
    return f"{amount:+.2f}".replace("-", "−")


def score(amount: float) -> str:
    """A probability with three digits, and never as certain what is not.

    >>> score(0.5), score(0.0001), score(0.99999)
    ('0.500', 'under 0.001', 'above 0.999')
    """
    if amount < 0.0005:
        return "under 0.001"
    return "above 0.999" if amount >= 0.9995 else f"{amount:.3f}"


def group(reason: Contribution) -> str:
    """The key in `GROUPS` of a feature or a word."""
    from spamscore.features import FEATURES

    if reason.kind == "word":
        return "words"
    return next((each.group for each in FEATURES if each.name == reason.source), "structure")


def plain(label: str) -> str:
    """A reason's label without what only a program needs."""
    return _CODED.sub("", label)
