"""What a link says against what it opens."""

import re
from collections.abc import Iterator

from spamscore import brands, lists, targets
from spamscore.mail import Mail
from spamscore.rules.links.quoting import FILTERS, GMAIL, show, show_all, threatens
from spamscore.rules.rule import Evidence, rule

_VERBS = frozenset(
    [
        "sign",
        "sign-in",
        "signin",
        "log",
        "log-in",
        "login",
        "verify",
        "verifizieren",
        "confirm",
        "restore",
        "unlock",
        "reactivate",
        "validate",
        "secure",
        "update",
        "review",
        "anmelden",
        "bestätigen",
        "vérifier",
        "verificar",
        "verifica",
        "connexion",
        "iniciar",
        "inloggen",
    ]
)
_SIGN_IN = re.compile(
    r"\b(?:sign|log)[ -]?in\b|\b(?:verify|verifizieren|confirm|restore|unlock|reactivate|validate|secure|update|review)\b"
    r"|\banmelden\b|\bbestätigen\b|\bvérifier\b|\bverificar\b|\bverifica\b|\bconnexion\b|\biniciar sesi[oó]n\b|\binloggen\b",
    re.I,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,60}")
_NOTHING = re.compile(r"javascript:\s{0,9}(?:;|void|//|$)", re.I)


_COUNTED = '<a href="https://click.news.shop.example/a1">www.partner.example/terms</a>' + "".join(
    f'<a href="https://click.news.shop.example/b{number}">Offer {number}</a>' for number in range(6)
)  # every link is counted, that to the partner too


@rule(
    "link-text-mismatch",
    title="A link shows one site and opens another",
    advice="Let the visible address and the real target be the same site, or show words instead of an address.",
    points=2.5,
    source=GMAIL,
    fires=['<a href="http://evil.test/x">www.bank.example</a>', '<a href="https://a.test/">https://bank.example/in</a>'],
    quiet=[
        _COUNTED,'<a href="https://bank.example/in">www.bank.example</a>', '<a href="https://u1.ct.sendgrid.net/x">bank.example</a>',
           '<a href="{{ url }}">www.bank.example</a>', '<a href="https://shop.test/report">report.pdf</a>'],
)  # fmt: skip
def link_text_mismatch(mail: Mail) -> Iterator[Evidence]:
    """Readers trust the address they can see; phishing lives on the difference."""
    yield from map(show, targets.shown_elsewhere(mail))


@rule(
    "link-brand-elsewhere",
    title="A link asks to sign in at a brand but opens a stranger's site",
    advice="Link to the brand's own domain, or leave its name out of the link's text.",
    points=2.5,
    source="APWG phishing trends: sign-in pages of borrowed brands; " + FILTERS,
    fires=['<p>Hello</p><a href="https://secure.test/x">Sign in to PayPal</a>'],
    quiet=['<a href="https://www.paypal.com/x">Sign in to PayPal</a>', '<a href="https://shop.test/x">Pay with PayPal</a>',
           '<a href="{{ url }}">Sign in to PayPal</a>'],
)  # fmt: skip
def link_brand_elsewhere(mail: Mail) -> Iterator[Evidence]:
    """A button that names a brand and asks for its password has one honest target, the brand."""
    for link in mail.links[: targets.MAX_LINKS]:
        words = f"{link.text} {link.alt or ''} {link.title}" if link.alt or link.title else link.text
        if 6 < len(words) < 200 and not _VERBS.isdisjoint(words.lower().split()) and link.url.known:
            named = brands.claimed(words)
            if named and _SIGN_IN.search(words) and not targets.belongs(mail, link, named):
                yield show(link)


@rule(
    "link-account-threat",
    title="The text names a brand and presses about an account, but no link is the brand's",
    advice="Link to the domain of the company that you write about, and send from it.",
    points=2,
    source="APWG phishing trends; Gmail sender guidelines on impersonation; " + FILTERS,
    fires=['<p>Dear PayPal customer, your account has been suspended.</p><a href="https://a1.test/x">Continue</a>'],
    quiet=['<p>PayPal: your account has been suspended.</p><a href="https://www.paypal.com/x">Continue</a>',
           '<p>Your order is on its way. You paid with PayPal.</p><a href="https://shop.test/x">Your order</a>'],
)  # fmt: skip
def link_account_threat(mail: Mail) -> Iterator[Evidence]:
    """Phishing borrows a name, but cannot borrow the domain that belongs to it."""
    if mail.links and threatens(mail):
        named = brands.claimed(mail.text)
        known = [link for link in mail.links[: targets.MAX_LINKS] if link.url.known]
        if named and known and not any(targets.belongs(mail, link, named) for link in known):
            yield show(known[0])


