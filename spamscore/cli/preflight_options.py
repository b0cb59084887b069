"""What `spamscore preflight` understands besides what all commands on one mail do."""

import argparse
from datetime import date

EPILOG = (
    "Without --domain and --events the content alone is judged, offline; the other eight causes are shown as not checked, "
    "each with what would let it be checked. Only --domain asks the network, and only nameservers; --events opens the "
    "database that it names. Ends with 0 when no cause that was checked is a problem, 1 when one is, 2 on wrong use or "
    "unreadable input."
)


def add(command: argparse.ArgumentParser) -> None:
    """Add the options about sender, audience, gate and output."""
    _sender(command.add_argument_group("the sender, looked up in DNS"))
    _audience(command.add_argument_group("the audience, read from a database of delivery events"))
    command.add_argument(
        "--fail-on", dest="stops", choices=("attention", "problem", "never"),
        help="end with 1 from this status of a cause on (default: problem; the content by the configured gate)",
    )  # fmt: skip
    command.add_argument(
        "--require", action="append", type=_cause, metavar="CAUSE",
        help="end with 1, too, when this cause was not checked: authentication, ip-reputation …; may be repeated",
    )  # fmt: skip
    command.add_argument("--format", choices=("text", "json", "html"), default="text", help="text for people (default)")
    command.add_argument("--output", metavar="FILE", help="write it there instead of on standard output")


def _sender(sender: argparse._ArgumentGroup) -> None:
    sender.add_argument("--domain", help="the domain that the mail is sent from")
    sender.add_argument("--ip", metavar="ADDRESS", help="the public address of the server that the mail leaves from")
    sender.add_argument("--helo", metavar="NAME", help="the name that this server says in HELO")
    sender.add_argument("--selector", action="append", metavar="NAME", help="a DKIM selector; may be repeated")
    sender.add_argument(
        "--nameserver", action="append", metavar="ADDRESS[:PORT]",
        help="ask this one instead of the machine's own; may be repeated",
    )  # fmt: skip
    sender.add_argument(
        "--envelope", metavar="DOMAIN", help="the domain of the envelope sender, where it is another one"
    )
    sender.add_argument(
        "--first-sent", type=_day, metavar="DAY", help="the day on which the domain first sent mail: 2026-03-21"
    )
    sender.add_argument("--bulk", action="store_true", help="you send 5,000 mails a day or more to one provider")
    sender.add_argument(
        "--authserv-id", action="append", metavar="NAME",
        help="the server that received the message (.eml), whose Authentication-Results are believed; without --domain nothing is looked up",
    )  # fmt: skip


def _audience(audience: argparse._ArgumentGroup) -> None:
    audience.add_argument("--events", metavar="DATABASE", help="a file, or a database as sqlite:///… or postgresql://…")
    audience.add_argument("--segment", metavar="NAME", help="the part of the list that the mail will go to")
    audience.add_argument("--planned", metavar="FILE", help="the addresses that the mail will go to, one a line")


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a day is written as 2026-03-21, not {word}") from None


def _cause(word: str) -> str:
    from spamscore.cause import NAMES

    names = {name.replace(" ", "-"): name for name in NAMES}
    if word not in names:
        raise argparse.ArgumentTypeError(f"a cause is one of {', '.join(names)}, not {word}")
    return names[word]
