"""Where a link leads in the end, when a service that passes readers on has written the way into the address.

Click counters, security gateways and open redirectors carry the real target inside: ``google.com/url?q=…``,
``awstrack.me/L0/…``, ``urldefense.com/v3/__…__``. Only services of our lists are opened: anybody can append
``?url=https://bank.example`` to a page of his own.
"""

import base64
import binascii
import re
from functools import cache, lru_cache
from urllib.parse import unquote

from spamscore import lists, urls
from spamscore.urls import Url

_MAX_HOPS = 3  # a gateway around a click counter around a page; more than that is not followed
_INNER = re.compile(r"(?:https?:/{1,2}|/amp/(?:s/)?)([\w.-]{3,255}(?:[/?#][^\s&]{0,2000})?)", re.I)
_BASE64 = re.compile(r"=(?:a1)?(aHR0c[\w-]{10,2000})")  # "http" in base64, as Bing writes it
_GATEWAYS = ("safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com",
             "linkprotect.cudasvc.com", "protection.sophos.com", "mimecastprotect.com", "secure-web.cisco.com")  # fmt: skip


@cache
def _others() -> frozenset[str]:
    """Redirectors of large sites and security gateways."""
    return frozenset((*(line.partition("/")[0] for line in lists.load("redirectors")), *_GATEWAYS))


@lru_cache(maxsize=4096)
def _passes_on(host: str) -> bool:
    """Whether readers of a link to that host are passed on to a page named in the address."""
    labels = host.split(".")[-5:]
    return lists.below(host, "click-hosts") or any(".".join(labels[at:]) in _others() for at in range(len(labels) - 1))


def destination(url: Url) -> Url:
    """The page that a link opens in the end: the one named inside it where a known service passes on, else itself.

    >>> destination(urls.split("https://www.google.com/url?q=https%3A%2F%2Fshop.example%2Fa&sa=D")).domain
    'shop.example'
    >>> destination(urls.split("https://page.example/?to=https://bank.example/")).domain
    'page.example'
    """
    for _ in range(_MAX_HOPS):
        if not _passes_on(url.host):
            return url
        inner = _inside(url.path, url.query, v2=url.host == "urldefense.proofpoint.com")
        if inner is None or not inner.domain:
            return url
        url = inner
    return url


@lru_cache(maxsize=4096)
def _inside(path: str, query: str, *, v2: bool) -> Url | None:
    text = f"{path}?{query}"
    if v2:  # Proofpoint's second version writes % as - and / as _
        text = text.replace("-", "%").replace("_", "/")
    text = unquote(unquote(text))
    if coded := _BASE64.search(text):
        try:
            text = base64.urlsafe_b64decode(coded[1] + "=" * (-len(coded[1]) % 4)).decode("ascii", "replace")
        except binascii.Error:
            return None
    found = _INNER.search(text)
    return urls.split("https://" + found[1]) if found else None
