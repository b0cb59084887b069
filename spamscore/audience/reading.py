"""One way to read every kind of source: pieces that know where they end, what they hold, and who they are."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from spamscore.audience import jsonlines
from spamscore.audience.event import Event, Reject
from spamscore.audience.providers import MAILS, PROVIDERS, WEBHOOKS, webhook


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


def pieces(stream: BinaryIO, options: Options, position: int) -> Iterator[Piece]:
    """The pieces of a stream that stands at `position`."""
    if options.provider in WEBHOOKS:
        return _webhooks(stream, webhook(options.provider), position)
    if options.provider in MAILS:
        raise ValueError("not yet")
    raise ValueError("not yet")


def _webhooks(
    stream: BinaryIO, parse: Callable[[Mapping[str, Any]], Iterator[Event]], position: int
) -> Iterator[Piece]:
    for end, value in jsonlines.values(stream, position):
        if isinstance(value, jsonlines.Bad):
            yield _bad(end, value)
        else:
            yield _good(end, value, parse)


def _good(end: int, value: dict[str, Any], parse: Callable[[Mapping[str, Any]], Iterator[Event]]) -> Piece:
    def written() -> str:
        return json.dumps(value, sort_keys=True)

    return Piece(end, lambda: parse(value), written, written)


def _bad(end: int, bad: jsonlines.Bad) -> Piece:
    def events() -> Iterator[Event]:
        raise Reject(bad.reason)

    return Piece(end, events, lambda: bad.text, lambda: bad.text)
