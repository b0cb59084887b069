"""The five causes that an audience tells of, judged by what its events can prove and by what providers publish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

from sqlalchemy import Connection, func, select

from spamscore.audience import rates
from spamscore.audience.event import FEEDBACK
from spamscore.audience.planning import Plan, forecast
from spamscore.audience.rates import DAY, ENOUGH, Counts, Rate, Window
from spamscore.audience.tables import ADDRESSES, EVENTS
from spamscore.cause import Cause, Name, Status

GMAIL = "Gmail, Email sender guidelines (support.google.com/a/answer/81126, text of 2026-03-21)"
YAHOO = "Yahoo, sender requirements (senders.yahooinc.com, 2025-04-10)"
APPLE = "Apple, iCloud Mail for bulk senders (2025-02-26)"
SES = "Amazon SES, sending review: bounces from 5 % reviewed, from 10 % paused; complaints from 0.1 % and 0.5 %"
OURS = "spamscore's own measure: no provider publishes a number for this"
_ORDER: dict[Status, int] = {"problem": 3, "attention": 2, "ok": 1, "not_checked": 0}
_RECENT, _SEASON = 30 * DAY, 180 * DAY
_TARGET, _LIMIT = 0.001, 0.003  # of complaints: Gmail's, and Yahoo's limit
_SILENT = ("gmail",)  # it sends no complaints to anybody: only its Postmaster Tools show the rate
_MEND = "Import the events of your provider: spamscore events import FILE --provider NAME --db URL"


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at: the database, the present, one segment or all, and perhaps a planned send."""

    connection: Connection
    now: int
    segment: str | None
    plan: Plan | None

    def window(self, span: int, until: int = 0) -> Window:
        """From `span` before now to `until` before now."""
        return Window(self.now - span, self.now - until, self.segment)


def judge(sight: Sight) -> tuple[Cause, ...]:
    """The causes in the user's order."""
    recent = rates.counts(sight.connection, sight.window(_RECENT))
    return (
        settings(sight),
        engagement(sight),
        segmentation(sight, recent),
        complaints(sight, recent),
        suppression(sight, recent),
    )


def _worst(statuses: Iterable[Status]) -> Status:
    return max(statuses, key=lambda status: _ORDER[status], default="not_checked")


def settings(sight: Sight) -> Cause:
    """Recipients' own settings: only what people or providers told of them."""
    wanted = select(EVENTS.c.kind, func.count()).where(sight.window(_SEASON).holds(), EVENTS.c.kind.in_(FEEDBACK))
    told = {row[0]: row[1] for row in sight.connection.execute(wanted.group_by(EVENTS.c.kind))}
    evidence = [
        f"told {'once' if number == 1 else f'{number:,} times'}: {kind.replace('_', ' ')}"
        for kind, number in sorted(told.items())
    ]
    blind = "A recipient's filters, contacts and blocked senders cannot be seen from outside."
    bad = told.get("moved_to_spam", 0)
    advice = (
        ("Ask those who moved your mail to spam whether they still want it; they are suppressed until then.",)
        if bad
        else ()
    )
    would = f"{blind} Import what recipients tell you as moved_to_spam, not_spam, contact_added or muted."
    return Cause(
        "recipient settings",
        "attention" if bad else "not_checked",
        (*evidence, blind),
        advice,
        (OURS,) if bad else (),
        would,
    )


def engagement(sight: Sight) -> Cause:
    """Whether people still open and click, per provider, against the time before."""
    now = rates.engaged(sight.connection, sight.window(_RECENT))
    before = rates.engaged(sight.connection, sight.window(3 * _RECENT, _RECENT + 1))
    evidence, advice, statuses = [], [], []
    for mailbox, rate in sorted(now.items()):
        if rate.of < ENOUGH:
            evidence.append(f"{mailbox}: {rate.of:,} people reached in 30 days: too few to tell")
            continue
        evidence.append(f"{mailbox}: {rate} of the people reached in 30 days opened or clicked")
        earlier = before.get(mailbox, Rate(0, 0))
        fell = earlier.of >= ENOUGH and rate.high < earlier.low
        statuses.append("attention" if fell else "ok")
        if fell:
            evidence.append(f"{mailbox}: before that it was {earlier}")
            advice.append(f"Find out what changed for {mailbox}: fewer people react than before.")
    season = rates.total(rates.engaged(sight.connection, sight.window(_SEASON)).values())
    if season.of >= ENOUGH:
        cold = Rate(season.of - season.events, season.of)
        evidence.append(f"unengaged in 180 days: {cold}")
        statuses.append("attention" if cold.low > 0.5 else "ok")
        if cold.low > 0.5:
            advice.append("Stop writing to people who have not reacted for 180 days, after one last question.")
    evidence += _robots(rates.counts(sight.connection, sight.window(_RECENT)))
    return _cause("engagement", statuses, evidence, advice, (OURS,))


def _robots(found: Counts) -> list[str]:
    names = {
        "open proxy": "opens by image proxies (Apple and others fetch every mail)",
        "click bot": "clicks by scanners",
    }
    numbers = {name: sum(kinds.get(name, 0) for kinds in found.values()) for name in names}
    return [f"not counted: {number:,} {names[name]}" for name, number in numbers.items() if number]


def _cause(
    name: Name, statuses: Iterable[str], evidence: list[str], advice: list[str], sources: tuple[str, ...]
) -> Cause:
    known: tuple[Literal["ok", "attention", "problem", "not_checked"], ...] = tuple(statuses)  # type: ignore[arg-type] # each comes from Rate.against or a word of Status
    status = _worst(known)
    if status != "not_checked":
        return Cause(name, status, tuple(evidence), tuple(advice), sources)
    return Cause(
        name,
        status,
        tuple(evidence) or ("there are no events of the last 30 days",),
        (),
        (),
        f"{_MEND}; too few mails prove nothing.",
    )


