"""Rule and Finding: a yes/no judgement with quoted evidence and advice."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args

from spamscore.mail import Mail
from spamscore.markup import Hidden, Image, Link, Markup

MAX_EVIDENCE = 5
MAX_QUOTE = 120  # characters of one quotation
Need = Literal["headers", "subject", "sender", "html", "kind", "attachments"]
Example = str | bytes | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A short quotation, and the piece of the source by which it can be located (the quotation itself when None)."""

    quote: str
    anchor: str | None = None
    of: Link | Image | Hidden | Markup | None = None  # what on the page it speaks of, where that is known


Check = Callable[[Mail], Iterable[str | Evidence]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule is a value: call it with a `Mail` and get its evidence, an empty tuple when it is silent."""

    id: str  # kebab-case, never renamed
    title: str
    advice: str
    points: float  # > 0; what one finding adds before the chapter's cap and the blend
    source: str  # the authority: RFC, provider guideline, measured study; folklore is called folklore
    fires: tuple[Example, ...]
    quiet: tuple[Example, ...]
    needs: tuple[Need, ...]
    chapter: str
    why: str
    check: Check

    def __call__(self, mail: Mail) -> tuple[Evidence, ...]:
        """At most `MAX_EVIDENCE` pieces of evidence; empty when silent or when a need is unknown."""
        for need in self.needs:
            if getattr(mail, need) is None:
                return ()
        found = list(islice(self.check(mail), MAX_EVIDENCE))
        return tuple(map(_shorten, found)) if found else ()

    def can_judge(self, mail: Mail) -> bool:
        """Whether everything that the rule needs is known of this mail."""
        return all(getattr(mail, need) is not None for need in self.needs)


def _shorten(item: str | Evidence) -> Evidence:
    evidence = Evidence(item) if isinstance(item, str) else item
    if len(evidence.quote) <= MAX_QUOTE:
        return evidence
    short = evidence.quote[: MAX_QUOTE - 1] + "…"
    return Evidence(short, evidence.anchor or evidence.quote[:MAX_QUOTE], evidence.of)


def rule(
    id: str,  # noqa: A002 - the field's own name, as in Rule
    *,
    title: str,
    advice: str,
    points: float,
    source: str,
    fires: Iterable[Example],
    quiet: Iterable[Example],
    needs: Iterable[Need] = (),
    chapter: str = "",
) -> Callable[[Check], Rule]:
    """Turn a generator function of a `Mail` into a `Rule`; its docstring says why, its module is the chapter.

    A chapter may be a folder of modules; `chapter` names it for a module that stands elsewhere.
    """

    def make(check: Check) -> Rule:
        home = check.__module__.removeprefix("spamscore.rules.")
        own = chapter or (home.partition(".")[0] if home != check.__module__ else home.rpartition(".")[2])
        why = " ".join((check.__doc__ or "").split())
        return Rule(id, title, advice, points, source, tuple(fires), tuple(quiet), tuple(needs), own, why, check)

    return make


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired, with its evidence."""

    rule: Rule
    evidence: tuple[Evidence, ...]

    @property
    def points(self) -> float:
        """The rule's points."""
        return self.rule.points


def judge(mail: Mail, rules: Iterable[Rule]) -> Iterator[Finding]:
    """The findings of these rules on a mail, in the order of the rules."""
    unknown = {need for need in get_args(Need) if getattr(mail, need) is None}
    for each in rules:
        # what calling the rule would do, without the call: with 150 rules that is a tenth of a score's time
        if unknown and each.needs and not unknown.isdisjoint(each.needs):
            continue
        if found := list(islice(each.check(mail), MAX_EVIDENCE)):
            yield Finding(each, tuple(map(_shorten, found)))
