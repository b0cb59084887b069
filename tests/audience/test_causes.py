"""What events prove about the next send; what they cannot prove is not checked."""

import io
from itertools import pairwise

import pytest

from spamscore.audience import open_audience, ramp
from spamscore.audience.rates import Rate
from spamscore.cause import NAMES
from tests.audience.made import NOW, happen, sendgrid

YAHOO = "@" + "yahoo.com"
GMAIL = "@" + "gmail.com"


def send(audience, people, domain="@shop.example", ago=1.0, also=(), **more):
    """Mail delivered to so many people, and `also` pairs of an event and for how many of them it happened."""
    names = [f"p{number}{domain}" for number in range(people)]
    values = [sendgrid("delivered", name, ago=ago) for name in names]
    values += [sendgrid(event, name, ago=ago, **more) for event, number in also for name in names[:number]]
    happen(audience, *values)
    return names


def cause(audience, name, **keywords):
    return next(each for each in audience.causes(now=NOW, **keywords) if each.name == name)


def test_an_empty_audience_knows_nothing(audience):
    causes = audience.causes()
    assert [each.name for each in causes] == [
        name
        for name in NAMES
        if name in {"recipient settings", "engagement", "segmentation", "complaints", "suppression"}
    ]
    assert {each.status for each in causes} == {"not_checked"}
    assert all(each.would_check for each in causes)


@pytest.mark.parametrize(
    ("people", "complained", "status"),
    [
        (20, 0, "not_checked"),
        (20, 1, "not_checked"),
        (1000, 0, "not_checked"),
        (5000, 0, "ok"),
        (5000, 12, "attention"),
        (5000, 50, "problem"),
    ],
)
def test_complaints_against_the_published_limits(audience, people, complained, status):
    send(audience, people, YAHOO, also=[("spamreport", complained)])
    found = cause(audience, "complaints")
    assert found.status == status
    assert any("2026-03-21" in source for source in found.sources) == (status != "not_checked")


def test_gmail_tells_nobody_who_complained(audience):
    send(audience, 5000, GMAIL)
    found = cause(audience, "complaints")
    assert found.status == "not_checked"
    assert any("Postmaster Tools" in words for words in found.evidence)


@pytest.mark.parametrize(("bounced", "status"), [(0, "ok"), (80, "attention"), (200, "problem")])
def test_hard_bounces(audience, bounced, status):
    names = [f"q{number}@shop.example" for number in range(bounced)]
    send(audience, 1000 - bounced)
    happen(audience, *(sendgrid("bounce", name) for name in names))
    assert cause(audience, "suppression").status == status


def test_planned_mail_to_the_suppressed_is_a_problem(audience):
    names = send(audience, 300)
    happen(audience, sendgrid("unsubscribe", names[0]))
    found = cause(audience, "suppression", planned=[*names, "nobody"])
    assert found.status == "problem"
    assert {"planned: 1 are suppressed by unsubscribe", "planned: 1 are no addresses"} <= set(found.evidence)
    assert cause(audience, "suppression", planned=audience.filter(list(names))).status == "ok"


def test_mail_sent_to_the_suppressed_is_told(audience):
    happen(audience, sendgrid("unsubscribe", ago=9), sendgrid("delivered", ago=2))
    assert cause(audience, "suppression").status == "problem"


def test_proxies_and_bots_are_set_apart(audience):
    send(audience, 200, also=[("open", 200)], sg_machine_open=True)
    found = cause(audience, "engagement")
    assert found.status == "attention"  # nobody reacted, whatever the proxy fetched
    assert any(words.startswith("not counted: 200 opens") for words in found.evidence)


def test_engagement_against_the_time_before(audience):
    send(audience, 400, ago=50, also=[("open", 300)])
    send(audience, 400, ago=5, also=[("open", 290)])
    assert cause(audience, "engagement").status == "ok"
    send(audience, 400, YAHOO, ago=50, also=[("click", 300)])
    send(audience, 400, YAHOO, ago=5, also=[("click", 100)])
    found = cause(audience, "engagement")
    assert found.status == "attention"
    assert "yahoo" in found.advice[0]


def test_a_few_mails_prove_nothing_of_engagement(audience):
    send(audience, 20)
    found = cause(audience, "engagement")
    assert found.status == "not_checked"
    assert "too few to tell" in found.evidence[0]


def test_sudden_growth_and_mix(audience):
    for week in range(5):
        send(audience, 150, ago=7 * week + 1, also=[("click", 140)])
    assert cause(audience, "segmentation").status == "ok"
    planned = [f"new{number}{YAHOO}" for number in range(1000)]
    found = cause(audience, "segmentation", planned=planned)
    assert found.status == "attention"
    assert found.evidence[0] == "yahoo: 1,000 (100%)"
    assert "step by step" in found.advice[0]


def test_a_segment_is_judged_alone(audience):
    send(audience, 5000, YAHOO, also=[("spamreport", 50)], category="loud")
    assert cause(audience, "complaints", segment="quiet").status == "not_checked"


def test_what_recipients_tell(audience):
    happen(audience, sendgrid("delivered"))
    told = b"address,kind,time\nanna@shop.example,moved_to_spam," + NOW.isoformat().encode()
    assert cause(audience, "recipient settings").status == "not_checked"
    audience.import_events(io.BytesIO(told), "csv")
    assert cause(audience, "recipient settings").status == "attention"


def test_a_forecast_for_what_is_planned(audience):
    names = send(audience, 5000, YAHOO, also=[("spamreport", 50)])
    found = cause(audience, "complaints", planned=names)
    assert any("planned mails" in words for words in found.evidence)


def test_the_ramp_grows_and_sends_everything():
    steps = ramp({"gmail": 10_000, "yahoo": 50}, {"gmail": 1000})
    assert sum(step.mails for step in steps if step.mailbox == "gmail") == 10_000
    mails = [step.mails for step in steps if step.mailbox == "gmail"][:-1]
    assert all(later <= earlier * 1.5 + 1 for earlier, later in pairwise(mails))


def test_intervals_hold_the_rate():
    for events, of in [(0, 1), (1, 1), (3, 10), (50, 5000)]:
        rate = Rate(events, of)
        assert 0 <= rate.low <= rate.share <= rate.high <= 1


def test_a_plan_may_be_read_lazily_from_the_same_database_in_memory():
    with open_audience("sqlite://") as audience:
        names = send(audience, 600)
        assert audience.plan(audience.filter(names)).mailboxes == {"other": 600}
