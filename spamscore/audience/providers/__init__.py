"""Importers of delivery events: each turns one provider's words into `Event`s, or says why it cannot."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from spamscore.audience.event import Event

WEBHOOKS = ("sendgrid", "postmark", "mailgun", "ses", "mailjet", "sparkpost")
MAILS = ("dsn", "arf")  # RFC 3464 bounces and RFC 5965 complaints: mails, not JSON
PROVIDERS = (*WEBHOOKS, "csv", *MAILS)


def webhook(provider: str) -> Callable[[Mapping[str, Any]], Iterator[Event]]:
    """The function from one JSON object of a provider to its events."""
    function: Callable[[Mapping[str, Any]], Iterator[Event]] = import_module(f"{__name__}.{provider}").events
    return function


def mail(provider: str) -> Callable[[bytes, int], Iterator[Event]]:
    """The function from one message, and the present, to its events."""
    function: Callable[[bytes, int], Iterator[Event]] = import_module(f"{__name__}.{provider}").events
    return function
