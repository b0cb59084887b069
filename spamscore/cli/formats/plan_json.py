"""A plan as JSON, one object on one line."""

import json

from spamscore.remedy import Plan


def line(name: str, plan: Plan) -> str:
    """One plan on one line, with the name of its file first; ASCII, so that no terminal can garble it."""
    return json.dumps({"file": name, **plan.as_dict()}, allow_nan=False)
