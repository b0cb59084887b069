"""The README tells the truth: its output is what the command prints, its Python runs, its commands are what CI runs.

`python -m tests.test_readme` writes the output anew.
"""

import doctest
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_SHOWN = re.compile(r"(<!-- written by [^\n]*-->\n```text\n)(.*?)(```)", re.S)


def printed() -> str:
    """What the README's first command prints."""
    command = [sys.executable, "-m", "spamscore.cli", "check", "examples/spring-offer.html"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False)
    return ran.stdout.rstrip() + "\n"


def test_the_output_shown_is_the_output():
    shown = _SHOWN.search(README.read_text("utf-8"))
    assert shown
    assert shown[2] == printed(), "run `python -m tests.test_readme` and read what changed"


def test_the_python_shown_runs():
    assert doctest.testfile(str(README), module_relative=False, optionflags=doctest.ELLIPSIS).failed == 0


def test_the_test_command_is_what_ci_runs():
    assert "```sh\nmake test\n```" in README.read_text("utf-8")
    assert re.search(r"^make .*\btest\b", (ROOT / ".ci" / "run").read_text("utf-8"), re.M)


if __name__ == "__main__":
    text = README.read_text("utf-8")
    README.write_text(_SHOWN.sub(lambda found: found[1] + printed() + found[3], text), "utf-8")
