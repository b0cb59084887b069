"""Fields of a webhook's JSON, read so that a wrong type is a missing field."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# What scanners call themselves. One that poses as a browser is not told apart by its name.
_BOTS = (
    "bot", "crawler", "spider", "python-requests", "curl/", "wget", "okhttp", "go-http-client", "java/", "barracuda",
    "proofpoint", "mimecast", "scanner", "headless", "slurp", "preview",
)  # fmt: skip


def text(value: Mapping[str, Any], name: str) -> str:
    """The field as text, "" where it is missing or is no text (a number becomes text)."""
    found = value.get(name)
    if isinstance(found, str):
        return found
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else ""


def part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The field as an object, an empty one where it is missing or is something else."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def items(value: Mapping[str, Any], name: str) -> list[Any]:
    """The field as a list, an empty one where it is missing or is something else."""
    found = value.get(name)
    return found if isinstance(found, list) else []


def first(found: object) -> str:
    """The text itself, or the first of a list of texts."""
    if isinstance(found, list) and found:
        found = found[0]
    return found if isinstance(found, str) else ""


@lru_cache(4096)
def automated(agent: str) -> str:
    """Either "proxy" or "bot" for a user agent that is no person's, else "".

    Apple's Mail Privacy Protection fetches every image as plain "Mozilla/5.0", read or not. Google's image proxy fetches
    when a person opens, and so counts as one.

    >>> automated("Mozilla/5.0"), automated("curl/8"), automated("Mozilla/5.0 (Windows NT 10.0) GoogleImageProxy")
    ('proxy', 'bot', '')
    """
    if agent.strip() == "Mozilla/5.0":
        return "proxy"
    return "bot" if any(name in agent.lower() for name in _BOTS) else ""
