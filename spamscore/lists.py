"""Word lists of ``data/lists/`` by name: one entry a line, ``#`` starts a comment line."""

from functools import cache, lru_cache

from spamscore import assets
from spamscore.terms import Terms


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


@cache
def terms(name: str) -> Terms:
    """A list's entries, to be looked for in texts all at once."""
    return Terms(load(name))


@cache
def _entries(name: str) -> frozenset[str]:
    return frozenset(load(name))


@lru_cache(maxsize=8192)
def below(host: str, name: str) -> bool:
    """Whether a host stands in a list of hosts, or lies below one that does.

    >>> below("i.imgur.com", "picture-hosts"), below("imgur.com.example", "picture-hosts")
    (True, False)
    """
    labels = host.split(".")[-6:]
    return any(".".join(labels[start:]) in _entries(name) for start in range(len(labels) - 1))
