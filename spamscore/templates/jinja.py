"""Jinja templates filled in, in its sandbox; a value that is missing is named."""

import traceback
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

_PIECES = 1_000_000  # pieces of output: a loop that does not end


def render(source: str, path: Path, values: Mapping[str, Any], folders: tuple[Path, ...], *, html: bool) -> str:
    """The source with the values filled in; raises `ValueError` with file and line."""
    try:
        import jinja2
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError:
        raise ValueError(
            f"{path}: values are filled into Jinja templates by jinja2: pip install 'spamscore[jinja]'"
        ) from None
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folders), undefined=jinja2.StrictUndefined, autoescape=html,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )  # fmt: skip
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # of the extension i18n
    try:
        template = environment.from_string(source)
        return "".join(islice(template.generate(dict(values)), _PIECES))
    except jinja2.TemplateSyntaxError as error:
        raise ValueError(f"{_file(error.filename, path)}:{error.lineno}: {error.message}") from None
    except jinja2.TemplateNotFound as error:
        folder = " or ".join(dict.fromkeys(map(str, folders)))
        raise ValueError(f"{path}:{_line(error, path)[1]}: there is no template {error.name} below {folder}") from None
    except jinja2.UndefinedError as error:
        file, line = _line(error, path)
        raise ValueError(f"{file}:{line}: {error.message}: add it to the values") from None
    except Exception as error:  # noqa: BLE001 - filters and tests of Jinja raise whatever their values raise
        file, line = _line(error, path)
        raise ValueError(f"{file}:{line}: {type(error).__name__}: {error}") from None


def _file(name: str | None, path: Path) -> str:
    return name if name and name != "<template>" else str(path)


def _line(error: Exception, path: Path) -> tuple[str, int]:
    """File and line of the template in which an error came up; Jinja writes them into the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    found = [frame for frame in frames if frame.filename == "<template>" or not frame.filename.endswith(".py")]
    return (_file(found[-1].filename, path), found[-1].lineno or 1) if found else (str(path), 1)
