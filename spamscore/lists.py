"""Word lists of ``data/lists/`` by name: one entry a line, ``#`` starts a comment line."""

from functools import cache

from spamscore import assets


@cache
def names() -> tuple[str, ...]:
    """Names of the lists that exist, sorted: ``phrases.en`` is the file ``data/lists/phrases.en.txt``."""
    return tuple(sorted(path.name.removesuffix(".txt") for path in (assets.folder("data") / "lists").glob("*.txt")))


@cache
def load(name: str) -> tuple[str, ...]:
    r"""Entries of a list in file order, each once, without comment lines, blank lines and surrounding spaces.

    Raises `ValueError` for a name that is not in `names`.

    >>> load("phrases.en")[0].count("\t")
    2
    """
    if name not in names():
        known = ", ".join(names())
        raise ValueError(f"there is no list {name!r}; the lists are {known}")
    source = (assets.folder("data") / "lists" / f"{name}.txt").read_text("utf-8")
    lines = (line.strip() for line in source.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
