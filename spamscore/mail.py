"""Mail: what is there, without opinions; `read` makes it from a body, a message or a file."""

import email
import email.message
import re
from dataclasses import dataclass, replace
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Literal

from spamscore import markup, urls
from spamscore.markup import Hidden, Image, Link, Page

Kind = Literal["marketing", "transactional"]


@dataclass(frozen=True)
class Attachment:
    """A file that travels with the mail; nothing is unpacked or opened."""

    name: str
    declared_type: str = ""  # as the message says, lower-case
    actual_type: str = ""  # by magic bytes, "" when unknown
    size: int = 0  # bytes after transfer decoding
    members: tuple[str, ...] = ()  # names inside an archive, bounded
    encrypted: bool = False
    macros: bool = False


@dataclass(frozen=True)
class Mail:
    """A mail as read. Unknown is not missing: given a body alone, `headers` is None."""

    subject: str | None = None
    sender: str | None = None  # the From header, decoded: 'Name <address>'
    headers: tuple[tuple[str, str], ...] | None = None  # (lower-case name, decoded value) in order
    html: str | None = None  # source of the HTML body
    plain: str | None = None  # source of the text body, the twin when there is HTML too
    page: Page = markup.EMPTY  # of the HTML when there is any, else of the text
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()
    kind: Kind | None = None

    @property
    def text(self) -> str:
        """Visible text."""
        return self.page.text

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """Pieces of text that the reader does not see, with the reason."""
        return self.page.hidden

    @property
    def hidden_text(self) -> str:
        """All hidden text on one line."""
        return " ".join(piece.text for piece in self.page.hidden)

    @property
    def links(self) -> tuple[Link, ...]:
        """Links in order."""
        return self.page.links

    @property
    def images(self) -> tuple[Image, ...]:
        """Images in order."""
        return self.page.images

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words of the visible text, lower-case, letters only."""
        return tuple(_WORD.findall(self.page.text.lower()))

    @cached_property
    def sender_name(self) -> str:
        """Display name of the sender, "" when unknown."""
        return parseaddr(self.sender or "")[0]

    @cached_property
    def sender_address(self) -> str:
        """Address of the sender, lower-case, "" when unknown."""
        return parseaddr(self.sender or "")[1].lower()

    @cached_property
    def sender_domain(self) -> str:
        """Registrable domain of the sender's address, "" when unknown."""
        return urls.registrable(self.sender_address.rpartition("@")[2])

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name, None when absent or when headers are unknown."""
        return next((value for key, value in self.headers or () if key == name), None)


_WORD = re.compile(r"[^\W\d_]+")


def read(source: object, *, subject: str | None = None, sender: str | None = None, text: str | None = None,
         attachments: tuple[object, ...] = (), kind: Kind | None = None) -> Mail:  # fmt: skip
    """The mail in a body (str), a message (bytes, EmailMessage) or a file (Path)."""
    if isinstance(source, Mail):
        return source
    if isinstance(source, Path):
        if source.suffix == ".eml":
            return read(source.read_bytes(), subject=subject, sender=sender)
        source = source.read_text("utf-8", "replace")
    if isinstance(source, email.message.Message):
        source = source.as_bytes()
    if isinstance(source, str):
        mail = _body(source, text)
    elif isinstance(source, bytes):
        mail = _message(source)
    else:
        raise TypeError(f"score() takes str, bytes, EmailMessage, Path or Mail, not {type(source).__name__}")
    given = {k: v for k, v in {"subject": subject, "sender": sender, "kind": kind}.items() if v is not None}
    return replace(mail, **given)


_TAG = re.compile(r"<(?:!doctype|html|head|body|table|div|p|br|a|img|span|td|h[1-6]|font|center|style|b|i|u|ul|li)\b", re.I)


def _body(source: str, text: str | None) -> Mail:
    if _TAG.search(source):
        return Mail(html=source, plain=text, page=markup.read_html(source))
    return Mail(plain=source, page=markup.read_text(source))


def _message(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw)
    html = plain = None
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("text/html", "text/plain"):
            payload = part.get_payload(decode=True)
            body = bytes(payload or b"").decode("utf-8", "replace")
            if kind == "text/html":
                html = html or body
            else:
                plain = plain or body
    headers = tuple((name.lower(), str(value)) for name, value in message.items())
    page = markup.read_html(html) if html is not None else markup.read_text(plain or "")
    lookup = dict(reversed(headers))
    return Mail(lookup.get("subject"), lookup.get("from"), headers, html, plain, page)
