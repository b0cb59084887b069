"""Where a report's spans point: the text of a mail, from the command or from the file that it was read from."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from spamscore import mime
from spamscore.attachments import media_type
from spamscore.cli.checked import Checked
from spamscore.mail import Mail, read

MAX_SHOWN = 300_000  # characters of one mail; a mail is cut by Gmail after 102 kB


@dataclass(frozen=True)
class Origin:
    """A mail's source as far as a page shows it."""

    text: str
    is_html: bool
    subject: str | None = None
    sender: str | None = None
    cut: int = 0  # characters that are not shown
    pictures: Mapping[str, str] = field(
        default_factory=dict
    )  # Content-ID → data: address, of images that travel with it

    @property
    def size(self) -> int:
        """Characters that the page shows, those of pictures among them."""
        return len(self.text) + sum(map(len, self.pictures.values()))

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]


def of(checked: Checked) -> Origin | None:
    """The source of a mail; None when it cannot be had any more (standard input, a file that is gone)."""
    if checked.source is not None:
        return _origin(read(checked.source), {})
    path = Path(checked.name)
    try:
        if checked.name == "-" or not path.is_file():  # a pipe would wait for ever
            return None
        return _origin(read(path), _pictures(path) if path.suffix.lower() == ".eml" else {})
    except (OSError, ValueError):  # ValueError: a name with a NUL
        return None


def _origin(mail: Mail, pictures: Mapping[str, str]) -> Origin:
    text = mail.html if mail.html is not None else mail.plain or ""
    shown = text[:MAX_SHOWN]
    return Origin(shown, mail.html is not None, mail.subject, mail.sender, len(text) - len(shown), pictures)


def _pictures(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        found = mime.pictures(file.read(mime.MAX_MESSAGE))
    kinds = {name: media_type(data) for name, data in found.items()}
    return {
        name: f"data:{kinds[name]};base64,{b64encode(data).decode()}"
        for name, data in found.items()
        if kinds[name].startswith("image/")
    }
