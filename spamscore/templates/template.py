"""Template: a file in a repository as the mail that it will become, and the way from findings back to its lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from spamscore import scoring
from spamscore.report import Report


@dataclass(frozen=True)
class Template:
    """A template and what belongs to it; `check` scores it."""

    path: Path
    source: object  # what `spamscore.check` takes
    context: Mapping[str, Any] = field(default_factory=dict)  # what the repository says besides: subject, text …
    files: tuple[Path, ...] = ()  # every file of this mail, the one that was named first
    not_checked: tuple[str, ...] = ()  # what cannot be seen in the source: an include, a base template …


def load(path: Path, values: Mapping[str, Any] | None = None) -> Template:
    """The mail in a template file.

    Args:
        path: the file; its suffix says what it is.
        values: what to fill in first, where the language can be rendered here.

    Raises:
        OSError: the file cannot be read.
        ValueError: it cannot be understood, in one sentence that says what to do.
    """
    del values
    with path.open("rb"):  # says now what is wrong, in the operating system's words
        return Template(path, path, files=(path,))


def check(template: Template, **keywords: Any) -> Report:
    """The report on a template, every span a place in its file; keywords are those of `spamscore.check` and win."""
    report = scoring.check(template.source, **{**template.context, **keywords})
    return replace(report, not_checked=(*report.not_checked, *template.not_checked))
