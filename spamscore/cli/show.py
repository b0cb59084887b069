"""The formats of the command line, each found by its name when it is asked for."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from spamscore.cli import bridge
from spamscore.cli.checked import Change, Checked
from spamscore.cli.formats.terminal import Paint
from spamscore.cli.sources import UnreadableError

Lines = Callable[[Iterable[Checked], Paint], Iterable[str]]
Changes = Callable[[Sequence[Change], Paint], Iterable[str]]


def results(name: str) -> Lines:
    """What writes checked mails in a format, piece by piece."""
    try:
        module = import_module(f"spamscore.cli.formats.{name}")
    except ModuleNotFoundError as error:
        raise UnreadableError(f"the format {name} cannot be written: {error}") from error
    lines: Lines = getattr(module, "lines", None) or bridge.lines(module)
    return lines


def changes(name: str) -> Changes:
    """What writes changes in a format: text, json or github."""
    try:
        module = import_module("spamscore.cli.formats.change")
    except ModuleNotFoundError:
        return bridge.changes(name)

    def write(changes: Sequence[Change], paint: Paint) -> Iterable[str]:
        written = module.text(changes, paint) if name == "text" else getattr(module, name)(changes)
        return (written,) if isinstance(written, str) else written

    return write
