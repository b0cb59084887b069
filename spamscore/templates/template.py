"""Template: a file in a repository as the mail that it will become, and the way from findings back to its lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spamscore.templates import front, names, reading, twins

if TYPE_CHECKING:
    from spamscore.report import Report
    from spamscore.templates.places import Places

_KINDS = ("marketing", "transactional")


@dataclass(frozen=True)
class Template:
    """A template and what belongs to it; `check` scores it."""

    path: Path
    source: object  # what `spamscore.check` takes
    context: Mapping[str, Any] = field(default_factory=dict)  # what the repository says besides: subject, text …
    files: tuple[Path, ...] = ()  # every file of this mail, the one that was named first
    not_checked: tuple[str, ...] = ()  # what cannot be seen in the source: an include, a base template …
    places: "Places | None" = field(default=None, repr=False, compare=False)  # where findings stand, if not as reported


def load(path: Path, values: Mapping[str, Any] | None = None, root: Path | None = None) -> Template:
    """The mail in a template file, with its text twin, its subject and its front matter.

    Args:
        path: the file; its suffix says what it is. A text twin named by itself is judged by itself; a subject named by itself
            is judged with the mail that it belongs to.
        values: what to fill in first, where the language can be rendered here (Jinja, Django).
        root: the folder below which a rendered template finds those that it names, the current one by default.

    Raises:
        OSError: the file cannot be read.
        ValueError: it cannot be understood, in one sentence that says what to do.
    """
    part = names.read(path).part
    if part == "message":
        with path.open("rb"):  # says now what is wrong, in the operating system's words
            return Template(path, path, files=(path,))
    if part == "subject" and (bodies := twins.bodies_of(path)):
        return _of_subject(path, load(bodies[0], values, root))
    return _load(path, values, root or Path())


def _of_subject(path: Path, template: Template) -> Template:
    """The template of a mail, seen from its subject: places in other files are none of this one."""
    from spamscore.templates.places import ELSEWHERE, Places

    written = reading.text(path)
    start = len(written) - len(written.lstrip())
    places = Places(written, {"subject": (start, len(written.rstrip()))}, ELSEWHERE)
    return replace(template, path=path, files=twins.files_of(path), places=places)


def _load(path: Path, values: Mapping[str, Any] | None, root: Path) -> Template:
    from spamscore.templates import making, rendering
    from spamscore.templates.places import Places

    written = reading.text(path)
    head = front.read(written)
    family = twins.family(path)
    context: dict[str, Any] = {"kind": _kind(path, head)} if "kind" in head.entries else {}
    for name, (file, source) in _said(path, head, family).items():
        said = source if values is None else rendering.render(source, file, values, root, html=False)
        context[name] = said if name == "text" else " ".join(said.split())
    made = making.make(path, head.body, context, values, root)
    notes = [f"the preheader in line {head.lines['preheader']}"] if "preheader" in head.lines else []
    heads: dict[str, tuple[int, int]] = {
        name: head.places[name] for name in ("subject", "sender") if name in head.places
    }
    places = Places(written, heads, made.origin)
    return Template(path, made.source, context, family.files, (*made.not_checked, *notes), places)


def _said(path: Path, head: front.Front, family: twins.Family) -> dict[str, tuple[Path, str]]:
    """Subject, sender and text of a mail: the file that says it, and what it says, on the line where it stands there."""
    said: dict[str, tuple[Path, str]] = {
        name: (path, "\n" * (head.lines[name] - 1) + head.entries[name])
        for name in ("subject", "sender")
        if name in head.entries
    }
    if family.subject and "subject" not in said:
        said["subject"] = (family.subject, reading.text(family.subject))
    if family.text:
        said["text"] = (family.text, front.read(reading.text(family.text)).body)
    return said


def _kind(path: Path, head: front.Front) -> str:
    kind = head.entries["kind"]
    if kind not in _KINDS:
        raise ValueError(f"{path}:{head.lines['kind']}: kind is 'marketing' or 'transactional', not {kind!r}")
    return kind


def check(template: Template, **keywords: Any) -> "Report":
    """The report on a template, every span a place in its file; keywords are those of `spamscore.check` and win.

    Places in a rendered mail (MJML, values filled in) are looked for in the template; None where it does not say so itself.
    Those in a whole message (.eml) are places in its body, decoded.
    """
    from spamscore import scoring

    known = {
        name: _masked(value) if name in ("subject", "sender") else value for name, value in template.context.items()
    }
    report = scoring.check(template.source, **{**{name: value for name, value in known.items() if value}, **keywords})
    if template.places is not None:
        report = template.places.told(report)
    return replace(report, not_checked=(*report.not_checked, *template.not_checked))


def _masked(value: str) -> str | None:
    """A subject or sender with its placeholders masked; None when it is nothing else, and so unknown."""
    from spamscore.placeholders import VALUE, collapse, mask

    masked = " ".join(collapse(mask(value)[0]).split())
    return masked if masked.strip(VALUE + " ") else None
