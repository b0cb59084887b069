"""What stays of a mail when its pictures are not loaded."""

from collections.abc import Iterator

from spamscore import lists, urls
from spamscore.mail import Mail
from spamscore.markup import Image
from spamscore.rules.rule import Evidence, rule

TESTS = "Email on Acid's placement tests: about 500 characters of text suffice; the 60/40 rule is folklore"
_FEW_WORDS = 12
_ALTS = 5
_BODY_WORDS = 40  # a text shorter than that is carried by its picture


def _shown(mail: Mail) -> list[Image]:
    return [image for image in mail.images[:2_000] if not image.pixel]


def _area(image: Image) -> int:
    return (image.width or 0) * (image.height or image.width or 0)


@rule(
    "layout-image-only",
    title="The message is all picture",
    advice="Say the message in text too, at least its offer, sender and footer.",
    points=0.5,
    source=TESTS,
    fires=['<img src="https://example.com/offer.jpg">', '<a href="https://a.test"><img src="cid:x"></a><p>Unsubscribe</p>'],
    quiet=['<img src="https://example.com/logo.png">' + "<p>Your order left our house today and arrives on Monday.</p>" * 3,
           "<p>Thanks!</p>", '<p>Thanks!</p><img src="https://example.com/p.gif" width="1" height="1">'],
)  # fmt: skip
def layout_image_only(mail: Mail) -> Iterator[str | Evidence]:
    """A reader without pictures sees nothing, and spam hides its words in pictures."""
    if len(mail.words) <= _FEW_WORDS and mail.images and (shown := _shown(mail)):
        yield Evidence(f"{len(shown)} images, {len(mail.words)} words", shown[0].src, shown[0])


@rule(
    "layout-one-big-link",
    title="One large linked picture carries the message",
    advice="Put the offer into text and give the link words.",
    points=0.8,
    source=TESTS,
    fires=['<a href="https://a.test/"><img src="https://a.test/x.jpg" width="600" height="900"></a><p>' + "word " * 20],
    quiet=['<a href="https://a.test/"><img src="https://a.test/x.jpg" width="600" height="900"></a><p>' + "word " * 90,
           '<a href="https://a.test/"><img src="https://a.test/logo.jpg" width="120" height="40"></a><p>' + "word " * 20],
)  # fmt: skip
def layout_one_big_link(mail: Mail) -> Iterator[str | Evidence]:
    """One click area without words is the plainest shape of affiliate spam."""
    if mail.images and len(mail.words) <= _BODY_WORDS:
        shown = [image for image in _shown(mail) if image.linked and _area(image) >= 120_000]
        if 1 <= len(shown) <= 3 and len(mail.images) <= 6:
            yield Evidence(
                f"{shown[0].width} × {shown[0].height or '?'} pixels: {shown[0].src}", shown[0].src, shown[0]
            )


@rule(
    "layout-images-without-alt",
    title="Pictures have no alternative text",
    advice="Give every picture an alt; an empty one where it only decorates.",
    points=0.1,
    source="WCAG 2.2, 1.1.1; most programs block pictures of unknown senders",
    fires=["<p>Hi</p>" + '<img src="https://example.com/x.png">' * 6],
    quiet=[
        "<p>Hi</p>" + '<img src="https://example.com/x.png" alt="">' * 6,
        '<p>Hi</p><img src="https://example.com/x.png">',
    ],
)
def layout_images_without_alt(mail: Mail) -> Iterator[str | Evidence]:
    """The alternative text is all that many readers see at first."""
    if len(mail.images) >= _ALTS:
        bare = [image for image in _shown(mail) if image.alt is None]
        if len(bare) >= _ALTS and 2 * len(bare) > len(mail.images):
            yield Evidence(f"{len(bare)} of {len(mail.images)} images without alt", bare[0].src, bare[0])


@rule(
    "layout-tiny-text",
    title="Much of the text is too small to be seen",
    advice="Use at least 12 pixels for what readers should read, and delete the rest.",
    points=1,
    source="Gmail sender guidelines: do not hide content by HTML or CSS",
    fires=[
        "<p>Our office is closed on Monday.</p>" * 9 + '<p style="font-size:1px">' + "offer deal win " * 20 + "</p>"
    ],
    quiet=[
        '<div style="font-size:0"><p style="font-size:14px">Hello there</p></div>',
        '<p style="font-size:9px">Imprint</p>',
    ],
)
def layout_tiny_text(mail: Mail) -> Iterator[Evidence]:
    """Letters of a pixel are written for a filter, not for a reader."""
    tiny = [piece for piece in mail.hidden if piece.reason == "size"]
    if sum(len(piece.text) for piece in tiny) >= 100:
        yield from (Evidence(piece.text, of=piece) for piece in tiny[:3])


@rule(
    "layout-public-pictures",
    title="Pictures lie on a public picture host",
    advice="Put the pictures on your own site or with your sending service.",
    points=1,
    source="Hosts where anybody puts or borrows a picture; points by our own hit rates (21 % of spam, below 1 % of honest mail)",
    fires=['<p>Hi</p><img src="https://i.imgur.com/abc.png" width="200">',
           '<p>Hi</p><img src="https://upload.wikimedia.org/a/logo.svg" width="200">'],
    quiet=['<p>Hi</p><img src="https://img.example.com/imgur.com.png">', '<p>Hi</p><img src="cid:logo">'],
)  # fmt: skip
def layout_public_pictures(mail: Mail) -> Iterator[Evidence]:
    """A company has its logo on its own server; who imitates one takes it from where it lies about."""
    for image in mail.images[:200]:
        if lists.below(urls.split(image.src).host, "picture-hosts"):
            yield Evidence(image.src, image.src, image)


@rule(
    "layout-picture-ip",
    title="A picture lies on a bare IP address",
    advice="Put the pictures on your own site or with your sending service.",
    points=1.5,
    source="Outlook.com sender requirements (2026-06-15): no IP addresses in URLs; points by our own hit rates",
    fires=['<p>Hi</p><img src="http://203.0.113.7/a.png">'],
    quiet=[
        '<p>Hi</p><img src="https://img.example.com/203.0.113.7.png">',
        '<p>Hi</p><img src="http://192.168.0.3/a.png">',
    ],
)
def layout_picture_ip(mail: Mail) -> Iterator[Evidence]:
    """A rented or broken machine without a name; no sender of honest mail in our samples keeps pictures so."""
    for image in mail.images[:200]:
        if (url := urls.split(image.src)).ip and not url.host.startswith(("10.", "127.", "192.168.")):
            yield Evidence(image.src, image.src, image)


@rule(
    "layout-same-picture-twice",
    title="A picture is asked for twice, once with and once without its scheme",
    advice="Load each picture once, by https.",
    points=1.5,
    source="Markup of one widespread kit; points by our own hit rates (20 % of spam, no honest mail)",
    fires=['<p>Hi</p><img src="https://a.test/x.png"><img src="//a.test/x.png">'],
    quiet=['<p>Hi</p><img src="https://a.example/x.png"><img src="https://a.example/x.png">',
           '<p>Hi</p><img src="//a.example/x.png"><img src="https://a.example/y.png">'],
)  # fmt: skip
def layout_same_picture_twice(mail: Mail) -> Iterator[Evidence]:
    """No mail editor writes that; a kit does, so that one of the two slips through a filter's rewriting."""
    bare = {image.src[2:] for image in mail.images[:200] if image.src.startswith("//")}
    if bare:
        found = {image.src: image for image in mail.images[199::-1] if image.src.partition("://")[2] in bare}
        yield from (Evidence(src, src, image) for src, image in reversed(found.items()))
