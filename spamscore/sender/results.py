"""Authentication-Results: what the server that received a message wrote into it, read by authres, without DNS.

Anyone can write such a header. Only those of a server that the caller names count (RFC 8601, section 5), and of these
only the topmost block: what stands below a Received header was there before the message reached that server.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import authres

from spamscore.cause import Name, Status
from spamscore.sender import sources
from spamscore.sender.facts import Finding
from spamscore.sender.rawheaders import listed, readable

_HEADER = b"authentication-results"
_METHODS = ("spf", "dkim", "dmarc", "arc", "iprev")
_CAUSE: dict[str, Name] = {"iprev": "ip reputation"}
_STATUS: dict[str, Status] = {
    "pass": "ok", "fail": "problem", "softfail": "problem", "hardfail": "problem", "permerror": "problem", "policy": "problem",
    "none": "attention", "neutral": "attention", "bestguesspass": "attention",
}  # fmt: skip
_MAX_RESULTS = 40
_MAX_SHOWN = 3


def trusted_ids(given: object) -> tuple[str, ...]:
    """The names of servers in what a caller passed; raises `TypeError` with a sentence."""
    names = (given,) if isinstance(given, str) else given if isinstance(given, Sequence) else None
    if names is None or not all(isinstance(name, str) and name.strip() for name in names):
        raise TypeError(
            "authserv_id is the name that your receiving server writes, such as 'mx.example.com', or several"
        )
    return tuple(str(name).strip().lower() for name in names)


def examine(message: bytes, trusted: Sequence[str]) -> tuple[Finding, ...]:
    """The findings of the trusted headers, `received-spf` and so on, and `forged-results` for the others."""
    if why := readable(message):
        return (_unknown(f"Authentication-Results were not read: {why}."),)
    ours, others = _sorted(message, trusted)
    found = _best([finding for header in ours for finding in _judged(header)])
    if others:
        said = ", ".join(dict.fromkeys(others[:_MAX_SHOWN]))
        text = f"{len(others)} Authentication-Results not written by {' or '.join(trusted) or 'a trusted server'} were ignored: {said}."
        would = "" if trusted else "the name of the server that received the message: authserv_id=…"
        found.append(Finding("authentication", "forged-results", "ok", text, "", sources.RESULTS, would, decides=False))
    server = " or ".join(trusted) or "a trusted server"
    silent = [method.upper() for method in _METHODS[:3] if not any(each.id == f"received-{method}" for each in found)]
    if len(silent) == 3:
        found.append(_unknown(f"No Authentication-Results of {server} were found in the message."))
    elif silent:
        found.append(_unknown(f"The Authentication-Results of {server} say nothing of {' and '.join(silent)}."))
    return tuple(found)


def _best(found: list[Finding]) -> list[Finding]:
    """The findings, where of several results of one method only those decide that passed, when one did."""
    passed = {finding.id for finding in found if finding.status == "ok"}
    return [replace(each, decides=False) if each.id in passed and each.status != "ok" else each for each in found]


def _unknown(evidence: str) -> Finding:
    return Finding(
        "authentication", "received", "not_checked", evidence, "", sources.RESULTS,
        "a message as it was received, and the name of the server that received it: authserv_id=…",
    )  # fmt: skip


def _sorted(message: bytes, trusted: Sequence[str]) -> tuple[list[authres.AuthenticationResultsHeader], list[str]]:
    """The headers that count, and a word on each that does not."""
    ours: list[authres.AuthenticationResultsHeader] = []
    others: list[str] = []
    closed = False
    for name, value in listed(message):
        if name == b"received" and ours:
            closed = True
        if name != _HEADER:
            continue
        header = _parsed(value)
        if header is None:
            others.append("one that cannot be read")
        elif str(header.authserv_id).lower() not in trusted:
            others.append(f"one of {str(header.authserv_id)[:60]!r}")
        elif closed:
            others.append(f"one that bears the name {str(header.authserv_id)[:60]!r} but stands below the server's own")
        else:
            ours.append(header)
    return ours, others


def _parsed(value: bytes) -> authres.AuthenticationResultsHeader | None:
    text = "Authentication-Results: " + value.decode("utf-8", "replace")
    try:
        return authres.all_features().parse(text)
    except Exception:  # noqa: BLE001 - a hostile header may trip the library in ways it does not name
        return None


def _judged(header: authres.AuthenticationResultsHeader) -> Iterator[Finding]:
    for result in header.results[:_MAX_RESULTS]:
        method = str(getattr(result, "method", "")).lower()
        if method not in _METHODS:
            continue
        said = str(result.result).lower()[:20]
        about = ", ".join(f"{each.type}.{each.name}={each.value}" for each in result.properties[:4])[:200]
        yield Finding(
            _CAUSE.get(method, "authentication"), f"received-{method}", _STATUS.get(said, "not_checked"),
            f"{header.authserv_id} found {method}={said}{f' ({about})' if about else ''}.",
            _ADVICE.get(method, "") if _STATUS.get(said) in ("problem", "attention") else "", sources.RESULTS,
            "another message: this time the server could not look it up" if said not in _STATUS else "", method != "arc",
        )  # fmt: skip


_ADVICE = {
    "spf": "Let the SPF record of the envelope sender's domain name the server that sends.",
    "dkim": "Sign the mail last, after everything that changes it, with a key that is published.",
    "dmarc": "Let SPF or DKIM pass for the domain of the From address.",
    "iprev": "Give the sending address a name that leads back to it.",
}
