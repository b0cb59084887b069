"""What changed in mails, for people at a terminal, for machines, and for a pull request."""

from collections.abc import Iterable, Iterator, Sequence

from spamscore.cli.checked import Change
from spamscore.cli.formats.closing import PROMISE
from spamscore.cli.formats.json import written
from spamscore.cli.formats.markdown import cell, code, heading, plain
from spamscore.cli.formats.movement import Movement, Word, heaviest, summary
from spamscore.cli.formats.numbers import points, signed
from spamscore.cli.formats.terminal import Paint, harmless, safe
from spamscore.cli.formats.text import COLOURS, SAYING, verdict
from spamscore.cli.formats.weights import label, listed, reasons
from spamscore.report import SCHEMA, THRESHOLD_POINTS, Contribution, Located, Report
from spamscore.scoring import compared

_REASONS, _WORDS = 8, 8  # shown of a mail
_MAX_COMMENT = 60_000  # characters; GitHub refuses comments of more than 65,536


def text(changes: Sequence[Change], paint: Paint) -> Iterator[str]:
    """A page for each mail, and how many went where at the end."""
    movements = [Movement.of(each) for each in changes]
    for each in movements:
        yield harmless("\n".join([*_page(each, paint), ""]))
    told = f"  {summary(movements)}; higher = more like spam."
    yield harmless("\n".join([paint(told, "bold"), *paint.wrap("  ", PROMISE)]))


def json(changes: Sequence[Change]) -> Iterator[str]:
    """One object a mail, as data/report.schema.json describes it; null where a mail was not there, or is no more."""
    for each in changes:
        moved = compared(each.old, each.new).changes if each.old and each.new else ()
        yield written({
            "file": each.name, "schema": SCHEMA,
            "old": each.old.as_dict() if each.old else None, "new": each.new.as_dict() if each.new else None,
            "changes": [
                {"kind": reason.kind, "source": reason.source, "points": reason.points, "label": reason.label}
                for reason in moved
            ],
        })  # fmt: skip


def github(changes: Sequence[Change]) -> Iterator[str]:
    """Markdown for the pull request: a table of all mails, and what moved each of them, the biggest move first."""
    movements = [Movement.of(each) for each in changes]
    ranked = sorted(movements, key=lambda each: (-abs(each.points), each.change.name))
    yield f"### spamscore: {summary(movements)}\n"
    ending = f"Spam from {THRESHOLD_POINTS} points; higher = more like spam. {PROMISE}"
    room = _MAX_COMMENT - len(ending)
    if ranked:
        yield "| Mail | Before | Now | Points |\n| --- | --- | --- | ---: |"
    for part in (list(map(_row, ranked)), ["", *filter(None, map(_details, ranked))]):
        fitting = _fitting(part, room)
        yield from fitting
        room -= sum(map(len, fitting))
        if len(fitting) < len(part):
            yield f"\n… and {len(part) - len(fitting)} more that have no room here."
            break
    yield f"\n{ending}"


def _fitting(pieces: Sequence[str], room: int) -> list[str]:
    fitting = []
    for piece in pieces:
        room -= len(piece) + 1
        if room < 0:
            break
        fitting.append(piece)
    return fitting


def _page(moved: Movement, paint: Paint) -> list[str]:
    old, new = moved.change.old, moved.change.new
    shown = [paint(safe(moved.change.name), "bold")]
    if old is None or new is None:
        only = new or old
        return [*shown, f"  {'new' if new else 'gone; it was'}:", *(verdict(only, paint) if only else ())]
    shown += [_numbers("before", old, paint), _numbers("now", new, paint)]
    shown.append(paint(f"  {signed(moved.points)} points: {_direction(moved)}", "bold"))
    shown += _findings("Found now", moved.appeared, 1, paint) + _findings("No longer found", moved.gone, -1, paint)
    if words := heaviest(moved.words, _WORDS):
        shown.append("  Words that weigh more or less than before")
        shown += listed(" " * 11, words, paint)
    for head, side in _sides(moved.others):
        shown += [f"  {signed(sum(each.points for each in side)):>7}  {head}", *reasons(side, paint, most=_REASONS)]
    return shown


def _direction(moved: Movement) -> str:
    return {"worse": "more like spam", "better": "less like spam"}.get(moved.direction, "the same")


def _numbers(head: str, result: Report, paint: Paint) -> str:
    told = paint(f"{result.verdict.upper():6}", "bold", COLOURS[result.verdict])
    return f"  {head:6}  {told}  {points(result.points)} points, spam from {THRESHOLD_POINTS}: {SAYING[result.verdict]}"


def _findings(head: str, found: Iterable[Located], sign: int, paint: Paint) -> list[str]:
    shown = []
    for each in found:
        shown += paint.wrap(f"  {signed(sign * each.points):>7}  ", f"{each.rule.title}  [{each.rule.id}]")
        for piece, span in zip(each.evidence, each.spans, strict=True):
            place = f"{span.line}:{span.column}  " if span else ""
            shown += paint.wrap(" " * 11, place + paint.quote(piece.quote))
    return [f"  {head}", *shown] if shown else []


def _sides(reasons_moved: Iterable[Contribution]) -> list[tuple[str, list[Contribution]]]:
    moved = list(reasons_moved)
    worse, better = [each for each in moved if each.points > 0], [each for each in moved if each.points < 0]
    return [(head, side) for head, side in (("worse besides", worse), ("better besides", better)) if side]


def _row(moved: Movement) -> str:
    old, new = moved.change.old, moved.change.new
    amount = plain(signed(moved.points)) if old and new else moved.direction
    return f"| {cell(moved.change.name)} | {_cell(old)} | {_cell(new)} | {amount} |"


def _cell(result: Report | None) -> str:
    if result is None:
        return ""
    said = f"{result.verdict} {points(result.points)}"
    return f"**{said}**" if result.verdict == "spam" else said


def _details(moved: Movement) -> str:
    parts = [*_listed("Found now", moved.appeared, 1), *_listed("No longer found", moved.gone, -1)]
    if words := heaviest(moved.words, _WORDS):
        parts.append(f"- Words: {', '.join(map(_word, words))}")
    for head, side in _sides(moved.others):
        told = (f"{plain(label(each))} ({plain(signed(each.points))})" for each in side[:_REASONS])
        parts.append(f"- {head.capitalize()}: {'; '.join(told)}")
    if not parts:
        return ""
    return f"<details><summary>{heading(moved.change.name)}</summary>\n\n" + "\n".join(parts) + "\n\n</details>\n"


def _word(word: Word) -> str:
    return f"{code(word[0])} {plain(signed(word[1]))}"


def _listed(head: str, found: Iterable[Located], sign: int) -> list[str]:
    return [
        f"- {head}: **{plain(each.rule.title)}** ({plain(signed(sign * each.points))}, {code(each.rule.id)}): "
        + ", ".join(code(piece.quote) for piece in each.evidence)
        for each in found
    ]
