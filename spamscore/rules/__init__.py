"""The rules, chapter by chapter in reading order. `RULES` is all of them."""

from spamscore.rules import attachments, compliance, layout, links, obfuscation, sender, subject, words
from spamscore.rules.rule import Evidence, Finding, Rule, judge, rule

CHAPTERS = (subject, sender, words, links, layout, obfuscation, attachments, compliance)
RULES: tuple[Rule, ...] = tuple(
    each for chapter in CHAPTERS for each in vars(chapter).values() if isinstance(each, Rule)
)

__all__ = ["CHAPTERS", "RULES", "Evidence", "Finding", "Rule", "judge", "rule"]
