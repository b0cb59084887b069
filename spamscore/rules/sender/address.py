"""The address of the sender and where answers go."""

import re
from collections.abc import Iterator
from email.utils import parseaddr
from functools import cache

from spamscore import brands, lists, normalise, urls
from spamscore.mail import Mail
from spamscore.rules.bulk import is_bulk
from spamscore.rules.rule import rule
from spamscore.rules.sender.display_name import name_of


@cache
def _freemail() -> frozenset[str]:
    return frozenset(lists.load("freemail"))


def _is_freemail(address: str) -> bool:
    return address.lower().rpartition("@")[2] in _freemail()


_OFFICE = re.compile(
    r"\b(?:support|service|billing|accounts?|security|help ?desk|customer|department|notification|payments?|refunds?|invoice|bank|admin(?:istrator)?"
    r"|office|hr|delivery|kundenservice|kundendienst|buchhaltung|rechnung|sicherheit|abteilung|client[e\u00e8]le|facturation|s[e\u00e9]curit[e\u00e9]"
    r"|atenci[o\u00f3]n|soporte|seguridad|facturaci[o\u00f3]n|atendimento|suporte|cobran[c\u00e7]a|assistenza|fatturazione|klantenservice)\b",
    re.I,
)


@rule(
    "sender-freemail-office",
    title="An office writes from a free mail address",
    advice="Send from your own domain; it costs little and can be authenticated.",
    points=1.0,
    source="Gmail's guidelines: do not impersonate Gmail From headers; SpamAssassin FREEMAIL_FROM family",
    fires=[{"sender": "Customer Support <support.team.2291@gmail.com>"}, {"sender": "Kundenservice <kunden77@gmx.de>"}],
    quiet=[
        {"sender": "Anna Muster <anna.muster@gmail.com>"},
        {"sender": "Customer Support <support@shop.example>"},
        {"sender": "Servicio Ruiz <ruiz@correo.example>"},
    ],
    needs=("sender",),
)
def sender_freemail_office(mail: Mail) -> Iterator[str]:
    """A bank's or a shop's department has a domain; a free address behind its name is a stranger's."""
    if _is_freemail(mail.sender_address) and _OFFICE.search(name_of(mail)):
        yield f"{name_of(mail)} <{mail.sender_address}>"


@rule(
    "sender-freemail-bulk",
    title="Mail to many comes from a free mail address",
    advice="Send newsletters from your own domain; providers reject bulk mail from freemail addresses under DMARC.",
    points=0.5,
    source="Gmail and Yahoo sender guidelines: DMARC alignment for bulk senders; gmail.com itself publishes DMARC",
    fires=[{"source": "Our spring sale", "sender": "Lamps <lamps@gmail.com>", "kind": "marketing"}],
    quiet=[
        {"source": "See you at lunch", "sender": "Anna <anna@gmail.com>"},
        {"source": "Our spring sale", "sender": "Lamps <news@lamps.example>", "kind": "marketing"},
    ],
    needs=("sender",),
)
def sender_freemail_bulk(mail: Mail) -> Iterator[str]:
    """Nobody can authenticate a newsletter as gmail.com, so it is junked or refused."""
    if _is_freemail(mail.sender_address) and is_bulk(mail):
        yield mail.sender_address


@rule(
    "reply-to-freemail",
    title="Answers go to a free mail address elsewhere",
    advice="Let answers come to the domain that sends.",
    points=1.5,
    source="SpamAssassin FREEMAIL_FORGED_REPLYTO; Outlook.com: From and Reply-To must receive and belong together",
    fires=[
        b"From: Example Bank <info@bank.example>\nReply-To: mr.bank77@gmail.com\nSubject: Transfer\n\nPlease answer."
    ],
    quiet=[
        b"From: Anna <anna@work.example>\nReply-To: Anna Muster <anna@gmail.com>\nSubject: Hi\n\nHello",
        b"From: Anna <anna@gmail.com>\nReply-To: anna.muster@gmail.com\nSubject: Hi\n\nHello",
        b"From: Example Bank <info@bank.example>\nReply-To: help@bank.example\nSubject: Transfer\n\nHello",
    ],
    needs=("headers", "sender"),
)
def reply_to_freemail(mail: Mail) -> Iterator[str]:
    """The address in front is borrowed, and the answer goes to the one who cannot be seen."""
    answer = _reply_to(mail)
    if answer and _is_freemail(answer) and not _is_freemail(mail.sender_address) and not _same_person(mail, answer):
        yield answer


