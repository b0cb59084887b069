"""A sender in a world of our own: each fault has its zone (tests/zones) and the sentence that it has to end in."""

import asyncio
import datetime
import time

import dns.resolver
import pytest

from spamscore.mail import read
from spamscore.sender import Blocklist, SenderFacts, examine, examine_async
from tests.nameserver import Server, nsd

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


def look(server: Server, domain: str, **asked: object) -> SenderFacts:
    return examine(domain, **{"resolver": server.address, "blocklists": (), **asked})


def told(facts: SenderFacts, identity: str) -> list[tuple[str, str]]:
    return [(finding.status, finding.evidence) for finding in facts.of(identity)]


@pytest.mark.parametrize(
    ("name", "identity", "status", "sentence"),
    [
        ("good.test", "spf", "ok", "one SPF record that needs 1 of at most 10 lookups"),
        ("none.spf.test", "spf", "problem", "none.spf.test has no SPF record."),
        ("two.spf.test", "spf", "problem", "more than one SPF record"),
        ("open.spf.test", "spf-all", "problem", "ends in +all"),
        ("neutral.spf.test", "spf-all", "attention", "?all or in nothing"),
        ("endless.spf.test", "spf-all", "attention", "?all or in nothing"),
        ("typo.spf.test", "spf", "problem", "ipv4 is not a valid SPF mechanism"),
        ("ptr.spf.test", "spf-all", "attention", "uses ptr"),
        ("circle.spf.test", "spf", "problem", "includes itself in a circle"),
        ("round.spf.test", "spf", "problem", "redirects in a circle"),
        ("nowhere.spf.test", "spf", "problem", "includes a domain that has no SPF record"),
        ("voids.spf.test", "spf", "problem", "more than 2 hosts that do not exist"),
        ("eleven.spf.test", "spf", "problem", "needs more than 10 DNS lookups"),
        ("long.spf.test", "spf", "problem", "receivers do not read one so long"),
        ("huge.spf.test", "spf", "not_checked", "more than the 16,384 that are read"),
        ("loop.spf.test", "spf", "not_checked", "its CNAMEs go in a circle"),
        ("good.invalid", "spf", "not_checked", "refused to answer (REFUSED)"),
    ],
)
def test_each_fault_of_spf(nsd: Server, name: str, identity: str, status: str, sentence: str):
    [(found, evidence)] = told(look(nsd, name), identity)
    assert found == status
    assert sentence in evidence


@pytest.mark.parametrize(
    ("name", "ip", "status", "sentence"),
    [
        ("good.test", "192.0.2.10", "ok", "SPF lets 192.0.2.10 send for good.test."),
        ("good.test", "2001:db8::10", "ok", "SPF lets 2001:db8::10 send"),
        ("good.test", "198.51.100.7", "ok", "SPF lets 198.51.100.7"),  # through the include
        ("news.good.test", "192.0.2.10", "ok", "SPF lets"),  # through the redirect
        ("good.test", "203.0.113.9", "problem", "the result is fail"),
        ("neutral.spf.test", "203.0.113.9", "problem", "the result is neutral"),
        ("endless.spf.test", "192.0.2.10", "ok", "SPF lets"),
        ("service.test", "203.0.113.9", "problem", "the result is softfail"),
        ("none.spf.test", "192.0.2.10", "problem", "the result is none"),
        ("eleven.spf.test", "203.0.113.9", "problem", "the result is permerror"),
        ("loop.spf.test", "192.0.2.10", "not_checked", "its CNAMEs go in a circle"),
    ],
)
def test_whether_spf_covers_the_address(nsd: Server, name: str, ip: str, status: str, sentence: str):
    [(found, evidence)] = told(look(nsd, name, ip=ip), "spf-ip")
    assert found == status
    assert sentence in evidence


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("good.test", "ok", "stands at _dmarc.good.test: p=quarantine"),
        (
            "below.dmarc.test",
            "ok",
            "stands at _dmarc.dmarc.test: p=reject, sp=quarantine, np=reject; for mail from below",
        ),
        ("below.dmarc.test", "ok", "for mail from below.dmarc.test that is quarantine"),
        ("nosuch.dmarc.test", "ok", "for mail from nosuch.dmarc.test that is reject"),  # np: the name does not exist
        ("wrong.dmarc.test", "ok", "stands at _dmarc.dmarc.test"),  # an SPF record where DMARC's should be is none
        ("two.dmarc.test", "problem", "more than one DMARC record"),
        ("typo.dmarc.test", "problem", "cannot be read: Tag p must have one of"),
        ("none.dmarc.test", "ok", "that is none"),
        ("trial.dmarc.test", "attention", "in test mode (t=y)"),
        ("old.dmarc.test", "attention", "uses pct, ri, gone since RFC 9989"),
        ("apex.dmarc.test", "problem", "must be located at _dmarc.apex.dmarc.test"),
        ("none.spf.test", "attention", "has no DMARC policy, nor has a domain above it"),
        ("good.invalid", "not_checked", "refused to answer (REFUSED)"),
    ],
)
def test_each_fault_of_dmarc(nsd: Server, name: str, status: str, sentence: str):
    found = told(look(nsd, name), "dmarc-missing") + told(look(nsd, name), "dmarc")
    assert [each for each, evidence in found if sentence in evidence] == [status]


