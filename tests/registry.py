"""Whether packages can be installed here: tests that build an environment need it."""

import functools
import subprocess
import sys
import tempfile
import warnings

import pytest


@functools.cache
def _reachable() -> bool:
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-I", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", place, "hatchling"]
        return subprocess.run(command, capture_output=True, timeout=300, check=False).returncode == 0


def required() -> None:
    """Skip the test, loudly, where no package registry can be reached."""
    if not _reachable():
        told = "no package registry can be reached from here, so what installs spamscore was not tried"
        warnings.warn(told, stacklevel=2)
        pytest.skip(told)
