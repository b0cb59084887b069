"""The pytest plugin: `assert_not_spam`, the same for Django's outbox, and approved scores with `--spamscore-update`.

Loaded at the start of every pytest run, so whatever weighs something is imported by the tests that use it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from spamscore.integrations.approvals import Approvals
    from spamscore.report import Report

__all__ = ("assert_not_spam",)


def assert_not_spam(mail: Any, *, below: str | float = "spam", **context: Any) -> "Report":
    """The report on a mail, after making sure that it does not look like spam.

    Args:
        mail: what `spamscore.check` takes, the `Path` of a template, or a mail of Django or Flask-Mail.
        below: "spam", or "review" to let only ok pass, or a number of points that it has to stay under.
        **context: keywords of `spamscore.check`: subject, sender, text, kind, model, rules …

    Raises:
        AssertionError: with the report, when it does.
    """
    __tracebackhide__ = True
    from spamscore.integrations import outgoing

    outgoing.checked_limit(below)
    report = outgoing.report(mail, **context)
    if why := outgoing.objection(report, below):
        raise AssertionError(f"{why}\n{outgoing.page(report)}")
    return report


def _assert_outbox_not_spam(*, below: str | float = "spam", **context: Any) -> "tuple[Report, ...]":
    """The reports on every mail in `django.core.mail.outbox`, after making sure that none looks like spam."""
    __tracebackhide__ = True
    from django.core import mail

    from spamscore.cli.formats.terminal import safe

    outbox = getattr(mail, "outbox", [])
    if not outbox:
        raise AssertionError("django.core.mail.outbox is empty: call this after the code that sends the mail")
    reports, objections = [], []
    for place, each in enumerate(outbox, 1):
        try:
            reports.append(assert_not_spam(each, below=below, **context))
        except AssertionError as error:
            objections.append(f"mail {place} of {len(outbox)}, “{safe(str(each.subject))}”: {error}")
    if objections:
        raise AssertionError("\n\n".join(objections))
    return tuple(reports)


@pytest.fixture(name="assert_not_spam")
def _fixture() -> "Callable[..., Report]":
    """`assert_not_spam(mail, below="spam")`: fails with the report when a mail looks like spam."""
    return assert_not_spam


@pytest.fixture
def assert_outbox_not_spam() -> "Callable[..., tuple[Report, ...]]":
    """`assert_outbox_not_spam(below="spam")`: the same for every mail in Django's outbox, which must hold one."""
    return _assert_outbox_not_spam


@pytest.fixture
def spam_snapshot(request: pytest.FixtureRequest) -> "Callable[..., Report]":
    """`spam_snapshot(mail, name="")`: fails when verdict, points or findings are not those approved before."""
    approvals = request.config.pluginmanager.get_plugin("spamscore-approvals")
    return cast("Approvals", approvals).begin(request.node)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option `--spamscore-update`."""
    parser.getgroup("spamscore").addoption(
        "--spamscore-update", action="store_true", help="approve the scores of mails as they are now (spam_snapshot)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """The keeper of approved scores, one for a run."""
    from spamscore.integrations.approvals import Approvals

    config.pluginmanager.register(Approvals(config), "spamscore-approvals")
