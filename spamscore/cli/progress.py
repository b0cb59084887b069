"""How far a long run is: one line on a terminal that rewrites itself, gone at the end."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

_MANY = 50  # inputs from which it is worth a line
_PAUSE = 0.1  # seconds between two looks
T = TypeVar("T")


def shown(items: Iterable[T], total: int, *, quiet: bool = False) -> Iterator[T]:
    """The items, while a line on standard error counts them: only on a terminal, and only when there are many.

    By hand: tqdm and rich would be dependencies for the ten lines below.
    """
    if quiet or total < _MANY or not sys.stderr.isatty():
        yield from items
        return
    last = 0.0
    try:
        for done, item in enumerate(items, start=1):
            if time.monotonic() - last > _PAUSE:
                last = time.monotonic()
                print(f"\r{done} of {total} mails", end="", file=sys.stderr, flush=True)
            yield item
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
