"""Whatever comes, the answer is bounded: at most 2 s of CPU and 300 MB more than before, and what was cut is named."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import CASES

ROOT = Path(__file__).resolve().parent.parent
MAX_SECONDS, MAX_MEGABYTES = 2.0, 300.0


@pytest.mark.parametrize("name", CASES)
def test_the_answer_is_bounded(name: str):
    command = [sys.executable, "-m", "tests.hostile", name]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:] or f"ended by signal {-ran.returncode}"
    cost = json.loads(ran.stdout)
    assert cost["seconds"] <= MAX_SECONDS
    assert cost["megabytes"] <= MAX_MEGABYTES
    if CASES[name][1]:
        assert cost["defects"], "input was cut, and no defect says so"
