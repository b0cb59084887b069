"""The formats of the command line, each found by its name when it is asked for."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from spamscore.cli.checked import Change, Checked
from spamscore.cli.formats.terminal import Paint

Lines = Callable[[Iterable[Checked], Paint], Iterable[str]]
Changes = Callable[[Sequence[Change], Paint], Iterable[str]]


def results(name: str) -> Lines:
    """What writes checked mails in a format, piece by piece."""
    lines: Lines = import_module(f"spamscore.cli.formats.{name}").lines
    return lines


def changes(name: str) -> Changes:
    """What writes changes in a format: text, json or github."""
    from spamscore.cli.formats import change

    return change.text if name == "text" else lambda changes, _: getattr(change, name)(changes)
