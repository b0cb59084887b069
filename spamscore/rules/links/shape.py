"""How links are written, and how many there are."""

from collections.abc import Iterator

from spamscore import targets
from spamscore.mail import Mail
from spamscore.rules.links.quoting import FILTERS, show_all
from spamscore.rules.rule import Evidence, rule

_MANY_LINKS = 25
_MANY_DOMAINS = 12


@rule(
    "link-very-long",
    title="A link is very long",
    advice="Keep an address below 1,400 characters; store what it carries on your side.",
    points=0.3,
    source="Old browsers and gateways cut from about 2,000 characters; folklore above that",
    fires=[f'<a href="https://example.com/?a={"x" * 1500}">Go</a>'],
    quiet=[f'<a href="https://example.com/?a={"x" * 700}">Go</a>', '<a href="https://example.com/">Go</a>'],
)
def link_very_long(mail: Mail) -> Iterator[Evidence]:
    """Gateways cut long addresses, and padding is a way to push the telling part out of sight."""
    yield from show_all(mail, "very-long")


@rule(
    "link-encoded",
    title="Plain letters of a link are percent-encoded",
    advice="Write letters as letters; only special characters need an encoding.",
    points=1.5,
    source="RFC 3986 section 2.3: unreserved characters should not be encoded",
    fires=['<a href="https://example.com/%6c%6f%67%69%6e">Go</a>', '<a href="https://%65vil.test/">Go</a>'],
    quiet=[
        '<a href="https://example.com/%C3%A4pfel%20rot">Go</a>',
        '<a href="https://example.com/?u=%41%42%43">Go</a>',
    ],
)
def link_encoded(mail: Mail) -> Iterator[Evidence]:
    """No program encodes plain letters on its own; who does it hides a word from a filter."""
    yield from show_all(mail, "encoded")


@rule(
    "link-download",
    title="A link downloads a program",
    advice="Link to a page that explains the download.",
    points=1.5,
    source="support.google.com/mail/answer/6590: types that Gmail blocks as attachments",
    fires=[
        '<a href="https://example.com/invoice.exe">Invoice</a>',
        '<a href="https://example.com/a/scan.iso.js.vbs">Scan</a>',
    ],
    quiet=['<a href="https://example.com/invoice.pdf">Invoice</a>', '<a href="https://example.com">example.com</a>'],
)
def link_download(mail: Mail) -> Iterator[Evidence]:
    """What a provider would not let through as a file is not better as a link."""
    yield from show_all(mail, "executable")


@rule(
    "link-insecure",
    title="Links are not encrypted",
    advice="Use https in every link.",
    points=0.2,
    source="Gmail and browsers mark http as not secure; an input that carries over in our study",
    fires=['<a href="http://example.com/">Go</a>'],
    quiet=['<a href="https://example.com/">Go</a>', '<a href="{{ url }}">Go</a>'],
)
def link_insecure(mail: Mail) -> Iterator[Evidence]:
    """Plain http is seldom in today's honest mail and still common in spam."""
    yield from show_all(mail, "insecure")


@rule(
    "link-many-domains",
    title="Links lead to many different sites",
    advice="Lead readers to your own site and let it link on.",
    points=0.5,
    source=FILTERS,
    fires=["<p>Look</p>" + "".join(f'<a href="https://site{i}.test/">x</a> ' for i in range(14))],
    quiet=["<p>Look</p>" + "".join(f'<a href="https://example.com/{i}">x</a> ' for i in range(14)),
           "word " * 400 + "".join(f'<a href="https://site{i}.test/">x</a> ' for i in range(14))],
)  # fmt: skip
def link_many_domains(mail: Mail) -> Iterator[Evidence]:
    """One sender has one site, perhaps five with his networks; lists of strangers' links are link spam."""
    if len(mail.links) > _MANY_DOMAINS:
        domains = targets.strangers(mail)
        if len(domains) > max(_MANY_DOMAINS, len(mail.words) // 25):
            first = next(iter(domains.values()))
            yield Evidence(f"{len(domains)} sites: {', '.join(domains)}", first.href, first)


@rule(
    "link-many",
    title="Many links for little text",
    advice="Keep the links that matter, or say more about them.",
    points=0.3,
    source=FILTERS,
    fires=["<p>Look</p>" + '<a href="https://example.com/">x</a> ' * 30],
    quiet=["word " * 200 + '<a href="https://example.com/">x</a> ' * 30, '<a href="https://example.com/">x</a> ' * 8],
)
def link_many(mail: Mail) -> Iterator[str]:
    """A page of links without words gives reader and filter nothing to judge."""
    if len(mail.links) > _MANY_LINKS and len(mail.words) < 2 * len(mail.links):
        yield f"{len(mail.links)} links, {len(mail.words)} words"
