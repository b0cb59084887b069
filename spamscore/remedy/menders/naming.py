"""Naming: the sender's site, its brand, and what to call a page, as far as the mail says so itself."""

import re
from collections import Counter
from urllib.parse import unquote

from spamscore import lists, targets, urls
from spamscore.lists import below
from spamscore.placeholders import VALUE
from spamscore.remedy.draft import Draft

CLICK_HERE = re.compile(
    r"(?:>{1,3} ?)?(?:click|tap|press) (?:here|now|below|this link)(?: now)?|here|(?:hier|jetzt) klicken|klicken sie hier|klick hier|hier"
    r"|cliquez(?:[ -]ici)?|ici|(?:haga |haz )?clic aqu[ií]|aqu[ií]|clique aqui|aqui|clicca qui|qui|klik hier",
    re.I,
)
_SHOWN = re.compile(r"(?:@|www\.|https?://(?:www\.)?)((?:[\w-]{1,63}\.){1,4}[a-zA-Z]{2,24})", re.I)
_ENDING = re.compile(r"\.[a-zA-Z]{2,5}$")
_LETTERS = re.compile(r"[^\W\d_]{3,30}|[^\W\d_]{1,2}(?=[-_ ]|$)")
_GENERAL = frozenset(
    "index click track img image images mail shop go home html page photo pic dsc the banner view open link url".split()
)
_OTHERS = ("shorteners", "free-hosts", "click-hosts", "freemail", "picture-hosts")
_BAD = ("shortener", "number", "numbered", "redirector", "free", "ipfs", "lookalike", "imitation", "disguised")


def site(draft: Draft) -> str:
    """The registrable domain that the mail is most likely sent for, "" when it names none of its own."""
    votes: Counter[str] = Counter()
    bad = {link.href for kind in _BAD for link in targets.of_kind(draft.mail, kind)}
    for link in draft.mail.links[:400]:
        if link.href not in bad and link.url.scheme in ("http", "https", ""):
            votes[link.url.domain] += 2
    for image in draft.mail.images[:200]:
        votes[urls.split(image.src).domain] += 1
    for found in _SHOWN.finditer(draft.mail.text[:40_000]):
        votes[urls.registrable(found[1].lower())] += 4
    if draft.mail.sender_domain:
        votes[draft.mail.sender_domain] += 8
    neutral = lists.load("neutral-domains")
    own = [name for name in votes if name and VALUE not in name and name not in neutral and not _foreign(name)]
    return max(own, key=lambda name: (votes[name], name), default="")


def _foreign(name: str) -> bool:
    return any(below(name, other) for other in _OTHERS)


def host(draft: Draft) -> str:
    """The host of the sender's site as links of the mail write it, else with www in front."""
    domain = site(draft)
    for link in draft.mail.links[:400]:
        if domain and link.url.domain == domain and link.url.host.startswith("www."):
            return link.url.host
    return f"www.{domain}" if domain else ""


def brand(draft: Draft) -> str:
    """The sender's name as its domain spells it: 'Green Bench' of green-bench.example."""
    label = site(draft).partition(".")[0]
    if not label:
        return ""
    spelt = label.replace("-", " ").replace("_", " ")
    found = (
        re.search(r"\s?".join(map(re.escape, spelt.split())), draft.mail.text[:40_000], re.I) if spelt.strip() else None
    )
    return " ".join(found[0].split()) if found and not found[0].isupper() and "." not in found[0] else spelt.title()


def words_of(address: str) -> str:
    """The words in the last part of an address that has any: 'Boots for women' of /img/boots_for_women.jpg.

    >>> words_of("https://www.example.com/img/boots_for_women.jpg"), words_of("https://www.example.com/DSC_0031.jpg")
    ('Boots for women', '')
    """
    path = urls.split(address).path if "//" in address else address.partition("?")[0]
    for part in reversed(unquote(path)[:400].split("/")):
        if VALUE in part:
            continue
        found = [word for word in _LETTERS.findall(_ENDING.sub("", part)) if word.lower() not in _GENERAL]
        if sum(map(len, found)) >= 3:
            words = " ".join(found[:8]).lower()
            return words[:1].upper() + words[1:]
    return ""


def page_name(address: str) -> str:
    """What to call a page: the words of its address, "" when it has none."""
    return words_of(address) if address[:4].lower() == "http" or "/" in address else ""


def end_of_body(draft: Draft) -> int:
    """Where a last paragraph can stand."""
    body = draft.scan.first("body")
    if body and body.close >= body.inner:
        return body.close
    page = draft.scan.first("html")
    return page.close if page and page.close >= page.inner else len(draft.body)
