"""Where a link leads: its host."""

from collections.abc import Iterator

from spamscore import targets
from spamscore.mail import Mail
from spamscore.rules.links.quoting import FILTERS, OUTLOOK, show, show_all
from spamscore.rules.rule import Evidence, rule


@rule(
    "link-ip-address",
    title="A link's host is a bare number",
    advice="Use a domain name of your own in every link.",
    points=2,
    source=OUTLOOK,
    fires=['<a href="http://192.0.2.7/pay">Pay</a>', '<a href="http://3221225991/">Pay</a>'],
    quiet=['<a href="https://example.com/192.0.2.7">Our network</a>', "Connect to 192.0.2.7 by ssh."],
)
def link_ip_address(mail: Mail) -> Iterator[Evidence]:
    """Who has a company has a name; a bare number hides whose machine it is."""
    yield from show_all(mail, "number")


@rule(
    "link-lookalike-host",
    title="A link's host uses letters that look like others",
    advice="Use a host in one script, or the plain Latin spelling of your name.",
    points=2.5,
    source="UTS #39 section 5.2, which Gmail's sender guidelines name",
    fires=['<a href="https://xn--pypal-4ve.com/">Continue</a>', '<a href="https://p\u0430ypal.example/">Continue</a>'],
    quiet=['<a href="https://xn--mller-kva.de/">Müller</a>', '<a href="https://xn--e1afmkfd.xn--p1ai/">Пример</a>'],
)
def link_lookalike_host(mail: Mail) -> Iterator[Evidence]:
    """Mixing scripts inside a name serves no reader; it makes a stranger's domain look like a known one."""
    yield from show_all(mail, "lookalike")


@rule(
    "link-imitates-brand",
    title="A link's host carries a brand's name but is not the brand's",
    advice="Link to the brand's own domain; rename hosts of your own that read like another company's.",
    points=2,
    source="APWG phishing trends: brand names in subdomains and hyphenated domains",
    fires=['<a href="https://paypal.com.secure-x.test/">Go</a>', '<a href="https://paypa1.test/">Go</a>',
           '<a href="https://netflix-billing.test/">Go</a>'],
    quiet=['<a href="https://www.paypal.com/de/">Go</a>', '<a href="https://shop.test/paypal.com/">Go</a>',
           '<a href="https://pineapple.example/">Go</a>'],
)  # fmt: skip
def link_imitates_brand(mail: Mail) -> Iterator[Evidence]:
    """The name in front of the last two labels is free for anyone to choose, and readers stop at it."""
    yield from show_all(mail, "imitation")


@rule(
    "link-odd-port",
    title="A link opens an unusual port",
    advice="Serve your pages on the standard port of https.",
    points=1,
    source=FILTERS,
    fires=['<a href="http://example.com:8081/x">Go</a>'],
    quiet=['<a href="https://example.com:443/x">Go</a>', '<a href="https://example.com/a:8081">Go</a>'],
)
def link_odd_port(mail: Mail) -> Iterator[Evidence]:
    """Pages meant for customers stand on 80 and 443; odd ports are typical of machines that were broken into."""
    yield from show_all(mail, "port")


@rule(
    "link-shortener",
    title="A link goes through a public shortener",
    advice="Link to the page itself, or shorten under a domain of your own.",
    points=0.5,
    source="Gmail sender guidelines, visible links; domain blocklists list shorteners",
    fires=['<a href="https://bit.ly/3abcdef">Offer</a>'],
    quiet=['<a href="https://www.example.com/bit.ly">Offer</a>', '<a href="https://bitly.example/x">Offer</a>'],
)
def link_shortener(mail: Mail) -> Iterator[Evidence]:
    """A shortener hides the target and shares its reputation with everyone who abuses it."""
    yield from show_all(mail, "shortener")


@rule(
    "link-redirector",
    title="A link uses another site's redirector",
    advice="Link to the page itself instead of passing it through a search engine or network.",
    points=1,
    source="CWE-601, open redirect; " + FILTERS,
    fires=['<a href="https://www.google.com/url?q=https%3A%2F%2Fevil.test%2F">Go</a>'],
    quiet=['<a href="https://www.google.com/search?q=shoes">Go</a>',
           '<a href="https://www.facebook.com/sharer.php?u=https://example.com">Share</a>'],
)  # fmt: skip
def link_redirector(mail: Mail) -> Iterator[Evidence]:
    """An open redirect borrows a well-known host to reach a page that no one would trust by its own name."""
    yield from show_all(mail, "redirector")


@rule(
    "link-free-host",
    title="A link opens a page on free hosting",
    advice="Put the page on a domain of your own.",
    points=0.5,
    source="Reports of phishing on free hosts (APWG, Netcraft); " + FILTERS,
    fires=['<a href="https://my-page-17.web.app/">Go</a>'],
    quiet=['<a href="https://web.app.example.com/">Go</a>', '<a href="https://example.com/github.io">Go</a>'],
)
def link_free_host(mail: Mail) -> Iterator[Evidence]:
    """Anyone has such an address in a minute, so filters trust the neighbours' record, not yours."""
    yield from show_all(mail, "free")


@rule(
    "link-random-host",
    title="The only site linked has a name that no one can pronounce",
    advice="Use a domain that readers connect with your name.",
    points=1,
    source="Names made by machine: an input that carries over in our study; " + FILTERS,
    fires=['<p>Hello</p><a href="https://xkqzvbtr.test/a">Open</a>'],
    quiet=[
        '<p>Hello</p><a href="https://strength.example/a">Open</a>',
        '<p>Hello</p><a href="https://b2b-shop24.test/">Open</a>',
    ],
)
def link_random_host(mail: Mail) -> Iterator[Evidence]:
    """Throw-away domains are bought by the hundred and named by a program."""
    odd = targets.of_kind(mail, "random")
    if odd and len(targets.strangers(mail)) == 1:
        yield show(odd[0])
