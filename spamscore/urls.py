"""Url: the parts of a link's target, and the registrable domain by the public suffix list."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from publicsuffixlist import PublicSuffixList

from spamscore.placeholders import VALUE

_MAX_URL = 16_384


@dataclass(frozen=True, slots=True)
class Url:
    """A split URL; every part is a string, empty when absent. ``host`` is lower-case and without a trailing dot."""

    scheme: str
    userinfo: str
    host: str
    port: str
    path: str
    query: str
    domain: str  # registrable domain (example.co.uk), "" for IP addresses, local names and placeholders

    @property
    def label(self) -> str:
        """The name a person registered: ``example`` of ``www.example.co.uk``."""
        return self.domain.partition(".")[0]

    @property
    def known(self) -> bool:
        """Whether the host is written out, that is neither absent nor filled in by a template."""
        return bool(self.host) and VALUE not in self.host


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=8192)
def registrable(host: str) -> str:
    """The registrable domain of a host (``a.b.example.co.uk`` → ``example.co.uk``), "" where there is none.

    >>> registrable("mail.example.co.uk")
    'example.co.uk'
    >>> registrable("10.0.0.1")
    ''
    """
    host = host.strip(".").lower()
    if not host or VALUE in host or host.replace(".", "").isdigit() or ":" in host:
        return ""
    return str(_suffixes().privatesuffix(host) or "")


@lru_cache(maxsize=8192)
def split(href: str) -> Url:
    """The parts of a URL. Never raises: what cannot be split is all ``path``.

    >>> split("https://user@www.example.com:8080/a?b=c").domain
    'example.com'
    """
    href = href.strip()[:_MAX_URL]
    try:
        parts = urlsplit(href)
        netloc = parts.netloc
    except ValueError:
        return Url("", "", "", "", href, "", "")
    userinfo, _, rest = netloc.rpartition("@")
    host, colon, port = rest.partition(":") if not rest.startswith("[") else (rest.partition("]")[0] + "]", "", "")
    host = unquote(host).strip().rstrip(".").lower()
    return Url(parts.scheme.lower(), userinfo, host, port if colon else "", parts.path, parts.query, registrable(host))
