"""Pictures: alternative texts, and in words what only pictures link to."""

import re
from collections.abc import Iterator
from html import escape

from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.menders.naming import brand, end_of_body, page_name, words_of
from spamscore.remedy.scan import Element

_SIGNS = re.compile(r"logo|banner|head|brand", re.I)
_MANY = 100


def mend(draft: Draft) -> Iterator[Candidate]:
    """Alternative texts from the names of the files; links in words beside linked pictures."""
    if not draft.html:
        return
    pictures = [image for image in draft.scan.named("img")[:_MANY] if not _tiny(image)]
    changes = tuple(change for image in pictures for change in _described(draft, image))
    if changes:
        yield Candidate(
            "alt", f"Give pictures an alternative text ({len(changes)})", changes,
            note="Say what each picture shows: these texts are guessed from the names of the files.",
        )  # fmt: skip
    yield from _in_words(draft, pictures)


def _tiny(image: Element) -> bool:
    return any(image.get(side).strip() in ("0", "1", "2") for side in ("width", "height"))


def _described(draft: Draft, image: Element) -> Iterator[Change]:
    alt = image.attributes.get("alt")
    if alt is not None or not (words := _shown(draft, image)):
        return
    place = image.start + 1 + len(image.written)
    yield draft.lines.change(place, place, f' alt="{escape(words)}"')


def _shown(draft: Draft, image: Element) -> str:
    source = image.get("src")
    if _SIGNS.search(source.rpartition("/")[2]) and brand(draft):
        return brand(draft)
    link = image.inside("a")
    return words_of(source) or (page_name(link.get("href")) if link else "")


def _in_words(draft: Draft, pictures: list[Element]) -> Iterator[Candidate]:
    links = [link for image in pictures if (link := image.inside("a"))]
    said = {link.href for link in draft.mail.links if link.text}
    targets: dict[str, tuple[str, Element]] = {}
    for link in links:
        href = link.attributes.get("href")
        if href and link.get("href") not in said and (name := page_name(link.get("href")) or brand(draft)):
            targets.setdefault(draft.body[href.start : href.end], (name, link))
    if targets:
        named = " · ".join(
            f'<a href="{href.replace(chr(34), "&quot;")}">{escape(name)}</a>' for href, (name, _) in targets.items()
        )
        place = max(link.end for _, link in targets.values())
        place = place if 0 < place < end_of_body(draft) else end_of_body(draft)
        yield Candidate(
            "picture-links", "Say in words what the pictures link to",
            (draft.lines.change(place, place, f"\n<p>{named}</p>"),),
            note="Name the pages in your own words, and say the offer in a sentence.",
        )  # fmt: skip
