"""The formats of the command line, each found by its name when it is asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

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
    lines: Lines = getattr(module, "lines", None) or _bridge(module)
    return lines


def _bridge(module: Any) -> Lines:
    # until text and json write results themselves
    if not hasattr(module, "report"):
        raise UnreadableError(f"the format {module.__name__.rpartition('.')[2]} cannot be written")

    def lines(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
        read = failed = unreadable = 0
        text = module.__name__.endswith("text")
        for each in results:
            failed += each.failed
            unreadable += each.report is None
            if each.report:
                read += 1
                yield module.report(each.name, each.report, paint) if text else module.report(each.name, each.report)
                for note in each.notes if text else ():
                    yield f"  note: {note}"
        if text and read + unreadable > 1:
            yield module.total(read, failed, unreadable)

    return lines


def changes(name: str) -> Changes:
    """What writes changes in a format: text, json or github."""
    try:
        module = import_module("spamscore.cli.formats.change")
    except ModuleNotFoundError:
        return _change_bridge(name)

    def write(changes: Sequence[Change], paint: Paint) -> Iterable[str]:
        written = module.text(changes, paint) if name == "text" else getattr(module, name)(changes)
        return (written,) if isinstance(written, str) else written

    return write


def _change_bridge(name: str) -> Changes:
    # until formats/change.py is there
    from spamscore.cli.formats import json, text
    from spamscore.scoring import compared

    def write(changes: Sequence[Change], paint: Paint) -> Iterable[str]:
        for each in changes:
            if each.old is None or each.new is None:
                yield (
                    f'{{"file": "{each.name}"}}' if name == "json" else f"{each.name}: {'new' if each.new else 'gone'}"
                )
            elif name == "json":
                yield json.comparison(each.name, each.name, compared(each.old, each.new))
            else:
                yield text.comparison(each.name, each.name, compared(each.old, each.new), paint)

    return write
