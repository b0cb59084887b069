"""The smallest set of edits that brings a mail under the threshold, each scored anew: `plan`.

The rule of this room: **an edit must be good for the reader too.** It says something plainly, shows what was hidden, lets
a link lead where it says, or adds what a sender owes: a way out, an address, a text version, words for pictures, a title.
Nothing is ever added only because the classifier likes it, and no word is spelt so that it is overlooked. Where only a
person knows the right words, an edit carries a stand-in, is scored with that, and says so.
"""

from collections.abc import Iterable
from typing import Any

from spamscore import scoring
from spamscore.model import Model
from spamscore.remedy.draft import draft
from spamscore.remedy.edit import Change, Edit, Plan, spliced
from spamscore.remedy.search import Search, Tell
from spamscore.report import THRESHOLD_POINTS
from spamscore.rules import RULES, Rule

__all__ = ["Change", "Edit", "Plan", "plan", "spliced"]


def plan(
    source: Any, *, target: float = THRESHOLD_POINTS, rules: Iterable[Rule] = RULES, model: Model | None = None,
    progress: Tell | None = None, **context: Any,
) -> Plan:  # fmt: skip
    """Few edits that bring a mail below `target` points, each scored and none estimated.

    Args:
        source: what `spamscore.check` takes. Edits of a message are edits of its decoded body.
        target: the points that the mail shall stay below.
        rules: the rules to judge by.
        model: what `load_model` gave; the shipped one by default.
        progress: called with (scorings made, scorings allowed) before each scoring.
        **context: what is known besides, as for `spamscore.check`.

    Raises what `spamscore.check` raises, and `ValueError` when the target is no number.

    >>> found = plan("<p>ACT NOW!!! Risk free, 100% guaranteed: http://203.0.113.7/pay</p>")
    >>> found.after.points < found.before.points
    True
    """
    if target != target:  # noqa: PLR0124 - how one asks for NaN
        raise ValueError("target is a number of points, such as 5.0")
    rules = tuple(rules)
    before = scoring.check(source, rules=rules, model=model, **context)
    begun = draft(source, rules, model, context)
    search = Search(begun, target, progress or (lambda _made, _allowed: None))
    if before.points >= target:
        search.run()
    edits = search.edits()
    changes = [change for edit in edits for change in edit.changes]
    after = scoring.check(begun.revised(changes), rules=rules, model=model) if changes else before
    revised = spliced(begun.body, (change for change in changes if change.where == "body"))
    return Plan(target, before, after, edits, begun.body, revised, search.scorings, len(search.candidates))
