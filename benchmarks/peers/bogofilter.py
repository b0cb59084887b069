"""bogofilter, a Bayesian filter, trained for each fold."""

import math
import re
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peers import trained
from benchmarks.peers.server import program
from benchmarks.peers.study import Judged, Study
from spamscore.training.table import Array

_LINE = re.compile(r"^(\S.*)\s(\d(?:\.\d+)?(?:e[-+]?\d+)?)$")
_LEAST = 1e-16  # a spamicity nearer to 0 or 1 is not told from it


class Bogofilter:
    """Debian's settings, a word list of its own for each fold."""

    name = "bogofilter, trained"
    package = "bogofilter"

    def judge(self, study: Study) -> Judged:
        """Log-odds of every mail."""
        command = program("bogofilter")
        with tempfile.TemporaryDirectory() as room:
            return trained.judge(WordLists(command, Path(room)), study)


class WordLists:
    """bogofilter over a folder of messages."""

    def __init__(self, command: str, room: Path) -> None:
        """Work in an empty folder."""
        self._command, self._mails, self._words = command, room / "mails", room / "words"

    def prepare(self, messages: list[bytes]) -> None:
        """Write each message to a file of its own."""
        self._mails.mkdir()
        for place, message in enumerate(messages):
            (self._mails / str(place)).write_bytes(message)

    def learn(self, places: Array, spam: Array) -> None:
        """A new word list of these messages."""
        shutil.rmtree(self._words, ignore_errors=True)
        self._words.mkdir()
        for option, chosen in (("-s", places[spam]), ("-n", places[~spam])):
            self._run([option], chosen)

    def score(self, places: Array) -> Array:
        """Log-odds of these messages."""
        found = spamicities(self._run(["-TT"], places))
        return np.array([found.get(str(self._mails / str(place)), math.nan) for place in places])

    def cpu_seconds(self) -> float:
        """What the programs that have ended took."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def _run(self, options: list[str], places: Array) -> str:
        names = "\n".join(str(self._mails / str(place)) for place in places)
        command = [self._command, "-C", "-d", str(self._words), *options, "-b"]
        done = subprocess.run(command, input=names, capture_output=True, text=True, check=False)
        if done.returncode > 2:  # 0 spam, 1 ham, 2 unsure: all of them answers
            raise RuntimeError(f"bogofilter: {done.stderr[-500:]}")
        return done.stdout


def spamicities(output: str) -> dict[str, float]:
    """The log-odds of each file in the output of ``bogofilter -TT -b``.

    >>> spamicities("mails/7 0.5000000000000000")
    {'mails/7': 0.0}
    """
    found = {}
    for line in output.splitlines():
        match = _LINE.match(line.strip())
        if match:
            chance = min(max(float(match[2]), _LEAST), 1 - _LEAST)
            found[match[1]] = math.log(chance / (1 - chance))
    return found
