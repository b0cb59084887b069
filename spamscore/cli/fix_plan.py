"""`spamscore fix-plan`: the smallest set of edits that brings a mail under the threshold, and the safe ones made."""

import argparse
import difflib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spamscore.cli import settings, sources
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.cli.sources import UnreadableError

if TYPE_CHECKING:
    from spamscore import Edit, Plan

_PATIENCE = 1.0  # seconds after which progress is shown


def run(arguments: argparse.Namespace) -> int:
    """Print the plan, make its safe edits when asked to; 0 when the plan reaches the target, else 1."""
    raw = _file(arguments) if arguments.apply or arguments.dry_run else None
    source, given = _source(arguments)
    plan = _plan(arguments, source, {**given, **_context(arguments)})
    if arguments.format == "json":
        from spamscore.cli.formats import plan_json

        print(plan_json.line(arguments.file, plan))
    else:
        from spamscore.cli.formats import plan_text

        paint = Paint.on_terminal(plain=arguments.no_color)
        print(plan_text.page(arguments.file, plan, paint, _shift(arguments, plan)))
    if raw is not None:
        _apply(arguments, raw, plan)
    return int(not plan.reached)


def _source(arguments: argparse.Namespace) -> tuple[Any, Mapping[str, Any]]:
    """What to plan for, and what the template itself says of its subject and the like."""
    from spamscore import templates

    source = sources.load(arguments.file, arguments.form)
    if not isinstance(source, Path) or source.suffix.lower() == ".eml":
        return source, {}
    try:
        template = templates.load(source, settings.read_values(getattr(arguments, "context", None)))
    except OSError as error:
        raise UnreadableError(f"cannot read {arguments.file}: {error.strerror or error}") from error
    except ValueError as error:
        raise UnreadableError(f"{arguments.file}: {error}") from error
    return template.source, template.context


def _context(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the options say about the mail, as keyword arguments of `spamscore.plan`."""
    named = ((name, getattr(arguments, name)) for name in ("subject", "sender", "kind"))
    given: dict[str, Any] = {name: value for name, value in named if value is not None}
    if arguments.text:
        try:
            given["text"] = Path(arguments.text).read_text("utf-8", "replace")
        except OSError as error:
            raise UnreadableError(f"cannot read {arguments.text}: {error.strerror or error}") from error
    if arguments.model:
        from spamscore import load_model

        given["model"] = load_model(Path(arguments.model))
    return given


def _is_message(arguments: argparse.Namespace) -> bool:
    by_suffix = Path(arguments.file).suffix.lower() == ".eml" and arguments.form is None
    return bool(arguments.form == "message" or by_suffix)


def _file(arguments: argparse.Namespace) -> bytes:
    """The file that edits are made in."""
    name = arguments.file
    if name == sources.STANDARD_INPUT:
        raise UnreadableError("--apply writes into a file: name the file instead of -")
    if _is_message(arguments):
        raise UnreadableError(
            f"--apply does not write into a whole message: edit the template that {name} was made from"
        )
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot read {name}: {error.strerror or error}") from error


def _plan(arguments: argparse.Namespace, source: Any, given: dict[str, Any]) -> "Plan":
    import spamscore

    progress = _Progress(sys.stderr.isatty())
    try:
        return spamscore.plan(source, target=arguments.target, progress=progress.tell, **given)
    except OSError as error:
        raise UnreadableError(f"cannot read {arguments.file}: {error.strerror or error}") from error
    except (TypeError, ValueError) as error:
        raise UnreadableError(f"{arguments.file}: {error}") from error
    finally:
        progress.end()


class _Progress:
    """A line on the terminal that says how far the search is, once it takes long."""

    def __init__(self, wanted: bool) -> None:  # noqa: FBT001 - whether there is a terminal
        self.wanted, self.began, self.shown = wanted, time.monotonic(), False

    def tell(self, made: int, allowed: int) -> None:
        """Say how far it is, when it takes long."""
        if self.wanted and time.monotonic() - self.began > _PATIENCE:
            print(f"\rscored {made} of at most {allowed} versions", end="", file=sys.stderr, flush=True)
            self.shown = True

    def end(self) -> None:
        """Wipe the line."""
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _shift(arguments: argparse.Namespace, plan: "Plan") -> int | None:
    """How many lines of the file stand before the body; None when the body is not the file's own text."""
    from spamscore.remedy import rewriting

    if arguments.file == sources.STANDARD_INPUT:
        return 0
    if _is_message(arguments):
        return None
    raw = Path(arguments.file).read_bytes()
    try:
        return rewriting.shift(raw, plan.source)
    except ValueError:
        return None


def _apply(arguments: argparse.Namespace, raw: bytes, plan: "Plan") -> None:
    """Show the diff of the safe edits, and write them unless it is a dry run."""
    from spamscore.remedy import rewriting

    safely = [edit for edit in plan.edits if edit.applicable]
    told = sys.stderr if arguments.format == "json" else sys.stdout
    if not safely:
        print("No edit of this plan can be made without a person: the file stays as it is.", file=told)
        return
    try:
        made = rewriting.rewritten(raw, plan.source, (change for edit in safely for change in edit.changes))
    except ValueError as error:
        raise UnreadableError(f"{arguments.file}: {error}") from error
    for line in _diff(arguments.file, rewriting.text_of(raw), rewriting.text_of(made)):
        print(line, file=told)
    left = len(plan.edits) - len(safely)
    rest = f"; {left} left to you" if left else ""
    if arguments.dry_run:
        print(f"{_edits(safely)} would be made in {arguments.file}{rest}.", file=told)
        return
    _write(Path(arguments.file), made)
    print(f"{_edits(safely)} made in {arguments.file}: {_now(arguments):.2f} points{rest}.", file=told)


def _now(arguments: argparse.Namespace) -> float:
    """The points of the file as it is now."""
    import spamscore

    source, given = _source(arguments)
    return spamscore.check(source, **{**given, **_context(arguments)}).points


def _edits(some: "list[Edit]") -> str:
    return "One edit" if len(some) == 1 else f"{len(some)} edits"


def _diff(name: str, old: str, new: str) -> Iterator[str]:
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), f"{name} (now)", f"{name} (then)", lineterm="", n=1
    )
    return (safe(line.replace("\t", "    ")) for line in lines)


def _write(path: Path, content: bytes) -> None:
    """The file's new content in one step: whoever reads it sees the old or the new one, never a half."""
    path = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(name, path.stat().st_mode)  # noqa: PTH101 - a name, as mkstemp gives it
            os.replace(name, path)  # noqa: PTH105 - as above
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UnreadableError(f"cannot write {path}: {error.strerror or error}") from error
