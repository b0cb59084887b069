"""Templates that tests write and read."""

from pathlib import Path

import spamscore
from spamscore import templates


def loaded(folder: Path, name: str, source: str, **keywords: object) -> templates.Template:
    (folder / name).write_text(source)
    return templates.load(folder / name, **keywords)  # type: ignore[arg-type] # tests pass values and root


def places(report: spamscore.Report, rule: str) -> list[tuple[int, int] | None]:
    """Line and column of each piece of evidence of a rule."""
    found = {each.rule.id: each.spans for each in report.findings}[rule]
    return [(span.line, span.column) if span else None for span in found]
