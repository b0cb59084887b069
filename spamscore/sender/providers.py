"""What Gmail, Yahoo, Outlook.com and Apple ask of a sender, applied to what was found out: a table with dates, as data."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from spamscore import assets, lists, targets
from spamscore.cause import Name, Status
from spamscore.mail import Mail
from spamscore.sender.facts import Finding
from spamscore.sender.question import Question

_NAMES: dict[str, tuple[Name, str]] = {
    "spf-or-dkim": ("authentication", "SPF or DKIM"),
    "spf": ("authentication", "SPF"),
    "dkim": ("authentication", "DKIM"),
    "dmarc": ("authentication", "DMARC"),
    "aligned": ("authentication", "a From aligned with SPF or DKIM"),
    "own-domain": ("authentication", "a From of a domain of your own"),
    "one-click": ("authentication", "one-click unsubscribe (RFC 8058)"),
    "list-unsubscribe": ("authentication", "List-Unsubscribe"),
    "unsubscribe-link": ("authentication", "a visible unsubscribe link"),
    "no-number-links": ("domain reputation", "links without bare IP addresses"),
    "receives": ("domain reputation", "a From that can get mail"),
    "ptr": ("ip reputation", "forward and reverse DNS"),
}  # fmt: skip
_OF_MAIL = ("one-click", "list-unsubscribe", "unsubscribe-link")  # not asked of transactional mail


@cache
def table() -> Mapping[str, Any]:
    """The providers and rules of `data/providers.toml`."""
    return tomllib.loads((assets.folder("data") / "providers.toml").read_text("utf-8"))


def judge(question: Question, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings `provider`: what each provider asks for that this message and domain lack today."""
    rules = [rule for rule in table()["rules"] if rule["who"] == "all" or question.bulk]
    asked = dict.fromkeys(need for rule in rules for need in rule["needs"] if not _spared(need, question))
    met = {need: _met(need, question, findings) for need in asked}
    lacks: dict[tuple[str, Name, Status], dict[str, None]] = {}
    for rule in rules:
        for need in rule["needs"]:
            if met.get(need) is False:
                lacks.setdefault((rule["provider"], _NAMES[need][0], rule["weight"]), {})[_NAMES[need][1]] = None
    found = [_finding(provider, cause, weight, texts, question) for (provider, cause, weight), texts in lacks.items()]
    unknown = [_NAMES[need][1] for need, state in met.items() if state is None]
    return (*found, *_summary(found, unknown, question))


def _finding(provider: str, cause: Name, weight: Status, texts: Iterable[str], question: Question) -> Finding:
    known = table()["providers"][provider]
    size = (
        f" of those who send {known['from_daily'] or 'bulk mail'}{' a day' if known['from_daily'] else ''}"
        if question.bulk
        else ""
    )
    text = f"{provider} asks{size} for what is lacking today: {', '.join(texts)}."
    return Finding(cause, "provider", weight, text, source=f"{known['source']}, {known['date']}")


def _summary(found: Sequence[Finding], unknown: Sequence[str], question: Question) -> tuple[Finding, ...]:
    names = ", ".join(f"{name} ({held['date']})" for name, held in table()["providers"].items())
    kind = "bulk" if question.bulk else "all"
    if unknown:
        text = f"What {names} ask of {kind} senders was looked at but for {', '.join(unknown)}."
        would = "the message as it is sent (message=…) and the address that sends it (ip=…)"
        return (Finding("authentication", "provider", "not_checked", text, would_check=would, decides=False),)
    if found:
        return ()
    text = f"Nothing that {names} ask of {kind} senders is lacking."
    return (Finding("authentication", "provider", "ok", text, decides=False),)


def _met(need: str, question: Question, findings: Sequence[Finding]) -> bool | None:
    """Whether a need is met, None when that is not known."""
    if need in _HEADERS:
        return _HEADERS[need](question.mail) if question.mail else None
    if need == "own-domain":
        return not lists.below(question.from_domain, "freemail")
    if need == "spf-or-dkim":
        either = (_state(("spf", "spf-ip"), findings), _state(("dkim",), findings))
        return True if True in either else None if None in either else False
    ids = {"dmarc": ("dmarc",), "aligned": ("alignment",), "ptr": ("ptr",), "receives": ("domain", "mx"),
           "spf": ("spf", "spf-ip"), "dkim": ("dkim",)}[need]  # fmt: skip
    return _state(ids, findings)


def _spared(need: str, question: Question) -> bool:
    """Gmail, answer/81126: transactional mail is exempt from one-click unsubscribe."""
    return need in _OF_MAIL and question.mail is not None and question.mail.kind == "transactional"


def _state(ids: Sequence[str], findings: Sequence[Finding]) -> bool | None:
    states = [finding.status for finding in findings if finding.id in ids]
    if "problem" in states or ("dmarc" in ids and any(finding.id == "dmarc-missing" for finding in findings)):
        return False
    return None if not states or "not_checked" in states else True


def _one_click(mail: Mail) -> bool | None:
    if mail.headers is None:
        return None
    post = (mail.header("list-unsubscribe-post") or "").replace(" ", "").lower()
    return "https://" in (mail.header("list-unsubscribe") or "").lower() and post == "list-unsubscribe=one-click"


def _list_unsubscribe(mail: Mail) -> bool | None:
    return None if mail.headers is None else bool(mail.header("list-unsubscribe"))


def _link(mail: Mail) -> bool | None:
    return any(targets.leaves(link) for link in mail.links[: targets.MAX_LINKS])


def _no_numbers(mail: Mail) -> bool | None:
    return not targets.of_kind(mail, "number")


_HEADERS: dict[str, Callable[[Mail], bool | None]] = {
    "one-click": _one_click, "list-unsubscribe": _list_unsubscribe, "unsubscribe-link": _link, "no-number-links": _no_numbers,
}  # fmt: skip
