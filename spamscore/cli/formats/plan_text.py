"""A plan as text for people: what it comes to, then each edit with its places, old and new."""

import textwrap
from collections.abc import Iterator

from spamscore.cli.formats.terminal import Paint, safe
from spamscore.cli.formats.text import points
from spamscore.remedy import Change, Edit, Plan, spliced

_WIDTH = 100
_PLACES = 6  # shown of one edit
_LINES = 8  # of new text shown
_AROUND = 24  # characters kept on either side of a change
_OTHER = {"subject": "subject", "text": "text version", "headers": "headers"}


def page(name: str, plan: Plan, paint: Paint, shift: int | None = 0) -> str:
    """The whole page on one plan.

    Args:
        name: what the plan is for.
        plan: the plan.
        paint: colours or none.
        shift: how many lines stand in the file before the body; None when the body is not the file's own text.
    """
    lines = [paint(safe(name), "bold"), *_wrap("  ", plan.sentence)]
    if plan.edits:
        verdicts = f"{plan.before.verdict.upper()} → {plan.after.verdict.upper()}"
        lines += [f"  {verdicts}; higher = more like spam; every amount was scored", ""]
    if plan.edits and shift is None:
        lines += [
            *_wrap("  ", "Places are lines and columns of the body as scored, which is made out of the file."),
            "",
        ]
    for number, edit in enumerate(plan.edits, 1):
        lines += _edit(number, edit, plan, paint, shift or 0)
    if not plan.reached:
        lines += _remaining(plan)
    lines += _closing(plan, writable=shift is not None)
    return "\n".join(lines)


def _edit(number: int, edit: Edit, plan: Plan, paint: Paint, shift: int) -> Iterator[str]:
    kind = paint("safe", "green") if edit.mechanical else paint("by hand", "yellow")
    yield f"  {number}. {paint(safe(edit.title), 'bold')}  [{kind}]"
    yield f"     {_signed(edit.alone)} alone, {points(edit.points)} points with all before it"
    for change, old, new in _places(edit, plan):
        place = paint(f"{_OTHER.get(change.where) or f'{change.span.line + shift}:{change.span.column}':>8}", "cyan")
        rows = [*([paint(f"- {old}", "red")] if old else []), *(paint(f"+ {line}", "green") for line in new)]
        yield from (f"     {place if row == 0 else ' ' * 8}  {text}" for row, text in enumerate(rows))
    more = len(_by_line(edit)) - _PLACES
    if more > 0:
        yield f"               and {more} more place{'s' if more > 1 else ''}"
    if edit.note:
        yield from _wrap("     ", edit.note)
    if edit.mends:
        yield from _wrap("     ", f"Silences: {', '.join(edit.mends)}")
    yield ""


def _by_line(edit: Edit) -> list[list[Change]]:
    """The changes of an edit, those on one line together."""
    groups: dict[tuple[str, int], list[Change]] = {}
    for change in edit.changes:
        groups.setdefault((change.where, change.span.line), []).append(change)
    return list(groups.values())


def _places(edit: Edit, plan: Plan) -> Iterator[tuple[Change, str, list[str]]]:
    """The first change of each line with the old and the new text around it; nothing old where it is only added to."""
    for group in _by_line(edit)[:_PLACES]:
        first, last = group[0], group[-1]
        if first.where != "body":
            yield first, _cut(first.before), [_cut(line) for line in first.after.splitlines()[:_LINES]]
        elif len(group) == 1 and not first.before and "\n" in first.after:
            yield first, "", [_cut(line) for line in first.after.splitlines() if line.strip()][:_LINES]
        else:
            yield first, *_around(plan.source, group, first.span.start, last.span.end)


def _around(source: str, group: list[Change], start: int, end: int) -> tuple[str, list[str]]:
    end -= end > start and source[end - 1] == "\n"  # a whole line is shown without the next one
    line, stop = source.rfind("\n", 0, start) + 1, source.find("\n", end)
    stop = len(source) if stop < 0 else stop
    a, b = max(line, start - _AROUND), min(stop, end + _AROUND)
    left, right = "…" * (a > line), "…" * (b < stop)
    new = [text for text in spliced(source[: max(b, group[-1].span.end)], group)[a:].splitlines() if text.strip()][
        :_LINES
    ]
    if new:
        new = [left + new[0], *new[1:]]
        new[-1] += right
    return _cut(left + source[a:b] + right), [_cut(text) for text in new]


def _cut(text: str) -> str:
    text = safe(" ".join(text.split()))
    return text if len(text) <= 160 else f"{text[:100]} … {text[-50:]}"


def _signed(amount: float) -> str:
    return f"{'+' if amount > 0 else '-'}{points(abs(amount))}" if amount else "0"


def _remaining(plan: Plan) -> Iterator[str]:
    yield "  What still weighs most:"
    for each in plan.remaining:
        yield f"    {_signed(each.points):>7}  {safe(each.label)}"
    yield from _wrap(
        "  ", "These cannot be mended by an edit that spamscore knows: the offer itself has to be told otherwise."
    )


def _closing(plan: Plan, *, writable: bool) -> Iterator[str]:
    made = sum(edit.applicable for edit in plan.edits)
    if made and writable:
        left = len(plan.edits) - made
        ones = "the safe one" if made == 1 else f"the {made} safe ones"
        yield f"  --apply makes {ones} in the file" + (f"; {left} left to you." if left else ".")
    elif plan.edits and writable:
        yield "  All of it needs a person: --apply would do nothing."
    if plan.scorings:
        yield f"  {plan.scorings} versions were scored."


def _wrap(head: str, words: str) -> list[str]:
    return textwrap.wrap(words, _WIDTH, initial_indent=head, subsequent_indent=head, break_on_hyphens=False)
