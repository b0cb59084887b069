"""How the body is made: elements, images, layout. Ratios and presence rather than sizes."""

import math

from spamscore.features.feature import feature
from spamscore.features.view import View, share

_FEW_WORDS = 40


def _tags(view: View, *names: str) -> int:
    return sum(view.tags.get(name, 0) for name in names)


def _per_tag(view: View, count: float) -> float:
    total = sum(view.tags.values())
    return count / total if total else -1.0


@feature
def is_html(view: View) -> float:
    """Whether there is HTML at all."""
    return float(bool(view.tags))


@feature
def link_count(view: View) -> float:
    """Logarithm of the number of links."""
    return math.log1p(len(view.page.links))


@feature
def image_count(view: View) -> float:
    """Logarithm of the number of images that can be seen."""
    return math.log1p(sum(not image.pixel for image in view.images))


@feature
def images_with_alt(view: View) -> float:
    """Share of images with an alternative text (-1 without images)."""
    return share(view.images, lambda image: image.alt) if view.images else -1.0


@feature
def images_with_size(view: View) -> float:
    """Share of images with a stated width (-1 without images)."""
    return share(view.images, lambda image: image.width is not None) if view.images else -1.0


@feature
def alt_variety(view: View) -> float:
    """Number of different alternative texts, up to eight."""
    return float(min(8, len({image.alt for image in view.images if image.alt})))


@feature
def embedded_images(view: View) -> float:
    """Share of images carried inside the mail (data: or cid:)."""
    return share(
        view.images, lambda image: image.src[:5].lower() in ("data:", "cid:c") or image.src[:4].lower() == "cid:"
    )


@feature
def links_with_image(view: View) -> float:
    """Share of links that wrap an image (-1 without links)."""
    return share(view.links, lambda link: link.alt is not None) if view.links else -1.0


@feature
def links_without_text(view: View) -> float:
    """Share of links with neither text nor alternative text (-1 without links)."""
    return share(view.links, lambda link: not link.text and not link.alt) if view.links else -1.0


@feature
def links_hidden(view: View) -> float:
    """Share of links that cannot be seen."""
    return share(view.links, lambda link: link.hidden)


@feature
def links_with_title(view: View) -> float:
    """Share of links with a title attribute."""
    return share(view.links, lambda link: link.title)


@feature
def images_per_link(view: View) -> float:
    """Images in proportion to images and links (-1 without either)."""
    total = len(view.images) + len(view.links)
    return len(view.images) / total if total else -1.0


@feature
def table_count(view: View) -> float:
    """Logarithm of the number of tables."""
    return math.log1p(_tags(view, "table"))


@feature
def cells_per_table(view: View) -> float:
    """Logarithm of table cells per table (-1 without tables)."""
    tables = _tags(view, "table")
    return math.log1p(_tags(view, "td", "th") / tables) if tables else -1.0


@feature
def divs_share(view: View) -> float:
    """Share of elements that are div or span."""
    return _per_tag(view, _tags(view, "div", "span"))


@feature
def headings(view: View) -> float:
    """Number of headings, up to six."""
    return float(min(6, _tags(view, "h1", "h2", "h3", "h4")))


@feature
def list_items(view: View) -> float:
    """Number of list items, up to six."""
    return float(min(6, _tags(view, "li")))


@feature
def font_tags(view: View) -> float:
    """Share of elements that are font, center, marquee or blink, given up by the standard in 1999."""
    return _per_tag(view, _tags(view, "font", "center", "marquee", "blink"))


@feature
def breaks_per_word(view: View) -> float:
    """Line breaks (br) per word."""
    return _tags(view, "br") / (len(view.words) + 5)


@feature
def tags_per_word(view: View) -> float:
    """Logarithm of elements per word."""
    return math.log1p(sum(view.tags.values()) / (len(view.words) + 5))


