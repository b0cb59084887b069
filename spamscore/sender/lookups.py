"""Lookups: DNS asked within bounds. The only room that talks to the network, and only to nameservers.

Every question counts against one budget of time and number; a cache keeps answers for their TTL. A question that gets
no answer is a failure, kept with its reason, and never the same as the answer that there is nothing.
"""

import asyncio
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.flags
import dns.inet
import dns.nameserver
import dns.rdatatype
import dns.resolver

MAX_TXT = 16_384  # bytes of TXT under one name; real ones stay below 4,000
MAX_RECORDS = 200  # of one answer that are looked at
_TRY, _LOOKUP = 2.0, 4.0  # seconds for one nameserver once, and for one question in all
_AT_ONCE = 20
_KEPT = 2_000  # answers in the cache of one set of nameservers
_ONE_CHECK = 150  # questions that one check may ask, so that a record made to lead far leaves some to the others


class UnansweredError(dns.exception.DNSException):
    """A question that was not asked, or whose answer is not usable; the message says why."""

    def __init__(self, text: str):
        """Keep the reason."""
        super().__init__(text)  # type: ignore[no-untyped-call]  # the library's has no types


@dataclass(frozen=True, slots=True)
class Answer:
    """What DNS says: records, or none with `missing`, or no answer at all with the reason in `failure`."""

    records: tuple[str, ...] = ()
    missing: str = ""  # "name" when there is no such name, "type" when it has no such record
    failure: str = ""


class Budget:
    """What is left of the time and the number of questions of one examination; shared by its threads."""

    def __init__(self, seconds: float, questions: int):
        """Start the clock."""
        self._end = time.monotonic() + seconds
        self._seconds, self._questions = seconds, questions
        self._lock = threading.Lock()
        self._stopped = ""
        self.spent = 0

    def stop(self, why: str) -> None:
        """Let no more questions be asked, for a reason."""
        self._stopped = why

    def take(self) -> float:
        """Seconds that one more question may take; raises `UnansweredError` when there are none."""
        with self._lock:
            if self._stopped:
                raise UnansweredError(self._stopped)
            left = self._end - time.monotonic()
            if left <= 0:
                raise UnansweredError(f"the {self._seconds:g} seconds for all lookups were over")
            if self.spent >= self._questions:
                raise UnansweredError(f"the {self._questions} lookups allowed were used up")
            self.spent += 1
        return min(_LOOKUP, left)


class Resolver(dns.resolver.Resolver):
    """A resolver within a budget that remembers which questions failed; for libraries that take one."""

    def __init__(self, like: dns.resolver.Resolver, budget: Budget):
        """Ask the nameservers of another one."""
        super().__init__(configure=False)
        _as(self, like)
        self._budget = budget
        self._asked = 0
        self.failures: list[str] = []

    def resolve(self, qname: Any, rdtype: Any = "A", *positional: Any, **named: Any) -> dns.resolver.Answer:
        """The answer, as dnspython gives it; raises what dnspython raises."""
        kind = dns.rdatatype.to_text(dns.rdatatype.RdataType.make(rdtype))
        if kind == "SPF":
            raise UnansweredError("records of type SPF are no more (RFC 7208, section 3.1)")
        try:
            self._asked += 1
            if self._asked > _ONE_CHECK:
                raise UnansweredError(f"the {_ONE_CHECK} lookups allowed to one check were used up")
            named["lifetime"] = self._budget.take()
            return _usable(super().resolve(qname, rdtype, *positional, **named))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            raise
        except (dns.exception.DNSException, OSError, ValueError) as error:
            if kind != "CNAME":  # asked by checkdmarc beside the record that decides
                self.failures.append(reason(error, str(qname)))
            raise error if isinstance(error, dns.exception.DNSException) else UnansweredError(str(error)) from error


