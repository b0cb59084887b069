"""The GitHub Action and the GitLab job: their own steps, run as a shell runs them, on trees that pass and that fail."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests import registry

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
GITLAB = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))["spamscore"]
SCRIPT = (ROOT / "ci" / "action.sh").read_text("utf-8")
HOSTILE = "$(touch pwned);`touch pwned`|x.html\n::error::pwned\n| <img src=x> |.html"
TRAP = "import pathlib; pathlib.Path('pwned').touch(); raise SystemExit(9)"


@dataclass(frozen=True)
class Ran:
    """What a step left behind."""

    status: int
    log: str
    summary: str
    output: str


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    registry.required()
    return tmp_path_factory.mktemp("runner temp")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with one honest template in a folder with a space in its name."""
    folder = tmp_path / "repository" / "mail templates"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "examples" / "invoice.html", folder / "the invoice.html")
    return folder.parent


@pytest.fixture
def step(runner: Path, tree: Path, tmp_path: Path) -> Callable[..., Ran]:
    """The step `check` of the action, with the environment that GitHub gives it; inputs by their names."""

    def run(**inputs: str) -> Ran:
        files = {name: tmp_path / name for name in ("summary", "output")}
        for file in files.values():
            file.write_text("")
        given = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        (check,) = [each for each in ACTION["runs"]["steps"] if each.get("id") == "check"]
        sent = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
            for name, value in check["env"].items()
        }
        github = {
            "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(runner), "SPAMSCORE_PYTHON": sys.executable,
            "GITHUB_STEP_SUMMARY": str(files["summary"]), "GITHUB_OUTPUT": str(files["output"]),
        }  # fmt: skip
        known = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        ran = subprocess.run(
            ["bash", "-c", check["run"]], cwd=tree, env={**known, **sent, **github}, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
        read = {name: file.read_text("utf-8") for name, file in files.items()}
        return Ran(ran.returncode, ran.stdout + ran.stderr, **read)

    return run


def spoil(tree: Path, name: str = "spring.html") -> None:
    shutil.copy(ROOT / "examples" / "spring-offer.html", tree / "mail templates" / name)


def test_a_tree_that_passes(step, tree):
    ran = step()
    assert ran.status == 0, ran.log
    assert "::error" not in ran.log
    assert "## spamscore: 1 ok" in ran.summary
    assert ran.output == "status=0\n"
    assert sorted(path.name for path in tree.iterdir()) == ["mail templates"], "nothing is left in the repository"


def test_a_tree_that_fails(step, tree):
    spoil(tree)
    ran = step(paths="mail templates/*.html\n\nmail templates/the invoice.html", sarif="out put.sarif")
    assert ran.status == 1
    assert "::error file=mail templates/spring.html" in ran.log
    assert "line=16,col=31" in ran.log
    assert "## spamscore: 1 spam, 1 ok" in ran.summary
    assert "A link shows one site and opens another (link-text-mismatch)" in ran.summary
    assert ran.output == "status=1\n"
    sarif = json.loads((tree / "out put.sarif").read_text("utf-8"))
    assert "link-text-mismatch" in {found["ruleId"] for found in sarif["runs"][0]["results"]}


def test_the_gate_is_an_input(step, tree):
    spoil(tree)
    assert step(fail_on="never").status == 0
    assert step(fail_on="finding:link-ip-address").status == 1
    text = step(fail_on="never", format="text")
    assert "SPAM: " in text.log
    assert "::" not in text.log


def test_a_baseline_accepts_what_was_there(step, tree, runner):
    spoil(tree)
    command = [runner / "spamscore" / "bin" / "spamscore", "baseline", "--output", "accepted.json", "."]
    step()  # installs
    subprocess.run(command, cwd=tree, capture_output=True, timeout=60, check=True)
    assert step(baseline="accepted.json").status == 0
    spoil(tree, "new.html")
    ran = step(baseline="accepted.json")
    assert ran.status == 1
    assert "new.html" in ran.log


def test_wrong_use_is_2_and_the_summary_is_written_all_the_same(step):
    ran = step(paths="mail templates\nno/such/*.html")
    assert ran.status == 2
    assert "no file matches no/such/*.html" in ran.log
    assert "1 ok, 1 not read" in ran.summary
    assert ran.output == "status=2\n"


def test_nothing_that_a_repository_or_an_input_says_is_run(step, tree):
    spoil(tree, "offer.html")
    (tree / "mail templates" / HOSTILE.replace("/", "")).write_bytes(
        (tree / "mail templates" / "offer.html").read_bytes()
    )
    for name in ("venv", "pip", "json", "spamscore", "sitecustomize"):
        (tree / f"{name}.py").write_text(TRAP)
    inputs = {
        "paths": "mail templates\n$(touch pwned)\n-x\n--output=pwned\n`touch pwned`",
        "sarif": "$(touch pwned).sarif",
    }
    ran = step(**inputs, version="")
    assert ran.status == 2, "four of the paths are not there"
    assert not [path for path in tree.rglob("*") if path.name == "pwned"]
    assert not re.search(r"^::error::", ran.log, re.M), "no command of the file's own"
    assert "<img" not in ran.summary
    assert len([line for line in ran.summary.splitlines() if line.startswith("| spam |")]) == 2
    assert step(fail_on="$(touch pwned)", baseline="; touch pwned", format="`touch pwned`").status == 2
    assert not [path for path in tree.rglob("*") if path.name == "pwned"]


def test_the_action_file_is_one():
    assert {"name", "description", "inputs", "runs"} <= set(ACTION)
    assert ACTION["runs"]["using"] == "composite"
    for name, each in ACTION["inputs"].items():
        assert each["description"], name
        assert isinstance(each["default"], str), name
    for each in ACTION["runs"]["steps"]:
        assert ("uses" in each) != ("run" in each)
        assert "run" not in each or each["shell"] == "bash"


def test_what_others_wrote_is_pinned_to_a_commit():
    used = [each["uses"] for each in ACTION["runs"]["steps"] if "uses" in each]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each) for each in used)


def test_no_input_is_written_into_the_script():
    for each in ACTION["runs"]["steps"]:
        assert "${{" not in each.get("run", "")
    sent = {name for each in ACTION["runs"]["steps"] for name in each.get("env", {})}
    assert sent == set(re.findall(r"SPAMSCORE_[A-Z_]+", SCRIPT)), "what is sent is read, and the other way round"
    inputs = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert inputs == set(ACTION["inputs"])


def test_the_gitlab_job(step, tree, runner):
    spoil(tree)
    step()  # installs

    def run(**variables: str) -> subprocess.CompletedProcess[str]:
        own = f"{runner}/spamscore/bin{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, **GITLAB["variables"], **variables, "PATH": own}
        environment.pop("PYTHONPATH", None)
        lines = "\n".join(["set -eo pipefail", *GITLAB["script"]])  # as GitLab's runner joins them
        return subprocess.run(
            ["bash", "-c", lines], cwd=tree, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    failing = run()
    assert failing.returncode == 1, failing.stderr
    assert "A link shows one site and opens another" in failing.stdout
    issues = json.loads((tree / GITLAB["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert "link-text-mismatch" in {each["check_name"] for each in issues}
    assert {each["location"]["path"] for each in issues} == {"mail templates/spring.html"}
    assert run(SPAMSCORE_PATH="mail templates/the*", SPAMSCORE_FAIL_ON="review").returncode == 0
    assert json.loads((tree / "gl-code-quality-report.json").read_text("utf-8")) == []
    assert GITLAB["artifacts"]["when"] == "always", "the report is there when the gate fails"
