"""How grave a finding is for the machines of a forge, and the words that say it in one line."""

import re
from typing import Literal

from spamscore.cli.checked import Checked
from spamscore.cli.formats.numbers import points, score, signed
from spamscore.cli.formats.terminal import safe
from spamscore.report import THRESHOLD_POINTS, Located, Report

Level = Literal["error", "warning", "note"]
VERDICT, UNREADABLE, NOTE = "spamscore-verdict", "spamscore-unreadable", "spamscore-note"  # ids beside those of rules
HEAVY = 1.0  # points from which a finding is worth more than a note in a mail that passes
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def level(checked: Checked, found: Located) -> Level:
    """Error for a finding that the gate names, warning in a mail that fails or where it is heavy, else note."""
    if any(found.rule.id in _ID.findall(failure) for failure in checked.failures):
        return "error"
    return "warning" if checked.failed or found.points >= HEAVY else "note"


def verdict_level(checked: Checked) -> Level | None:
    """Error for a mail that fails; warning for spam that may pass, note for review and unsure; None for ok."""
    if checked.failed:
        return "error"
    verdict = checked.report.verdict if checked.report else "ok"
    return {"spam": "warning", "review": "note", "unsure": "note"}.get(verdict)  # type: ignore[return-value] # of literals


def verdict_line(result: Report) -> str:
    """The verdict with its numbers, and which way is worse."""
    return (
        f"{result.verdict}: {points(result.points)} points, spam from {THRESHOLD_POINTS} "
        f"(score {score(result.score)}; higher = more like spam)"
    )


def verdict_words(checked: Checked, result: Report) -> str:
    """The verdict, why the gate stops the mail, and what weighs most in it."""
    heavy = sorted(result.findings, key=lambda each: (-each.points, each.rule.id))[:3]
    parts = [verdict_line(result) + "."]
    parts += [f"Fails the check: {safe(failure)}." for failure in checked.failures]
    if heavy:
        named = "; ".join(f"{each.rule.title} ({signed(each.points)})" for each in heavy)
        parts.append(f"What to change first: {named}.")
    return " ".join(parts)


def quotes(found: Located) -> str:
    """All quotations of a finding on one line."""
    return ", ".join(f"“{safe(piece.quote)}”" for piece in found.evidence)
