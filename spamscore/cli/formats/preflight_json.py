"""A preflight as one JSON object on one line, as data/preflight.schema.json describes it."""

from collections.abc import Iterator

from spamscore.cli.flight import Flight
from spamscore.cli.formats.json import written
from spamscore.cli.formats.terminal import Paint


def lines(flight: Flight, paint: Paint) -> Iterator[str]:
    """The one line."""
    del paint  # machines see no colours
    checked = flight.checked
    said = {"failures": list(flight.failures), "notes": list(checked.notes), "ignored": checked.ignored}
    yield written({"file": flight.name, **said, **flight.found.as_dict()})
