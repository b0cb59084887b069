"""A JUnit report: every mail a test case, for all the CI servers that show test results."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from spamscore.cli.checked import Checked
from spamscore.cli.formats import place, text
from spamscore.cli.formats.levels import verdict_line
from spamscore.cli.formats.numbers import score
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.report import Report

# What XML 1.0 cannot hold, escaped or not: https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def lines(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
    """The whole document; its head counts the cases, so it comes when all mails are checked."""
    plain = Paint(enabled=False, drawing=True, width=paint.width)
    cases, failures, errors = [], 0, 0
    for each in results:
        cases.append(_case(each, plain))
        failures += each.report is not None and each.failed
        errors += each.report is None
    counted = f'name="spamscore" tests="{len(cases)}" failures="{failures}" errors="{errors}"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {counted}>\n<testsuite {counted} skipped="0">'
    yield from cases
    yield "</testsuite>\n</testsuites>"


def _case(checked: Checked, paint: Paint) -> str:
    path = place.path(checked.name)
    head = f"<testcase name={_attribute(path)} classname={_attribute(path.rpartition('/')[0] or 'spamscore')}>"
    if checked.report is None:
        return f'{head}<error type="unreadable" message={_attribute(checked.error)}/></testcase>'
    return f"{head}{_outcome(checked, checked.report, paint)}</testcase>"


def _outcome(checked: Checked, result: Report, paint: Paint) -> str:
    if not checked.failed:
        told = [verdict_line(result), *(f"{each.rule.title} [{each.rule.id}]" for each in result.findings)]
        said = "\n".join([*told, *map(safe, checked.notes)])
        return f"<system-out>{_content(said)}</system-out>"
    message = f"{'; '.join(checked.failures)} (score {score(result.score)}; higher = more like spam)"
    if checked.name != place.STANDARD_INPUT:
        checked = replace(checked, name=place.path(checked.name))
    page = "\n".join(text.page(checked, result, paint))
    return f'<failure type="{result.verdict}" message={_attribute(message)}>\n{_content(page)}\n</failure>'


def _attribute(words: str) -> str:
    return _inert(quoteattr(_legal(safe(words))))


def _content(words: str) -> str:
    return _inert(escape(_legal(words)))


def _inert(words: str) -> str:
    """The same characters in XML, in which no CI runner that reads the log finds ##vso[…] or ::error::."""
    return words.replace("##", "#&#35;").replace("::", ":&#58;")


def _legal(words: str) -> str:
    return _FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], words)
