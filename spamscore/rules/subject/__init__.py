"""Rules about the subject: the first line a reader sees, and the first that filters read."""

from spamscore.rules.subject.wording import (
    subject_account_threat,
    subject_empty,
    subject_fake_reply,
    subject_fortune,
    subject_hype,
    subject_is_whole_body,
    subject_recipient_address,
    subject_urgency,
)
from spamscore.rules.subject.writing import (
    subject_badge,
    subject_encoding_visible,
    subject_gappy_text,
    subject_invisible_characters,
    subject_mixed_scripts,
    subject_punctuation_run,
    subject_shouting,
    subject_styled_letters,
    subject_too_long,
)

__all__ = [
    "subject_account_threat",
    "subject_badge",
    "subject_empty",
    "subject_encoding_visible",
    "subject_fake_reply",
    "subject_fortune",
    "subject_gappy_text",
    "subject_hype",
    "subject_invisible_characters",
    "subject_is_whole_body",
    "subject_mixed_scripts",
    "subject_punctuation_run",
    "subject_recipient_address",
    "subject_shouting",
    "subject_styled_letters",
    "subject_too_long",
    "subject_urgency",
]
