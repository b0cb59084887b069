"""`spamscore smtp`: takes mail on this machine, prints what there is to say about it, and sends nothing on."""

import argparse
import asyncio
import contextlib
import ipaddress
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from spamscore.cli.formats import json, text
from spamscore.cli.formats.terminal import Paint
from spamscore.cli.sources import UnreadableError
from spamscore.report import THRESHOLD_POINTS, Report

_FAILS = {"spam": ("spam",), "review": ("spam", "review", "unsure"), "never": ()}
_SECONDS = 60  # of silence, then a connection is closed
_REPLY = 500  # characters of one line of an answer (RFC 5321, section 4.5.3.1.5)


class Sink:
    """What becomes of each mail: kept where asked, scored, printed, answered."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        """Nothing received yet."""
        self.arguments = arguments
        self.paint = Paint.on_terminal(plain=arguments.no_color)
        self.received = self.failed = 0
        self.unread = False  # the reader of the reports went away
        self.ended = asyncio.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        """The answer to one mail; whatever goes wrong with it, the next one is welcome."""
        self.received += 1
        try:
            return await self._answer(bytes(envelope.content), str(envelope.mail_from or "<>"), envelope.rcpt_tos)
        except BrokenPipeError:
            self.unread = True
            self.ended.set()
            return "421 4.3.0 nobody reads the reports any more"
        except OSError as error:
            print(f"spamscore: cannot keep a mail: {error.strerror or error}", file=sys.stderr, flush=True)
            return "451 4.3.0 the mail could not be kept, see what spamscore printed"

    async def _answer(self, raw: bytes, sender: str, recipients: list[str]) -> str:
        from spamscore.scoring import check

        name = f"mail {self.received} from {sender} to {', '.join(recipients[:3])}{' …' if len(recipients) > 3 else ''}"
        if self.arguments.keep:
            name = _kept(Path(self.arguments.keep), raw)
        report = await asyncio.to_thread(check, raw)
        fails = report.verdict in _FAILS[self.arguments.fail_on]
        self.failed += fails
        as_json = self.arguments.format == "json"
        print(json.report(name, report) if as_json else text.report(name, report, self.paint), flush=True)
        return (
            _refusal(report) if fails and self.arguments.reject else f"250 2.0.0 taken, its verdict is {report.verdict}"
        )

    def connection_ended(self) -> None:
        """With `--once`, the end after the first connection that brought a mail."""
        if self.arguments.once and self.received:
            self.ended.set()


def _kept(folder: Path, raw: bytes) -> str:
    """The name of the file that the mail is written to; no file is ever written over."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(each.stem) for each in folder.glob("*.eml") if each.stem.isdecimal()), default=0)
    path = folder / f"{number:04}.eml"
    with path.open("xb") as file:
        file.write(raw)
    return str(path)


def _refusal(report: Report) -> str:
    rules = ", ".join(each.rule.id for each in report.findings) or "none"
    told = f"550 5.7.1 {report.verdict}, {report.points:.2f} points, spam from {THRESHOLD_POINTS}; rules: {rules}"
    return told[:_REPLY]


def run(arguments: argparse.Namespace) -> int:
    """Take mail until told to stop; 1 when one failed, else 0."""
    from spamscore.model import load_model

    try:
        import aiosmtpd.smtp  # noqa: F401 - says now what is missing
    except ModuleNotFoundError as error:
        raise UnreadableError("`spamscore smtp` needs aiosmtpd: pip install 'spamscore[smtp]'") from error
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd warns of itself at every login
    load_model()  # what is wrong with it is better said before the first mail
    return asyncio.run(_serve(arguments))


async def _serve(arguments: argparse.Namespace) -> int:
    sink = Sink(arguments)
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C comes as KeyboardInterrupt
            loop.add_signal_handler(each, sink.ended.set)
    try:
        server = await loop.create_server(lambda: _protocol(sink), arguments.host, arguments.port)
    except OSError as error:
        place = f"{arguments.host}:{arguments.port}"
        raise UnreadableError(f"cannot listen on {place}: {error.strerror or error}") from error
    host, port = server.sockets[0].getsockname()[:2]
    print(f"spamscore: taking mail on {host}:{port}, nothing is sent on; Ctrl-C ends it", file=sys.stderr, flush=True)
    if not ipaddress.ip_address(host).is_loopback:
        print(
            "spamscore: other machines can deliver here, too; leave out --host to be alone", file=sys.stderr, flush=True
        )
    await sink.ended.wait()
    server.close()
    if sink.unread:
        raise BrokenPipeError
    return int(sink.failed > 0)


def _protocol(sink: Sink) -> asyncio.Protocol:
    from aiosmtpd.smtp import SMTP, AuthResult

    from spamscore.mime import MAX_MESSAGE

    class Connection(SMTP):
        def connection_lost(self, error: Exception | None) -> None:
            super().connection_lost(error)
            sink.connection_ended()

    return Connection(
        sink, data_size_limit=MAX_MESSAGE, enable_SMTPUTF8=True, ident="spamscore", timeout=_SECONDS,
        hostname="localhost",  # by default its name is looked up in the network
        # whoever has a user and a password in the settings of a program can leave them there: any will do
        auth_require_tls=False, authenticator=lambda *_: AuthResult(success=True),
    )  # fmt: skip
