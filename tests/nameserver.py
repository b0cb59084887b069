"""A real nameserver (nsd) on loopback that serves tests/zones, and one of our own that misbehaves."""

import base64
import contextlib
import shutil
import socket
import socketserver
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dns.message
import dns.query
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from spamscore.sender import SenderFacts, examine, lookups

Servers = tuple[socketserver.ThreadingUDPServer, socketserver.ThreadingTCPServer]
ZONES = Path(__file__).parent / "zones"
# 512 bits, which no library makes any more; nobody has its private half
KEY512 = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMHHDNciZ3XrFh8wEyUiigOX6mv4/cxM4GgjChgMLHJkFtIL6feB94LW/jiM0zPql8Pp5ggeYwpxsv5JUTe6fgUCAwEAAQ=="


@cache
def private_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def pem(bits: int = 2048) -> bytes:
    """A private key as dkimpy signs with it; the public half stands in the zone."""
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return private_key(bits).private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def quoted(text: str) -> str:
    """A TXT record in pieces of at most 255 bytes."""
    return " ".join(f'"{text[start : start + 250]}"' for start in range(0, len(text), 250))


def published(bits: int) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    raw = private_key(bits).public_key().public_bytes(serialization.Encoding.DER, form)
    return quoted("v=DKIM1; k=rsa; p=" + base64.b64encode(raw).decode())


def zone(path: Path) -> str:
    text = path.read_text("utf-8")
    filled = {
        "{key2048}": published(2048),
        "{trial2048}": published(2048).replace("v=DKIM1;", "v=DKIM1; t=y;", 1),
        "{key1024}": published(1024),
        "{key512}": KEY512,
        "{long}": quoted("v=spf1 " + "ip4:192.0.2.10 " * 300 + "-all"),
        "{huge}": quoted(
            "v=spf1 " + "ip4:192.0.2.10 " * 3_800 + "-all"
        ),  # 57,000 bytes: DNS carries no more than 65,535
    }
    for mark, value in filled.items():
        text = text.replace(mark, value)
    return text


@dataclass(frozen=True)
class Server:
    address: str  # "127.0.0.1:PORT", as spamscore.sender takes it
    port: int


def free_port() -> int:
    """A port that is free for datagrams and for streams."""
    for _ in range(50):
        with socket.socket(type=socket.SOCK_DGRAM) as datagrams, socket.socket() as streams:
            datagrams.bind(("127.0.0.1", 0))
            with contextlib.suppress(OSError):
                streams.bind(datagrams.getsockname())
                return int(datagrams.getsockname()[1])
    raise AssertionError("no port is free")


def bound(datagram: type[socketserver.BaseRequestHandler], stream: type[socketserver.BaseRequestHandler]) -> Servers:
    """Two servers on one port, whoever else takes ports meanwhile."""
    for _ in range(50):
        over_udp = socketserver.ThreadingUDPServer(("127.0.0.1", 0), datagram)
        try:
            return over_udp, socketserver.ThreadingTCPServer(over_udp.server_address, stream)
        except OSError:
            over_udp.server_close()
    raise AssertionError("no port is free")


def configuration(room: Path, port: int) -> str:
    zones = "".join(
        f'zone:\n  name: "{path.name.removesuffix(".zone")}"\n  zonefile: "{path.name}"\n' for path in ZONES.iterdir()
    )
    return (
        f'server:\n  ip-address: 127.0.0.1@{port}\n  username: ""\n  chroot: ""\n  zonesdir: "{room}"\n  database: ""\n'
        f'  pidfile: "{room}/nsd.pid"\n  zonelistfile: "{room}/zone.list"\n  xfrdfile: "{room}/xfrd.state"\n'
        f'  xfrdir: "{room}"\n  logfile: "{room}/nsd.log"\n  server-count: 1\n  do-ip6: no\n'
        f"remote-control:\n  control-enable: no\n{zones}"
    )


@pytest.fixture(scope="session")
def nsd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The zones of tests/zones, served; skips loudly where nsd is not installed."""
    program = shutil.which("nsd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/sbin")
    if program is None:
        reason = "THE SENDER IS NOT TESTED: there is no nameserver here; `apt-get install nsd` (Debian), then run again"
        warnings.warn(reason, stacklevel=2)  # stands in pytest's summary, which -q shows too
        pytest.skip(reason)
    room, port = tmp_path_factory.mktemp("nsd"), free_port()
    for path in ZONES.iterdir():
        (room / path.name).write_text(zone(path), "utf-8")
    (room / "nsd.conf").write_text(configuration(room, port), "utf-8")
    running = subprocess.Popen([program, "-d", "-c", str(room / "nsd.conf")], stderr=subprocess.DEVNULL)
    try:
        await_answer(port, room / "nsd.log")
        yield Server(f"127.0.0.1:{port}", port)
    finally:
        running.terminate()
        running.wait(10)


def await_answer(port: int, log: Path) -> None:
    for _ in range(100):
        with contextlib.suppress(Exception):
            reply = dns.query.udp(dns.message.make_query("good.test", "A"), "127.0.0.1", 0.5, port)
            if reply.answer:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text() if log.exists() else "nsd wrote no log")


@contextlib.contextmanager
def misbehaving(answer: Callable[[bytes], bytes | None]) -> Iterator[str]:
    """The address of a nameserver that answers each question, as bytes, with what `answer` gives; None is silence."""

    class Datagram(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            question, line = self.request
            if (reply := answer(question)) is not None:
                line.sendto(reply, self.client_address)

    class Stream(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                size = int.from_bytes(self.request.recv(2), "big")
                if (reply := answer(self.request.recv(size))) is not None:
                    self.request.sendall(len(reply).to_bytes(2, "big") + reply)

    servers = bound(Datagram, Stream)
    lookups._cache.cache_clear()  # a port may have been another server's a moment ago
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"127.0.0.1:{servers[0].server_address[1]}"
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def look(server: Server, domain: str, **asked: object) -> SenderFacts:
    return examine(domain, **{"resolver": server.address, "blocklists": (), **asked})


def told(facts: SenderFacts, identity: str) -> list[tuple[str, str]]:
    return [(finding.status, finding.evidence) for finding in facts.of(identity)]
