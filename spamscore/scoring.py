"""score(), check(), compare(): read, judge, weigh, blend. The only room where rules and classifier meet."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spamscore import features, ngrams
from spamscore.mail import Mail, read
from spamscore.model import Floats, Model, exact, load_model
from spamscore.report import (
    OTHER_CAUSES,
    THRESHOLD_POINTS,
    Comparison,
    Contribution,
    Kind,
    Located,
    Report,
    Verdict,
    probability,
)
from spamscore.rules import RULES, Evidence, Finding, Rule, judge
from spamscore.spans import Locator, Span

if TYPE_CHECKING:
    from spamscore.remedy import Plan, Tell

_MIN_WORDS = 8  # a body of fewer words, and no link, says too little to call it clean
_SHOWN_WORDS = 25  # words listed one by one; the others are one contribution


@dataclass(frozen=True)
class Opinion:
    """Both witnesses' amounts for one mail, in points; each a multiple of 2**-20, so sums are exact."""

    mail: Mail
    model: Model
    base: float
    body: Floats  # (f,) one amount for each input of model.body
    sender: Floats  # (s,) the same for model.sender; zeros when the sender is unknown
    text: float
    prepared: str
    unit: float  # points that one unit of n-gram weight adds
    findings: tuple[Finding, ...]
    rules: Floats  # (findings,) after cap and blend

    @cached_property
    def points(self) -> float:
        """The sum of all amounts."""
        return float(self.base + self.body.sum() + self.sender.sum() + self.text + self.rules.sum())


def _chapters(findings: tuple[Finding, ...], cap: float) -> Iterable[tuple[list[int], list[float], float]]:
    """Places of each chapter's findings, their points, and what the chapter may add."""
    chapters: dict[str, list[int]] = {}
    for place, finding in enumerate(findings):
        chapters.setdefault(finding.rule.chapter, []).append(place)
    for places in chapters.values():
        points = [findings[place].points for place in places]
        yield places, points, min(math.fsum(points), max(cap, *points))


def earned(findings: tuple[Finding, ...], cap: float) -> Floats:
    """Rule points of each finding after its chapter's cap: one subject cannot convict alone.

    A chapter adds at most ``cap`` points, or those of its biggest finding when that is more; never less with a
    finding more.
    """
    amounts = np.zeros(len(findings))
    for places, points, allowed in _chapters(findings, cap):
        amounts[places] = np.array(points) * (allowed / math.fsum(points))
    return amounts


def _blended(findings: tuple[Finding, ...], cap: float, weight: float) -> Floats:
    """``earned * weight`` on the exact grid. A chapter's sum is rounded, not each finding: one more never lowers it."""
    amounts = np.zeros(len(findings))
    for places, points, allowed in _chapters(findings, cap):
        steps = np.cumsum(points) * (allowed / math.fsum(points))
        steps[-1] = allowed
        steps = exact(steps * weight)
        amounts[places] = np.diff(np.minimum(steps, steps[-1]), prepend=0.0)
    return amounts


def weigh(mail: Mail, rules: Iterable[Rule], model: Model) -> Opinion:
    """Both witnesses' opinion on a mail."""
    values = features.measure(mail)
    blend = model.blend
    prepared = ngrams.prepare(mail.text)
    text, unit = model.text_weight(prepared)
    text_weight = blend.note_text if features.is_note(values) else blend.text
    known_sender = bool(mail.sender_domain)
    sender = model.sender.weigh(values) if known_sender else np.zeros(len(model.sender.columns))
    findings = tuple(judge(mail, rules))
    threshold = math.log(model.threshold / (1 - model.threshold))
    return Opinion(
        mail,
        model,
        float(exact(np.array(blend.intercept + THRESHOLD_POINTS - threshold))),
        exact(model.body.weigh(values) * blend.body),
        exact(sender * blend.sender),
        float(exact(np.array(text * text_weight))),
        prepared,
        unit * text_weight,
        findings,
        _blended(findings, blend.chapter_cap, blend.rules),
    )


