"""Which rules judge: ids and chapters as people write them, and what a report says of the rules left out."""

from collections.abc import Iterable
from functools import lru_cache

from spamscore.cli.config import meant
from spamscore.cli.sources import UnreadableError
from spamscore.rules import RULES

_NAMED = 8  # rules named one by one in a report


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, frozenset[str]]:
    """Every word that stands for rules, an id or a chapter, with the ids that it stands for."""
    words: dict[str, frozenset[str]] = {}
    for chapter in dict.fromkeys(rule.chapter for rule in RULES):
        words[chapter] = frozenset(rule.id for rule in RULES if rule.chapter == chapter)
    return {**words, **{rule.id: frozenset((rule.id,)) for rule in RULES}}


def split(words: Iterable[str]) -> list[str]:
    """The words in options that may be repeated and may hold several with commas.

    >>> split(["links, subject", "link-insecure"])
    ['links', 'subject', 'link-insecure']
    """
    return [word.strip() for some in words for word in some.split(",") if word.strip()]


def unknown(word: str) -> str:
    """The sentence about a word that is neither a rule's id nor a chapter."""
    return f"there is no rule {word!r}; {meant(word, vocabulary(), '`spamscore rules` lists them')}"


def resolve(words: Iterable[str], place: str) -> frozenset[str]:
    """The ids that the words stand for.

    Raises:
        UnreadableError: one stands for none; `place` says where it was written.
    """
    known = vocabulary()
    ids: frozenset[str] = frozenset()
    for word in split(words):
        if word not in known:
            raise UnreadableError(f"{place}: {unknown(word)}")
        ids |= known[word]
    return ids


def told(left_out: frozenset[str]) -> str:
    """What a report says of the rules left out as asked; "" when there are none."""
    if not left_out:
        return ""
    kept = [rule.id for rule in RULES if rule.id not in left_out]
    if len(kept) <= _NAMED:
        return f"{len(left_out)} rules left out as asked: all but {', '.join(kept) or 'none'}"
    whole = [word for word, ids in vocabulary().items() if len(ids) > 1 and ids <= left_out]
    names = whole + [rule.id for rule in RULES if rule.id in left_out and rule.chapter not in whole]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    rules = "1 rule" if len(left_out) == 1 else f"{len(left_out)} rules"
    return f"{rules} left out as asked: {', '.join(sorted(names)[:_NAMED])}{more}"
