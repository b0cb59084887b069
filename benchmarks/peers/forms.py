"""The forms in which every peer gets a mail: as it came, as a template tool gives it, and under clean headers."""

import base64
import quopri
import re
from collections.abc import Iterable
from dataclasses import dataclass

from spamscore.mail import Mail, read
from spamscore.training.redact import redact

FORMS = ("whole", "bare", "wrapped")
_CLEAN = (
    ("From", "Example News <news@example.com>"),
    ("To", "Anna Example <anna@example.org>"),
    ("Subject", "Our news for you"),
    ("Date", "Tue, 03 Nov 2026 09:30:00 +0000"),
    ("Message-ID", "<20261103093000.4711@example.com>"),
)
# What a filter on the way has written: its opinion is not the mail, and one of them was right or wrong by the label.
_VERDICT = re.compile(
    rb"^[!-9;-~]{0,60}(?:spam|-scl|bogosity|rspamd|verdict|filter|foff|vade|virus|scan|barracuda|cmae|proofpoint|mimecast|-kse-"
    rb"|-score)[!-9;-~]{0,60}:.*(?:\n[ \t].*)*\n", re.I | re.M,
)  # fmt: skip
_TAG = re.compile(rb"^(subject:.{0,20}?)(?:\[spam\]|\*{2,5}\s?spam\s?\*{2,5})\s?", re.I | re.M)
_OF_THE_READER = ("to", "cc", "bcc", "in-reply-to", "references", "mime-version")


@dataclass(frozen=True, slots=True)
class Form:
    """One mail in one form, twice: a filter takes messages only."""

    content: str | bytes  # as spamscore takes it
    message: bytes  # as a filter takes it


def forms(content: str | bytes) -> dict[str, Form]:
    """The forms of a mail by name; a body that came without a message has no ``whole``.

    *whole* is the message without what filters on its way have written into its header; *bare* is the HTML alone (the text, where there is none), to a filter under MIME headers only; *wrapped* is the same
    under From, To, Subject, Date and Message-ID that nobody can object to.
    """
    mail = read(content)
    body = mail.plain or "" if mail.html is None else mail.html
    clean = enclosed(mail, headers=_CLEAN, twin=False)
    found = {}
    if isinstance(content, bytes):
        found["whole"] = Form(whole := unjudged(content), whole)
    return found | {"bare": Form(body, enclosed(mail, twin=False)), "wrapped": Form(clean, clean)}


def unjudged(message: bytes) -> bytes:
    """A message without the headers and the subject's tag by which filters on its way gave their verdict."""
    end = re.search(rb"\n\r?\n", message)
    border = end.start() + 1 if end else len(message)
    return _TAG.sub(rb"\1", _VERDICT.sub(b"", message[:border])) + message[border:]


def lessons(content: str | bytes, *, classic: bool) -> list[bytes]:
    """What a trained peer learns from a mail: the bare body, and the message where there is one.

    What tells the corpus is masked, as for our own model (`spamscore.training.redact`), and the receiving side's headers
    are left out: they name the honeypot that the phishing came from. An old mail is learned once, as it came.
    """
    mail = read(content)
    bare = enclosed(mail, twin=False, masked=True)
    if not isinstance(content, bytes):
        return [bare]
    kept = tuple(
        (name.title(), redact(value))
        for name, value in mail.headers or ()
        if name not in _OF_THE_READER and not name.startswith("content-")
    )
    message = enclosed(mail, headers=kept, masked=True)
    return [message] if classic else [message, bare]


def enclosed(mail: Mail, *, headers: Iterable[tuple[str, str]] = (), twin: bool = True, masked: bool = False) -> bytes:
    """The bodies of a mail as a message under these headers and those of MIME; ``twin``: the text beside the HTML, too."""
    sources = [("plain", mail.plain)] if mail.html is None or twin else []
    sources += [("html", mail.html)]
    parts = [_part(name, redact(text) if masked else text) for name, text in sources if text is not None]
    lines = [f"{name}: {_encoded(value)}\n".encode() for name, value in headers]
    lines.append(b"MIME-Version: 1.0\n")
    if len(parts) != 1:
        boundary = b"=_spamscore_peers_"
        lines.append(b'Content-Type: multipart/alternative; boundary="' + boundary + b'"\n\n')
        parts = [b"--" + boundary + b"\n" + part for part in parts] + [b"--" + boundary + b"--\n"]
    return b"".join((*lines, *parts))


def _part(subtype: str, text: str) -> bytes:
    head = f"Content-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    return head.encode() + quopri.encodestring(text.encode("utf-8", "replace")) + b"\n"


def _encoded(value: str) -> str:
    """A header's value as ASCII on one line."""
    value = " ".join(value.split())
    return value if value.isascii() else f"=?utf-8?b?{base64.b64encode(value.encode('utf-8', 'replace')).decode()}?="
