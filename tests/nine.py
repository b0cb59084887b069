"""Made-up answers about sender and audience, and preflights that show them."""

import re
from dataclasses import dataclass
from typing import Any

import spamscore
from spamscore.cause import Cause, Status
from spamscore.cli.checked import Checked
from spamscore.cli.flight import Flight
from spamscore.cli.formats import preflight_html, preflight_text
from spamscore.cli.formats.terminal import Paint
from spamscore.readiness import JUDGES, joined


@dataclass(frozen=True)
class Said:
    """What `spamscore.sender` and `spamscore.audience` give: an object with causes."""

    said: tuple[Any, ...]

    def causes(self) -> tuple[Any, ...]:
        """The causes."""
        return self.said


def said(judge: str, status: Status = "ok", **more: Any) -> Said:
    """A judge who says the same of each of its causes."""
    words = {"evidence": (f"{judge} saw 3 things.",), "advice": ("Do one of them.",), "sources": ("RFC 9989 (DMARC)",)}
    given = {**words, **more} if status != "not_checked" else more
    return Said(tuple(Cause(name, status, **given) for name in JUDGES[judge]))


def both(status: Status = "ok", **more: Any) -> dict[str, Said]:
    """Both judges, as keyword arguments."""
    return {judge: said(judge, status, **more) for judge in JUDGES}


def flight(source: Any, **more: Any) -> Flight:
    """A preflight as the command hands it over."""
    report = spamscore.check(source)
    return Flight(Checked("a.html", report, source=source if isinstance(source, str) else None), joined(report, **more))


def text(one: Flight, paint: Paint) -> str:
    """It as text."""
    return "\n".join(preflight_text.lines(one, paint))


def page(one: Flight) -> str:
    """It as HTML."""
    return "\n".join(preflight_html.lines(one, Paint()))


def rows(output: str) -> list[str]:
    """The nine rows of a text: the first lines that begin with a sign and a number."""
    return re.findall(r"^  [✓!✕?+x]  (\d .*)$", output, re.M)


def items(document: str) -> list[str]:
    """The nine rows of a page."""
    return re.findall(r'<li class="cause .*?</li>', document, re.S)
