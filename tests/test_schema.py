"""The published JSON Schema of a report, against reports: no key is missing in it, and none is invented."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import spamscore
from spamscore import assets, report
from tests import mails

HERE = Path(__file__).parent
GOLDEN = sorted(path for path in (HERE / "golden").rglob("*") if path.is_file())
SCHEMA: dict[str, Any] = json.loads((assets.folder("data") / "report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def written(source: object) -> Any:
    """The report as a reader of its JSON gets it."""
    return json.loads(json.dumps(spamscore.check(source).as_dict(), allow_nan=False))


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that describes an object with properties."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def test_is_a_schema_of_its_draft() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("draft/2020-12/schema")
    assert SCHEMA["properties"]["schema"]["const"] == report.SCHEMA


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_golden_reports_are_valid(path: Path) -> None:
    VALIDATOR.validate(written(path))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mails.anything)
def test_every_report_is_valid(source: object) -> None:
    VALIDATOR.validate(written(source))


def test_every_key_is_required_described_and_nothing_else_is_allowed() -> None:
    for part in objects(SCHEMA):
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"])
        assert all("description" in value or "$ref" in value for value in part["properties"].values())


def test_keys_are_those_of_a_report() -> None:
    found = written(HERE / "golden" / "spam" / "phishing-bank-en.eml")
    evidence = found["findings"][0]["evidence"][0]
    spans = [piece["span"] for each in found["findings"] for piece in each["evidence"] if piece["span"]]
    defs = SCHEMA["$defs"]
    assert set(found) == set(SCHEMA["required"])
    assert set(found["findings"][0]) == set(defs["finding"]["required"])
    assert set(evidence) == set(defs["evidence"]["required"])
    assert set(found["contributions"][0]) == set(defs["contribution"]["required"])
    assert set(spans[0]) == set(defs["evidence"]["properties"]["span"]["oneOf"][1]["required"])


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"score": 1.5},
        {"verdict": "maybe"},
        {"extra": 1},
        {"findings": [{}]},
        {"contributions": []},
        {"points": None},
    ],
)
def test_wrong_reports_are_refused(change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(written("<p>Hello there</p>") | change)


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_no_key_may_be_missing(key: str) -> None:
    found = written("<p>Hello there</p>")
    del found[key]
    assert not VALIDATOR.is_valid(found)


def test_the_enumerations_are_those_of_the_code() -> None:
    assert tuple(SCHEMA["properties"]["verdict"]["enum"]) == report.Verdict.__args__
    assert tuple(SCHEMA["$defs"]["contribution"]["properties"]["kind"]["enum"]) == report.Kind.__args__
