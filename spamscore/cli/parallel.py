"""run(): many inputs judged in order, on one core or several; what waits is bounded, however many there are."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spamscore.bulk import Packed, packed, unpacked
from spamscore.cli.checked import Checked
from spamscore.cli.judging import judge
from spamscore.cli.settings import Settings
from spamscore.cli.sources import STANDARD_INPUT, Input, UnreadableError
from spamscore.model import load_model
from spamscore.rules import RULES

_TOGETHER = 16  # inputs that travel at once: fewer messages, and still a first answer soon
_AHEAD = 2  # such handfuls for each worker, done or waiting
_WORTH_IT = 2 * _TOGETHER  # with fewer inputs the workers' start costs more than it gains
Travelled = tuple[Checked, Packed | None]


def run(inputs: Sequence[Input], settings: Settings, jobs: int = 1) -> Iterator[Checked]:
    """What there is to say about every input, in order, as it becomes ready."""
    workers = _cores() if jobs < 0 else jobs
    if workers == 1 or len(inputs) < _WORTH_IT or any(each.path == STANDARD_INPUT for each in inputs):
        return (judge(each, settings) for each in inputs)
    return _spread(inputs, settings, workers)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _spread(inputs: Sequence[Input], settings: Settings, workers: int) -> Iterator[Checked]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    if settings.model is None:
        load_model()  # before the workers fork: they find it ready
    waiting: deque[Future[list[Travelled]]] = deque()
    pool = ProcessPoolExecutor(workers, initializer=_settle, initargs=(settings,))
    try:
        for start in range(0, len(inputs), _TOGETHER):
            waiting.append(pool.submit(_handful, inputs[start : start + _TOGETHER]))
            if len(waiting) > _AHEAD * workers:
                yield from map(_arrived, waiting.popleft().result())
        while waiting:
            yield from map(_arrived, waiting.popleft().result())
    except BrokenProcessPool as error:
        raise UnreadableError(
            "a worker process was ended from outside (memory?): try again with fewer --jobs"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_SETTINGS: list[Settings] = []  # of a worker process, which serves one run


def _settle(settings: Settings) -> None:
    _SETTINGS[:] = [settings]


def _handful(inputs: Sequence[Input]) -> list[Travelled]:
    return [_ready(judge(each, _SETTINGS[0])) for each in inputs]


def _ready(checked: Checked) -> Travelled:
    if checked.report is None:
        return checked, None
    return replace(checked, report=None), packed(checked.report, RULES)


def _arrived(travelled: Travelled) -> Checked:
    checked, report = travelled
    return checked if report is None else replace(checked, report=unpacked(report, RULES))
