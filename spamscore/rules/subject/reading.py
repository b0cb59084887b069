"""What both pages of the chapter read of a subject."""

import re

from spamscore.mail import Mail

GMAIL = "Gmail, Email sender guidelines (support.google.com/a/answer/81126, 2026-03-21)"
REPLY = re.compile(r"(?:re|aw|antw|sv|rif|res|ref|fwd?|wg|rv|enc|tr)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}:", re.I)
_MAX_SUBJECT = 1_000  # characters judged; no reader sees more


def judged(mail: Mail) -> str:
    """The part of the subject that rules look at, "" when there is none."""
    return (mail.subject or "")[:_MAX_SUBJECT].strip()
