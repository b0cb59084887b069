"""A Code Quality report for GitLab: findings in the merge request, known again when lines move."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from spamscore import charsets
from spamscore.cli.checked import Checked
from spamscore.cli.formats import place
from spamscore.cli.formats.json import written
from spamscore.cli.formats.levels import HEAVY, NOTE, UNREADABLE, VERDICT, level, quotes, verdict_level, verdict_words
from spamscore.cli.formats.numbers import signed
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.report import Located

_VERDICTS = {"error": "critical", "warning": "major", "note": "minor"}


def lines(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
    """The whole report: one JSON array of issues."""
    del paint  # machines see no colours
    yield written([issue for result in results for issue in _issues(result)], indent=1)


def _issues(checked: Checked) -> Iterator[dict[str, Any]]:
    """All that is to say of one mail."""
    known = _Known(charsets.clean(place.path(checked.name)))  # exactly as the repository has it
    if checked.report is None:
        yield known.issue(UNREADABLE, "blocker", safe(checked.error))
        return
    if grave := verdict_level(checked):
        yield known.issue(VERDICT, _VERDICTS[grave], verdict_words(checked, checked.report))
    found = checked.report.findings
    for finding, regions in zip(found, place.regions(checked, found), strict=True):
        line = regions[0].line if regions else 1
        yield known.issue(finding.rule.id, _severity(checked, finding), _description(finding), line)
    for note in checked.notes:
        yield known.issue(NOTE, "info", safe(note))


def _severity(checked: Checked, found: Located) -> str:
    grave = level(checked, found)
    if grave == "warning":
        return "major" if checked.failed and found.points >= HEAVY else "minor"
    return "critical" if grave == "error" else "info"


def _description(found: Located) -> str:
    return f"{found.rule.title}: {quotes(found)} ({signed(found.points)} points; plus: more like spam). {found.rule.advice}"


@dataclass
class _Known:
    """Makes the issues of one file, each known again by its file and check, wherever its lines have moved to."""

    path: str
    seen: Counter[str] = field(default_factory=Counter)

    def issue(self, check: str, severity: str, words: str, line: int = 1) -> dict[str, Any]:
        """One issue as JSON-ready data."""
        self.seen[check] += 1
        known = "\0".join(("spamscore", self.path, check, str(self.seen[check])))
        return {
            "description": words, "check_name": check, "fingerprint": hashlib.sha256(known.encode()).hexdigest(),
            "severity": severity, "location": {"path": self.path, "lines": {"begin": line}},
        }  # fmt: skip
