"""What a name on the command line stands for: a file, a folder, a pattern, or - for standard input."""

import glob
import sys
from collections.abc import Iterable
from pathlib import Path

SUFFIXES = (".eml", ".html", ".htm", ".mjml", ".txt")
STANDARD_INPUT = "-"


class UnreadableError(Exception):
    """An input that cannot be read; the message is one sentence for the person who named it."""


def expand(names: Iterable[str]) -> list[str]:
    """The names with folders and patterns replaced by the mails in them, sorted, each once.

    Raises `UnreadableError` for a folder or a pattern without mails.
    """
    found: dict[str, None] = {}
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT or path.is_file():
            found[name] = None
        elif path.is_dir():
            found.update(dict.fromkeys(_mails(path)))
        elif glob.has_magic(name):
            found.update(dict.fromkeys(_matches(name)))
        else:
            found[name] = None  # reading it will say what is wrong
    return list(found)


def _mails(folder: Path) -> list[str]:
    files = sorted(str(path) for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    if not files:
        raise UnreadableError(f"the folder {folder} holds no mail: no file ends in {', '.join(SUFFIXES)}")
    return files


def _matches(pattern: str) -> list[str]:
    # glob.glob, because Path.glob refuses absolute patterns
    files = sorted(name for name in glob.glob(pattern, recursive=True) if Path(name).is_file())  # noqa: PTH207 - see above
    if not files:
        raise UnreadableError(f"no file matches {pattern}")
    return files


def load(name: str, form: str | None = None) -> Path | str | bytes:
    """What to score for a name; a `Path` when its suffix shall decide.

    Args:
        name: a file, or - for standard input.
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
