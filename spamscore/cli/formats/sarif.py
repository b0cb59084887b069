"""SARIF 2.1.0, the format of static analysis: for code scanning on GitHub, Azure DevOps, and editors."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spamscore import __version__
from spamscore.cli.checked import Checked
from spamscore.cli.formats import place
from spamscore.cli.formats.json import written
from spamscore.cli.formats.levels import NOTE, UNREADABLE, VERDICT, Level, level, quotes, verdict_level, verdict_words
from spamscore.cli.formats.numbers import signed
from spamscore.cli.formats.place import Region
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.report import Located, Report
from spamscore.rules.rule import Rule

_ROOT = "SRCROOT"
_NOTIFICATIONS = ((UNREADABLE, "A mail could not be read."), (NOTE, "Something to know besides the findings."))
_VERDICT_RULE = {
    "id": VERDICT,
    "name": "SpamscoreVerdict",
    "shortDescription": {"text": "The content of the mail as a whole looks like spam"},
    "fullDescription": {"text": "All reasons of a mail add up to its points; higher = more like spam. Content is one cause of nine."},
    "help": {"text": "Change what weighs most first: the findings in the same file.", "markdown": "Change what weighs most first: the findings in the same file."},
    "defaultConfiguration": {"level": "error"},
    "properties": {"tags": ["email", "spam"]},
}  # fmt: skip


def lines(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
    """The whole log, one run."""
    del paint  # machines see no colours
    run = _Run()
    for each in results:
        run.add(each)
    yield written(run.log(), indent=1)


@dataclass
class _Run:
    """Collects results, and the rules that they speak of."""

    rules: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)  # by id: index and descriptor
    results: list[dict[str, Any]] = field(default_factory=list)
    notifications: list[dict[str, Any]] = field(default_factory=list)
    unread: bool = False
    known: Counter[tuple[str, str]] = field(default_factory=Counter)  # results by file and rule

    def add(self, checked: Checked) -> None:
        """Take in one mail."""
        if checked.report is None:
            self.unread = True
            self._notify(0, "error", checked.name, checked.error)
            return
        if grave := verdict_level(checked):
            self._verdict(checked, checked.report, grave)
        found = checked.report.findings
        for finding, regions in zip(found, place.regions(checked, found), strict=True):
            self._finding(checked, finding, regions)
        for note in checked.notes:
            self._notify(1, "note", checked.name, note)

    def _verdict(self, checked: Checked, result: Report, grave: Level) -> None:
        numbers = {"points": result.points, "score": result.score, "verdict": result.verdict}
        words = {"text": _text(verdict_words(checked, result))}
        self._result(_VERDICT_RULE, checked.name, [], level=grave, message=words, properties=numbers)

    def _finding(self, checked: Checked, found: Located, regions: list[Region]) -> None:
        words = [f"{found.rule.title}: {quotes(found)}.", f"{signed(found.points)} points (plus: more like spam)."]
        if place.in_body(checked.name) and (spans := [span for span in found.spans if span]):
            words.append(f"In the decoded body at {', '.join(f'{span.line}:{span.column}' for span in spans)}.")
        said = _text(" ".join([*words, found.rule.advice]))
        links = [f"[{region.line}:{region.column}]({number})" for number, region in enumerate(regions[1:], 1)]
        said += f" Also at {', '.join(links)}." if links else ""
        rest = {"level": level(checked, found), "message": {"text": said}, "properties": {"points": found.points}}
        self._result(_descriptor(found.rule), checked.name, regions, **rest)

    def _result(self, rule: dict[str, Any], name: str, regions: list[Region], **rest: Any) -> None:
        ident = rule["id"]
        index, _ = self.rules.setdefault(ident, (len(self.rules), rule))
        first = regions[0] if regions else None
        self.known[name, ident] += 1
        known = "\0".join((place.uri(name), ident, str(self.known[name, ident])))
        result = {
            "ruleId": ident, "ruleIndex": index, **rest, "locations": [_location(name, first)],
            "partialFingerprints": {"fileAndRule/v1": hashlib.sha256(known.encode()).hexdigest()},
        }  # fmt: skip
        if others := [{"id": number, **_location(name, region)} for number, region in enumerate(regions[1:], 1)]:
            result["relatedLocations"] = others
        self.results.append(result)

    def _notify(self, index: int, grave: str, name: str, sentence: str) -> None:
        identity = {"id": _NOTIFICATIONS[index][0], "index": index}
        self.notifications.append(
            {"descriptor": identity, "level": grave, "message": {"text": _text(safe(sentence))}, "locations": [_location(name, None)]}
        )  # fmt: skip

    def log(self) -> dict[str, Any]:
        """The log as JSON-ready data."""
        notifications = [{"id": each, **_described(words)} for each, words in _NOTIFICATIONS]
        driver = {
            "name": "spamscore", "version": __version__, "rules": [rule for _, rule in self.rules.values()],
            "notifications": notifications,
        }  # fmt: skip
        ended = {"executionSuccessful": not self.unread, "toolExecutionNotifications": self.notifications}
        root = {"uri": Path.cwd().as_uri().rstrip("/") + "/", "description": {"text": "Where the command ran."}}
        run = {
            "tool": {"driver": driver}, "invocations": [ended], "originalUriBaseIds": {_ROOT: root},
            "columnKind": "unicodeCodePoints", "results": self.results,
        }  # fmt: skip
        return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _descriptor(rule: Rule) -> dict[str, Any]:
    help_text = f"{rule.advice}\n\nSource: {rule.source}"
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why or rule.title},
        "help": {"text": help_text, "markdown": f"**What to do.** {rule.advice}\n\n**Source.** {rule.source}"},
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["email", "spam", rule.chapter]},
    }


def _described(words: str) -> dict[str, Any]:
    return {"shortDescription": {"text": words}, "fullDescription": {"text": words}, "help": {"text": words}}


def _location(name: str, region: Region | None) -> dict[str, Any]:
    uri = place.uri(name)
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if not uri.startswith("file:"):
        physical["artifactLocation"]["uriBaseId"] = _ROOT
    # the format takes a file without a place in it for the whole file, GitHub shows no alert then: so its first line
    physical["region"] = {"startLine": region.line, "startColumn": region.column} if region else {"startLine": 1}
    if region and region.end_line and region.end_column:
        physical["region"] |= {"endLine": region.end_line, "endColumn": region.end_column}
    return {"physicalLocation": physical}


def _text(words: str) -> str:
    """Words in which a viewer finds no link and no placeholder (SARIF 2.1.0, sections 3.11.5 and 3.11.6)."""
    for sign, written_out in (("\\", "\\\\"), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")):
        words = words.replace(sign, written_out)
    return words
