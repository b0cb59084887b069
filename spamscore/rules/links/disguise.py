"""Links made so that nobody, reader or filter, can tell in advance where they lead."""

from collections.abc import Iterator

from spamscore.mail import Mail
from spamscore.rules.links.quoting import GMAIL, show_all
from spamscore.rules.rule import Evidence, rule

KITS = "Link shapes of bulk phishing and affiliate kits; points by our own hit rates"


@rule(
    "link-disguised-host",
    title="A link's host is written in styled letters",
    advice="Write the host in plain letters.",
    points=2.5,
    source="UTS #46 maps such letters to plain ones, so that a filter and a browser read different hosts; " + GMAIL,
    fires=['<p>Hi</p><a href="https://\U0001d41a\U0001d41b\U0001d41c.example/x">Open</a>',
           '<p>Hi</p><a href="https://\uff41\uff42\uff43.example/">Open</a>'],
    quiet=['<a href="https://www.example.com/\U0001d41a">Open</a>', '<a href="https://m\u00fcller.example/">M\u00fcller</a>'],
)  # fmt: skip
def link_disguised_host(mail: Mail) -> Iterator[Evidence]:
    """Mathematical or wide letters look like plain ones and open the same page; only filters are meant to stumble."""
    yield from show_all(mail, "disguised")


@rule(
    "link-numbered-host",
    title="A link's host is named after an IP address",
    advice="Give the machine a name of your own.",
    points=1.5,
    source=KITS,
    fires=['<p>Hi</p><a href="http://static.203.0.113.7.host.example/a">Open</a>',
           '<p>Hi</p><a href="http://203-0-113-7.rent.example/">Open</a>'],
    quiet=['<a href="https://example.com/203-0-113-7.html">Log</a>', '<a href="https://v1-2-3.example.com/">Docs</a>'],
)  # fmt: skip
def link_numbered_host(mail: Mail) -> Iterator[Evidence]:
    """Providers name rented machines so; who means to stay gives his a name."""
    yield from show_all(mail, "numbered")


@rule(
    "link-ipfs",
    title="A link opens a file of the IPFS network",
    advice="Put the page on a domain of your own.",
    points=1.5,
    source="Talos and Kaspersky reports on phishing pages in IPFS (2022); points by our own hit rates",
    fires=['<a href="https://ipfs.io/ipfs/bafybeigdyrzt">View</a>', '<a href="https://a1b2.ipfs.dweb.link/">View</a>'],
    quiet=['<a href="https://example.com/blog/what-is-ipfs">Read</a>', "ipfs is a network of files."],
)
def link_ipfs(mail: Mail) -> Iterator[Evidence]:
    """Such a page has no owner who could take it down, which is why phishing kits are put there."""
    yield from show_all(mail, "ipfs")


@rule(
    "link-code-after-hash",
    title="A link carries a long code behind its #",
    advice="Identify the reader in the path or query, or by your sending service.",
    points=1.5,
    source=KITS,
    fires=['<p>Hi</p><a href="https://a.test/go#7abCDE204birds118honey305">Open</a>'],
    quiet=['<a href="https://a.example/guide#chapter-2">Open</a>',
           '<a href="https://a.example/guide#how-to-pack-a-parcel">Open</a>'],
)  # fmt: skip
def link_code_after_hash(mail: Mail) -> Iterator[Evidence]:
    """What follows # reaches no server: it serves scripts that lead on where nobody can follow."""
    yield from show_all(mail, "coded-fragment")


@rule(
    "link-kit-code",
    title="A link carries a code such as bulk mailing kits write",
    advice="Use the links of your sending service, or short paths of your own.",
    points=1.5,
    source=KITS,
    fires=['<p>Hi</p><a href="http://a.test/7abCDE204birdsandbees118honeycombsweet305GARDENHOUSE">Open</a>'],
    quiet=['<p>Hi</p><a href="https://a.example/d/9B1rdH0us3Gard3nPath5Lantern7Mill2Street8Door">Open</a>',
           '<p>Hi</p><a href="https://a.example/2026/november/how-we-pack-your-parcel-for-a-long-way">Open</a>'],
)  # fmt: skip
def link_kit_code(mail: Mail) -> Iterator[Evidence]:
    """Small letters, digits, then a word of capitals: the handwriting of one kit, whatever the domain of the week."""
    yield from show_all(mail, "kit")
