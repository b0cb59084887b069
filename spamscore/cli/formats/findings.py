"""What to change, as text: each finding with its places, why it matters, what to do and who says so."""

from collections.abc import Iterable

from spamscore.cli.formats.numbers import count, signed
from spamscore.cli.formats.place import Lines
from spamscore.cli.formats.snippet import INDENT, evidence
from spamscore.cli.formats.terminal import Paint, cells
from spamscore.report import Located


def findings(name: str, found: tuple[Located, ...], lines: Lines | None, paint: Paint) -> list[str]:
    """All findings, the heaviest first; those that quote the same places share them."""
    if not found:
        return []
    shown = [paint(f"  What to change ({count(len(found), 'finding')}, the heaviest first)", "bold")]
    for first, *others in _grouped(found):
        shown += [*_head(first, paint), *evidence(first, name, lines, paint), *_advice(first, paint)]
        for each in others:
            shown += [*_head(each, paint), f"{INDENT}(the same {'places' if len(each.evidence) > 1 else 'place'})"]
            shown += _advice(each, paint)
        shown.append("")
    return shown


def _grouped(found: Iterable[Located]) -> list[list[Located]]:
    groups: dict[tuple[object, ...], list[Located]] = {}
    for each in sorted(found, key=lambda each: (-each.points, each.rule.id)):
        groups.setdefault((tuple(piece.quote for piece in each.evidence), each.spans), []).append(each)
    return list(groups.values())


def _head(found: Located, paint: Paint) -> list[str]:
    rule, amount = found.rule, f"  {signed(found.points):>7}  "
    room = paint.width - len(INDENT)
    if cells(rule.title) + 4 + len(rule.id) <= room:
        return [f"{amount}{paint(paint.plain(rule.title), 'bold')}  {paint(f'[{rule.id}]', 'dim')}"]
    first, *more = paint.wrap(INDENT, rule.title)
    first = amount + first[len(INDENT) :]
    return [paint(line, "bold") for line in (first, *more)] + [paint(f"{INDENT}[{rule.id}]", "dim")]


def _advice(found: Located, paint: Paint) -> list[str]:
    rule = found.rule
    return [
        *paint.wrap(f"{INDENT}Why: ", rule.why),
        *paint.wrap(f"{INDENT}Do:  ", rule.advice),
        *(paint(line, "dim") for line in paint.wrap(f"{INDENT}Source: ", rule.source)),
    ]
