"""What a name on the command line stands for: a file, a folder, a pattern, or - for standard input."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

STANDARD_INPUT = "-"
_MAGIC = frozenset("*?[")
_SKIPPED = frozenset(("node_modules", "__pycache__", "venv"))  # and folders whose name starts with a dot


class UnreadableError(Exception):
    """An input that cannot be read; the message is one sentence for the person who named it."""


@dataclass(frozen=True, slots=True)
class Input:
    """One mail to look at, or the sentence that says why a name stands for none."""

    name: str  # shown
    path: str  # read; another one than the name where a revision is looked at
    error: str = ""
    files: tuple[str, ...] = ()  # all of this mail, the one that was named first; () when it is the only one
    root: str = ""  # the folder below which a template finds those that it names; the current one when ""


def expand(names: Iterable[str], excludes: Callable[[str], bool] = lambda _: False) -> list[Input]:
    """The names with folders and patterns replaced by the mails in them, sorted, each once.

    The files of one mail (its HTML and its plain text) count once. A folder or a pattern without mails gives an error
    in its place; hidden folders and those of installed packages are not looked into.
    """
    found: dict[str, str] = {}
    for name in names:
        if name == STANDARD_INPUT or _is(Path.is_file, name):
            found[name] = ""
        elif _is(Path.is_dir, name):
            inside = sorted(_mails(Path(name)))
            found.update(dict.fromkeys(inside, "") or {name: _empty(name)})
        elif _MAGIC & set(name):
            import glob

            matching = sorted(each for each in glob.glob(name, recursive=True) if _is(Path.is_file, each))  # noqa: PTH207 - Path.glob refuses absolute patterns
            found.update(dict.fromkeys(matching, "") or {name: f"no file matches {name}"})
        else:
            found[name] = ""  # reading it will say what is wrong
    kept = {name: error for name, error in found.items() if name == STANDARD_INPUT or error or not excludes(name)}
    together = {
        group[0]: group
        for group in groups(name for name, error in kept.items() if name != STANDARD_INPUT and not error)
    }
    seconds = {name for group in together.values() for name in group[1:]}
    return [Input(name, name, kept[name], together.get(name, ())) for name in kept if name not in seconds]


def _is(what: Callable[[Path], bool], name: str) -> bool:
    try:
        return what(Path(name))
    except OSError:  # too long a name, or a folder that may not be entered: reading it will say so
        return False


def _empty(folder: str) -> str:
    from spamscore.templates import SUFFIXES

    return f"the folder {folder} holds no mail: no file ends in {', '.join(SUFFIXES)}"


def _mails(folder: Path) -> Iterator[str]:
    from spamscore.templates import is_template

    for place, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".") and each not in _SKIPPED]
        yield from (str(path) for file in files if is_template(path := Path(place, file)) and path.is_file())


def groups(names: Iterable[str]) -> list[tuple[str, ...]]:
    """The names of files with those of one mail together: the text that belongs to an HTML file is read with it."""
    from spamscore import templates

    files = {Path(name): name for name in names}
    return [tuple(files.get(path, str(path)) for path in paths) for paths in templates.group(files)]


def load(name: str, form: str | None = None) -> Path | str | bytes:
    """What `spamscore.check` takes for one expanded name.

    Args:
        name: a path, or "-" for standard input.
        form: "message" or "body" to decide regardless of the suffix.

    Raises:
        UnreadableError: with a sentence saying why.
    """
    try:
        if name == STANDARD_INPUT:
            raw = sys.stdin.buffer.read()
        elif form is None:
            with Path(name).open("rb"):  # says now what is wrong, in the operating system's words
                return Path(name)
        else:
            raw = Path(name).read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {name}: {error.strerror or error}") from error
    if form is None and _looks_like_message(raw):
        print("spamscore: standard input is read as a body; add `--as message` if it is a whole mail", file=sys.stderr)
    return raw if form == "message" else raw.decode("utf-8", "replace")


def _looks_like_message(raw: bytes) -> bool:
    field = raw[:80].partition(b":")[0].lower()
    return field in (
        b"received",
        b"return-path",
        b"delivered-to",
        b"from",
        b"to",
        b"subject",
        b"date",
        b"message-id",
        b"mime-version",
    )
