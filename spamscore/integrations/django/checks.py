"""System checks: the settings of SPAMSCORE, and the e-mail templates of the project."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's own name
from django.core.exceptions import ImproperlyConfigured

from spamscore.integrations.django.configured import configured


def settings_check(**_: Any) -> list[CheckMessage]:
    """E001 for a setting that cannot be meant."""
    try:
        configured()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="spamscore.E001")]
    return []


def templates_check(**_: Any) -> list[CheckMessage]:
    """W001 for a template whose verdict is spam, W002 for one that cannot be read."""
    from spamscore.integrations.django.mail_templates import checked, found

    if settings_check():
        return []
    messages = []
    for each in checked(found(configured()["TEMPLATES"]), "spam"):
        if each.report is None:
            messages.append(Warning(each.error, id="spamscore.W002"))
        elif each.failed:
            hint = f"`manage.py checkemails {each.name}` says what to change."
            rules = ", ".join(found.rule.id for found in each.report.findings) or "none"
            told = f"The e-mail template {each.name} looks like spam: {each.report.points:.1f} points; rules: {rules}."
            messages.append(Warning(told, hint=hint, id="spamscore.W001"))
    return messages
