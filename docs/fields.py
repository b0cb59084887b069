"""What the fields of a dataclass hold, for the API pages: read from the comments beside them, so that nothing is said twice."""

import dataclasses
import inspect
import io
import tokenize
from typing import Any


def comments(cls: type) -> dict[str, str]:
    """The comment beside each field of a class, by the field's name; "" where there is none."""
    lines = inspect.getsource(cls).splitlines()
    beside: dict[int, str] = {}
    for token in tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith("# noqa"):
            beside[token.start[0]] = token.string.lstrip("# ")
    found = {}
    for number, line in enumerate(lines, start=1):
        name, colon, _ = line.strip().partition(":")
        if colon and name.isidentifier():
            found.setdefault(name, beside.get(number, ""))
    return found


def add(_app: Any, what: str, _name: str, thing: Any, _options: Any, lines: list[str]) -> None:
    """Append a dataclass's fields, with types and comments, to its docstring."""
    if what != "class" or not dataclasses.is_dataclass(thing):
        return
    said = comments(thing)
    fields = [each for each in dataclasses.fields(thing) if not each.name.startswith("_")]
    if fields:
        lines += ["", "Attributes:"]
    for field in fields:
        kind = field.type if isinstance(field.type, str) else inspect.formatannotation(field.type)
        lines.append(f"    {field.name} ({kind.replace('spamscore.', '')}): {said.get(field.name, '')}")


def skip(_app: Any, _what: str, name: str, thing: Any, skipped: bool, _options: Any) -> bool | None:  # noqa: FBT001 - Sphinx's signature
    """Leave slots out: they are the fields, told above by their comments."""
    return True if inspect.ismemberdescriptor(thing) or name.startswith("_") else skipped or None
