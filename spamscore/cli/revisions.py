"""What git knows: which files changed since a revision, and what templates were like then. Reads only, without a shell."""

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spamscore.cli import sources
from spamscore.cli.sources import Input, UnreadableError

_SECONDS = 60
_MAX_FILE = 40_000_000  # bytes, as much as is read of a message
_TOGETHER = 200  # files of one call of git


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, and what became of its files in the working tree; paths count from the top, with /."""

    top: Path
    commit: str
    renamed: Mapping[str, str]  # new path → path at the commit
    changed: frozenset[str]  # edited, renamed or new since
    gone: frozenset[str]

    def path(self, name: str) -> str | None:
        """A file of the working tree as the repository calls it; None when it lies outside."""
        real = Path(os.path.realpath(name))
        return real.relative_to(self.top).as_posix() if real.is_relative_to(self.top) else None

    def touched(self, given: Input) -> bool:
        """Whether a file of this mail changed, or cannot be compared at all."""
        if given.error or not Path(given.path).exists():
            return True
        paths = [self.path(file) for file in given.files or (given.path,)]
        return any(path is None or path in self.changed for path in paths)


def since(revision: str, folder: Path) -> Revision:
    """The changes of the working tree since a revision; untracked files are new.

    Raises:
        UnreadableError: there is no git, no repository or no such revision.
    """
    top = _top(folder)
    what = (
        f"git knows no revision {revision!r} here: name a branch, a tag or a commit (a shallow clone lacks older ones)"
    )
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    commit = _git(top, asked, what).decode().strip()
    listed = (
        "diff",
        "--name-status",
        "-z",
        "-M",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules",
        commit,
        "--",
    )
    words = iter(_names(_git(top, listed, "git cannot list what changed")))
    untracked = _names(_git(top, ("ls-files", "--others", "--exclude-standard", "-z"), "git cannot list new files"))
    renamed: dict[str, str] = {}
    gone: set[str] = set()
    changed = set(untracked)
    for status in words:
        path = next(words)
        if status[0] in "RC":
            before, path = path, next(words)
            renamed[path] = before
        (gone if status[0] == "D" else changed).add(path)
    return Revision(top, commit, renamed, frozenset(changed), frozenset(gone - set(untracked)))


def _top(folder: Path) -> Path:
    where = f"{folder} is in no git repository: run this inside one"
    shown = _git(folder, ("rev-parse", "--show-toplevel"), where)
    return Path(os.path.realpath(os.fsdecode(shown).rstrip("\n")))


def changed(inputs: Sequence[Input], there: Revision) -> list[Input]:
    """The inputs that changed since a revision; one outside of the repository carries that as its error."""
    return [_inside(each, there) for each in inputs if each.path == sources.STANDARD_INPUT or there.touched(each)]


def _inside(given: Input, there: Revision) -> Input:
    if given.error or given.path == sources.STANDARD_INPUT or there.path(given.path) is not None:
        return given
    return Input(given.name, given.path, f"{given.name} lies outside of the repository {there.top}")


def home(name: str) -> Path:
    """The nearest folder that is there, of a path that may not be."""
    path = Path(name).absolute()
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def exported(there: Revision, target: Path, wanted: Iterable[str] | None) -> frozenset[str]:
    """Write the templates of the revision below a folder, and give their paths.

    Args:
        there: the revision.
        target: an empty folder.
        wanted: folders whose files are enough, "." for the top; None for every template (one may include another).
    """
    from spamscore.templates import SUFFIXES

    folders = None if wanted is None else frozenset(wanted)
    ends, ids = (*SUFFIXES, ".subject", ".text"), {}  # the last two: what twins may be called
    for entry in _names(
        _git(there.top, ("ls-tree", "-r", "-l", "-z", "--full-tree", there.commit), "git cannot list files")
    ):
        facts, _, path = entry.partition("\t")
        mode, _, number, size = facts.split()
        small = size.isdigit() and int(size) <= _MAX_FILE
        safe = not {"..", ".git", ""} & set(path.split("/"))
        near = folders is None or (os.path.dirname(path) or ".") in folders  # noqa: PTH120 - git's path, not the system's
        if mode.startswith("100") and small and safe and near and path.lower().endswith(ends):
            ids[path] = number
    paths = list(ids)
    for start in range(0, len(paths), _TOGETHER):
        some = paths[start : start + _TOGETHER]
        _write(there, target, {path: ids[path] for path in some})
    return frozenset(paths)


def _write(there: Revision, target: Path, ids: Mapping[str, str]) -> None:
    asked = "".join(f"{number}\n" for number in ids.values()).encode()
    data = _git(there.top, ("cat-file", "--batch"), "git cannot read the old files", asked)
    at = 0
    for path in ids:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data[end + 1 : end + 1 + size])
        at = end + 2 + size


def _names(listed: bytes) -> list[str]:
    return os.fsdecode(listed).split("\0")[:-1]


def _git(folder: Path, words: Sequence[str], wrong: str, given: bytes = b"") -> bytes:
    """What git prints; `wrong` is the sentence when it fails."""
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *words]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        ran = subprocess.run(command, input=given, capture_output=True, timeout=_SECONDS, check=False, env=environment)  # noqa: S603 - a list of words, no shell
    except FileNotFoundError as error:
        raise UnreadableError("git is not installed, and only git knows revisions") from error
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise UnreadableError(f"{wrong} (git gave no answer: {error})"[:400]) from error
    if ran.returncode:
        raise UnreadableError(wrong)
    return ran.stdout
