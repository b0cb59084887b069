"""The walk: does what a page says, in order, in an empty folder, and writes what it printed into the page.

A comment before a fenced block says what the block is:

    <!-- file PATH -->      a file that the reader writes
    <!-- from PATH -->      a file of the repository, written into the page by the walk; the reader has it, too
    <!-- run -->            commands; <!-- run, ends with 1 --> says the status of the last one, 0 otherwise
    <!-- printed -->        what the commands before it printed, written by the walk; <!-- printed, WHAT --> a part of it:
                            "first 12" lines, "after PATTERN" those below the first that fits, "with PATTERN" those
                            that fit, "wide 100" characters of each
    <!-- install -->        commands that only a walk with `install` runs: they take what is installed otherwise
    <!-- shown: REASON -->  neither run nor checked, and why
    <!-- copy FROM TO -->   no block: a file of the repository that the reader is taken to have

<!-- job FILE STEPS --> runs the commands under the key STEPS of a CI job's YAML, as its runner would.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(
    r"^(?P<note><!-- (?P<what>[a-z]+)(?P<said>[^\n]*?) -->\n)?^(?P<fence>```+)(?P<language>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$"
    r"|^<!-- (?P<alone>copy|job) (?P<where>[^\n]*?) -->$",
    re.M | re.S,
)
PLUGIN = "spamscore.integrations.pytest_plugin"
_SECONDS = 300
_INSTALLS = re.compile(r"^(?:python3? -m )?pip install\b")


@dataclass
class Walker:
    """One reader's folder, and what his last commands printed."""

    folder: Path
    install: bool = False
    printed: str = ""
    faults: list[str] = field(default_factory=list)

    def step(self, block: re.Match[str]) -> str:
        """Do what a block says; gives the block as it should be."""
        if block["alone"]:
            getattr(self, block["alone"])(*shlex.split(block["where"]))
        elif block["what"] == "file":
            target = self.folder / block["said"].strip()
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["body"], "utf-8")
        elif block["what"] == "from":
            self.copy(block["said"].strip(), Path(block["said"].strip()).name)
            return _filled(block, (ROOT / block["said"].strip()).read_text("utf-8"))
        elif block["what"] == "run" or (block["what"] == "install" and self.install):
            self.run(block["body"], _status(block["said"]))
        elif block["what"] == "printed":
            return _filled(block, _part(self.printed, block["said"]))
        return block[0]

    def run(self, commands: str, expected: int = 0) -> None:
        """Run commands as a shell does, and keep what they print."""
        ran = subprocess.run(
            ["/bin/bash", "-o", "pipefail", "-c", commands], cwd=self.folder, env=self.environment(), timeout=_SECONDS, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        printed = ran.stdout.decode("utf-8", "replace").replace(str(self.folder), "~")
        self.printed = "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())
        if ran.returncode != expected:
            self.faults.append(f"{commands}ended with {ran.returncode}, not {expected}:\n{self.printed}")

    def copy(self, source: str, target: str) -> None:
        """Take a file or folder of the repository as one of the reader's."""
        to = self.folder / target
        to.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, to)

    def job(self, file: str, key: str, expected: str = "0") -> None:
        """Run the steps of a CI job as its runner does: in order, each on its own, until one fails."""
        import yaml

        steps = _steps(yaml.safe_load((self.folder / file).read_text("utf-8")), key)
        printed = ""
        wanted = int(expected)
        for number, step in enumerate(steps, start=1):
            if _INSTALLS.match(step) and not self.install:
                continue
            self.run(step.replace("spamscore", shlex.quote(str(ROOT)), 1) if _INSTALLS.match(step) else step,
                     wanted if number == len(steps) else 0)  # fmt: skip
            printed += "" if _INSTALLS.match(step) else self.printed
        self.printed = printed

    def environment(self) -> dict[str, str]:
        """What commands find around them: this project's command first, no colours, nobody's settings."""
        bins = [str(self.folder / ".venv" / "bin")] if self.install else [str(self.folder / ".bin")]
        kept = ("TMPDIR", "LD_LIBRARY_PATH", *(() if self.install else ("PYTHONPATH",)))
        given = {name: value for name, value in os.environ.items() if name in kept}
        return given | {
            "PATH": os.pathsep.join([*bins, str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(self.folder), "LANG": "C.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "100", "NO_COLOR": "1",
            "SPAMSCORE": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
            # an installed plugin is found by itself; one of a checkout that is only on the path is not
            **({} if entry_points(group="pytest11", name="spamscore") else {"PYTEST_PLUGINS": PLUGIN}),
        }  # fmt: skip


def page(path: Path, *, install: bool = False) -> str:
    """A page as it should be: what its commands print stands where it says.

    Raises:
        AssertionError: a command ended otherwise than the page says.
    """
    with TemporaryDirectory(prefix="spamscore-walk-") as room:
        walker = Walker(Path(room), install)
        if not install:
            _command(walker.folder / ".bin" / "spamscore")
        text = BLOCK.sub(walker.step, path.read_text("utf-8"))
    assert not walker.faults, "\n".join([path.name, *walker.faults])
    return text


def _command(file: Path) -> None:
    """The command `spamscore` of this very checkout, whatever is installed."""
    file.parent.mkdir()
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m spamscore.cli "$@"\n', "utf-8")
    file.chmod(0o755)


def _status(said: str) -> int:
    found = re.search(r"ends with (\d+)", said)
    return int(found[1]) if found else 0


def _filled(block: re.Match[str], body: str) -> str:
    return f"{block['note']}{block['fence']}{block['language']}\n{body}{block['fence']}"


def _part(printed: str, said: str) -> str:
    """The part of an output that a page asks for; … stands for what is left out."""
    lines = printed.splitlines()
    for what, value in re.findall(r"(first|after|with|wide) ([^,]+)", said):
        if what == "with":
            lines = [line for line in lines if re.search(value, line)]
        elif what == "after":
            lines = lines[next((place for place, line in enumerate(lines, 1) if re.search(value, line)), 0) :]
        elif what == "wide":
            lines = [line if len(line) <= int(value) else f"{line[: int(value) - 1]}…" for line in lines]
        elif len(lines) > int(value):
            lines = [*lines[: int(value)], "…"]
    return "".join(f"{line}\n" for line in lines)


def _steps(node: object, key: str) -> list[str]:
    """The commands under a key anywhere in a CI job's YAML: `run` of GitHub, `script` of GitLab."""
    found: list[str] = []
    pairs = (
        node.items()
        if isinstance(node, dict)
        else ((None, each) for each in node if not isinstance(each, str))
        if isinstance(node, list)
        else ()
    )
    for name, value in pairs:
        if name == key:
            found += [value] if isinstance(value, str) else list(value)
        else:
            found += _steps(value, key)
    return found
