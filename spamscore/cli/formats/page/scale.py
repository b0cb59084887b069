"""The points on a scale with its bands: ok, review, spam."""

import math
from collections.abc import Iterator

from spamscore.cli.formats.page.element import Markup, element
from spamscore.cli.formats.page.wording import points
from spamscore.report import THRESHOLD_POINTS, Report

_LOWEST, _HIGHEST = -5.0, 15.0  # shown at least


def review_from(report: Report) -> float | None:
    """The points from which the verdict is review, where the model that judged is the one at hand."""
    from spamscore.model import load_model

    model = load_model()
    return model.review if model.name == report.model and model.review < THRESHOLD_POINTS else None


def drawing(report: Report, review: float | None) -> Markup:
    """The bands as a drawing, a needle at the points, and the numbers where bands meet."""
    low = min(_LOWEST, math.floor(report.points) - 1)
    high = max(_HIGHEST, math.ceil(report.points) + 1)

    def at(amount: float) -> float:
        return 100 * (amount - low) / (high - low)

    bands = tuple(_bands(low, high, review))
    parts = (
        element("rect", x=f"{at(left):.2f}", y=0, width=f"{at(right) - at(left):.2f}", height=10, class_=name)
        for left, right, name in bands
    )
    svg = element("svg", tuple(parts), viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")
    names = (
        element("span", name, class_="band", style=f"left:{at((left + right) / 2):.2f}%") for left, right, name in bands
    )
    ticks = (element("span", points(left), class_="tick", style=f"left:{at(left):.2f}%") for left, _, _ in bands[1:])
    needle = element(
        "span", points(report.points), class_="needle", style=f"left:{min(max(at(report.points), 3), 97):.2f}%"
    )
    return element("div", needle, svg, tuple(ticks), tuple(names), class_="scale", aria_hidden="true")


def _bands(low: float, high: float, review: float | None) -> Iterator[tuple[float, float, str]]:
    middle = THRESHOLD_POINTS if review is None else max(review, low)
    yield low, middle, "ok"
    if review is not None:
        yield middle, THRESHOLD_POINTS, "review"
    yield THRESHOLD_POINTS, high, "spam"
