"""Header block → the headers a sender writes, decoded by hand; parameters and mailboxes of their values.

Only sender-side headers are kept: what receivers add (Received, Authentication-Results, X-Spam-…) says where a mail
was collected, not what it is, and decoding sixty of them costs more than reading the body.
"""

import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from spamscore import charsets, transfer

MAX_BLOCK = 500_000  # bytes; Gmail refuses more than 500 kB of headers (support.google.com/a/answer/14016360)
MAX_VALUE = 32_768  # bytes of one header, same source
MAX_HEADERS = 500  # kept ones
_MAX_MAILBOXES = 4_000  # characters

KEPT = frozenset(
    b"from to cc bcc reply-to sender subject date message-id in-reply-to references precedence auto-submitted mime-version"
    b" content-type content-transfer-encoding content-disposition content-id content-location x-mailer user-agent"
    b" feedback-id organization x-priority importance disposition-notification-to cfbl-address".split()
)
_ADDRESSES = frozenset(("from", "to", "cc", "bcc", "reply-to", "sender"))
_NAME = re.compile(rb"[!-9;-~]{1,200}[ \t]{0,8}:")
_BREAK = re.compile("[\0-\x1f\x7f]+")
# RFC 2047, section 2, but as mailers write it: spaces inside, an end that is missing, a language (RFC 2231, section 5).
_WORD = re.compile(r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bq])\?(.{0,4000}?)(?:\?=|$)", re.I | re.S)
_PARAMETER = re.compile(r';\s{0,200}([^\s=;"]{1,60})\s{0,20}=\s{0,20}("(?:[^"\\]|\\.){0,4000}"|[^;]{0,4000})', re.S)
_SECTION = re.compile(r"([^*]{1,60})(?:\*(\d{1,3}))?(\*)?")
_MAILBOX = re.compile(
    r'(?:"((?:[^"\\]|\\.){0,500})"|([^<>,;"]{0,500}))\s{0,100}<\s{0,100}([^<>]{0,400}?)\s{0,100}(?:>|$)'
    r'|([^\s<>,;"()]{1,200}@[^\s<>,;"()]{1,255})', re.S,
)  # fmt: skip
_ESCAPED = re.compile(r"\\(.)", re.S)


def split(raw: bytes, start: int, end: int) -> tuple[list[tuple[str, bytes]], int, str]:
    """The kept headers of ``raw[start:end]`` in order with unfolded values, where the body starts, and a defect or "".

    Line ends must be LF. A line that is no header is skipped where headers go on after it, else the body starts there.
    """
    if raw.startswith(b"\n", start, end):
        return [], start + 1, ""
    blank = raw.find(b"\n\n", start, end)
    stop = blank if blank >= 0 else end
    defect = "headers-cut" if stop - start > MAX_BLOCK else ""
    lines = raw[start : min(stop, start + MAX_BLOCK)].split(b"\n")
    found: list[tuple[str, list[bytes]]] = []
    current: list[bytes] | None = None
    position = start
    for number, line in enumerate(lines):
        if line[:1] in (b" ", b"\t"):
            if current is not None:
                current.append(line.strip())
        elif name := _name(line):
            current = None
            if (name in KEPT or name.startswith(b"list-")) and len(found) < MAX_HEADERS:
                current = [line[line.index(b":") + 1 :].strip()]
                found.append((name.decode("ascii"), current))
        elif number == 0 and line.startswith((b"From ", b">From ")):  # the separator line of an mbox
            pass
        elif number and not line.startswith(b"--") and number + 1 < len(lines) and _NAME.match(lines[number + 1]):
            defect = defect or "header-damaged"
        else:
            return _joined(found), position, defect or "headers-unended"
        position += len(line) + 1
    return _joined(found), min(stop + 2, end) if blank >= 0 else end, defect


def _name(line: bytes) -> bytes:
    return line[: line.index(b":")].rstrip().lower() if _NAME.match(line) else b""


def _joined(found: list[tuple[str, list[bytes]]]) -> list[tuple[str, bytes]]:
    return [(name, (pieces[0] if len(pieces) == 1 else b" ".join(pieces))[:MAX_VALUE]) for name, pieces in found]


