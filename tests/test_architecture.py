"""Imports run one way, and a heavy or dangerous library has one room. Read from the import statements, not from imports."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "spamscore"

# A room may import rooms of earlier lines; within a line, only itself.
ORDER = (
    ("errors",),
    ("assets",),
    ("terms", "words", "cause"),
    ("lists",),
    ("placeholders", "archives", "charsets", "transfer", "stylesheet", "tree"),
    ("urls", "visibility"),
    ("onward",),
    ("page",),
    ("flow",),
    ("walk", "plaintext"),
    ("markup",),
    ("attachments", "headers", "spans"),
    ("mime",),
    ("mail",),
    ("normalise",),
    ("ngrams", "phrases", "brands"),
    ("targets",),
    ("features", "rules"),
    ("model",),
    ("report",),
    ("remedy",),
    ("scoring",),
    ("bulk", "templates"),
    ("sender", "audience"),
    ("readiness",),
    ("cli",),
    ("integrations", "server"),
)
RANK = {room: rank for rank, line in enumerate(ORDER) for room in line}
FREE = {"", "training"}  # the public names, imported on first use, and the room that nothing imports
ONLY_IN = {
    "bs4": {"tree", "walk"},
    "lxml": {"tree"},
    "sqlalchemy": {"audience"},
    "alembic": {"audience"},
    "sklearn": {"training"},
    "scipy": {"training"},
    "ahocorasick_rs": {"terms"},
    "joblib": {"bulk", "training"},
    "email": {"mail", "mime", "attachments", "headers", "charsets", "transfer", "audience", "integrations", "training"},
    "socket": set[str](),
    "urllib.request": set[str](),
    "http": set[str](),
    "requests": set[str](),
    "pickle": set[str](),
    "dns": {"sender"},
    "checkdmarc": {"sender"},
    "dkim": {"sender"},
    "authres": {"sender"},
    "spf": {"sender"},
}
NAMES_OF_ADDRESSES = "email.utils"  # parsing 'Name <address>' is not MIME


def room_of(path: Path) -> str:
    """The room of a file: its module or package right under spamscore; "" for the public names."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py").replace("__init__", "")


def imports(source: str) -> set[str]:
    """The modules that a source imports, dotted; `from a import b` counts as a and as a.b."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


def rooms_imported(path: Path) -> set[str]:
    # `from spamscore import Name` asks for a public name: only entry points may, and it has no room
    dotted = (name.split(".") for name in imports(path.read_text("utf-8")) if name.startswith("spamscore"))
    return {parts[1] for parts in dotted if len(parts) > 1 and is_room(parts[1])}


def is_room(name: str) -> bool:
    return (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path):
    room = room_of(path)
    assert room in RANK or room in FREE, f"give the room {room!r} its place in ORDER"
    if room in FREE:
        return
    for other in rooms_imported(path) - {room}:
        assert other != "training", "nothing imports training"
        assert RANK[other] < RANK[room], f"{room} may not import {other}: imports run downwards"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_one_room_for_each_library(path: Path):
    for name in imports(path.read_text("utf-8")):
        for library, rooms in ONLY_IN.items():
            if (name == library or name.startswith(library + ".")) and not name.startswith(NAMES_OF_ADDRESSES):
                assert room_of(path) in rooms, f"{library} belongs in {sorted(rooms) or 'no room'}"


def test_only_the_entry_points_use_the_public_names():
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        used = any(
            isinstance(node, ast.Import) and "spamscore" in {each.name for each in node.names}
            for node in ast.walk(tree)
        )
        assert not used or room_of(path) in {"cli", "integrations", "server", "training"}, path


def test_the_reader_of_imports_sees_them():
    assert imports("import a.b\nfrom c import d\ndef f():\n    import e") == {"a.b", "c", "c.d", "e"}
    assert rooms_imported(PACKAGE / "mail.py") >= {"markup", "urls"}
