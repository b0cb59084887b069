"""Settings: what the command line and the configuration say together; the command line wins, then the nearest section."""

import argparse
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from spamscore.cli import config
from spamscore.cli.gate import Gate, gate
from spamscore.cli.selection import resolve
from spamscore.cli.sources import UnreadableError
from spamscore.rules import RULES

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit", "html")
_LAYERED = frozenset(("fail_on", "threshold", "select", "ignore", "subject", "sender", "kind", "exclude"))
_MAX_VALUES = 20_000_000  # bytes of a file of values
_ALL = frozenset(rule.id for rule in RULES)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says about mails: the command line, a section, or the top of the configuration."""

    given: Mapping[str, str] = field(default_factory=dict)  # subject, sender, kind, text
    gate: Gate | None = None
    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    match: tuple[str, ...] | None = None  # None: for every path


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one mail."""

    given: Mapping[str, str]
    gate: Gate
    left_out: frozenset[str]  # ids of rules


@dataclass(frozen=True)
class Settings:
    """What holds for a run; plain data, so that it can travel to a worker process."""

    layers: tuple[Layer, ...] = ()  # the strongest first
    folder: Path = field(default_factory=Path.cwd)
    exclude: tuple[str, ...] = ()
    form: str | None = None
    values: Mapping[str, Any] | None = None  # what templates are filled in with
    model: str | None = None

    def local(self, name: str) -> str:
        """A path as patterns see it: from the configuration's folder, with /; as it is when it lies elsewhere."""
        path = Path(os.path.abspath(name))  # noqa: PTH100 - resolve() would follow a link out of the repository
        return (path.relative_to(self.folder) if path.is_relative_to(self.folder) else path).as_posix()

    def excludes(self, name: str) -> bool:
        """Whether the configuration leaves a path alone."""
        return config.matches(self.local(name), self.exclude)

    def of(self, name: str) -> Terms:
        """What holds for the mail of that name."""
        local = self.local(name)
        layers = [each for each in self.layers if each.match is None or config.matches(local, each.match)]
        given: dict[str, str] = {}
        for layer in reversed(layers):
            given.update(layer.given)
        selected = next((each.select for each in layers if each.select is not None), _ALL)
        ignored = frozenset[str]().union(*(each.ignore for each in layers))
        chosen = next((each.gate for each in layers if each.gate is not None), Gate())
        return Terms(given, chosen, (_ALL - selected) | ignored)


def read(arguments: argparse.Namespace) -> Settings:
    """The settings of a command; what only the configuration says is added to the arguments.

    Raises:
        UnreadableError: the configuration or an option is wrong.
    """
    found = _config(arguments)
    for name, value in found.values.items():
        if name not in _LAYERED and getattr(arguments, name, None) in (None, False):
            setattr(arguments, name, value)
    _whole(arguments)
    own = {name: getattr(arguments, name, None) for name in ("fail_on", "threshold", "select", "ignore")}
    command = _layer({**own, **_named(vars(arguments))}, "the command line")
    if twin := getattr(arguments, "text", None):
        command = replace(command, given={**command.given, "text": _twin(twin)})
    sections = (_layer(each.values, "the configuration", each.match) for each in reversed(found.sections))
    return Settings(
        (command, *sections, _layer(found.values, "the configuration")),
        found.folder,
        (*found.values.get("exclude", ()), *(getattr(arguments, "exclude", None) or ())),
        getattr(arguments, "form", None),
        read_values(getattr(arguments, "context", None)),
        arguments.model,
    )


def _config(arguments: argparse.Namespace) -> config.Config:
    if getattr(arguments, "no_config", False):
        return config.Config()
    named = getattr(arguments, "config", None)
    file = Path(named) if named else config.nearest(Path.cwd())
    return config.read(file) if file else config.Config()


def _whole(arguments: argparse.Namespace) -> None:
    """Fill in what nobody said, and refuse what a configuration may say wrongly."""
    chosen = getattr(arguments, "format", None)
    if chosen is not None and chosen not in FORMATS:
        raise UnreadableError(f"there is no format {chosen!r}; {config.meant(str(chosen), FORMATS)}")
    jobs = getattr(arguments, "jobs", None)
    if jobs is not None and (jobs == 0 or jobs < -1):
        raise UnreadableError(f"jobs takes 1 for no worker, 2 or more for that many, -1 for one a core; not {jobs}")


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) for name in ("subject", "sender", "kind")}


def _layer(values: Mapping[str, Any], place: str, match: tuple[str, ...] | None = None) -> Layer:
    select = values.get("select")
    return Layer(
        {name: value for name, value in _named(values).items() if value is not None},
        gate(values.get("fail_on"), values.get("threshold"), place),
        None if select is None else resolve(select, f"{place}: select"),
        resolve(values.get("ignore") or (), f"{place}: ignore"),
        match,
    )


def _twin(name: str) -> str:
    try:
        return Path(name).read_text("utf-8", "replace")
    except OSError as error:
        raise UnreadableError(f"cannot read {name}: {error.strerror or error}") from error


def read_values(name: str | None) -> Mapping[str, Any] | None:
    """The values in a JSON file that templates are filled in with; None when no file is named."""
    if name is None:
        return None
    import json

    try:
        with Path(name).open("rb") as file:
            data = file.read(_MAX_VALUES + 1)
        values = json.loads(data) if len(data) <= _MAX_VALUES else None
    except OSError as error:
        raise UnreadableError(f"cannot read {name}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{name} is no JSON: {error}") from error
    if not isinstance(values, dict):
        raise UnreadableError(f'{name} takes one JSON object, {{"name": value, …}}, of at most 20 MB')
    return values


def chosen_format(arguments: argparse.Namespace, possible: Iterable[str] = FORMATS) -> str:
    """The format to write in: text when nobody says."""
    chosen: str = arguments.format or "text"
    if chosen not in possible:
        raise UnreadableError(f"this command writes {', '.join(possible)}, not {chosen}")
    return chosen
