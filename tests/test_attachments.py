"""What the bytes of an attachment show."""

import gzip
import io
import struct
import tarfile
import zipfile

import pytest

from spamscore.attachments import examine


def zipped(*names: str, data: bytes = b"x", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name in names:
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(*names: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 700
            archive.addfile(entry, io.BytesIO(b"x" * 700))
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ""),
        (b"plain words", ""),
        (b"%PDF-1.7", "application/pdf"),
        (b"MZ\x90\0", "application/x-msdownload"),
        (b"\x7fELF", "application/x-elf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8", "image/webp"),
        (b"{\\rtf1 hello}", "application/rtf"),
        (b"#!/bin/sh\n", "text/x-shellscript"),
        (b"\xef\xbb\xbf <!-- a --> <!DOCTYPE html><html>", "text/html"),
        ("<html>".encode("utf-16-le"), "text/html"),
        (b'<?xml version="1.0"?><svg xmlns="x">', "image/svg+xml"),
        (b"[InternetShortcut]\nURL=file://x", "application/internet-shortcut"),
        (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
        (b"\0" * 32_769 + b"CD001", "application/x-iso9660-image"),
        (OLE, "application/x-ole-storage"),
        (zipped("a.txt"), "application/zip"),
        (zipped("[Content_Types].xml", "word/document.xml"),
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (zipped("META-INF/MANIFEST.MF"), "application/java-archive"),
    ],
)  # fmt: skip
def test_the_type_is_what_the_bytes_show(data: bytes, expected: str) -> None:
    assert examine("harmless.txt", data, "Text/Plain").actual_type == expected
    assert examine("harmless.txt", data, "Text/Plain").declared_type == "text/plain"


@pytest.mark.parametrize(
    ("data", "members"),
    [
        (zipped("invoice.pdf.exe", "größe.txt"), ("invoice.pdf.exe", "größe.txt")),
        (zipped("one.js", "two.js")[:60], ("one.js",)),  # cut: no directory, the local header still tells
        (tarred("a.sh", "b/c.txt"), ("a.sh", "b/c.txt")),
        (gzip.compress(tarred("a.sh", "b.txt")), ("a.sh", "b.txt")),
        (b"PK\x03\x04", ()),
        (b"\x1f\x8b broken", ()),
    ],
    ids=range(6),  # archives hold the time
)
def test_names_inside_are_listed(data: bytes, members: tuple[str, ...]) -> None:
    assert examine("a", data).members == members


def test_the_name_in_a_gzip_header() -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile("invoice.exe", "wb", fileobj=buffer) as file:
        file.write(b"x")
    assert examine("a.gz", buffer.getvalue()).members == ("invoice.exe",)


def rar4(name: bytes, flags: int) -> bytes:
    main = struct.pack("<HBHH", 0, 0x73, 0, 13) + bytes(6)
    entry = (
        struct.pack("<HBHHIIBIIBBHI", 0, 0x74, flags | 0x8000, 32 + len(name), 5, 9, 0, 0, 0, 29, 0x33, len(name), 0)
        + name
    )
    return b"Rar!\x1a\x07\0" + main + entry + b"stuff"


def rar5(name: bytes) -> bytes:
    head = bytes((2, 2, 5, 0, 9, 0, 0, 0, len(name))) + name
    return b"Rar!\x1a\x07\x01\0" + bytes(4) + bytes((3, 1, 0, 0)) + bytes(4) + bytes((len(head),)) + head + b"stuff"


@pytest.mark.parametrize(
    ("data", "members", "encrypted"),
    [
        (rar4(b"invoice.exe", 0), ("invoice.exe",), False),
        (rar4(b"invoice.exe", 4), ("invoice.exe",), True),
        (b"Rar!\x1a\x07\0" + struct.pack("<HBHH", 0, 0x73, 0x80, 13) + bytes(6), (), True),
        (rar5(b"invoice.exe"), ("invoice.exe",), False),
        (b"Rar!\x1a\x07\x01\0" + bytes(4) + bytes((9, 4, 0)), (), True),
    ],
)
def test_rar_archives_are_listed(data: bytes, members: tuple[str, ...], encrypted: bool) -> None:
    found = examine("a.rar", data)
    assert (found.actual_type, found.members, found.encrypted) == ("application/vnd.rar", members, encrypted)


def test_encryption_is_seen() -> None:
    locked = bytearray(zipped("a.txt"))
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    assert examine("a.zip", bytes(locked)).encrypted
    assert examine("a.pdf", b"%PDF-1.7 ... trailer << /Encrypt 5 0 R >>").encrypted
    assert examine("a.docx", OLE + "EncryptedPackage".encode("utf-16-le")).encrypted
    assert examine("a.7z", b"7z\xbc\xaf\x27\x1c..\x06\xf1\x07\x01").encrypted
    assert not examine("a.zip", zipped("a.txt")).encrypted
    assert not examine("a.pdf", b"%PDF-1.7").encrypted


@pytest.mark.parametrize(
    ("data", "macros"),
    [
        (zipped("word/document.xml", "word/vbaProject.bin"), True),
        (zipped("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), True),
        (zipped("content.xml", "Basic/Standard/Module1.xml"), True),
        (OLE + "_VBA_PROJECT".encode("utf-16-le"), True),
        (zipped("word/document.xml"), False),
        (OLE, False),
        ("_VBA_PROJECT".encode("utf-16-le"), False),
    ],
)
def test_macros_are_seen(data: bytes, macros: bool) -> None:
    assert examine("a", data).macros is macros


def test_bombs_are_only_counted() -> None:
    bomb = examine("bomb.zip", zipped("zeros", data=bytes(20_000_000)))
    assert bomb.ratio > 500
    assert bomb.members == ("zeros",)
    assert examine("bomb.gz", gzip.compress(bytes(20_000_000))).ratio > 500
    many = examine("many.zip", zipped(*(f"{number}.txt" for number in range(3_000))))
    assert len(many.members) == 200
