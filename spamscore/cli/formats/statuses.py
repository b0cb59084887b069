"""What a cause's status looks like: a word and a sign, never a colour alone; what is not checked has its own."""

from collections.abc import Mapping

from spamscore.cause import Cause, Name, Status

SIGNS: Mapping[Status, str] = {"ok": "✓", "attention": "!", "problem": "✕", "not_checked": "?"}
PLAIN_SIGNS: Mapping[Status, str] = {"ok": "+", "attention": "!", "problem": "x", "not_checked": "?"}
WORDS: Mapping[Status, str] = {
    "ok": "ok",
    "attention": "attention",
    "problem": "problem",
    "not_checked": "not checked",
}
WORST_FIRST: tuple[Status, ...] = ("problem", "attention", "ok", "not_checked")
UNSEEN = "What is not checked has not passed: nothing is known of it."


def counted(counts: Mapping[Status, int]) -> str:
    """How many causes have each status.

    >>> counted({"ok": 2, "attention": 0, "problem": 1, "not_checked": 6})
    '1 problem, 2 ok, 6 not checked'
    """
    number = {"problem": ("problem", "problems"), "attention": ("needs attention", "need attention")}
    return ", ".join(
        f"{counts[each]} {number.get(each, (WORDS[each],) * 2)[counts[each] > 1]}"
        for each in WORST_FIRST
        if counts[each]
    )


def titled(name: Name) -> str:
    """A cause's name as a heading.

    >>> titled("ip reputation"), titled("content")
    ('IP reputation', 'Content')
    """
    return "IP reputation" if name == "ip reputation" else name.capitalize()


def word(cause: Cause) -> str:
    """What a cause's status is called; one that is ok as far as it was looked at says so.

    >>> word(Cause("content", "ok")), word(Cause("content", "ok", would_check="a subject")), word(Cause("content", "not_checked"))
    ('ok', 'ok in part', 'not checked')
    """
    return WORDS[cause.status] + (" in part" if cause.status == "ok" and cause.would_check else "")
