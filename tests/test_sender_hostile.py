"""DNS that lies, hangs or answers rubbish, and callers who ask for what cannot be: sentences, in time, and never ok."""

import datetime
import time
from collections.abc import Callable

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamscore.errors import SpamscoreError
from spamscore.sender import (
    Blocklist,
    SenderFacts,
    blocklists,
    examination,
    examine,
    examine_offline,
    lookups,
    question,
    signatures,
)
from tests.nameserver import misbehaving

LISTS = (
    Blocklist("A", "ip.bl.test", "ip", "https://a.example/", {"127.0.0.2": "spam"}),
    Blocklist("D", "dom.bl.test", "domain", "https://d.example/", {"127.0.1.2": "spam"}),
)
MAIL = b"From: Good <news@good.test>\r\nSubject: Hi\r\n\r\nSee https://www.partner.test/\r\n"
SIGNED = b"DKIM-Signature: v=1; a=rsa-sha256; d=good.test; s=s1; h=from; bh=AAAA; b=AAAA\r\n" + MAIL


def refuse(code: dns.rcode.Rcode) -> Callable[[bytes], bytes]:
    def answer(wire: bytes) -> bytes:
        reply = dns.message.make_response(dns.message.from_wire(wire))
        reply.set_rcode(code)
        return reply.to_wire()

    return answer


def hold(*records: str) -> Callable[[bytes], bytes]:
    """Answers every question with the same records; {name} is the name asked for."""

    def answer(wire: bytes) -> bytes:
        reply = dns.message.make_response(dns.message.from_wire(wire))
        name = reply.question[0].name.to_text()
        for record in records:
            owner, kind, value = record.format(name=name).split(" ", 2)
            reply.answer.append(dns.rrset.from_text(owner, 60, "IN", kind, value))
        return reply.to_wire()

    return answer


def cut(wire: bytes) -> bytes:
    reply = dns.message.make_response(dns.message.from_wire(wire))
    reply.flags |= dns.flags.TC
    return reply.to_wire()


def another(wire: bytes) -> bytes:
    return bytes((wire[0] ^ 255, wire[1])) + refuse(dns.rcode.NOERROR)(wire)[2:]


LIES: dict[str, Callable[[bytes], bytes | None]] = {
    "silence": lambda wire: None,  # noqa: ARG005 - it does not even look
    "nothing": lambda wire: b"",  # noqa: ARG005 - as above
    "rubbish": lambda wire: b"\xff" * 200,  # noqa: ARG005 - as above
    "half an answer": lambda wire: wire[:12] + b"\xc0\x0c" * 30,
    "echo": lambda wire: wire,
    "another question's number": another,
    "truncated for ever": cut,
    "SERVFAIL": refuse(dns.rcode.SERVFAIL),
    "REFUSED": refuse(dns.rcode.REFUSED),
    "NOTIMP": refuse(dns.rcode.NOTIMP),
    "CNAME to itself": hold("{name} CNAME {name}"),
    "CNAME round": hold("{name} CNAME a.test.", "a.test. CNAME {name}"),
    "CNAME away": hold("{name} CNAME b.{name}"),
    "long CNAME chain": hold(
        "{name} CNAME c0.test.", *(f"c{step}.test. CNAME c{step + 1}.test." for step in range(60))
    ),
}


def everything(address: str, seconds: float = 1.5) -> SenderFacts:
    return examine(
        "good.test", ip="192.0.2.10", helo="mail.good.test", selectors=("s1",), message=SIGNED, bulk=True,
        resolver=address, blocklists=LISTS, timeout=seconds, authserv_id="mx.good.test",
    )  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_nameserver_that_lies_makes_nothing_ok(lie: str):
    with misbehaving(LIES[lie]) as address:
        begun = time.monotonic()
        facts = everything(address)
        assert time.monotonic() - begun < 1.5 + 5  # what waited for its turn ends with the budget
    for cause in facts.causes():
        assert cause.status in ("not_checked", "attention", "problem"), cause
        assert cause.evidence
    decided = [each for each in facts.findings if each.decides and each.status == "ok"]
    assert decided == []


@pytest.mark.parametrize(
    ("text", "identity", "status"),
    [
        ('"v=spf1 include:{name} -all" "v=DMARC1"', "spf", "problem"),
        ('"v=spf1 include:%{{i}}._spf.%{{d}} exists:%{{l1r+}}.%{{v}} -all"', "spf", "ok"),
        ('"v=spf1 include:%{{ -all"', "spf", "problem"),
        ('"\\200\\255\\000v=spf1"', "spf", "problem"),
        ('"v=spf1 ' + "a:" + "x" * 64 + '.test -all"', "spf", None),
        ('"v=spf1 ip4:999.1.1.1/99 ip6:zz -all"', "spf", "problem"),
        ('"v=DMARC1; p=reject; p=none; rua=mailto:a@b"', "dmarc", "problem"),
        ('"v=DMARC1; p=reject; rua=http://[::1"', "dmarc", "problem"),
        ('"v=DMARC1;' + ";" * 200 + '"', "dmarc", None),
    ],
)
def test_records_made_to_trip_the_reader(text: str, identity: str, status: str | None):
    with misbehaving(hold("{name} TXT " + text)) as address:
        facts = everything(address)
    found = [each.status for each in facts.findings if each.id == identity]
    assert found
    assert status in (None, found[0])