def test_those_who_send_much_need_dmarc(nsd: Server):
    [(status, _)] = told(look(nsd, "none.spf.test", bulk=True), "dmarc-missing")
    assert status == "problem"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("mute.dmarc.test", "names no address for reports"),
        ("abroad.dmarc.test", "partner.test does not indicate that it accepts DMARC reports"),
        ("none.dmarc.test", ""),
    ],
)
def test_where_dmarc_reports_go(nsd: Server, name: str, sentence: str):
    found = told(look(nsd, name), "dmarc-reports")
    assert [status for status, evidence in found if sentence in evidence] == (["attention"] if sentence else [])


@pytest.mark.parametrize(
    ("selector", "status", "sentence"),
    [
        ("s1", "ok", "has 2048 bits"),
        ("ed", "ok", "Ed25519"),
        ("weak", "attention", "has 1024 bits: enough today"),
        ("tiny", "problem", "has 512 bits: receivers refuse"),
        ("gone", "problem", "is revoked"),
        ("try", "attention", "for testing (t=y)"),
        ("two", "problem", "There are 2 DKIM keys"),
        ("mad", "problem", "cannot be read"),
        ("nosuch", "problem", "There is no DKIM key at nosuch._domainkey.good.test."),
    ],
)
def test_each_fault_of_a_key(nsd: Server, selector: str, status: str, sentence: str):
    status_found, evidence = told(look(nsd, "good.test", selectors=(selector,)), "dkim-key")[0]
    assert status_found == status
    assert sentence in evidence


def test_without_selectors_dkim_is_not_checked_and_so_is_the_cause(nsd: Server):
    facts = look(nsd, "good.test", ip="192.0.2.10")
    *_, authentication = facts.causes()
    assert authentication.status == "not_checked"
    assert "selectors=" in authentication.would_check


@pytest.mark.parametrize(
    ("name", "identity", "status", "sentence"),
    [
        ("good.test", "mta-sts", "ok", "good.test has a record for MTA-STS."),
        ("good.test", "tls-rpt", "ok", "good.test has a record"),
        ("good.test", "bimi", "ok", "good.test has a record"),
        ("webonly.test", "mta-sts", "ok", "has no record for MTA-STS"),
        ("badsts.test", "mta-sts", "attention", "cannot be used"),
        ("good.invalid", "bimi", "not_checked", "refused"),
    ],
)
def test_the_records_beside(nsd: Server, name: str, identity: str, status: str, sentence: str):
    [(found, evidence)] = told(look(nsd, name), identity)
    assert found == status
    assert sentence in evidence


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


def test_inside_a_running_loop_and_awaited(nsd: Server):
    async def both() -> tuple[SenderFacts, SenderFacts]:
        return look(nsd, "good.test"), await examine_async("good.test", resolver=nsd.address, blocklists=())

    one, other = asyncio.run(both())
    assert one.findings == other.findings == look(nsd, "good.test").findings


def test_a_resolver_of_ones_own_and_its_cache(nsd: Server):
    mine = dns.resolver.Resolver(configure=False)
    mine.nameservers = [dns.nameserver.Do53Nameserver("127.0.0.1", nsd.port)]
    mine.cache = dns.resolver.LRUCache()
    assert look(nsd, "good.test", resolver=mine).findings == look(nsd, "good.test").findings
    asked = mine.cache.misses()
    look(nsd, "good.test", resolver=mine)
    assert mine.cache.misses() - asked <= 1  # what does not exist counts as a miss and is kept under another key


def test_lookups_are_bounded(nsd: Server):
    facts = look(nsd, "good.test", ip="192.0.2.10", max_lookups=3)
    assert facts.lookups == 3
    assert {cause.status for cause in facts.causes()} == {"not_checked"}
    assert "the 3 lookups allowed were used up" in " ".join(each.evidence for each in facts.findings)


def test_an_examination_is_quick(nsd: Server):
    begun = time.monotonic()
    look(nsd, "good.test", ip="192.0.2.10", blocklists=(IP, DOMAIN, MASK))
    assert time.monotonic() - begun < 5
