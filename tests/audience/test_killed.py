"""kill -9 in the middle of an import: nothing lost, nothing counted twice, and the next run goes on where it was."""

import fcntl
import json

import pytest
from sqlalchemy import func, select

from benchmarks import events
from spamscore.audience import AudienceError, importing, open_audience
from spamscore.audience.tables import EVENTS


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


def test_two_imports_of_one_file_at_once_are_refused(audience, tmp_path):
    path = tmp_path / "events.jsonl"
    events.write(path, 50)
    with path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(AudienceError, match="let it finish"):
            audience.import_events(path, "sendgrid")
    assert audience.import_events(path, "sendgrid").new > 0


def test_two_imports_of_two_files_at_once_both_count(tmp_path):
    url = f"sqlite:///{tmp_path}/both.db"
    running = []
    for seed in (1, 2):
        events.write(tmp_path / f"{seed}.jsonl", 15_000, seed)
        running.append(events.start(tmp_path / f"{seed}.jsonl", url, tmp_path / f"{seed}.rejects"))
    told = [events.finish(process)["counts"] for process in running]
    with open_audience(url) as audience, audience.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(EVENTS)) == sum(each["new"] for each in told) > 29_000
