"""The setting SPAMSCORE of a Django project, with what it leaves out filled in."""

import re
from typing import Any

from django import conf
from django.core.exceptions import ImproperlyConfigured

DEFAULTS: dict[str, Any] = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "ACTION": "log",
    "FAIL_ON": "spam",
    "HEADER": "X-Spamscore",
    "TEMPLATES": ("*email*", "mail/*", "mails/*", "*/mail/*", "*/mails/*"),
    "CONTEXTS": {},
}
ACTIONS = ("log", "tag", "refuse")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")


def configured() -> dict[str, Any]:
    """The settings, read anew each time so that `override_settings` works in tests.

    Raises `ImproperlyConfigured` with a sentence for each of them that cannot be meant.
    """
    given = getattr(conf.settings, "SPAMSCORE", {})
    if faults := list(_faults(given)):
        raise ImproperlyConfigured(" ".join(faults))
    return {**DEFAULTS, **given}


def _faults(given: Any) -> list[str]:
    from spamscore.integrations.outgoing import checked_limit

    if not isinstance(given, dict):
        return [f"SPAMSCORE is a dictionary, not {type(given).__name__}."]
    faults = [f"SPAMSCORE has no {name!r}: it takes {', '.join(DEFAULTS)}." for name in given if name not in DEFAULTS]
    chosen = {**DEFAULTS, **given}
    if chosen["ACTION"] not in ACTIONS:
        faults.append(f"SPAMSCORE['ACTION'] is one of {', '.join(ACTIONS)}, not {chosen['ACTION']!r}.")
    try:
        checked_limit(chosen["FAIL_ON"])
    except (TypeError, ValueError) as error:
        faults.append(f"SPAMSCORE['FAIL_ON']: {error}.")
    if not isinstance(chosen["HEADER"], str) or not _HEADER.fullmatch(chosen["HEADER"]):
        faults.append("SPAMSCORE['HEADER'] is a header's name: letters, digits and hyphens.")
    if not isinstance(chosen["TEMPLATES"], (list, tuple)):
        faults.append("SPAMSCORE['TEMPLATES'] is a list of patterns: ['emails/*'].")
    if not isinstance(chosen["CONTEXTS"], dict):
        faults.append("SPAMSCORE['CONTEXTS'] is a dictionary: the names of templates and their sample values.")
    return faults
