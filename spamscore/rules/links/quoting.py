"""What the rules about links share: how they quote, whom they cite, and whether a text presses for an account."""

from collections.abc import Iterator

from spamscore import phrases, targets
from spamscore.mail import Mail
from spamscore.markup import Link
from spamscore.rules.rule import Evidence

GMAIL = "Gmail sender guidelines (2026-03-21): links should be visible and easy to understand"
OUTLOOK = "Outlook.com sender requirements (2026-06-15): no IP addresses in URLs"
FILTERS = "counted by SpamAssassin and rspamd alike; points by our own hit rates"


def show(link: Link) -> Evidence:
    """What the reader sees and what the link opens."""
    return Evidence(f"{link.text or link.alt or '(no text)'} → {link.href}", link.href, link)


def show_all(mail: Mail, kind: str) -> Iterator[Evidence]:
    """The links of one of `targets.KINDS`."""
    yield from map(show, targets.of_kind(mail, kind))


def threatens(mail: Mail) -> bool:
    """Whether the text presses about an account, as phishing does."""
    return any(hit.category == "account-threat" and hit.weight >= 1 for hit in phrases.find(mail.text))
