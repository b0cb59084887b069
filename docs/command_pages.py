"""The page of the command line, written by the parser itself: every command, every option, nothing forgotten."""

import argparse
import textwrap
from collections.abc import Iterator

from docs.rule_pages import plain
from spamscore.cli.arguments import parser

_INTRODUCTION = """# Command line

Every command and option, as `spamscore COMMAND --help` has them. What a command ends with: 0 when all is well, 1 when a
mail fails, 2 on wrong use or unreadable input. Options of `check` may stand in a [configuration](configuration.md), too.
"""


def written() -> dict[str, str]:
    """The page by its name."""
    return {"command-line.md": "\n".join([_INTRODUCTION, *_commands(parser())])}


def _commands(top: argparse.ArgumentParser) -> Iterator[str]:
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {each.dest: each.help or "" for each in action._choices_actions}
            for name, command in action.choices.items():
                yield from _command(name, helps.get(name, ""), command)


def _command(name: str, about: str, command: argparse.ArgumentParser) -> Iterator[str]:
    yield f"## `spamscore {name}`\n"
    if about:
        yield f"{plain(about[0].upper() + about[1:])}.\n"
    usage = " ".join(command.format_usage().removeprefix("usage: ").split())
    yield "\n".join(["```text", *textwrap.wrap(usage, 84, subsequent_indent="    ", break_on_hyphens=False), "```\n"])
    rows = [_row(action) for action in command._actions if not isinstance(action, argparse._HelpAction)]
    if rows:
        yield "\n".join(["| Option | What it does |", "| --- | --- |", *rows, ""])
    if command.epilog:
        yield f"{plain(command.epilog)}\n"


def _row(action: argparse.Action) -> str:
    metavar = action.metavar or (" ".join(action.choices) if action.choices else "")
    if isinstance(metavar, tuple):
        metavar = " ".join(metavar)
    if action.choices and not action.metavar:
        metavar = "{" + ",".join(map(str, action.choices)) + "}"
    if not metavar and action.nargs != 0:
        metavar = action.dest.upper()
    names = ", ".join(f"`{each}`" for each in action.option_strings)
    value = f" `{metavar}`" if metavar else ""
    told = argparse.HelpFormatter("")._expand_help(action) if action.help else ""
    return f"| {names}{value} | {plain(told)} |"
