"""`spamscore smtp` as a program of its own on a free port of this machine, met with smtplib."""

import json
import re
import signal
import smtplib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

import spamscore
from spamscore.cli import main

pytest.importorskip("aiosmtpd")

ROOT = Path(__file__).resolve().parent.parent
SPAM = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
KIND = "Dear Ann, your invoice for March is attached. It is due on 14 April. Kind regards, Garden Shop"


def mail(text: str = KIND) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Shop <a@shop.example>", "ann@b.example", "Your invoice"
    message.set_content(text)
    return message


class Sink:
    """A sink that runs."""

    def __init__(self, process: subprocess.Popen[str], printed: Path) -> None:
        self.process, self.printed = process, printed
        assert process.stderr is not None
        self.said = process.stderr.readline()
        self.port = int(re.search(r":(\d+),", self.said)[1])

    def client(self) -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", self.port, timeout=20)

    def end(self, by: signal.Signals | None = signal.SIGTERM) -> tuple[int, str, str]:
        if by:
            self.process.send_signal(by)
        err = self.process.communicate(timeout=30)[1]
        return self.process.returncode, self.printed.read_text("utf-8"), err


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[object]:
    """A function that starts one; whatever is left running is ended."""
    running = []

    def start(*options: str, piped: bool = False) -> Sink:
        command = [sys.executable, "-m", "spamscore.cli", "smtp", "--port", "0", *options]
        printed = tmp_path / "printed"  # a file, because nobody reads a pipe until the end
        with printed.open("wb") as out:
            stdout = subprocess.PIPE if piped else out
            process = subprocess.Popen(command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, text=True)
        running.append(process)
        return Sink(process, printed)

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_a_mail_is_taken_and_its_report_printed(sink):
    running = sink()
    assert "nothing is sent on" in running.said
    with running.client() as client:
        client.login("any", "password will do")
        assert client.send_message(mail()) == {}
        assert client.send_message(mail(SPAM), to_addrs=["x@b.example", "y@b.example"]) == {}
    status, out, err = running.end()
    assert (status, err) == (1, ""), "one of them failed"
    assert "mail 1 from a@shop.example to ann@b.example" in out
    assert "mail 2 from a@shop.example to x@b.example, y@b.example" in out
    assert out.index("SPAM: ") > out.index("mail 2")


def test_json_gives_the_score_of_the_bytes_that_came(sink, tmp_path):
    running = sink("--format", "json", "--keep", str(tmp_path / "kept"))
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "0041.eml").write_bytes(b"an older mail")
    with running.client() as client:
        client.send_message(mail())
        client.sendmail("a@b.example", ["c@d.example"], b"\xff\xfe no headers \x00 at all")
    status, out, _ = running.end(signal.SIGINT)
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [Path(line["file"]).name for line in lines] == ["0042.eml", "0043.eml"]
    for line in lines:
        assert line["points"] == spamscore.check(Path(line["file"])).points
    assert KIND[:40] in (tmp_path / "kept" / "0042.eml").read_text()
    assert (tmp_path / "kept" / "0041.eml").read_bytes() == b"an older mail"


def test_reject_answers_with_the_verdict(sink):
    running = sink("--reject")
    with running.client() as client:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(mail(SPAM))
        client.send_message(mail())
    assert refused.value.smtp_code == 550
    assert refused.value.smtp_error.startswith(b"5.7.1 spam, ")
    assert b"rules: " in refused.value.smtp_error
    assert running.end()[0] == 1


def test_never_fails_nothing(sink):
    running = sink("--reject", "--fail-on", "never")
    with running.client() as client:
        client.send_message(mail(SPAM))
    assert running.end()[0] == 0


def test_once_ends_by_itself_after_the_first_mail(sink):
    running = sink("--once")
    with running.client() as client:
        client.noop()  # somebody who looks whether it is there, and brings nothing
    with running.client() as client:
        client.send_message(mail())
    status, out, _ = running.end(by=None)
    assert (status, "mail 1 from" in out) == (0, True)


def test_what_cannot_be_kept_does_not_stop_it(sink, tmp_path):
    (tmp_path / "file").write_text("in the way")
    running = sink("--keep", str(tmp_path / "file"))
    with running.client() as client:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(mail())
        assert refused.value.smtp_code == 451
        assert client.noop()[0] == 250
    status, out, err = running.end()
    assert (status, out) == (0, "")
    assert "cannot keep a mail" in err


def test_it_ends_when_nobody_reads_its_reports(sink):
    running = sink(piped=True)
    running.process.stdout.close()
    with running.client() as client, pytest.raises(smtplib.SMTPException):
        client.send_message(mail())
    running.process.wait(30)
    assert running.process.returncode == 141
    assert "Traceback" not in running.process.stderr.read()


def test_too_big_a_mail_is_refused_before_it_is_sent(sink):
    running = sink()
    with running.client() as client:
        client.ehlo()
        assert int(client.esmtp_features["size"]) == 40_000_000
        assert client.docmd("MAIL", "FROM:<a@b.example> SIZE=50000000")[0] == 552
    running.end()


def test_many_at_once(sink):
    running = sink("--format", "json")

    def deliver() -> None:
        with running.client() as client:
            client.send_message(mail())

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    out = running.end()[1]
    names = {json.loads(line)["file"].split(" from")[0] for line in out.splitlines()}
    assert names == {f"mail {number}" for number in range(1, 9)}


@contextmanager
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_wrong_use_is_one_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    with taken() as port:
        assert main(["smtp", "--port", str(port)]) == 2
    assert f"cannot listen on 127.0.0.1:{port}: " in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["smtp", "--port", "70000"])
    assert "a port is a number from 0 to 65535" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "aiosmtpd.smtp", None)
    assert main(["smtp", "--port", "0"]) == 2
    assert "pip install 'spamscore[smtp]'" in capsys.readouterr().err


def test_other_machines_only_when_told(sink):
    running = sink("--host", "0.0.0.0")  # noqa: S104 - that it is said is what is tested
    assert "other machines can deliver here" in running.process.stderr.readline()
    running.end()
