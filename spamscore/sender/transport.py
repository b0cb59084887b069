"""MTA-STS, TLS-RPT and BIMI: records beside the three that decide. They are told, and no more than told.

The first two protect mail that the domain receives, the third shows a logo: none of them keeps mail out of spam.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checkdmarc import bimi, mta_sts, smtp_tls_reporting

from spamscore.cause import Status
from spamscore.sender import sources
from spamscore.sender.facts import Finding
from spamscore.sender.lookups import Lookups
from spamscore.sender.question import Question


def examine(question: Question, lookups: Lookups) -> tuple[Finding, ...]:
    """The findings `mta-sts`, `tls-rpt` and `bimi`, from TXT records only: nothing is fetched over https."""
    return tuple(
        finding
        for identity, check in _CHECKS.items()
        for finding in _record(identity, question.from_domain, lookups, check)
    )


def _no_parse(record: str) -> Mapping[str, Any]:
    """BIMI's record is only read: checkdmarc's parser would fetch the logo."""
    return {"record": record}


_Check = tuple[Callable[..., Mapping[str, Any]], Callable[..., Mapping[str, Any]], type[Exception]]
_CHECKS: dict[str, _Check] = {
    "mta-sts": (mta_sts.query_mta_sts_record, mta_sts.parse_mta_sts_record, mta_sts.MTASTSRecordNotFound),
    "tls-rpt": (
        smtp_tls_reporting.query_smtp_tls_reporting_record,
        smtp_tls_reporting.parse_smtp_tls_reporting_record,
        smtp_tls_reporting.SMTPTLSReportingRecordNotFound,
    ),
    "bimi": (bimi.query_bimi_record, _no_parse, bimi.BIMIRecordNotFound),
}
_SOURCES = {"mta-sts": sources.MTA_STS, "tls-rpt": sources.TLS_RPT, "bimi": sources.BIMI}
_PURPOSE = {
    "mta-sts": "mail to you may travel unencrypted", "tls-rpt": "nobody tells you when encryption to you fails",
    "bimi": "no logo is shown",
}  # fmt: skip


def _record(identity: str, name: str, lookups: Lookups, check: _Check) -> Iterator[Finding]:
    query, parse, missing = check
    resolver = lookups.resolver()
    label = identity.upper()
    status: Status = "ok"
    evidence = f"{name} has a record for {label}."
    try:
        parse(query(name, resolver=resolver)["record"])
    except missing:
        evidence = f"{name} has no record for {label}: {_PURPOSE[identity]}."
    except Exception as error:  # noqa: BLE001 - a record from outside may trip the library in ways it does not name
        said = " ".join(str(error).split())[:160].rstrip(".")
        status, evidence = "attention", f"The record of {name} for {label} cannot be used: {said}."
    if resolver.failures:
        status, evidence = "not_checked", f"{label} of {name} could not be looked at: {resolver.failures[0]}."
    yield Finding("authentication", identity, status, evidence, source=_SOURCES[identity], decides=False)
