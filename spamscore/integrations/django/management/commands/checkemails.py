"""`manage.py checkemails`: how much each e-mail template of the project looks like spam, and what to change."""

import json
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spamscore.integrations.django.configured import configured
from spamscore.integrations.django.mail_templates import checked, found


class Command(BaseCommand):
    """Ends with 0 when all is well, 1 when a template fails, 2 on wrong use or a template that cannot be read."""

    help = "How much each e-mail template looks like spam, with reasons and advice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the command understands."""
        parser.add_argument(
            "templates", nargs="*", help="names or patterns; those of SPAMSCORE['TEMPLATES'] by default"
        )
        parser.add_argument(
            "--context", metavar="FILE", help="JSON values to fill in, instead of SPAMSCORE['CONTEXTS']"
        )
        parser.add_argument("--fail-on", help="spam, review, never, or a number of points (SPAMSCORE['FAIL_ON'])")
        parser.add_argument("--format", default="text", help="text, json and the others of `spamscore check`")

    def handle(self, **options: Any) -> None:
        """Print the reports and end with the number that says how it went."""
        from spamscore.cli.formats.terminal import Paint

        patterns = options["templates"] or configured()["TEMPLATES"]
        files = found(patterns)
        if not files:
            raise CommandError(f"no template matches {', '.join(patterns)}", returncode=2)
        results = tuple(checked(files, _limit(options["fail_on"]), _values(options["context"])))
        for piece in _lines(options["format"])(results, Paint.on_terminal(plain=options["no_color"])):
            self.stdout.write(piece)
        for each in results:
            if each.report is None:
                self.stderr.write(each.error)
        if status := 2 if any(each.report is None for each in results) else int(any(each.failed for each in results)):
            raise SystemExit(status)


def _lines(name: str) -> Any:
    try:
        return import_module(f"spamscore.cli.formats.{name}").lines
    except (ImportError, AttributeError) as error:
        raise CommandError(f"there is no format {name!r}", returncode=2) from error


def _limit(given: str | None) -> Any:
    from spamscore.integrations.outgoing import checked_limit

    if given is None:
        return configured()["FAIL_ON"]
    try:
        return checked_limit(float(given) if given[:1] in "-.0123456789" else given)
    except ValueError as error:
        raise CommandError(f"--fail-on: {error}", returncode=2) from error


def _values(name: str | None) -> Any:
    if name is None:
        return None
    try:
        values = json.loads(Path(name).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"cannot read {name}: {error}", returncode=2) from error
    if not isinstance(values, dict):
        raise CommandError(f"{name} holds no JSON object with the values of a template", returncode=2)
    return values
