"""A sender seen through one message: signatures, alignment, what providers ask, and what the receiving server wrote."""

from collections.abc import Iterable

import dkim
import pytest

from spamscore.mail import read
from spamscore.sender import SenderFacts, examine_offline
from tests import nameserver
from tests.nameserver import Server, nsd, pem, told

__all__ = ["nsd"]  # a fixture, used by name

HEADERS = (
    "From: Good <news@good.test>",
    "To: Ann <ann@example.com>",
    "Subject: The spring catalogue",
    "Date: Wed, 25 Nov 2026 09:00:00 +0000",
    "Message-ID: <1@good.test>",
    "List-Unsubscribe: <https://good.test/u?id=1>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
)
BODY = "<p>Bulbs and seeds are here.</p><p><a href='https://good.test/u?id=1'>Unsubscribe</a></p>"
SIGNED = ("From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post")


def message(headers: Iterable[str] = HEADERS, body: str = BODY) -> bytes:
    return "\r\n".join((*headers, "Content-Type: text/html; charset=utf-8", "", body, "")).encode()


def signed(
    raw: bytes,
    domain: str = "good.test",
    selector: str = "s1",
    *,
    over: Iterable[str] = SIGNED,
    bits: int = 2048,
    **how: object,
) -> bytes:
    names = [name.encode() for name in over]
    header = dkim.sign(raw, selector.encode(), domain.encode(), pem(bits), include_headers=names, **how)
    return header + raw


def look(server: Server, raw: bytes, domain: str = "good.test", **asked: object) -> SenderFacts:
    return nameserver.look(server, domain, message=raw, **asked)


def test_a_signed_message_verifies(nsd: Server):
    facts = look(nsd, signed(message()), ip="192.0.2.10", bulk=True)
    assert told(facts, "dkim") == [("ok", "The DKIM signature of good.test verifies.")]
    assert told(facts, "dkim-covers") == [("ok", "The signature of good.test covers the unsubscribe headers.")]
    assert told(facts, "alignment")[0][0] == "ok"
    assert "DKIM for good.test and SPF for good.test" in told(facts, "alignment")[0][1]
    assert [status for status, _ in told(facts, "provider")] == ["ok"]
    *_, authentication = facts.causes()
    assert authentication.status == "ok"


@pytest.mark.parametrize(
    ("where", "sentence"), [(b"Bulbs", "body is not what was signed"), (b"spring", "a signed header was changed")]
)
def test_one_flipped_bit_does_not(nsd: Server, where: bytes, sentence: str):
    raw = bytearray(signed(message()))
    raw[raw.index(where)] ^= 1
    facts = look(nsd, bytes(raw), ip="203.0.113.9")
    assert [status for status, _ in told(facts, "dkim")] == ["problem"]
    assert sentence in told(facts, "dkim")[0][1]
    assert told(facts, "alignment")[0][0] == "problem"


def test_no_byte_of_the_signed_parts_can_be_flipped(nsd: Server):
    raw = signed(message())
    body = raw.index(b"\r\n\r\n") + 4
    spots = [*range(raw.index(b"From: "), raw.index(b"From: ") + 27, 3), *range(body, len(raw) - 3, 17)]
    for spot in spots:
        changed = bytearray(raw)
        changed[spot] ^= 1
        found = told(look(nsd, bytes(changed)), "dkim")
        assert not any(evidence.endswith("verifies.") for _, evidence in found), spot


@pytest.mark.parametrize(
    ("raw", "identity", "status", "sentence"),
    [
        (message, "dkim", "problem", "carries no DKIM signature"),
        (lambda: signed(message(), selector="nosuch"), "dkim", "problem", "the published key is another one or missing"),
        (lambda: signed(message(), selector="gone"), "dkim-key", "problem", "is revoked"),
        (lambda: signed(message(), selector="weak"), "dkim", "problem", "the published key is another one"),
        (lambda: signed(message(), selector="weak", bits=1024), "dkim", "ok", "verifies"),
        (lambda: signed(message(), selector="weak", bits=1024), "dkim-key", "attention", "has 1024 bits"),
        (lambda: signed(message(), over=SIGNED[:5]), "dkim-covers", "attention", "does not cover List-Unsubscribe and List-Unsubscribe-Post"),
        (lambda: signed(message(), over=SIGNED[:6]), "dkim-covers", "attention", "does not cover List-Unsubscribe-Post"),
        (lambda: signed(message(), length=True), "dkim", "ok", "verifies"),
        (lambda: signed(message(), signature_algorithm=b"rsa-sha1"), "dkim", "problem", "rsa-sha1, which receivers ignore"),
        (lambda: signed(message(), domain="good.invalid"), "dkim", "not_checked", "REFUSED"),
        (lambda: b"DKIM-Signature: " + b"; " * 3_000 + b"\r\n" + message(), "dkim", "problem", "does not verify"),
        (lambda: b"DKIM-Signature: b=" + b" " * 20_000 + b"!\r\n" + message(), "dkim", "not_checked", "more than 8,192 bytes"),
        (lambda: b"no header\r\n" + message(), "dkim", "not_checked", "one of its headers is none"),
        (lambda: b"X: " + b"a" * 600_000 + b"\r\n\r\nHi", "dkim", "not_checked", "its headers hold more than"),
        (lambda: b"", "dkim", "problem", "carries no DKIM signature"),
    ],
)  # fmt: skip
def test_each_fault_of_a_signature(nsd: Server, raw, identity: str, status: str, sentence: str):
    found = told(look(nsd, raw()), identity)
    assert [each for each, evidence in found if sentence in evidence] == [status]


