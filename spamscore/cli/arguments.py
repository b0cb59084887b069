"""What the command line understands. Commands import their rooms when they run, so that `--help` is instant."""

import argparse
from collections.abc import Callable
from importlib import import_module

from spamscore import __version__
from spamscore.cli import audience_arguments

_EPILOG = "Higher = more like spam, in every output. A good score is no promise of the inbox."


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command; the chosen command is `run` in what it parses."""
    top = argparse.ArgumentParser("spamscore", description="How much a mail's content looks like spam.", epilog=_EPILOG)
    top.add_argument("--version", action="version", version=f"spamscore {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _check(commands.add_parser("check", help="score mails and say what to change", epilog=_EPILOG))
    _compare(commands.add_parser("compare", help="what changed between two versions of a mail", epilog=_EPILOG))
    _rules(commands.add_parser("rules", help="list every rule"))
    _why(commands.add_parser("why", help="one rule in full: why it matters, what to do, who says so"))
    audience_arguments.suppress(commands.add_parser("suppress", help="who must not get mail, and why"), _lazily)
    audience_arguments.events(commands.add_parser("events", help="import what became of mails sent"), _lazily)
    return top


def _lazily(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        return int(getattr(import_module(f"spamscore.cli.{module}"), function)(arguments))

    return run


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="mails or folders of them; - reads standard input")
    _context(command)
    command.add_argument("--format", choices=("text", "json"), default="text", help="json: one object a line and mail")
    gate = command.add_mutually_exclusive_group()
    gate.add_argument(
        "--fail-on", choices=("spam", "review", "never"), default="spam",
        help="end with 1 for this verdict and worse; review includes unsure (default: spam)",
    )  # fmt: skip
    gate.add_argument(
        "--threshold", type=float, metavar="POINTS", help="end with 1 from this many points, whatever the verdict"
    )
    _colour(command)
    command.set_defaults(run=_lazily("check", "run"))


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("old", metavar="OLD")
    command.add_argument("new", metavar="NEW")
    _context(command, twin=False)
    command.add_argument("--format", choices=("text", "json"), default="text")
    _colour(command)
    command.set_defaults(run=_lazily("compare", "run"))


def _context(command: argparse.ArgumentParser, *, twin: bool = True) -> None:
    command.add_argument("--subject", help="the subject it will be sent with")
    command.add_argument("--sender", metavar="FROM", help="the From it will be sent with: 'Name <address>'")
    if twin:
        command.add_argument("--text", metavar="FILE", help="its plain-text twin")
    command.add_argument(
        "--kind", choices=("marketing", "transactional"), help="what the mail is, where its headers do not say"
    )
    command.add_argument("--model", metavar="FOLDER", help="a model of your own instead of the shipped one")
    command.add_argument(
        "--as", dest="form", choices=("body", "message"),
        help="read the input as a body (HTML or text) or as a whole message; by default the suffix decides, and standard input is a body",
    )  # fmt: skip


def _rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=_lazily("rulebook", "table"))


def _why(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="RULE-ID", help="as `spamscore rules` and every finding show it")
    command.set_defaults(run=_lazily("rulebook", "why"))


def _colour(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-color", action="store_true", help="no colours on a terminal either (as does NO_COLOR)")