def score(source: Any, *, rules: Iterable[Rule] = RULES, model: Model | None = None, **context: Any) -> float:
    """The probability in (0, 1) that a filter or a person would reject this content; higher = more like spam.

    Args:
        source: HTML or text body (`str`), whole message (`bytes`, `EmailMessage`), file (`Path`) or `Mail`.
        rules: the rules to judge by; ``(*RULES, mine)`` adds one.
        model: what `load_model` gave; the shipped one by default.
        **context: what is known besides: ``subject, sender, text, attachments, kind`` (see `spamscore.mail.read`).

    Raises:
        TypeError: the source is none of these. Broken mail never raises.
        ModelError: the model is missing or damaged.

    >>> 0 < score("<p>Your parcel is on its way.</p>") < 1
    True
    """
    model = _checked(model)
    opinion = weigh(read(source, **context), rules, model)
    return probability(opinion.points, model.threshold)


def check(
    source: Any, *, rules: Iterable[Rule] = RULES, model: Model | None = None, remedy: bool = False, **context: Any
) -> Report:
    """The score with every reason, as a `Report`; takes what `score` takes and raises what it raises.

    ``remedy=True`` also looks for the smallest set of edits that brings the mail under the threshold (see `plan`), and puts
    it into `Report.remedy`.
    """
    if remedy:
        made = plan(source, rules=rules, model=model, **context)
        return replace(made.before, remedy=made)
    return _report(read(source, **context), tuple(rules), _checked(model))


def plan(
    source: Any, *, target: float = THRESHOLD_POINTS, rules: Iterable[Rule] = RULES, model: Model | None = None,
    progress: "Tell | None" = None, **context: Any,
) -> "Plan":  # fmt: skip
    """Few edits that bring a mail below `target` points, each scored and none estimated; see `spamscore.remedy`.

    Args:
        source: what `check` takes. Edits of a whole message are edits of its decoded body.
        target: the points that the mail shall stay below.
        rules: the rules to judge by.
        model: what `load_model` gave; the shipped one by default.
        progress: called with (scorings made, scorings allowed) after each scoring.
        **context: what is known besides, as for `check`.

    Raises what `check` raises, and `ValueError` when the target is no number of points.

    >>> found = plan("<p>ACT NOW!!! Risk free, 100% guaranteed: http://203.0.113.7/pay</p>")
    >>> found.after.points < found.before.points
    True
    """
    from spamscore.remedy import draft, planned

    if not isinstance(target, int | float) or isinstance(target, bool) or not math.isfinite(target):
        raise ValueError(f"target is a number of points, such as {THRESHOLD_POINTS}, not {target!r}")
    model, rules = _checked(model), tuple(rules)
    begun = draft(source, context, lambda mail: weigh(mail, rules, model))
    return planned(begun, float(target), lambda mail: _report(mail, rules, model), progress)


def _report(mail: Mail, rules: tuple[Rule, ...], model: Model) -> Report:
    opinion = weigh(mail, rules, model)
    threshold_logit = math.log(model.threshold / (1 - model.threshold))
    witness = opinion.points - float(opinion.rules.sum()) - THRESHOLD_POINTS + threshold_logit
    return Report(
        score=probability(opinion.points, model.threshold),
        points=opinion.points,
        verdict=_verdict(opinion),
        findings=_located(opinion),
        contributions=tuple(_contributions(opinion)),
        odds=witness,
        threshold=model.threshold,
        model=model.name,
        not_checked=_not_checked(mail, rules),
        defects=mail.defects,
    )


def compare(old: Any, new: Any, **keywords: Any) -> Comparison:
    """What changes in the score, reason by reason, from one version of a mail to another.

    ``keywords`` are those of `check` and hold for both versions.
    """
    return compared(check(old, **keywords), check(new, **keywords))


