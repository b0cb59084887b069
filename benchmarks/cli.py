"""`python -m benchmarks.cli`: what one file costs from the start of Python on, and how many templates scale with --jobs.

Wall time is what a person waits for, but it counts what else the machine does; CPU time does not. Runs take turns, and
the least of each counts. The speed-up is of wall times and says nothing while others use the cores; beside it stands what
the CPU times allow on two free cores: the start alone, then half of all the rest.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.mails import template

_BUDGET = 350  # ms of wall time for one file in a warm cache
_WANTED = 1.8  # times as fast on two cores


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser("benchmarks.cli", description=__doc__)
    parser.add_argument("--templates", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spamscore-bench-") as folder:
        for seed in range(given.templates):
            Path(folder, f"{seed:05}.html").write_text(template(seed), "utf-8")
        busy = os.getloadavg()[0]
        print(f"{len(os.sched_getaffinity(0))} cores, load {busy:.1f} before this began")
        start = one(Path(folder, "00000.html"), given.rounds)
        many(folder, given.templates, given.rounds, start)


def run(command: Sequence[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command and its children, what it prints thrown away."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return end - start, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def check(*words: str) -> tuple[float, float]:
    """Wall and CPU seconds of `spamscore check`."""
    return run([sys.executable, "-m", "spamscore.cli", "check", "--no-config", "--fail-on", "never", *words])


def one(file: Path, rounds: int) -> float:
    """One template, Python's own start beside it; gives the CPU seconds of the template."""
    bare, whole = [], []
    check(str(file))  # fills the file cache
    for _ in range(3 * rounds):
        bare.append(run([sys.executable, "-c", "pass"]))
        whole.append(check(str(file)))
    print("\nms for one template              wall: min   median    CPU: min   median")
    for name, times in (("python -c pass", bare), ("spamscore check one.html", whole)):
        walls, cpus = ([1000 * each[side] for each in times] for side in (0, 1))
        print(f"{name:32} {min(walls):9.0f} {median(walls):8.0f} {min(cpus):11.0f} {median(cpus):8.0f}")
    print(f"budget: {_BUDGET} ms wall")
    return min(each[1] for each in whole)


def many(folder: str, count: int, rounds: int, start: float) -> None:
    """Many templates on one core and on two."""
    times: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(rounds):
        for jobs, taken in times.items():
            taken.append(check(folder, "--format", "json", "--jobs", str(jobs)))
    print(f"\ns for {count} templates             wall: min   median    CPU: min   median")
    for jobs, taken in times.items():
        walls, cpus = ([each[side] for each in taken] for side in (0, 1))
        print(f"--jobs {jobs:<25} {min(walls):9.2f} {median(walls):8.2f} {min(cpus):11.2f} {median(cpus):8.2f}")
    least = {jobs: min(each[0] for each in taken) for jobs, taken in times.items()}
    alone, both = (min(each[1] for each in times[jobs]) for jobs in (1, 2))
    print(
        f"speed-up {least[1] / least[2]:.2f} (wanted: {_WANTED}); CPU of two processes {both / alone:.2f} of that of one,"
    )
    print(f"which on two free cores would be {alone / (start + (both - start) / 2):.2f} times as fast")


if __name__ == "__main__":
    main()
