"""Reports as text for people: the verdict first, then what to change, then the rest of the reasons."""

from collections.abc import Iterable, Iterator

from spamscore.cli.checked import Checked
from spamscore.cli.formats import closing
from spamscore.cli.formats.findings import findings
from spamscore.cli.formats.numbers import count, points, score
from spamscore.cli.formats.place import Lines, named
from spamscore.cli.formats.terminal import Paint, harmless, safe
from spamscore.cli.formats.weights import adds_up, weights
from spamscore.report import THRESHOLD_POINTS, Report

__all__ = ("lines", "page", "points", "report", "score", "verdict")

_BAR = 40  # characters at most; the threshold stands in the middle
COLOURS = {"ok": "green", "review": "yellow", "spam": "red", "unsure": "cyan"}
SAYING = {
    "ok": "nothing weighs heavily",
    "review": "worth another look before it is sent",
    "spam": "its content looks like spam",
    "unsure": "there is too little to judge",
}


def lines(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
    """A page for each mail as soon as it is checked, and what holds for all of them at the end."""
    tally = closing.Tally()
    for each in results:
        tally.add(each)
        if each.report is not None:
            yield harmless("\n".join([*page(each, each.report, paint), ""]))
    if ending := tally.lines(paint):
        yield harmless("\n".join(ending))


def report(name: str, result: Report, paint: Paint) -> str:
    """The whole page on one mail."""
    return "\n".join(lines([Checked(name, result)], paint))


def page(checked: Checked, result: Report, paint: Paint) -> list[str]:
    """What is to say of one mail; of one that is fine a few lines."""
    shown = [paint(named(checked.name), "bold")]
    shown += verdict(result, paint)
    for failure in checked.failures:
        shown += [paint(line, "red") for line in paint.wrap("  Fails the check: ", safe(failure))]
    explained = result.verdict != "ok" or checked.failed
    lines = Lines.of(checked) if result.findings or explained else None
    if result.findings or explained:
        shown += ["", *findings(checked.name, result.findings, lines, paint)]
    if explained:
        shown += weights(result.contributions, lines, paint)
    shown += adds_up(result, paint)
    if checked.ignored:
        shown.append(
            f"  Ignored: {count(checked.ignored, 'finding')} by comments in the file; no points are counted for them."
        )
    for head, sentences in (("Note", checked.notes), ("Oddity", result.defects)):
        for sentence in sentences:
            shown += paint.wrap(f"  {head}: ", safe(sentence))
    if not closing.fine(checked) and (own := closing.own_causes(result)):
        shown += paint.wrap("  Not checked here: ", "; ".join(own) + ".")
    return shown


def verdict(result: Report, paint: Paint) -> list[str]:
    """The verdict in words and as a bar up to and beyond the threshold."""
    colour = COLOURS[result.verdict]
    head = paint(result.verdict.upper(), "bold", colour)
    scale = f"{points(result.points)} points, spam from {THRESHOLD_POINTS}; higher = more like spam"
    size = min(_BAR, (paint.width - len(scale) - 5) // 2 * 2)
    return [
        f"  {head}: {SAYING[result.verdict]} (score {score(result.score)})",
        f"  {_bar(result.points, size, paint, colour)}  {scale}",
    ]


def _bar(amount: float, size: int, paint: Paint, colour: str) -> str:
    full, rest, mark = ("█", "·", "┃") if paint.drawing else ("#", ".", "|")
    filled = round(size * min(max(amount / (2 * THRESHOLD_POINTS), 0), 1))
    cells = [full] * filled + [rest] * (size - filled)
    half = size // 2
    return paint("".join(cells[:half]), colour) + mark + paint("".join(cells[half:]), colour)
