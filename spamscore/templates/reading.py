"""The text of a template file, decoded; what is no text is refused in one sentence."""

from pathlib import Path

MAX_BYTES = 10_000_000  # more of a template is not read: the mail is cut long before
_LOOKED_AT = 8_192  # bytes at the start in which a NUL shows that a file is no text
_SIXTEEN_BITS = (b"\xff\xfe", b"\xfe\xff")


def text(path: Path) -> str:
    r"""The text of a file with \n at the ends of its lines.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no text, or in no charset that it names or shows.
    """
    from spamscore import charsets

    with path.open("rb") as file:
        data = file.read(MAX_BYTES)
    if b"\0" in data[:_LOOKED_AT] and not data.startswith(_SIXTEEN_BITS):
        raise ValueError(f"{path} is no text: it holds NUL bytes; name templates and mails only")
    decoded, _ = charsets.decode(data, markup=True)
    if "\ufffd" in decoded.rstrip("\ufffd") and "\ufffd".encode() not in data:
        raise ValueError(f"{path} cannot be decoded: save it as UTF-8, or name its charset in a <meta> tag")
    return decoded.replace("\r\n", "\n").replace("\r", "\n")
