"""The reputation of a domain and of an address: names, blocklists, links, age; each fault with its zone and its sentence."""

import datetime

import pytest

from spamscore.mail import read
from spamscore.sender import Blocklist
from tests.nameserver import Server, look, nsd, told

__all__ = ["nsd"]  # a fixture, used by name

IP = Blocklist(
    "A", "ip.bl.test", "ip", "https://a.example/", {"127.0.0.2": "spam", "127.0.0.10": "a line at home"},
    minor=("127.0.0.10",), probe="2.0.0.127",
)  # fmt: skip
DOMAIN = Blocklist(
    "D",
    "dom.bl.test",
    "domain",
    "https://d.example/",
    {"127.0.1.2": "seen in spam", "127.0.1.102": "abused"},
    probe="probe",
)
MASK = Blocklist(
    "M",
    "mask.bl.test",
    "domain",
    "https://m.example/",
    bits={2: "black", 4: "grey", 8: "red"},
    minor=("4",),
    probe="probe",
)


@pytest.mark.parametrize(
    ("name", "identity", "status"),
    [
        ("good.test", "mx", "ok"),
        ("webonly.test", "mx", "attention"),
        ("nothing.test", "mx", "problem"),
        ("nullmx.test", "mx", "problem"),
        ("missing.test", "domain", "problem"),
        ("loop.spf.test", "domain", "not_checked"),
        ("good.invalid", "domain", "not_checked"),
    ],
)
def test_whether_the_domain_is_there(nsd: Server, name: str, identity: str, status: str):
    assert [found for found, _ in told(look(nsd, name), identity)] == [status]


@pytest.mark.parametrize(
    ("ip", "identity", "status", "sentence"),
    [
        ("192.0.2.10", "ptr", "ok", "is named mail.good.test, and that name leads back"),
        ("192.0.2.11", "ptr", "problem", "does not lead back"),
        ("192.0.2.99", "ptr", "problem", "has no name in DNS"),
        ("203.0.113.9", "ptr", "not_checked", "REFUSED"),  # the zone of this network is not ours
        ("192.0.2.12", "generic-name", "attention", "host-192-0-2-12.good.test looks like one that a provider gives"),
        ("2001:db8::10", "ptr", "ok", "2001:db8::10 is named mail.good.test, and that name leads back"),
        ("2001:db8::11", "ptr", "problem", "2001:db8::11 has no name in DNS"),
        ("2001:db8::12", "generic-name", "attention", "line-00000012.good.test looks like one"),
        ("192.0.2.13", "generic-name", "attention", "dynamic.pool.good.test"),
    ],
)
def test_names_of_the_address(nsd: Server, ip: str, identity: str, status: str, sentence: str):
    [(found, evidence)] = told(look(nsd, "good.test", ip=ip), identity)
    assert found == status
    assert sentence in evidence


@pytest.mark.parametrize(
    ("helo", "status"), [("mail.good.test", "ok"), ("partner.test", "attention"), ("mail.good.invalid", "not_checked")]
)
def test_helo(nsd: Server, helo: str, status: str):
    assert [found for found, _ in told(look(nsd, "good.test", ip="192.0.2.10", helo=helo), "helo")] == [status]


def zone(name: str, **held: object) -> Blocklist:
    return Blocklist(
        name, f"{name}.bl.test", "ip", "https://x.example/", {"127.0.0.2": "spam"}, probe="2.0.0.127", **held
    )


