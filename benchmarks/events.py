"""`python -m benchmarks.events`: importing events, its speed and memory, and whether kill -9 loses or doubles anything.

It writes its own file of events, in SendGrid's words: some twice, some out of order, some broken. `--url` takes the
place of a SQLite file (an empty PostgreSQL database, one round of it).
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from spamscore.audience import ImportResult, open_audience
from spamscore.audience.tables import EVENTS, HISTORY, IMPORTS, SUPPRESSIONS

_START = 1_767_225_600  # 2026-01-01
_WORDS = (
    "processed",
    "delivered",
    "open",
    "click",
    "bounce",
    "blocked",
    "deferred",
    "spamreport",
    "unsubscribe",
    "dropped",
)
_OFTEN = (38, 36, 16, 4, 0.5, 1.5, 2, 0.05, 0.2, 0.2)
_DOMAINS = ("shop.example", "mail.example", "gmail.test", "post.example", "web.test")


def lines(count: int, seed: int = 1) -> Iterator[str]:
    """That many events as SendGrid posts them, of a fifth as many people, over ninety days."""
    chance = random.Random(seed)
    recent: list[str] = []
    for number in range(count):
        roll = chance.random()
        if recent and roll < 0.01:
            yield chance.choice(recent)  # told twice
            continue
        if roll < 0.011:
            yield '{"email": "cut'
            continue
        word = chance.choices(_WORDS, _OFTEN)[0]
        person = chance.randrange(max(1, count // 5))
        line = json.dumps({
            "email": f"Person{person}@{_DOMAINS[person % len(_DOMAINS)]}", "event": "bounce" if word == "blocked" else word,
            "type": word, "timestamp": _START + int(number / count * 90 * 86400) - int(chance.expovariate(1e-4)),
            "sg_event_id": f"event-{seed}-{number}", "sg_message_id": f"message-{number:032}", "ip": "192.0.2.1",
            "category": [f"campaign {number * 12 // count}"], "response": "250 OK", "smtp-id": f"<{number:020}@news.example>",
            "useragent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36",
        })  # fmt: skip
        recent = [*recent[-50:], line]
        yield line


def write(path: Path, count: int, seed: int = 1) -> None:
    """A file of `lines`."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines(count, seed))


def importing(path: Path, url: str, rejects: Path) -> None:
    """Import in this process, and print what it took as JSON; the first line says that it begins."""
    with open_audience(url) as audience:
        print("begins", flush=True)
        cpu, wall = time.process_time(), time.perf_counter()
        result = audience.import_events(path, "sendgrid", rejects=rejects)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "wall": wall, "peak": peak, "counts": counts(result)}), flush=True)


def counts(result: ImportResult) -> dict[str, int]:
    """What an import counted."""
    return {name: getattr(result, name) for name in ("seen", "new", "duplicates", "rejected", "suppressed", "position")}


def start(path: Path, url: str, rejects: Path) -> "subprocess.Popen[str]":
    """A fresh process that has begun to import."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.events",
        "--import",
        str(path),
        "--url",
        url,
        "--rejects",
        str(rejects),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def finish(process: "subprocess.Popen[str]") -> dict[str, object]:
    """What it printed at its end."""
    out, _ = process.communicate()
    assert process.returncode == 0, "the import failed"
    found: dict[str, object] = json.loads(out)
    return found


def outcome(url: str, rejects: Path) -> tuple[object, ...]:
    """All that an import leaves behind, but for when it ran and where its reject file is."""
    own = {"recorded_at", "started_at", "rejects"}
    found: list[object] = [rejects.read_bytes()]
    with open_audience(url) as audience, audience.engine.connect() as connection:
        for table in (IMPORTS, EVENTS, SUPPRESSIONS, HISTORY):
            columns = [column for column in table.columns if column.name not in own]
            found.append(sorted(map(tuple, connection.execute(select(*columns).order_by(*table.primary_key)))))
    return tuple(found)


def interrupted(path: Path, url: str, rejects: Path, moments: list[float]) -> int:
    """Import, killed with signal 9 so many seconds after each beginning, then to the end: how many kills hit."""
    hits = 0
    for moment in moments:
        process = start(path, url, rejects)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.kill()
            hits += 1
        process.communicate()
        if process.returncode == 0 or finished(url):
            return hits
    finish(start(path, url, rejects))
    return hits


def finished(url: str) -> bool:
    """Whether the last batch was written: a kill behind it leaves nothing to go on with, only an exit to make."""
    with open_audience(url) as audience, audience.engine.connect() as connection:
        return bool(connection.scalar(select(IMPORTS.c.finished)))


def rounds(folder: Path, number: int, count: int, seed: int = 1) -> tuple[int, int]:
    """How many rounds of killed imports ended as an uninterrupted one did, and how many kills hit."""
    chance = random.Random(seed)
    path = folder / "events.jsonl"
    write(path, count, seed)
    told = finish(start(path, f"sqlite:///{folder}/whole.db", folder / "whole.rejects"))
    whole = outcome(f"sqlite:///{folder}/whole.db", folder / "whole.rejects")
    same = hits = 0
    for each in range(number):
        url, rejects = f"sqlite:///{folder}/{each}.db", folder / f"{each}.rejects"
        span = float(str(told["wall"]))
        hits += interrupted(path, url, rejects, [chance.uniform(0, span) for _ in range(3)])
        same += outcome(url, rejects) == whole
        Path(f"{folder}/{each}.db").unlink()
    return same, hits


def main() -> None:
    """Print what importing costs, then what killing it does."""
    parser = argparse.ArgumentParser("benchmarks.events", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20, help="rounds of kill -9 (default 20)")
    parser.add_argument("--url", help="another database than a SQLite file")
    parser.add_argument("--import", dest="path", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rejects", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.path:
        importing(given.path, given.url, given.rejects)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "many.jsonl", given.events)
        url = given.url or f"sqlite:///{folder}/many.db"
        told = finish(start(folder / "many.jsonl", url, folder / "many.rejects"))
        cpu, wall, peak = (float(str(told[each])) for each in ("cpu", "wall", "peak"))
        print(f"{given.events:,} events, {url.partition(':')[0]}: {told['counts']}")
        print(
            f"events a second of CPU  {given.events / cpu:10,.0f}\nevents a second (wall)  {given.events / wall:10,.0f}"
        )
        print(f"peak resident           {peak:10,.0f} MB   (budget 500)")
        if given.kills:
            same, hits = rounds(folder, given.kills, 100_000)
            print(f"{same} of {given.kills} imports killed {hits} times in all ended as one that was not")


if __name__ == "__main__":
    main()
