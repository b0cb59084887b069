"""What the command line understands. Commands import their rooms when they run, so that `--help` is instant."""

import argparse
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from spamscore import __version__
from spamscore.cli import audience_arguments, preflight_options

_EPILOG = "Higher = more like spam, in every output. A good score is no promise of the inbox."
_CHECK_EPILOG = (
    "A comment `spamscore: ignore RULE-ID reason` anywhere in a template (not in a whole message) leaves that rule out "
    "for that file. [tool.spamscore] in pyproject.toml, or spamscore.toml, sets options, also for some paths only: "
    '[[tool.spamscore.paths]] with match = "emails/receipts/**"; the command line wins, and ignored rules add up. '
    f"Ends with 0 when all is well, 1 when a mail fails, 2 on wrong use or unreadable input. {_EPILOG}"
)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command; the chosen command is `run` in what it parses."""
    top = argparse.ArgumentParser("spamscore", description="How much a mail's content looks like spam.", epilog=_EPILOG)
    top.add_argument("--version", action="version", version=f"spamscore {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _check(commands.add_parser("check", help="score mails and say what to change", epilog=_CHECK_EPILOG))
    _preflight(
        commands.add_parser(
            "preflight",
            help="all nine causes why honest mail lands in spam",
            epilog=f"{preflight_options.EPILOG} {_EPILOG}",
        )
    )
    _baseline(commands.add_parser("baseline", help="accept what is found now: later checks fail only on more"))
    _diff(commands.add_parser("diff", help="what changed in the templates since a git revision", epilog=_EPILOG))
    _compare(commands.add_parser("compare", help="what changed between two versions of a mail", epilog=_EPILOG))
    _fix_plan(
        commands.add_parser(
            "fix-plan", help="the smallest set of edits that brings a mail under the threshold",
            epilog=f"Ends with 0 when the edits reach the target, 1 when they do not, 2 on wrong use or unreadable input. {_EPILOG}",
        )
    )  # fmt: skip
    _rules(commands.add_parser("rules", help="list every rule"))
    _sender_alone(commands.add_parser("sender", help="what DNS says of a sender: domain, address, SPF, DKIM, DMARC"))
    _why(commands.add_parser("why", help="one rule in full: why it matters, what to do, who says so"))
    _smtp(commands.add_parser("smtp", help="take mail on this machine and print its reports; sends nothing on"))
    audience_arguments.suppress(commands.add_parser("suppress", help="who must not get mail, and why"), _lazily)
    audience_arguments.events(commands.add_parser("events", help="import what became of mails sent"), _lazily)
    return top


def _lazily(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        with _without_collecting(ours=getattr(arguments, "ours", False)):
            command = getattr(import_module(f"spamscore.cli.{module}"), function)
        return int(command(arguments))

    return run


@contextmanager
def _without_collecting(*, ours: bool) -> Iterator[None]:
    """Import without looks for garbage, then or at the end: a sixth of the time of `check one.html`; only in a process of our own."""
    if ours:
        gc.disable()
    yield
    if ours:
        gc.freeze()  # modules live as long as the process does
        gc.enable()


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="*", metavar="PATH", help="templates, mails, folders or patterns of them; - reads standard input"
    )
    _context(command)
    _judging(command)
    command.add_argument(
        "--fail-on", action="append", metavar="WHAT",
        help="end with 1 for: spam, review (includes spam and unsure), never, finding:RULE-ID; may be repeated (default: spam)",
    )  # fmt: skip
    command.add_argument(
        "--threshold", type=float, metavar="POINTS", help="end with 1 from this many points, whatever the verdict"
    )
    command.add_argument("--baseline", metavar="FILE", help="fail only on what is new or worse than this file accepts")
    command.add_argument("--diff", metavar="REV", help="only templates changed since this git revision")
    command.add_argument(
        "--format", choices=("text", "json", "github", "gitlab", "sarif", "junit", "html"),
        help="text for people (default), json: one object a line and mail, the others for programs and pages",
    )  # fmt: skip
    command.add_argument("--output", metavar="FILE", help="write the report there instead of on standard output")
    command.add_argument("--quiet", action="store_true", help="show mails that fail and nothing else")
    _colour(command)
    command.set_defaults(run=_lazily("check", "run"))


def _baseline(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="*", metavar="PATH", help="as for `check`; the current folder by default")
    _context(command)
    _judging(command)
    command.add_argument(
        "--output",
        metavar="FILE",
        help="where to write it (default: the configured baseline, else .spamscore-baseline.json)",
    )
    command.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    command.set_defaults(run=_lazily("accept", "run"), baseline=None)


def _diff(command: argparse.ArgumentParser) -> None:
    command.add_argument("revision", metavar="REV", help="a branch, tag or commit: main, HEAD~3, 1f3c2a9")
    command.add_argument("files", nargs="*", metavar="PATH", help="as for `check`; the current folder by default")
    _context(command, twin=False)
    _judging(command)
    command.add_argument(
        "--format", choices=("text", "json", "github"), help="github: a Markdown summary for the pull request"
    )
    command.add_argument("--output", metavar="FILE", help="write it there instead of on standard output")
    _colour(command)
    command.set_defaults(run=_lazily("diff", "run"))


def _judging(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--select", action="append", metavar="RULES", help="judge by these alone: rule ids or chapters, with commas"
    )
    command.add_argument(
        "--ignore", action="append", metavar="RULES", help="leave these out, their points too: rule ids or chapters"
    )
    command.add_argument("--exclude", action="append", metavar="PATTERN", help="leave these paths alone: 'drafts/**'")
    command.add_argument(
        "--jobs", type=int, metavar="N", help="processes to work in; -1: one for each core (default: 1)"
    )
    _configured(command)


def _configured(command: argparse.ArgumentParser) -> None:
    where = command.add_mutually_exclusive_group()
    where.add_argument("--config", metavar="FILE", help="this configuration instead of the nearest one upwards")
    where.add_argument("--no-config", action="store_true", help="no configuration")


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("old", metavar="OLD")
    command.add_argument("new", metavar="NEW")
    _context(command, twin=False)
    command.add_argument(
        "--format", choices=("text", "json", "github"), default="text",
        help="github: a Markdown summary for the pull request",
    )  # fmt: skip
    _colour(command)
    command.set_defaults(run=_lazily("compare", "run"))


def _preflight(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="a mail or template; - reads standard input")
    preflight_options.add(command)
    _context(command)
    _configured(command)
    _colour(command)
    command.set_defaults(run=_lazily("preflight", "run"))


def _fix_plan(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="a mail or template; - reads standard input")
    command.add_argument(
        "--target", type=float, default=5.0, metavar="POINTS", help="stay below this many points (default: 5.0)"
    )
    writes = command.add_mutually_exclusive_group()
    writes.add_argument("--apply", action="store_true", help="show the diff of the safe edits and make them in FILE")
    writes.add_argument("--dry-run", action="store_true", help="show the diff of the safe edits, write nothing")
    _context(command)
    command.add_argument("--format", choices=("text", "json"), default="text")
    _colour(command)
    command.set_defaults(run=_lazily("fix_plan", "run"))


def _context(command: argparse.ArgumentParser, *, twin: bool = True) -> None:
    command.add_argument("--subject", help="the subject it will be sent with")
    command.add_argument("--sender", metavar="FROM", help="the From it will be sent with: 'Name <address>'")
    if twin:
        command.add_argument("--text", metavar="FILE", help="its plain-text twin")
    command.add_argument(
        "--kind", choices=("marketing", "transactional"), help="what the mail is, where its headers do not say"
    )
    command.add_argument(
        "--context", metavar="FILE", help="JSON values that Jinja and Django templates are filled in with"
    )
    command.add_argument("--model", metavar="FOLDER", help="a model of your own instead of the shipped one")
    command.add_argument(
        "--as", dest="form", choices=("body", "message"),
        help="read the input as a body (HTML or text) or as a whole message; by default the suffix decides, and standard input is a body",
    )  # fmt: skip


def _rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=_lazily("rulebook", "table"))


def _sender_alone(command: argparse.ArgumentParser) -> None:
    command.add_argument("domain", metavar="DOMAIN", help="the domain of the From address; it is looked up in DNS")
    command.add_argument("--ip", metavar="ADDRESS", help="the address that the mail is sent from")
    command.add_argument("--helo", metavar="NAME", help="the name with which the sending server greets")
    command.add_argument("--selector", action="append", metavar="NAME", help="a DKIM selector; may be given again")
    command.add_argument("--message", metavar="FILE", help="the whole signed message; - reads standard input")
    command.add_argument("--bulk", action="store_true", help="you send 5,000 mails a day or more to one provider")
    command.add_argument(
        "--authserv-id", metavar="NAME", help="the server that received it, whose results are believed"
    )
    command.add_argument("--first-sent", metavar="YYYY-MM-DD", help="the day on which the domain first sent mail")
    command.add_argument("--nameserver", metavar="ADDRESS[:PORT]", help="asked instead of this machine's own")
    command.add_argument("--timeout", type=float, default=20.0, metavar="SECONDS", help="for all lookups (default: 20)")
    command.add_argument("--format", choices=("text", "json"), default="text")
    _colour(command)
    command.set_defaults(run=_lazily("sender", "run"))


def _why(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="RULE-ID", help="as `spamscore rules` and every finding show it")
    command.set_defaults(run=_lazily("rulebook", "why"))


def _smtp(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine alone)")
    command.add_argument(
        "--port", type=_port, default=8025, help="0 takes a free one, which is printed (default: 8025)"
    )
    command.add_argument(
        "--fail-on", choices=("spam", "review", "never"), default="spam", help="end with 1 when a mail came like this"
    )
    command.add_argument("--reject", action="store_true", help="answer 550 with the verdict to a mail that fails")
    command.add_argument("--format", choices=("text", "json"), default="text", help="json: one object a line and mail")
    command.add_argument("--keep", metavar="FOLDER", help="write every mail there, 0001.eml and so on")
    command.add_argument("--once", action="store_true", help="end after the first connection that brought a mail")
    _colour(command)
    command.set_defaults(run=_lazily("smtp", "run"))


def _port(word: str) -> int:
    if not word.isdecimal() or int(word) > 65_535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {word}")
    return int(word)


def _colour(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-color", action="store_true", help="no colours on a terminal either (as does NO_COLOR)")
