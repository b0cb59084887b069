"""`spamscore suppress` and `spamscore events`: who must not get mail, and what providers told about those who did."""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from spamscore.cli.formats.terminal import safe
from spamscore.cli.sources import STANDARD_INPUT, UnreadableError

if TYPE_CHECKING:
    from spamscore.audience import Audience, Consent, ImportResult

KEPT, HELD = 0, 1


def _opened(arguments: argparse.Namespace) -> "AbstractContextManager[Audience]":
    try:
        from spamscore.audience import open_audience
    except ModuleNotFoundError as error:
        raise UnreadableError(
            f"{error.name} is missing: install spamscore with its extra, spamscore[audience]"
        ) from None
    try:
        key = Path(arguments.key_file).read_bytes().strip() if arguments.key_file else None
        return open_audience(arguments.db, key=key)
    except OSError as error:
        raise UnreadableError(f"cannot read {arguments.key_file}: {error.strerror or error}") from error
    except ValueError as error:
        raise UnreadableError(str(error)) from error


def run(arguments: argparse.Namespace) -> int:
    """Do what `spamscore suppress` was asked for; 1 where an address that was asked about gets no mail."""
    with _opened(arguments) as audience:
        try:
            return int(_DO[arguments.act](audience, arguments))
        except (ValueError, TypeError) as error:
            raise UnreadableError(str(error)) from error
        except OSError as error:
            raise UnreadableError(f"cannot read {error.filename}: {error.strerror or error}") from error


def _add(audience: "Audience", given: argparse.Namespace) -> int:
    for address in given.addresses:
        audience.suppress(address, who=given.who, why=given.why)
    return KEPT


def _remove(audience: "Audience", given: argparse.Namespace) -> int:
    if not given.mistake:
        raise ValueError(
            "an address comes off this list by `spamscore suppress reactivate`, deliberately and with its reason; "
            "was the entry itself a mistake made by hand, say `remove --mistake`"
        )
    for address in given.addresses:
        audience.remove(address, who=given.who, why=given.why)
    return KEPT


def _reactivate(audience: "Audience", given: argparse.Namespace) -> int:
    for address in given.addresses:
        causes = audience.reactivate(
            address, who=given.who, why=given.why, when=_time(given.when), proof=_consent(given)
        )  # fmt: skip
        print(f"{address} gets mail again; lifted: {', '.join(causes)}")
    return KEPT


def _consent(given: argparse.Namespace) -> "Consent | None":
    from spamscore.audience import Consent

    if given.proof is None:
        return None
    at = _time(given.proof_date)
    if at is None:
        raise ValueError("a proof of consent has a date: --proof-date 2026-05-03T10:00:00Z")
    return Consent(given.proof, at)


def _time(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"{written!r} is no time: write it as 2026-05-03 or 2026-05-03T10:00:00Z") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _check(audience: "Audience", given: argparse.Namespace) -> int:
    status = KEPT
    for address in given.addresses:
        found = audience.causes_against(address)
        for entry in found:
            status = HELD
            detail = f" ({safe(entry.detail)})" if entry.detail else ""  # a foreign server's words
            print(f"{address}: {entry.cause} since {entry.at:%Y-%m-%d}{detail}")
        if not found:
            print(f"{address}: may get mail")
    return status


def _lines(name: str) -> Iterator[str]:
    if name == STANDARD_INPUT:
        yield from filter(None, (line.strip() for line in sys.stdin))
        return
    with Path(name).open(encoding="utf-8-sig", errors="replace") as file:
        yield from filter(None, (line.strip() for line in file))


def _filter(audience: "Audience", given: argparse.Namespace) -> int:
    left: Counter[str] = Counter()

    def refused(_address: str, causes: Sequence[str]) -> None:
        left["no address" if causes and "is no mail address" in causes[0] else " and ".join(causes)] += 1

    for address in audience.filter(_lines(given.file), refused):
        print(address)
    for cause, number in left.most_common():
        print(f"spamscore: left out {number}: {cause}", file=sys.stderr)
    return KEPT


def _export(audience: "Audience", given: argparse.Namespace) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("address", "kind", "time", "reason", "hash"))
    for entry in audience.suppressions(given.cause):
        writer.writerow((_plain(entry.address), entry.cause, entry.at.isoformat(), _plain(entry.detail), entry.hash))
    return KEPT


def _plain(cell: str) -> str:
    """The text so that no spreadsheet takes it for a formula; `import` reads it as it was."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def _import(audience: "Audience", given: argparse.Namespace) -> int:
    return _told(audience.import_events(_source(given.file), "csv", kind=given.kind or "", rejects=given.rejects))


def _history(audience: "Audience", given: argparse.Namespace) -> int:
    for address in given.addresses:
        for act in audience.history(address):
            words = [f"{act.at:%Y-%m-%d %H:%M}", act.act, act.cause, f"by {act.who}", act.why, act.proof]
            print(safe("  ".join(filter(None, words))))
    return KEPT


def _source(name: str) -> "Path | BinaryIO":
    return sys.stdin.buffer if name == STANDARD_INPUT else Path(name)


def _told(result: "ImportResult") -> int:
    again = " (went on where it had stopped)" if result.resumed else ""
    print(
        f"{result.seen} events{again}: {result.new} new, {result.duplicates} known, {result.rejected} rejected; "
        f"{result.suppressed} suppressed"
    )
    return KEPT


def events(arguments: argparse.Namespace) -> int:
    """Import a provider's events."""
    with _opened(arguments) as audience:
        try:
            columns = dict(pair.split("=", 1) for pair in arguments.column)
        except ValueError:
            raise UnreadableError("a column is mapped as --column address=E-Mail") from None
        try:
            result = audience.import_events(
                _source(arguments.file),
                arguments.provider,
                columns=columns,
                kind=arguments.kind or "",
                rejects=arguments.rejects,
            )
        except (ValueError, TypeError) as error:
            raise UnreadableError(str(error)) from error
        except OSError as error:
            raise UnreadableError(f"cannot read {error.filename}: {error.strerror or error}") from error
        return _told(result)


_DO = {
    "add": _add, "remove": _remove, "reactivate": _reactivate, "check": _check, "filter": _filter, "export": _export,
    "import": _import, "history": _history,
}  # fmt: skip
