"""Alignment: whether a From domain is of one organization with those that SPF and DKIM passed for (RFC 9989)."""

import dns.exception
from dkim.util import InvalidTagValueList, parse_tag_value

from spamscore.sender import keys, sources
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups, Resolver
from spamscore.sender.question import Question

_MAX_STEPS = 8  # RFC 9989, section 4.10: at most eight names are asked
_MAX_RECORD = 4_096


def organization(name: str, resolver: Resolver) -> str:
    """The organizational domain of a name by the tree walk of RFC 9989, section 4.10.2; raises what dnspython raises."""
    labels = name.split(".")
    steps = [0, *range(max(1, len(labels) - _MAX_STEPS + 1), len(labels))]
    last = 0
    found = False
    for start in steps:
        psd = _public("_dmarc." + ".".join(labels[start:]), resolver)
        if psd is None:
            continue
        if psd == "y":
            return ".".join(labels[max(start - 1, 0) :])
        last, found = start, True
        if psd == "n":
            break
    return ".".join(labels[last:]) if found else name


def _public(place: str, resolver: Resolver) -> str | None:
    """The psd tag of the one DMARC record at a place, "u" when it has none, None when there is no such record."""
    found = [text for text in keys.texts(place, resolver) if text[:20].replace(b" ", b"").startswith(b"v=DMARC1")]
    if len(found) != 1:
        return None
    try:
        tag: bytes = parse_tag_value(found[0][:_MAX_RECORD]).get(b"psd", b"u")
        return tag.decode("ascii", "replace").lower()
    except InvalidTagValueList:
        return "u"


def examine(
    question: Question, passed: tuple[tuple[str, str], ...], strict: frozenset[str], *, unknown: bool, lookups: Lookups
) -> Finding:
    """Whether the From is of one organization with a domain that passed, or the same where that is wanted: `alignment`.

    Args:
        question: what is asked.
        passed: ("SPF" or "DKIM", domain) of what passed.
        strict: those of the two for which the policy wants the very same domain (adkim=s, aspf=s).
        unknown: whether something else might have passed, had it been looked at.
        lookups: where to ask.
    """
    resolver = lookups.resolver()
    name = question.from_domain
    try:
        mine = organization(name, resolver)
        same = [
            (kind, domain)
            for kind, domain in passed
            if (domain == name if kind in strict else organization(domain, resolver) == mine)
        ]
    except dns.exception.DNSException:
        return _unknown(f"Alignment of {name} could not be looked at: {resolver.failures[0]}.")
    if same:
        said = " and ".join(f"{kind} for {domain}" for kind, domain in same)
        text = f"The From domain {name} is aligned with what passed: {said}."
        return Finding("authentication", "alignment", "ok", text, source=sources.DMARC)
    if unknown:
        return _unknown(f"Whether the From domain {name} is aligned is not known.")
    others = ", ".join(f"{kind} for {domain}" for kind, domain in passed) or "nothing"
    wanted = f" (the policy wants the very same domain for {' and '.join(sorted(strict))})" if strict else ""
    text = f"The From domain {name} is not aligned: what passed is {others}, so that DMARC fails{wanted}."
    advice = f"Sign with DKIM as {name}, or send with an envelope sender of that domain."
    return Finding("authentication", "alignment", "problem", text, advice, sources.GMAIL)


def _unknown(text: str) -> Finding:
    would = "the signed message (message=…) and the address that sends it (ip=…)"
    return Finding("authentication", "alignment", "not_checked", text, would_check=would)
