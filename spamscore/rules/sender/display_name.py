"""The display name of the sender: it says who writes, and nothing else."""

import re
from collections.abc import Iterator
from email.utils import parseaddr
from itertools import pairwise

from spamscore import brands, lists, urls
from spamscore.mail import Mail
from spamscore.rules.rule import rule

GMAIL = "Gmail, Email sender guidelines (support.google.com/a/answer/81126, 2026-03-21), on display names"
_MAX_NAME = 300  # characters judged
_SHORT = 5  # letters: shorter names are alike by chance


def name_of(mail: Mail) -> str:
    """The part of the display name that rules look at, "" when there is none."""
    return mail.sender_name[:_MAX_NAME].strip()


_PRESSING = re.compile(
    r"!{2,50}|\?!|\$\$|\b(?:urgent|last chance|final (?:notice|hours|warning)|act now|time is running out|limited time|order now|hurry|don'?t miss"
    r"|open (?:now|immediately)|action required|congratulations|you(?:'ve| have)? won|winner|claim your|free gift|\d{1,3} ?% off|up to \d{1,3} ?%"
    r"|expir(?:es|ing|ed)|dringend|letzte chance|gewonnen|jetzt handeln|derni[e\u00e8]re chance|urgente|[u\u00fa]ltima oportunidade?|ultima occasione"
    r"|laatste kans|nur heute|offre limit[e\u00e9]e)\b",
    re.I,
)


@rule(
    "sender-name-is-subject",
    title="The sender's name carries a message",
    advice="Put who you are into the name, and what you want into the subject.",
    points=1.2,
    source=GMAIL + ": no subject text such as 'URGENT REQUEST' or 'TIME IS RUNNING OUT (SALE)'",
    fires=[{"sender": "URGENT REQUEST <a@b.example>"}, {"sender": '"TIME IS RUNNING OUT (SALE)" <a@b.example>'}],
    quiet=[
        {"sender": "Winnersh Garden Club <a@b.example>"},
        {"sender": "Lamps & More, Outlet Berlin <a@b.example>"},
        {"sender": "Yahoo! Sports <a@yahoo.com>"},
    ],
    needs=("sender",),
)
def sender_name_is_subject(mail: Mail) -> Iterator[str]:
    """A name that shouts is a second subject: it takes the place where the reader looks for the sender."""
    if _PRESSING.search(name_of(mail)):
        yield name_of(mail)


@rule(
    "sender-name-is-recipient",
    title="The sender's name is the recipient's",
    advice="Send under your own name; greet the reader in the text.",
    points=1.2,
    source=GMAIL + ": not the recipient's name",
    fires=[
        b"From: Anna Muster <offers@b.example>\nTo: Anna Muster <anna@c.example>\nSubject: Hi\n\nHello",
        b"From: anna.muster <offers@b.example>\nTo: <anna.muster@c.example>\nSubject: Hi\n\nHello",
    ],
    quiet=[
        b"From: Anna Muster <anna@work.example>\nTo: Anna Muster <anna@home.example>\nSubject: note to self\n\nMilk",
        b"From: Anna <anna@b.example>\nTo: Joanna <joanna@c.example>\nSubject: Hi\n\nHello",
        b"From: Support <support@b.example>\nTo: support@c.example\nSubject: Hi\n\nHello",
    ],
    needs=("headers", "sender"),
)
def sender_name_is_recipient(mail: Mail) -> Iterator[str]:
    """A mail from oneself is opened out of surprise; only mailers that copy the address list do this."""
    name = name_of(mail).lower()
    if len(name) < _SHORT:
        return
    to = (mail.header("to") or "")[:1_000]
    if name.rpartition(" ")[2] not in to.lower():
        return
    to_name, to_address = parseaddr(to)
    local, _, host = to_address.lower().partition("@")
    if local == mail.sender_address.partition("@")[0] or urls.registrable(host) == mail.sender_domain:
        return
    if name in (to_name.strip().lower(), to_address.lower()) or (name == local and not local.isalpha()):
        yield name_of(mail)


_THREAD = re.compile(r"(?:\w|\.\.)\W{1,3}\(\d{1,3}\)$|^\(\d{1,3}\) ?\w|^me,|, me$|\bme \(\d{1,3}\)", re.I)


@rule(
    "sender-name-imitates-thread",
    title="The sender's name imitates a conversation",
    advice="Leave counters such as (2) out of the name.",
    points=1.5,
    source=GMAIL + ": no imitation of a thread, such as 'Anna (2)'",
    fires=[{"sender": '"Anna (2)" <a@b.example>'}, {"sender": '"me, Anna" <a@b.example>'}],
    quiet=[
        {"sender": '"Anna (Example Ltd)" <a@b.example>'},
        {"sender": "Class of 2002 <a@b.example>"},
        {"sender": "Acme Fund 3 <a@b.example>"},
    ],
    needs=("sender",),
)
def sender_name_imitates_thread(mail: Mail) -> Iterator[str]:
    """Mail programs add a counter to conversations; in the name it pretends that the reader has answered before."""
    if _THREAD.search(name_of(mail)):
        yield name_of(mail)


_SIGN = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)


@rule(
    "sender-name-emoji",
    title="The sender's name holds emoji, badges or invisible characters",
    advice="Write the name in letters only.",
    points=0.8,
    source=GMAIL + ": no emoji or characters that imitate badges",
    fires=[{"sender": "Example Bank \u2714 <a@b.example>"}, {"sender": "\U0001f381 Prize Team <a@b.example>"}],
    quiet=[
        {"sender": "Caf\u00e9 M\u00fcller & S\u00f6hne <a@b.example>"},
        {"sender": "Example\u00ae Labs <a@b.example>"},
        {"sender": "Anna | Example \u2013 News <a@b.example>"},
    ],
    needs=("sender",),
)
def sender_name_emoji(mail: Mail) -> Iterator[str]:
    """A check mark beside the name looks like the provider's own mark of a verified sender, and is not."""
    if _SIGN.search(name_of(mail)):
        yield name_of(mail)