@rule(
    "reply-to-elsewhere",
    title="Answers go to another organisation's domain",
    advice="Let answers come to the domain that sends, or to one that bears the same name.",
    points=0.3,
    source="Outlook.com sender requirements (2025-05-05): From and Reply-To must be valid and reflect the sender",
    fires=[b"From: News <news@lamps.example>\nReply-To: office@other.test\nSubject: Hi\n\nHello"],
    quiet=[
        b"From: News <news@lamps.example>\nReply-To: office@mail.lamps.example\nSubject: Hi\n\nHello",
        b"From: News <news@lamps.example>\nReply-To: office@lamps.test\nSubject: Hi\n\nHello",
        b"From: Anna <a@b.example>\nReply-To: l@lists.test\nList-Post: <mailto:l@lists.test>\nSubject: Hi\n\nHello",
    ],
    needs=("headers", "sender"),
)
def reply_to_elsewhere(mail: Mail) -> Iterator[str]:
    """Services that send for others do this too, so it counts little alone; with other findings it tells."""
    answer = _reply_to(mail)
    own = mail.sender_domain.partition(".")[0]
    label = urls.registrable(answer.rpartition("@")[2]).partition(".")[0]
    if own and label and not _is_freemail(answer) and label not in own and own not in label:
        yield answer


def _reply_to(mail: Mail) -> str:
    """The address that answers go to, "" when it is the sender's domain or a list's."""
    header = mail.header("reply-to")
    if not header:
        return ""
    answer = parseaddr(header[:1_000])[1].lower()
    listed = mail.header("list-post") or mail.header("list-id")
    return "" if listed or urls.registrable(answer.rpartition("@")[2]) == mail.sender_domain else answer


def _same_person(mail: Mail, answer: str) -> bool:
    return len(local := mail.sender_address.partition("@")[0]) > 2 and local in answer


_NOREPLY = re.compile(
    r"^(?:no|do-?not|donot|never)[-_.]?(?:reply|answer|respond)|^(?:nao|nicht)[-_.]?(?:responder?|antworten)|^ne-?pas-?repondre",
    re.I,
)


@rule(
    "sender-noreply",
    title="A newsletter comes from an address that takes no answers",
    advice="Send from an address that someone reads: answers are the best sign that mail is wanted.",
    points=0.2,
    source="Outlook.com sender requirements: a From or Reply-To that receives; as a spam sign folklore",
    fires=[{"source": "Our spring sale", "sender": "Lamps <no-reply@lamps.example>", "kind": "marketing"}],
    quiet=[
        {"source": "Your code is 1234", "sender": "Lamps <no-reply@lamps.example>", "kind": "transactional"},
        {"source": "Our spring sale", "sender": "Norelle <norelle@lamps.example>", "kind": "marketing"},
    ],
    needs=("sender",),
)
def sender_noreply(mail: Mail) -> Iterator[str]:
    """Who writes to thousands should be able to hear one of them; readers who cannot answer press Spam."""
    if _NOREPLY.match(mail.sender_address) and not mail.header("reply-to") and is_bulk(mail):
        yield mail.sender_address


@rule(
    "sender-domain-disguised",
    title="The sender's domain is written in look-alike letters",
    advice="Send from a domain in one alphabet.",
    points=2.5,
    source="Gmail's guidelines: internationalised domains as UTS #39 section 5.2 restricts them",
    fires=[
        {"sender": "Bank <a@xn--pypal-4ve.com>"},
        {"sender": "Bank <a@p\u0430ypal.com>"},
    ],
    quiet=[
        {"sender": "M\u00fcller <a@xn--mller-kva.de>"},
        {"sender": "M\u00fcller <a@m\u00fcller.de>"},
        {"sender": "Bank <a@paypal.com>"},
    ],
    needs=("sender",),
)
def sender_domain_disguised(mail: Mail) -> Iterator[str]:
    """One foreign letter makes another domain that the eye cannot tell from the first."""
    host = mail.sender_address.rpartition("@")[2][:255]
    if host.isascii() and "xn--" not in host:
        return
    for label in host.split("."):
        if normalise.disguises(_unicode(label)).homoglyph_words:
            yield host


def _unicode(label: str) -> str:
    try:
        return label.removeprefix("xn--").encode().decode("punycode") if label.startswith("xn--") else label
    except UnicodeError:
        return label


