"""What a template file is made into for scoring: values filled in, MJML rendered, the rest as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from spamscore import mail, placeholders
from spamscore.spans import Lines
from spamscore.templates import mjml, names, rendering
from spamscore.templates.origin import Origin
from spamscore.templates.places import HERE


@dataclass(frozen=True)
class Made:
    """A mail made of a template."""

    source: object  # what `spamscore.check` takes
    not_checked: tuple[str, ...]
    origin: Origin | Literal["here", "elsewhere"]


def make(path: Path, body: str, context: dict[str, Any], values: Mapping[str, Any] | None, root: Path) -> Made:
    """The mail made of the body of a template and what is known besides; raises `ValueError` for what cannot be rendered."""
    part = names.read(path).part
    is_mjml = part == "mjml" or (part == "unknown" and "<mjml" in body[:5_000])
    html = is_mjml or part == "html" or (part == "unknown" and mail.has_tags(body))
    source, why = body, ""
    if values is not None:
        source = rendering.render(body, path, values, root, html=html)
    if is_mjml:
        try:
            source = mjml.render(source, path.parent)
        except mjml.NotRenderedError as error:
            why = str(error)
    notes = _unseen(body, filled=values is not None, included=is_mjml and not why)
    if why:
        notes.append(f"what MJML makes of it: judged as source ({why})")
    rendered = values is not None or (is_mjml and not why)
    origin = Origin(body, html=html, mjml=is_mjml) if rendered else HERE
    known = html == mail.has_tags(source) or (html and "text" in context)
    return Made(source if known else mail.body(source, html=html), tuple(notes), origin)


def _unseen(body: str, *, filled: bool, included: bool) -> list[str]:
    """What stands in other files, in words; not what the engine of the language or that of MJML has brought in."""
    lines = Lines(body)
    parts = [
        part for part in placeholders.unseen(body) if not (included if body.startswith("<mj", part.start) else filled)
    ]
    return [f"{part.name}, which line {lines.span(part.start, part.start).line} {part.how}" for part in parts]