def test_what_one_nameserver_says_is_not_taken_for_another_s():
    with misbehaving(hold('{name} TXT "v=spf1 -all"')) as one, misbehaving(hold('{name} TXT "v=spf1 +all"')) as other:
        assert examine("good.test", resolver=one, blocklists=()).of("spf-all") == ()
        [found] = examine("good.test", resolver=other, blocklists=()).of("spf-all")
    assert found.status == "problem"


def test_an_answer_is_asked_for_again_when_its_time_is_over():
    said = ["v=spf1 -all"]

    def answer(wire: bytes) -> bytes:
        return hold(f'{{name}} TXT "{said[0]}"')(wire)

    with misbehaving(lambda wire: answer(wire).replace(b"\0\0\0\x3c", b"\0\0\0\x01")) as address:  # a TTL of 1 s for 60
        assert examine("good.test", resolver=address, blocklists=()).of("spf-all") == ()
        said[0] = "v=spf1 +all"
        time.sleep(1.1)
        assert [each.status for each in examine("good.test", resolver=address, blocklists=()).of("spf-all")] == [
            "problem"
        ]


def test_a_mail_with_a_thousand_link_domains_stays_within_its_lookups():
    links = "".join(f"<a href='https://a{number}.test/'>x</a>" for number in range(1_000))
    raw = MAIL.replace(b"Subject", b"Content-Type: text/html\r\nSubject") + links.encode()
    with misbehaving(refuse(dns.rcode.NXDOMAIN)) as address:
        facts = examine("good.test", message=raw, resolver=address, blocklists=LISTS, timeout=10)
    assert facts.lookups < 100
    assert "The mail links to 1000 domains; blocklists were asked about 20." in [
        each.evidence for each in facts.of("blocklist")
    ]


def test_a_nameserver_that_knows_no_names_at_all_is_not_believed():
    with misbehaving(refuse(dns.rcode.NXDOMAIN)) as address:
        facts = examine("example.com", ip="192.0.2.10", selectors=("s1",), resolver=address, blocklists=LISTS)
    assert {cause.status for cause in facts.causes()} == {"not_checked"}
    assert "says that .com does not exist, so that nothing it says counts" in facts.causes()[0].evidence[0]


def test_no_blocklist_is_believed_when_nothing_exists():
    with misbehaving(refuse(dns.rcode.NXDOMAIN)) as address:
        facts = examine("good.test", ip="192.0.2.10", resolver=address, timeout=10)
    assert {each.status for each in facts.of("blocklist")} == {"not_checked"}
    assert len(facts.of("blocklist")) == len(blocklists.shipped())


