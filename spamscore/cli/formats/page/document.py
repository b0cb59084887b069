"""The page around everything: one file that loads nothing, its only script named in its policy by hash."""

from base64 import b64encode
from hashlib import sha256
from importlib import resources

from spamscore import __version__
from spamscore.cli.formats.page.element import Markup, element, joined, verbatim

# A frame's document inherits this policy, and a mail has styles in its elements: so styles are allowed by kind, not by
# hash. Nothing can be loaded by them: images are data alone, and fonts, frames and all else nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'none'; base-uri 'none'; form-action 'none'; "


def _shipped(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def head(title: str, *styles: str) -> Markup:
    """Everything before the first mail; `styles` are files of this folder that a page needs besides."""
    script = _shipped("page.js")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    inside = (
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=f"{_POLICY}script-src 'sha256-{digest}'"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("link", rel="icon", href="data:,"),  # or a browser asks the server for one
        *(verbatim("style", _shipped(name)) for name in ("page.css", *styles)),
        verbatim("script", script.replace("\r\n", "\n")),
    )
    skip = element("a", "Skip to the report", href="#report", class_="skip")
    opening = Markup('<!doctype html>\n<html lang="en">'), element("head", inside), Markup("<body>"), skip
    return joined((*opening, Markup('<main id="report">')))


def foot(said: str = "without network. It estimates content alone.") -> Markup:
    """Everything after the last mail; no date, so that the same mail gives the same file."""
    words = f"Made by spamscore {__version__}, {said}"
    return joined((Markup("</main>"), element("footer", element("p", words)), Markup("</body></html>")))
