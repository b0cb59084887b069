"""Transfer forms of a body undone, damaged or not: base64, quoted-printable, format=flowed. Never raises."""

import binascii
import re

_QUOTE = re.compile(r">{0,100}")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDING = re.compile(rb"=+")


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
    pieces = [piece for piece in _PADDING.split(_NOT_BASE64.sub(b"", data)) if len(piece) > 1]
    whole = [piece[: len(piece) - (len(piece) % 4 == 1)] for piece in pieces]
    mended = b"".join(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)) for piece in whole)
    return mended, mended == decoded and (bool(decoded) or not data.strip())


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
