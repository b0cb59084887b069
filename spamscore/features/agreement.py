"""Do the links, images and words of a mail belong to one organisation? Needs the body only."""

import re

from spamscore import brands, urls
from spamscore.features.feature import feature
from spamscore.features.view import View, named, share
from spamscore.lists import below
from spamscore.targets import leaves

_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)([^\n]{0,80})")
_TITLE_WORD = re.compile(r"[^\W\d_]{3,40}")
_HOST = re.compile(r"@((?:[\w-]{1,63}\.){1,4}[a-zA-Z]{2,12})\b")


@feature
def top_domain_said(view: View) -> float:
    """Whether the reader can read the name of the site that most links go to (1 yes, 0 no, -1 no such site)."""
    return float(view.own_top in view.said_domains) if view.own_top else -1.0


@feature
def links_said(view: View) -> float:
    """Share of links to sites whose name can be read in the mail, click services left out."""
    counted = {name: count for name, count in view.domains.items() if not below(name, "click-hosts")}
    total = sum(counted.values())
    return sum(count for name, count in counted.items() if name in view.said_domains) / total if total else -1.0


@feature
def domains_said(view: View) -> float:
    """Share of linked sites whose name can be read in the mail, click services left out."""
    counted = [name for name in view.domains if not below(name, "click-hosts")]
    return share(counted, view.said_domains.__contains__) if counted else -1.0


@feature
def image_hosts_said(view: View) -> float:
    """Share of remote images on sites whose name can be read in the mail."""
    domains = [domain for image in view.images if (domain := urls.split(image.src).domain)]
    return share(domains, view.says) if domains else -1.0


@feature
def top_domain_share(view: View) -> float:
    """Share of links that go to the commonest site."""
    total = sum(view.domains.values())
    return view.domains[view.top_domain] / total if total else -1.0


@feature
def domains_per_link(view: View) -> float:
    """Distinct sites per link."""
    total = sum(view.domains.values())
    return len(view.domains) / total if total > 1 else -1.0


@feature
def mailboxes_agree(view: View) -> float:
    """Share of e-mail addresses in the text on a site that is linked too (-1 without addresses)."""
    if "@" not in view.text:
        return -1.0
    hosts = [urls.registrable(host) for host in _HOST.findall(view.text)[:20]]
    return share(hosts, lambda host: host in view.domains) if hosts else -1.0


@feature
def copyright_agrees(view: View) -> float:
    """Whether the holder in the copyright line is a linked site (1 yes, 0 no, -1 no such line)."""
    at = max(map(view.low.rfind, ("©", "(c)", "copyright")))
    found = _COPYRIGHT.search(view.low, view.low.rfind("\n", 0, at) + 1) if at >= 0 else None
    if not found:
        return -1.0
    holder = "".join(char for char in found[1] if char.isalpha())
    return float(any(len(label) > 2 and label in holder for label in (name.partition(".")[0] for name in view.domains)))


@feature
def title_said(view: View) -> float:
    """Share of the title's words that the text repeats (-1 without a title)."""
    words = _TITLE_WORD.findall(view.page.title.lower()[:300])
    known = view.distinct_words
    return share(words, lambda word: word in known) if words else -1.0


@feature
def alts_said(view: View) -> float:
    """Share of images whose alternative text names a linked site (-1 without images)."""
    labels = [label for name in view.domains if len(label := name.partition(".")[0]) > 3]
    if not view.images or not labels:
        return -1.0
    alts = ["".join(image.alt.lower().split()) for image in view.images if image.alt]
    return sum(any(label in alt for label in labels) for alt in alts) / len(view.images)


@feature
def links_named_alike(view: View) -> float:
    """Share of the other linked sites that share their first four letters with the commonest one (-1 if one site)."""
    others = [name for name in view.domains if name != view.top_domain and name not in named("neutral-domains")]
    start = view.top_domain[:4]
    return share(others, lambda name: str(name).startswith(start)) if others else -1.0


@feature
def brands_elsewhere(view: View) -> float:
    """Brands named at the beginning that own none of the linked sites, up to three."""
    return float(min(3, len(view.brands_named) - len(_owned(view))))


