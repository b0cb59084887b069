"""Message: a text version, and the headers by which mail programs offer one click to unsubscribe."""

from collections.abc import Iterator

from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate, Change
from spamscore.remedy.menders.naming import host
from spamscore.rules.bulk import is_bulk
from spamscore.spans import Span

_START = Span(0, 0, 1, 1)


def mend(draft: Draft) -> Iterator[Candidate]:
    """What a whole message lacks; a body alone is not asked for it."""
    if not draft.message:
        return
    if draft.html and draft.mail.plain is None:
        yield Candidate(
            "text-version", "Add a plain-text version", (Change("text", _START, "", _twin(draft)),),
            note="Send it as multipart/alternative; it is the mail's own visible text with its addresses.",
        )  # fmt: skip
    target, post = draft.mail.header("list-unsubscribe"), draft.mail.header("list-unsubscribe-post")
    if is_bulk(draft.mail) and ("https:" not in (target or "") or not post):
        address = f"https://{host(draft) or 'www.your-company.example'}/unsubscribe"
        lines = [] if target else [f"List-Unsubscribe: <{address}>"]
        lines += [] if post else ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
        yield Candidate(
            "list-headers", "Add the headers for one-click unsubscribe", (Change("headers", _START, "", "\n".join(lines)),),
            note="Put the address at which one POST ends the subscription (RFC 8058).",
        )  # fmt: skip


def _twin(draft: Draft) -> str:
    """The visible text, and after it where its links lead."""
    links = (f"{link.text or link.alt}: {link.href}" for link in draft.mail.links[:100] if link.text or link.alt)
    return f"{draft.mail.text}\n\n" + "\n".join(dict.fromkeys(links)) + "\n"
