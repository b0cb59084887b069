"""The house rules that a program can hold: lengths, names, docstrings, and nobody's mail in the project."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAX_FILE, MAX_FUNCTION = 300, 30
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "base", "core", "manager", "managers", "engine", "misc"}
# RFC 2606 and 6761 keep these for examples; the others are the project's made-up senders, none of them can get mail.
SAFE_ENDINGS = ("example", "test", "invalid", "localhost", "local", "example.com", "example.org", "example.net")
ADDRESS = re.compile(r"[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})\b", re.I)
# Invented, at real domains because the rules on free mail and on brands are about these domains. Each stands here by
# itself, so that no address out of real mail can slip in beside them.
INVENTED = {
    "a@mail.paypal.com", "a@paypal.com", "a@xn--mller-kva.de", "a@xn--pypal-4ve.com", "a@yahoo.com", "anna.muster@gmail.com",
    "anna@gmail.com", "anna@paypal.com", "barrister.of.this.made.up.test.mail77@gmail.com", "kunden77@gmx.de", "lamps@gmail.com",
    "me@if.com", "mr.bank77@gmail.com", "news@mail.shop-one.com", "news@shop-one.com", "service@paypal.de",
    "store-news@amazon.co.uk", "support.team.2291@gmail.com", "user@www.example.co.uk",
}  # fmt: skip
BINARY = {".npz", ".png", ".ico", ".gz", ".xz", ".zip"}


def tracked() -> list[Path]:
    """Every file of the project that git knows or would add; all files where there is no git (an sdist)."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and not {".venv", ".git"} & set(path.parts)]
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


FILES = tracked()
PYTHON = sorted(path for path in FILES if path.suffix == ".py")
SHIPPED = [path for path in PYTHON if (ROOT / "spamscore") in path.parents]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def length(function: Function) -> int:
    """Lines of a function from its def to its end, without the docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_lengths(path: Path):
    source = path.read_text("utf-8")
    assert source.count("\n") <= MAX_FILE
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, Function))
    assert {each.name: length(each) for each in functions if length(each) > MAX_FUNCTION} == {}


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_no_file_is_named_after_nothing(path: Path):
    parts = set(re.split(r"[/_.]", name(path)))
    assert not parts & FORBIDDEN


@pytest.mark.parametrize("path", SHIPPED, ids=name)
def test_every_public_name_says_what_it_gives(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "a room says what it is"
    for node in [
        *tree.body,
        *(inner for outer in tree.body if isinstance(outer, ast.ClassDef) for inner in outer.body),
    ]:
        if isinstance(node, (*Function.__args__, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_every_exception_to_the_linter_has_its_reason(path: Path):
    for line in path.read_text("utf-8").splitlines():
        for found in re.finditer(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[\w-]+\])(.*)", line):
            assert len(found[1].strip(" -#(")) >= 6, line


def test_no_address_but_made_up_ones():
    texts = (path for path in FILES if path.suffix not in BINARY)
    found = {
        (name(path), match[0])
        for path in texts
        for match in ADDRESS.finditer(path.read_bytes().decode("utf-8", "replace"))
        if not match[1].lower().endswith(SAFE_ENDINGS) and match[0] not in INVENTED and path != Path(__file__)
    }
    assert found == set()


def test_models_hold_no_pickle():
    assert not [name(path) for path in FILES if path.suffix in {".pkl", ".pickle", ".joblib"}]