def compared(before: Report, after: Report) -> Comparison:
    """What changes, reason by reason, from one report to another."""
    left, right = _summed(before), _summed(after)
    changes = []
    for key, (_, label) in {**left, **right}.items():
        delta = right.get(key, (0.0, ""))[0] - left.get(key, (0.0, ""))[0]
        if delta:
            changes.append(Contribution(key[0], key[1], delta, label))
    changes.sort(key=lambda each: (-abs(each.points), each.source))
    return Comparison(before, after, tuple(changes))


def _summed(report: Report) -> dict[tuple[Kind, str], tuple[float, str]]:
    """Points and label by kind and source; two of a user's rules may share an id."""
    totals: dict[tuple[Kind, str], tuple[float, str]] = {}
    for each in report.contributions:
        so_far, _ = totals.get((each.kind, each.source), (0.0, ""))
        totals[each.kind, each.source] = (so_far + each.points, each.label)
    return totals


def _checked(model: Model | None) -> Model:
    if model is None:
        return load_model()
    if not isinstance(model, Model):
        raise TypeError(f"model takes what load_model(path) gives, not {type(model).__name__}")
    return model


def _verdict(opinion: Opinion) -> Verdict:
    mail, points = opinion.mail, opinion.points
    unread = len(mail.words) < _MIN_WORDS and bool(mail.images or not mail.links)
    # with nothing to read the classifier only guesses: there the rules convict by themselves, or nobody does
    if points >= THRESHOLD_POINTS and (not unread or float(opinion.rules.sum()) >= THRESHOLD_POINTS):
        return "spam"
    if unread:
        return "unsure"
    return "review" if points >= opinion.model.review else "ok"


_ELSEWHERE = ("subject", "sender", "attachments")  # chapters about what stands in no body


def _located(opinion: Opinion) -> tuple[Located, ...]:
    mail = opinion.mail
    locator = Locator(mail.html if mail.html is not None else mail.plain or "", mail.page, html=mail.html is not None)
    located = [
        Located(finding, float(points), tuple(_span(locator, finding.rule, piece) for piece in finding.evidence))
        for finding, points in zip(opinion.findings, opinion.rules, strict=True)
    ]
    return tuple(sorted(located, key=lambda each: (-each.points, each.rule.id)))


def _span(locator: Locator, rule: Rule, piece: Evidence) -> Span | None:
    """Where a quotation stands in the body; None for what a rule quotes from headers, names of files and the like."""
    if piece.of is None and (rule.chapter in _ELSEWHERE or (rule.chapter == "compliance" and "headers" in rule.needs)):
        return None
    return locator.find(piece.anchor or piece.quote, piece.of)


def _contributions(opinion: Opinion) -> Iterable[Contribution]:
    yield Contribution("base", "base", opinion.base, "where every mail starts")
    for finding, points in zip(opinion.findings, opinion.rules, strict=True):
        yield Contribution("rule", finding.rule.id, float(points), finding.rule.title)
    for part, amounts in ((opinion.model.body, opinion.body), (opinion.model.sender, opinion.sender)):
        for column, points in zip(part.columns, amounts, strict=True):
            if points:
                feature = features.FEATURES[column]
                yield Contribution("feature", feature.name, float(points), feature.describes)
    yield from _words(opinion)


def _words(opinion: Opinion) -> Iterable[Contribution]:
    amounts = ngrams.by_word(opinion.prepared, opinion.model.text)
    ranked = sorted(amounts, key=lambda word: (-abs(amounts[word]), word))[:_SHOWN_WORDS]
    rest = opinion.text
    for word in ranked:
        points = float(exact(np.array(amounts[word] * opinion.unit)))
        if points:
            rest -= points
            yield Contribution("word", word, points, f"“{word}”")
    if rest:
        yield Contribution("word", "", rest, "all other words")


def _not_checked(mail: Mail, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    silent = [rule for rule in rules if not rule.can_judge(mail)]
    needs = sorted({need for rule in silent for need in rule.needs if getattr(mail, need) is None})
    unjudged = (f"{len(silent)} rules that need the {', '.join(needs)}",) if silent else ()
    return (*OTHER_CAUSES, *unjudged)
