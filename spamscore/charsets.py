"""Bytes of a mail → text: what is declared, what the bytes themselves show, and a guess last. Never raises."""

import codecs
import re
from functools import lru_cache

# What mailers call a charset → the codec that readers' programs really use (WHATWG Encoding Standard, section 4.2).
_ALIASES = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "ansi_x3.4-1968": "cp1252", "x-ansi": "cp1252", "iso-8859-9": "cp1254", "iso-8859-8-i": "cp1255",
    "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030",
    "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "x-euc-jp": "euc_jp", "unicode-1-1-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8", "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "windows-874": "cp874", "x-user-defined": "cp1252",
}  # fmt: skip
# Placeholders of mailers that name no charset at all.
_UNSAID = frozenset(
    ("", "default", "default_charset", "unknown", "unknown-8bit", "x-unknown", "8bit", "binary", "charset", "none")
)
# Python's codecs that are no charset of mail; punycode's decoder is quadratic, so that a short part could stall.
_NOT_MAIL = frozenset(("punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"))
# Charsets whose ASCII bytes may mean something else, or whose text may by chance be valid UTF-8: believed first.
_STATEFUL = ("iso2022", "hz", "utf_7", "utf_16", "utf_32")
_PAIRED = ("gb", "big5", "cp949", "cp932", "cp950", "euc", "shift", "johab")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,200}?\b(?:charset|encoding)\s{0,8}=\s{0,8}[\"']?([\w.:-]{2,40})", re.I)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_META_WINDOW = 2_048


@lru_cache(maxsize=256)
def _codec(declared: str) -> str:
    """Python's name of the codec for a declared charset, "" when there is none that mail may use."""
    wanted = _ALIASES.get(declared, declared)
    try:
        name = codecs.lookup(wanted).name.replace("-", "_")
    except (LookupError, ValueError, TypeError):
        return ""
    if name in _NOT_MAIL:
        return ""
    try:
        b"xx".decode(name)  # refuses codecs that are no charsets (zlib, base64, rot13)
    except UnicodeError:  # half a character is still a charset
        return name
    except LookupError:
        return ""
    return name


def decode(data: bytes, declared: str = "", *, markup: bool = False) -> tuple[str, str]:
    """The text in ``data`` and a defect ("" when all went well).

    Args:
        data: bytes after transfer decoding.
        declared: the charset parameter as written, "" when absent.
        markup: whether to look for the charset that an HTML source names itself.

    >>> decode("déjà vu".encode(), "us-ascii")
    ('déjà vu', '')
    >>> decode("déjà vu".encode("latin-1"), "x-foo")
    ('déjà vu', 'charset-unknown: x-foo')
    """
    declared = declared.strip(" \t\"'").lower()
    codec = _codec(declared) if declared not in _UNSAID else ""
    defect = "" if codec or declared in _UNSAID else f"charset-unknown: {printable(declared)[:40]}"
    if data.isascii() and not codec.startswith(_STATEFUL) and not _sixteen_bits(data):
        return data.decode("ascii"), defect
    for candidate in _candidates(data, codec, markup=markup):
        try:
            return data.decode(candidate), defect
        except (UnicodeError, ValueError):
            continue
    wrong = defect or (f"charset-wrong: {printable(declared)[:40]}" if codec else "")
    if codec.startswith((*_STATEFUL, *_PAIRED, "utf_8")):
        return data.decode(codec, "replace"), wrong
    return data.decode("cp1252", "replace"), wrong


def _candidates(data: bytes, codec: str, *, markup: bool) -> list[str]:
    found = [name for bom, name in _BOMS if data.startswith(bom)]
    if not codec and (sixteen := _sixteen_bits(data)):
        found.append(sixteen)
    if codec.startswith((*_STATEFUL, *_PAIRED)):
        found.append(codec)
    found.append("utf-8")
    if not codec and markup and (meta := _META.search(data, 0, _META_WINDOW)):
        found.append(_codec(meta[1].decode("ascii").lower()))
    found.append(codec)
    return [name for name in found if name]


def _sixteen_bits(data: bytes) -> str:
    """UTF-16 without a byte order mark, "" for anything else: in Western text every other byte is zero."""
    sample = data[:400]
    if len(sample) < 4 or sample.count(0) < len(sample) // 3:
        return ""
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def clean(text: str) -> str:
    r"""The text with lone surrogates and NULs made visible as U+FFFD, each for each, so that positions stay.

    >>> clean("a\ud800b\0c") == "a\ufffdb\ufffdc"
    True
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text


def printable(text: str) -> str:
    """The text fit for a one-line message: control characters replaced."""
    return "".join(char if char.isprintable() else "\ufffd" for char in clean(text[:200]))