_ADDRESS = re.compile(r"[\w.+\-]{1,64}@([\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6})")


@rule(
    "sender-name-other-address",
    title="The sender's name shows an address that is not the sender's",
    advice="Leave addresses out of the display name.",
    points=2.0,
    source=GMAIL + ": no address in the name; SpamAssassin FROMNAME_SPOOF",
    fires=[{"sender": '"service@bank.example" <x81@evil.test>'}],
    quiet=[
        {"sender": '"anna@b.example" <anna@b.example>'},
        {"sender": '"news@b.example" <bounce@mail.b.example>'},
        {"sender": '"Anna @ Example" <anna@b.test>'},
    ],
    needs=("sender",),
)
def sender_name_other_address(mail: Mail) -> Iterator[str]:
    """Most programs show the name alone: an address in it is read as the real one."""
    listed = mail.header("list-post") or mail.header("list-id")  # lists write 'anna@example via list'
    for found in _ADDRESS.finditer(name_of(mail)):
        shown = urls.registrable(found[1])
        if shown and shown != mail.sender_domain and not listed:
            yield found[0]


_DOMAIN = re.compile(
    r"(?<![\w@.\-])(?:[a-z0-9\-]{1,63}\.){1,4}(?:com|net|org|info|de|fr|es|it|nl|pt|br|uk|eu|us|ca|au|ch|at|be|gov|bank)(?![\w@\-])",
    re.I,
)


@rule(
    "sender-name-other-domain",
    title="The sender's name shows a web site that is not the sender's",
    advice="Send from the domain that the name shows, or leave the domain out of the name.",
    points=1.0,
    source=GMAIL + "; SpamAssassin FROM_DOMAIN_MISMATCH family",
    fires=[{"sender": '"shop-one.com" <x81@evil.test>'}],
    quiet=[
        {"sender": '"shop-one.com" <news@mail.shop-one.com>'},
        {"sender": '"Shop-One.de" <news@shop-one.com>'},
        {"sender": '"Dr. St. John" <john@b.example>'},
    ],
    needs=("sender",),
)
def sender_name_other_domain(mail: Mail) -> Iterator[str]:
    """The name promises one site and the mail comes from another: readers check the first only."""
    own = mail.sender_domain.partition(".")[0]
    for found in _DOMAIN.finditer(name_of(mail)):
        label = urls.registrable(found[0]).partition(".")[0]
        if own and label and label not in own and own not in label:
            yield found[0]


@rule(
    "sender-brand-elsewhere",
    title="The sender's name is a brand's, the address is not",
    advice="Send from the brand's own domain, or leave its name out of yours.",
    points=2.0,
    source="APWG, Phishing Activity Trends: most-imitated brands; M3AAWG on display-name spoofing",
    fires=[{"sender": "PayPal Service <info@secure-mail.example>"}, {"sender": '"Apple ID" <id@evil.test>'}],
    quiet=[
        {"sender": "PayPal <service@paypal.de>"},
        {"sender": "Apple Orchard Farm <hello@orchard.example>"},
        {"sender": "Chase Miller <chase@miller.example>"},
        {"sender": "Amazon <store-news@amazon.co.uk>"},
        {"sender": "DHL (via Lampmarket) <orders@lampmarket.example>"},
    ],
    needs=("sender",),
)
def sender_brand_elsewhere(mail: Mail) -> Iterator[str]:
    """Brands send from their own domains; whoever borrows the name from elsewhere borrows its trust."""
    host = mail.sender_address.rpartition("@")[2]
    if not host or mail.header("list-post"):
        return
    claimed = brands.claimed(name_of(mail)) if mail.sender_name else frozenset()
    if (
        claimed
        and not any(brands.owns(brand, host) for brand in claimed)
        and not _partner(name_of(mail), host, claimed)
    ):
        yield f"{name_of(mail)} <{mail.sender_address}>"


_OFFICE = frozenset(
    (
        "account",
        "accounts",
        "alert",
        "alerts",
        "billing",
        "center",
        "customer",
        "login",
        "notice",
        "online",
        "secure",
        "security",
        "service",
        "services",
        "support",
        "update",
        "verify",
    )
)


def _partner(name: str, host: str, claimed: frozenset[str]) -> bool:
    """Whether the name also names the domain that sends (a carrier via a market place), or a service sends for all."""
    domain = urls.registrable(host)
    label = domain.partition(".")[0]
    words = set(re.findall(r"\w{5,60}", name.lower())) - _OFFICE - claimed
    return domain in lists.load("senders-for-others") or any(
        word in label for word in words if word not in "".join(claimed)
    )


@rule(
    "sender-name-random",
    title="The sender's name is a random string",
    advice="Use the name by which readers know you.",
    points=0.8,
    source="SpamAssassin FROM_LOCAL_HEX and relatives; measured on the project's mail collection",
    fires=[{"sender": "xK7qP2mZ9w <a@b.example>"}],
    quiet=[
        {"sender": "iPhone13 <a@b.example>"},
        {"sender": "B2B4U <a@b.example>"},
        {"sender": "Studio1834 <a@b.example>"},
    ],
    needs=("sender",),
)
def sender_name_random(mail: Mail) -> Iterator[str]:
    """Strings nobody can read are made by a program that needs a new name for every mail."""
    for word in name_of(mail).split():
        turns = sum(a.isdigit() != b.isdigit() for a, b in pairwise(word))
        if len(word) >= 9 and word.isascii() and word.isalnum() and turns >= 4:
            yield word
