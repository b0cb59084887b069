"""Does the sender belong to what he sends? Only where From is known; a small correction, never the main witness."""

from spamscore.features.feature import feature
from spamscore.features.view import View, named, share, strangeness


@feature
def sender_said(view: View) -> float:
    """Whether the text names the sender's domain."""
    return float(bool(view.mail.sender_domain) and view.says(view.mail.sender_domain))


@feature
def sender_linked(view: View) -> float:
    """Share of links on the sender's own domain (-1 without links)."""
    total = sum(view.domains.values())
    return view.domains[view.mail.sender_domain] / total if total else -1.0


@feature
def sender_is_top(view: View) -> float:
    """Whether the site that most links go to is the sender's (-1 without links)."""
    return float(view.top_domain == view.mail.sender_domain) if view.domains else -1.0


@feature
def sender_resembles_links(view: View) -> float:
    """Whether a linked site's name starts as the sender's does (-1 without links)."""
    start = view.mail.sender_domain[:4]
    return float(any(name[:4] == start for name in view.domains)) if view.domains else -1.0


@feature
def sender_is_freemail(view: View) -> float:
    """Whether the sender writes from a free mailbox."""
    return float(view.mail.sender_domain in named("freemail"))


@feature
def sender_strangeness(view: View) -> float:
    """How unlike a chosen name the sender's domain looks."""
    return strangeness(view.mail.sender_domain.partition(".")[0])


@feature
def sender_cheap_tld(view: View) -> float:
    """Whether the sender's top-level domain costs next to nothing."""
    return float(view.mail.sender_domain.rpartition(".")[2] in named("cheap-tlds"))


@feature
def name_resembles_domain(view: View) -> float:
    """Whether the display name and the sender's domain share a word (-1 without a display name)."""
    name = "".join(char for char in view.mail.sender_name.lower() if char.isalpha())
    label = "".join(char for char in view.mail.sender_domain.partition(".")[0] if char.isalpha())
    if not name or not label:
        return -1.0
    words = [word for word in view.mail.sender_name.lower().split() if len(word) > 2]
    return float(label in name or any(word in label for word in words))


@feature
def name_said(view: View) -> float:
    """Share of the display name's words that the text says (-1 without a display name)."""
    words = [word for word in view.mail.sender_name.lower().split() if len(word) > 2]
    return share(words, lambda word: word in view.vocabulary) if words else -1.0


@feature
def name_matches_links(view: View) -> float:
    """Whether a linked site carries a word of the display name (-1 without name or links)."""
    words = [word for word in view.mail.sender_name.lower().split() if len(word) > 3]
    if not words or not view.domains:
        return -1.0
    return float(any(word in name for word in words for name in view.domains))


@feature
def reply_elsewhere(view: View) -> float:
    """Whether answers go to another domain than the sender's."""
    reply = view.mail.header("reply-to") or ""
    return float("@" in reply and view.mail.sender_domain not in reply.lower())