def test_a_signature_that_ends_early_is_told(nsd: Server):
    found = told(look(nsd, signed(message(), length=True)), "dkim")
    assert found[1] == (
        "attention",
        "The signature of good.test covers the body only up to its l=: anyone can add to it.",
    )


def test_one_good_signature_is_enough(nsd: Server):
    facts = look(nsd, signed(signed(message()), selector="nosuch"), ip="192.0.2.10")
    assert [status for status, _ in told(facts, "dkim")] == ["attention", "ok"]
    assert told(facts, "alignment")[0][0] == "ok"


@pytest.mark.parametrize(
    ("sender", "signer", "status"),
    [
        ("news@good.test", "good.test", "ok"),
        ("news@news.good.test", "good.test", "ok"),  # one organization: _dmarc.good.test is the highest
        ("news@good.test", "partner.test", "problem"),
        ("news@below.dmarc.test", "good.test", "problem"),
        ("news@one.psd.test", "mail.one.psd.test", "ok"),  # psd=y stands one label above the organization
        ("news@one.psd.test", "two.psd.test", "problem"),  # and its customers are strangers
        ("news@strict.dmarc.test", "strict.dmarc.test", "ok"),
        ("news@strict.dmarc.test", "below.strict.dmarc.test", "problem"),  # adkim=s
    ],
)
def test_alignment_of_this_from(nsd: Server, sender: str, signer: str, status: str):
    raw = message((f"From: Good <{sender}>", *HEADERS[1:]))
    facts = look(nsd, signed(raw, signer), sender.partition("@")[2], ip="203.0.113.77")
    assert [found for found, _ in told(facts, "alignment")] == [status]


def test_a_mail_from_another_domain_than_the_one_asked_about_is_told(nsd: Server):
    [(status, evidence)] = told(look(nsd, message(), "partner.test"), "from")
    assert status == "attention"
    assert (
        evidence
        == "The mail is from good.test, not from partner.test: DMARC and blocklists were asked about good.test."
    )
    assert look(nsd, message(), "news.good.test").of("from") == ()


def test_spf_of_the_envelope_aligns_too(nsd: Server):
    raw = message()
    assert told(look(nsd, raw, ip="192.0.2.10", envelope="news.good.test"), "alignment")[0][0] == "ok"
    facts = look(nsd, raw, ip="203.0.113.9", envelope="partner.test")
    assert told(facts, "spf-ip")[0] == ("ok", "SPF lets 203.0.113.9 send for partner.test.")
    assert "what passed is SPF for partner.test" in told(facts, "alignment")[0][1]


def test_what_providers_ask_for_is_a_table_with_dates(nsd: Server):
    raw = message(("From: a@none.spf.test", *HEADERS[1:5]), "<p>Bulbs.</p><a href='http://192.0.2.1/x'>See</a>")
    facts = look(nsd, raw, "none.spf.test", ip="192.0.2.99", bulk=True)
    told_of = {(each.cause, each.evidence.partition(" asks")[0]): each for each in facts.of("provider")}
    gmail = told_of["authentication", "Gmail"]
    assert gmail.status == "problem"
    for name in ("SPF", "DKIM", "DMARC", "one-click unsubscribe", "a visible unsubscribe link", "5000 a day"):
        assert name in gmail.evidence
    assert gmail.source.endswith("2026-03-21")
    assert "forward and reverse DNS" in told_of["ip reputation", "Gmail"].evidence
    assert "links without bare IP addresses" in told_of["domain reputation", "Outlook.com"].evidence
    assert "DMARC" not in " ".join(
        each.evidence for each in look(nsd, raw, "none.spf.test", ip="192.0.2.99").of("provider")
    )


def test_mail_in_the_name_of_a_mailbox_provider(nsd: Server):
    raw = message(("From: A Shop <lamps@gmail.com>", *HEADERS[1:]))
    gmail = next(each for each in look(nsd, raw).of("provider") if each.evidence.startswith("Gmail"))
    assert "a From of a domain of your own" in gmail.evidence


def test_mailto_is_enough_for_yahoo_but_not_for_gmail(nsd: Server):
    raw = signed(
        message((*HEADERS[:5], "List-Unsubscribe: <mailto:u@good.test>")), over=(*SIGNED[:5], "List-Unsubscribe")
    )
    found = {
        each.evidence.partition(" asks")[0]: each.status
        for each in look(nsd, raw, ip="192.0.2.10", bulk=True).of("provider")
    }
    assert found == {"Gmail": "problem", "Yahoo": "attention"}


