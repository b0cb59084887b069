"""`spamscore check` on many files, on bad ones, and where its report goes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from spamscore.cli import parallel, progress, settings, sources
from spamscore.cli.arguments import parser
from tests.commandline import EXAMPLES, INSECURE, INVOICE, OFFER, ran, write

CHECK = [sys.executable, "-m", "spamscore.cli", "check", "--no-config"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, {"emails/offer.html": OFFER, "emails/invoice.html": INVOICE, "emails/de/insecure.html": INSECURE})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--fail-on", "finding:link-insecure"), 1),
        (("--fail-on", "finding:link-shortener"), 0),
        (("--fail-on", "finding:link-shortener,finding:link-insecure"), 1),
        (("--fail-on", "spam", "--fail-on", "finding:links"), 1),
        (("--fail-on", "spam"), 0),
        (("--threshold", "-99", "--fail-on", "finding:link-shortener"), 1),
        (("--threshold", "99", "--fail-on", "finding:link-insecure"), 1),
        (("--threshold", "99", "--fail-on", "spam"), 2),
        (("--fail-on", "never", "--fail-on", "spam"), 2),
        (("--fail-on", "finding:link-insecure", "--ignore", "link-insecure"), 0),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_gate_on_findings(options: tuple[str, ...], status: int):
    assert ran("check", "emails/de/insecure.html", *options).status == status


def test_a_report_is_written_to_a_file_even_when_the_gate_fails(folder: Path):
    result = ran("check", "emails", "--format", "json", "--output", "report.json")
    assert (result.status, result.out, result.err) == (1, "", "")
    assert len(json.loads("[" + ",".join((folder / "report.json").read_text().splitlines()) + "]")) == 3
    assert sorted(each.name for each in folder.iterdir()) == ["emails", "report.json"]


@pytest.mark.parametrize("target", ["no/such/folder/r.json", "emails", "{long}", "emails/invoice.html/r.json", "a\0b"])
def test_an_output_that_cannot_be_written_is_said_before_the_work(folder: Path, monkeypatch, target: str):
    monkeypatch.setattr(parallel, "judge", lambda *_: pytest.fail("it began to work"))
    result = ran("check", "emails", "--output", target.format(long="x" * 300))
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("spamscore: cannot write ")
    assert result.err.count("\n") == 1
    assert (folder / "emails/invoice.html").read_text("utf-8") == INVOICE


def test_the_report_of_an_earlier_run_is_no_mail_and_a_mail_that_is_named_is_not_lost(folder: Path):
    write(folder, {"emails/report.html": OFFER})
    assert ran("check", "emails/de", "emails", "--fail-on=never", "--output", "./emails/report.html").status == 0
    assert (folder / "emails/report.html").read_text().count("report.html") == 0
    result = ran("check", "emails/invoice.html", "--output", "./emails/invoice.html")
    assert (result.status, result.out) == (2, "")
    assert (folder / "emails/invoice.html").read_text("utf-8") == INVOICE


def test_a_run_that_breaks_off_leaves_the_old_report(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write(folder, {"report.txt": "the old one"})
    monkeypatch.setattr(parallel, "judge", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert ran("check", "emails", "--output", "report.txt").status == 130
    assert (folder / "report.txt").read_text() == "the old one"
    assert len(list(folder.iterdir())) == 2


@pytest.mark.usefixtures("folder")
def test_quiet_shows_what_fails_and_nothing_else():
    loud, quiet = ran("check", "emails"), ran("check", "emails", "--quiet")
    assert "emails/invoice.html" in loud.out
    assert "emails/invoice.html" not in quiet.out
    assert "emails/offer.html" in quiet.out
    assert ran("check", "emails/invoice.html", "--quiet") == (0, "", "")
    assert len(ran("check", "emails", "--quiet", "--format", "json").objects) == 3  # a machine's report is whole


def test_several_processes_give_the_same_in_the_same_order(folder: Path):
    write(folder, {f"emails/{number:03}.html": OFFER + INVOICE * (number % 3) for number in range(70)})
    write(folder, {"emails/035.html": "\0\0\0"})
    alone = ran("check", "emails", "no/such.html", "--format", "json")
    for jobs in ("2", "-1"):
        assert ran("check", "emails", "no/such.html", "--format", "json", "--jobs", jobs) == alone
    assert alone.status == 2
    assert len(alone.objects) == 72


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch):
    # the results of a slow reader must not pile up: no more is handed out than a few handfuls ahead
    handed: list[int] = []
    inputs = [sources.Input("x.html", "x.html", "not there")] * 5000
    monkeypatch.setattr(parallel, "_handful", _counted)
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", _here(handed))
    results = parallel.run(inputs, settings.Settings(), 2)
    next(results)
    assert sum(handed) <= 100
    assert sum(1 for _ in results) == 4999


def _counted(inputs):
    return [(parallel.judge(each, settings.Settings()), None) for each in inputs]


def _here(handed):
    from concurrent.futures import Future

    class Here:
        def __init__(self, *_, **__):
            pass

        def submit(self, call, inputs):
            handed.append(len(inputs))
            done = Future()
            done.set_result(call(inputs))
            return done

        def shutdown(self, **_):
            pass

    return Here


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("picture.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 40, "is no text: it holds NUL bytes"),
        ("wrong.html", b"<p>" + bytes((0x81, 0x8D, 0x90)) * 40 + b"</p>", "cannot be decoded"),
    ],
)
def test_what_is_no_text_is_said_and_the_others_are_checked(folder: Path, name: str, data: bytes, said: str):
    (folder / "emails" / name).write_bytes(data)
    result = ran("check", "emails", "--fail-on", "never")
    assert result.status == 2
    assert f"emails/{name} {said}" in result.err
    assert result.err.count("\n") == 1
    assert "emails/invoice.html" in result.out


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_in_another_encoding_is_read(folder: Path, encoding: str):
    (folder / "emails" / "x.html").write_bytes(INVOICE.replace("invoice", "Überweisung").encode(encoding))
    assert ran("check", "emails/x.html").status == 0


def test_missing_names_are_said_and_the_others_are_checked(folder: Path):
    (folder / "empty").mkdir()
    result = ran("check", "empty", "no/such.html", "none/*.html", "emails/invoice.html", "x" * 300, "a\0b")
    assert result.status == 2
    assert [line.partition(": ")[2].split(":")[0][:31] for line in result.err.splitlines()] == [
        "the folder empty holds no mail", "cannot read no/such.html", "no file matches none/*.html",
        "cannot read " + "x" * 19, "a\\x00b",
    ]  # fmt: skip
    assert "emails/invoice.html" in result.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(folder: Path):
    (folder / "emails" / "offer.html").chmod(0)
    result = ran("check", "emails")
    assert result.status == 2
    assert "cannot read emails/offer.html: Permission denied" in result.err


def test_folders_of_packages_and_hidden_ones_are_not_looked_into(folder: Path):
    write(folder, {"emails/node_modules/x/a.html": OFFER, "emails/.cache/a.html": OFFER})
    assert len(ran("check", "emails", "--format", "json").objects) == 3
    assert ran("check", "emails/.cache", "--format", "json").status == 1  # named, it is


def test_ten_megabytes_are_bounded(folder: Path):
    (folder / "huge.html").write_text("<p>Your order is on its way to you.</p>\n" * 250_000)
    before = os.times()
    result = ran("check", "huge.html", "--format", "json", "--fail-on", "never")
    after = os.times()
    assert result.status == 0
    assert any("cut" in defect for defect in result.objects["huge.html"]["defects"])
    assert after.user - before.user < 8


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[1]", "takes one JSON object"),
        ("[" * 99_999, "is no JSON"),
        (None, "cannot read values.json"),
    ],
)
def test_values_that_are_no_values(folder: Path, text: str | None, said: str):
    if text is not None:
        write(folder, {"values.json": text})
    result = ran("check", "emails", "--context", "values.json")
    assert (result.status, result.out) == (2, "")
    assert said in result.err


def test_a_worker_that_is_killed_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write(folder, {f"emails/{number:03}.html": INVOICE for number in range(40)})
    monkeypatch.setattr(parallel, "_handful", _ended)
    result = ran("check", "emails", "--jobs", "2")
    assert result.status == 2
    assert "fewer --jobs" in result.err


def _ended(_):
    os._exit(9)


def test_a_line_counts_many_mails_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert list(progress.shown(range(100), 100)) == list(range(100))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    list(progress.shown(range(100), 100))
    assert "1 of 100 mails" in (shown := capsys.readouterr().err)
    assert shown.endswith("\r\x1b[K")
    list(progress.shown(range(3), 3))
    list(progress.shown(range(100), 100, quiet=True))
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_one_sentence():
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([*CHECK, str(EXAMPLES)], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr == b"spamscore: cannot write: No space left on device\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_closed_pipe_is_no_error_while_checking(folder: Path, jobs: str):
    write(folder, {f"emails/{number:03}.html": OFFER for number in range(200)})
    line = f"{' '.join(CHECK)} emails --jobs {jobs} | head -c 10"
    ended = subprocess.run(line, shell=True, capture_output=True, timeout=60, check=False, env=_environment())  # noqa: S602 - the pipe is the test
    assert ended.stderr == b""
    assert len(ended.stdout) == 10


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(EXAMPLES.parent)}


def test_a_start_loads_what_one_file_needs_and_no_more():
    script = "import sys; from spamscore.cli import main; main(sys.argv[1:]); print(*sys.modules, sep='\\n', file=sys.stderr)"
    command = [sys.executable, "-c", script, "check", "--no-config", str(EXAMPLES / "invoice.html")]
    loaded = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, env=_environment()
    ).stderr.split()
    assert not {"subprocess", "tomllib", "concurrent.futures", "multiprocessing", "tempfile", "jinja2", "joblib"} & set(
        loaded
    )


def test_help_tells_the_way_to_ignore_a_rule(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        parser().parse_args(["check", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    for said in ("spamscore: ignore RULE-ID reason", "[tool.spamscore]", "2 on wrong use or unreadable input"):
        assert said in told


def test_what_no_file_holds_is_kept_for_the_formats(folder: Path, monkeypatch: pytest.MonkeyPatch):
    given = settings.read(parser().parse_args(["check", "-", "--no-config"]))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OFFER.encode())))
    (typed,) = parallel.run([sources.Input("-", "-")], given)
    (read,) = parallel.run([sources.Input("emails/offer.html", "emails/offer.html")], given)
    assert (typed.source, read.source) == (OFFER, None)
    assert typed.report == read.report
    assert (folder / "emails/offer.html").is_file()
