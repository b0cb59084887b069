"""score_many(): reports on many mails, in order, on one core or several; one bad item never stops a run."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from spamscore.errors import SpamscoreError
from spamscore.report import Contribution, Kind, Located, Report
from spamscore.rules import RULES, Evidence, Finding, Rule
from spamscore.scoring import check
from spamscore.spans import Span

Reasons = tuple[tuple[Kind, str, float, str], ...]
Packed = tuple[Report, tuple[tuple[int, tuple[Evidence, ...], float, tuple[Span | None, ...]], ...], Reasons]


def score_many(
    sources: Iterable[Any], n_jobs: int = 1, *, rules: Iterable[Rule] = RULES, **context: Any
) -> Iterator[Report]:
    """Reports on many mails, one for each source, in their order, as they become ready.

    A source that is a caller's mistake (None, a file that is not there) gives the report of an empty mail, verdict
    ``unsure``, whose ``defects`` say what was wrong; the run goes on.

    Args:
        sources: what `spamscore.check` takes, any number of them; an iterator is read as the run goes.
        n_jobs: worker processes, as joblib counts them: 1 none besides this one, -1 one for each core. joblib's other
            backends (Dask, Ray) serve inside ``joblib.parallel_config``.
        rules: as in `spamscore.check`.
        **context: as in `spamscore.check`, the same for all: ``model, subject, sender, kind`` ….

    Raises:
        TypeError: ``sources`` is one mail instead of many, or the context is not understood.
        ValueError: ``n_jobs`` is 0.
        SpamscoreError: ``n_jobs`` is not 1 and joblib is not installed.

    >>> [report.verdict for report in score_many(["", None])]
    ['unsure', 'unsure']
    """
    if isinstance(sources, (str, bytes)) or not isinstance(sources, Iterable):
        raise TypeError(f"score_many() takes an iterable of mails, not one {type(sources).__name__}; check() takes one")
    if n_jobs == 0:
        raise ValueError("n_jobs takes 1 for no worker, 2 or more for that many, -1 for one a core; not 0")
    rules = tuple(rules)
    check("", rules=rules, **context)  # a mistake in the context is raised once and now
    if n_jobs == 1:
        return map(partial(_judge, rules=rules, context=context), sources)
    return _parallel(sources, n_jobs, rules, context)


def _judge(source: Any, rules: tuple[Rule, ...], context: dict[str, Any]) -> Report:
    try:
        return check(source, rules=rules, **context)
    except (TypeError, ValueError, OSError) as error:
        empty = check("", rules=rules, **context)
        return replace(empty, defects=(f"not scored: {error}",))


def _parallel(
    sources: Iterable[Any], n_jobs: int, rules: tuple[Rule, ...], context: dict[str, Any]
) -> Iterator[Report]:
    try:
        from joblib import Parallel, delayed
    except ImportError as error:
        raise SpamscoreError(
            "score_many with n_jobs other than 1 needs joblib: pip install 'spamscore[bulk]'"
        ) from error
    own = None if rules == RULES else rules  # the shipped ones need not travel
    work = delayed(partial(_packed, rules=own, context=context))
    results = Parallel(n_jobs=n_jobs, return_as="generator")(work(source) for source in sources)
    return (unpacked(travelled, rules) for travelled in results)


def _packed(source: Any, rules: tuple[Rule, ...] | None, context: dict[str, Any]) -> Packed:
    rules = RULES if rules is None else rules
    return packed(_judge(source, rules, context), rules)


def packed(report: Report, rules: tuple[Rule, ...]) -> Packed:
    """A report that can travel between processes.

    Rules are functions, so each goes as its number; contributions go as bare tuples, which cost a third.
    """
    findings = tuple((rules.index(each.rule), each.evidence, each.points, each.spans) for each in report.findings)
    reasons = tuple((each.kind, each.source, each.points, each.label) for each in report.contributions)
    return replace(report, findings=(), contributions=()), findings, reasons


def unpacked(travelled: Packed, rules: tuple[Rule, ...]) -> Report:
    """The report that `packed` made ready, in the other process."""
    report, findings, reasons = travelled
    return replace(
        report,
        contributions=tuple(Contribution(*reason) for reason in reasons),
        findings=tuple(
            Located(Finding(rules[number], evidence), points, spans) for number, evidence, points, spans in findings
        ),
    )
