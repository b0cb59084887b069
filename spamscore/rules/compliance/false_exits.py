"""Ways out of a mailing list that lead somewhere else."""

import re
from collections.abc import Iterator

from spamscore import targets, urls
from spamscore.mail import Mail
from spamscore.markup import Link
from spamscore.placeholders import VALUE
from spamscore.rules.compliance.way_out import CAN_SPAM, GMAIL
from spamscore.rules.links.quoting import show
from spamscore.rules.rule import Evidence, rule
from spamscore.terms import Terms

__all__ = ["unsubscribe_by_post", "unsubscribe_other_mailbox", "unsubscribe_same_page"]


def _exits(mail: Mail) -> list[Link]:
    kept: list[Link] | None = vars(mail).get("_exits")  # with the mail, which is immutable: several rules ask
    if kept is None:
        kept = vars(mail)["_exits"] = [link for link in mail.links[:400] if targets.leaves(link)]
    return kept


@rule(
    "unsubscribe-same-page",
    title="The unsubscribe link opens the page that the offer opens",
    advice="Link the unsubscribe words to a page that ends the subscription.",
    points=1,
    source=GMAIL + "; " + CAN_SPAM + "; points by our own hit rates",
    fires=['<p><a href="https://a.test/go">Get yours</a></p><p><a href="https://a.test/go">Unsubscribe</a></p>'],
    quiet=['<p><a href="https://a.example/go">Get yours</a></p><p><a href="https://a.example/out">Unsubscribe</a></p>',
           '<p><a href="{{ url }}">Get yours</a></p><p><a href="{{ url }}">Unsubscribe</a></p>',
           '<p><a href="#">Get yours</a></p><p><a href="#">Unsubscribe</a></p>'],
)  # fmt: skip
def unsubscribe_same_page(mail: Mail) -> Iterator[Evidence]:
    """An exit that sells is none; it is painted on to look lawful."""
    exits = [link for link in _exits(mail) if link.url.known and VALUE not in link.href]
    if exits:
        texts = {link.text for link in exits}
        others = {link.href.partition("#")[0] for link in mail.links[:400] if link.text not in texts and link.text}
        yield from (show(link) for link in exits if link.href.partition("#")[0] in others)


@rule(
    "unsubscribe-other-mailbox",
    title="The way out is a mailbox of somebody else",
    advice="Let readers unsubscribe at your own domain or that of your sending service.",
    points=0.8,
    source=GMAIL + "; " + CAN_SPAM + "; points by our own hit rates (2 % of spam, 0.05 % of honest modern mail)",
    fires=['<a href="https://shop.test/a">Shop</a> <a href="mailto:out@box.test?subject=stop">Unsubscribe</a>'],
    quiet=['<a href="https://shop.example/a">Shop</a> <a href="mailto:out@mail.shop.example">Unsubscribe</a>',
           '<p>No link</p><a href="mailto:list-leave@lists.example">Unsubscribe</a>',
           '<a href="https://shop.example/a">Shop</a> <a href="mailto:{{ out }}">Unsubscribe</a>'],
)  # fmt: skip
def unsubscribe_other_mailbox(mail: Mail) -> Iterator[Evidence]:
    """A request that goes to a stranger confirms the address and ends nothing."""
    exits = [link for link in _exits(mail) if link.href[:7].lower() == "mailto:" and VALUE not in link.href]
    if exits:
        sites = {link.url.domain for link in mail.links[:400] if link.url.domain} | {mail.sender_domain}
        for link in exits:
            host = urls.registrable(link.href[7:].partition("?")[0].rpartition("@")[2])
            if host and host not in sites and sites != {""} and sites:
                yield show(link)


_BY_POST = re.compile(
    r"(?:click\w*|klick\w*|klik\w*|clic\w*|cliqu\w*|here|hier|ici|aqu[ií])\W[^\n]{0,60}?\b(?:or|oder|of|ou|o|lub)\s+(?:by\s+)?"
    r"(?:writ\w+|schreib\w+|schrijf\w*|schriftlich\w*|escri\w+|écri\w+)", re.I
)  # fmt: skip
_WRITE = Terms(("writ", "schreib", "schrijf", "schriftlich", "escri", "écri"))  # asked first: a tenth of the cost


@rule(
    "unsubscribe-by-post",
    title="The way out is a click or a letter",
    advice="One link that works is enough; keep the postal address as an address.",
    points=0.8,
    source=CAN_SPAM + "; the wording of affiliate mailings, points by our own hit rates (3 % of spam, no honest mail)",
    fires=["<p>Sale.</p><p>To unsubscribe click here or write to: 12 Mill Street, London</p>"],
    quiet=[
        "<p>Sale.</p><p>Unsubscribe here. Lamps Ltd, 12 Mill Street, London</p>",
        "<p>Click here to read what we wrote.</p>",
    ],
)
def unsubscribe_by_post(mail: Mail) -> Iterator[str]:
    """Affiliate networks hand their mailers this sentence; honest senders end a subscription by a click."""
    end = mail.text[-1_500:]
    if _WRITE.any_in(end.lower()) and (found := _BY_POST.search(end)):
        yield found[0]
