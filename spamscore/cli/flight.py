"""Flight: what `spamscore preflight` found out about one mail, for its formats to show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spamscore.cli.checked import Checked

if TYPE_CHECKING:
    from spamscore.readiness import Preflight


@dataclass(frozen=True, slots=True)
class Flight:
    """One mail with its nine causes."""

    checked: Checked  # its content, as `check` found it
    found: "Preflight"
    failures: tuple[str, ...] = ()  # why it is stopped, a sentence each; empty when it passes

    @property
    def name(self) -> str:
        """The mail as the user named it."""
        return self.checked.name
