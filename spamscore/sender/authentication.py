"""SPF, DKIM and DMARC together, and the records beside them: the order in which one needs what the other found."""

from concurrent.futures import ThreadPoolExecutor

from spamscore.sender import alignment, dmarc, keys, signatures, spf, transport
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups
from spamscore.sender.question import Question


def examine(question: Question, lookups: Lookups) -> tuple[Finding, ...]:
    """Every finding on authentication."""
    with ThreadPoolExecutor(4) as room:
        sent = room.submit(spf.examine, question, lookups)
        asked = room.submit(dmarc.examine, question, lookups)
        beside = room.submit(transport.examine, question, lookups)
        signed = signatures.examine(question, lookups)
        published = keys.examine(keys.asked_for(question, signed.pairs), lookups)
        by_address, policy = sent.result(), asked.result()
    passed = [("DKIM", name) for name in signed.verified]
    if any(finding.id == "spf-ip" and finding.status == "ok" for finding in by_address):
        passed.append(("SPF", question.envelope or question.domain))
    spf_unknown = not any(each.id == "spf-ip" and each.status != "not_checked" for each in by_address)
    unknown = signed.unknown or (
        spf_unknown and not any(each.id == "spf" and each.status == "problem" for each in by_address)
    )
    held = alignment.examine(question, tuple(passed), policy.strict, unknown=unknown, lookups=lookups)
    return (
        *_other(question),
        *by_address,
        *signed.findings,
        *published,
        *_unseen(question, published),
        *policy.findings,
        held,
        *beside.result(),
    )


def _other(question: Question) -> tuple[Finding, ...]:
    """The finding that the mail is from somewhere else than the caller thinks."""
    sender, asked = question.from_domain, question.domain
    if f".{sender}".endswith(f".{asked}") or f".{asked}".endswith(f".{sender}"):
        return ()
    text = f"The mail is from {sender}, not from {asked}: DMARC and blocklists were asked about {sender}."
    advice = f"Ask about {sender}, or let the mail be from {asked}."
    return (Finding("authentication", "from", "attention", text, advice),)


def _unseen(question: Question, published: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Without a message nobody has seen a signature: DNS does not tell which selectors there are."""
    if question.message is not None:
        return ()
    said = (
        "The keys given were looked at, but no signature."
        if published
        else "DKIM was not looked at: DNS does not tell the selectors."
    )
    would = "a signed message (message=…)" + ("" if published else ", or at least its selectors (selectors=…)")
    return (Finding("authentication", "dkim", "not_checked", said, would_check=would),)
