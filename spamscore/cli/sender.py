"""`spamscore sender`: what DNS says of those who send: domain, address and authentication. It asks the network."""

import argparse
import datetime
import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from spamscore.cause import Cause
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.cli.sources import STANDARD_INPUT, UnreadableError
from spamscore.sender import SenderFacts, examine

_COLOURS = {"ok": "green", "attention": "yellow", "problem": "red", "not_checked": "dim"}
_WIDTH = 110


def run(arguments: argparse.Namespace) -> int:
    """Print the three causes; 1 when one of them is a problem, else 0."""
    paint = Paint.on_terminal(plain=arguments.no_color)
    facts = _facts(arguments)
    if arguments.format == "json":
        print(json.dumps(facts.as_dict(), ensure_ascii=False))
    else:
        print("\n".join(_lines(facts, paint)))
    return int(any(cause.status == "problem" for cause in facts.causes()))


def _facts(arguments: argparse.Namespace) -> SenderFacts:
    try:
        return examine(
            arguments.domain, ip=arguments.ip, helo=arguments.helo, selectors=tuple(arguments.selector or ()),
            message=_message(arguments.message), bulk=arguments.bulk, resolver=arguments.nameserver,
            authserv_id=arguments.authserv_id, first_sent=_day(arguments.first_sent), timeout=arguments.timeout,
        )  # fmt: skip
    except (TypeError, ValueError) as error:
        raise UnreadableError(str(error)) from error


def _day(given: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(given) if given else None
    except ValueError:
        raise UnreadableError(f"--first-sent is a day such as 2026-01-31, not {given!r:.40}") from None


def _message(name: str | None) -> bytes | None:
    if name is None:
        return None
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {name}: {error.strerror or error}") from error


def _lines(facts: SenderFacts, paint: Paint) -> Iterator[str]:
    address = f", sent from {facts.ip}" if facts.ip else ""
    yield paint(safe(f"{facts.domain}{address}") + f": {facts.lookups} lookups", "bold")
    for cause in facts.causes():
        yield f"\n{paint(cause.status.replace('_', ' '), _COLOURS[cause.status])}  {cause.name}"
        yield from _of(cause)


# How `examine` names what it lacks, and how this command does.
_OPTIONS = {
    "ip=…": "--ip", "selectors=…": "--selector", "message=…": "--message", "first_sent=…": "--first-sent",
    "authserv_id=…": "--authserv-id",
}  # fmt: skip


def _of(cause: Cause) -> Iterator[str]:
    would = cause.would_check
    for keyword, option in _OPTIONS.items():
        would = would.replace(keyword, option)
    told = [("", text) for text in cause.evidence] + [("to do: ", text) for text in cause.advice]
    told += [("would check it: ", would)] if would else []
    for lead, text in (*told, *(("source: ", source) for source in cause.sources)):
        yield textwrap.fill(safe(lead + text), _WIDTH, initial_indent="  ", subsequent_indent="    ")
