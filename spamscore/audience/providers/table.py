"""CSV with any columns: exports of providers, of a CRM, and lists of addresses."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from spamscore.audience.event import KINDS, Event, Kind, Reject, milliseconds

FIELDS = ("address", "kind", "at", "id", "segment", "automated", "detail")
# Names under which exports commonly have a field, where the caller maps none.
_USUAL = {
    "address": ("address", "email", "e-mail", "recipient", "email address"), "kind": ("kind", "event", "type", "status"),
    "at": ("at", "time", "timestamp", "date", "created_at"), "id": ("id", "event_id"),
    "segment": ("segment", "campaign", "tag", "list"), "automated": ("automated",),
    "detail": ("detail", "reason", "source", "consent"),
}  # fmt: skip
_WORDS: Mapping[str, Kind] = {
    "bounce": "hard_bounce", "bounced": "hard_bounce", "hard bounce": "hard_bounce", "hardbounce": "hard_bounce",
    "soft bounce": "soft_bounce", "soft bounces": "soft_bounce", "softbounce": "soft_bounce", "spam": "complaint",
    "spamreport": "complaint", "complained": "complaint", "unsubscribed": "unsubscribe", "unsub": "unsubscribe",
    "dropped": "drop", "blocked": "drop", "manual": "drop", "erasure": "drop", "opened": "open", "clicked": "click",
    "processed": "sent", "accepted": "sent", "delivery": "delivered", "subscribed": "subscribe", "signup": "subscribe",
}  # fmt: skip
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One record with the position behind it; a record that could not be read has a reason."""

    end: int
    cells: tuple[str, ...]
    reason: str = ""


def kind_of(word: str) -> Kind:
    """The kind that a word stands for; `Reject` for a word that stands for none.

    >>> kind_of("Hard bounce"), kind_of("open")
    ('hard_bounce', 'open')
    """
    plain = word.strip().lower().replace("-", "_")
    found = next((kind for kind in KINDS if kind == plain), _WORDS.get(plain.replace("_", " ")))
    if found is None:
        raise Reject(f"there is no kind of event {word[:40]!r}; there are {', '.join(KINDS)}")
    return found


def parser(
    header: tuple[str, ...], columns: Mapping[str, str], kind: str, now: int
) -> Callable[[Line], Iterator[Event]]:
    """The function from a line to its event, for a file with this header.

    Raises `ValueError` where the file has no column for the address, or none for a field that was mapped.
    """
    if unknown := columns.keys() - set(FIELDS):
        raise ValueError(f"there is no field {min(unknown)!r} to map; there are {', '.join(FIELDS)}")
    names = {name.strip().lower(): index for index, name in reversed(list(enumerate(header)))}
    place: dict[str, int] = {}
    for field in FIELDS:
        wanted = (columns[field],) if field in columns else _USUAL[field]
        place[field] = next((names[name.strip().lower()] for name in wanted if name.strip().lower() in names), -1)
        if field in columns and place[field] < 0:
            raise ValueError(f"the file has no column {columns[field]!r}; it has {', '.join(header)[:200]}")
    if place["address"] < 0:
        raise ValueError(f"no column is an address: map it with address=COLUMN; the file has {', '.join(header)[:200]}")
    if place["kind"] < 0 and not kind:
        raise ValueError("no column is the kind of event: map it with kind=COLUMN, or give the kind of all lines")
    fixed = kind_of(kind) if kind else None

    def events(line: Line) -> Iterator[Event]:
        if line.reason:
            raise Reject(line.reason)
        cell = {field: line.cells[at].strip() if 0 <= at < len(line.cells) else "" for field, at in place.items()}
        at = milliseconds(cell["at"]) if place["at"] >= 0 else now
        yield Event(
            cell["address"],
            fixed or kind_of(cell["kind"]),
            at,
            cell["id"],
            cell["segment"],
            cell["automated"],
            cell["detail"],
        )

    return events


def lines(stream: BinaryIO, position: int, delimiter: str = ",") -> Iterator[Line]:
    """The records from `position` on."""
    source = _Bytes(stream, position)
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # such as a quote that never ends: on with the next line, behind what was swallowed
            yield Line(source.end, (), f"not CSV: {error}")
            reader = csv.reader(source, delimiter=delimiter)
            continue
        if any(cells):
            yield Line(source.end, tuple(cells))


class _Bytes:
    """Lines of text out of bytes, and how many bytes they were."""

    def __init__(self, stream: BinaryIO, end: int) -> None:
        self._stream, self.end = stream, end

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(1 << 17)
        if not raw:
            raise StopIteration
        first, self.end = self.end == 0, self.end + len(raw)
        return raw.removeprefix(_BOM if first else b"").replace(b"\0", b"").decode("utf-8", "replace")
