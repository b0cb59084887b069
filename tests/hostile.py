"""Hostile mails, and what scoring one costs: run as `python -m tests.hostile NAME` in a fresh interpreter."""

import contextlib
import io
import json
import resource
import sys
import time
import zipfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

MB = 1_000_000
Source = str | bytes
HTML_HEAD = b"From: a@example.com\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=%s\n\n"


def _nested_messages(depth: int) -> bytes:
    head = b"From: a@example.com\nSubject: deep\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    return head * depth + b"Subject: inside\n\nhello"


def _nested_multiparts(depth: int) -> bytes:
    opening = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(depth))
    return b"Subject: deep\n" + b"".join(opening) + b"Content-Type: text/plain\n\nhello"


def _many_parts(count: int) -> bytes:
    part = b"--b\nContent-Type: text/html\n\n<p>hello there</p>\n"
    return b'Subject: many\nContent-Type: multipart/mixed; boundary="b"\n\n' + part * count + b"--b--"


def _attached(name: str, content: bytes) -> bytes:
    head = f'Content-Type: application/zip; name="{name}"\nContent-Transfer-Encoding: base64\n\n'.encode()
    first = (
        b'Subject: bomb\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nSee the file.\n--b\n'
    )
    return first + head + b64encode(content) + b"\n--b--\n"


def _zip(members: int, size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            archive.writestr(f"{number}.txt", b"\0" * size)
    return packed.getvalue()


def _styled(rules: int, elements: int) -> str:
    css = "".join(f".c{number} p > b {{ color: #fff; display: none }}\n" for number in range(rules))
    return f"<style>{css}</style>" + '<p class="c1 c2 c3"><b>hello</b></p>' * elements


# name → how to make it, and whether so much of it is left unread that the report has to say so
CASES: dict[str, tuple[Callable[[], Source], bool]] = {
    "nested tags": (lambda: "<div>" * 50_000 + "hello", True),
    "nested tables": (lambda: "<table><tr><td>" * 20_000 + "hello", True),
    "nested inline tags": (lambda: "<b><i><font color=red>" * 20_000 + "hello", True),
    "a million links": (lambda: '<a href="http://example.com/x">y</a>' * MB, True),
    "a million distinct hosts": (lambda: "".join(f'<a href="http://h{n}.example/">y</a>' for n in range(MB)), True),
    "a million images": (lambda: '<img src="http://example.com/x.png" width="1">' * MB, True),
    "30 MB of HTML": (lambda: "<p>Some words of a long letter.</p>\n" * (30 * MB // 36), True),
    "30 MB of plain text": (lambda: "Some words of a long letter. " * (30 * MB // 29), True),
    "30 MB on one line": (lambda: "a" * 30 * MB, True),
    "30 MB message": (lambda: HTML_HEAD % b"utf-8" + b"<p>Some words of a long letter.</p>\n" * (30 * MB // 36), True),
    "30 MB of random-looking bytes": (lambda: bytes(range(256)) * (30 * MB // 256), False),
    "30 MB attachment": (lambda: _attached("a.zip", b"\0" * (22 * MB)), False),
    "zip bomb": (lambda: _attached("a.zip", _zip(1, 500 * MB)), False),
    "zip of many": (lambda: _attached("a.zip", _zip(50_000, 1)), False),
    "nested messages": (lambda: _nested_messages(3_000), True),
    "nested multiparts": (lambda: _nested_multiparts(3_000), True),
    "many parts": (lambda: _many_parts(100_000), True),
    "unknown charset": (lambda: HTML_HEAD % b"x-no-such-thing" + b"<p>\xe4\xff\xfe hello</p>" * 10_000, False),
    "charset that is a codec": (lambda: HTML_HEAD % b"zlib_codec" + b"<p>hello</p>" * 10_000, False),
    "utf-16 in odd bytes": (lambda: HTML_HEAD % b"utf-16" + b"<p>hello</p>\xd8" * 10_000, False),
    "lone surrogates": (lambda: "<p>\ud800\udfff hello</p>" * 100_000, False),
    "zero bytes": (lambda: "\x00" * 5 * MB, False),
    "open placeholders": (lambda: "{{" * 500_000, False),
    "open logic": (lambda: "{% if x <%= *| ${ %%" * 100_000, False),
    "many placeholders": (lambda: "<p>{{ a|default('b') }} *|NAME|* ${x}</p>" * 100_000, False),
    "endless comment": (lambda: "<!--" * 500_000, False),
    "endless attribute": (lambda: '<a href="http://example.com/' + "x" * 5 * MB, False),
    "many attributes": (lambda: "<p " + " ".join(f'a{n}="b"' for n in range(100_000)) + ">hello", False),
    "entities": (lambda: "&amp;&#65;&nbsp;&zwnj;" * 300_000, False),
    "large style": (lambda: _styled(20_000, 5_000), False),
    "endless style": (lambda: "<style>" + "{" * MB, False),
    "inline styles": (lambda: '<p style="color:rgb(1,2,3);;font:0/0 a;x:url(">hello</p>' * 50_000, False),
    "unfinished tags": (lambda: "<" * 2 * MB, False),
    "zero-width letters": (lambda: "v\u200bi\u200ba\u200bg\u200br\u200ba " * 300_000, False),
    "combining marks": (lambda: "a" + "\u0301" * MB, False),
    "dots and digits": (lambda: "1.1.1.1.1." * 500_000, False),
    "at signs": (lambda: "a@" * MB, False),
    "exclamations": (lambda: "!?$€" * MB, False),
    "half a URL": (lambda: "http://" * 500_000, False),
    "spaces": (lambda: "a" + " " * 3 * MB + "b" + "\n" * MB, False),
    "letters apart": (lambda: "f r e e " * 400_000, False),
    "many headers": (lambda: b"X-A: b\n" * 300_000 + b"\nhello", True),
    "endless header": (lambda: b"Subject: " + b"x" * 20 * MB + b"\n\nhello", False),
    "encoded words": (lambda: b"Subject: " + b"=?utf-8?q?a?= " * 200_000 + b"\n\nhello", False),
    "addresses": (lambda: b"From: " + b'"a" <a@example.com>, ' * 200_000 + b"\n\nhello", False),
    "brackets in From": (lambda: b"From: " + b"(<" * 500_000 + b"\n\nhello", False),
    "damaged base64": (
        lambda: b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + b"A?=" * 2 * MB,
        False,
    ),
    "uuencode": (lambda: b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + b"M" * 5 * MB, False),
}  # fmt: skip


def _peak() -> int:
    """The most memory used, in bytes, since it was last forgotten."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _forget_peak() -> None:
    with contextlib.suppress(OSError):  # a container may forbid it: the peak then counts the making of the mail too
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def main(name: str) -> None:
    """Print what it costs to check the mail of that name: CPU seconds, MB more than before, defects."""
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    import spamscore

    spamscore.check("<p>warm <a href='https://example.com/'>up</a></p>")
    source = CASES[name][0]()
    _forget_peak()
    before, start = _peak(), time.process_time()
    report = spamscore.check(source)
    seconds, more = time.process_time() - start, (_peak() - before) / MB
    sys.stdout.write(
        json.dumps({"seconds": seconds, "megabytes": more, "defects": report.defects, "verdict": report.verdict})
    )


if __name__ == "__main__":
    main(sys.argv[1])