@rule(
    "sender-domain-imitates-brand",
    title="The sender's domain is built around a brand's name",
    advice="Send from the brand's own domain; add words before it as a subdomain, not with a hyphen.",
    points=2.0,
    source="APWG, Phishing Activity Trends; M3AAWG on cousin domains",
    fires=[{"sender": "Service <a@paypal-login.example>"}, {"sender": "Post <a@dropbox.parcels.test>"}],
    quiet=[
        {"sender": "Service <a@mail.paypal.com>"},
        {"sender": "Farm <a@apple-tree.example>"},
        {"sender": "Pay Palace <a@paypalace.example>"},
    ],
    needs=("sender",),
)
def sender_domain_imitates_brand(mail: Mail) -> Iterator[str]:
    """Anyone can register a brand's name with a word beside it; the brand itself does not."""
    host = mail.sender_address.rpartition("@")[2][:255]
    if host and brands.imitated(host):
        yield host


_HARD = re.compile(r"[bcdfghjklmnpqrstvwxz]{7,}")
_HEX = re.compile(r"(?=[a-f]{0,30}\d)(?=\d{0,30}[a-f])[0-9a-f]{16,64}|[a-z]{1,3}\d[a-z]{1,3}\d[a-z0-9]{0,3}\d[a-z]")


@rule(
    "sender-domain-random",
    title="The sender's domain looks like random letters",
    advice="Send from a domain that readers can recognise and pronounce.",
    points=0.8,
    source="SpamAssassin FROM_DOMAIN_NOVOWEL; measured on the project's mail collection",
    fires=[{"sender": "Offers <a@xkqzvbtrw.test>"}, {"sender": "Offers <a@x7f3k9q.example>"}],
    quiet=[
        {"sender": "Offers <a@rhythm-lamps.example>"},
        {"sender": "Offers <a@3m.example>"},
        {"sender": "News <bounce-9f3ab4c1d2e5f6a7b8@mail.lamps.example>"},
    ],
    needs=("sender",),
)
def sender_domain_random(mail: Mail) -> Iterator[str]:
    """Domains made by the dozen to be burnt in a day are not worth a readable name."""
    label = mail.sender_domain.partition(".")[0][:63]
    if not label.startswith("xn--") and (_HARD.search(label) or _HEX.search(label)):
        yield mail.sender_domain


@rule(
    "sender-missing",
    title="There is no proper From address",
    advice="Send exactly one From header with one address: Name <name@domain>.",
    points=1.0,
    source="RFC 5322 section 3.6.2; Gmail's guidelines: one From address",
    fires=[b"Subject: Hi\n\nHello", b"From: Lamps\nSubject: Hi\n\nHello"],
    quiet=[
        b"From: a@b.example\nSubject: Hi\n\nHello",
        b"From: Lamps <{{ sender }}>\nSubject: Hi\n\nHello",
        "A body alone.",
    ],
    needs=("headers",),
)
def sender_missing(mail: Mail) -> Iterator[str]:
    """Without an address nobody can answer or be held to account; all large providers reject such mail."""
    sender = (mail.sender or "").strip()
    local, _, host = mail.sender_address.partition("@")
    if not (local and host) and "{" not in sender and "*|" not in sender and "%" not in sender:
        yield f"From: {sender[:80]}"


@rule(
    "sender-several",
    title="The mail names more than one sender",
    advice="Put one address into one From header; use Sender and Reply-To for others.",
    points=1.0,
    source="Gmail's guidelines: a single From address; RFC 5322 section 3.6: From occurs once",
    fires=[
        b"From: a@b.example\nFrom: c@d.example\nSubject: Hi\n\nHello",
        b"From: a@b.example, c@d.example\nSubject: Hi\n\nHello",
    ],
    quiet=[
        b'From: "Muster, Anna" <a@b.example>\nSubject: Hi\n\nHello',
        b'From: "a@b.example" <a@b.example>\nSubject: Hi\n\nHello',
    ],
    needs=("headers",),
)
def sender_several(mail: Mail) -> Iterator[str]:
    """Programs show one of the two and check the other: a known way around authentication."""
    senders = [value for name, value in mail.headers or () if name == "from"]
    bare = _QUOTES.sub("", senders[0][:2_000]) if senders else ""
    if len(senders) > 1:
        yield " / ".join(senders)
    elif len(_MAILBOX.findall(bare)) > 1 and "," in bare:
        yield bare


_QUOTES = re.compile(r'"[^"]{0,300}"')
_MAILBOX = re.compile(r"[\w.+\-]{1,64}@[\w.\-]{1,255}")
