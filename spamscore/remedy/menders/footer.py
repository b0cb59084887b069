"""Footer: the way out, who writes, where to ask. What a sender owes the reader, with stand-ins for what only he knows."""

from collections.abc import Iterator
from html import escape

from spamscore import lists, targets
from spamscore.remedy.draft import Draft
from spamscore.remedy.edit import Candidate
from spamscore.remedy.menders.naming import brand, end_of_body, host
from spamscore.rules.bulk import is_bulk

_STYLE = "font-size:12px;color:#666666"
_NOTE = "Put your own addresses, and keep only what is true: the mail was scored with these stand-ins."


def mend(draft: Draft) -> Iterator[Candidate]:
    """A line to unsubscribe, a postal address, or the whole footer, as far as they are missing."""
    if draft.mail.kind == "transactional" or not draft.visible.text.strip():
        return
    low = draft.mail.text.lower()
    personal = any(word in low for word in lists.load("notices")) and not is_bulk(draft.mail)
    leaves = any(word in low[-20_000:] for word in lists.load("unsubscribe")) or any(
        map(targets.leaves, draft.mail.links[:400])
    )
    out = () if leaves or personal else (_link(draft, "unsubscribe", draft.tongue.unsubscribe),)
    address = () if _has_address(low) else (_address(draft),)
    if out:
        yield _appended(draft, "unsubscribe", "Add a line to unsubscribe", out)
    if address:
        yield _appended(draft, "postal-address", "Add your name and postal address", address)
    rest = _ask(draft)
    if rest and (draft.html or is_bulk(draft.mail)):  # to an unasked letter, 'because you subscribed' would be a lie
        because = " ".join((_because(draft), *out)) if out else ""
        yield _appended(
            draft, "footer", "Complete the footer: way out, sender, contact, privacy", (because, *address, rest)
        )


def _has_address(low: str) -> bool:
    end = low[-3_000:]
    return "©" in end and any(word.lstrip("*") in end for word in lists.load("streets"))


def _home(draft: Draft) -> str:
    return f"https://{host(draft) or 'www.your-company.example'}"


def _link(draft: Draft, page: str, words: str) -> str:
    return (
        f'<a href="{escape(_home(draft))}/{page}">{escape(words)}</a>'
        if draft.html
        else f"{words}: {_home(draft)}/{page}"
    )


def _because(draft: Draft) -> str:
    return escape(draft.tongue.because, quote=False) if draft.html else draft.tongue.because


def _address(draft: Draft) -> str:
    line = f"© {brand(draft) or draft.tongue.company}, {draft.tongue.street}"
    return escape(line, quote=False) if draft.html else line


def _ask(draft: Draft) -> str:
    said = draft.mail.text[-3_000:].lower()
    pages = (("contact", draft.tongue.contact), ("privacy", draft.tongue.privacy))
    missing = [_link(draft, page, words) for page, words in pages if words.lower() not in said]
    return (" · " if draft.html else "\n").join(missing)


def _appended(draft: Draft, kind: str, title: str, parts: tuple[str, ...]) -> Candidate:
    parts = tuple(filter(None, parts))
    if draft.html:
        text = "".join(f'<p style="{_STYLE}">{part}</p>\n' for part in parts)
        place = end_of_body(draft)
    else:
        place = len(draft.body)
        text = ("" if draft.body.endswith("\n") else "\n") + "\n" + "\n".join(parts) + "\n"
    return Candidate(kind, title, (draft.lines.change(place, place, text),), note=_NOTE)
