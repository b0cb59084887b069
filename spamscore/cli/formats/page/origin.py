"""Where a report's spans point: the text of a mail, from the command or from the file that it was read from."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]


def of(checked: Checked) -> Origin | None:
    """The source of a mail; None when it cannot be had any more (standard input, a file that is gone)."""
    mail = _mail(checked)
    if mail is None:
        return None
    text = mail.html if mail.html is not None else mail.plain or ""
    shown = text[:MAX_SHOWN]
    return Origin(shown, mail.html is not None, mail.subject, mail.sender, len(text) - len(shown))


def _mail(checked: Checked) -> Mail | None:
    if checked.source is not None:
        return read(checked.source)
    path = Path(checked.name)
    try:
        return read(path) if checked.name != "-" and path.is_file() else None  # a pipe would wait for ever
    except (OSError, ValueError):  # ValueError: a name with a NUL
        return None
