"""All nine causes for one mail, on sample data and on this machine alone: `python examples/preflight/nine_causes.py`.

Options are those of `spamscore preflight`: add `--format html --output report.html` for the page. What is made up here
is your own elsewhere: the mail, what DNS says of its sender, and what became of earlier mails.
"""

import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.zone

from spamscore.cli import main

HERE = Path(__file__).resolve().parent
WORLD = dns.zone.from_text((HERE / "world.zone").read_text("utf-8"), origin=".", relativize=False)
SENDER = [
    str(HERE / "newsletter.eml"), "--domain", "garden-shop.example", "--ip", "192.0.2.10", "--helo", "mail.garden-shop.example",
]  # fmt: skip
READERS, WEEKS, LOST = 3_000, 6, 41
PROVIDERS = ("gmail.com", "gmail.com", "gmail.com", "yahoo.com", "outlook.com", "icloud.com", "garden.example")


class Nameserver(socketserver.BaseRequestHandler):
    """Answers from world.zone, and knows nothing else."""

    def handle(self) -> None:
        """Answer one question."""
        raw, socket = self.request
        question = dns.message.from_wire(raw)
        asked = question.question[0]
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA
        if (node := WORLD.get_node(asked.name)) is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif found := node.get_rdataset(asked.rdclass, asked.rdtype):
            answer.find_rrset(answer.answer, asked.name, asked.rdclass, asked.rdtype, create=True).update(found)
        socket.sendto(answer.to_wire(), self.client_address)


def reader(number: int) -> str:
    """The address of one of the shop's readers."""
    return f"reader{number}@{PROVIDERS[number % len(PROVIDERS)]}"


def events(now: datetime) -> Iterator[str]:
    """What became of six weekly letters, as CSV: some bounce at first, one is moved to spam, a fifth never opens."""
    yield "address,kind,at,id,segment"
    for week in range(WEEKS):  # the newest first: events may come in any order
        sent = now - timedelta(days=6 + 7 * week)
        for number in range(READERS):
            if number % 500 == 499:
                kinds = ["hard_bounce"] * (week == WEEKS - 1)  # off the list from then on
            elif number == LOST:
                kinds = ["moved_to_spam"] * (week == 0) or ["delivered"]
            else:
                kinds = ["delivered", *["open"] * (number % 5 > 0 and (number + week) % 3 < 2)]
            for kind in kinds:
                yield f"{reader(number)},{kind},{sent.isoformat()},{week}-{number}-{kind},letter"


@contextmanager
def served() -> Iterator[str]:
    """The address of a nameserver on this machine that knows world.zone."""
    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Nameserver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def judged(options: list[str]) -> int:
    """The exit status of `spamscore preflight` on the sample data."""
    from spamscore import audience

    lines = "\n".join(events(datetime.now(UTC)))
    with TemporaryDirectory() as folder, served() as nameserver:
        address = f"sqlite:///{folder}/audience.db"
        with audience.open_audience(address) as people:
            people.import_events(BytesIO(lines.encode()), "csv")
        planned = Path(folder, "readers.txt")
        planned.write_text("\n".join(map(reader, range(READERS))), "utf-8")  # as the shop's list has them: all of them
        known = ["--events", address, "--segment", "letter", "--planned", str(planned)]
        return main(["preflight", *SENDER, "--nameserver", nameserver, *known, *options])


if __name__ == "__main__":
    sys.exit(judged(sys.argv[1:]))
