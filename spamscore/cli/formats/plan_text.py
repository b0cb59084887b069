"""A plan as text for people: what it comes to, then each edit with its places, old and new."""

import textwrap
from collections.abc import Iterator

from spamscore.cli.formats.terminal import Paint, safe
from spamscore.cli.formats.text import points
from spamscore.remedy import Change, Edit, Plan, spliced

_WIDTH = 100
_PLACES = 6  # shown of one edit
_AROUND = 24  # characters kept on either side of a change
_OTHER = {"subject": "subject", "text": "text version", "headers": "headers"}


def page(name: str, plan: Plan, paint: Paint, shift: int = 0) -> str:
    """The whole page on one plan; `shift` is the number of lines that stand in the file before the body."""
    lines = [paint(safe(name), "bold"), *_wrap("  ", plan.sentence)]
    if plan.edits:
        verdicts = f"{plan.before.verdict.upper()} → {plan.after.verdict.upper()}"
        lines += [f"  {verdicts}; higher = more like spam, each amount scored anew", ""]
    for number, edit in enumerate(plan.edits, 1):
        lines += _edit(number, edit, plan, paint, shift)
    if not plan.reached:
        lines += _remaining(plan)
    lines += _closing(plan)
    return "\n".join(lines)


def _edit(number: int, edit: Edit, plan: Plan, paint: Paint, shift: int) -> Iterator[str]:
    kind = paint("safe", "green") if edit.mechanical else paint("by hand", "yellow")
    yield f"  {number}. {paint(safe(edit.title), 'bold')}  [{kind}]"
    yield f"     {_signed(edit.alone)} alone, {points(edit.points)} points with all before it"
    for change, old, new in _places(edit, plan):
        place = _OTHER.get(change.where) or f"{change.span.line + shift}:{change.span.column}"
        yield (
            f"     {paint(f'{place:>8}', 'cyan')}  " + paint(f"- {old}", "red")
            if old
            else f"     {paint(f'{place:>8}', 'cyan')}"
        )
        for line in new:
            yield f"               {paint('+ ' + line, 'green')}"
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
    """The first change of each line with the old and the new text around it."""
    for group in _by_line(edit)[:_PLACES]:
        if group[0].where != "body":
            yield group[0], _cut(group[0].before), [_cut(line) for line in group[0].after.splitlines()[:8]]
            continue
        start, end = group[0].span.start, group[-1].span.end
        first = plan.source.rfind("\n", 0, start) + 1
        last = plan.source.find("\n", end)
        last = len(plan.source) if last < 0 else last
        a, b = max(first, start - _AROUND), min(last, end + _AROUND)
        new = spliced(plan.source[:b], group)[a:]
        before = "…" * (a > first), "…" * (b < last)
        shown = [line for line in new.splitlines() if line.strip()]
        old = plan.source[a:b] if group[0].before or plan.source[a:b].strip() else ""
        yield group[0], _cut(before[0] + " ".join(old.split()) + before[1]), [_cut(line) for line in shown[:8]]


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


def _closing(plan: Plan) -> Iterator[str]:
    by_machine = sum(edit.mechanical for edit in plan.edits)
    if plan.edits:
        made = (
            f"--apply makes the {by_machine} safe one{'s' if by_machine > 1 else ''}"
            if by_machine
            else "None is safe without a look"
        )
        left = len(plan.edits) - by_machine
        yield f"  {made}" + (f"; {left} need{'s' if left == 1 else ''} a person." if left and by_machine else ".")
    yield f"  {plan.scorings} versions were scored."


def _wrap(head: str, words: str) -> list[str]:
    return textwrap.wrap(words, _WIDTH, initial_indent=head, subsequent_indent=head, break_on_hyphens=False)
