"""Url: the parts of a link's target as a browser reads them, and the registrable domain by the public suffix list.

Splitting follows the WHATWG URL standard where readers are deceived (tabs in the scheme, backslashes, missing slashes,
numbers for hosts) and not `urllib.parse`, which reads other things out of such links than a browser opens.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote

import publicsuffixlist

from spamscore.placeholders import CONTROL, VALUE

_MAX_URL = 16_384
_MAX_CACHED = 1000  # so that a hostile mail cannot fill the cache with megabytes
_MAX_HOST = 255  # RFC 1035, section 2.3.4: a name is at most 255 octets long
_MAX_LABEL = 63  # and a label 63


@dataclass(frozen=True)
class Url:
    """A split URL; every part is a string, empty when absent.

    ``host`` is what a browser connects to: lower-case, percent-decoded, without a trailing dot, international names in
    punycode (``xn--``), IPv4 addresses in dotted decimal whatever way they were written, IPv6 in brackets.
    """

    scheme: str
    userinfo: str
    host: str
    port: str
    path: str
    query: str
    domain: str  # registrable domain (example.co.uk), "" for IP addresses, local names and placeholders
    fragment: str = ""
    written_host: str = ""  # the host as it stands in the source: 0x7f.1, münchen.example, EXAMPLE.com

    @property
    def label(self) -> str:
        """The name a person registered: ``example`` of ``www.example.co.uk``."""
        return self.domain.partition(".")[0]

    @property
    def known(self) -> bool:
        """Whether the host is written out, that is neither absent nor filled in by a template."""
        return bool(self.host) and VALUE not in self.host

    @property
    def ip(self) -> bool:
        """Whether the host is an IP address, however it was written."""
        return self.host.startswith("[") or bool(_DOTTED.fullmatch(self.host))

    @property
    def idn(self) -> bool:
        """Whether the host is an international name (punycode or letters beyond ASCII)."""
        return self.unicode_host != self.host

    @cached_property
    def unicode_host(self) -> str:
        """The host as a reader sees it: punycode labels decoded where they can be.

        >>> split("https://xn--mnchen-3ya.example/").unicode_host
        'münchen.example'
        """
        return ".".join(_decoded(label) for label in self.host.split(".")) if "xn--" in self.host else self.host


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError, ValueError):
        return label


@lru_cache(maxsize=1)
def _suffixes() -> frozenset[str]:
    """Rules of the public suffix list, private section included.

    Read by hand: ``publicsuffixlist.PublicSuffixList()`` converts each of its 10,000 rules to IDNA first, which costs
    twenty times as much as reading the file; here the host asked for is decoded instead.
    """
    text = Path(publicsuffixlist.PSLFILE).read_text("utf-8")
    return frozenset(line.split()[0] for line in text.splitlines() if line and line[0] not in "/ \t")


def _suffix_length(labels: list[str]) -> int:
    """How many labels of a host are public suffix, by the algorithm at publicsuffix.org/list (unlisted: the last one)."""
    rules = _suffixes()
    for start in range(max(0, len(labels) - 6), len(labels)):
        name = ".".join(labels[start:])
        if "!" + name in rules:
            return len(labels) - start - 1
        if name in rules or "*." + ".".join(labels[start + 1 :]) in rules:
            return len(labels) - start
    return 1


@lru_cache(maxsize=8192)
def registrable(host: str) -> str:
    """The registrable domain of a host (``a.b.example.co.uk`` → ``example.co.uk``), "" where there is none.

    >>> registrable("mail.example.co.uk")
    'example.co.uk'
    >>> registrable("10.0.0.1")
    ''
    """
    host = host.strip(".").lower()
    if not host or len(host) > _MAX_HOST or VALUE in host or ":" in host or host.replace(".", "").isdigit():
        return ""
    labels = host.split(".")
    if "" in labels:
        return ""
    length = _suffix_length([_decoded(label) for label in labels])
    return ".".join(labels[-length - 1 :]) if len(labels) > length else ""


_STRIPPED = str.maketrans("", "", "\t\r\n" + CONTROL)
_CONTROLS = "".join(map(chr, range(33)))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]{0,30}):")
_SPECIAL = frozenset(("http", "https", "ftp", "ws", "wss"))
_BARE_HOST = re.compile(r"www\d{0,2}\.[\w\-]{1,63}\.\w", re.I)
_PORT = re.compile(r":(\d{0,10})$")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]{0,16}|\d{1,20}")


def _ipv4(host: str) -> str:
    """Dotted decimal of what a browser takes for an IPv4 address (hex, octal, fewer parts), "" for a name."""
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):  # four bytes of IPv4
        return ""
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return ""
    value = numbers.pop()
    if any(number > 255 for number in numbers) or value >= 256 ** (4 - len(numbers)):
        return ""
    for place, number in enumerate(numbers):
        value += number << 8 * (3 - place)
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _number(part: str) -> int:
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    return int(part, 8 if part[0] == "0" and len(part) > 1 else 10)


def _normal_host(written: str) -> str:
    """The host a browser would look up (UTS #46 in its main lines: compatibility forms folded, punycode)."""
    host = unquote(written) if "%" in written else written
    if not host.isascii():
        host = unicodedata.normalize("NFKC", host).replace("\u3002", ".").replace("\u00ad", "").casefold()
    host = host.strip().strip(".").lower()
    if host[:1].isdigit() and (numeric := _ipv4(host)):
        return numeric
    if host.isascii() or VALUE in host or len(host) > _MAX_HOST:
        return host
    return ".".join(map(_encoded, host.split(".")))


def _encoded(label: str) -> str:
    if label.isascii() or len(label) > _MAX_LABEL:
        return label
    try:
        return "xn--" + label.encode("punycode").decode("ascii")
    except UnicodeError:
        return label


def _authority(text: str) -> tuple[str, str, str]:
    """User information, host as written and port of an authority."""
    userinfo, _, rest = text.rpartition("@")
    if rest.startswith("["):
        host, bracket, tail = rest.partition("]")
        return userinfo, host + bracket, tail.removeprefix(":")
    port = _PORT.search(rest)
    return (userinfo, rest[: port.start()], port[1]) if port else (userinfo, *rest.partition(":")[::2])


def split(href: str) -> Url:
    r"""The parts of a URL. Never raises: what cannot be split is all ``path``; only the first 16,384 characters count.

    >>> split("https://user@www.example.com:8080/a?b=c").domain
    'example.com'
    >>> split("http:\\\\0x7f.1/x").host
    '127.0.0.1'
    """
    return _remembered(href) if len(href) <= _MAX_CACHED else _split(href)


def _split(href: str) -> Url:
    href = href[:_MAX_URL].strip(_CONTROLS).translate(_STRIPPED)
    found = _SCHEME.match(href)
    scheme = found[1].lower() if found else ""
    rest = href[found.end() :] if found else href
    special = scheme in _SPECIAL
    rest, _, fragment = rest.partition("#")
    body, _, query = rest.partition("?")
    if special or not scheme:
        body = body.replace("\\", "/")
    if special or body.startswith("//"):
        text, slash, path = body.lstrip("/").partition("/")
    elif not scheme and _BARE_HOST.match(body):
        text, slash, path = body.partition("/")
    else:
        return Url(scheme, "", "", "", body, query, "", fragment)
    userinfo, written, port = _authority(text)
    host = _normal_host(written)
    domain = "" if _DOTTED.fullmatch(host) else registrable(host)
    return Url(scheme, userinfo, host, port, slash + path, query, domain, fragment, written)


_remembered = lru_cache(maxsize=4096)(_split)
