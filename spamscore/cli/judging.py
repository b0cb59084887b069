"""judge(): one input read, its ignores heard, scored, and put before the gate."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from spamscore import scoring, templates
from spamscore.cli import ignores, selection, sources
from spamscore.cli.checked import Checked
from spamscore.cli.settings import Settings, Terms
from spamscore.cli.sources import Input, UnreadableError
from spamscore.mail import read
from spamscore.model import load_model
from spamscore.report import Report
from spamscore.rules import RULES, Rule

Judged = Callable[..., Report]  # takes rules=


def judge(given: Input, settings: Settings) -> Checked:
    """What there is to say about one input before the gate; never raises because of what the input is."""
    if given.error:
        return Checked(given.name, None, given.error)
    try:
        return _judged(given, settings)
    except OSError as error:
        return Checked(given.name, None, f"cannot read {given.name}: {error.strerror or error}")
    except UnreadableError as error:
        return Checked(given.name, None, str(error).replace(given.path, given.name))
    except (TypeError, ValueError) as error:
        sentence = str(error).replace(given.path, given.name)
        return Checked(given.name, None, sentence if given.name in sentence else f"{given.name}: {sentence}")


def _judged(given: Input, settings: Settings) -> Checked:
    terms = settings.of(given.name)
    check, files, source = _opened(given, settings, terms)
    rules = tuple(rule for rule in RULES if rule.id not in terms.left_out)
    comments = ignores.read(files)
    if not comments:
        return Checked(given.name, _telling(check(rules=rules), terms), source=source)
    ids = ignores.ids(comments)
    whole = check(rules=rules)
    found = frozenset(each.rule.id for each in whole.findings)
    notes = ignores.notes(comments, found | terms.left_out)
    taken = ids & found
    report = check(rules=_without(rules, ids)) if taken else whole  # scored again, never estimated
    told = ignores.told(comments, found)
    report = _telling(report, terms)
    report = replace(report, not_checked=(*report.not_checked, *told))
    return Checked(given.name, report, notes=notes, ignored=len(taken))


def _opened(given: Input, settings: Settings, terms: Terms) -> tuple[Judged, tuple[Path, ...], str | None]:
    """What scores the input, given rules; the files that may hold comments about it; its text when no file has it."""
    model: dict[str, Any] = {"model": load_model(Path(settings.model))} if settings.model else {}
    if given.path == sources.STANDARD_INPUT or settings.form:
        known: dict[str, Any] = dict(terms.given)
        mail = read(sources.load(given.path, settings.form), **known)
        return partial(scoring.check, mail, **model), (), mail.html if mail.html is not None else mail.plain
    path = Path(given.path)
    root: dict[str, Any] = {"root": Path(given.root)} if given.root and settings.values is not None else {}
    template = templates.load(path, settings.values, **root)
    return partial(templates.check, template, **terms.given, **model), template.files, None


def _without(rules: tuple[Rule, ...], ids: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.id not in ids)


def _telling(report: Report, terms: Terms) -> Report:
    told = selection.told(terms.left_out)
    return replace(report, not_checked=(*report.not_checked, told)) if told else report
