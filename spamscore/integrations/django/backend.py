"""EmailBackend: hands mails on to the backend that sends, after looking at each of them."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from spamscore.errors import SpamscoreError
from spamscore.integrations.django.configured import configured

if TYPE_CHECKING:
    from spamscore.report import Report

_logger = logging.getLogger("spamscore")
_DONE = {"log": "sent all the same", "tag": "tagged and sent", "refuse": "not sent"}


class SpamRefusedError(SpamscoreError, ValueError):
    """Mails that were not sent because they look like spam; no failure of delivery, so that nobody tries again."""

    def __init__(self, refused: Sequence[tuple[Any, "Report"]], sent: int) -> None:
        """Say how many, and why by the rules' names; `refused` has each mail with its report, `sent` is how many went out."""
        from spamscore.integrations.outgoing import summary

        self.refused, self.sent = tuple(refused), sent
        reasons = " | ".join(summary(report) for _, report in self.refused)
        super().__init__(f"{len(self.refused)} not sent, {sent} sent: {reasons}")

    def __reduce__(self) -> Any:
        """What makes it again in another process: task queues send exceptions about."""
        return type(self), (self.refused, self.sent)


class EmailBackend(BaseEmailBackend):
    """Looks at every mail, then logs, tags or refuses it as SPAMSCORE says; another backend sends."""

    def __init__(self, *, wraps: str | None = None, **options: Any) -> None:
        """Take the options of the backend that sends; `wraps` names it instead of SPAMSCORE["BACKEND"]."""
        # not super().__init__(): since Django 6.1 it refuses options that are meant for the other backend
        self.alias = options.get("alias")
        self.fail_silently = options.get("fail_silently", False)
        sender = import_string(wraps or configured()["BACKEND"])
        if isinstance(sender, type) and issubclass(sender, EmailBackend):
            raise ImproperlyConfigured("SPAMSCORE['BACKEND'] is the backend that sends, not spamscore's own.")
        self.wrapped = sender(**options)

    def open(self) -> Any:
        """Open the connection of the backend that sends."""
        return self.wrapped.open()

    def close(self) -> None:
        """Close the connection of the backend that sends."""
        self.wrapped.close()

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """How many were sent. Mails that are refused do not hold up the others.

        Raises:
            SpamRefusedError: after the others were sent, unless the backend is to fail silently.
        """
        chosen = configured()
        passing, refused = [], []
        for mail in email_messages:
            report = self._stopped(mail, chosen)
            if report is not None and chosen["ACTION"] == "refuse":
                refused.append((mail, report))
            else:
                passing.append(mail)
        sent = (self.wrapped.send_messages(passing) or 0) if passing else 0
        if refused and not self.fail_silently:
            raise SpamRefusedError(refused, sent)
        return int(sent)

    def _stopped(self, mail: Any, chosen: dict[str, Any]) -> "Report | None":
        """The report on a mail that fails, None for one that passes or that could not be looked at."""
        from spamscore.integrations import outgoing

        try:
            report = outgoing.report(mail)
        except Exception as error:  # noqa: BLE001 - a check that breaks must not stop a mail; its sender says what is wrong
            # not its words, which may quote the mail
            name = type(error).__name__
            _logger.error("a mail could not be checked, sent all the same: %s", name)  # noqa: TRY400 - a traceback has them
            return None
        stopped = bool(outgoing.objection(report, chosen["FAIL_ON"]))
        if chosen["ACTION"] == "tag":
            mail.extra_headers = {**mail.extra_headers, chosen["HEADER"]: outgoing.summary(report)}
        seen = {"verdict": report.verdict, "points": report.points, "rules": [each.rule.id for each in report.findings]}
        done = _DONE[chosen["ACTION"]] if stopped else "passes"
        _logger.log(
            logging.WARNING if stopped else logging.INFO, "a mail %s: %s", done, outgoing.summary(report), extra=seen
        )
        return report if stopped else None
