"""`python -m spamscore.integrations.job_summary`: reports as JSON lines in, a page in Markdown for GitHub out."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from spamscore.cli.formats.terminal import safe
from spamscore.report import THRESHOLD_POINTS

_ROWS = 100  # GitHub shows a megabyte of a summary
_FINDINGS = 5  # of each mail


def page(reports: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The lines of the page: how many mails fared how, and those that are not ok, the worst first.

    ``reports`` are what `spamscore check --format json` prints.
    """
    reports = list(reports)
    verdicts = [str(each.get("verdict", "not read")) for each in reports]
    counts = [(verdicts.count(word), word) for word in ("spam", "review", "unsure", "ok", "not read")]
    told = ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing was checked"
    yield f"## spamscore: {told}\n"
    shown = sorted((each for each in reports if each.get("verdict") != "ok"), key=_rank)
    if shown:
        yield "| | Mail | Points | What to change |\n| --- | --- | ---: | --- |"
        yield from (_row(each) for each in shown[:_ROWS])
        yield ""
    if len(shown) > _ROWS:
        yield f"… and {len(shown) - _ROWS} more.\n"
    yield f"Spam from {THRESHOLD_POINTS} points; higher = more like spam. A good score is no promise of the inbox.\n"


def _rank(report: dict[str, Any]) -> tuple[float, str]:
    return -report.get("points", float("inf")), str(report["file"])


def _row(report: dict[str, Any]) -> str:
    if "verdict" not in report:
        return f"| not read | {_inert(report['file'])} | | {_inert(report.get('error', ''))} |"
    found = report["findings"]
    advice = [f"{_inert(each['title'])} ({_inert(each['rule'])})" for each in found[:_FINDINGS]]
    more = [f"{len(found) - _FINDINGS} more"] if len(found) > _FINDINGS else []
    return f"| {report['verdict']} | {_inert(report['file'])} | {report['points']:.2f} | {'<br>'.join(advice + more)} |"


def _inert(words: str) -> str:
    """Words that stay words: no link, mention, tag or table comes of the name of a file."""
    plain = safe(str(words))
    return "".join(
        each if each.isalnum() or each in " -/" or not each.isascii() else f"&#{ord(each)};" for each in plain
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a script's output is a text file
    for piece in page(json.loads(line) for line in sys.stdin if line.strip()):
        sys.stdout.write(f"{piece}\n")
