"""Size and workmanship: what gets cut on the way, and what was left over from writing it."""

import re
from collections.abc import Iterator

from spamscore.mail import Mail
from spamscore.markup import Image
from spamscore.placeholders import VALUE
from spamscore.rules.rule import Evidence, rule

CLIP = 102_400  # bytes of HTML
NEAR = 80_000
_DATA = 20_000  # characters of one data: image
_SIGNS = (VALUE, "ame]", "AME]", "orem ipsum")  # a mark that the reader sees
_LEFT = re.compile(
    r"\{\{[ \w.|]{1,40}\}\}|\*\|[A-Z_:]{2,30}\|\*|%%[\w ]{2,30}%%|\[(?:first|last|your|customer|company)[ _]?name\]"
    r"|\$\{\w{2,30}\}|\blorem ipsum\b|\{(?:first|last|user|full)_?name\}", re.I,
)  # fmt: skip


def _bytes(mail: Mail) -> int:
    html = mail.html or ""
    if len(html) * 4 < NEAR:
        return 0
    return len(html) if html.isascii() else len(html.encode("utf-8", "replace"))


# up to 12 spaces between two breaks, and a source of 100,000 characters: more is no layout but an attack on the reader
_NOTHING = r"(?:\s|&nbsp;|&#160;|\u200b){0,12}"
_GAP = re.compile(
    rf"(?:<br[^<>]{{0,40}}>{_NOTHING}){{12}}"
    rf"|(?:<(?:p|div)[^<>]{{0,200}}>{_NOTHING}(?:<br[^<>]{{0,20}}>{_NOTHING})?</(?:p|div)>\s{{0,12}}){{10}}",
    re.I,
)
_PLAIN_GAP = re.compile(r"\n(?:[ \t\r]{0,8}\n){15}")
_GAP_TEXT = 100_000
_EMPTY = (">", ";", " ", "\n")  # what stands before the end of a paragraph without words


def _closed(mail: Mail, element: str) -> int:
    """How often an element ends."""
    html = mail.html or ""
    capitals = html.count(f"</{element.upper()}") if mail.page.marks.get("upper-case-tags") else 0
    return html.count(f"</{element}") + capitals


@rule(
    "layout-clipped",
    title="The HTML is so large that Gmail cuts it",
    advice="Bring the HTML below 102,400 bytes: fewer modules, no comments, styles in one place.",
    points=0.3,
    source="Gmail clips at about 102 kB: unofficial, measured by several senders",
    fires=["<p>" + "word " * 21_000],
    quiet=["<p>" + "word " * 19_000, "<p>Hello</p>"],
)
def layout_clipped(mail: Mail) -> Iterator[str]:
    """The footer with its unsubscribe link is cut first, and with it the pixel that counts opens."""
    if (size := _bytes(mail)) >= CLIP:
        yield f"{size:,} bytes of HTML"


@rule(
    "layout-near-clipping",
    title="The HTML is close to the size that Gmail cuts",
    advice="Keep the HTML below 80,000 bytes: tracking links make it longer when it is sent.",
    points=0.1,
    source="Gmail clips at about 102 kB: unofficial, measured by several senders",
    fires=["<p>" + "word " * 17_000],
    quiet=["<p>" + "word " * 15_000, "<p>" + "word " * 21_000],
)
def layout_near_clipping(mail: Mail) -> Iterator[str]:
    """A template grows on its way through a sending service."""
    if NEAR <= (size := _bytes(mail)) < CLIP:
        yield f"{size:,} bytes of HTML"


@rule(
    "layout-long-lines",
    title="Lines are longer than mail allows",
    advice="Send the body as quoted-printable or base64, or break its lines.",
    points=0.3,
    source="RFC 5322 section 2.1.1: at most 998 characters before the line break",
    needs=("headers",),
    fires=[b"From: a@example.com\r\nSubject: Hi\r\nContent-Type: text/html\r\n\r\n<p>" + b"word " * 300 + b"</p>\r\n"],
    quiet=[b"From: a@example.com\r\nSubject: Hi\r\nContent-Type: text/html\r\n\r\n<p>" + b"word word\r\n" * 300,
           "<p>" + "word " * 300],
)  # fmt: skip
def layout_long_lines(mail: Mail) -> Iterator[str]:
    """Servers break such lines where it suits them, and with them words, links and the DKIM signature."""
    yield from (defect for defect in mail.defects if defect.startswith("line-too-long"))


@rule(
    "layout-data-images",
    title="Large pictures stand inside the HTML",
    advice="Host the pictures, or attach them and refer to them by cid.",
    points=0.4,
    source="caniemail.com: Gmail and Outlook do not show data: images",
    fires=[f'<p>Hi</p><img src="data:image/png;base64,{"A" * 30_000}">'],
    quiet=[f'<p>Hi</p><img src="data:image/png;base64,{"A" * 300}">', '<p>Hi</p><img src="https://example.com/x.png">'],
)
def layout_data_images(mail: Mail) -> Iterator[str | Evidence]:
    """They are not shown where most people read, and they bring the mail to its size limit."""
    large = [image for image in mail.images[:2_000] if _is_data(image) and len(image.src) > _DATA]
    if large:
        yield Evidence(f"{len(large[0].src):,} characters: {large[0].src[:60]}", large[0].src[:60], large[0])


