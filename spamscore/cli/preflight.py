"""`spamscore preflight`: the nine causes for one mail; the network and a database are asked only where options name them."""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spamscore.cause import Cause
from spamscore.cli import output, settings, sources
from spamscore.cli.check import judged
from spamscore.cli.checked import Checked
from spamscore.cli.flight import Flight
from spamscore.cli.formats.terminal import Paint, safe
from spamscore.cli.judging import judge
from spamscore.cli.settings import Settings
from spamscore.cli.sources import Input, UnreadableError
from spamscore.errors import SpamscoreError
from spamscore.readiness import Preflight, joined

_STOPS = {"problem": ("problem",), "attention": ("problem", "attention"), "never": ()}
_OF_SENDER = ("ip", "helo", "selector", "nameserver", "envelope", "first_sent")
_OF_AUDIENCE = ("segment", "planned")
# How the rooms name what they lack, as keywords of Python, and how this command does.
_OPTIONS = {
    "ip=…": "--ip", "helo=…": "--helo", "selectors=…": "--selector", "envelope=…": "--envelope", "first_sent=…": "--first-sent",
    "authserv_id=…": "--authserv-id", "resolver=…": "--nameserver", "message=…": "an .eml file", "bulk=True": "--bulk",
    "spamscore.sender.examine(DOMAIN)": "--domain", "segment=…": "--segment", "planned=…": "--planned",
}  # fmt: skip
_LINE = 1_000  # characters of a line that may be an address
_NAMED = re.compile("|".join(map(re.escape, _OPTIONS)))


def run(arguments: argparse.Namespace) -> int:
    """Show the nine causes; 0 when nothing stops the mail, else 1."""
    _together(arguments, "domain", _OF_SENDER)
    _together(arguments, "events", _OF_AUDIENCE)
    paint = Paint.on_terminal(plain=arguments.no_color or arguments.output is not None)
    # a copy: what a configuration says of formats and files is said of `check`
    given = settings.read(argparse.Namespace(**vars(arguments)))
    _apart(arguments)
    with output.opened(arguments.output) as stream, _input(arguments.file, given) as (one, terms):
        flight = _flight(one, terms, arguments)
        for piece in import_module(f"spamscore.cli.formats.preflight_{arguments.format}").lines(flight, paint):
            print(piece, file=stream)
    return int(bool(flight.failures))


def _together(arguments: argparse.Namespace, first: str, others: tuple[str, ...]) -> None:
    """Refuse an option that says nothing without another one."""
    lone = [name for name in others if getattr(arguments, name) is not None]
    if lone and getattr(arguments, first) is None:
        raise UnreadableError(f"--{lone[0].replace('_', '-')} says more about --{first}: name that, too")


def _apart(arguments: argparse.Namespace) -> None:
    target = arguments.output
    if target and target != "-" and Path(target).absolute() == Path(arguments.file).absolute():
        raise UnreadableError(f"{target} is both the mail and the output: it would be lost")


@contextmanager
def _input(name: str, given: Settings) -> Iterator[tuple[Input, Settings]]:
    """The mail to look at, and how to read it; standard input is kept, as it is read more than once."""
    if name == sources.STANDARD_INPUT:
        form = given.form or "body"
        data = sources.load(name, given.form)
        with TemporaryDirectory(prefix="spamscore-") as folder:
            file = Path(folder, "mail")
            file.write_bytes(data if isinstance(data, bytes) else str(data).encode("utf-8", "replace"))
            yield Input(name, str(file)), replace(given, form=form)
        return
    if Path(name).is_dir():
        raise UnreadableError(f"preflight looks at one mail: name a file of the folder {name}")
    yield sources.expand([name])[0], given


def _flight(one: Input, given: Settings, arguments: argparse.Namespace) -> Flight:
    checked = next(judged([judge(one, given)], given, None))
    if checked.report is None:
        raise UnreadableError(checked.error)
    found = _in_options(joined(checked.report, _sender(one, given, arguments), _audience(arguments)))
    return Flight(checked, found, _failures(found, checked, arguments))


def _in_options(found: Preflight) -> Preflight:
    """The same, what would let a cause be checked told by options of the command."""

    def told(words: str) -> str:
        return _NAMED.sub(lambda named: _OPTIONS[named[0]], words)

    return replace(found, causes=tuple(replace(each, would_check=told(each.would_check)) for each in found.causes))


