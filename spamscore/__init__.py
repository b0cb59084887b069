"""spamscore: how much an e-mail's content looks like spam, before it is sent. Offline, deterministic, explained.

>>> import spamscore
>>> spamscore.check("<p>Your order has been shipped. It arrives on Tuesday morning.</p>").verdict
'ok'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from spamscore.errors import ModelError, SpamscoreError

if TYPE_CHECKING:
    from spamscore.bulk import score_many
    from spamscore.cause import Cause
    from spamscore.mail import Attachment, Mail, read
    from spamscore.markup import Image, Link
    from spamscore.model import Model, load_model
    from spamscore.readiness import Preflight, preflight
    from spamscore.remedy import Change, Edit, Plan
    from spamscore.report import Comparison, Contribution, Report
    from spamscore.rules import Finding, Rule
    from spamscore.scoring import check, compare, plan, score

__version__ = "0.1.0"

_ROOMS = {
    "bulk": ("score_many",),
    "cause": ("Cause",),
    "mail": ("Attachment", "Mail", "read"),
    "markup": ("Image", "Link"),
    "model": ("Model", "load_model"),
    "readiness": ("Preflight", "preflight"),
    "remedy": ("Change", "Edit", "Plan"),
    "report": ("Comparison", "Contribution", "Report"),
    "rules": ("Finding", "Rule"),
    "scoring": ("check", "compare", "plan", "score"),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Attachment", "Cause", "Change", "Comparison", "Contribution", "Edit", "Finding", "Image", "Link", "Mail", "Model", "ModelError",
    "Plan", "Preflight", "Report", "Rule", "SpamscoreError", "__version__", "check", "compare", "load_model", "plan", "preflight", "read", "score",
    "score_many",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """A public name, imported when first asked for: `import spamscore` alone stays cheap."""
    if name not in _HOME:
        raise AttributeError(f"module 'spamscore' has no attribute {name!r}")
    value = getattr(import_module(f"spamscore.{_HOME[name]}"), name)
    globals()[name] = value
    return value
