"""What `spamscore suppress` and `spamscore events` understand; nothing of the database is loaded for it."""

import argparse
from collections.abc import Callable

Lazily = Callable[[str, str], Callable[[argparse.Namespace], int]]
_PROVIDERS = ("sendgrid", "postmark", "mailgun", "ses", "mailjet", "sparkpost", "csv", "dsn", "arf")
_ACTS = {
    "add": "put addresses on the list by hand", "remove": "take back an entry that was a mistake",
    "reactivate": "send again, deliberately: who, why, and consent where it is needed",
    "check": "why an address gets no mail; ends with 1 if it gets none", "history": "every act on an address",
}  # fmt: skip


def suppress(command: argparse.ArgumentParser, lazily: Lazily) -> None:
    """The acts of `spamscore suppress`."""
    acts = command.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    for name, words in _ACTS.items():
        act = acts.add_parser(name, help=words)
        act.add_argument("addresses", nargs="+", metavar="ADDRESS")
        if name in ("add", "remove", "reactivate"):
            act.add_argument("--who", required=True, help="who decides it; stands in the history")
            act.add_argument("--why", required=True, help="the reason; stands in the history")
        if name == "remove":
            act.add_argument("--mistake", action="store_true", help="the entry was made by hand, and wrongly")
        if name == "reactivate":
            act.add_argument("--when", metavar="TIME", help="when it was decided (default: now)")
            act.add_argument("--proof", metavar="HOW", help="how consent was given anew: 'double opt-in on /join'")
            act.add_argument("--proof-date", metavar="TIME", help="when it was given")
        _database(act)
    _lists(acts)
    command.set_defaults(run=lazily("suppress", "run"))


def _lists(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sift = acts.add_parser("filter", help="print those addresses of a list that may get mail")
    sift.add_argument("file", metavar="FILE", help="an address a line; - reads standard input")
    out = acts.add_parser("export", help="print the list as CSV, which `import` reads")
    out.add_argument("--cause", help="only of one cause, such as complaint")
    bring = acts.add_parser("import", help="suppress what a CSV file or a list of addresses holds")
    bring.add_argument("file", metavar="FILE")
    bring.add_argument(
        "--kind", help="of every line, where the file does not say: unsubscribe, complaint, hard_bounce, drop"
    )
    bring.add_argument("--rejects", metavar="FILE", help="where bad lines go, with their reasons")
    for act in (sift, out, bring):
        _database(act)


def events(command: argparse.ArgumentParser, lazily: Lazily) -> None:
    """The act of `spamscore events`."""
    acts = command.add_subparsers(title="acts", metavar="ACT", required=True)
    act = acts.add_parser("import", help="import what a provider told; killed, it goes on where it was")
    act.add_argument("file", metavar="FILE", help="webhook bodies, CSV, bounces or complaints; - reads standard input")
    act.add_argument("--provider", required=True, choices=_PROVIDERS)
    act.add_argument(
        "--column", action="append", default=[], metavar="FIELD=COLUMN", help="CSV: which column holds a field"
    )
    act.add_argument("--kind", help="CSV: the kind of every line, where no column says it")
    act.add_argument("--rejects", metavar="FILE", help="where bad lines go, with their reasons")
    _database(act)
    act.set_defaults(run=lazily("suppress", "events"))


def _database(act: argparse.ArgumentParser) -> None:
    act.add_argument("--db", default="sqlite:///audience.db", metavar="URL", help="default: sqlite:///audience.db")
    act.add_argument("--key-file", metavar="FILE", help="the key of a database that holds only hashes of addresses")