@pytest.mark.parametrize(
    ("ip", "known", "status", "sentence"),
    [
        ("192.0.2.10", IP, "ok", "192.0.2.10 is not on A."),
        ("192.0.2.66", IP, "problem", "192.0.2.66 stands on the blocklist A (127.0.0.2): spam."),
        ("192.0.2.67", IP, "attention", "a line at home"),
        ("192.0.2.68", IP, "attention", "unknown answer 127.0.0.77"),
        ("2001:db8::11", IP, "problem", "2001:db8::11 stands on the blocklist A"),
        ("2001:db8::12", IP, "ok", "is not on A"),
        ("192.0.2.10", zone("no", refused=("127.255.255.0/24",)), "not_checked", "refused to answer this nameserver (127.255.255.254)"),
        ("192.0.2.10", zone("dead"), "not_checked", "does not list its own test entry"),
        ("192.0.2.10", zone("gone"), "not_checked", "does not list its own test entry"),  # no such zone: NXDOMAIN
        ("192.0.2.10", zone("all"), "not_checked", "it lists everything"),
        ("192.0.2.10", zone("park"), "not_checked", "203.0.113.80, which is no blocklist's answer"),
        ("192.0.2.10", Blocklist("Z", "bl.invalid", "ip", "https://z.example/"), "not_checked", "REFUSED"),
    ],
)  # fmt: skip
def test_blocklists_of_addresses(nsd: Server, ip: str, known: Blocklist, status: str, sentence: str):
    facts = look(nsd, "good.test", ip=ip, blocklists=(known,))
    found = [(each.status, each.evidence) for each in facts.of("blocklist") if each.cause == "ip reputation"]
    assert [each for each, _ in found] == [status]
    assert sentence in found[0][1]


def test_every_domain_that_the_mail_links_to_is_asked_about(nsd: Server):
    mail = read(
        "<a href='https://www.spammy.test/a'>a</a> <a href='https://cdn.abused.test'>b</a> <a href='https://x.grey.test'>c</a>"
        "<a href='https://good.test/'>own</a> <a href='https://partner.test'>d</a> <a href='https://eu2.spammy.test'>a again</a>",
        sender="Good <news@good.test>",
    )
    facts = look(nsd, "good.test", mail=mail, blocklists=(DOMAIN, MASK))
    found = [(status, evidence) for status, evidence in told(facts, "blocklist")]
    assert (
        "problem",
        "spammy.test, which the mail links to, stands on the blocklist D (127.0.1.2): seen in spam.",
    ) in found
    assert (
        "problem",
        "spammy.test, which the mail links to, stands on the blocklist M (127.0.0.10): black; red.",
    ) in found
    assert ("attention", "grey.test, which the mail links to, stands on the blocklist M (127.0.0.4): grey.") in found
    assert sum("spammy.test" in evidence for _, evidence in found) == 2
    assert ("ok", "Not on D, M: good.test, partner.test.") in found
    assert facts.causes()[0].status == "problem"


def test_lookalikes_click_services_and_age(nsd: Server):
    mail = read(
        "<a href='https://paypal-login.test/'>in</a> <a href='https://x.list-manage.com/c'>c</a>",
        sender="a <a@good.test>",
    )
    facts = look(nsd, "good.test", mail=mail)
    assert told(facts, "lookalike") == [
        ("problem", "paypal-login.test looks as if it belonged to paypal and does not.")
    ]
    assert "list-manage.com" in told(facts, "clicks")[0][1]
    assert told(facts, "age")[0][0] == "not_checked"
    assert "first_sent" in facts.causes()[0].would_check
    today = datetime.datetime.now(datetime.UTC).date()
    assert told(look(nsd, "good.test", first_sent=today - datetime.timedelta(9)), "ramp")[0][0] == "attention"
    assert told(look(nsd, "good.test", first_sent=today - datetime.timedelta(99)), "age")[0][0] == "ok"


def test_the_clean_sender_lacks_nothing_of_what_can_be_seen(nsd: Server):
    facts = look(nsd, "good.test", ip="192.0.2.10", helo="mail.good.test", blocklists=(IP, DOMAIN, MASK))
    assert {cause.name: cause.status for cause in facts.causes()} == {
        "domain reputation": "ok", "ip reputation": "ok", "authentication": "not_checked",
    }  # fmt: skip
    assert all(cause.sources for cause in facts.causes())
