"""SPF: whether the domain's record holds, by checkdmarc, and whether it covers the given address, by pyspf.

pyspf is what is left of the reference implementation: the one maintained Python code that evaluates a record for an
address, macros and limits included. It asks through our resolver.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import dns.exception
import dns.resolver
import spf
from checkdmarc import spf as records

from spamscore.sender import sources
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups, Resolver
from spamscore.sender.question import Question

_MAX_RECORD = 4_096  # characters; RFC 7208, section 3.4 asks for at most 450
_MAX_LOOKUPS = 10
_ALL = {
    "pass": ("problem", "it ends in +all, so that every server in the world may send as {0}", "Replace +all by ~all or -all."),
    "neutral": ("attention", "it ends in ?all or in nothing, so that it says nothing of other servers", "End the record in ~all or -all."),
}  # fmt: skip
_FAILED = {
    records.SPFTooManyDNSLookups: (
        "The SPF record of {0} needs more than 10 DNS lookups ({1}), so that receivers give up on it.",
        "Remove includes of services that no longer send for you, or move some of them to a subdomain.",
    ),
    records.SPFTooManyVoidDNSLookups: (
        "The SPF record of {0} names more than 2 hosts that do not exist, so that receivers give up on it.",
        "Remove the names without records from the SPF record.",
    ),
    records.SPFIncludeLoop: ("The SPF record of {0} includes itself in a circle.", "Break the circle of includes."),
    records.SPFRedirectLoop: ("The SPF record of {0} redirects in a circle.", "Break the circle of redirects."),
    records.SPFRecordNotFound: (
        "The SPF record of {0} includes a domain that has no SPF record, so that receivers give up on it.",
        "Remove the include that leads nowhere.",
    ),
}  # fmt: skip
_LIMITS = (records.SPFTooManyDNSLookups, records.SPFTooManyVoidDNSLookups)


def examine(question: Question, lookups: Lookups) -> tuple[Finding, ...]:
    """The findings on SPF: `spf` for the record, `spf-all` for its end, `spf-ip` for the address."""
    resolver = lookups.resolver()
    name = question.envelope or question.domain
    found = tuple(_record(name, resolver))  # "spf-missing" is what a failed lookup may have caused
    if resolver.failures and (found[0].status != "problem" or found[0].id == "spf-missing"):
        found = (_unanswered(f"SPF of {name} could not be looked at: {resolver.failures[0]}."),)
    found = tuple(replace(each, id="spf") if each.id == "spf-missing" else each for each in found)
    return (*found, *_coverage(question, name, lookups.resolver()))


def _unanswered(evidence: str, identity: str = "spf") -> Finding:
    return Finding("authentication", identity, "not_checked", evidence, would_check="a nameserver that answers")


def _problem(evidence: str, advice: str, source: str = sources.SPF, identity: str = "spf") -> Finding:
    return Finding("authentication", identity, "problem", evidence, advice, source)


def _record(name: str, resolver: Resolver) -> Iterator[Finding]:
    try:
        text = records.query_spf_record(name, resolver=resolver)["record"]
    except records.SPFRecordNotFound:
        advice = f"Publish a TXT record at {name} that begins with v=spf1."
        yield _problem(f"{name} has no SPF record.", advice, sources.GMAIL, "spf-missing")
        return
    except records.MultipleSPFRTXTRecords:
        yield _problem(
            f"{name} has more than one SPF record, and receivers then use none.", "Merge the SPF records into one."
        )
        return
    except Exception as error:  # noqa: BLE001 - a record from outside may trip the library in ways it does not name
        yield _unanswered(f"SPF of {name} could not be read ({type(error).__name__}).")
        return
    if len(text) > _MAX_RECORD:
        yield _problem(
            f"The SPF record of {name} has {len(text):,} characters: receivers do not read one so long.",
            "Shorten the SPF record to 450 characters.",
        )
        return
    yield from _parsed(name, text, resolver)


def _parsed(name: str, text: str, resolver: Resolver) -> Iterator[Finding]:
    try:
        result: dict[str, Any] = records.parse_spf_record(text, name, resolver=resolver)
    except records.SPFError as error:
        count = (error.data or {}).get("dns_lookups", "")
        default = ("The SPF record of {0} cannot be read: {2}", "Correct the SPF record.")
        evidence, advice = next((text for kind, text in _FAILED.items() if isinstance(error, kind)), default)
        source = sources.SPF_LIMITS if isinstance(error, _LIMITS) else sources.SPF
        said = " ".join(str(error).split())[:200].rstrip(".") + "."
        unsure = isinstance(error, (records.SPFRecordNotFound, records.SPFTooManyVoidDNSLookups))
        yield _problem(evidence.format(name, count, said), advice, source, "spf-missing" if unsure else "spf")
        return
    except Exception as error:  # noqa: BLE001 - as above
        yield _unanswered(f"The SPF record of {name} could not be evaluated ({type(error).__name__}).")
        return
    lookups = result["dns_lookups"]
    yield Finding(
        "authentication", "spf", "ok", f"{name} has one SPF record that needs {lookups} of at most {_MAX_LOOKUPS} lookups.",
        source=sources.SPF,
    )  # fmt: skip
    yield from _end(name, result)


def _end(name: str, result: dict[str, Any]) -> Iterator[Finding]:
    parsed = result["parsed"]
    while parsed.get("redirect") and parsed["redirect"].get("parsed"):
        parsed = parsed["redirect"]["parsed"]
    if judged := _ALL.get(parsed["all"]):
        status, evidence, advice = judged
        yield Finding(
            "authentication", "spf-all", "problem" if status == "problem" else "attention",
            f"The SPF record of {name}: {evidence.format(name)}.", advice, sources.SPF,
        )  # fmt: skip
    if any("ptr mechanism" in warning for warning in result["warnings"]):
        yield Finding(
            "authentication", "spf-all", "attention", f"The SPF record of {name} uses ptr, which is slow and not to be used.",
            "Replace ptr by the addresses or an include.", "RFC 7208 (SPF), section 5.5",
        )  # fmt: skip


def _coverage(question: Question, name: str, resolver: Resolver) -> Iterator[Finding]:
    if question.ip is None:
        return
    result, said = evaluate(str(question.ip), name, question.helo or name, resolver)
    if result == "pass":
        yield Finding("authentication", "spf-ip", "ok", f"SPF lets {question.ip} send for {name}.", source=sources.SPF)
    elif result == "temperror" or resolver.failures:
        why = resolver.failures[0] if resolver.failures else said
        yield _unanswered(f"Whether SPF lets {question.ip} send for {name} could not be found out: {why}.", "spf-ip")
    else:
        text = f"SPF does not let {question.ip} send for {name}: the result is {result}."
        advice = f"Add {question.ip}, or the include of the service it belongs to, to the SPF record of {name}."
        broken = result in ("none", "permerror")  # then the record itself has its finding
        yield _problem(text, "" if broken else advice, sources.GMAIL, "spf-ip")


class _Query(spf.query):  # type: ignore[misc] # the library has no types
    """pyspf's evaluation, asking through our resolver."""

    def __init__(self, ip: str, sender: str, helo: str, resolver: Resolver):
        super().__init__(i=ip, s=sender, h=helo)
        self._resolver = resolver

    def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - the library's own signature
        """Records of a name as pyspf takes them; [] for none, counted as void (RFC 7208, section 4.6.4)."""
        found: list[Any] = []
        try:
            found = [_value(record, qtype) for record in self._resolver.resolve(str(name), qtype, search=False)]
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            pass
        except dns.exception.DNSException as error:
            raise spf.TempError(str(error)) from error
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError(f"Void lookup limit of {spf.MAX_VOID_LOOKUPS} exceeded")
        return found


def _value(record: Any, kind: str) -> Any:
    """One record as pyspf takes it."""
    if kind == "MX":
        return record.preference, record.exchange.to_text(omit_final_dot=True)
    if kind == "PTR":
        return record.target.to_text(omit_final_dot=True)
    return record.strings if kind == "TXT" else record.address


def evaluate(ip: str, sender: str, helo: str, resolver: Resolver) -> tuple[str, str]:
    """SPF's result for an address and the domain of the envelope sender (RFC 7208, section 2.6), and an explanation."""
    try:
        result, _, said = _Query(ip, f"postmaster@{sender}", helo, resolver).check()
    except Exception as error:  # noqa: BLE001 - a record from outside may trip the library in ways it does not name
        return "permerror", type(error).__name__
    return str(result), " ".join(str(said).split())[:200]
