"""DMARC by RFC 9989: the policy that holds for the domain, found and read by checkdmarc."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checkdmarc import dmarc as records

from spamscore.cause import Status
from spamscore.sender import sources
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups, Resolver
from spamscore.sender.question import Question

_MAX_RECORD = 4_096
_GONE = ("pct", "rf", "ri")  # tags that RFC 9989 dropped
_MISPLACED = (records.DMARCRecordInWrongLocation, records.DMARCRecordStartsWithWhitespace)


@dataclass(frozen=True, slots=True)
class Policy:
    """What is known of the policy, and what it wants to be aligned strictly ("SPF", "DKIM")."""

    findings: tuple[Finding, ...]
    strict: frozenset[str] = frozenset()


def examine(question: Question, lookups: Lookups) -> Policy:
    """The findings on the policy: `dmarc` or `dmarc-missing` for the record, `dmarc-reports` for where reports go."""
    resolver = lookups.resolver()
    name = question.from_domain
    found = _query(question, name, resolver)
    if isinstance(found, Finding):
        if not resolver.failures or found.id == "dmarc":
            return Policy((found,))
        text = f"The DMARC policy of {name} could not be looked at: {resolver.failures[0]}."
        return Policy((_finding("not_checked", text),))
    text, place, exists = found
    return _parsed(name, text, place, exists=exists, resolver=lookups.resolver())


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


def _parsed(name: str, text: str, place: str, *, exists: bool, resolver: Resolver) -> Policy:
    where = f"The DMARC record at _dmarc.{place}"
    if len(text) > _MAX_RECORD:
        return Policy((_finding("problem", f"{where} has {len(text):,} characters.", "Shorten the DMARC record."),))
    try:
        parsed = records.parse_dmarc_record(text, place, resolver=resolver, ignore_unrelated_records=True)
    except records.DMARCError as error:
        return Policy((_finding("problem", f"{where} cannot be read: {_said(error)}", "Correct the DMARC record."),))
    except Exception as error:  # noqa: BLE001 - a record from outside may trip the library in ways it does not name
        return Policy((_finding("not_checked", f"{where} could not be read ({type(error).__name__})."),))
    held = _held(name, place, parsed, "p" if place == name else "sp" if exists else "np")
    modes = {"SPF": parsed["tags"]["aspf"]["value"], "DKIM": parsed["tags"]["adkim"]["value"]}
    strict = frozenset(kind for kind, mode in modes.items() if mode == "s")
    return Policy((*held, *_reports(place, parsed, resolver)), strict)


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