def _failures(found: Preflight, checked: Checked, arguments: argparse.Namespace) -> tuple[str, ...]:
    """Why the mail is stopped; the content by the gate, as in `check`, unless the command line says from which status on."""
    stops: str | None = arguments.stops
    required = arguments.require or ()
    statuses = _STOPS[stops or "problem"]
    said = [
        f"{cause.name}: {'needs attention' if cause.status == 'attention' else 'a problem'}"
        for cause in found.causes
        if cause.status in statuses and (stops or cause.name != "content")
    ]
    said += [f"content: {each}" for each in checked.failures if stops is None]
    unseen = [cause.name for cause in found.causes if cause.status == "not_checked" and cause.name in required]
    return (*said, *(f"{name}: required, and not checked" for name in unseen))


def _room(name: str, option: str, extra: str) -> Any:
    try:
        return import_module(f"spamscore.{name}")
    except ModuleNotFoundError as error:
        raise UnreadableError(
            f"--{option} needs more than is installed ({error.name}): pip install 'spamscore[{extra}]'"
        ) from error


def _sender(one: Input, given: Settings, arguments: argparse.Namespace) -> Any:
    """What is known of the sender; None when no option asks."""
    ids = tuple(arguments.authserv_id or ())
    if arguments.domain is None and not ids:
        return None
    room = _room("sender", "domain" if arguments.domain else "authserv-id", "dns")
    mail = _mail(one, given)
    if ids and "message" not in mail:
        raise UnreadableError("--authserv-id is about a received message: name an .eml file, or add --as message")
    try:
        if arguments.domain is None:
            return room.examine_offline(mail["message"], ids)
        known = {name: getattr(arguments, name) for name in ("ip", "helo", "bulk", "envelope", "first_sent")}
        more = {
            "selectors": tuple(arguments.selector or ()),
            "resolver": arguments.nameserver,
            "authserv_id": ids or None,
        }
        if sys.stderr.isatty():  # it may take some seconds
            print(f"spamscore: asking DNS about {safe(arguments.domain)}", file=sys.stderr)
        return room.examine(arguments.domain, **known, **more, **mail)
    except (TypeError, ValueError) as error:
        raise UnreadableError(str(error)) from error


def _mail(one: Input, given: Settings) -> dict[str, Any]:
    """The mail as the sender's checks take it: a whole message as it is, anything else as read."""
    from spamscore import templates
    from spamscore.mail import read

    context: dict[str, Any] = dict(given.of(one.name).given)
    path = Path(one.path)
    if given.form == "message" or (given.form is None and path.suffix.lower() == ".eml"):
        return {"message": path.read_bytes(), "mail": read(path.read_bytes(), **context)}
    if given.form == "body":
        return {"mail": read(path.read_bytes().decode("utf-8", "replace"), **context)}
    template = templates.load(path, given.values)
    return {"mail": read(template.source, **{**template.context, **context})}


@dataclass(frozen=True, slots=True)
class _Said:
    """What an audience said, for `joined`."""

    said: tuple[Cause, ...]

    def causes(self) -> tuple[Cause, ...]:
        """The causes."""
        return self.said


def _audience(arguments: argparse.Namespace) -> _Said | None:
    """What is known of the audience; None when no option asks."""
    if arguments.events is None:
        return None
    room = _room("audience", "events", "audience")
    try:
        return _judged(room, arguments)
    except (TypeError, ValueError, SpamscoreError) as error:
        raise UnreadableError(str(error)) from error
    except UnreadableError:
        raise
    except Exception as error:  # whatever a database or its driver does wrong ends in a sentence
        said = " ".join(str(error).split("\n")[0].split())[:300]
        raise UnreadableError(f"the database of events cannot be read: {said}") from error


def _judged(room: Any, arguments: argparse.Namespace) -> _Said:
    known = {} if arguments.segment is None else {"segment": arguments.segment}
    with room.open_audience(_database(arguments.events)) as audience, _addresses(arguments.planned) as planned:
        return _Said(tuple(audience.causes(planned=planned, **known)))


@contextmanager
def _addresses(name: str | None) -> Iterator[Iterator[str] | None]:
    """The addresses in a file, one a line, read lazily; None when no file is named."""
    if name is None:
        yield None
        return
    try:
        # a spreadsheet begins its text with a mark
        file = Path(name).open(encoding="utf-8-sig", errors="replace")  # noqa: SIM115 - closed at the end
    except OSError as error:
        raise UnreadableError(f"cannot read {name}: {error.strerror or error}") from error
    with file:
        yield (line.strip()[:_LINE] for line in file if line.strip())


def _database(given: str) -> str:
    """The address of a database that is there: opened by a wrong name, an empty one would be made."""
    address = given if "://" in given else f"sqlite:///{given}"
    file = address.removeprefix("sqlite:///").partition("?")[0]
    if address.startswith("sqlite:///") and not Path(file).is_file():
        raise UnreadableError(f"there is no database {file}: import your delivery events first")
    return address
