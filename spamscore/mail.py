"""Mail: what is there, without opinions; `read` makes it from a body, a message or a file."""

import email.message
import email.policy
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from spamscore import charsets, headers, markup, mime, urls, words
from spamscore.attachments import Attachment, examine
from spamscore.markup import Hidden, Image, Link, Page

__all__ = ("Attachment", "Kind", "Mail", "read")

Kind = Literal["marketing", "transactional"]


@dataclass(frozen=True)
class Mail:
    """A mail as read. Unknown is not missing: given a body alone, `headers` is None."""

    subject: str | None = None
    sender: str | None = None  # the From header, decoded: 'Name <address>'
    headers: tuple[tuple[str, str], ...] | None = None  # sender-side ones: (lower-case name, decoded value) in order
    html: str | None = None  # source of the HTML body
    plain: str | None = None  # source of the text body, the twin when there is HTML too
    page: Page = markup.EMPTY  # of the HTML when there is any, else of the text
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()
    kind: Kind | None = None
    parts: tuple[str, ...] = ()  # media type of each MIME part of a message, containers too, in order

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
        return tuple(words.split(self.low))

    @cached_property
    def low(self) -> str:
        """The visible text in lower case."""
        return self.page.text.lower()

    @cached_property
    def senders(self) -> tuple[tuple[str, str], ...]:
        """Each (display name, address) in From, addresses lower-case; () when unknown."""
        return tuple((name, address.lower()) for name, address in headers.mailboxes(self.sender or ""))

    @cached_property
    def sender_name(self) -> str:
        """Display name of the sender, "" when unknown."""
        return self.senders[0][0] if self.senders else ""

    @cached_property
    def sender_address(self) -> str:
        """Address of the sender, lower-case, "" when unknown."""
        return self.senders[0][1] if self.senders else ""

    @cached_property
    def sender_domain(self) -> str:
        """Registrable domain of the sender's address, "" when unknown."""
        return urls.registrable(self.sender_address.rpartition("@")[2])

    @cached_property
    def reply_to_domain(self) -> str:
        """Registrable domain of the first Reply-To address, "" when absent or unknown."""
        address = next((address for _, address in headers.mailboxes(self.header("reply-to") or "")), "")
        return urls.registrable(address.lower().rpartition("@")[2])

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name, None when absent or when headers are unknown."""
        return next((value for key, value in self.headers or () if key == name), None)

    def header_all(self, name: str) -> tuple[str, ...]:
        """Every header of that (lower-case) name in order, () when absent or when headers are unknown."""
        return tuple(value for key, value in self.headers or () if key == name)


_TAG = re.compile(
    r"<(?:!doctype\s|!--|\?xml\s|/?(?:html|head|body|title|meta|style|script|table|tbody|tr|td|th|div|p|br|hr|a|img|span|h[1-6]|font"
    r"|center|b|i|u|em|strong|ul|ol|li|small|big|pre|section|article|header|footer|form|input|button|blockquote|mjml|mj-[a-z]{1,20})"
    r"(?:[\s>]|/>))", re.I,
)  # fmt: skip
_LOOKED_AT = 100_000  # characters at the start of a body in which a tag must show
_ACCEPTED = "pass str (a body), bytes (a message), email.message.Message, pathlib.Path or Mail"


def read(
    source: object, *, subject: str | None = None, sender: str | None = None, text: str | None = None,
    attachments: tuple[object, ...] = (), kind: Kind | None = None,
) -> Mail:  # fmt: skip
    """The mail in a body, a message or a file; whatever is wrong with it is named in `Mail.defects`.

    Args:
        source: `str` is a body, HTML or plain text; `bytes` and `email.message.Message` are a whole message; a `Path` is
            a message when its suffix is .eml, else a body; a `Mail` is taken as it is.
        subject: the subject, where the source has none or another one.
        sender: the From header, 'Name <address>'.
        text: the plain-text twin of an HTML body.
        attachments: `Attachment`, `Path` or (name, bytes) each; they replace those of the source.
        kind: 'marketing' or 'transactional' where it is known.

    Raises:
        TypeError: the source or a keyword has another type.
        ValueError: `kind` is another word.
        OSError: a file cannot be read.

    >>> read("<p>Hello</p>", subject="Your order").subject
    'Your order'
    """
    for name, value in (("subject", subject), ("sender", sender), ("text", text)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} takes str or None, not {type(value).__name__}")
    if kind is not None and kind not in get_args(Kind):
        raise ValueError(f"kind is 'marketing', 'transactional' or None, not {kind!r}")
    given: dict[str, Any] = {"kind": kind} if kind is not None else {}
    if attachments:
        given["attachments"] = _attached(attachments)
    mail = _source(source, text)
    if text is not None and mail.plain != text:
        mail = _with_text(mail, charsets.clean(text))
    for name, value in (("subject", subject), ("sender", sender)):
        if value is not None:
            given[name] = " ".join(charsets.clean(value[: headers.MAX_VALUE]).split())
    return replace(mail, **given) if given else mail


def _source(source: object, text: str | None) -> Mail:
    if isinstance(source, str):
        return body(source, html=True if text is not None else None)
    if isinstance(source, bytes):
        return _message(source)
    if isinstance(source, Mail):
        return source
    if isinstance(source, Path):
        return _file(source, text)
    if isinstance(source, email.message.Message):
        return _message(_written(source))
    hint = "; bytes(…) makes it bytes" if isinstance(source, (bytearray, memoryview)) else ""
    raise TypeError(f"{_ACCEPTED}, not {type(source).__name__}{hint}")


def has_tags(source: str) -> bool:
    """Whether a body is taken for HTML where nobody says what it is."""
    return _TAG.search(source, 0, _LOOKED_AT) is not None


def body(source: str, *, html: bool | None = None) -> Mail:
    """The mail of a body alone; `html` None means to look for tags."""
    defects: tuple[str, ...] = ()
    if html is None:
        html = has_tags(source)
    if len(source) > mime.MAX_BODY:
        defects = (f"{'html' if html else 'text'}-cut: {len(source)} characters, {mime.MAX_BODY} read",)
    source = charsets.clean(source[: mime.MAX_BODY])
    page = markup.read_html(source) if html else markup.read_text(source)
    defects = _merged(defects, page.defects)
    return Mail(html=source, page=page, defects=defects) if html else Mail(plain=source, page=page, defects=defects)


def _file(path: Path, text: str | None) -> Mail:
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        data = file.read(mime.MAX_MESSAGE + 1)
    if suffix == ".eml":
        return _message(data)
    html = True if suffix in (".html", ".htm", ".xhtml", ".mjml") or text is not None else None
    source, defect = charsets.decode(data, markup=True)
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    mail = body(source, html=False if suffix == ".txt" and text is None else html)
    return replace(mail, defects=_merged((defect,), mail.defects)) if defect else mail


def _message(raw: bytes) -> Mail:
    message = mime.parse(raw)
    page = markup.read_html(message.html) if message.html is not None else markup.read_text(message.plain or "")
    first = dict(reversed(message.headers))
    return Mail(
        first.get("subject"), first.get("from"), message.headers, message.html, message.plain, page,
        message.attachments, _merged(message.defects, page.defects), None, message.parts,
    )  # fmt: skip


def _written(message: email.message.Message) -> bytes:
    """The message as bytes, its headers as they stand; by hand where the standard library cannot write it."""
    policies = [message.policy, email.message.Message().policy]
    if isinstance(message.policy, email.policy.EmailPolicy):
        policies.insert(0, message.policy.clone(refold_source="none"))
    for policy in policies:
        try:
            # not the message's own: Django's, up to 5.2, takes no policy
            return email.message.Message.as_bytes(message, policy=policy)
        except Exception:  # noqa: BLE001, S112  its generator fails in many ways on odd messages
            continue
    lines = [f"{name}: {' '.join(str(value).split())}\n" for name, value in message.raw_items()]
    payload = vars(message).get("_payload")  # get_payload() raises on the very surrogates that bring us here
    body = payload if isinstance(payload, str) else ""
    return ("".join(lines) + "\n" + body).encode("utf-8", "replace")


def _with_text(mail: Mail, text: str) -> Mail:
    if mail.html is not None:
        return replace(mail, plain=text[: mime.MAX_BODY])
    twin = body(text, html=False)
    return replace(mail, plain=twin.plain, page=twin.page, defects=_merged(mail.defects, twin.defects))


def _merged(*defects: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(defect for some in defects for defect in some))


def _attached(given: object) -> tuple[Attachment, ...]:
    if not isinstance(given, (tuple, list)):
        raise TypeError(f"attachments takes a tuple of Attachment, Path or (name, bytes), not {type(given).__name__}")
    return tuple(_attachment(one) for one in given)


def _attachment(given: object) -> Attachment:
    match given:
        case Attachment():
            return given
        case Path():
            return examine(given.name, given.read_bytes())
        case (str(name), bytes(data)):
            return examine(charsets.clean(name), data)
    raise TypeError(f"an attachment is an Attachment, a Path or (name, bytes), not {type(given).__name__}")
