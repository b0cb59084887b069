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
    context: dict[str, Any]
    not_checked: tuple[str, ...]
    origin: Origin | Literal["here", "elsewhere"]


def make(path: Path, body: str, context: dict[str, Any], values: Mapping[str, Any] | None, root: Path) -> Made:
    """The mail made of the body of a template and what is known besides; raises `ValueError` for what cannot be rendered."""
    part = names.read(path).part
    is_mjml = part == "mjml" or (part == "unknown" and "<mjml" in body[:5_000])
    html = is_mjml or part == "html" or (part == "unknown" and mail.has_tags(body))
    source, notes = body, []
    if values is not None:
        source = rendering.render(body, path, values, root, html=html)
        context = {
            name: rendering.render(value, path, values, root, html=False)
            if name in ("subject", "sender", "text")
            else value
            for name, value in context.items()
        }
    else:
        notes = _unseen(body)
    rendered = values is not None
    if is_mjml:
        try:
            source, rendered = mjml.render(source, path.parent), True
        except mjml.NotRenderedError as why:
            notes = [*notes, f"what MJML makes of it: judged as source ({why})"]
    origin = Origin(body, html=html, mjml=is_mjml) if rendered else HERE
    known = html == mail.has_tags(source) or (html and "text" in context)
    return Made(source if known else mail.body(source, html=html), context, tuple(notes), origin)


def _unseen(body: str) -> list[str]:
    lines = Lines(body)
    return [
        f"{part.name}, which line {lines.span(part.start, part.start).line} {part.how}"
        for part in placeholders.unseen(body)
    ]
