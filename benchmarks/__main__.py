"""`python -m benchmarks`: what importing, scoring and its stages cost, beside the floor, in one run."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import clock, floor
from benchmarks.mails import messages

if TYPE_CHECKING:  # what is measured is imported where it is measured
    from spamscore.mail import Mail

_RESIDENT = """
import spamscore, sys
from benchmarks.mails import messages
for raw in messages(200):
    spamscore.check(raw)
print([int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmRSS")][0])
"""


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser("benchmarks", description=__doc__)
    parser.add_argument("--mails", type=int, default=60, help="generated mails to score (default 60)")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="also the .eml files under this folder")
    given = parser.parse_args()
    imports()
    against_floor("generated mails", messages(given.mails), given.rounds)
    if given.corpora:
        files = sorted(given.corpora.rglob("*.eml"))
        real = [path.read_bytes() for path in files[:: max(1, len(files) // given.mails)]][: given.mails]
        against_floor(f"mails of {given.corpora}", real, given.rounds)
    stages(messages(given.mails), given.rounds)
    resident = subprocess.run([sys.executable, "-c", _RESIDENT], capture_output=True, text=True, check=True).stdout
    print(f"\nresident after checking 200 mails      {float(resident):8.1f} MB   (budget 120)")


def imports() -> None:
    """What importing costs, and that nothing heavy comes along."""
    start = clock.fresh("pass")
    print(f"interpreter's start                    {start:8.1f} ms CPU")
    for code in (
        "import spamscore",
        "import spamscore; spamscore.score",
        "import spamscore; spamscore.score('<p>hi</p>')",
    ):
        print(f"{code:38} {clock.fresh(code) - start:8.1f} ms CPU more")
    names = "print([name for name in ('sklearn', 'scipy', 'pandas', 'joblib') if name in sys.modules])"
    code = f"import sys, spamscore; spamscore.score('<p>hi</p>'); {names}"
    print("heavy modules loaded by score():", subprocess.check_output([sys.executable, "-c", code], text=True).strip())


def against_floor(title: str, mails: list[bytes], rounds: int) -> None:
    """score() and check() beside the floor, on the same mails in turns."""
    import spamscore

    def each(call: Callable[[bytes], object]) -> Callable[[], object]:
        return lambda: [call(raw) for raw in mails]

    plain, scored, checked = clock.interleaved((each(floor.read), each(spamscore.score), each(spamscore.check)), rounds)
    size = sum(map(len, mails)) / len(mails) / 1000
    print(f"\n{len(mails)} {title}, {size:.1f} kB on average; ms CPU a mail      min   median   of floor (min, median)")
    for name, times in (("floor: compat32 + bs4(lxml) + text", plain), ("score()", scored), ("check()", checked)):
        shown = (1000 / len(mails) * amount for amount in (min(times), median(times)))
        ratios = (min(times) / min(plain), median(a / b for a, b in zip(times, plain, strict=True)))
        print(f"{name:38} {next(shown):38.2f} {next(shown):8.2f}   {ratios[0]:8.2f} {ratios[1]:8.2f}")


def stages(mails: list[bytes], rounds: int) -> None:
    """Where the time of score() goes; each stage on what the one before has made."""
    from spamscore import features, markup, ngrams, scoring
    from spamscore.mail import read
    from spamscore.model import load_model
    from spamscore.rules import RULES, judge

    model, ready = load_model(), [read(raw) for raw in mails]
    tasks: dict[str, Callable[[], object]] = {
        "read: message and markup": lambda: [read(raw) for raw in mails],
        "  of it markup: parse and walk": lambda: [markup.read_html(mail.html or "") for mail in ready],
        "features": lambda: [features.measure(mail) for mail in _unread(ready)],
        "rules": lambda: [tuple(judge(mail, RULES)) for mail in _unread(ready)],
        "text": lambda: [model.text.weigh(ngrams.prepare(mail.text)) for mail in ready],
        "features, rules, text and blend": lambda: [scoring.weigh(mail, RULES, model) for mail in _unread(ready)],
    }
    print("\nstage of score(), ms CPU a mail             min   median")
    for name, times in zip(tasks, clock.interleaved(tasks.values(), rounds), strict=True):
        print(f"{name:38} {1000 * min(times) / len(mails):8.2f} {1000 * median(times) / len(mails):8.2f}")


def _unread(mails: "list[Mail]") -> "list[Mail]":
    """Copies of mails without what was worked out about them before (cached properties)."""
    return [replace(mail) for mail in mails]


if __name__ == "__main__":
    main()
