"""Django templates filled in by Django's own engine, without a project; a value that is missing is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LIBRARIES = {
    "i18n": "django.templatetags.i18n", "l10n": "django.templatetags.l10n", "tz": "django.templatetags.tz",
    "static": "django.templatetags.static", "cache": "django.templatetags.cache",
}  # fmt: skip
_DEFAULTS = frozenset(("default", "default_if_none", "yesno"))


class _MissingError(Exception):
    """A value that the template asks for and nobody gave."""


class _Missing(str):
    """What Django puts where a value is missing: it asks for the name, and gets an error."""

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        raise _MissingError(str(variable))


class _Lenient:
    """A filter expression that has a default for a missing value."""

    def __init__(self, expression: Any) -> None:
        self._expression = expression

    def resolve(self, context: Any, ignore_failures: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        """The value, or what the default makes of none."""
        value = self._expression.resolve(context, ignore_failures=True)
        return "" if value is None else value

    def __str__(self) -> str:
        return str(self._expression)


def render(source: str, path: Path, values: Mapping[str, Any], folders: tuple[Path, ...], *, html: bool) -> str:
    """The source with the values filled in; raises `ValueError` with file and line."""
    try:
        from django.conf import settings
        from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
    except ImportError:
        raise ValueError(f"{path}: values are filled into Django templates by Django: pip install django") from None
    if not settings.configured:
        import os

        if not os.environ.get("DJANGO_SETTINGS_MODULE"):
            settings.configure(USE_I18N=False, USE_TZ=False, STATIC_URL="/static/")
    engine = _strict(Engine)(
        dirs=list(folders), libraries=_LIBRARIES, string_if_invalid=_Missing("%s"), autoescape=html, debug=True
    )
    try:
        return str(engine.from_string(source).render(Context(dict(values), autoescape=html)))
    except TemplateSyntaxError as error:
        raise ValueError(f"{path}:{_line(error)}: {error}") from None
    except TemplateDoesNotExist as error:
        folder = " or ".join(dict.fromkeys(map(str, folders)))
        raise ValueError(f"{path}:{_line(error)}: there is no template {error} below {folder}") from None
    except _MissingError as error:
        raise ValueError(f"{path}:{_line(error)}: {error} is missing: add it to the values") from None
    except Exception as error:  # noqa: BLE001 - tags and filters raise whatever their values raise
        raise ValueError(f"{path}:{_line(error)}: {type(error).__name__}: {error}") from None


def _line(error: Exception) -> int:
    """The line that Django names in its debug mode, 1 where it names none."""
    told: Any = getattr(error, "template_debug", None) or {}
    return int(told.get("line", 1))


def _strict(engine: type[Any]) -> type[Any]:
    """An engine whose templates tell a missing value that has a default from one that has none."""

    class Strict(engine):  # type: ignore[misc]  # Django has no types
        """Django's engine, strict."""

        def from_string(self, template_code: str) -> Any:
            """A template from its source."""
            return _with_defaults(super().from_string(template_code))

        def find_template(self, name: str, dirs: Any = None, skip: Any = None) -> Any:
            """A template that another one names, and where it came from."""
            template, origin = super().find_template(name, dirs, skip)
            return _with_defaults(template), origin

    return Strict


def _with_defaults(template: Any) -> Any:
    from django.template.base import VariableNode

    for node in template.nodelist.get_nodes_by_type(VariableNode):
        filters = getattr(node.filter_expression, "filters", ())
        if any(getattr(function, "_filter_name", function.__name__) in _DEFAULTS for function, _ in filters):
            node.filter_expression = _Lenient(node.filter_expression)
    return template
