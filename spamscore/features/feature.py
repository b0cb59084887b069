"""Feature: one documented number about a mail; a group is the chapter that it stands in."""

from collections.abc import Callable
from dataclasses import dataclass

from spamscore.features.view import View


@dataclass(frozen=True, slots=True)
class Feature:
    """A number that says *how much* of something there is; no opinion whether that is good."""

    name: str  # snake_case, never renamed: models refer to it
    group: str  # chapter: agreement, structure, addresses, wording, sender
    describes: str  # one line for people, from the docstring
    measure: Callable[[View], float]


def feature(measure: Callable[[View], float]) -> Feature:
    """Turn a function of a `View` into a `Feature`: its name, module and docstring say the rest."""
    describes = (measure.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    return Feature(measure.__name__, measure.__module__.rpartition(".")[2], describes, measure)
