"""Transfer forms of a body undone, damaged or not: base64, quoted-printable, format=flowed. Never raises."""

import binascii
import re
from itertools import islice

_QUOTE = re.compile(r">{0,100}")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_PIECE = re.compile(rb"[^=]{2,}")
_MAX_PIECES = 100_000  # a body joined from so many encoded pieces is no body any more


def base64(data: bytes) -> tuple[bytes, bool]:
    """The bytes as far as base64 can be read, and whether it was whole.

    >>> base64(b"aGVsbG8")
    (b'hello', False)
    """
    try:
        decoded = binascii.a2b_base64(data)
    except binascii.Error:
        decoded = b""
    if decoded and len(decoded) * 4 >= len(data) * 3 * 0.9:  # text after a padding would be lost
        return decoded, True
    mended = b"".join(map(_mend, islice(_PIECE.finditer(data.translate(None, _NOT_BASE64)), _MAX_PIECES)))
    return mended, mended == decoded and (bool(decoded) or not data.strip())


def _mend(piece: re.Match[bytes]) -> bytes:
    """A run between paddings; a last character that carries no whole byte is left out."""
    run = piece[0][: len(piece[0]) - (len(piece[0]) % 4 == 1)]
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))


def decode(data: bytes, encoding: bytes) -> tuple[bytes, str]:
    r"""The body after transfer decoding (RFC 2045, section 6), as far as it can be decoded, and a defect or "".

    >>> decode(b"caf=C3=A9", b"Quoted-Printable")
    (b'caf\xc3\xa9', '')
    """
    encoding = encoding.partition(b";")[0].strip().lower()
    if encoding == b"quoted-printable":
        return binascii.a2b_qp(data), ""
    if encoding == b"base64":
        decoded, whole = base64(data)
        return decoded, "" if whole or not data.strip() else "base64-damaged"
    return data, ""


def unflow(text: str, *, delete_space: bool = False) -> str:
    r"""The text with the soft line breaks of format=flowed undone (RFC 3676, section 4).

    >>> unflow("one \ntwo\n>three \n> four\n-- \nsigned")
    'one two\n>three four\n-- \nsigned'
    """
    done: list[str] = []
    flowing: str | None = None  # the quote marks of the paragraph that goes on
    for line in text.split("\n"):
        quote = _QUOTE.match(line)[0]  # type: ignore[index]  # the pattern matches the empty string, too
        content = line[len(quote) :].removeprefix(" ")
        if flowing == quote and content != "-- ":
            done[-1] += content
        else:
            done.append(quote + content)
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            done[-1] = done[-1][:-1]
        flowing = quote if flows else None
    return "\n".join(done)
