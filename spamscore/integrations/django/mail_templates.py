"""The e-mail templates of a Django project, as `check` sees them: with sample values filled in, or as they stand."""

import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.utils.module_loading import import_string

from spamscore import templates
from spamscore.cli.checked import Checked
from spamscore.integrations.django.configured import DEFAULTS, configured
from spamscore.integrations.outgoing import Limit, objection


def found(patterns: Iterable[str]) -> dict[str, Path]:
    """The templates whose names match, with their files; where several folders have one, the first as in Django.

    Those of installed packages are left out unless a project names its own patterns.
    """
    patterns = tuple(patterns)
    installed = tuple(Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib"))
    seen: dict[str, Path] = {}
    for folder in dict.fromkeys(Path(each) for engine in engines.all() for each in engine.template_dirs):
        if patterns == DEFAULTS["TEMPLATES"] and any(folder.is_relative_to(each) for each in installed):
            continue
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            named = any(fnmatchcase(name, each) for each in patterns)
            if named and templates.is_template(path) and path.is_file():
                seen.setdefault(name, path)
    return dict(sorted(seen.items()))


def checked(files: Mapping[str, Path], limit: Limit, values: Mapping[str, Any] | None = None) -> Iterator[Checked]:
    """What there is to say about each mail; its HTML, its text and its subject are one.

    Args:
        files: names of templates and their files.
        limit: what they have to stay below.
        values: to fill in; by default those of SPAMSCORE["CONTEXTS"], and none for a template without.
    """
    contexts = configured()["CONTEXTS"]
    names = {path: name for name, path in files.items()}
    for path, *_ in templates.group(files.values()):
        name = names[path]
        try:
            template = templates.load(path)
            given = values if values is not None else _sample(contexts.get(name))
            report = templates.check(template) if given is None else _rendered(name, template, given)
            why = objection(report, limit)
            yield Checked(name, report, failures=(why,) if why else ())
        except Exception as error:  # noqa: BLE001 - a template runs the project's own code, which may raise anything
            yield Checked(name, None, f"{name}: {type(error).__name__}: {error}")


def _sample(given: Any) -> Any:
    function = import_string(given) if isinstance(given, str) else given
    return function() if callable(function) else given


def _rendered(name: str, template: templates.Template, values: Mapping[str, Any]) -> Any:
    """The report on a mail rendered by the project's own engine: all its files, into a folder where they are read again."""
    with TemporaryDirectory() as place:
        for file in (template.path, *template.files):
            sibling = (Path(name).parent / file.name).as_posix()
            try:
                text = get_template(sibling).render(dict(values))
            except TemplateDoesNotExist:
                if file == template.path:
                    raise
                continue
            (Path(place) / file.name).write_text(text, "utf-8")
        return templates.check(templates.load(Path(place) / template.path.name))
