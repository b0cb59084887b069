"""The mail that a framework is about to send, as something `check` takes; and what a report says against it.

Frameworks load this when they start, so whatever weighs something is imported when the first mail comes.
"""

from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spamscore.report import Report

Limit = str | float
_STOPPED = {"spam": ("spam",), "review": ("spam", "review", "unsure"), "never": ()}


def source(mail: Any) -> Any:
    """What `spamscore.check` takes for a mail of a framework; anything else is given back as it is.

    Known by what they can do, so that no framework is imported: Django's mails have `message()`, Flask-Mail's have
    `as_bytes()`.

    >>> class Message:
    ...     def as_bytes(self): return b"Subject: hello"
    >>> source(Message()), source("<p>hello</p>")
    (b'Subject: hello', '<p>hello</p>')
    """
    if isinstance(mail, Message):
        return mail
    if callable(getattr(mail, "message", None)):
        mail = mail.message()
    return mail.as_bytes() if callable(getattr(mail, "as_bytes", None)) else mail


def report(mail: Any, **context: Any) -> "Report":
    """The report on what `source` takes or gives; a `Path` is the template that `spamscore check` sees in it.

    ``context`` is that of `spamscore.check`, and what the call raises, too.
    """
    if isinstance(mail, Path):
        from spamscore import templates

        return templates.check(templates.load(mail), **context)
    from spamscore.scoring import check

    return check(source(mail), **context)


def checked_limit(limit: Limit) -> Limit:
    """The limit itself, when it is one; raises `TypeError` or `ValueError` with what to pass instead.

    >>> checked_limit("spam"), checked_limit(3)
    ('spam', 3)
    """
    told = "a limit is 'spam', 'review', 'never' or a number of points"
    if isinstance(limit, bool) or not isinstance(limit, (str, int, float)):
        raise TypeError(f"{told}, not {type(limit).__name__}")
    if limit != limit or (isinstance(limit, str) and limit not in _STOPPED):  # noqa: PLR0124 - NaN is below nothing
        raise ValueError(f"{told}, not {limit!r}")
    return limit


def objection(found: "Report", limit: Limit = "spam") -> str:
    """Why a report doesn't stay below a limit, in words; "" when it does.

    Args:
        found: what `check` gave.
        limit: "spam" stops that verdict; "review" stops all but ok; "never" stops nothing; a number stops from so many
            points, whatever the verdict.
    """
    checked_limit(limit)
    if isinstance(limit, str):
        word = {"spam": "spam", "review": "worth another look", "unsure": "unsure, there is too little to judge"}
        return f"its verdict is {word[found.verdict]}" if found.verdict in _STOPPED[limit] else ""
    return f"{found.points:.2f} points, {limit:g} or more are too many" if found.points >= limit else ""


def summary(found: "Report") -> str:
    """A report on one line without a word of the mail: verdict, points and the rules that fired."""
    from spamscore.report import THRESHOLD_POINTS

    rules = ", ".join(each.rule.id for each in found.findings) or "none"
    return f"{found.verdict}, {found.points:.2f} points, spam from {THRESHOLD_POINTS}; rules: {rules}"


def page(found: "Report") -> str:
    """A report as text that no mail can use to act on the terminal."""
    from spamscore.cli.formats.terminal import safe

    return "\n".join(safe(line) for line in str(found).splitlines())