def decode(value: bytes, name: str = "") -> str:
    """The value as a reader sees it: encoded words and raw 8-bit bytes decoded, runs of white space made one space.

    Args:
        value: unfolded bytes.
        name: lower-case header name; in address headers an encoded name that holds ``,`` or ``<`` is quoted.

    >>> decode(b"=?utf-8?q?Caf=C3?= =?utf-8?q?=A9?= today")
    'Café today'
    """
    text = charsets.clean(charsets.decode(value)[0])
    text = " ".join(text.split())
    return _words(text, quote=name in _ADDRESSES) if "=?" in text else text


def _words(text: str, *, quote: bool) -> str:
    """Text with its encoded words decoded; neighbours of one charset are joined first, as characters may be cut in two."""
    done: list[str] = []
    position = 0
    pending: tuple[str, bytes] | None = None

    def flush() -> None:
        nonlocal pending
        if pending is not None:
            word = _BREAK.sub(" ", charsets.clean(charsets.decode(pending[1], pending[0])[0]))
            inside = sum(piece.count('"') for piece in done) % 2
            if quote and not inside and any(char in word for char in ',;<>@"'):
                word = '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
            done.append(word.replace('"', "'") if quote and inside else word)
            pending = None

    for match in _WORD.finditer(text):
        between = text[position : match.start()]
        if between.strip() or pending is None or pending[0] != match[1].lower():
            flush()
            done.append(between if between.strip() or not done else "")
        data = _word_bytes(match[2], match[3])
        pending = (match[1].lower(), (pending[1] if pending else b"") + data)
        position = match.end()
    flush()
    return "".join(done) + text[position:]


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)
    return transfer.base64(data)[0]


_UNPARTED = re.compile(r"^(\s{0,9}[\w.+-]{1,40}/[\w.+-]{1,60})\s{1,9}(\w{1,20}=)")


def parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """The main value, lower-case, and the parameters of a Content-Type or Content-Disposition (RFC 2231 and RFC 2047).

    >>> parameters(b"attachment; filename*=utf-8''r%C3%A9sum%C3%A9.pdf")
    ('attachment', {'filename': 'résumé.pdf'})
    >>> parameters(b"text/html charset=windows-1252")  # a semicolon forgotten, as mass mailers do
    ('text/html', {'charset': 'windows-1252'})
    """
    text = _UNPARTED.sub(r"\1; \2", charsets.decode(value)[0])
    main = text.partition(";")[0].strip().lower()
    if ";" not in text:
        return main, {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(text):
        given = match[2].strip()
        given = (
            _ESCAPED.sub(r"\1", given[1:-1]) if given[:1] == given[-1:] == '"' and len(given) > 1 else given.strip('"')
        )
        if named := _SECTION.fullmatch(match[1].lower()):
            sections.setdefault(named[1], []).append((int(named[2] or 0), bool(named[3]), given))
    return main, {name: _parameter(pieces) for name, pieces in sections.items()}


def _parameter(pieces: list[tuple[int, bool, str]]) -> str:
    if len(pieces) == 1 and not pieces[0][1]:
        text = pieces[0][2]
        return charsets.clean(_words(text, quote=False) if "=?" in text else text)
    charset, data = "", b""
    for _, encoded, text in sorted(pieces):
        if encoded and not data and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)  # noqa: PLW2901  what follows charset'language' is the text itself
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return charsets.clean(charsets.decode(data, charset)[0])


def mailboxes(value: str) -> Iterator[tuple[str, str]]:
    """Each (display name, address) of a decoded address header, addresses as written, of its first 4,000 characters.

    >>> list(mailboxes('"Doe, Ann" <ann@example.com>, bob@example.com'))
    [('Doe, Ann', 'ann@example.com'), ('', 'bob@example.com')]
    """
    for match in _MAILBOX.finditer(" ".join(value.split())[:_MAX_MAILBOXES]):
        if match[4]:
            yield "", match[4]
        else:
            name = _ESCAPED.sub(r"\1", match[1]) if match[1] is not None else match[2] or ""
            yield " ".join(name.split()), match[3]
