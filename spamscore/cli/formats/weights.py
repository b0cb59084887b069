"""What else weighs, as text: the classifier's reasons by subject, and its words by the side they are on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from spamscore.cli.formats.numbers import points, signed
from spamscore.cli.formats.phrasing import by_phrase, named
from spamscore.cli.formats.place import Lines
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.report import Contribution, Report

_REASONS = 3  # shown of each group
_WORDS = 8  # shown of each side
_WORTH = 0.05  # points up from which a reason is named
_SMALL = 0.005  # less is shown as "<+0.01": of no use in a list of words
_SHIPPED = "default"  # the name of the model that needs no mention
_GROUPS = {
    "agreement": "Whether the mail shows whose it is",
    "structure": "How it is built",
    "addresses": "Where its links lead",
    "wording": "How it is worded",
    "footer": "What its footer says of the sender",
    "sender": "Whether the sender fits",
    "words": "Words and phrases",
}
_CODED = re.compile(r" \([^()]{0,80}-1[^()]{0,80}\)$")  # how a feature codes what is absent: of no use to a reader
_PARTS = (("base", "start"), ("rule", "findings"), ("feature", "build and wording"), ("word", "words"))


def weights(contributions: Iterable[Contribution], lines: Lines | None, paint: Paint) -> list[str]:
    """Every subject that weighs, what pushes up most first; under each what in it pushes up, for that can be changed."""
    groups: dict[str, list[Contribution]] = {group: [] for group in _GROUPS}
    for each in contributions:
        if each.kind in ("feature", "word") and each.points:
            groups[_group(each)].append(each)
    shown = [paint("  What else weighs (plus: more like spam, minus: less)", "bold")]
    sums = {group: sum(each.points for each in found) for group, found in groups.items() if found}
    for group in sorted(sums, key=lambda group: (-sums[group], group)):
        shown.append(f"  {signed(sums[group]):>7}  {_GROUPS[group]}")
        found = groups[group]
        shown += words(by_phrase(found, lines), paint) if group == "words" else _raising(found, paint)
    return [*shown, ""]


def _group(reason: Contribution) -> str:
    return "words" if reason.kind == "word" else _subjects().get(reason.source, "structure")


@cache
def _subjects() -> dict[str, str]:
    from spamscore.features import FEATURES

    return {each.name: each.group for each in FEATURES}


def _raising(found: Iterable[Contribution], paint: Paint) -> list[str]:
    """What pushes up most in a subject; nothing where nothing does by much."""
    ranked = sorted(found, key=lambda each: (-each.points, each.source))
    shown = [each for each in ranked[:_REASONS] if each.points >= _WORTH]
    return _told(shown, ranked[len(shown) :], "other", paint) if shown else []


def reasons(found: Iterable[Contribution], paint: Paint, most: int) -> list[str]:
    """The heaviest reasons one by one, and the others together."""
    ranked = sorted(found, key=lambda each: (-abs(each.points), each.source))
    return _told(ranked[:most], ranked[most:], "smaller", paint)


def _told(shown: Iterable[Contribution], rest: Sequence[Contribution], kind: str, paint: Paint) -> list[str]:
    lines = [line for each in shown for line in paint.wrap(f"{signed(each.points):>18}  ", label(each))]
    if rest:
        several = f"{len(rest)} {kind} reasons together" if len(rest) > 1 else f"one {kind} reason"
        lines.append(f"{signed(sum(each.points for each in rest)):>18}  {several}")
    return lines


def label(reason: Contribution) -> str:
    """A reason in words for people, safe to print."""
    return safe(_CODED.sub("", reason.label))


def words(totals: Mapping[str, float], paint: Paint) -> list[str]:
    """The words and phrases that push the points up, those that pull them down, and what is left."""
    lines, told = [], 0.0
    for head, sign in (("up", 1), ("down", -1)):
        ranked = sorted(
            (word for word in totals if named(word) and totals[word] * sign > _SMALL),
            key=lambda word: (-abs(totals[word]), word),
        )
        if ranked:
            told += sum(totals[word] for word in ranked[:_WORDS])
            lines += listed(f"{head:>18}  ", [(word, totals[word]) for word in ranked[:_WORDS]], paint)
    rest = sum(totals.values()) - told
    if rest:
        lines.append(f"{signed(rest):>18}  all other words")
    return lines


def listed(head: str, amounts: Iterable[tuple[str, float]], paint: Paint) -> list[str]:
    """Words with their points one after the other; no line breaks between a word and its points."""
    told = ", ".join(f"{paint.quote(word)}\x1f{signed(amount)}" for word, amount in amounts)  # \x1f: no place to break
    return [line.replace("\x1f", " ") for line in paint.wrap(head, told)]


def adds_up(result: Report, paint: Paint) -> list[str]:
    """The sum that leads to the points."""
    amounts = [
        (label, sum(each.points for each in result.contributions if each.kind == kind)) for kind, label in _PARTS
    ]
    told = ", ".join(f"{label} {signed(amount)}" for label, amount in amounts)
    model = "" if result.model == _SHIPPED else f" (model {safe(result.model)})"
    return paint.wrap("  Adds up: ", f"{told} = {points(result.points)} points{model}")
