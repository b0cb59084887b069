"""The command line in a test: run without a process of its own, in a folder of made-up templates."""

import io
import json
import subprocess
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from spamscore.cli import main

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
INVOICE = (EXAMPLES / "invoice.html").read_text("utf-8")  # ok, nothing found
OFFER = (EXAMPLES / "spring-offer.html").read_text("utf-8")  # spam, several findings, some of them of links
NEWSLETTER = (EXAMPLES / "newsletter.html").read_text("utf-8")  # ok
INSECURE = INVOICE.replace("https://", "http://")  # ok, with a finding


class Ran(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> dict[str, dict[str, Any]]:
        """What `--format json` printed, by file."""
        return {each["file"]: each for each in map(json.loads, self.out.splitlines()) if "score" in each}


def ran(*arguments: object) -> Ran:
    """One command line, run here."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            status = main([str(each) for each in arguments])
        except SystemExit as ended:
            status = int(str(ended.code or 0))
    return Ran(status, out.getvalue(), err.getvalue())


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Files with their texts, below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def git(folder: Path, *words: str) -> str:
    """What a git command prints, run as somebody made up."""
    someone = ("-c", "user.name=Somebody", "-c", "user.email=somebody@garden.example", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *someone, *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def committed(folder: Path, files: Mapping[str, str]) -> None:
    """A new repository whose only commit holds these files."""
    write(folder, files)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=templates")


def rules(report: Mapping[str, Any]) -> set[str]:
    """The ids of the rules that fired."""
    return {each["rule"] for each in report["findings"]}
