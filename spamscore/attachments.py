"""Attachment: what a file that travels with a mail really is, by its bytes. Nothing is unpacked, opened or run."""

import re
from dataclasses import dataclass

from spamscore import archives


@dataclass(frozen=True)
class Attachment:
    """A file that travels with the mail; nothing is unpacked or opened."""

    name: str
    declared_type: str = ""  # as the message says, lower-case
    actual_type: str = ""  # by magic bytes, "" when unknown
    size: int = 0  # bytes after transfer decoding
    members: tuple[str, ...] = ()  # names inside an archive, bounded
    encrypted: bool = False
    macros: bool = False
    ratio: float = 0.0  # declared size of an archive's members / their size inside it, 0.0 when unknown


_WINDOW = 1_024  # bytes at the start in which a text format must show itself
_EDGE = 200_000  # bytes at either end searched for marks that have no fixed place

# First bytes → media type (file(1)'s database, IANA's registry and the formats' own specifications).
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\x89PNG\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"{\\rt", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"ITSF", "application/vnd.ms-htmlhelp"),
    (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (b"vhdxfile", "application/x-virtualbox-vhdx"),
    (b"conectix", "application/x-virtualbox-vhd"),
    (b"x\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"#!", "text/x-shellscript"),
)
_PLACED = (  # (offset, bytes, media type)
    (8, b"WEBP", "image/webp"),
    (7, b"**ACE**", "application/x-ace-compressed"),
    (4, b"ftyp", "video/mp4"),
    (257, b"ustar", "application/x-tar"),
    (32_769, b"CD001", "application/x-iso9660-image"),
)
_TEXTS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,200}(?:<!--.{0,400}?-->\s{0,200})?(?:"
    rb"(?P<svg>(?:<\?xml[^>]{0,200}>\s{0,50})?<svg\b)"
    rb"|(?P<html><(?:!doctype html|html|head|body|script|meta|title)\b)"
    rb"|(?P<xml><\?xml\b)"
    rb"|(?P<url>\[internetshortcut\])"
    rb"|(?P<calendar>begin:vcalendar)"
    rb"|(?P<vcard>begin:vcard)"
    rb"|(?P<mht>mime-version:|from:|received:|return-path:))", re.I | re.S,
)  # fmt: skip
_TEXT_TYPES = {
    "svg": "image/svg+xml", "html": "text/html", "xml": "text/xml", "url": "application/internet-shortcut",
    "calendar": "text/calendar", "vcard": "text/vcard", "mht": "message/rfc822",
}  # fmt: skip

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_VBA_PROJECT = "_VBA_PROJECT".encode("utf-16-le")
_MACRO_MEMBER = re.compile(r"(?:^|/)vbaproject\.bin$|^xl/macrosheets/|^basic/(?!script-lc|dialog)", re.I)
_AES_OF_7Z = b"\x06\xf1\x07\x01"


def media_type(data: bytes) -> str:
    """The media type that the bytes show, "" when they show none that matters here.

    >>> media_type(b"%PDF-1.7 ...")
    'application/pdf'
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    for offset, magic, kind in _PLACED:
        if data.startswith(magic, offset):
            return kind
    text = data[:_WINDOW].replace(b"\0", b"")  # UTF-16 text shows itself, too
    match = _TEXTS.match(text)
    return _TEXT_TYPES[match.lastgroup or ""] if match else ""


def examine(name: str, data: bytes, declared_type: str = "") -> Attachment:
    """What the bytes of a file show: its type, names inside it, encryption and macros. Never raises.

    Args:
        name: file name as the mail gives it, decoded.
        data: bytes after transfer decoding, possibly cut short.
        declared_type: media type as the mail gives it.
    """
    kind = media_type(data)
    listing = archives.listing(kind, data)
    members = listing.members
    return Attachment(
        name=name[:255],
        declared_type=declared_type.lower(),
        actual_type=archives.document_type(members) or kind if kind == "application/zip" else kind,
        size=len(data),
        members=members,
        encrypted=listing.encrypted or _encrypted(kind, data),
        macros=any(map(_MACRO_MEMBER.search, members))
        or (kind == "application/x-ole-storage" and _VBA_PROJECT in data),
        ratio=listing.ratio,
    )


def _encrypted(kind: str, data: bytes) -> bool:
    if kind == "application/pdf":  # the trailer stands at the end, or at the start of a linearised file
        return b"/Encrypt" in data[-_EDGE:] or b"/Encrypt" in data[:_EDGE]
    if kind == "application/x-ole-storage":
        return _ENCRYPTED_PACKAGE in data
    if kind == "application/x-7z-compressed":  # the coders are named in the header at the end
        return _AES_OF_7Z in data[-_EDGE:]
    return False
