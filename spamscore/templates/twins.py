"""Files of one mail: HTML, its text twin, its subject. By the patterns of names that Django, Rails and others use.

welcome.html + welcome.txt + welcome.subject.txt; x_email.html + x_email.txt + x_subject.txt; welcome.html.erb + welcome.text.erb;
a folder of html.ejs + text.ejs + subject.ejs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spamscore.templates import names

_BODIES = ("html", "mjml", "unknown")


@dataclass(frozen=True, slots=True)
class Family:
    """The files of one mail; None for what it has not."""

    body: Path
    text: Path | None = None
    subject: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them, the body first."""
        return tuple(path for path in (self.body, self.text, self.subject) if path is not None)


@lru_cache(maxsize=64)
def _folder(folder: Path, _changed: int) -> dict[str, tuple[tuple[Path, names.Name], ...]]:
    """Templates of a folder by the mail that their names speak of."""
    found: dict[str, list[tuple[Path, names.Name]]] = {}
    for path in sorted(folder.iterdir()):
        if (names.is_template(path) or path.suffix.lower() in (".subject", ".text")) and path.is_file():
            name = names.read(path)
            found.setdefault(name.mail, []).append((path, name))
    return {mail: tuple(files) for mail, files in found.items()}


def _siblings(path: Path) -> tuple[tuple[Path, names.Name], ...]:
    """The files that may belong to the mail of a file, itself among them."""
    try:
        changed = path.parent.stat().st_mtime_ns
        found = _folder(path.parent, changed).get(names.read(path).mail, ())
    except OSError:
        found = ()
    return found or ((path, names.read(path)),)


def family(path: Path) -> Family:
    """The files of the mail that a file is the body of; a text twin named by itself is a body by itself."""
    me = names.read(path)
    if me.part == "message":
        return Family(path)
    siblings = [(other, name) for other, name in _siblings(path) if other != path]
    alone = sum(name.part in ("html", "mjml") for _, name in siblings) == 0

    def twin(part: names.Part) -> Path | None:
        """The file of that part with the very same stem, else with the name of the mail if no other body claims it."""
        found = [(other, name) for other, name in siblings if name.part == part]
        exact = [other for other, name in found if name.stem == me.stem]
        return next(iter(exact or ([other for other, _ in found] if alone or me.part == "text" else [])), None)

    return Family(path, twin("text") if me.part in _BODIES else None, twin("subject") if me.part != "subject" else None)


def bodies_of(path: Path) -> list[Path]:
    """The bodies that a text twin or a subject belongs to, HTML first; none for a body."""
    part = names.read(path).part
    if part not in ("text", "subject"):
        return []
    bodies = {other: name.part for other, name in _siblings(path) if name.part in (*_BODIES, "text") and other != path}
    return sorted((each for each in bodies if path in family(each).files), key=lambda each: bodies[each] == "text")


def files_of(path: Path) -> tuple[Path, ...]:
    """Every file of the mail that a file belongs to, itself first; a text twin brings its subject only."""
    bodies = bodies_of(path) if names.read(path).part == "subject" else []
    return tuple(dict.fromkeys((path, *family(bodies[0]).files))) if bodies else family(path).files


def group(paths: Iterable[Path]) -> tuple[tuple[Path, ...], ...]:
    """The files of each mail, the one to `load` first; each mail once, in the order in which it was first named.

    A text whose HTML was not named stands by itself and is judged as it is.
    """
    named = dict.fromkeys(paths)
    mails: dict[Path, tuple[Path, ...]] = {}
    for path in named:
        first = next((body for body in bodies_of(path) if body in named), path)
        mails.setdefault(first, files_of(first))
    return tuple(mails.values())
