"""DMARC by RFC 9989: the policy that holds for the domain, by checkdmarc, and whether this From is aligned."""

from collections.abc import Iterator
from typing import Any

import dns.exception
from checkdmarc import dmarc as records
from dkim.util import InvalidTagValueList, parse_tag_value

from spamscore.cause import Status
from spamscore.sender import keys, sources
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups, Resolver
from spamscore.sender.question import Question

_MAX_STEPS = 8  # RFC 9989, section 4.10: at most eight names are asked
_MAX_RECORD = 4_096
_GONE = ("pct", "rf", "ri")  # tags that RFC 9989 dropped
_MISPLACED = (records.DMARCRecordInWrongLocation, records.DMARCRecordStartsWithWhitespace)


def examine(question: Question, lookups: Lookups) -> tuple[Finding, ...]:
    """The findings on the policy: `dmarc` or `dmarc-missing` for the record, `dmarc-reports` for where reports go."""
    resolver = lookups.resolver()
    name = question.from_domain
    found = _query(question, name, resolver)
    if isinstance(found, Finding):
        if not resolver.failures or found.id == "dmarc":
            return (found,)
        return (_finding("not_checked", f"The DMARC policy of {name} could not be looked at: {resolver.failures[0]}."),)
    text, place, exists = found
    return tuple(_parsed(name, text, place, exists=exists, resolver=lookups.resolver()))


def _finding(
    status: Status, evidence: str, advice: str = "", source: str = sources.DMARC, identity: str = "dmarc"
) -> Finding:
    unknown = status == "not_checked"
    return Finding(
        "authentication", identity, status, evidence, advice, "" if unknown else source,
        "a nameserver that answers" if unknown else "",
    )  # fmt: skip


def _query(  # noqa: PLR0911 - one return for each of the library's exceptions
    question: Question, name: str, resolver: Resolver
) -> tuple[str, str, bool] | Finding:
    """The record that holds, where it stands and whether the name exists; or the finding that there is none.

    The id of a finding that a failed lookup may have caused is "dmarc-missing".
    """
    try:
        found = records.query_dmarc_record(name, resolver=resolver, ignore_unrelated_records=True)
    except records.DMARCRecordNotFound as error:
        parent = name.partition(".")[2]
        if "does not exist" in str(error) and "record" not in str(error) and "." in parent:
            above = _query(question, parent, resolver)  # RFC 9989, section 4.7: np holds for names that do not exist
            return (*above[:2], False) if isinstance(above, tuple) else _missing(question, name)
        return _missing(question, name)
    except records.MultipleDMARCRecords:
        text = f"There is more than one DMARC record for {name}, and receivers then use none."
        return _finding("problem", text, "Leave one of them.")
    except _MISPLACED as error:
        text = f"The DMARC record of {name} is not where or how it has to be: {_said(error)}"
        return _finding("problem", text, "Publish it at _dmarc.")
    except records.DMARCError as error:
        text = f"The DMARC record of {name} cannot be read: {_said(error)}"
        return _finding("problem", text, "Correct the DMARC record.", identity="dmarc-missing")
    except Exception as error:  # noqa: BLE001 - a record from outside may trip the library in ways it does not name
        return _finding("not_checked", f"The DMARC record of {name} could not be read ({type(error).__name__}).")
    return found["record"], found["location"], True


def _parsed(name: str, text: str, place: str, *, exists: bool, resolver: Resolver) -> Iterator[Finding]:
    if len(text) > _MAX_RECORD:
        text = f"The DMARC record at _dmarc.{place} has {len(text):,} characters."
        yield _finding("problem", text, "Shorten it to what RFC 9989 knows.")
        return
    try:
        parsed = records.parse_dmarc_record(text, place, resolver=resolver, ignore_unrelated_records=True)
    except records.DMARCError as error:
        evidence = f"The DMARC record at _dmarc.{place} cannot be read: {_said(error)}"
        yield _finding("problem", evidence, "Correct the DMARC record.")
    except Exception as error:  # noqa: BLE001 - a record from outside may trip the library in ways it does not name
        yield _finding("not_checked", f"The DMARC record at _dmarc.{place} could not be read ({type(error).__name__}).")
    else:
        yield from _held(name, place, parsed, "p" if place == name else "sp" if exists else "np")
        yield from _reports(place, parsed, resolver)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") + "."


