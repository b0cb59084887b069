"""The smallest set of edits that brings a mail under the threshold, each scored anew.

The rule of this room: **an edit must be good for the reader too.** It says something plainly, shows what was hidden, lets
a link lead where it says, or adds what a sender owes: a way out, an address, a text version, words for pictures, a title.
Nothing is ever added only because the classifier likes it, and no word is spelt so that it is overlooked. Where only a
person knows the right words, an edit carries a stand-in, is scored with that, and says so.
"""

from collections.abc import Callable

from spamscore.mail import Mail
from spamscore.remedy.draft import Draft, draft
from spamscore.remedy.edit import Change, Edit, Plan, spliced
from spamscore.remedy.search import Search, Tell
from spamscore.report import Report

__all__ = ["Change", "Draft", "Edit", "Plan", "Tell", "draft", "planned", "spliced"]


def planned(begun: Draft, target: float, judge: Callable[[Mail], Report], progress: Tell | None = None) -> Plan:
    """The plan for a draft; `spamscore.plan` is its door.

    Args:
        begun: what `draft` gave.
        target: the points that the mail shall stay below.
        judge: gives the report on a mail.
        progress: called with (scorings made, scorings allowed) after each scoring.
    """
    before = judge(begun.mail)
    search = Search(begun, target, progress or (lambda _made, _allowed: None))
    if before.points >= target:
        search.run()
    edits = search.edits()
    changes = [change for edit in edits for change in edit.changes]
    after = judge(begun.revised(changes)) if changes else before
    revised = spliced(begun.body, (change for change in changes if change.where == "body"))
    return Plan(target, before, after, edits, begun.body, revised, search.scorings, len(search.candidates))
