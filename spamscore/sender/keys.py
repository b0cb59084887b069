"""DKIM keys: what the domain publishes under its selectors. Read by dkimpy."""

from collections.abc import Iterator

import dkim
import dns.exception
import dns.resolver
from dkim.util import InvalidTagValueList, parse_tag_value

from spamscore.cause import Status
from spamscore.sender import sources
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups, Resolver
from spamscore.sender.question import Question, named

_WEAK, _GOOD = 1024, 2048  # bits of an RSA key
_MAX_KEY = 8_192  # characters; a 4096-bit key has about 750


def texts(name: str, resolver: Resolver) -> tuple[bytes, ...]:
    """The TXT records of a name, each in one piece; () when there are none. Raises what dnspython raises."""
    try:
        return tuple(b"".join(record.strings) for record in resolver.resolve(name, "TXT", search=False))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()


def examine(pairs: tuple[tuple[str, str], ...], lookups: Lookups) -> tuple[Finding, ...]:
    """The findings on the keys of (selector, domain) pairs, `dkim-key` each."""
    return tuple(finding for selector, domain in pairs for finding in _key(selector, domain, lookups.resolver()))


def asked_for(question: Question, found: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The (selector, domain) pairs to look at: those given for the domain, those found in the message's signatures."""
    pairs = [(selector, question.domain) for selector in question.selectors]
    pairs += [(named(selector), named(domain)) for selector, domain in found]
    return tuple(dict.fromkeys(pair for pair in pairs if all(pair)))


def _finding(status: Status, evidence: str, advice: str = "", source: str = sources.DKIM) -> Finding:
    return Finding("authentication", "dkim-key", status, evidence, advice, source)


def _key(selector: str, domain: str, resolver: Resolver) -> Iterator[Finding]:
    name = f"{selector}._domainkey.{domain}"
    try:
        records = texts(name, resolver)
    except dns.exception.DNSException:
        why = resolver.failures[0] if resolver.failures else name
        yield Finding(
            "authentication", "dkim-key", "not_checked", f"The DKIM key {name} could not be looked at: {why}.",
            would_check="a nameserver that answers",
        )  # fmt: skip
        return
    if not records:
        yield _finding(
            "problem", f"There is no DKIM key at {name}.", "Publish the key, or sign with a selector that has one."
        )
    elif len(records) > 1:
        yield _finding(
            "problem",
            f"There are {len(records)} DKIM keys at {name}: receivers take any.",
            "Leave one TXT record there.",
        )
    else:
        yield from _judged(name, records[0])


def _judged(name: str, record: bytes) -> Iterator[Finding]:
    try:
        tags = parse_tag_value(record[:_MAX_KEY])
    except InvalidTagValueList:
        yield _finding(
            "problem", f"The DKIM key at {name} cannot be read.", "Publish it anew as the signing service gives it."
        )
        return
    if not tags.get(b"p", b"x").strip():
        yield _finding("problem", f"The DKIM key at {name} is revoked: its p= is empty.", "Sign with another selector.")
        return
    if b"y" in tags.get(b"t", b"").split(b":"):
        yield _finding(
            "attention", f"The DKIM key at {name} says that it is for testing (t=y): receivers may treat mail as unsigned.",
            "Take t=y out when the tests are over.",
        )  # fmt: skip
    try:
        _, bits, kind, _ = dkim.evaluate_pk(name, record[:_MAX_KEY])
    except Exception as error:  # noqa: BLE001 - a key from outside may trip the library in ways it does not name
        yield _finding(
            "problem", f"The DKIM key at {name} cannot be used ({type(error).__name__}).",
            "Publish it anew as the signing service gives it.",
        )  # fmt: skip
        return
    yield _by_size(name, int(bits), kind == b"ed25519")


def _by_size(name: str, bits: int, short: bool) -> Finding:  # noqa: FBT001 - read by name at its one caller
    if short:
        return _finding("ok", f"The DKIM key at {name} is an Ed25519 key.", source="RFC 8463 (Ed25519 for DKIM)")
    if bits < _WEAK:
        return _finding(
            "problem", f"The DKIM key at {name} has {bits} bits: receivers refuse less than {_WEAK}.",
            f"Make a new key of {_GOOD} bits under a new selector.", sources.GMAIL,
        )  # fmt: skip
    if bits < _GOOD:
        return _finding(
            "attention", f"The DKIM key at {name} has {bits} bits: enough today, {_GOOD} are recommended.",
            f"Make a new key of {_GOOD} bits under a new selector.", sources.GMAIL,
        )  # fmt: skip
    return _finding("ok", f"The DKIM key at {name} has {bits} bits.", source=sources.DKIM_KEYS)
