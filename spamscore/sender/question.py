"""Question: whom and what a caller wants to know about, checked; each mistake ends in a sentence."""

import datetime
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spamscore import urls
from spamscore.mail import Mail, read
from spamscore.mime import MAX_MESSAGE

MAX_SELECTORS = 20
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL}){{0,126}}")
_DOCUMENTATION = tuple(
    map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"))
)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; every name in it is lower-case ASCII and safe to look up."""

    domain: str
    ip: Address | None = None
    helo: str = ""
    selectors: tuple[str, ...] = ()
    envelope: str = ""  # domain of the envelope sender (MAIL FROM), "" when unknown
    mail: Mail | None = None
    message: bytes | None = None
    bulk: bool = False
    first_sent: datetime.date | None = None

    @property
    def from_domain(self) -> str:
        """The domain after the @ of the mail's From, else the domain asked about."""
        return named(self.mail.sender_address.rpartition("@")[2]) or self.domain if self.mail else self.domain


def named(name: str) -> str:
    """The name as DNS holds it, lower case and in punycode; "" for what no name can be.

    >>> named("Bücher.Example."), named("a b.example"), named("-.example")
    ('xn--bcher-kva.example', '', '')
    """
    name = name.strip().rstrip(".")[:1_000]
    if any(sign in name for sign in "/\\?#@:[]% ") or not name:
        return ""
    if not name.isascii():
        name = urls.split(f"https://{name}/").host
    name = name.lower()
    return name if _NAME.fullmatch(name) else ""


def domain(given: object, what: str = "domain") -> str:
    """The domain given, as DNS holds it; raises `TypeError` or `ValueError` with a sentence."""
    if not isinstance(given, str):
        raise TypeError(f"{what} is a name such as 'example.com', not {type(given).__name__}")
    name = named(given)
    if "@" in given:
        raise ValueError(f"{what} is the part of the address after the @, such as 'example.com', not {given[:80]!r}")
    if not name or "." not in name or name.replace(".", "").isdigit():
        raise ValueError(f"{what} is a name such as 'example.com', not {given[:80]!r}")
    return name


def address(given: object) -> Address | None:
    """The IP address given; raises `TypeError` or `ValueError` with a sentence, for private addresses too."""
    if given is None or isinstance(given, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
        found = given
    elif isinstance(given, str):
        try:
            found = ipaddress.ip_address(given.strip())
        except ValueError:
            raise ValueError(f"ip is an address such as '192.0.2.1' or '2001:db8::1', not {given[:80]!r}") from None
    else:
        raise TypeError(f"ip is an address as text, such as '192.0.2.1', not {type(given).__name__}")
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found is not None and not found.is_global and not any(found in net for net in _DOCUMENTATION):
        raise ValueError(f"{found} is no address that others see: pass the public one that the mail leaves from")
    return found


def _selectors(given: object) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise TypeError("selectors is a tuple of DKIM selectors, such as ('news', 's1')")
    if len(given) > MAX_SELECTORS:
        raise ValueError(f"at most {MAX_SELECTORS} selectors are looked at, {len(given)} were given")
    for one in given:
        if not isinstance(one, str) or not named(one):
            raise ValueError(f"a DKIM selector is a name such as 's1', not {one!r:.80}")
    return tuple(dict.fromkeys(named(one) for one in given))


def ask(
    asked: object, *, ip: object, helo: object, selectors: object, envelope: object, mail: object, message: object,
    bulk: object, first_sent: object,
) -> Question:  # fmt: skip
    """The question in what a caller passed; raises `TypeError` or `ValueError` with a sentence."""
    if mail is not None and not isinstance(mail, Mail):
        raise TypeError(
            f"mail is what spamscore.read gives; pass message=bytes for a raw one, not {type(mail).__name__}"
        )
    if first_sent is not None and not isinstance(first_sent, datetime.date):
        raise TypeError("first_sent is a datetime.date: the day on which this domain first sent mail")
    if isinstance(first_sent, datetime.datetime):
        first_sent = first_sent.date()
    raw = whole(message)
    return Question(
        domain(asked),
        address(ip),
        domain(helo, "helo") if helo is not None else "",
        _selectors(selectors),
        domain(envelope, "envelope") if envelope is not None else "",
        read(raw) if raw is not None and mail is None else mail,
        raw,
        bool(bulk),
        first_sent,
    )


def whole(message: object) -> bytes | None:
    """The message given, None for none; raises `TypeError` or `ValueError` with a sentence."""
    if message is not None and not isinstance(message, bytes):
        raise TypeError(f"message is the whole message as bytes, not {type(message).__name__}")
    if message is not None and len(message) > MAX_MESSAGE:
        raise ValueError(f"the message has {len(message)} bytes: at most {MAX_MESSAGE} are read")
    return message
