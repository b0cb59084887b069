"""A sender in a world of our own: each fault has its zone (tests/zones) and the sentence that it has to end in."""

import asyncio
import json
import subprocess
import sys
import time

import dns.resolver
import pytest

from spamscore.cli import main
from spamscore.sender import SenderFacts, alignment, examine_async
from spamscore.sender.lookups import Lookups
from tests.nameserver import Server, look, nsd, told

__all__ = ["nsd"]  # a fixture, used by name


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


@pytest.mark.parametrize(
    ("name", "organization"),
    [
        ("good.test", "good.test"),
        ("a.b.good.test", "good.test"),
        ("a.b.c.d.e.f.g.h.i.j.good.test", "good.test"),  # eight names are asked, not twelve
        ("below.dmarc.test", "dmarc.test"),
        ("none.dmarc.test", "dmarc.test"),  # psd=n ends the walk
        ("mail.one.psd.test", "one.psd.test"),
        ("a.three.psd.test", "three.psd.test"),
        ("psd.test", "psd.test"),
        ("a.webonly.test", "a.webonly.test"),  # no record, no organization but itself
    ],
)
def test_the_organization_of_a_name(nsd: Server, name: str, organization: str):
    found = Lookups(nsd.address, seconds=5, questions=12)
    assert alignment.organization(name, found.resolver()) == organization
    assert found.budget.spent <= 8


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
    look(nsd, "good.test", ip="192.0.2.10", blocklists=None, timeout=10)
    assert time.monotonic() - begun < 5


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["sender", *arguments])
    return status, *capsys.readouterr()


def test_the_command_tells_three_causes(nsd: Server, capsys: pytest.CaptureFixture[str]):
    status, out, _ = command(capsys, "good.test", "--ip", "192.0.2.10", "--selector", "s1", "--nameserver", nsd.address)
    assert status == 0
    assert out.startswith("good.test, sent from 192.0.2.10: ")
    assert [line for line in out.splitlines() if line.startswith("not checked")] == [
        "not checked  domain reputation", "not checked  ip reputation", "not checked  authentication",
    ]  # fmt: skip
    assert "The DKIM key at s1._domainkey.good.test has 2048 bits." in out
    assert "--first-sent" in out
    assert "=…" not in out


def test_the_command_in_json_ends_with_1_for_a_problem(nsd: Server, capsys: pytest.CaptureFixture[str]):
    status, out, _ = command(capsys, "open.spf.test", "--nameserver", nsd.address, "--format", "json")
    said = json.loads(out)
    assert status == 1
    assert [cause["name"] for cause in said["causes"]] == ["domain reputation", "ip reputation", "authentication"]
    assert said["causes"][2]["status"] == "problem"
    assert {"id", "status", "evidence", "source"} <= set(said["findings"][0])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("good.test", "--ip", "10.0.0.1"), "10.0.0.1 is no address that others see"),
        (("localhost",), "domain is a name such as 'example.com'"),
        (("good.test", "--message", "/nowhere/at-all.eml"), "cannot read /nowhere/at-all.eml"),
        (("good.test", "--first-sent", "yesterday"), "--first-sent is a day such as 2026-01-31"),
        (("good.test", "--timeout", "-1"), "timeout is a number above 0"),
    ],
)
def test_the_command_says_what_is_wrong(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str):
    status, out, error = command(capsys, *arguments)
    assert (status, out) == (2, "")
    assert sentence in error


def test_nothing_of_dns_is_imported_before_it_is_asked_for():
    script = (
        "import sys, spamscore, spamscore.sender; spamscore.check('<p>Hello</p>'); "
        "print([name for name in ('dns', 'checkdmarc', 'dkim', 'spf', 'requests', 'httpx') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "[]"
