"""Whether a mail goes to many: by what is said about it, by its headers, else by its own words."""

from spamscore import lists
from spamscore.mail import Mail

_HEADERS = frozenset(
    ("list-unsubscribe", "list-unsubscribe-post", "feedback-id", "x-campaign", "x-mailgun-tag", "x-campaignid")
)
_LIST = frozenset(("list-post", "in-reply-to", "references"))  # a discussion, not a newsletter
_MAX_TEXT = 20_000


def is_bulk(mail: Mail) -> bool:
    """Whether the mail is marketing: `kind` if stated, list headers if known; else False, for a body does not tell."""
    if mail.kind is not None:
        return mail.kind == "marketing"
    names = {name for name, _ in mail.headers or ()}
    if names & _LIST:
        return False
    return bool(names & _HEADERS) or (mail.header("precedence") or "").lower() in ("bulk", "list")


def sells(mail: Mail) -> bool:
    """Whether a mail of unstated kind is marketing by its own words: offers in number, and no order or account of the reader."""
    kept: bool | None = vars(mail).get("_sells")  # with the mail, which is immutable: several rules ask
    if kept is None:
        kept = vars(mail)["_sells"] = _sells(mail)
    return kept


def _sells(mail: Mail) -> bool:
    if mail.kind is not None or len(mail.links) + len(mail.images) < 3:
        return mail.kind == "marketing"
    text = f"{(mail.subject or '').lower()} {mail.low[:_MAX_TEXT]}"
    return len(lists.terms("offers").held(text)) >= 3 and not lists.terms("notices").any_in(text)
