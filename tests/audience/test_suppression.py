"""Who is suppressed stays so until somebody decides otherwise, and says why."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from spamscore.audience import AudienceError, Consent, Spelling, SuppressionPolicy, open_audience
from spamscore.audience.tables import METADATA
from tests.audience.made import NOW, allowed, happen, sendgrid

ANNA = "anna@shop.example"
SUPPORT = {"who": "support", "why": "she called"}


@pytest.mark.parametrize(
    ("event", "cause"),
    [
        ("bounce", "hard bounce"),
        ("spamreport", "complaint"),
        ("unsubscribe", "unsubscribe"),
        ("group_unsubscribe", "unsubscribe"),
        ("dropped", "drop"),
    ],
)
def test_one_event_suppresses(audience, event, cause):
    assert happen(audience, sendgrid(event)).suppressed == 1
    assert not allowed(audience)
    assert [entry.cause for entry in audience.causes_against(ANNA)] == [cause]
    assert [(entry.address, entry.cause) for entry in audience.suppressions()] == [(ANNA, cause)]


@pytest.mark.parametrize("event", ["processed", "delivered", "open", "click", "deferred", "group_resubscribe"])
def test_other_events_do_not(audience, event):
    happen(audience, sendgrid(event))
    assert allowed(audience)


def test_a_block_and_a_drop_for_the_mails_sake_are_not_the_addresss_fault(audience):
    happen(audience, sendgrid("bounce", type="blocked"), sendgrid("dropped", reason="Spam Content"))
    assert allowed(audience)


@pytest.mark.parametrize("again", ["group_resubscribe", "delivered", "processed", "click"])
def test_no_import_reactivates(audience, again):
    happen(audience, sendgrid("bounce", ago=5))
    happen(audience, sendgrid(again, ago=0), sendgrid(again, " <ANNA@Shop.Example> ", ago=0))
    assert not allowed(audience)
    told = [act.act for act in audience.history(ANNA)]
    assert told == ["suppressed"] + ["subscribed"] * 2 * (again == "group_resubscribe")


def soft(ago):
    return sendgrid("bounce", type="blocked", ago=ago)


def test_repeated_soft_bounces_suppress_in_any_order(audience):
    happen(audience, soft(2), soft(9), soft(4), soft(8))
    assert allowed(audience)
    happen(audience, soft(6))
    assert [entry.cause for entry in audience.causes_against(ANNA)] == ["soft bounces"]


def test_soft_bounces_far_apart_or_with_a_delivery_between_do_not(audience):
    happen(audience, *(soft(40 * each) for each in range(1, 9)))
    happen(audience, sendgrid("delivered", ago=5.5), *(soft(each) for each in (3, 4, 5, 6)))
    assert allowed(audience)


def test_the_policy_is_data(opened):
    audience = opened(policy=SuppressionPolicy(soft_bounces=2, within=timedelta(days=2)))
    happen(audience, soft(3), soft(2))
    assert not allowed(audience)
    with pytest.raises(ValueError, match="at least 1"):
        SuppressionPolicy(soft_bounces=0)
    with pytest.raises(ValueError, match="must hold hard_bounce"):
        SuppressionPolicy(at_once={})


def test_reactivation_is_an_act_in_history(audience):
    happen(audience, sendgrid("bounce", reason=f"550 5.1.1 <{ANNA}> unknown"))
    assert audience.reactivate(ANNA, who="support", why="the mailbox exists again") == ("hard bounce",)
    assert allowed(audience)
    bounced, reactivated = audience.history(ANNA)
    assert (bounced.act, bounced.cause, bounced.why) == ("suppressed", "hard bounce", "550 5.1.1 <<address>> unknown")
    assert (reactivated.act, reactivated.who, reactivated.why) == ("reactivated", "support", "the mailbox exists again")
    happen(audience, sendgrid("bounce", ago=-0.01))
    assert not allowed(audience)


def test_an_older_bounce_told_later_does_not_undo_a_reactivation_but_another_cause_does(audience):
    happen(audience, sendgrid("bounce", ago=2))
    audience.reactivate(ANNA, **SUPPORT)
    happen(audience, sendgrid("bounce", ago=3))
    assert allowed(audience)
    happen(audience, sendgrid("unsubscribe", ago=3))
    assert not allowed(audience)


@pytest.mark.parametrize("event", ["spamreport", "unsubscribe"])
def test_who_said_no_has_to_say_yes_afterwards(audience, event):
    happen(audience, sendgrid(event, ago=3), sendgrid("bounce", ago=3))
    with pytest.raises(ValueError, match="consent given after it"):
        audience.reactivate(ANNA, **SUPPORT)
    with pytest.raises(ValueError, match="does not lift"):
        audience.reactivate(ANNA, **SUPPORT, proof=Consent("form", NOW - timedelta(days=4)))
    assert not allowed(audience)
    assert len(audience.history(ANNA)) == 2  # all or nothing: the bounce was not lifted either
    assert len(audience.reactivate(ANNA, **SUPPORT, proof=Consent("double opt-in", NOW - timedelta(days=1)))) == 2
    assert allowed(audience)
    assert audience.history(ANNA)[-1].proof.startswith("double opt-in (20")


def test_a_decision_made_without_knowing_of_the_event_does_not_lift_it(audience):
    happen(audience, sendgrid("bounce", ago=1))
    with pytest.raises(ValueError, match="later than this reactivation"):
        audience.reactivate(ANNA, **SUPPORT, when=NOW - timedelta(days=2))
    with pytest.raises(ValueError, match="in the future"):
        audience.reactivate(ANNA, **SUPPORT, when=NOW + timedelta(days=2))
    assert not allowed(audience)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda audience: audience.reactivate(ANNA, **SUPPORT), "nothing to reactivate"),
        (lambda audience: audience.reactivate(ANNA, who=" ", why="x"), "say who does it, and why"),
        (lambda audience: audience.reactivate("anna", **SUPPORT), "no mail address"),
        (lambda audience: audience.remove(ANNA, **SUPPORT), "nothing to remove"),
        (lambda audience: audience.suppress(ANNA, **SUPPORT, when=datetime(2026, 1, 1)), "needs a time zone"),
        (lambda audience: audience.suppressions("whim"), "there is no cause 'whim'"),
        (lambda audience: audience.import_events("x", "carrier pigeon"), "there is no importer"),
    ],
)
def test_mistakes_get_a_sentence(audience, call, words):
    with pytest.raises(ValueError, match=words):
        call(audience)


def test_entries_by_hand(audience):
    audience.suppress(ANNA, who="legal", why="letter of 3 May")
    assert not allowed(audience)
    audience.remove(ANNA, who="legal", why="it was another Anna")
    assert allowed(audience)
    assert [act.act for act in audience.history(ANNA)] == ["suppressed", "removed"]
    happen(audience, sendgrid("bounce"))
    with pytest.raises(ValueError, match="suppressed by hard bounce, not by hand"):
        audience.remove(ANNA, **SUPPORT)


def test_history_cannot_be_rewritten(audience):
    happen(audience, sendgrid("bounce"))
    for statement in ("UPDATE history SET why = 'x'", "DELETE FROM history"):
        with pytest.raises(DBAPIError, match="append-only"), audience.engine.begin() as connection:
            connection.execute(text(statement))
    assert audience.history(ANNA)[0].act == "suppressed"


def test_filter_is_lazy_keeps_order_and_tells_what_it_leaves_out(audience):
    happen(audience, sendgrid("bounce"))
    told = []
    asked = [
        "ben@shop.example",
        "ANNA@shop.example",
        "nobody",
        "Cleo <cleo@shop.example",
        "Anna <anna@shop.example>",
        "dora@shop.example",
    ]
    kept = list(audience.filter(asked, lambda address, causes: told.append((address, causes))))
    assert kept == ["ben@shop.example", "dora@shop.example"]
    assert told[0] == ("ANNA@shop.example", ("hard bounce",))
    assert [address for address, _ in told[1:]] == ["nobody", "Cleo <cleo@shop.example", "Anna <anna@shop.example>"]

    def endless():
        number = 0
        while True:
            number += 1
            yield f"p{number}@shop.example"

    assert next(audience.filter(endless())) == "p1@shop.example"


def test_erasing_forgets_the_person_and_keeps_the_suppression(audience):
    happen(audience, sendgrid("delivered"), sendgrid("click"), sendgrid("bounce", reason=f"<{ANNA}> unknown"))
    audience.erase(ANNA, who="privacy", why=f"request of {ANNA}")
    with audience.engine.connect() as connection:
        rows = [str(row) for table in METADATA.sorted_tables for row in connection.execute(select(table))]
    assert not [row for row in rows if "anna" in row.lower()]
    assert not allowed(audience)
    happen(audience, sendgrid("group_resubscribe", ago=0))
    assert [entry.address for entry in audience.suppressions("erasure")] == [""]  # not even an upload brings it back
    with pytest.raises(ValueError, match="erasure is consent"):
        audience.reactivate(ANNA, **SUPPORT)


def test_hashed_at_rest_holds_no_address_and_needs_its_key(opened):
    key = b"0123456789abcdef"
    audience = opened(key=key)
    happen(audience, sendgrid("bounce"))
    audience.suppress("ben@shop.example", **SUPPORT)
    assert not allowed(audience)
    assert {entry.address for entry in audience.suppressions()} == {""}
    with pytest.raises(AudienceError, match="another key"):
        opened(key=b"another key, as long")
    with pytest.raises(AudienceError, match="another key"):
        opened()
    with pytest.raises(ValueError, match="at least 16"):
        opened(key=b"short")
    assert not allowed(opened(key=key))


def test_another_spelling_is_refused(opened):
    opened(spelling=Spelling("all"))
    with pytest.raises(AudienceError, match="Spelling"):
        opened()


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x"])
def test_other_databases_are_refused(url):
    with pytest.raises(ValueError, match="sqlite:///"):
        open_audience(url)


def test_times_are_told_in_utc(audience):
    happen(audience, sendgrid("bounce", ago=3))
    (entry,) = audience.causes_against(ANNA)
    assert entry.at.tzinfo is UTC
    assert abs(entry.at - (NOW - timedelta(days=3))) < timedelta(seconds=2)
