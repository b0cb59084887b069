"""Terms: which of many words and phrases a text holds, in one pass however many there are (Aho and Corasick, 1975)."""

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation

_SMALL = 500  # terms, for which a table twice as fast as the default costs 2 ms and 1 MB; for thousands it costs twenty times that


class Terms:
    """Groups of terms to look for. Letters are compared as they are: give terms and texts in lower case."""

    def __init__(self, *groups: Iterable[str]) -> None:
        """Build the automaton; a term may stand in several groups."""
        self._groups = tuple(map(tuple, groups))
        listed = [(term, number) for number, group in enumerate(self._groups) for term in group]
        self._terms = [term for term, _ in listed]
        self._group = [number for _, number in listed]
        small = len(self._terms) <= _SMALL
        self._automaton = AhoCorasick(self._terms, implementation=Implementation.DFA if small else None)

    def __reduce__(self) -> tuple[type["Terms"], tuple[tuple[str, ...], ...]]:
        """The groups, from which another process builds its own automaton."""
        return Terms, self._groups

    def groups(self, text: str) -> set[int]:
        """Numbers of the groups of which the text holds a term.

        >>> sorted(Terms(("unsubscribe", "opt out"), ("privacy",), ("scribe",)).groups("to unsubscribe"))
        [0, 2]
        """
        group = self._group
        return {group[term] for term, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}

    def whole(self, text: str, *, front: bool = True) -> set[int]:
        """As `groups`, but only where no letter, digit or underscore touches the term; `front` False: behind it.

        >>> Terms(("inc", "ltd")).whole("increase"), Terms(("inc", "ltd")).whole("lamps ltd.")
        (set(), {0})
        """
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return {
            self._group[term]
            for term, start, end in found
            if _apart(text, end) and (not front or _apart(text, start - 1))
        }

    def held(self, text: str) -> list[str]:
        """The terms that the text holds, each once, in the order in which they were listed.

        >>> Terms(("free", "offer")).held("an offer: free of charge, free of risk")
        ['free', 'offer']
        """
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [self._terms[term] for term in sorted({term for term, _, _ in found})]

    def places(self, text: str) -> list[tuple[int, int, int]]:
        """(number of the term in listing order, start, end) of every occurrence, by their ends; they may overlap.

        >>> Terms(("work", "working")).places("working")
        [(0, 0, 4), (1, 0, 7)]
        """
        return self._automaton.find_matches_as_indexes(text, overlapping=True)

    def count(self, text: str) -> int:
        """How often terms stand in the text, none inside another."""
        return len(self._automaton.find_matches_as_indexes(text))

    def any_in(self, text: str) -> bool:
        """Whether the text holds a term of any group."""
        return bool(self._automaton.find_matches_as_indexes(text))


def _apart(text: str, at: int) -> bool:
    return at < 0 or at >= len(text) or not (text[at].isalnum() or text[at] == "_")
