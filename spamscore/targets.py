"""What kind of address each link of a mail opens; every target is looked at once, whatever the number of rules."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from spamscore import brands, lists, normalise, urls
from spamscore.mail import Mail
from spamscore.markup import Link
from spamscore.placeholders import VALUE
from spamscore.urls import Url

_CLICKS = 6  # different targets on a click host: a mail that counts clicks counts them all, a trap has few links
MAX_LINKS = 2_000  # looked at; a mail with more is accused of that
KINDS = (
    "clicks", "coded-fragment", "credentials", "disguised", "encoded", "executable", "free", "imitation", "insecure",
    "ipfs", "kit", "lookalike", "number", "numbered", "port", "random", "redirector", "script", "shortener", "very-long",
)  # fmt: skip
LONG = 1_400  # characters; click services' own addresses stay below
_SCRIPTS = frozenset(("javascript", "data", "vbscript", "file", "blob", "livescript", "mhtml", "jar"))
_TRICK = re.compile(r"[.:%\[\\]")  # a bare name before the @ is a mailto: that someone forgot to write
_PRIVATE = re.compile(r"(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.")  # RFC 1918: nobody outside can be lured there
_PORTS = frozenset(("", "80", "443"))
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\d{8,10}|0x[0-9a-f]{1,8}(?:\.0x[0-9a-f]{1,2}){0,3}|\[[0-9a-f:.]{2,45}\]")
_ENCODED = re.compile(r"(?:%(?:[46][1-9a-f]|[57][0-9a])){3}", re.I)
_RANDOM = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}|[a-z]\d[a-z]{1,3}\d[a-z]{0,3}\d")
_NUMBERED = re.compile(r"(?:^|[.-])(?:\d{1,3}[.-]){3}\d{1,3}\.")  # machines for rent are named after their address
TOKEN = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[\w~%=-]{14,400}")  # letters and digits that name nothing
_LONG_CODE = 40  # characters
_PIECES = re.compile(r"[/?#=&]")
_CAPITALS = re.compile(r"[A-Z]{8}")
_RUNS = re.compile(r"[A-Z]{3,}|[a-z]{3,}|\d{3,}")
_ONWARD = re.compile(r"https?(?::|%3a|%253a)(?://|%2f|%252f)|=www\.", re.I)
_BRAND_THEN_SUFFIX = re.compile(r"(?:^|\.)([a-z0-9-]{4,30})\.(?:com|net|org|co|de|fr|it|es|nl|com\.br|co\.uk)\.")
_LEET = str.maketrans("01345", "oieas")
_LEET_L = str.maketrans("01345", "oleas")


def of_kind(mail: Mail, kind: str) -> tuple[Link, ...]:
    """The links of a mail whose target is of one of `KINDS`, in order, one for each target.

    >>> from spamscore.mail import read
    >>> [link.href for link in of_kind(read('<a href="http://192.0.2.1/pay">Pay</a>'), "number")]
    ['http://192.0.2.1/pay']
    """
    return _sorted(mail).get(kind, ())


def _sorted(mail: Mail) -> Mapping[str, tuple[Link, ...]]:
    """The links by kind; kept with the mail, which is immutable, so that a dozen rules pay for it once."""
    kept: Mapping[str, tuple[Link, ...]] | None = vars(mail).get("_links_by_kind")
    if kept is not None:
        return kept
    found: dict[str, list[Link]] = {}
    for link in {link.href: link for link in reversed(mail.links[:MAX_LINKS])}.values():
        for kind in _kinds(link.href, link.url):
            found.setdefault(kind, []).append(link)
    by_kind = {kind: tuple(reversed(links)) for kind, links in found.items()}
    vars(mail)["_links_by_kind"] = by_kind
    return by_kind


@cache
def _hosted() -> Mapping[str, str]:
    """Endings of hosts and what they tell."""
    kinds = {"shorteners": "shortener", "free-hosts": "free", "click-hosts": "clicks"}
    return {host: kind for name, kind in kinds.items() for host in lists.load(name)}


@cache
def _redirectors() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lists.load("redirectors"):
        host, _, path = line.partition("/")
        found[host] = (*found.get(host, ()), f"/{path}")
    return found


def _kinds(href: str, url: Url) -> Iterator[str]:
    if url.scheme in _SCRIPTS:
        yield "script"
    elif url.known and url.scheme in ("http", "https", "ftp", ""):
        yield from _host_kinds(url.host, url.domain)
        if url.scheme == "http":
            yield "insecure"
        if url.userinfo and VALUE not in url.userinfo and _TRICK.search(url.userinfo):
            yield "credentials"
        if not url.written_host.isascii() and url.host.isascii() and "xn--" not in url.host:
            yield "disguised"
        if len(href) > _LONG_CODE and _CAPITALS.search(href) and any(map(_made_by_kit, _PIECES.split(href))):
            yield "kit"
        if url.fragment and TOKEN.fullmatch(url.fragment[:400]):
            yield "coded-fragment"
        if url.port not in _PORTS and url.port.isdigit() and not _PRIVATE.match(url.host):
            yield "port"
        yield from _path_kinds(href, url)


def _made_by_kit(piece: str) -> bool:
    """Whether a code is runs of small letters, digits and capitals one after the other, as one widespread kit makes them."""
    if len(piece) < _LONG_CODE or not piece.isalnum():
        return False
    runs = _RUNS.findall(piece[:400])
    return (
        len(runs) >= 5
        and any(len(run) > 7 and run.isupper() for run in runs)
        and any(len(run) > 7 and run.islower() for run in runs)
    )


def _path_kinds(href: str, url: Url) -> Iterator[str]:
    if len(href) > LONG:
        yield "very-long"
    if ("%" in url.path and _ENCODED.search(url.path)) or "%" in url.written_host:
        yield "encoded"
    if "ipfs" in url.host or url.path.startswith("/ipfs/"):
        yield "ipfs"
    ending = url.path.rpartition("/")[2].rpartition(".")[2].lower() if "." in url.path[-12:] else ""
    if ending in _executables():
        yield "executable"
    paths = _redirectors().get(url.host.removeprefix("www.")) if url.query else None
    if paths and url.path.startswith(paths) and _ONWARD.search(url.query):
        yield "redirector"


@cache
def _executables() -> frozenset[str]:
    """File types that start a program; types that pages and downloads of honest sites end in are left out."""
    return frozenset(lists.load("blocked-gmail")) - frozenset(
        ("cgi", "com", "dll", "ins", "iso", "js", "lib", "mjs", "nsh", "sys")
    )


@lru_cache(maxsize=4096)
def _host_kinds(host: str, domain: str) -> tuple[str, ...]:
    return tuple(_judge_host(host, domain))


def _judge_host(host: str, domain: str) -> Iterator[str]:
    if not domain and _NUMBER.fullmatch(host):
        if not _PRIVATE.match(host):
            yield "number"
        return
    if _NUMBERED.search(host):
        yield "numbered"
    labels = host.split(".")
    endings = (".".join(labels[start:]) for start in range(max(len(labels) - 5, 0), len(labels)))
    hosted = {kind for ending in endings if (kind := _hosted().get(ending))}
    yield from hosted
    if ("xn--" in host or not host.isascii()) and not _plain_foreign(host):
        yield "lookalike"
    if "clicks" not in hosted and imitates(host, domain):
        yield "imitation"
    if _RANDOM.search(domain.partition(".")[0]):
        yield "random"


def _plain_foreign(host: str) -> bool:
    """Whether each label of an international name keeps to one script and could not be read as a Latin name."""
    for label in host.split("."):
        try:
            text = label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
        except (UnicodeError, ValueError):
            return False
        foreign = [letter for letter in text if letter > "\u024f"]
        mixed = any(letter.isascii() and letter.isalpha() for letter in text)
        if foreign and (mixed or all(normalise.skeleton("a" + letter).isascii() for letter in foreign)):
            return False
    return True


@lru_cache(maxsize=4096)
def imitates(host: str, domain: str) -> str:
    """The brand that a host pretends to belong to, "" for none.

    >>> imitates("paypal.com.secure.example.org", "example.org"), imitates("www.paypal.com", "paypal.com")
    ('paypal', '')
    """
    label = domain.partition(".")[0]
    names = [f"{label}-x.invalid"]
    if any(digit in label for digit in "01345"):
        names += [f"{plain}-x.invalid" for plain in {label.translate(_LEET), label.translate(_LEET_L)} - {label}]
    if found := _BRAND_THEN_SUFFIX.search(host.removesuffix(domain)):
        names.append(f"{found[1]}-x.invalid")
    candidates = (brand for name in names for brand in sorted(brands.imitated(name)))
    return next((brand for brand in candidates if not brands.owns(brand, host)), "")


_SHOWN = re.compile(
    r"(?:(?P<scheme>https?)://|(?P<www>www\.))?(?P<host>(?:[^\W_][\w-]{0,62}\.){1,6}[a-z]{2,24})(?:[:/?#]\S{0,500})?",
    re.I,
)
_CLICK_LABELS = frozenset(
    "click clicks link links track tracking trk go t e em email mail mailing news newsletter info lnk url r c l "
    "ct response respond view trc mkt marketing campaign m k".split()
)
_FILE_TYPES = frozenset(
    ("pdf", "js", "py", "md", "txt", "csv", "doc", "docx", "xls", "xlsx", "zip", "sh", "rs", "html", "php", "so")
)


def shown_elsewhere(mail: Mail) -> Iterator[Link]:
    """Links whose text is an address of one site while the target is another's.

    Quiet where an honest sender's clicks are counted: through a known service, or through a click host of his own
    (``click.shop.example``) when the sender is known to be of that domain.
    """
    for link in mail.links[:MAX_LINKS]:
        text = link.text
        if "." in text and " " not in text and link.element != "text" and link.url.known:
            shown = _shown_host(text)
            if shown and _differs(shown, link.url) and not _counts_clicks(mail, link.url):
                yield link


def _differs(shown: str, target: urls.Url) -> bool:
    """Whether a shown host is another site than the target; a bare number is another site than any name."""
    if target.ip:
        return bool(urls.registrable(shown))
    return bool(target.domain) and not related(shown, target.host)


@lru_cache(maxsize=4096)
def _shown_host(text: str) -> str:
    found = _SHOWN.fullmatch(text.rstrip(".,;:!)"))
    if not found or VALUE in text:
        return ""
    bare = not (found["scheme"] or found["www"])
    return "" if bare and found["host"].rpartition(".")[2].lower() in _FILE_TYPES else found["host"].lower()


@lru_cache(maxsize=4096)
def related(one: str, other: str) -> bool:
    """Whether two hosts may well belong together: one domain, or one name inside the other's.

    >>> related("www.example.com", "shop.example.co.uk"), related("example.com", "test.org")
    (True, False)
    """
    first, second = (urls.registrable(host).partition(".")[0].replace("-", "") for host in (one, other))
    if not first or not second or first == second:
        return True
    short, long = sorted((first, second), key=len)
    return len(short) >= 4 and long.startswith(short) and not imitates(other, urls.registrable(other))


def _counts_clicks(mail: Mail, url: Url) -> bool:
    if "clicks" in _host_kinds(url.host, url.domain):
        return True
    label = url.host.partition(".")[0].rstrip("0123456789")
    if url.host == url.domain or label not in _CLICK_LABELS:
        return False
    return url.domain == mail.sender_domain or _clicks_by_host(mail)[url.host] >= _CLICKS


def _clicks_by_host(mail: Mail) -> Counter[str]:
    """How many different targets lie on each host; kept in the mail, which several links ask about."""
    known: Counter[str] | None = mail.__dict__.get("_clicks_by_host")
    if known is None:
        known = Counter(link.url.host for link in {link.href: link for link in mail.links[:MAX_LINKS]}.values())
        mail.__dict__["_clicks_by_host"] = known
    return known


def belongs(mail: Mail, link: Link, named: Iterable[str]) -> bool:
    """Whether a link's host is of one of the brands, or counts the clicks of a sender who may be one of them."""
    if any(brands.owns(brand, link.url.host) for brand in named):
        return True
    domain = mail.sender_domain
    return _counts_clicks(mail, link.url) and (not domain or any(brands.owns(brand, domain) for brand in named))


def strangers(mail: Mail) -> dict[str, Link]:
    """Registrable domains that the mail's links open, each with its first link; click services are left out."""
    found: dict[str, Link] = {}
    for link in mail.links[:MAX_LINKS]:
        if link.url.known and link.url.domain and link.url.domain not in found:
            found[link.url.domain] = link
    return {domain: link for domain, link in found.items() if "clicks" not in _host_kinds(link.url.host, domain)}


def leaves(link: Link) -> bool:
    """Whether a link says that it ends the subscription."""
    return _leaves(f"{link.text} {link.alt or ''} {link.title}"[:200].lower())


@lru_cache(maxsize=2048)
def _leaves(text: str) -> bool:
    return lists.terms("unsubscribe").any_in(text)
