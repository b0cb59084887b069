"""The exceptions spamscore raises on purpose, one root for all of them.

A caller's mistake is a ``TypeError`` or ``ValueError`` of Python's own; hostile or broken mail is never an exception.
"""


class SpamscoreError(Exception):
    """Root of every error that is spamscore's own."""


class ModelError(SpamscoreError):
    """A model folder is missing, damaged, or made for another version of the features."""