@rule(
    "link-free-host-threat",
    title="A text that presses about an account links to free hosting",
    advice="Ask for credentials on a domain of your own only.",
    points=2.5,
    source="APWG phishing trends; Netcraft on phishing at free hosts",
    fires=['<p>Your account has been suspended.</p><a href="https://mail-17.web.app/">Verify</a>'],
    quiet=['<p>Our demo:</p><a href="https://demo-17.web.app/">Try it</a>',
           '<p>Your account has been suspended.</p><a href="https://example.com/">Verify</a>'],
)  # fmt: skip
def link_free_host_threat(mail: Mail) -> Iterator[Evidence]:
    """Nobody who keeps customers' accounts asks for passwords on a free page."""
    if (free := targets.of_kind(mail, "free")) and threatens(mail):
        yield from map(show, free)


@rule(
    "link-hidden",
    title="A link is hidden from the reader",
    advice="Remove the link or show it.",
    points=0.5,
    source="Gmail sender guidelines: do not hide content by HTML or CSS",
    fires=['<p>Hello</p><p style="display:none"><a href="https://a.test/x">trap</a></p>'],
    quiet=[
        '<p>Hello <a href="https://a.test/x">here</a></p>',
        '<p style="font-size:10px"><a href="https://a.test/x">here</a></p>',
        '<p>Hello</p><td style="font-size:0px"><a href="https://a.test/x"><img src="https://a.test/x.png" alt="Our map"></a></td>',
    ],
)
def link_hidden(mail: Mail) -> Iterator[Evidence]:
    """Nobody can choose to open what nobody sees; such links serve to mislead filters and scanners."""
    hidden = [link for link in mail.links[: targets.MAX_LINKS] if link.hidden and link.url.known]
    if hidden:  # twins for small screens are hidden, too, but lead where the others lead
        shown = {link.url.domain for link in mail.links[: targets.MAX_LINKS] if not link.hidden}.union(
            lists.load("neutral-domains")
        )
        yield from (show(link) for link in hidden if link.url.domain not in shown)


@rule(
    "link-reader-address",
    title="A link hands over an address behind its #",
    advice="Identify the reader by a token of your own, not by an address in the link.",
    points=1.5,
    source="Prefilled sign-in pages of phishing kits; Gmail sender guidelines, visible links",
    fires=['<a href="https://a.test/login#anna@example.com">Open</a>'],
    quiet=['<a href="https://a.test/login#section-2">Open</a>', '<a href="mailto:anna@example.com">Write</a>'],
)
def link_reader_address(mail: Mail) -> Iterator[Evidence]:
    """What follows # never reaches the server's logs: phishing pages read the victim's address from it."""
    for link in mail.links[: targets.MAX_LINKS]:
        if "#" in link.href and link.url.known and _ADDRESS.search(link.href.partition("#")[2][:200]):
            yield show(link)


@rule(
    "link-form-elsewhere",
    title="A form sends what is typed to another site",
    advice="Replace the form by a link to a page on your own site.",
    points=1.5,
    source="Can I email, form: most programs block it; Gmail warns before sending",
    fires=['<form action="https://a.test/collect"><input name=p></form><a href="https://example.com">Home</a>'],
    quiet=['<form action="https://example.com/q"><input name=p></form><a href="https://www.example.com">Home</a>',
           '<a href="https://example.com">Home</a>'],
)  # fmt: skip
def link_form_elsewhere(mail: Mail) -> Iterator[Evidence]:
    """A form that reports to a third party is how phishing mail collects without a page."""
    forms = [link for link in mail.links[: targets.MAX_LINKS] if link.element == "form" and link.url.known]
    if forms:
        own = {link.url.domain for link in mail.links if link.element != "form"} | {mail.sender_domain}
        yield from (show(form) for form in forms if form.url.domain not in own)


@rule(
    "link-script",
    title="A link runs a script or carries its own page",
    advice="Use https links only; mail programs remove the others.",
    points=1.5,
    source="RFC 8398 readers aside, no mail program runs them: Can I email, link schemes; CWE-83",
    fires=['<a href="javascript:alert(1)">Go</a>', '<a href="data:text/html;base64,PGI+">Go</a>'],
    quiet=['<a href="javascript:void(0)">Menu</a>', '<a href="tel:+4930123456">Call</a>', '<a href="#top">Top</a>'],
)
def link_script(mail: Mail) -> Iterator[Evidence]:
    """A page inside the address escapes every check of the address."""
    yield from (show(link) for link in targets.of_kind(mail, "script") if not _NOTHING.match(link.href.strip()))


@rule(
    "link-credentials",
    title="A link puts another address before an @ in its host",
    advice="Remove everything between the scheme and the @ from the address.",
    points=2.5,
    source="RFC 3986 section 7.6, semantic attacks",
    fires=['<a href="https://www.bank.example@evil.test/">Go</a>'],
    quiet=['<a href="https://example.com/@anna">Anna</a>', '<a href="mailto:info@example.com">Write</a>',
           '<a href="http://info@example.com">Write</a>'],
)  # fmt: skip
def link_credentials(mail: Mail) -> Iterator[Evidence]:
    """What stands before the @ is a user name; it is only there to look like the host."""
    yield from show_all(mail, "credentials")
