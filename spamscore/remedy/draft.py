"""Draft: a mail with the text that edits are made in, and how to read and score it again."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from spamscore import charsets, markup
from spamscore.mail import Mail, read
from spamscore.model import Model
from spamscore.placeholders import CONTROL, VALUE, mask
from spamscore.remedy.edit import Change, spliced
from spamscore.remedy.lines import Lines
from spamscore.remedy.rewriting import text_of
from spamscore.remedy.scan import Scan, scan
from spamscore.remedy.tongue import Tongue, tongue
from spamscore.remedy.visible import Visible, Weaver
from spamscore.rules import Finding

_FORMS = {".html": True, ".htm": True, ".xhtml": True, ".mjml": True, ".txt": False}


class Weighed(Protocol):
    """What `scoring.weigh` says of a mail, as far as a plan needs it."""

    @property
    def points(self) -> float:
        """The sum of all amounts."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The rules that fired."""

    @property
    def prepared(self) -> str:
        """The text as the classifier reads it."""

    @property
    def unit(self) -> float:
        """Points that one unit of n-gram weight adds."""

    @property
    def model(self) -> Model:
        """The weights."""


@dataclass(frozen=True)
class Draft:
    """What a plan is made for: the mail, its body as given, and who judges it."""

    mail: Mail
    body: str
    reread: Callable[[str], Mail]  # the mail with another body
    weighed: Callable[[Mail], Weighed]

    @cached_property
    def opinion(self) -> Weighed:
        """The opinion on the mail as it is."""
        return self.weighed(self.mail)

    @cached_property
    def fired(self) -> Mapping[str, tuple[str, ...]]:
        """Rules that fired, with their quotations."""
        return {each.rule.id: tuple(piece.quote for piece in each.evidence) for each in self.opinion.findings}

    @property
    def html(self) -> bool:
        """Whether the body is HTML."""
        return self.mail.html is not None

    @cached_property
    def lines(self) -> Lines:
        """The lines of the body."""
        return Lines(self.body)

    @cached_property
    def _masked(self) -> str:
        return self.scan.masked if self.html else mask(self.body)[0]

    @cached_property
    def scan(self) -> Scan:
        """The HTML body as elements; of an empty source when the body is plain text."""
        return scan(self.body if self.html else "", self.mail.page.style)

    @cached_property
    def visible(self) -> Visible:
        """The text of the body that a reader sees."""
        if self.html:
            return self.scan.visible
        weaver = Weaver()
        weaver.take(self._masked, 0, len(self.body), html=False)
        return weaver.woven(self.lines)

    @cached_property
    def subject(self) -> Visible | None:
        """The subject, where it is known."""
        if not self.mail.subject:
            return None
        weaver = Weaver()
        weaver.take(mask(self.mail.subject)[0], 0, len(self.mail.subject), html=False)
        return weaver.woven(Lines(self.mail.subject), "subject")

    @property
    def texts(self) -> tuple[Visible, ...]:
        """Body and subject as text."""
        return (self.visible, self.subject) if self.subject else (self.visible,)

    @cached_property
    def _links(self) -> tuple[tuple[int, int], ...]:
        links = (each for each in self.scan.named("a", "button") if each.close > each.inner)
        return tuple(sorted((each.inner, each.close) for each in links))

    def linked(self, text: Visible, start: int, end: int) -> bool:
        """Whether a link begins or ends in a stretch of text, or the stretch is inside one."""
        if text.where != "body":
            return False
        if not self.html:
            return "://" in text.text[start:end] or "www." in text.text[start:end]
        places = [place for place in text.starts[start:end] if place >= 0]
        at = bisect_right(self._links, (places[0], len(self.body))) - 1 if places else 0
        return bool(places) and any(a <= places[-1] and places[0] < b for a, b in self._links[max(at, 0) : at + 2])

    @cached_property
    def tongue(self) -> Tongue:
        """The words of the mail's language."""
        written = self.scan.first("html") if self.html else None
        return tongue(written.get("lang") if written else "", self.mail.text)

    @cached_property
    def message(self) -> bool:
        """Whether the headers are known, so that a text version and list headers can be missing."""
        return self.mail.headers is not None

    def revised(self, changes: Iterable[Change]) -> Mail:
        """The mail with these changes made, read anew."""
        changes = tuple(changes)
        of = {
            where: [each for each in changes if each.where == where] for where in ("body", "subject", "text", "headers")
        }
        mail = self.reread(spliced(self.body, of["body"])) if of["body"] else self.mail
        if of["subject"] and self.mail.subject:
            mail = replace(mail, subject=" ".join(spliced(self.mail.subject, of["subject"]).split()))
        if of["text"]:
            parts = tuple(part for part in (mail.parts or ("text/html",)) if part != "text/html")
            twin = ("multipart/alternative", "text/plain", "text/html")
            mail = replace(mail, plain=of["text"][0].after, parts=(*parts, *twin))
        added = [line.partition(": ") for each in of["headers"] for line in each.after.splitlines() if line]
        if added:
            mail = replace(mail, headers=(*(mail.headers or ()), *((name.lower(), value) for name, _, value in added)))
        return mail

    def weigh(self, changes: Iterable[Change]) -> Weighed:
        """The opinion on the mail with these changes made."""
        return self.weighed(self.revised(changes))

    def keeps_placeholders(self, changes: Iterable[Change]) -> bool:
        """Whether every placeholder of the body is still there, logic too, once the changes are made."""
        spans = [(each.span.start, each.span.end) for each in changes if each.where == "body"]
        return all(VALUE not in self._masked[a:b] and CONTROL not in self._masked[a:b] for a, b in spans)


def draft(source: Any, context: Mapping[str, Any], weighed: Callable[[Mail], Weighed]) -> Draft:
    """The draft of anything that `spamscore.check` takes; raises what it raises.

    Args:
        source: a body, a message, a file or a `Mail`.
        context: what is known besides: subject, sender, text …
        weighed: how a mail is scored.
    """
    mail = read(source, **context)
    if isinstance(source, str):
        body, reread = source, _reader(context)
    elif isinstance(source, Path) and source.suffix.lower() != ".eml":
        body = text_of(source.read_bytes())
        form = _FORMS.get(source.suffix.lower())
        reread = _reader(context) if form is None or context.get("text") is not None else _writer(mail)
    else:
        body, reread = mail.html if mail.html is not None else mail.plain or "", _writer(mail)
    return Draft(mail, body, reread, weighed)


def _reader(context: Mapping[str, Any]) -> Callable[[str], Mail]:
    return lambda body: read(body, **context)


def _writer(mail: Mail) -> Callable[[str], Mail]:
    """How the body of a mail whose form is known is exchanged."""

    def reread(body: str) -> Mail:
        body = charsets.clean(body)
        if mail.html is not None:
            return replace(mail, html=body, page=markup.read_html(body))
        return replace(mail, plain=body, page=markup.read_text(body))

    return reread
