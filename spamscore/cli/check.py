"""`spamscore check`: score mails, say what to change, fail when asked to."""

import argparse
import sys
from pathlib import Path
from typing import Any

from spamscore.cli import sources
from spamscore.cli.formats import json, text
from spamscore.cli.formats.terminal import Paint
from spamscore.cli.sources import UnreadableError
from spamscore.report import Report

_FAILS = {"spam": ("spam",), "review": ("spam", "review", "unsure"), "never": ()}


def run(arguments: argparse.Namespace) -> int:
    """Report on every mail named, in order; 2 when one could not be read, else 1 when one failed, else 0."""
    names = sources.expand(arguments.files)
    if arguments.text and len(names) > 1:
        raise UnreadableError("--text is the twin of one mail: name one FILE with it")
    given = context(arguments)
    paint = Paint.on_terminal(plain=arguments.no_color)
    failed = unreadable = 0
    for name in names:
        try:
            report = judge(name, arguments.form, given)
        except UnreadableError as error:
            print(f"spamscore: {error}", file=sys.stderr)
            unreadable += 1
            continue
        failed += _fails(report, arguments)
        print(json.report(name, report) if arguments.format == "json" else text.report(name, report, paint))
    if arguments.format == "text" and len(names) > 1:
        print(text.total(len(names) - unreadable, failed, unreadable))
    return 2 if unreadable else int(failed > 0)


def judge(name: str, form: str | None, given: dict[str, Any]) -> Report:
    """The report on one input; raises `UnreadableError` with a sentence when there is none."""
    import spamscore

    source = sources.load(name, form)
    try:
        return spamscore.check(source, **given)
    except OSError as error:
        raise UnreadableError(f"cannot read {name}: {error.strerror or error}") from error
    except (TypeError, ValueError) as error:
        raise UnreadableError(f"{name}: {error}") from error


def context(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the options say about the mail, as keyword arguments of `spamscore.check`."""
    named = ((name, getattr(arguments, name, None)) for name in ("subject", "sender", "kind"))
    given: dict[str, Any] = {name: value for name, value in named if value is not None}
    if twin := getattr(arguments, "text", None):
        try:
            given["text"] = Path(twin).read_text("utf-8", "replace")
        except OSError as error:
            raise UnreadableError(f"cannot read {twin}: {error.strerror or error}") from error
    if arguments.model:
        from spamscore import load_model

        given["model"] = load_model(Path(arguments.model))
    return given


def _fails(report: Report, arguments: argparse.Namespace) -> bool:
    if arguments.threshold is not None:
        return bool(report.points >= arguments.threshold)
    return report.verdict in _FAILS[arguments.fail_on]
