"""Elements that act: forms, scripts, frames. Mail programs remove them, filters count them."""

from collections.abc import Iterator

from spamscore.mail import Mail
from spamscore.markup import Markup
from spamscore.rules.rule import Evidence, rule

PROGRAMS = "caniemail.com: Gmail, Outlook, Apple Mail and Yahoo remove it; SpamAssassin and rspamd count it"
_FONTS = ("fonts.googleapis.com", "use.typekit.net", "fonts.bunny.net", "fast.fonts.net", "cloud.typography.com")


def _count(mail: Mail, *tags: str) -> Iterator[Evidence]:
    yield from (Evidence(f"<{tag}>", of=Markup(tag)) for tag in tags if mail.page.tags.get(tag, 0))


@rule(
    "layout-form",
    title="The mail holds a form",
    advice="Link to a form on your site.",
    points=0.5,
    source=PROGRAMS,
    fires=['<form action="/x"><input type="text" name="q"><button>Send</button></form>'],
    quiet=["<p>Please fill in the form &lt;form&gt; on our site.</p>", '<a href="https://example.com/form">Form</a>'],
)
def layout_form(mail: Mail) -> Iterator[Evidence]:
    """Forms work in few programs, and those warn before anything is sent."""
    if mail.page.tags.get("form", 0) and any(
        mail.page.tags.get(tag, 0) for tag in ("input", "textarea", "select", "button")
    ):
        yield Evidence("<form", of=Markup("form"))


@rule(
    "layout-password-field",
    title="The mail asks for a password in a field of its own",
    advice="Never ask for a password inside a mail; link to your sign-in page.",
    points=3,
    source="Gmail and Microsoft flag it as phishing; APWG",
    fires=['<form action="/x"><input type="password" name="p"></form>'],
    quiet=['<form action="/x"><input type="text" name="q"></form>', "<p>Your password was changed.</p>"],
)
def layout_password_field(mail: Mail) -> Iterator[Evidence]:
    """No honest sender collects passwords in a mail."""
    if mail.page.marks.get("password-inputs", 0):
        yield Evidence('type="password"', of=Markup("input", "type", "password"))


@rule(
    "layout-script",
    title="The mail holds a script",
    advice="Remove every script; structured data (JSON-LD) may stay.",
    points=1,
    source=PROGRAMS,
    fires=["<p>Hi</p><script>document.write('x')</script>"],
    quiet=['<p>Hi</p><script type="application/ld+json">{"@type": "Order"}</script>', "<p>Our script: a play.</p>"],
)
def layout_script(mail: Mail) -> Iterator[Evidence]:
    """No program runs a script in a mail, so it is there by mistake or to attack a careless one."""
    if mail.html and (scripts := mail.page.tags.get("script", 0)):
        lower = mail.html.lower()
        if scripts > lower.count("application/ld+json") + lower.count("application/json"):
            yield Evidence("<script", of=Markup("script", lacks=("application/ld+json", "application/json")))


@rule(
    "layout-event-handlers",
    title="Elements carry script in their attributes",
    advice="Remove onclick, onload, onerror and their kin.",
    points=0.8,
    source=PROGRAMS,
    fires=['<p>Hi</p><img src="https://example.com/x.png" onerror="alert(1)">'],
    quiet=['<p>Hi</p><img src="https://example.com/onerror.png" alt="on">', "<p>onclick=go is how one writes it.</p>"],
)
def layout_event_handlers(mail: Mail) -> Iterator[Evidence]:
    """Script in an attribute is a script all the same."""
    if count := mail.page.marks.get("event-handlers", 0):
        yield Evidence(f"{count} event handlers", of=Markup("", "on*"))


@rule(
    "layout-embedded",
    title="The mail embeds a frame, object or applet",
    advice="Show a picture that links to the page instead.",
    points=1.5,
    source=PROGRAMS,
    fires=['<p>Hi</p><iframe src="https://example.com/"></iframe>', '<p>Hi</p><object data="x.swf"></object>'],
    quiet=["<p>Window frame, object of interest</p>", '<p>Hi</p><video src="https://example.com/x.mp4"></video>'],
)
def layout_embedded(mail: Mail) -> Iterator[Evidence]:
    """Foreign pages inside a mail are blocked everywhere and were the way of many attacks."""
    yield from _count(mail, "iframe", "frame", "frameset", "object", "embed", "applet")


@rule(
    "layout-meta-refresh",
    title="The mail sends its reader to another page by itself",
    advice="Remove the meta refresh element.",
    points=2,
    source=PROGRAMS,
    fires=['<html><head><meta http-equiv="refresh" content="0;url=https://a.test/"></head><body><p>Hi</p></body></html>'],
    quiet=['<html><head><meta http-equiv="Content-Type" content="text/html"></head><body><p>Hi</p></body></html>',
           "<p>Refresh your wardrobe</p>"],
)  # fmt: skip
def layout_meta_refresh(mail: Mail) -> Iterator[Evidence]:
    """A page that moves on its own takes the choice from the reader."""
    if mail.page.marks.get("meta-refresh", 0):
        yield Evidence("refresh", of=Markup("meta", "http-equiv", "refresh"))


@rule(
    "layout-external-css",
    title="Style sheets are loaded from outside",
    advice="Put the style inline or into a <style> element.",
    points=0.1,
    source=PROGRAMS,
    fires=['<html><head><link rel="stylesheet" href="https://example.com/a.css"></head><body><p>Hi</p></body></html>'],
    quiet=["<html><head><style>p {color: #222}</style></head><body><p>Hi</p></body></html>",
           '<html><head><link rel="stylesheet" href="https://fonts.googleapis.com/css?family=X"></head><p>Hi</p></html>'],
)  # fmt: skip
def layout_external_css(mail: Mail) -> Iterator[Evidence]:
    """Gmail and Outlook do not load it, and the mail falls apart; web fonts are left out, they fall back."""
    sheets = mail.page.marks.get("stylesheet-link", 0)
    if sheets and sheets > sum((mail.html or "").count(host) for host in _FONTS):
        yield Evidence("stylesheet", of=Markup("link", "rel", "stylesheet", _FONTS))
