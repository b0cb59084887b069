"""Config: what `[tool.spamscore]` in pyproject.toml, or spamscore.toml, says; the nearest one upwards counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from spamscore.cli.sources import UnreadableError

_FILES = ("spamscore.toml", "pyproject.toml")
_PER_PATH = {
    "fail-on": "words", "threshold": "number", "select": "words", "ignore": "words",
    "subject": "string", "sender": "string", "kind": "kind",
}  # fmt: skip
_KEYS = {
    **_PER_PATH, "exclude": "words", "format": "string", "output": "file", "baseline": "file", "context": "file",
    "model": "file", "jobs": "whole", "quiet": "flag", "no-color": "flag", "paths": "sections",
}  # fmt: skip
_SECTION = {"match": "words", **_PER_PATH}
_WANTED = {
    "words": "a string or a list of strings",
    "number": "a number",
    "whole": "a whole number",
    "string": "a string",
    "file": "a string, the path from the folder of this file",
    "flag": "true or false",
    "kind": '"marketing" or "transactional"',
    "sections": "tables: [[tool.spamscore.paths]], or [[paths]] in spamscore.toml",
}


@dataclass(frozen=True, slots=True)
class Section:
    """What holds for some paths only."""

    match: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration as read: names with underscores, lists as tuples, files from the current folder on."""

    folder: Path = field(default_factory=Path.cwd)  # patterns and files count from here
    values: Mapping[str, Any] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()


def nearest(start: Path) -> Path | None:
    """The file that configures a folder, looked for upwards as far as the repository goes; None when there is none."""
    for folder in (start, *start.parents):
        for name in _FILES:
            file = folder / name
            if file.is_file() and (name != "pyproject.toml" or b"tool.spamscore" in _bytes(file)):
                return file
        if (folder / ".git").exists():
            return None
    return None


def read(file: Path) -> Config:
    """The configuration in a file.

    Raises:
        UnreadableError: it cannot be read, is no TOML, or says what nobody understands.
    """
    import tomllib

    try:
        table: Any = tomllib.loads(_bytes(file).decode("utf-8"))
    except ValueError as error:  # bytes that are no UTF-8 as well
        raise UnreadableError(f"{file} is no TOML: {error}") from error
    if file.name == "pyproject.toml":
        table = table.get("tool", {}).get("spamscore", {})
        if not isinstance(table, dict):
            raise UnreadableError(f"{file}: tool.spamscore takes a table: [tool.spamscore]")
    values = _checked(table, _KEYS, f"{file}", file.parent)
    sections = tuple(_section(each, number, file) for number, each in enumerate(values.pop("paths", ()), start=1))
    return Config(file.parent.resolve(), values, sections)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {file}: {error.strerror or error}") from error


def _section(table: Mapping[str, Any], number: int, file: Path) -> Section:
    place = f"{file}: paths section {number}"
    values = _checked(table, _SECTION, place, file.parent)
    match = values.pop("match", ())
    if not match:
        raise UnreadableError(f'{place} does not say for which paths: add match = "folder/**"')
    return Section(match, values)


def _checked(table: Mapping[str, Any], keys: Mapping[str, str], place: str, folder: Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in keys:
            raise UnreadableError(f"{place}: there is no key {key!r}; {meant(key, keys)}")
        kind = keys[key]
        if not _is(kind, value):
            raise UnreadableError(f"{place}: {key} takes {_WANTED[kind]}, not {value!r}"[:300])
        values[key.replace("-", "_")] = _taken(kind, value, folder)
    return values


def _taken(kind: str, value: Any, folder: Path) -> Any:
    if kind == "words":
        return (value,) if isinstance(value, str) else tuple(value)
    return str(folder / value) if kind == "file" else value


def _is(kind: str, value: Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    several = isinstance(value, list)
    return {
        "words": isinstance(value, str) or (several and all(isinstance(each, str) for each in value)),
        "number": number,
        "whole": number and isinstance(value, int),
        "flag": isinstance(value, bool),
        "kind": value in ("marketing", "transactional") if isinstance(value, str) else False,
        "sections": several and all(isinstance(each, dict) for each in value),
    }.get(kind, isinstance(value, str))


def meant(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The question after a word that nobody knows: the nearest that somebody does, else all of them, or `otherwise`.

    >>> meant("treshold", ("threshold", "select"))
    'did you mean threshold?'
    """
    import difflib

    known = tuple(known)
    near = difflib.get_close_matches(word.lower().replace("_", "-"), known, n=3, cutoff=0.5)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return otherwise or f"it takes {', '.join(known)}"


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path (with /, from the configuration's folder) fits one of the patterns.

    `*` stays within a folder, `**` goes through any number of them; a pattern without / counts in every folder, and one
    that ends in / stands for all that is below.

    >>> matches("emails/receipts/de/paid.html", ["emails/receipts/**"]), matches("emails/a/b.html", ["emails/*.html"])
    (True, False)
    """
    parts = tuple(path.split("/"))
    return any(_fits(parts, _pieces(pattern)) for pattern in patterns)


def _pieces(pattern: str) -> tuple[str, ...]:
    if "/" not in pattern:
        return ("**", pattern)
    pattern = pattern.removeprefix("./")
    return tuple((pattern + "**" if pattern.endswith("/") else pattern).strip("/").split("/"))


def _fits(parts: tuple[str, ...], pieces: tuple[str, ...]) -> bool:
    if not pieces:
        return not parts
    if pieces[0] == "**":
        if len(pieces) == 1:
            return bool(parts)
        return any(_fits(parts[skip:], pieces[1:]) for skip in range(len(parts)))
    return bool(parts) and fnmatchcase(parts[0], pieces[0]) and _fits(parts[1:], pieces[1:])
