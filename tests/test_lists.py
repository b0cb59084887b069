"""Word lists: read by name, tidy, each with its origin, licence and date."""

import re
import tomllib
from pathlib import Path

import pytest

from spamscore import lists

FOLDER = Path(__file__).resolve().parent.parent / "data" / "lists"
FILES = sorted(FOLDER.glob("*.txt"))
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_names_are_the_files() -> None:
    assert lists.names() == tuple(sorted(path.stem for path in FILES))


@each_file
def test_entries_are_clean(path: Path) -> None:
    entries = lists.load(path.stem)
    assert entries
    assert all(entry == entry.strip() and entry and not entry.startswith("#") for entry in entries)
    assert len(set(entries)) == len(entries)


@each_file
def test_header_says_origin_licence_and_date(path: Path) -> None:
    source = path.read_text("utf-8")
    header = " ".join(line for line in source.splitlines()[:12] if line.startswith("#"))
    assert re.search(r"[Oo]rigin", header)
    assert re.search(r"[Ll]icen[cs]e", header)
    assert re.search(r"20\d\d-\d\d-\d\d", header)


@each_file
def test_is_in_the_table_of_origins_with_its_size(path: Path) -> None:
    table = (FOLDER.parent / "README.md").read_text("utf-8")
    row = re.search(rf"^\| `{re.escape(path.stem)}` \| .+? \| ([\d,]+) \|", table, re.M)
    assert row
    assert int(row[1].replace(",", "")) == len(lists.load(path.stem))


@pytest.mark.parametrize("name", ["", "none", "../README", "phrases", "phrases.en.txt"])
def test_unknown_name_is_told_the_known_ones(name: str) -> None:
    with pytest.raises(ValueError, match=r"phrases\.en"):
        lists.load(name)


def test_same_object_twice() -> None:
    assert lists.load("phrases.en") is lists.load("phrases.en")


def test_corpora_name_origin_licence_and_use() -> None:
    corpora = tomllib.loads((FOLDER.parent / "corpora.toml").read_text("utf-8"))
    assert len(corpora) == 18
    for name, corpus in corpora.items():
        assert all(corpus[key] for key in ("about", "origin", "licence", "use")), name
        assert corpus["ham"] + corpus["spam"] > 0, name
