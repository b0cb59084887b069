"""Terms: what holds beside the examples in the docstrings."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from spamscore.terms import Terms

TEXT = st.text("ab é.", max_size=40)


@given(st.lists(st.lists(st.text("ab é.", min_size=1, max_size=3), min_size=1, max_size=4), max_size=3), TEXT)
def test_groups_are_those_of_a_search_term_by_term(groups: list[list[str]], text: str) -> None:
    expected = {number for number, group in enumerate(groups) if any(term in text for term in group)}
    assert Terms(*groups).groups(text) == expected


def test_other_processes_get_terms_too() -> None:
    terms = pickle.loads(pickle.dumps(Terms(("free", "offer"), ("ltd",))))  # noqa: S301 - its own bytes
    assert terms.groups("offers of Lamps ltd") == {0, 1}
    assert terms.whole("offers of Lamps ltd") == {1}
