"""Counterfactual forms: a template as a service delivers it, a delivered mail as the template it may have been.

Honest mail reaches the corpora mostly as templates, spam as received; a model that learns that difference is wrong
on both sides. Every form is a function of the source and a seeded generator, so training stays reproducible.
"""

import random
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from spamscore import placeholders, urls
from spamscore.training.attacks import DRILLS, Change
from spamscore.training.changes import CHANGES

_HREF = re.compile(r"""(\bhref\s{0,5}=\s{0,5}["'])([^"'<>]{0,4000})(["'])""", re.I)
_SRC = re.compile(r"""(<img\b[^<>]{0,2000}?\bsrc\s{0,5}=\s{0,5}["'])([^"'<>]{0,4000})(["'])""", re.I)
_PIXEL = re.compile(
    r"""<img\b[^<>]{0,2000}?\b(?:width|height)\s{0,5}[=:]\s{0,5}["']?[01](?:px)?["'\s;/][^<>]{0,2000}>""", re.I
)
_TOKEN = re.compile(r"[A-Za-z0-9_=%-]{16,4000}")
_CLICK_HOSTS = (
    "u{n}.ct.sendgrid.net/ls/click?upn=", "{l}.us{d}.list-manage.com/track/click?u=", "click.{l}.mail-service.net/f/a/",
    "links.{l}.mkt-cloud.com/els/v2/", "track.hubspotlinks.com/Ctc/", "{l}.cmail{d}.com/t/", "mandrillapp.com/track/click/",
    "trk.klclick.com/ls/click?upn=", "r.mail-sender.net/tr/cl/", "email.mg.{l}.com/c/",
)  # fmt: skip
_FORGERIES = (
    ("some-of-honesty",) * 3 + ("all-of-honesty",) * 2 + ("named-domain", "design", "alts", "footer", "comments")
)
_WORDINGS = ("honest-appended", "honest-prepended", "placeholder-abuse", "reworded", "merge-tags", "leet")
_NAMES = ("Anna", "John", "Maria", "Thomas", "Sofia", "Luca", "Marie", "Jan", "Carlos", "Julia")
_FILLS = (*_NAMES, "12345", "49.90", "3", "Monday", "")


def deliver(html: str, rng: random.Random) -> str:
    """A template as its reader receives it: tags filled, links through a click host, images absolute, a pixel."""
    domain = _own_domain(html)
    style = rng.choice(("service", "own", "own", "direct"))
    base = _click_base(style, domain, rng)
    images = rng.choice((f"https://images.{domain}/", f"https://{domain}/media/", "https://cdn.mail-assets.net/"))

    def link(found: re.Match[str]) -> str:
        href = found[2].strip()
        if href.lower().startswith(("mailto:", "tel:", "sms:")):
            return found[0]
        dead = href in ("", "#") or not urls.split(placeholders.collapse(placeholders.mask(href)[0])).known
        if style == "direct":
            target = f"https://www.{domain}/{_token(rng, 8).lower()}" if dead else href
            return f"{found[1]}{target}{'&' if '?' in target else '?'}utm_source=newsletter&utm_medium=email{found[3]}"
        return f"{found[1]}{base}{_token(rng, rng.randint(24, 120))}{found[3]}"

    def image(found: re.Match[str]) -> str:
        src = placeholders.collapse(placeholders.mask(found[2])[0])
        known = urls.split(src).known or src[:5].lower() in ("data:", "cid:")
        return (
            found[0]
            if known
            else f"{found[1]}{images}{src.rpartition('/')[2][:60].replace(placeholders.VALUE, 'image')}{found[3]}"
        )

    html = _SRC.sub(image, _HREF.sub(link, html))
    pixel = f'<img src="{base}{_token(rng, 30)}.gif" width="1" height="1" alt="">' if rng.random() < 0.8 else ""
    return _fill(html, rng) + pixel


def template(html: str, rng: random.Random) -> str:
    """A received mail as a template: tokens and pixel gone, some links dead or filled in later, images relative."""
    dead, relative, merged = rng.random() * 0.6, rng.random() < 0.5, rng.random() * 0.4

    def link(found: re.Match[str]) -> str:
        href = found[2].strip()
        if not href.lower().startswith(("http", "//")):
            return found[0]
        if rng.random() < dead:
            return f"{found[1]}{'#' if rng.random() > merged else '{{ url }}'}{found[3]}"
        return found[1] + _TOKEN.sub("", href.split("?")[0]) + found[3]

    def image(found: re.Match[str]) -> str:
        src = found[2]
        if not src.lower().startswith(("http", "//")):
            return found[0]
        return f"{found[1]}{'images/' + src.split('?')[0].rpartition('/')[2][-40:] if relative else src.split('?')[0]}{found[3]}"

    return _SRC.sub(image, _HREF.sub(link, _PIXEL.sub("", html)))


def forge(html: str, rng: random.Random) -> str:
    """Spam whose sender knows what a classifier likes: names, alternative texts, design, a footer, other words."""
    chosen = [rng.choice(_FORGERIES)] if rng.random() < 0.8 else []
    if not chosen or rng.random() < 0.4:
        chosen.append(rng.choice(_WORDINGS))
    for name in chosen:
        html = _drills()[name](html, rng)
    return html


@cache
def _drills() -> Mapping[str, Change]:
    return {drill.name: drill.change for drill in DRILLS}


def alter(html: str, rng: random.Random) -> str:
    """Honest mail with what a forger would add and what any sender may add: so that it tells nothing by itself."""
    return forge(html, rng) if rng.random() < 0.5 else rng.choice(CHANGES).change(html, rng)


def _own_domain(html: str) -> str:
    hosts = Counter(urls.split(found[2]).domain for found in _HREF.finditer(html))
    hosts.pop("", None)
    if hosts:
        return max(hosts, key=lambda name: (hosts[name], name))
    words = Counter(re.findall(r"\b[A-Z][a-z]{4,14}\b", re.sub(r"<[^<>]{0,2000}>", " ", html)))
    return (max(words, key=lambda word: (words[word], word)) if words else "company").lower() + ".com"


def _click_base(style: str, domain: str, rng: random.Random) -> str:
    if style == "service":
        pattern = rng.choice(_CLICK_HOSTS)
        return "https://" + pattern.format(
            n=rng.randint(1000, 99999999), d=rng.randint(1, 20), l=domain.partition(".")[0]
        )
    return f"https://{rng.choice(('click', 'links', 'email', 'go', 'news', 'e', 'trk'))}.{domain}/{rng.choice(('?qs=', 'c/', 'u/', 'r/'))}"


def _token(rng: random.Random, length: int) -> str:
    return "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", k=length))


def _fill(html: str, rng: random.Random) -> str:
    masked, spans = placeholders.mask(html)
    pieces, last = [], 0
    for start, end in spans:
        pieces += [html[last:start], rng.choice(_FILLS) if masked[start] == placeholders.VALUE else ""]
        last = end
    return "".join((*pieces, html[last:]))
