"""A preflight as one HTML page: nine rows that read across a room, each cause in full, then the report on the content."""

from collections.abc import Iterator
from dataclasses import replace

from spamscore.cli.checked import Checked
from spamscore.cli.flight import Flight
from spamscore.cli.formats.page import board, origin
from spamscore.cli.formats.page.article import article
from spamscore.cli.formats.page.document import foot, head
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.report import OTHER_CAUSES

_FOOT = "without loading anything. No check from outside can promise the inbox."


def lines(flight: Flight, paint: Paint) -> Iterator[str]:
    """The page in pieces, in ASCII whatever the mail holds, so that no encoding of a file or a pipe can garble it."""
    del paint  # a browser has colours of its own
    content = _alone(flight.checked)
    source = origin.of(flight.checked)
    for piece in (
        head(f"Preflight of {safe(flight.name)} · spamscore", "board.css"),
        board.board(flight),
        *(board.details(number, cause) for number, cause in enumerate(flight.found.causes, 1)),
        article(content, source, "m1", alone=False, heading="The content in full", back=("The nine causes", "#causes")),
        foot(_FOOT),
    ):
        yield piece.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _alone(checked: Checked) -> Checked:
    """The content without what the nine rows say: the other causes, and what stops the mail."""
    if checked.report is None:
        return checked
    own = tuple(each for each in checked.report.not_checked if each not in OTHER_CAUSES)
    return replace(checked, report=replace(checked.report, not_checked=own), failures=())
