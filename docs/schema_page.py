"""The page of the JSON report, written by its schema."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from docs.rule_pages import plain
from spamscore import assets

_INTRODUCTION = """# Report as JSON

What `Report.as_dict()` gives. `spamscore check --format json` prints one such object a line and mail, with a little more: see
*line* below. The schema itself is `data/report.schema.json` in the repository and in the installed package.
"""


def written() -> dict[str, str]:
    """The page by its name."""
    schema = json.loads((assets.folder("data") / "report.schema.json").read_text("utf-8"))
    others = {name.capitalize(): each for name, each in schema["$defs"].items() if name != "report"}  # the whole again
    parts = {"Report": schema, **others}
    pieces = [piece for name, part in parts.items() for piece in _part(name, part)]
    return {"report-json.md": "\n".join([_INTRODUCTION, *pieces])}


def _part(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    if part.get("description"):
        yield f"{plain(part['description'])}\n"
    rows = [_row(key, value, key in part.get("required", ())) for key, value in part.get("properties", {}).items()]
    if rows:
        yield "\n".join(["| Key | Is | Means |", "| --- | --- | --- |", *rows, ""])


def _row(key: str, value: Mapping[str, Any], always: bool) -> str:  # noqa: FBT001 - from the list of required keys
    sometimes = "" if always else " (not always there)"
    return f"| `{key}`{sometimes} | {plain(_kind(value))} | {plain(value.get('description', ''))} |"


def _kind(value: Mapping[str, Any]) -> str:
    """What a value is, in a word or two."""
    if "const" in value:
        return json.dumps(value["const"])
    if "enum" in value:
        return ", ".join(str(each) for each in value["enum"])
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2].replace("#", "report")
    for several in ("oneOf", "anyOf", "allOf"):
        if several in value:
            return " or ".join(map(_kind, value[several]))
    if value.get("type") == "array":
        return f"list: {_kind(value.get('items', {}))}"
    kinds = value.get("type", "any")
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
