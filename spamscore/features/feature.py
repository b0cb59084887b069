"""Feature: one documented number about a mail; a group is the chapter that it stands in."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from spamscore.features.view import View

# what a programmer needs of a docstring's first line and a marketer does not: scales, special values, bounds
_UNITS = re.compile(r"^Logarithm of (?:the )?| \([^()]{1,80}\)|(?:, as a |: )logarithm.{0,40}|,? up to (?:\w+)$")


@dataclass(frozen=True, slots=True)
class Feature:
    """A number that says *how much* of something there is; no opinion whether that is good."""

    name: str  # snake_case, never renamed: models refer to it
    group: str  # chapter: agreement, structure, addresses, wording, footer, sender
    describes: str  # one line for people: the docstring's first, without scales and bounds
    measure: Callable[[View], float]


def feature(measure: Callable[[View], float]) -> Feature:
    """Turn a function of a `View` into a `Feature`: its name, module and docstring say the rest."""
    first = (measure.__doc__ or "").strip().partition("\n")[0].rstrip(".…, ")
    said = _UNITS.sub("", first)
    return Feature(measure.__name__, measure.__module__.rpartition(".")[2], said[:1].upper() + said[1:], measure)
