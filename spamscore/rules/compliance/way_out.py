"""The way out of a mailing list, and who is behind it."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from spamscore import lists
from spamscore.mail import Mail
from spamscore.placeholders import VALUE, offers_way_out, unseen
from spamscore.rules.bulk import is_bulk, sells
from spamscore.rules.rule import Evidence, rule
from spamscore.terms import Terms
from spamscore.words import near_digits

GMAIL = "Gmail, Email sender guidelines (support.google.com/a/answer/81126, 2026-03-21)"
CAN_SPAM = "CAN-SPAM Act, 15 U.S.C. 7704; FTC, A Compliance Guide for Business"
_MAX_TEXT = 40_000  # characters read, half from either end: the way out stands at an end
_OFFERS = (
    '<p>Spring sale: 20 % off. Shop now! Free shipping.</p><a href="https://a.example/1">1</a>'
    '<a href="https://a.example/2">2</a><a href="https://a.example/3">3</a>'
)
_FOOTER = '<p><a href="https://a.example/u">Unsubscribe</a></p><p>Lamps Ltd, 12 Mill Street, London N1 7AA</p>'


_ENDING = re.compile(
    r"\b(?:cancel|end|stop|manage|change|update) (?:your|my|this|the) (?:[\w-]{1,30} ){0,3}(?:subscriptions?|preferences|e-?mails?)\b"
    r"|prefer not to receive"
)


def _has_way_out(mail: Mail) -> bool:
    """Whether words or a link target of the visible mail offer a way out; a filled-in target is given the benefit."""
    text = _ends(mail.low)
    if lists.terms("unsubscribe").any_in(text) or _ENDING.search(text):
        return True
    for link in mail.links[:1_000]:
        href = link.href[:500].lower()
        if href == VALUE or "unsub" in href or "optout" in href or "opt-out" in href or "preference" in href:
            return True
    source = _source(mail)
    return offers_way_out(source) or bool(unseen(source))  # a footer that stands in another file may hold it


def _source(mail: Mail) -> str:
    return mail.html if mail.html is not None else mail.plain or ""


@lru_cache(maxsize=4)
def _ends(text: str) -> str:
    half = _MAX_TEXT // 2
    return text if len(text) <= _MAX_TEXT else text[:half] + text[-half:]


@rule(
    "unsubscribe-missing",
    title="A marketing mail offers no way out",
    advice="Put a clearly visible unsubscribe link into the body.",
    points=0.5,
    source=GMAIL + ": a clearly visible unsubscribe link in the body; " + CAN_SPAM,
    fires=[{"source": "<p>Our spring sale starts today.</p>", "kind": "marketing"}, _OFFERS],
    quiet=[
        {"source": "<p>Our spring sale starts today.</p>" + _FOOTER, "kind": "marketing"},
        {"source": "<p>Your order 12 has shipped. Shop now for more.</p>", "kind": "transactional"},
        "<p>Lunch on Monday? There is a discount on soup.</p>",
        _OFFERS + '<p>To cancel your weekly news subscription, <a href="https://a.example/x">click here</a></p>',
        _OFFERS + '<a href="https://a.example/x">Abmelden</a>',
        _OFFERS + "<p>{% unsubscribe %}</p>",
        _OFFERS + '<p><a href="https://a.example/{{ unsubscribe_path }}">click here</a></p>',
        _OFFERS + '{% include "mail/footer.html" %}',
    ],
)
def unsubscribe_missing(mail: Mail) -> Iterator[str]:
    """A reader who finds no way out presses Spam, and that counts against the sender for months."""
    if (is_bulk(mail) or sells(mail)) and not _has_way_out(mail):
        yield "no unsubscribe link or words"


@rule(
    "unsubscribe-not-one-click",
    title="The headers of a marketing mail offer no one-click unsubscribe",
    advice="Add 'List-Unsubscribe: <https://…>' and 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'.",
    points=0.3,
    source="RFC 8058; " + GMAIL + ": required from 5,000 mails a day, transactional mail exempt",
    fires=[b"From: a@b.example\nSubject: Sale\nPrecedence: bulk\nList-Unsubscribe: <https://b.example/u>\n\nSale"],
    quiet=[
        (
            b"From: a@b.example\nSubject: Sale\nList-Unsubscribe: <https://b.example/u>\n"
            b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nSale"
        ),
        b"From: a@b.example\nSubject: Your order\n\nYour order has shipped.",
        {"source": "Our spring sale", "kind": "marketing"},
    ],
    needs=("headers",),
)
def unsubscribe_not_one_click(mail: Mail) -> Iterator[str]:
    """Without both headers the providers show no button of their own, and from 5,000 a day they refuse the mail."""
    if not is_bulk(mail):
        return
    target = (mail.header("list-unsubscribe") or "").lower()
    post = (mail.header("list-unsubscribe-post") or "").lower()
    if "mailto:" in target and "https:" not in target:
        return  # the next rule says it
    if "https:" not in target or "one-click" not in post:
        yield target[:120] or "no List-Unsubscribe header"


@rule(
    "unsubscribe-mailto-only",
    title="The unsubscribe header offers an address only",
    advice="Add an https target beside the mailto one, and the List-Unsubscribe-Post header.",
    points=0.2,
    source="RFC 8058 section 3.1: an HTTPS URI is needed; Gmail: mailto alone does not satisfy one-click",
    fires=[b"From: a@b.example\nSubject: Sale\nList-Unsubscribe: <mailto:u@b.example>\n\nSale"],
    quiet=[
        b"From: a@b.example\nSubject: Sale\nList-Unsubscribe: <mailto:u@b.example>, <https://b.example/u>\n\nSale",
        (
            b"From: a@b.example\nSubject: Re: patch\nList-Post: <mailto:l@b.example>\n"
            b"List-Unsubscribe: <mailto:u@b.example>\n\nYes"
        ),
    ],
    needs=("headers",),
)
def unsubscribe_mailto_only(mail: Mail) -> Iterator[str]:
    """One click must work without the reader writing a mail; Yahoo still accepts mailto, Gmail does not."""
    target = (mail.header("list-unsubscribe") or "").lower()
    if "mailto:" in target and "https:" not in target and is_bulk(mail):
        yield target


@rule(
    "unsubscribe-hidden",
    title="The unsubscribe words are hidden from the reader",
    advice="Show the unsubscribe link in a readable size and colour.",
    points=1.5,
    source=GMAIL + ": clearly visible; no content hidden by HTML or CSS; " + CAN_SPAM,
    fires=[f'{"<p>Our spring sale starts today.</p>" * 30}<div style="display:none">Click here to unsubscribe</div>'],
    quiet=[
        '<p>Our spring sale starts today.</p><p style="font-size:11px;color:#777">Unsubscribe</p>',
        '<div style="display:none">Our spring sale</div><p>Our spring sale starts today. Unsubscribe</p>',
        '<p>Sale</p><div style="display:none">Unsubscribe</div><p>Unsubscribe</p>',
    ],
    needs=("html",),
)
def unsubscribe_hidden(mail: Mail) -> Iterator[Evidence]:
    """Words for a filter that no reader can see admit that the rule was known."""
    for piece in mail.hidden[:200]:
        text = piece.text[:2_000].lower()
        if "unsubscribe" in text or "abbestellen" in text or "désabonner" in text or "opt out" in text:
            if not _has_way_out(mail):
                yield Evidence(piece.text, of=piece)
            return


_ANSWER = (
    "reply", "respond", "antworten sie", "repondez", "r\u00e9pondez", "rispondi", "antwoord", " the subject",
)  # fmt: skip
_LEAVE = ("remove", "unsub", "stop", "opt", "no thanks", "abmelden", "baja", "sair", "cancella")
_TO_LEAVE = Terms(_ANSWER, _LEAVE)
_BY_REPLY = re.compile(
    r"\b(?:reply|respond|antworten sie|r[e\u00e9]pondez|responda|rispondi|antwoord)\b[^.\n]{0,60}"
    r"[\"'\u2018\u2019\u201c\u201d\u00ab]?\b(?:remove|unsubscribe|stop|opt[- ]?out|no thanks|abmelden|baja|sair|cancella)\b"
    r"|\b(?:remove|unsubscribe|stop)[\"'\u2019\u201d]? (?:in|as) the subject",
    re.I,
)


@rule(
    "unsubscribe-by-reply",
    title="The only way out is to answer the mail",
    advice="Offer a link that ends the mailing with one click.",
    points=0.3,
    source=CAN_SPAM + "; SpamAssassin's rules on removal by reply",
    fires=["Our lamps are cheap. To be taken off our list reply with REMOVE in the subject."],
    quiet=[
        "Please reply by Friday. The bus will stop at the mill.",
        "Reply STOP to end the texts, or unsubscribe here: https://a.example/unsubscribe",
        'Reply STOP to end the texts, or <a href="{{ unsubscribe_url }}">leave here</a>.',
        "Please answer my question: did you remove the lamp?",
    ],
)
def unsubscribe_by_reply(mail: Mail) -> Iterator[str]:
    """An answer proves that the address is read, which is what list traders want to know."""
    if len(_TO_LEAVE.groups(mail.low[-4_000:])) < 2:
        return  # asked first: a twentieth of the expression's cost
    found = _BY_REPLY.search(mail.text[-4_000:])
    if found and not (
        any("unsub" in link.href.lower()[:500] for link in mail.links[:1_000]) or offers_way_out(_source(mail))
    ):
        yield found[0]


_POSTCODE = re.compile(
    r"\b[A-Z]{2},? \d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] \d[A-Z]\d\b"
    r"|\b(?:[A-Z]{1,2}-)?\d{4,5},? [A-Z\u00c0-\u00dd][a-z\u00df-\u00ff]{2}|\b\d{4} ?[A-Z]{2}\b|\b\d{5}-\d{3}\b|\b\d{2}-\d{3} [A-Z]"
)


@rule(
    "postal-address-missing",
    title="A marketing mail shows no postal address",
    advice="Put the sender's postal address into the footer.",
    points=0.3,
    source=CAN_SPAM + ": a valid physical postal address in commercial mail",
    fires=[
        {"source": "<p>Our spring sale starts today.</p>", "kind": "marketing"},
        {"source": "<p>Be the first. Always 30 % off, keineswegs 20.</p>", "kind": "marketing"},
    ],
    quiet=[
        {"source": "<p>Our spring sale starts today.</p>" + _FOOTER, "kind": "marketing"},
        {"source": "<p>Sale</p><p>Lamps Ltd, 12 Mill St., Springfield</p>", "kind": "marketing"},
        {"source": "<p>Sale</p><p>Lampen, M\u00fchlweg 3, Berlin</p>", "kind": "marketing"},
        {"source": "<p>Sale</p><p>Lampes, 4 rue du Moulin, Lyon</p>", "kind": "marketing"},
        {
            "source": "<p>Fr\u00fchlingsangebote</p><p>Lampen GmbH, M\u00fchlweg 3, 10115 Berlin</p>",
            "kind": "marketing",
        },
        {"source": "<p>Sale</p><p>{{ company.address }}</p>", "kind": "marketing"},
        {"source": '<p>Sale</p>{% include "mail/footer.html" %}', "kind": "marketing"},
        "Our spring sale starts today.",
    ],
)
def postal_address_missing(mail: Mail) -> Iterator[str]:
    """The law asks for it in the United States and elsewhere, and a reader can tell by it who writes."""
    if not (is_bulk(mail) or sells(mail)):
        return
    text = mail.text[-6_000:]
    if VALUE in text or (_names_street(mail.low[-6_000:]) and near_digits(_HOUSE, text, 0)):
        return
    if near_digits(_POSTCODE, text, 4):
        return
    if not unseen(_source(mail)):
        yield "no postal address found"


def _names_street(text: str) -> bool:
    words, ends = _streets()
    return bool(words.whole(text) or ends.whole(text, front=False))


@cache
def _streets() -> tuple[Terms, Terms]:
    """Words of a street address, and those that may end a longer word (marked with *: Bahnhofstraße)."""
    marked = [word for word in lists.load("streets") if word.startswith("*")]
    return Terms(set(lists.load("streets")) - set(marked)), Terms(word[1:] for word in marked)


_HOUSE = re.compile(r"\b\d{1,5}[a-z]?\b")