def complaint_rates(found: Counts) -> dict[str, Rate]:
    """Complaints of mails delivered, for each provider that tells of them."""
    return {
        mailbox: Rate(kinds.get("complaint", 0) + kinds.get("moved_to_spam", 0), rates.delivered(kinds))
        for mailbox, kinds in sorted(found.items()) if mailbox not in _SILENT
    }  # fmt: skip


def complaints(sight: Sight, found: Counts) -> Cause:
    """Complaints per provider against the published limits."""
    told = {mailbox: rate for mailbox, rate in complaint_rates(found).items() if rate.of}
    statuses: list[str] = []
    evidence, advice = [], []
    for mailbox, rate in told.items():
        status = rate.against(_TARGET, _LIMIT)
        statuses.append(status)
        evidence.append(f"{mailbox}: complaints {rate}" + (": too few to tell" if status == "not_checked" else ""))
    everybody = rates.total(told.values())
    if everybody.of:
        statuses.append(everybody.against(0.001, 0.005))
        evidence.append(f"all providers that tell: complaints {everybody}")
    if "gmail" in found:
        evidence.append("gmail: it tells no sender who complained; only its Postmaster Tools show the rate")
    if _ORDER[_worst(statuses)] >= 2:  # type: ignore[arg-type] # statuses of Rate.against
        advice.append(
            "Write only to those who asked for it, more seldom, with an unsubscribe link that is easier than complaining."
        )
    if sight.plan is not None:
        evidence += forecast(sight.plan, told)
    return _cause("complaints", statuses, evidence, advice, (GMAIL, YAHOO, SES))


def suppression(sight: Sight, found: Counts) -> Cause:
    """Whether those who must not get mail get none, and how many come back."""
    statuses: list[str] = []
    evidence, advice = [], []
    held = rates.suppressed(sight.connection)
    evidence += [f"suppressed: {number:,} by {cause}" for cause, number in sorted(held.items())]
    tried = Rate(
        sum(kinds.get("hard_bounce", 0) for kinds in found.values()), sum(map(rates.attempted, found.values()))
    )
    if tried.of:
        statuses.append(tried.against(0.05, 0.10))
        evidence.append(f"hard bounces {tried}" + (": too few to tell" if statuses[-1] == "not_checked" else ""))
        if tried.low >= 0.05:
            advice.append("Stop, and find where these addresses come from: confirm each new one by a mail of its own.")
    if ignored := rates.ignored(sight.connection, sight.window(_RECENT)):
        statuses.append("problem")
        evidence.append(f"{ignored:,} suppressed people were sent mail all the same in 30 days")
        advice.insert(0, "Filter every send by this list: spamscore suppress filter, or Audience.filter.")
    if sight.plan is not None:
        statuses.append("problem" if sight.plan.suppressed else "ok")
        evidence += [
            f"planned: {number:,} are suppressed by {cause}" for cause, number in sorted(sight.plan.suppressed.items())
        ]
        evidence += [f"planned: {sight.plan.invalid:,} are no addresses"] * bool(sight.plan.invalid)
        if sight.plan.suppressed:
            advice.insert(0, "Take them out before sending: spamscore suppress filter, or Audience.filter.")
    return _cause("suppression", statuses, evidence, advice, (APPLE, SES))


def segmentation(sight: Sight, found: Counts) -> Cause:
    """Whether the list grows as lists do, whom it holds, and where its consent comes from."""
    plan = sight.plan
    mails = plan.mailboxes if plan else {mailbox: rates.delivered(kinds) for mailbox, kinds in found.items()}
    size = sum(mails.values())
    evidence = [f"{mailbox}: {number:,} ({number / size:.0%})" for mailbox, number in _largest(mails) if size]
    statuses: list[str] = []
    advice = []
    week, *earlier = rates.per_week(sight.connection, sight.now, segment=sight.segment)
    usual = median(earlier)
    sent = max(week, plan.held) if plan else week
    if usual >= ENOUGH:
        statuses.append("attention" if sent > 2 * usual else "ok")
        evidence.append(f"this week {sent:,} mails, {usual:,.0f} a week before")
        if sent > 2 * usual:
            advice.append("Grow step by step, provider by provider: spamscore.audience.ramp gives a plan.")
    if plan and plan.held >= ENOUGH:
        cold = Rate(plan.held - plan.engaged, plan.held)
        evidence.append(f"planned: {plan.new:,} never heard of before; without reaction in 180 days {cold}")
        statuses.append("attention" if cold.low > 0.5 else "ok")
        if cold.low > 0.5:
            advice.append("Send first to those who react, and to the others later and less.")
    evidence += _origins(sight)
    return _cause("segmentation", statuses, evidence, advice, (GMAIL, OURS))


def _largest(mails: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(mails.items(), key=lambda item: (-item[1], item[0]))[:8]


def _origins(sight: Sight) -> list[str]:
    """How old the list is, and for how many of its people consent is on record."""
    total = int(sight.connection.scalar(select(func.count()).select_from(ADDRESSES)) or 0)
    if not total:
        return []
    fresh = select(func.count()).select_from(ADDRESSES).where(ADDRESSES.c.first_seen > sight.now - _RECENT)
    agreed = select(func.count(func.distinct(EVENTS.c.key))).where(EVENTS.c.kind == "subscribe", EVENTS.c.detail != "")
    return [
        f"first heard of in the last 30 days: {Rate(int(sight.connection.scalar(fresh) or 0), total)}",
        f"consent with its source on record (subscribe events): {int(sight.connection.scalar(agreed) or 0):,} of {total:,}",
    ]
