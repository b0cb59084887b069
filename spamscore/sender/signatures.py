"""Signatures: whether a message's DKIM signatures and ARC seals verify, and what they cover. Verified by dkimpy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import dkim
import dns.exception

from spamscore.cause import Status
from spamscore.sender import keys, sources
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups, Resolver
from spamscore.sender.question import Question, named
from spamscore.sender.rawheaders import readable, values

MAX_SIGNATURES = 5
_MAX_SEALS = 50
_UNSUBSCRIBE = (b"list-unsubscribe", b"list-unsubscribe-post")
_HOLDS = {b"rsa-sha256", b"ed25519-sha256"}


@dataclass(frozen=True, slots=True)
class Signatures:
    """What a message's signatures are worth."""

    findings: tuple[Finding, ...] = ()
    verified: tuple[str, ...] = ()  # domains (d=) of the signatures that verify
    pairs: tuple[tuple[str, str], ...] = ()  # (selector, domain) of each signature
    unknown: bool = False  # a key could not be looked up, or there was no message


def examine(question: Question, lookups: Lookups) -> Signatures:
    """The findings on a message's signatures: `dkim`, `dkim-covers`, `arc`."""
    if question.message is None:
        return Signatures(unknown=True)
    if why := readable(question.message):
        return Signatures(
            (_finding("not_checked", f"The message's signatures were not looked at: {why}."),), unknown=True
        )
    count = len(values(question.message, b"dkim-signature"))
    arc = tuple(_arc(question.message, lookups.resolver()))
    if not count:
        missing = _finding(
            "problem",
            "The message carries no DKIM signature.",
            "Let the server or service that sends it sign it.",
            sources.GMAIL,
        )
        return Signatures((missing, *arc))
    each = [_one(question, index, lookups.resolver()) for index in range(min(count, MAX_SIGNATURES))]
    found = [finding for one in each for finding in one.findings]
    if any(one.verified for one in each):  # DMARC asks for one signature that holds, not for all
        found = [replace(it, status="attention") if it.id == "dkim" and it.status == "problem" else it for it in found]
    return Signatures(
        (*found, *arc),
        tuple(dict.fromkeys(domain for one in each for domain in one.verified)),
        tuple(pair for one in each for pair in one.pairs),
        any(one.unknown for one in each),
    )


def _finding(
    status: Status, evidence: str, advice: str = "", source: str = sources.DKIM, identity: str = "dkim"
) -> Finding:
    return Finding(
        "authentication", identity, status, evidence, advice, source if status != "not_checked" else "",
        "the message as it arrived, and a nameserver that answers" if status == "not_checked" else "",
    )  # fmt: skip


def _fetch(resolver: Resolver, name: bytes) -> bytes | None:
    """The key record at a name, for dkimpy; None when there is none or it could not be looked up."""
    plain = named(name.decode("ascii", "replace"))
    try:
        found = keys.texts(plain, resolver) if plain else ()
    except dns.exception.DNSException:
        return None
    return found[0] if found else None


def _one(question: Question, index: int, resolver: Resolver) -> Signatures:
    signed = dkim.DKIM(question.message, minkey=0)  # the key's size is judged with the key
    why = ""
    try:
        good = signed.verify(index, dnsfunc=lambda name, timeout=5: _fetch(resolver, name))  # noqa: ARG005 - ours is bounded
    except dkim.DKIMException as error:
        good, why = False, " ".join(str(error).split())[:120]
    except Exception as error:  # noqa: BLE001 - a hostile signature may trip the library in ways it does not name
        good, why = False, type(error).__name__
    domain, selector = (_text(part) for part in (signed.domain, signed.signature_fields.get(b"s")))
    pairs = ((selector, domain),) if domain and selector else ()
    label = f"The DKIM signature of {domain or 'an unreadable domain'}"
    if resolver.failures:
        found = _finding("not_checked", f"{label} could not be verified: {resolver.failures[0]}.")
        return Signatures((found,), pairs=pairs, unknown=True)
    algorithm = signed.signature_fields.get(b"a", b"")
    if good and algorithm not in _HOLDS:
        text = f"{label} uses {algorithm.decode('ascii', 'replace')[:20]}, which receivers ignore."
        return Signatures((_finding("problem", text, "Sign with rsa-sha256.", sources.DKIM_KEYS),), pairs=pairs)
    if not good:
        text = f"{label} does not verify: {_plainly(why)}."
        return Signatures((_finding("problem", text, _REPAIR, sources.GMAIL),), pairs=pairs)
    return Signatures((_finding("ok", f"{label} verifies."), *_covers(question, signed, domain)), (domain,), pairs)


def _text(name: bytes | None) -> str:
    return named(name.decode("ascii", "replace")) if name else ""


_REPAIR = "Sign the mail last, after everything that changes it: footers, click counting, line breaks."


def _plainly(why: str) -> str:
    if "body hash" in why:
        return "its body is not what was signed"
    if not why:
        return "a signed header was changed, or the published key is another one or missing"
    return why.rstrip(".")


def _covers(question: Question, signed: dkim.DKIM, domain: str) -> Iterator[Finding]:
    if b"l" in signed.signature_fields:
        yield _finding(
            "attention", f"The signature of {domain} covers the body only up to its l=: anyone can add to it.",
            "Sign without l=.", "RFC 6376 (DKIM), section 8.2",
        )  # fmt: skip
    present = [name for name in _UNSUBSCRIBE if values(question.message or b"", name)]
    open_ones = [name.decode().title() for name in present if name not in signed.include_headers]
    if open_ones:
        yield _finding(
            "problem" if question.bulk else "attention",
            f"The signature of {domain} does not cover {' and '.join(open_ones)}, so that receivers do not offer one click.",
            "Name List-Unsubscribe and List-Unsubscribe-Post in the signature's h=.", sources.ONE_CLICK, "dkim-covers",
        )  # fmt: skip
    elif present:
        yield _finding(
            "ok", f"The signature of {domain} covers the unsubscribe headers.", "", sources.ONE_CLICK, "dkim-covers"
        )


def _arc(message: bytes, resolver: Resolver) -> Iterator[Finding]:
    count = len(values(message, b"arc-seal"))
    if not count:
        return
    holds, why = False, " (more than 50 seals)"  # RFC 8617, section 4.2.1
    if count <= _MAX_SEALS:
        try:
            state, _, _ = dkim.ARC(message, minkey=0).verify(dnsfunc=lambda name, timeout=5: _fetch(resolver, name))  # noqa: ARG005 - ours is bounded
            holds, why = state == b"pass", ""
        except Exception as error:  # noqa: BLE001 - a hostile seal may trip the library in ways it does not name
            why = f" ({type(error).__name__})"
    status: Status = "not_checked" if resolver.failures else "ok" if holds else "attention"
    said = {"ok": "holds", "attention": f"does not hold{why}"}.get(
        status, f"could not be verified: {(*resolver.failures, '')[0]}"
    )
    evidence = f"The message was sealed {count} times by those who passed it on (ARC); the chain {said}."
    yield Finding("authentication", "arc", status, evidence, source=sources.ARC, decides=False)