@feature
def skeleton(view: View) -> float:
    """How much of a whole document is there: doctype, viewport, title, media query, charset (0 to 5)."""
    marks = view.marks
    return (
        bool(marks.get("doctype")) + bool(marks.get("viewport")) + bool(view.page.title)
        + ("@media" in view.page.style) + float(_tags(view, "meta") > 0)
    )  # fmt: skip


@feature
def media_query(view: View) -> float:
    """Whether the style adapts to small screens."""
    return float("@media" in view.page.style)


@feature
def style_block(view: View) -> float:
    """Size class of the style blocks: logarithm of their length, in thousand characters."""
    return math.log1p(len(view.page.style) / 1000)


@feature
def inline_styles(view: View) -> float:
    """Share of elements with a style attribute."""
    return _per_tag(view, view.marks.get("style-attributes", 0))


@feature
def comments(view: View) -> float:
    """Characters in comments per character of text, as a logarithm."""
    return math.log1p(view.marks.get("comment-chars", 0) / (len(view.text) + 100))


@feature
def conditional_comments(view: View) -> float:
    """Whether Outlook is catered for by conditional comments."""
    return float(view.marks.get("conditional-comments", 0) > 0)


@feature
def upper_case_tags(view: View) -> float:
    """Share of elements written in capitals, as old mass mailers do."""
    return _per_tag(view, view.marks.get("upper-case-tags", 0))


@feature
def backgrounds(view: View) -> float:
    """Whether background colours are set by attribute."""
    return float(view.marks.get("bgcolor", 0) > 0)


@feature
def preheader(view: View) -> float:
    """Whether there is an honest preheader."""
    return float(view.marks.get("preheader-chars", 0) > 0)


@feature
def active_content(view: View) -> float:
    """Scripts, forms, frames, event handlers and refreshes, up to four."""
    active = _tags(view, "script", "form", "iframe", "object", "embed", "input") + view.marks.get("event-handlers", 0)
    return float(min(4, active + view.marks.get("meta-refresh", 0)))


@feature
def hidden_share(view: View) -> float:
    """Hidden characters per visible character, up to 2."""
    hidden = sum(len(piece.text) for piece in view.page.hidden)
    return min(2.0, hidden / (len(view.text) + 50))


@feature
def hidden_pieces(view: View) -> float:
    """Number of hidden pieces of text, up to four."""
    return float(min(4, len(view.page.hidden)))


@feature
def small_words(view: View) -> float:
    """Words per piece of visible text (-1 without text): few where every word has an element of its own."""
    nodes = view.marks.get("text-nodes", 0)
    return len(view.words) / nodes if nodes else -1.0


@feature
def single_link(view: View) -> float:
    """Whether all links go to one and the same page (-1 without links)."""
    return float(len({link.href for link in view.links}) == 1) if view.links else -1.0


@feature
def accessible_tables(view: View) -> float:
    """Share of tables marked as layout for screen readers (-1 without tables)."""
    tables = _tags(view, "table")
    return min(1.0, view.marks.get("presentation-roles", 0) / tables) if tables else -1.0


@feature
def table_depth(view: View) -> float:
    """How deep tables are nested, up to six."""
    return float(min(6, view.marks.get("table-depth", 0)))


@feature
def split_words(view: View) -> float:
    """Places where an element or comment stands inside a word, per hundred words, as a logarithm."""
    return math.log1p(100 * view.marks.get("split-words", 0) / (len(view.words) + 20))


@feature
def coded_letters(view: View) -> float:
    """Plain letters written as numbers (character references), as a logarithm."""
    return math.log1p(view.marks.get("entity-letters", 0))


@feature
def only_image(view: View) -> float:
    """Whether there is hardly a word beside a linked image."""
    return float(len(view.words) < _FEW_WORDS and any(image.linked and not image.pixel for image in view.images))


@feature
def plain_note(view: View) -> float:
    """Whether it is HTML without image, table, style block or media: text as a person types it."""
    return float(bool(view.tags) and not view.images and not _tags(view, "table") and not view.page.style)


@feature
def empty_lines(view: View) -> float:
    """Share of line breaks among all elements."""
    return _per_tag(view, _tags(view, "br"))
