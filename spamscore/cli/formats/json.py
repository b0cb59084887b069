"""Reports as JSON, one object a line: `… | jq .score` works for one mail and for many."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from spamscore import charsets
from spamscore.cli.checked import Checked
from spamscore.cli.formats.terminal import Paint
from spamscore.report import Report


def lines(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
    """One object a mail, as data/report.schema.json describes it; of one that could not be read, why."""
    del paint  # machines see no colours
    for each in results:
        yield written(line(each))


def line(checked: Checked) -> dict[str, Any]:
    """What is known of one mail as JSON-ready data."""
    if checked.report is None:
        return {"file": checked.name, "error": checked.error}
    said = {"failures": list(checked.failures), "notes": list(checked.notes), "ignored": checked.ignored}
    return {"file": checked.name, **said, **checked.report.as_dict()}


def written(data: Any, indent: int | None = None) -> str:
    r"""The data as JSON that every parser takes: ASCII, no lone surrogates, and nothing a CI runner acts on.

    >>> written({"name": "##vso[\ud800]"})
    '{"name": "#\\u0023vso[\\ufffd]"}'
    """
    # an Azure runner looks for ##vso[…] anywhere in a log; "#" stands in strings only, and \u0023 is the same string
    return json.dumps(_clean(data), allow_nan=False, indent=indent).replace("##", "#\\u0023")


def _clean(data: Any) -> Any:
    if isinstance(data, str):
        return charsets.clean(data)
    if isinstance(data, dict):
        return {charsets.clean(key): _clean(value) for key, value in data.items()}
    return [_clean(value) for value in data] if isinstance(data, list | tuple) else data


def report(name: str, result: Report) -> str:
    """One report on one line, with the name of its file first."""
    return written(line(Checked(name, result)))
