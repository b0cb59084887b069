"""The floor that score() is held against: Python's parser of messages, BeautifulSoup over lxml, get_text."""

import email

import bs4


def read(raw: bytes) -> int:
    """Characters of text in a message, read in the plainest way there is."""
    message = email.message_from_bytes(raw)
    characters = 0
    for part in message.walk():
        if part.get_content_type() in ("text/html", "text/plain"):
            payload = part.get_payload(decode=True)
            body = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            html = part.get_content_type() == "text/html"
            characters += len(bs4.BeautifulSoup(body, "lxml").get_text()) if html else len(body)
    return characters