def _is_data(image: Image) -> bool:
    return image.src[:5].lower() == "data:"


@rule(
    "layout-open-ends",
    title="The HTML skeleton is broken",
    advice="Check the HTML: one html and one body, each closed, every table closed.",
    points=0.3,
    source="Gmail sender guidelines: format HTML by the standards",
    fires=["<html><body><table><tr><td><table><tr><td><table><tr><td>Hi"],
    quiet=["<html><body><table><tr><td>Hi</td></tr></table></body></html>", "<p>Hi"],
)
def layout_open_ends(mail: Mail) -> Iterator[str]:
    """Tables that do not end where they should are shown differently everywhere."""
    if mail.html and (tables := mail.page.tags.get("table", 0)):
        closed = _closed(mail, "table")
        if tables - closed >= 2 + tables // 10:
            yield f"{tables} tables opened, {closed} closed"


@rule(
    "layout-word-export",
    title="The HTML was exported from a word processor",
    advice="Build the mail in a mail editor, or paste it as plain text first.",
    points=0.2,
    source="Conditional style that only Word understands; a weak sign by our own hit rates",
    fires=['<html xmlns:w="urn:schemas-microsoft-com:office:word"><p class="MsoNormal">Hi<o:p></o:p></p></html>'],
    quiet=["<p class='Normal'>Hi</p>", "<!--[if mso]><table><tr><td><![endif]--><p>Hi</p>"],
)
def layout_word_export(mail: Mail) -> Iterator[str]:
    """Word's HTML is several times the size and breaks in other programs."""
    if mail.html and "MsoNormal" in mail.html:
        yield "MsoNormal"


@rule(
    "layout-unfilled-placeholder",
    title="A placeholder was sent unfilled",
    advice="Give every merge field a default, and test with a contact whose fields are empty.",
    points=0.8,
    source="Bulk mailers' own mistakes; common in our samples of spam",
    needs=("headers",),
    fires=[b"From: a@example.com\nTo: b@example.com\nSubject: Hi\nContent-Type: text/html\n\n<p>Dear {{first_name}}, hi</p>",
           b"From: a@example.com\nSubject: Hi\nContent-Type: text/html\n\n<p>Dear [First Name], hello</p>"],
    quiet=["<p>Dear {{ first_name }},</p>", b"From: a@example.com\nSubject: Hi\n\nDear Anna, {{ is Jinja's mark.",
           b"From: a@example.com\nSubject: Hi\nContent-Type: text/html\n\n<p>Dear Anna</p>"],
)  # fmt: skip
def layout_unfilled_placeholder(mail: Mail) -> Iterator[str]:
    """A reader who is greeted by a field's name knows that nobody wrote to him."""
    source = mail.html or mail.plain or ""
    if any(sign in mail.text for sign in _SIGNS):
        yield from dict.fromkeys(found[0] for found in _LEFT.finditer(source[:300_000]))


def _may_have_gap(mail: Mail) -> bool:
    """Whether there are breaks or empty paragraphs enough; asked first, for the search costs 0.2 ms."""
    if mail.page.tags.get("br", 0) >= 10:
        return True
    if mail.page.tags.get("p", 0) + mail.page.tags.get("div", 0) < 10:
        return False
    pieces = (mail.html or "").replace("</div", "</p").split("</p")
    return b"\1" * 9 in bytes(len(piece) < 400 and piece[-1:] in _EMPTY for piece in pieces)


@rule(
    "layout-big-gap",
    title="A long empty stretch parts the text",
    advice="Remove the empty lines; use padding where a section needs room.",
    points=1,
    source="What should stay out of sight is pushed down; points by our own hit rates (4 % of spam, no honest mail)",
    fires=["<p>Your parcel waits.</p>" + "<br>" * 30 + "<p>meeting notes</p>",
           "<p>Your parcel waits.</p>" + "<p>&nbsp;</p>" * 12 + "<p>meeting notes</p>", "Hello" + "\n" * 20 + "minutes"],
    quiet=["<p>One</p>" + "<br>" * 5 + "<p>Two</p>", "One\n\n\n\nTwo", "<p>word</p>" * 20],
)  # fmt: skip
def layout_big_gap(mail: Mail) -> Iterator[Evidence]:
    """Text that a filter shall read and a reader shall not is put where nobody scrolls."""
    if mail.html is None:
        found = _PLAIN_GAP.search((mail.plain or "")[:_GAP_TEXT])
    else:
        found = _GAP.search(mail.html[:_GAP_TEXT]) if _may_have_gap(mail) else None
    if found:
        yield Evidence("a dozen empty lines in a row", found[0])


@rule(
    "layout-two-documents",
    title="Several HTML documents stand in one body",
    advice="Keep one html element; put the parts of the mail into its body.",
    points=0.7,
    source="HTML living standard, 4.1.1: one html element; points by our own hit rates",
    fires=["<html><body><p>Hi</p></body></html><html><body><p>minutes</p></body></html>"],
    quiet=["<html><body><p>Hi</p></body></html>", "<p>Hi</p>"],
)
def layout_two_documents(mail: Mail) -> Iterator[str]:
    """A second page behind the first is what a filter reads and a reader does not see."""
    if mail.html and (count := _closed(mail, "html")) > 1:
        yield f"{count} documents"
