"""The words of a text: runs of letters in any script."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[^\W\d_\x00-\xff]")
_NO_DIGITS = re.compile(r"\D+")
_LATIN = bytes(code if _WORD.fullmatch(chr(code)) else ord(" ") for code in range(256))


def split(text: str) -> list[str]:
    r"""What ``re.findall(r"[^\W\d_]+", text)`` gives; several times as fast where all letters are of Latin-1.

    >>> split("Größe: 12 x 3–4 cm")
    ['Größe', 'x', 'cm']
    """
    if not text.isascii() and _FOREIGN.search(text):
        return _WORD.findall(text)
    return text.encode("latin-1", "replace").translate(_LATIN).decode("latin-1").split()


def near_digits(pattern: re.Pattern[str], text: str, before: int) -> bool:
    r"""Whether the pattern matches anywhere, when its first digit comes at most `before` characters after its start.

    Runs without digits are passed over at a glance: several times as fast as ``pattern.search``.

    >>> near_digits(re.compile(r"\b[A-Z]{2} \d{5}\b"), "Springfield, IL 62701", 3)
    True
    """
    starts = (0, *(found.end() for found in _NO_DIGITS.finditer(text)))
    return any(pattern.match(text, at) for start in starts for at in range(max(start - before, 0), start + 1))
