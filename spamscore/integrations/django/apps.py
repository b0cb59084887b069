"""The app of INSTALLED_APPS."""

import sys

from django.apps import AppConfig


class SpamscoreConfig(AppConfig):
    """spamscore in a Django project: `manage.py checkemails` and the system checks."""

    name = "spamscore.integrations.django"
    label = "spamscore"
    verbose_name = "spamscore"

    def ready(self) -> None:
        """Register the checks; templates are looked at only when `check` is told `--deploy` or `--tag spamscore`."""
        from django.core import checks

        from spamscore.integrations.django.checks import settings_check, templates_check

        checks.register(settings_check, "spamscore")
        # Django does not tell a check which tags were asked for, and every runserver and migrate runs the plain ones
        asked = {"spamscore", "--tag=spamscore", "-tspamscore"} & set(sys.argv[1:])
        checks.register(templates_check, "spamscore", deploy=not asked)
