"""Timing by CPU seconds of this process, so that other work on the machine counts less."""

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterable


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def interleaved(tasks: Iterable[Callable[[], object]], rounds: int) -> list[list[float]]:
    """CPU seconds of every task in every round; the tasks take turns, so that a slow moment hits all of them."""
    tasks = list(tasks)
    times: list[list[float]] = [[] for _ in tasks]
    for task in tasks:
        task()
    gc.collect()
    for _ in range(rounds):
        for taken, task in zip(times, tasks, strict=True):
            taken.append(seconds(task))
    return times


def fresh(code: str, rounds: int = 5) -> float:
    """The least CPU milliseconds that a new interpreter needs for some code, its start included."""
    probe = f"{code}\nimport time\nprint(time.process_time() * 1000)"
    runs = (
        subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True) for _ in range(rounds)
    )
    return min(float(run.stdout.split()[-1]) for run in runs)
