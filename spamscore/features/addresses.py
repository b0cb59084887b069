"""What the links' targets look like by themselves."""

import math
import re
from functools import lru_cache

from spamscore import onward
from spamscore.features.feature import feature
from spamscore.features.view import View, named, on_free_host, share, strangeness
from spamscore.lists import below
from spamscore.targets import TOKEN

_INNER_SITE = re.compile(r"\.(?:com|net|org|gov|co|edu|gob|gouv)\.")


@feature
def plain_http(view: View) -> float:
    """Share of web links without encryption (-1 without links)."""
    return share(view.web_links, lambda link: link.url.scheme == "http") if view.web_links else -1.0


@feature
def cheap_tlds(view: View) -> float:
    """Share of linked sites under top-level domains that cost next to nothing (-1 without sites)."""
    cheap = named("cheap-tlds")
    return share(list(view.domains), lambda name: str(name).rpartition(".")[2] in cheap) if view.domains else -1.0


@feature
def free_hosts(view: View) -> float:
    """Share of web links to hosts where anybody can put up a page free of charge."""
    return share(view.web_links, lambda link: on_free_host(link.url.host)) if view.web_links else -1.0


@feature
def shorteners(view: View) -> float:
    """Share of web links through a URL shortener."""
    short = named("shorteners")
    return share(view.web_links, lambda link: link.url.domain in short or link.url.host in short)


@feature
def numeric_hosts(view: View) -> float:
    """Share of web links to a bare IP address."""
    return share(view.web_links, lambda link: link.url.host.replace(".", "").isdigit() or link.url.host.startswith("["))


@feature
def strange_labels(view: View) -> float:
    """Mean strangeness of the linked sites' names: digits, few vowels, rare letters (-1 without sites)."""
    if not view.domains:
        return -1.0
    return sum(strangeness(name.partition(".")[0]) for name in view.domains) / len(view.domains)


@feature
def strangest_label(view: View) -> float:
    """Strangeness of the strangest linked site's name (-1 without sites)."""
    return max((strangeness(name.partition(".")[0]) for name in view.domains), default=-1.0)


@feature
def label_digits(view: View) -> float:
    """Share of linked sites with a digit in the name."""
    return share(list(view.domains), lambda name: any(char.isdigit() for char in str(name).partition(".")[0]))


@feature
def label_hyphens(view: View) -> float:
    """Share of linked sites with a hyphen in the name."""
    return share(list(view.domains), lambda name: "-" in str(name).partition(".")[0])


@feature
def label_length(view: View) -> float:
    """Mean length of the linked sites' names, in characters (-1 without sites)."""
    return sum(len(name.partition(".")[0]) for name in view.domains) / len(view.domains) if view.domains else -1.0


@feature
def bare_links(view: View) -> float:
    """Share of web links that name no page, only the site (-1 without links)."""
    return (
        share(view.web_links, lambda link: link.url.path in ("", "/") and not link.url.query)
        if view.web_links
        else -1.0
    )


@feature
def repeated_target(view: View) -> float:
    """Share of web links that share their target with another (-1 with fewer than two)."""
    targets = [link.href for link in view.web_links]
    return 1 - len(set(targets)) / len(targets) if len(targets) > 1 else -1.0


@feature
def dead_links(view: View) -> float:
    """Share of links that lead nowhere: empty or #."""
    return share(view.links, lambda link: link.href.strip() in ("", "#"))


@feature
def scripts_in_path(view: View) -> float:
    """Share of web links whose path ends in .php, .html, .asp or another file's name."""
    return share(
        view.web_links, lambda link: link.url.path[-5:].lower().endswith((".php", ".html", ".htm", ".asp", ".aspx"))
    )


def _addressed(part: str) -> bool:
    return "@" in part or "%40" in part


@feature
def address_in_link(view: View) -> float:
    """Share of web links that carry an e-mail address."""
    return share(
        view.web_links,
        lambda link: _addressed(link.url.path) or _addressed(link.url.query) or _addressed(link.url.fragment),
    )


@feature
def shouted_path(view: View) -> float:
    """Share of web links with a long run of capitals or digits only in the path."""
    return share(view.web_links, lambda link: len(link.url.path) > 12 and link.url.path.upper() == link.url.path)


@feature
def readable_paths(view: View) -> float:
    """Share of web links whose path is words with hyphens, as a content system writes them (-1 without links)."""
    return share(view.web_links, lambda link: link.url.path.count("-") >= 2) if view.web_links else -1.0


@feature
def target_variety(view: View) -> float:
    """Logarithm of the number of different pages linked."""
    return math.log1p(len({link.url.host + link.url.path for link in view.web_links}))


@feature
def site_inside_host(view: View) -> float:
    """Share of web links whose host carries another site's ending inside, as ``bank.co.uk.example.net`` does."""
    return share(view.web_links, lambda link: _INNER_SITE.search(link.url.host[: -len(link.url.domain) or None]))


@feature
def strange_hosts(view: View) -> float:
    """Strangeness of the strangest first label of a host (-1 without hosts)."""
    firsts = {link.url.host.partition(".")[0] for link in view.web_links[:60]}
    return max(map(strangeness, firsts), default=-1.0)


def _opaque(piece: str) -> bool:
    return bool(TOKEN.fullmatch(piece)) and piece.count("-") < 4


@feature
def token_at_root(view: View) -> float:
    """Share of web links to a site's front door whose path is one opaque token, click services left out."""
    return share(
        view.web_links,
        lambda link: (
            link.url.host.removeprefix("www.") == link.url.domain
            and not below(link.url.host, "click-hosts")
            and _opaque(link.url.path.strip("/"))
        ),
    )


@feature
def passed_on(view: View) -> float:
    """Share of web links through an open redirector of a large site, or a shortener."""
    redirectors = _redirector_hosts()
    return share(
        view.web_links,
        lambda link: (
            (link.url.host.removeprefix("www.") in redirectors and onward.destination(link.url) is not link.url)
            or below(link.url.host, "shorteners")
        ),
    )


@lru_cache(maxsize=1)
def _redirector_hosts() -> frozenset[str]:
    """Hosts of large sites that open any page they are given."""
    return frozenset(line.partition("/")[0] for line in named("redirectors"))


@feature
def deep_hosts(view: View) -> float:
    """Share of web links whose host has labels that look random, before the site's own name."""
    return share(
        view.web_links, lambda link: strangeness(link.url.host[: -len(link.url.domain) - 1].rpartition(".")[2]) > 0.9
    )
