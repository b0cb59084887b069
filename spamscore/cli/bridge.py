"""What shows results until every format has its `lines` and formats/change.py is there; then this file goes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from spamscore.cli.checked import Change, Checked
from spamscore.cli.formats.terminal import Paint
from spamscore.cli.sources import UnreadableError


def lines(module: Any) -> Callable[[Iterable[Checked], Paint], Iterable[str]]:
    """Text and json by their functions for one report."""
    if not hasattr(module, "report"):
        raise UnreadableError(f"the format {module.__name__.rpartition('.')[2]} cannot be written")

    def written(results: Iterable[Checked], paint: Paint) -> Iterator[str]:
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

    return written


def changes(name: str) -> Callable[[Sequence[Change], Paint], Iterable[str]]:
    """Changes by the functions for one comparison."""
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
