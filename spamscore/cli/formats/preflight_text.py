"""A preflight as text for people: nine rows first, then each cause with what was seen, what to do, and who says so."""

from collections.abc import Iterator

from spamscore.cause import Cause
from spamscore.cli.flight import Flight
from spamscore.cli.formats.numbers import count
from spamscore.cli.formats.place import named
from spamscore.cli.formats.statuses import PLAIN_SIGNS, SIGNS, UNSEEN, counted, titled, word
from spamscore.cli.formats.terminal import Paint, cells, harmless, safe
from spamscore.readiness import UNKNOWABLE

_COLOURS = {"ok": ("green",), "attention": ("bold", "yellow"), "problem": ("bold", "red"), "not_checked": ("dim",)}
_NAME, _WORD = 18, 11  # columns of a row
_LISTED = 12  # sentences of one kind and cause
_PROMISE = "No check from outside can promise the inbox: each provider decides by what only it knows."


def lines(flight: Flight, paint: Paint) -> Iterator[str]:
    """The whole page."""
    yield harmless("\n".join(_board(flight, paint)))
    for number, cause in enumerate(flight.found.causes, 1):
        yield harmless("\n".join(["", *_details(number, cause, paint)]))
    yield harmless("\n".join(["", *_end(flight, paint)]))


def _board(flight: Flight, paint: Paint) -> list[str]:
    counts = flight.found.counts
    shown = [paint(paint.plain(named(flight.name)), "bold")]
    shown += [f"  Nine causes why honest mail lands in spam: {counted(counts)}.", ""]
    shown += [_row(number, cause, paint) for number, cause in enumerate(flight.found.causes, 1)]
    if counts["not_checked"]:
        shown += ["", f"  {UNSEEN}"]
    for failure in flight.failures:
        shown += [paint(line, "red") for line in paint.wrap("  Fails the preflight: ", safe(failure))]
    return shown


def _row(number: int, cause: Cause, paint: Paint) -> str:
    sign = (SIGNS if paint.drawing else PLAIN_SIGNS)[cause.status]
    head = f"  {sign}  {number} {titled(cause.name):{_NAME}}  {word(cause):{_WORD}}"
    room = paint.width - cells(head) - 2
    first = paint.plain(safe(cause.evidence[0][: 2 * paint.width])) if cause.evidence else ""
    if cells(first) > room:
        cut = "…" if paint.drawing else "..."
        while cells(first) > room - len(cut):
            first = first[:-1]
        first = first.rstrip(" .") + cut
    return f"{paint(head, *_COLOURS[cause.status])}  {first}".rstrip()


def _details(number: int, cause: Cause, paint: Paint) -> list[str]:
    unchecked = cause.status == "not_checked"
    head = f"  {number} {titled(cause.name)}: {word(cause)}"
    shown = [paint(head, *_COLOURS[cause.status])]
    shown += _several("    Seen: ", cause.evidence, paint)
    shown += _several("    Do:   ", cause.advice, paint)
    if cause.would_check:
        shown += paint.wrap(
            "    To have it checked: " if unchecked else "    To have the rest checked: ", safe(cause.would_check)
        )
    shown += paint.wrap("    Nobody outside knows: ", UNKNOWABLE[cause.name])
    for line in _several("    Source: ", cause.sources, paint):
        shown.append(paint(line, "dim"))
    return shown


def _several(head: str, sentences: tuple[str, ...], paint: Paint) -> list[str]:
    shown = []
    for place, sentence in enumerate(sentences[:_LISTED]):
        shown += paint.wrap(head if place == 0 else " " * len(head), safe(sentence))
    if (more := len(sentences) - _LISTED) > 0:
        shown.append(
            f"{' ' * len(head)}and {count(more, 'more')[:-1] if more > 1 else '1 more'}; --format json has all"
        )
    return shown


def _end(flight: Flight, paint: Paint) -> list[str]:
    words = f"Every finding in the content with its place: spamscore check {flight.name}"
    return [*paint.wrap("  ", safe(words)), *paint.wrap("  ", _PROMISE)]
