"""SpamAssassin's rules by spamd and spamc on loopback: local tests only, no Bayes, no lists, no network."""

import math
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peers.server import HOST, answers, cpu_seconds, free_port, program, serving
from benchmarks.peers.study import Judged, Study

BORDER = 5.0
_SETTINGS = (
    "use_bayes 0", "skip_rbl_checks 1", "dns_available no", "time_limit 20", "allow_user_rules 0",
)  # fmt: skip
_ANSWER = re.compile(r"(-?\d+(?:\.\d+)?)/(-?\d+(?:\.\d+)?)")


class SpamAssassin:
    """Rules as Debian ships them."""

    name = "SpamAssassin, local rules"
    package = "spamassassin, spamd, spamc"

    def judge(self, study: Study) -> Judged:
        """Points of every mail."""
        daemon, client, port = program("spamd"), program("spamc"), free_port()
        pieces = study.pieces()
        with tempfile.TemporaryDirectory() as room:
            command = [daemon, "--local", "--nouser-config", f"--listen={HOST}:{port}", "--max-children=1",
                       "--max-conn-per-child=100000", "--syslog=null", f"--pidfile={room}/pid", f"--helper-home-dir={room}",
                       *(f"--cf={line}" for line in _SETTINGS)]  # fmt: skip
            with serving(command, Path(room) / "log", lambda: answers(port)) as pid:
                asked = [client, "-c", "-d", HOST, "-p", str(port), "-t", "30", "-s", "20000000"]
                before = cpu_seconds(pid)
                scores = [_asked(asked, form.message) for _, _, form in pieces]
                spent = cpu_seconds(pid) - before
        return Judged(study.scattered(scores), np.full(len(study.samples), BORDER), 1000 * spent / len(pieces))


def _asked(command: list[str], message: bytes) -> float:
    done = subprocess.run(command, input=message, capture_output=True, check=False)
    return points(done.stdout.decode("ascii", "replace"))


def points(answer: str) -> float:
    """The points in spamc's answer; nan for its ``0/0``, which says that it got none.

    >>> points("7.2/5.0")
    7.2
    """
    found = _ANSWER.search(answer)
    return float(found[1]) if found and float(found[2]) else math.nan
