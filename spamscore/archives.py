"""Names inside an archive, read from its directory: nothing is unpacked, every count is bounded. Never raises."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

MAX_MEMBERS = 200
_HEAD = 64_000  # bytes of a compressed tar looked at
_UTF8_NAMES = 0x800  # zip general purpose flag, bit 11 (APPNOTE.TXT, section 4.4.4)


@dataclass(frozen=True)
class Listing:
    """What an archive's directory says."""

    members: tuple[str, ...] = ()
    encrypted: bool = False
    ratio: float = 0.0


_NOTHING = Listing()
_DOCUMENTS = (  # a member that makes a zip a document, and its media type
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("AndroidManifest.xml", "application/vnd.android.package-archive"),
    ("META-INF/MANIFEST.MF", "application/java-archive"),
    ("META-INF/container.xml", "application/epub+zip"),
    ("content.xml", "application/vnd.oasis.opendocument"),
)


def document_type(members: tuple[str, ...]) -> str:
    """The media type of a document that is a zip inside, "" for an ordinary archive.

    >>> document_type(("[Content_Types].xml", "word/document.xml"))
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    """
    return next((kind for member, kind in _DOCUMENTS if member in members), "")


def listing(kind: str, data: bytes) -> Listing:
    """Names, encryption and declared ratio of an archive of that media type; an empty listing for anything else."""
    reader = _READERS.get(kind)
    if reader is None:
        return _NOTHING
    try:
        return reader(data)
    except (struct.error, IndexError, ValueError, OverflowError, zlib.error):
        return _NOTHING


def _zip(data: bytes) -> Listing:
    """By the central directory, else (cut or odd files) by the local headers in front of each member."""
    tail = data.rfind(b"PK\x05\x06")
    position = struct.unpack_from("<I", data, tail + 16)[0] if 0 <= tail <= len(data) - 20 else -1
    central = data.startswith(b"PK\x01\x02", position) if position >= 0 else False
    signature, layout, skip = (b"PK\x01\x02", "<8xH10xIIHHH", 46) if central else (b"PK\x03\x04", "<6xH10xIIHH", 30)
    position = position if central else data.find(signature)
    names: list[str] = []
    encrypted, packed, unpacked = False, 0, 0
    while position >= 0 and len(names) < MAX_MEMBERS and len(data) >= position + skip:
        flags, small, large, length, *extra = struct.unpack_from(layout, data, position)
        names.append(_name(data[position + skip : position + skip + length], utf8=bool(flags & _UTF8_NAMES)))
        encrypted |= bool(flags & 1)
        packed, unpacked = packed + small, unpacked + large
        position = data.find(signature, position + skip + length + sum(extra))
    return Listing(tuple(names), encrypted, unpacked / packed if packed else 0.0)


def _name(raw: bytes, *, utf8: bool = True) -> str:
    raw = raw[:255]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if utf8 else raw.decode("cp437")


def _tar(data: bytes) -> Listing:
    names: list[str] = []
    position = 0
    while len(names) < MAX_MEMBERS and data.startswith(b"ustar", position + 257):
        name = data[position : position + 100].rstrip(b"\0")
        size = int(data[position + 124 : position + 135].strip(b" \0") or b"0", 8)
        names.append(_name(name))
        position += 512 + -(-max(size, 0) // 512) * 512
    return Listing(tuple(names))


def _gzip(data: bytes) -> Listing:
    """The name in the header, or the names of the tar inside, from the first 64 kB only."""
    head = zlib.decompressobj(31).decompress(data[:_HEAD], _HEAD)
    ratio = struct.unpack("<I", data[-4:])[0] / len(data)  # RFC 1952, section 2.3.1: ISIZE ends the file
    if head.startswith(b"ustar", 257):
        return Listing(_tar(head).members, ratio=ratio)
    named = len(data) > 10 and data[3] & 0x0C == 0x08
    return Listing((_name(data[10 : data.find(b"\0", 10, 300)]),) if named else (), ratio=ratio)


def _rar(data: bytes) -> Listing:
    return _rar5(data) if data.startswith(b"\x01\0", 6) else _rar4(data)


def _rar4(data: bytes) -> Listing:
    """Blocks: CRC (2), type (1), flags (2), size (2), then for a file (type 0x74) sizes and a name (technote of RAR 4)."""
    names: list[str] = []
    encrypted, position, packed, unpacked = False, 7, 0, 0
    while position + 7 <= len(data) and len(names) < MAX_MEMBERS:
        kind, flags, size = struct.unpack_from("<2xBHH", data, position)
        if kind == 0x73 and flags & 0x80:  # archive header: everything after it is encrypted
            return Listing((), encrypted=True)
        following = struct.unpack_from("<I", data, position + 7)[0] if flags & 0x8000 or kind == 0x74 else 0
        if kind == 0x74:
            small, large, length = struct.unpack_from("<7xII11xH", data, position)
            names.append(_name(data[position + 32 : position + 32 + length].partition(b"\0")[0]))
            encrypted |= bool(flags & 4)
            packed, unpacked = packed + small, unpacked + large
        if size < 7 or kind == 0x7B:
            break
        position += size + following
    return Listing(tuple(names), encrypted, unpacked / packed if packed else 0.0)


def _rar5(data: bytes) -> Listing:
    """Blocks: CRC (4), then variable-length integers: size, type, flags, sizes of extra and data (technote of RAR 5)."""
    names: list[str] = []
    encrypted, position = False, 8
    while position + 4 < len(data) and len(names) < MAX_MEMBERS:
        size, start = _integer(data, position + 4)
        kind, here = _integer(data, start)
        if kind == 4:  # archive encryption header
            return Listing((), encrypted=True)
        flags, here = _integer(data, here)
        extra, here = _integer(data, here) if flags & 1 else (0, here)
        following, here = _integer(data, here) if flags & 2 else (0, here)
        if kind == 2:
            names.append(_rar5_name(data, here))
            encrypted |= data[start + size - extra + 1 : start + size - extra + 2] == b"\x01" if extra else False
        if kind == 5:
            break
        position = start + size + following
    return Listing(tuple(names), encrypted)


def _rar5_name(data: bytes, here: int) -> str:
    flags, here = _integer(data, here)
    _, here = _integer(data, here)  # unpacked size
    _, here = _integer(data, here)  # attributes
    here += 4 * bool(flags & 2) + 4 * bool(flags & 4)  # time, checksum
    _, here = _integer(data, here)  # compression
    _, here = _integer(data, here)  # system
    length, here = _integer(data, here)
    return _name(data[here : here + length])


def _integer(data: bytes, position: int) -> tuple[int, int]:
    """A variable-length integer, seven bits a byte, and where the next field starts."""
    value = 0
    for shift in range(0, 63, 7):
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    return value, position


_READERS: dict[str, Callable[[bytes], Listing]] = {
    "application/zip": _zip,
    "application/x-tar": _tar,
    "application/gzip": _gzip,
    "application/vnd.rar": _rar,
}