def test_transactional_mail_needs_no_unsubscribe(nsd: Server):
    raw = signed(message(HEADERS[:5], "<p>Your order is on its way.</p>"), over=SIGNED[:5])
    facts = look(nsd, raw, ip="192.0.2.10", bulk=True, mail=read(raw, kind="transactional"))
    assert [status for status, _ in told(facts, "provider")] == ["ok"]


def sealed(raw: bytes) -> bytes:
    results = b"Authentication-Results: good.test; spf=pass smtp.mailfrom=good.test\r\n"
    lines = dkim.arc_sign(
        results + raw, b"s1", b"good.test", pem(), b"good.test", include_headers=[b"from", b"subject"]
    )
    return b"".join(lines) + results + raw


def test_a_chain_of_seals(nsd: Server):
    assert told(look(nsd, sealed(message())), "arc") == [
        ("ok", "The message was sealed 1 times by those who passed it on (ARC); the chain holds.")
    ]
    broken = sealed(message()).replace(b"Bulbs", b"Bulba")
    assert [status for status, _ in told(look(nsd, broken), "arc")] == ["attention"]


OURS = "Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=good.test; dkim=pass header.d=good.test; dmarc=pass header.from=good.test; iprev=pass policy.iprev=192.0.2.10"
RECEIVED = "Received: from mail.good.test (192.0.2.10) by mx.example.com; Wed, 25 Nov 2026 09:00:01 +0000"


@pytest.mark.parametrize(
    ("above", "authentication", "address", "sentence"),
    [
        ((OURS, RECEIVED), "ok", "ok", "mx.example.com found dmarc=pass"),
        ((OURS.replace("dmarc=pass", "dmarc=fail"), RECEIVED), "problem", "ok", "dmarc=fail"),
        ((OURS.replace("spf=pass", "spf=softfail"), RECEIVED), "problem", "ok", "spf=softfail (smtp.mailfrom=good.test)"),
        ((OURS.replace("dkim=pass", "dkim=temperror"), RECEIVED), "not_checked", "ok", "dkim=temperror"),
        ((OURS.replace("iprev=pass", "iprev=fail"), RECEIVED), "ok", "problem", "iprev=fail"),
        ((OURS.replace("mx.example.com", "mx.evil.test"), RECEIVED), "not_checked", "not_checked", "'mx.evil.test'"),
        (("Authentication-Results: mx.example.com; spf=pass", RECEIVED), "not_checked", "not_checked", "say nothing of DKIM and DMARC"),
        ((RECEIVED,), "not_checked", "not_checked", "No Authentication-Results of mx.example.com were found"),
        (("Authentication-Results: mx.example.com; none", RECEIVED), "not_checked", "not_checked", "No Authentication-Results"),
        (("Authentication-Results: ((((((", RECEIVED), "not_checked", "not_checked", "one that cannot be read"),
        (("Authentication-Results: " + "(" * 9_000, RECEIVED), "not_checked", "not_checked", "one that cannot be read"),
        ((OURS + "; dkim=fail header.d=other.test", RECEIVED), "ok", "ok", "dkim=fail (header.d=other.test)"),
        ((OURS.replace("pass", "fail", 3), RECEIVED, OURS), "problem", "ok", "stands below the server's own"),
    ],
)  # fmt: skip
def test_what_the_receiving_server_wrote(above: tuple[str, ...], authentication: str, address: str, sentence: str):
    facts = examine_offline(message((*above, *HEADERS)), "mx.example.com")
    causes = {cause.name: cause for cause in facts.causes()}
    assert causes["authentication"].status == authentication
    assert causes["ip reputation"].status == address
    assert causes["domain reputation"].status == "not_checked"
    assert sentence in " ".join(causes["authentication"].evidence + causes["ip reputation"].evidence)
    assert facts.lookups == 0


def test_the_server_s_results_and_dns_together(nsd: Server):
    raw = message((OURS.replace("mx.example.com", "mx.evil.test"), RECEIVED, *HEADERS))
    facts = look(nsd, raw, authserv_id="mx.example.com")
    assert "were ignored: one of 'mx.evil.test'" in told(facts, "forged-results")[0][1]
    assert told(facts, "spf")[0][0] == "ok"


def test_results_that_nobody_vouches_for_are_told_and_ignored(nsd: Server):
    raw = message((OURS.replace("pass", "fail"), RECEIVED, *HEADERS))
    facts = look(nsd, signed(raw), ip="192.0.2.10")
    assert facts.causes()[2].status == "ok"
    assert (
        "1 Authentication-Results not written by a trusted server were ignored" in told(facts, "forged-results")[0][1]
    )
    assert "authserv_id=" in facts.causes()[2].would_check


def test_a_trusted_server_that_wrote_nothing_does_not_hide_what_dns_says(nsd: Server):
    facts = look(nsd, signed(message()), ip="192.0.2.10", authserv_id="mx.example.com")
    assert told(facts, "received")[0][0] == "not_checked"
    assert facts.causes()[2].status == "ok"
