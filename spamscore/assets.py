"""Where the shipped folders ``models/`` and ``data/`` are."""

from pathlib import Path

from spamscore.errors import SpamscoreError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder ``models`` or ``data``: inside the package when installed, beside it in a checkout.

    Raises `SpamscoreError` when neither exists, which means that the installation is incomplete.
    """
    for parent in (_PACKAGE / "_assets", _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise SpamscoreError(f"the folder {name!r} of spamscore is missing: install the package again")