@pytest.mark.parametrize(
    ("asked", "error", "sentence"),
    [
        ({"domain": 7}, TypeError, "domain is a name such as 'example.com', not int"),
        ({"domain": ""}, ValueError, "domain is a name"),
        ({"domain": "localhost"}, ValueError, "domain is a name"),
        ({"domain": "192.0.2.1"}, ValueError, "domain is a name"),
        ({"domain": "news@good.test"}, ValueError, "the part of the address after the @"),
        ({"domain": "a..test"}, ValueError, "domain is a name"),
        ({"domain": "good.test\r\nx.test"}, ValueError, "domain is a name"),
        ({"domain": "x" * 64 + ".test"}, ValueError, "domain is a name"),
        ({"domain": ("x" * 60 + ".") * 5 + "test"}, ValueError, "domain is a name"),
        ({"domain": "good.test/\x00"}, ValueError, "domain is a name"),
        ({"ip": "300.1.1.1"}, ValueError, "ip is an address such as"),
        ({"ip": 7}, TypeError, "ip is an address as text"),
        ({"ip": "10.1.2.3"}, ValueError, "10.1.2.3 is no address that others see: pass the public one"),
        ({"ip": "192.168.0.1"}, ValueError, "no address that others see"),
        ({"ip": "127.0.0.1"}, ValueError, "no address that others see"),
        ({"ip": "100.64.1.1"}, ValueError, "no address that others see"),
        ({"ip": "::1"}, ValueError, "no address that others see"),
        ({"ip": "fe80::1"}, ValueError, "no address that others see"),
        ({"ip": "fd00::1"}, ValueError, "no address that others see"),
        ({"ip": "::ffff:10.0.0.1"}, ValueError, "10.0.0.1 is no address that others see"),
        ({"helo": "[192.0.2.1]"}, ValueError, "helo is a name"),
        ({"selectors": "s1"}, TypeError, "selectors is a tuple"),
        ({"selectors": ("a b",)}, ValueError, "a DKIM selector is a name"),
        ({"selectors": tuple(f"s{number}" for number in range(30))}, ValueError, "at most 20 selectors"),
        ({"mail": "<p>Hi</p>"}, TypeError, "mail is what spamscore.read gives"),
        ({"message": "From: a@good.test"}, TypeError, "message is the whole message as bytes, not str"),
        ({"message": b"x" * 40_000_001}, ValueError, "at most 40000000 are read"),
        ({"first_sent": "2026-01-01"}, TypeError, "first_sent is a datetime.date"),
        ({"resolver": "dns.example"}, ValueError, "a nameserver is 'ADDRESS' or 'ADDRESS:PORT'"),
        ({"resolver": "127.0.0.1:99999"}, ValueError, "a nameserver is"),
        ({"resolver": 53}, TypeError, "resolver is 'ADDRESS'"),
        ({"resolver": ()}, TypeError, "resolver is 'ADDRESS'"),
        ({"blocklists": ("zen.example",)}, TypeError, "blocklists is a tuple of spamscore.sender.Blocklist"),
        ({"timeout": 0}, ValueError, "timeout is a number above 0"),
        ({"timeout": float("nan")}, ValueError, "timeout is a number above 0"),
        ({"max_lookups": True}, ValueError, "max_lookups is a number above 0"),
        ({"message": MAIL, "authserv_id": 7}, TypeError, "authserv_id is the name that your receiving server writes"),
    ],
    ids=str,
)  # fmt: skip
def test_mistakes_end_in_a_sentence(asked: dict[str, object], error: type[Exception], sentence: str):
    with pytest.raises(error) as raised:
        examine(**{"domain": "good.test", "resolver": "127.0.0.1:9", "timeout": 0.1, **asked})
    assert sentence in str(raised.value)
    assert len(str(raised.value)) < 250


PIECES = (
    b"Authentication-Results: mx.good.test; ", b"Authentication-Results: mx.good.test 1; none", b"spf=pass", b"dkim=fail (a (b) c)",
    b"; dmarc=pass header.from=good.test", b' reason="x', b" smtp.mailfrom=\xff", b"Received: x", b"\r\n", b"\n", b"\r\n ", b"\0", b"(", b")",
    b"ARC-Seal: i=1; cv=none", b"DKIM-Signature: v=1; d=good.test; s=s1; h=from; a=rsa-sha256; b=QQ==; bh=QQ==", b"From: a@good.test", b": ", b"=",
    "é".encode(), b"From \t", b"; l=" + b"9" * 5_000, b"; x=1", b"\xc3",
)  # fmt: skip


@settings(max_examples=300, deadline=2_000)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join) | st.binary(max_size=200))
def test_no_message_makes_reading_it_fail(raw: bytes):
    facts = examine_offline(raw, "mx.good.test")
    assert len(facts.causes()) == 3
    assert signatures.examine(
        question.Question("good.test", message=raw), lookups.Lookups("127.0.0.1:9", seconds=1e-9, questions=1)
    )


@pytest.mark.parametrize("wrong", [{"message": None}, {"message": "text"}, {"authserv_id": None}, {"authserv_id": ""}])
def test_mistakes_offline(wrong: dict[str, object]):
    with pytest.raises(TypeError):
        examine_offline(**{"message": MAIL, "authserv_id": "mx.good.test", **wrong})


def test_addresses_and_names_as_people_write_them():
    facts = examine(
        " Bücher.Example. ", ip="2001:0DB8::1", resolver="127.0.0.1:9", timeout=0.1, blocklists=(),
        first_sent=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    assert (facts.domain, facts.ip) == ("xn--bcher-kva.example", "2001:db8::1")


def test_a_list_of_blocklists_of_ones_own(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('[[zones]]\nname = "Mine"\nzone = "bl.test"\nlists = "ip"\npolicy = "https://x.example/"\n')
    assert blocklists.load(mine) == (Blocklist("Mine", "bl.test", "ip", "https://x.example/"),)
    for wrong in (
        "[[zones]]\nname = 1\n",
        "zones = 3",
        "rubbish",
        '[[zones]]\nname="a"\nzone="b"\npolicy="c"\nlists="mail"\n',
    ):
        mine.write_text(wrong)
        with pytest.raises(ValueError, match="is not a list of blocklists"):
            blocklists.load(mine)


def test_without_the_extra_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "checkdmarc", None)
    with pytest.raises(SpamscoreError, match=r"install spamscore\[dns\]: checkdmarc is missing"):
        examine("good.test")
    with pytest.raises(SpamscoreError, match=r"install spamscore\[dns\]"):
        examination.examine_offline(MAIL, "mx.good.test")