def _missing(question: Question, name: str) -> Finding:
    return _finding(
        "problem" if question.bulk else "attention",
        f"{name} has no DMARC policy, nor has a domain above it; Gmail, Yahoo and Outlook.com ask for one from 5,000 mails a day.",
        f"Publish a TXT record at _dmarc.{name} such as: v=DMARC1; p=none; rua=mailto:…", sources.GMAIL, "dmarc-missing",
    )  # fmt: skip


def _held(name: str, place: str, parsed: Any, which: str) -> Iterator[Finding]:
    tags = {tag: held["value"] for tag, held in parsed["tags"].items()}
    policy = tags[which]
    yield _finding(
        "ok",
        f"The DMARC policy for {name} stands at _dmarc.{place}: p={tags['p']}, sp={tags['sp']}, np={tags['np']}; "
        f"for mail from {name} that is {policy}.",
        "When all your mail passes, move DMARC from none to quarantine: it protects the name."
        if policy == "none"
        else "",
    )
    if tags["t"] == "y":
        yield _finding(
            "attention",
            f"The DMARC policy at _dmarc.{place} is in test mode (t=y): receivers apply a weaker one.",
            "Take t=y out.",
        )
    gone = [tag for tag in _GONE if f"Support for the {tag} tag was removed in RFC 9989" in parsed["warnings"]]
    if gone:
        yield _finding(
            "attention", f"The DMARC record at _dmarc.{place} uses {', '.join(gone)}, gone since RFC 9989 of May 2026.",
            f"Take {', '.join(gone)} out; t=y is what is left for testing.",
        )  # fmt: skip


def _reports(place: str, parsed: Any, resolver: Resolver) -> Iterator[Finding]:
    if resolver.failures:
        text = f"Whether DMARC reports on {place} arrive could not be looked at: {resolver.failures[0]}."
        yield _finding("not_checked", text, identity="dmarc-reports")
        return
    if "rua" not in parsed["tags"]:
        yield _finding(
            "attention", f"The DMARC record at _dmarc.{place} names no address for reports (rua), so that nobody sees failures.",
            "Add rua=mailto:… with an address that somebody reads.", identity="dmarc-reports",
        )  # fmt: skip
        return
    for warning in parsed["warnings"]:
        if "does not indicate that it accepts" in warning or "no MX records" in warning or "retrieve MX" in warning:
            yield _finding(
                "attention", f"DMARC reports on {place} may not arrive: {' '.join(warning.split())[:250].rstrip('.')}.",
                "Let the domain that gets the reports publish the record that allows it, or use one of your own.",
                "RFC 9990 (DMARC reports), section 4", "dmarc-reports",
            )  # fmt: skip


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


def aligned(question: Question, passed: tuple[tuple[str, str], ...], *, unknown: bool, lookups: Lookups) -> Finding:
    """Whether the From is of one organization with a domain that passed: `alignment`.

    Args:
        question: what is asked.
        passed: ("SPF" or "DKIM", domain) of what passed.
        unknown: whether something else might have passed, had it been looked at.
        lookups: where to ask.
    """
    resolver = lookups.resolver()
    name = question.from_domain
    try:
        mine = organization(name, resolver)
        same = [(kind, domain) for kind, domain in passed if organization(domain, resolver) == mine]
    except dns.exception.DNSException:
        return _finding(
            "not_checked", f"Alignment of {name} could not be looked at: {resolver.failures[0]}.", identity="alignment"
        )
    if same:
        said = " and ".join(f"{kind} for {domain}" for kind, domain in same)
        return _finding("ok", f"The From domain {name} is aligned with what passed: {said}.", identity="alignment")
    if unknown:
        return Finding(
            "authentication", "alignment", "not_checked", f"Whether the From domain {name} is aligned is not known.",
            would_check="the signed message (message=…) and the address that sends it (ip=…)",
        )  # fmt: skip
    others = ", ".join(f"{kind} for {domain}" for kind, domain in passed) or "nothing"
    return _finding(
        "problem", f"The From domain {name} is not aligned: what passed is {others}, so that DMARC fails.",
        f"Sign with DKIM as {name}, or send with an envelope sender of that domain.", sources.GMAIL, "alignment",
    )  # fmt: skip
