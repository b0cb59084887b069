"""One way to read every kind of source: pieces that know where they end, what they hold, and who they are."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, BinaryIO

from spamscore.audience import jsonlines
from spamscore.audience.event import Event, Reject
from spamscore.audience.providers import MAILS, PROVIDERS, mail, mails, table, webhook


@dataclass(frozen=True, slots=True)
class Options:
    """How a source is read."""

    provider: str
    columns: Mapping[str, str] = field(default_factory=dict)  # CSV: field of an event → column of the file
    kind: str = ""  # CSV: the kind of every line, where the file has no column for it

    def __post_init__(self) -> None:
        if self.provider not in PROVIDERS:
            raise ValueError(f"there is no importer for {self.provider!r}; there are {', '.join(PROVIDERS)}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line, object or mail of a source."""

    end: int  # the position behind it, in bytes
    events: Callable[[], Iterator[Event]]  # raises Reject
    content: Callable[[], str]  # what it is told by where its events have no id
    text: Callable[[], str]  # for the reject file


def pieces(stream: BinaryIO, options: Options, position: int, now: int) -> Iterator[Piece]:
    """The pieces of a stream, which stands at its beginning, from `position` on."""
    if options.provider == "csv":
        return _table(stream, options, position, now)
    if position:
        stream.seek(position)
    if options.provider in MAILS:
        return _mails(stream, mail(options.provider), position, now)
    return _webhooks(stream, webhook(options.provider), position)


def _table(stream: BinaryIO, options: Options, position: int, now: int) -> Iterator[Piece]:
    records = table.lines(stream, 0)
    first = next(records, None)
    if first is None:
        return
    if not first.cells:
        raise ValueError(f"the first line is to name the columns, and is {first.reason}")
    bare = "@" in first.cells[0]  # no header: a list of addresses
    parse = table.parser(("address",) if bare else first.cells, options.columns, options.kind, now)
    if position > first.end:
        stream.seek(position)
        records = table.lines(stream, position)
    elif bare and not position:
        records = chain((first,), records)
    for line in records:
        yield _row(line, parse)


def _row(line: table.Line, parse: Callable[[table.Line], Iterator[Event]]) -> Piece:
    def written() -> str:
        return json.dumps(line.cells)

    return Piece(line.end, lambda: parse(line), written, written)


def _mails(
    stream: BinaryIO, parse: Callable[[bytes, int], Iterator[Event]], position: int, now: int
) -> Iterator[Piece]:
    for end, raw in mails.messages(stream, position):
        yield _message(end, raw, parse, now)


def _message(end: int, raw: bytes, parse: Callable[[bytes, int], Iterator[Event]], now: int) -> Piece:
    def text() -> str:
        return raw.decode("utf-8", "replace")

    return Piece(end, lambda: parse(raw, now), text, text)


def _webhooks(
    stream: BinaryIO, parse: Callable[[Mapping[str, Any]], Iterator[Event]], position: int
) -> Iterator[Piece]:
    for end, value in jsonlines.values(stream, position):
        if isinstance(value, jsonlines.Bad):
            yield _bad(end, value)
        else:
            yield _good(end, value, parse)


def _good(end: int, value: dict[str, Any], parse: Callable[[Mapping[str, Any]], Iterator[Event]]) -> Piece:
    return Piece(
        end,
        lambda: parse(value),
        lambda: json.dumps(value, sort_keys=True),
        lambda: json.dumps(value, ensure_ascii=False),
    )


def _bad(end: int, bad: jsonlines.Bad) -> Piece:
    def events() -> Iterator[Event]:
        raise Reject(bad.reason)

    return Piece(end, events, lambda: bad.text, lambda: bad.text)