@feature
def brand_at_home(view: View) -> float:
    """Whether a brand named at the beginning owns a linked site (-1 when none is named)."""
    return float(bool(_owned(view))) if view.brands_named else -1.0


def _owned(view: View) -> list[str]:
    return [brand for brand in view.brands_named if any(brands.owns(brand, name) for name in view.domains)]


@feature
def brands_imitated(view: View) -> float:
    """Whether a linked host carries the name of a brand that does not own it."""
    return float(any(brands.imitated(host) for host in {link.url.host for link in view.web_links[:40]}))


@feature
def said_at_once(view: View) -> float:
    """Whether title, alternative texts or the first lines name the site that most links go to (-1 without sites)."""
    label = "".join(char for char in view.own_top.partition(".")[0] if char.isalpha())
    return float(bool(label) and label in view.opening) if view.own_top else -1.0


@feature
def one_unsaid_site(view: View) -> float:
    """Whether all links go to a single site that the text does not name."""
    own = [name for name in view.domains if name not in named("neutral-domains")]
    return float(len(own) == 1 and own[0] not in view.said_domains)


@feature
def top_domain_part_said(view: View) -> float:
    """Longest part of the commonest site's name that stands in the mail, as a share of the name (-1 without sites)."""
    return view.part_said(view.own_top) if view.own_top else -1.0


@feature
def best_part_said(view: View) -> float:
    """The same for the linked site of which most is said (-1 without sites)."""
    return max(map(view.part_said, view.own_domains[:12]), default=-1.0)


@feature
def pictures_elsewhere(view: View) -> float:
    """Whether the pictures lie on none of the linked sites, none of which the mail names either."""
    pictured = {domain for image in view.images if (domain := urls.split(image.src).domain)}
    if (
        not pictured
        or not view.own_domains
        or len(view.own_domains) < sum(name not in named("neutral-domains") for name in view.domains)
    ):
        return 0.0
    at_home = any(name in view.domains for name in pictured if not below(name, "click-hosts"))
    return float(not at_home and all(view.part_said(name) < 0.5 for name in view.own_domains[:12]))


@feature
def unsaid_pages(view: View) -> float:
    """Whether a text leads to three pages at most, all of sites that it does not name."""
    return float(view.unsaid and len(view.pages) <= 3 and len(view.words) >= _A_TEXT)


@feature
def unsaid_picture(view: View) -> float:
    """Whether hardly a word stands beside links to sites that are not named."""
    return float(view.unsaid and len(view.pages) <= 3 and len(view.words) < _A_TEXT and bool(view.tags))


@feature
def unsaid_way_out(view: View) -> float:
    """Whether one ends the subscription on a site that the mail does not name."""
    return float(view.unsaid and any(map(leaves, view.web_links)))


@feature
def stranger_called(view: View) -> float:
    """Whether a button leads to a site that is not named, has no other part in the mail, and stands among other sites."""
    if len(view.domains) < 2:
        return 0.0
    pictured = {urls.split(image.src).domain for image in view.images}
    known = view.said_domains | named("neutral-domains") | pictured
    called = (
        target.domain
        for link, target in zip(view.web_links, view.targets, strict=True)
        if _CALL.search(link.text[:60]) and link.text.count(" ") < 6
    )
    return float(
        any(
            name and name not in known and view.domains[name] <= 2 and not below(name, "click-hosts") for name in called
        )
    )


_A_TEXT = 15  # words; fewer are a caption
_CALL = re.compile(
    r"\b(?:click|verify|start|view|sign|review|track|log ?in|continue|claim|confirm|update|activate|get|download|access"
    r"|secure|open|check|pay|restore|validate|keep|release|read)\b(?!.{0,20}(?:browser|online|prefer|policy|unsub))", re.I
)  # fmt: skip


@feature
def mail_and_site_agree(view: View) -> float:
    """Whether an address that can be written to lies on the commonest site (1 yes, 0 elsewhere, -1 no address)."""
    hosts = {urls.registrable(host) for host in _HOST.findall(view.text)[:20]}
    hosts |= {
        urls.registrable(link.href[7:].partition("?")[0].rpartition("@")[2])
        for link in view.links
        if link.href[:7].lower() == "mailto:"
    }
    hosts.discard("")
    return float(view.own_top in hosts) if hosts and view.own_top else -1.0