class Lookups:
    """One examination's DNS: `ask` for our own questions, `resolver` for libraries."""

    def __init__(self, resolver: object, *, seconds: float, questions: int):
        """Raises `TypeError` or `ValueError` with a sentence for a resolver that is none."""
        self._like = configured(resolver)
        self.budget = Budget(seconds, questions)
        self._asking = dns.asyncresolver.Resolver(configure=False)
        _as(self._asking, self._like)
        self._gate = asyncio.Semaphore(_AT_ONCE)

    def resolver(self) -> Resolver:
        """A resolver for one check, whose `failures` are that check's."""
        return Resolver(self._like, self.budget)

    async def ask(self, name: str, kind: str) -> Answer:
        """What DNS holds under a name; never raises."""
        try:
            async with self._gate:
                found = _usable(await self._asking.resolve(name, kind, lifetime=self.budget.take(), search=False))
        except dns.resolver.NXDOMAIN:
            return Answer(missing="name")
        except dns.resolver.NoAnswer:
            return Answer(missing="type")
        except (dns.exception.DNSException, OSError, ValueError, EOFError) as error:
            return Answer(failure=reason(error, name))
        return Answer(tuple(sorted(record.to_text() for record in list(found)[:MAX_RECORDS])))


def _as(new: dns.resolver.BaseResolver, like: dns.resolver.Resolver) -> None:
    new.nameservers = list(like.nameservers)
    new.cache = like.cache
    new.timeout, new.lifetime = _TRY, _LOOKUP
    new.use_edns(0, 0, 1232)
    new.flags = dns.flags.RD


def _usable(answer: dns.resolver.Answer) -> dns.resolver.Answer:
    size = sum(len(part) for record in answer for part in getattr(record, "strings", ()))
    if size > MAX_TXT:
        raise UnansweredError(f"its TXT records hold {size:,} bytes, more than the {MAX_TXT:,} that are read")
    return answer


def reason(error: BaseException, name: str) -> str:
    """Why a question has no answer, as the end of a sentence."""
    name = name.rstrip(".")[:100]
    text = str(error)
    if isinstance(error, UnansweredError):
        return f"{name}: {text}"
    if isinstance(error, dns.exception.Timeout):
        return f"{name}: no answer in time"
    for sign, meaning in (
        ("CNAME chain", "its CNAMEs go in a circle or on for too long"),
        ("SERVFAIL", "the nameserver failed (SERVFAIL)"),
        ("REFUSED", "the nameserver refused to answer (REFUSED)"),
    ):
        if sign in text:
            return f"{name}: {meaning}"
    return f"{name}: no usable answer"


def configured(given: object) -> dns.resolver.Resolver:
    """A resolver for what a caller passed: None (the machine's), "HOST:PORT", several, or dnspython's own.

    >>> str(configured("192.0.2.53:5353").nameservers[0])
    'Do53:192.0.2.53@5353'
    """
    if isinstance(given, dns.resolver.Resolver):
        if given.cache is None:
            given.cache = dns.resolver.LRUCache(_KEPT)
        return given
    if given is None:
        try:
            made = dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration:
            raise ValueError("this machine names no nameserver: pass resolver='ADDRESS' or 'ADDRESS:PORT'") from None
        made.cache = _cache("")
        return made
    if isinstance(given, str):
        given = (given,)
    if not isinstance(given, Sequence) or not given or not all(isinstance(one, str) for one in given):
        raise TypeError("resolver is 'ADDRESS' or 'ADDRESS:PORT', several of them, or a dns.resolver.Resolver")
    made = dns.resolver.Resolver(configure=False)
    made.nameservers = [_nameserver(one) for one in given]
    made.cache = _cache(" ".join(given))
    return made


def _nameserver(given: str) -> dns.nameserver.Nameserver:
    host, port = given.strip(), "53"
    if not dns.inet.is_address(host):
        host, _, port = host.rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
    if not dns.inet.is_address(host) or not port.isdigit() or not 0 < int(port) < 65_536:
        raise ValueError(f"a nameserver is 'ADDRESS' or 'ADDRESS:PORT', such as '192.0.2.53:5353', not {given[:80]!r}")
    return dns.nameserver.Do53Nameserver(host, int(port))


@lru_cache(maxsize=64)
def _cache(nameservers: str) -> dns.resolver.LRUCache:  # noqa: ARG001 - one cache for each set of nameservers
    """Answers stay for their TTL, from one examination to the next."""
    return dns.resolver.LRUCache(_KEPT)
