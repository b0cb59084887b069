"""kill -9 in the middle of an import: nothing lost, nothing counted twice, and the next run goes on where it was."""

import json

import pytest

from benchmarks import events
from spamscore.audience import importing, open_audience


def test_killed_imports_end_as_one_that_was_not(tmp_path):
    same, hits = events.rounds(tmp_path, 3, 40_000)
    assert same == 3
    assert hits >= 3


def test_an_import_that_broke_off_is_resumed_at_its_position(opened, tmp_path, monkeypatch):
    path, rejects = tmp_path / "events.jsonl", tmp_path / "rejects.jsonl"
    events.write(path, 3000)
    monkeypatch.setattr(importing, "_BATCH", 500)
    real, calls = importing.Batch.write, []

    def failing(batch, connection, import_id):
        calls.append(import_id)
        done = real(batch, connection, import_id)
        if len(calls) == 4:
            raise KeyboardInterrupt  # after the rows, before their commit
        return done

    monkeypatch.setattr(importing.Batch, "write", failing)
    with pytest.raises(KeyboardInterrupt):
        opened().import_events(path, "sendgrid", rejects=rejects)
    resumed = opened().import_events(path, "sendgrid", rejects=rejects)
    with open_audience("sqlite://") as other:
        whole = other.import_events(path, "sendgrid")
    assert resumed.resumed
    assert not whole.resumed
    assert events.counts(resumed) == events.counts(whole)
    assert len(rejects.read_text().splitlines()) == whole.rejected > 0
    positions = [json.loads(line)["position"] for line in rejects.read_text().splitlines()]
    assert positions == sorted(set(positions))


def test_another_file_of_the_same_name_begins_anew(audience, tmp_path, monkeypatch):
    path = tmp_path / "events.jsonl"
    events.write(path, 50)

    def failing(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(importing.Batch, "write", failing)
        with pytest.raises(KeyboardInterrupt):
            audience.import_events(path, "sendgrid")
    events.write(path, 60, seed=2)
    result = audience.import_events(path, "sendgrid")
    assert not result.resumed
    assert result.seen + result.rejected == 60
