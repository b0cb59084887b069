"""Links: encrypted, named in words, and leading where they say."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from spamscore import targets, urls
from spamscore.placeholders import collapse
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.menders.naming import CLICK_HERE, brand, page_name
from spamscore.remedy.scan import Element

MANY = 400
_TARGETS = ("href", "src", "action", "background", "formaction")
_ENCODED = re.compile(r"%(?:[46][1-9a-f]|[57][0-9a])", re.I)
_USER = re.compile(r"(?<=//)[^/?#@\s]{1,300}@")


def mend(draft: Draft) -> Iterator[Candidate]:
    """Encryption, words for addresses, words for 'click here', plain letters in addresses."""
    secured = tuple(_secured(draft))
    if secured:
        yield Candidate(
            "https", f"Use https in every link and picture ({len(secured)})", secured, mechanical=True,
        )  # fmt: skip
    if not draft.html:
        return
    elements = [element for element in draft.scan.named("a")[:MANY] if "href" in element.attributes]
    yield from _honest(draft, elements)
    named = tuple(change for element in elements for change in _named(draft, element))
    if named:
        yield Candidate(
            "link-words", "Let links say what they open, not 'click here'", named,
            note="Name the pages in your own words: these are read out of their addresses.",
        )  # fmt: skip
    plain = tuple(change for element in elements for change in _plain(draft, element))
    if plain:
        yield Candidate("plain-address", "Write the letters of links plainly", plain, mechanical=True)


def _secured(draft: Draft) -> Iterator[Change]:
    if not draft.html:
        places = (found.span() for found in re.finditer(r"http(?=://[A-Za-z])", draft.body[:200_000]))
        yield from (draft.lines.change(start, end, "https") for start, end in list(places)[:MANY])
        return
    for element in draft.scan.elements:
        for name in _TARGETS:
            found = element.attributes.get(name)
            if found and found.value[:7].lower() == "http://" and _has_name(found.value):
                start = found.start + draft.scan.masked[found.start : found.end].lower().find("http")
                yield draft.lines.change(start, start + 4, "https")


def _has_name(address: str) -> bool:
    url = urls.split(address)
    return url.known and not url.ip


def _honest(draft: Draft, elements: list[Element]) -> Iterator[Candidate]:
    """Two ways for links that show one site and open another."""
    wrong = {link.href for link in targets.shown_elsewhere(draft.mail)}
    shown = [element for element in elements if collapse(element.get("href")).strip() in wrong]
    renamed: list[Change] = []
    retargeted: list[Change] = []
    for element in shown:
        text = draft.scan.text_of(element)
        if "." not in text or " " in text:
            continue
        at = draft.visible.between(element.inner, max(element.close, element.inner))
        words = page_name(text) or brand(draft)
        if at and words:
            renamed += draft.visible.changes(*at, words)
        href = element.attributes["href"]
        if draft.scan.free(href.start, href.end):
            address = text if "://" in text else f"https://{text}"
            retargeted.append(draft.lines.change(href.start, href.end, address.replace('"', "%22")))
    if renamed:
        yield Candidate(
            "words-for-address", "Show words instead of an address that is not the link's own", tuple(renamed),
            note="The links still go through your click counter; only what they show has changed.",
        )  # fmt: skip
    if retargeted:
        yield Candidate(
            "real-target", "Let links open the address that they show", tuple(retargeted),
            note="See that these are the pages you mean; clicks on them are no longer counted.",
        )  # fmt: skip


def _named(draft: Draft, element: Element) -> Iterator[Change]:
    if CLICK_HERE.fullmatch(draft.scan.text_of(element).strip(" !.»›>→")):
        words = page_name(element.get("href")) or brand(draft)
        at = draft.visible.between(element.inner, max(element.close, element.inner))
        if words and at:
            yield from draft.visible.changes(*at, words)


def _plain(draft: Draft, element: Element) -> Iterator[Change]:
    href = element.attributes["href"]
    start = href.start
    for found in _ENCODED.finditer(draft.scan.masked, href.start, href.end):
        yield draft.lines.change(*found.span(), unquote(found[0]))
    if (user := _USER.search(draft.scan.masked, start, href.end)) and draft.scan.free(*user.span()):
        yield draft.lines.change(*user.span(), "")
