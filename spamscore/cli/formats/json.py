"""Reports as JSON, one object a line: `… | jq .score` works for one mail and for many."""

import json

from spamscore.report import Comparison, Report


def report(name: str, result: Report) -> str:
    """One report on one line, with the name of its file first; ASCII, so that no terminal can garble it."""
    return json.dumps({"file": name, **result.as_dict()}, allow_nan=False)


def comparison(old: str, new: str, result: Comparison) -> str:
    """One comparison on one line."""
    return json.dumps({"old_file": old, "new_file": new, **result.as_dict()}, allow_nan=False)
