"""Sites: targets and pictures that lie with strangers, brought home to the sender's own domain.

What the real address is only the sender knows. The edit writes a stand-in on the site that the mail names as its own,
is scored with it, and says so.
"""

import re
from collections.abc import Iterator

from spamscore import lists, onward, targets, urls
from spamscore.placeholders import collapse
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.menders.naming import CLICK_HERE, host
from spamscore.remedy.scan import Attribute, Element

_MANY = 200
_KINDS = {
    "shortener": "Link to the pages themselves, not through a shortener",
    "number": "Use the name of your site in links, not a bare number",
    "numbered": "Use the name of your site in links, not that of a rented machine",
    "redirector": "Link to the pages themselves, not through another site's redirector",
    "free": "Put the pages that you link to on your own site",
    "ipfs": "Put the pages that you link to on your own site",
    "port": "Serve the pages that you link to on the standard port",
}
_NOTE = "Put the real addresses: the mail was scored with these stand-ins on {}."
_SLUG = re.compile(r"[^\W_]{1,30}")


def mend(draft: Draft) -> Iterator[Candidate]:
    """Links and pictures at strangers' hosts, one edit for each reason."""
    home = host(draft)
    if not home:
        return
    for kind, title in _KINDS.items():
        wrong = {link.href for link in targets.of_kind(draft.mail, kind)}
        changes = tuple(_moved(draft, wrong, home)) if wrong else ()
        if changes:
            yield Candidate(f"own-site-{kind}", title, changes, note=_NOTE.format(home))
    yield from _pictures(draft, home)


def _moved(draft: Draft, wrong: set[str], home: str) -> Iterator[Change]:
    if not draft.html:
        for address in sorted(wrong):
            at = draft.body.find(address)
            if at >= 0 and collapse(address) == address:
                yield draft.lines.change(at, at + len(address), _stand_in(address, "", home, 1))
        return
    pages = {address: number for number, address in enumerate(sorted(wrong), 1)}
    for element in draft.scan.named("a", "area")[:_MANY]:
        href = element.attributes.get("href")
        if href and (address := collapse(href.value).strip()) in wrong:
            stand_in = _stand_in(href.value, draft.scan.text_of(element), home, pages[address])
            yield from _exchanged(draft, href, stand_in)


def _exchanged(draft: Draft, attribute: Attribute, address: str) -> Iterator[Change]:
    """The change of an address; where placeholders stand in its path, of its host only."""
    if draft.scan.free(attribute.start, attribute.end):
        yield draft.lines.change(attribute.start, attribute.end, address)
        return
    found = re.match(r"\s*https?://[^/?#]+", draft.scan.masked[attribute.start : attribute.end], re.I)
    if found and draft.scan.free(attribute.start, attribute.start + found.end()):
        origin = "/".join(address.split("/")[:3])
        yield draft.lines.change(attribute.start, attribute.start + found.end(), origin)


def _stand_in(address: str, text: str, home: str, number: int) -> str:
    """The page named inside a redirector's address; the same page at home; the address shown; else one after the words."""
    url = urls.split(address)
    end = onward.destination(url)
    if end is not url and end.domain:
        return f"https://{end.host}{end.path}"
    if url.ip or url.port:
        return f"https://{home}{url.path}" + (f"?{url.query}" if url.query else "")
    if "." in text and " " not in text and (shown := urls.split(text if "://" in text else f"https://{text}")).domain:
        return f"https://{shown.host}{shown.path}"
    words = [] if CLICK_HERE.match(text) else _SLUG.findall(text.lower())[:5]
    return f"https://{home}/{'-'.join(words) or f'page-{number}'}"


def _pictures(draft: Draft, home: str) -> Iterator[Candidate]:
    changes = tuple(
        change for image in draft.scan.named("img")[:_MANY] if _elsewhere(image)
        for change in _exchanged(draft, image.attributes["src"], f"https://{home}{urls.split(image.get('src')).path}")
    )  # fmt: skip
    if changes:
        yield Candidate("own-pictures", "Put the pictures on your own site", changes, note=_NOTE.format(home))


def _elsewhere(image: Element) -> bool:
    url = urls.split(image.get("src"))
    return "src" in image.attributes and (url.ip or lists.below(url.host, "picture-hosts"))
