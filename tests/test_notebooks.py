"""The notebooks look and define nothing: they run on a made-up corpus, and no mail stands in their outputs."""

import ast
import json
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MAX_PICTURE = 300_000  # bytes of one PNG, as base64
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def sources(path: Path, kind: str) -> list[str]:
    return [
        "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == kind
    ]


def outputs(path: Path) -> list[Any]:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [output for cell in cells for output in cell.get("outputs", ())]


def test_there_are_four() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["1-features", "2-errors", "3-calibration", "4-protocol"]


@every_notebook
def test_runs_without_the_corpora(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPAMSCORE_CORPORA", str(tmp_path))
    monkeypatch.setenv("SPAMSCORE_LIMIT", "30")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}})
    done = client.execute()
    begun = (
        "figures of " if path.stem == "4-protocol" else "60 ham, 60 spam"
    )  # it looks at what was measured, not at mail
    assert begun in done.cells[1].outputs[0].text
    assert sum("image/png" in output.get("data", {}) for cell in done.cells for output in cell.get("outputs", ())) >= 2


@every_notebook
def test_defines_nothing(path: Path) -> None:
    for source in sources(path, "code"):
        defined = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
        assert not defined


@every_notebook
def test_says_what_it_shows(path: Path) -> None:
    assert sources(path, "markdown")[0].startswith("# ")
    assert all("content" not in source and ".text" not in source for source in sources(path, "code"))


@every_notebook
def test_outputs_are_figures_and_short_tables(path: Path) -> None:
    for output in outputs(path):
        assert output["output_type"] in ("stream", "display_data", "execute_result"), "an error was kept"
        if output["output_type"] == "stream":
            lines = "".join(output["text"]).splitlines()
            assert max(map(len, lines), default=0) < 140
            assert not any(sign in line for line in lines for sign in ("@", "://", "<"))
        else:
            assert set(output["data"]) <= {"image/png", "text/plain"}
            assert len(output["data"].get("image/png", "")) < MAX_PICTURE * 4 / 3
            assert len("".join(output["data"].get("text/plain", ""))) < 200
