"""Reports as text for people: the verdict first, then what to change, then the rest of the reasons."""

import re
import textwrap
from collections.abc import Iterable

from spamscore.cli.formats.terminal import Paint, safe
from spamscore.report import THRESHOLD_POINTS, Comparison, Contribution, Located, Report

_WIDTH = 100
_BAR = 40  # characters; the threshold stands in the middle
_REASONS = 3  # shown of each group
_COLOURS = {"ok": "green", "review": "yellow", "spam": "red", "unsure": "cyan"}
_SAYING = {
    "ok": "nothing weighs heavily",
    "review": "worth another look before it is sent",
    "spam": "its content looks like spam",
    "unsure": "there is too little to judge",
}
_GROUPS = {
    "agreement": "Whether the mail shows whose it is",
    "structure": "How it is built",
    "addresses": "Where its links lead",
    "wording": "How it is worded",
    "footer": "What its footer says of the sender",
    "sender": "Whether the sender fits",
    "words": "Single words",
}
_CODED = re.compile(r" \([^()]{0,80}-1[^()]{0,80}\)$")  # how a feature codes what is absent: of no use to a reader
_PROMISE = "A good score is no promise of the inbox: this is one cause of nine, the content."


def report(name: str, result: Report, paint: Paint) -> str:
    """The whole page on one mail."""
    lines = [paint(safe(name), "bold"), *_verdict(result, paint), *_findings(result, paint)]
    lines += _weights(result.contributions, paint)
    lines += _sum(result)
    for defect in result.defects:
        lines += _wrap("  Oddity: ", safe(defect))
    lines += _wrap("  Not checked: ", "; ".join(safe(cause) for cause in result.not_checked) + ".")
    lines += [f"  {_PROMISE}", ""]
    return "\n".join(lines)


def _verdict(result: Report, paint: Paint) -> list[str]:
    colour = _COLOURS[result.verdict]
    head = paint(result.verdict.upper(), "bold", colour)
    scale = f"{points(result.points)} points, spam from {THRESHOLD_POINTS}; score {score(result.score)}; higher = more like spam"
    return [f"  {head}: {_SAYING[result.verdict]}", f"  {_bar(result.points, paint, colour)}  {scale}", ""]


def _bar(amount: float, paint: Paint, colour: str) -> str:
    full, rest, mark = ("█", "·", "┃") if paint.drawing else ("#", ".", "|")
    filled = round(_BAR * min(max(amount / (2 * THRESHOLD_POINTS), 0), 1))
    cells = [full] * filled + [rest] * (_BAR - filled)
    half = _BAR // 2
    return paint("".join(cells[:half]), colour) + mark + paint("".join(cells[half:]), colour)


def points(amount: float) -> str:
    """Points with two digits, and never as zero what is not.

    >>> points(2.345), points(0.001), points(-0.001), points(0.0)
    ('2.35', 'under 0.01', 'above -0.01', '0')
    """
    if amount == 0:
        return "0"
    if abs(amount) < 0.005:
        return "under 0.01" if amount > 0 else "above -0.01"
    return f"{amount:.2f}"


def score(amount: float) -> str:
    """A probability with three digits, and never as certain what is not.

    >>> score(0.5), score(0.0001), score(0.99999)
    ('0.500', 'under 0.001', 'above 0.999')
    """
    if amount < 0.0005:
        return "under 0.001"
    return "above 0.999" if amount >= 0.9995 else f"{amount:.3f}"


def _signed(amount: float) -> str:
    if abs(amount) < 0.005:
        return "0" if amount == 0 else ("<+0.01" if amount > 0 else ">-0.01")
    return f"{amount:+.2f}"


def _findings(result: Report, paint: Paint) -> list[str]:
    if not result.findings:
        return ["  No rule found anything to change.", ""]
    lines = [paint(f"  What to change ({len(result.findings)} found, the heaviest first)", "bold")]
    for found in sorted(result.findings, key=lambda each: (-each.points, each.rule.id)):
        lines += _finding(found, paint)
    return [*lines, ""]


def _finding(found: Located, paint: Paint) -> list[str]:
    rule = found.rule
    lines = [f"  {_signed(found.points):>7}  {paint(rule.title, 'bold')}  {paint('[' + rule.id + ']', 'dim')}"]
    for piece, span in zip(found.evidence, found.spans, strict=True):
        place = f"{span.line}:{span.column}" if span else ""
        lines.append(f"           {paint(f'{place:>7}', 'cyan')}  {safe(piece.quote)}")
    lines += _wrap(" " * 11, rule.advice)
    lines += [paint(line, "dim") for line in _wrap(" " * 11, f"Source: {rule.source}")]
    return lines


def _weights(contributions: Iterable[Contribution], paint: Paint) -> list[str]:
    groups: dict[str, list[Contribution]] = {group: [] for group in _GROUPS}
    for each in contributions:
        if each.kind in ("feature", "word") and each.points:
            groups[_group(each)].append(each)
    lines = [paint("  What else weighs (plus: more like spam, minus: less)", "bold")]
    for group, reasons in groups.items():
        if reasons:
            lines += [f"  {_signed(sum(each.points for each in reasons)):>7}  {_GROUPS[group]}", *_reasons(reasons)]
    return [*lines, ""]


def _group(reason: Contribution) -> str:
    from spamscore.features import FEATURES

    if reason.kind == "word":
        return "words"
    return next((each.group for each in FEATURES if each.name == reason.source), "structure")


def _reasons(reasons: Iterable[Contribution], most: int = _REASONS) -> list[str]:
    ranked = sorted(reasons, key=lambda each: (-abs(each.points), each.source))
    shown, rest = ranked[:most], ranked[most:]
    lines = [f"{_signed(each.points):>18}  {_plain(each.label)}" for each in shown]
    if rest:
        several = f"{len(rest)} smaller reasons together" if len(rest) > 1 else "one smaller reason"
        lines.append(f"{_signed(sum(each.points for each in rest)):>18}  {several}")
    return lines


def _plain(label: str) -> str:
    return safe(_CODED.sub("", label))


def _sum(result: Report) -> list[str]:
    parts = (("base", "start"), ("rule", "findings"), ("feature", "build and wording"), ("word", "single words"))
    amounts = [(label, sum(each.points for each in result.contributions if each.kind == kind)) for kind, label in parts]
    told = ", ".join(f"{label} {_signed(amount)}" for label, amount in amounts)
    return [f"  Adds up: {told} = {points(result.points)} points (model {safe(result.model)})"]


def _wrap(head: str, words: str) -> list[str]:
    return textwrap.wrap(words, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False)


def total(read: int, failed: int, unreadable: int) -> str:
    """One closing line for several mails."""
    return f"{read} mails checked, {failed} failed" + (f", {unreadable} could not be read" if unreadable else "")


def comparison(old: str, new: str, result: Comparison, paint: Paint) -> str:
    """Both verdicts, and what moved the points between them."""
    lines = []
    for name, each in ((old, result.old), (new, result.new)):
        lines.append(f"{safe(name)}")
        lines += _verdict(each, paint)[:2]
    moved = result.new.points - result.old.points
    word = "the same" if moved == 0 else ("more" if moved > 0 else "less") + " like spam"
    lines += ["", paint(f"  {_signed(moved)} points: {word}", "bold")]
    for head, side in (
        ("worse", [each for each in result.changes if each.points > 0]),
        ("better", [each for each in result.changes if each.points < 0]),
    ):
        if side:
            lines += [f"  {_signed(sum(each.points for each in side)):>7}  {head}", *_reasons(side, most=8)]
    return "\n".join([*lines, "", f"  {_PROMISE}"])
