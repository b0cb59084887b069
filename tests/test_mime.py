"""Messages whole and broken: bodies, charsets, headers, bounds."""

import base64
import email
import random
import time
import tracemalloc

import pytest

from spamscore import charsets, headers, mime


def message(content_type: str, body: bytes, encoding: str = "", extra: bytes = b"") -> bytes:
    cte = f"Content-Transfer-Encoding: {encoding}\n" if encoding else ""
    return f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: {content_type}\n{cte}".encode() + extra + b"\n" + body


def multipart(kind: str, *parts: bytes, boundary: str = "cut") -> bytes:
    """An entity of parts, each given as headers, blank line and body."""
    mark = f"--{boundary}".encode()
    inside = b"".join(mark + b"\n" + part + b"\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary={boundary}\n\n".encode() + inside + mark + b"--\n"


PLAIN = b"Content-Type: text/plain\n\nplain words"
PAGE = b"Content-Type: text/html\n\n<p>a page</p>"
PICTURE = b"Content-Type: image/png; name=a.png\nContent-ID: <a>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
LETTER = b"Content-Type: message/rfc822\n\nFrom: x@y.example\nSubject: old\n\nforwarded words"


@pytest.mark.parametrize(
    ("raw", "html", "plain", "attachments"),
    [
        (b"", None, "", []),
        (b"just words", None, "just words", []),
        (b"<html><p>x</p></html>", "<html><p>x</p></html>", None, []),
        (b"Subject: x\n\nhello", None, "hello", []),
        (multipart("alternative", PLAIN, PAGE), "<p>a page</p>", "plain words", []),
        (multipart("mixed", multipart("alternative", PLAIN, PAGE, boundary="cutter"), PLAIN),
         "<p>a page</p>", "plain words\nplain words", []),
        (multipart("related", PAGE, PICTURE), "<p>a page</p>", None, []),
        (multipart("mixed", PAGE, PAGE.replace(b"a page", b"two")), "<p>a page</p>\n<p>two</p>", None, []),
        (multipart("mixed", PLAIN, LETTER), None, "plain words", ["message.eml"]),
        (multipart("digest", b"\nSubject: old\n\nforwarded"), None, None, ["message.eml"]),
        (LETTER, None, "forwarded words", []),
        (multipart("mixed", PLAIN, PAGE.replace(b"html\n", b"html; name=form.html\n")), None, "plain words", ["form.html"]),
        (multipart("alternative", PLAIN, PAGE.replace(b"html\n", b"html; name=b.html\n")),
         "<p>a page</p>", "plain words", []),
        (multipart("mixed", PLAIN, PICTURE.replace(b"iVBORw0KGgo", b"TVqQAAMAAAA")), None, "plain words", ["a.png"]),
        (multipart("mixed", PLAIN, b"Content-Type: application/pgp-signature; name=s.asc\n\nx"), None, "plain words", []),
        (multipart("mixed", PLAIN).replace(b"boundary=cut", b"boundary=other"), None, "plain words", []),
        (multipart("mixed", PLAIN, PAGE)[:-9], "<p>a page</p>", "plain words", []),
        (multipart("mixed"), None, None, []),
        (b"Content-Type: multipart/mixed\n\nno parts at all", None, "no parts at all", []),
        (b"Content-Type: html\n\n<html>x", "<html>x", None, []),
        (b"Content-Type: TEXT/HTML ; Charset=\"us-ascii\n\n<p>x", "<p>x", None, []),
    ],
)  # fmt: skip
def test_bodies_and_attachments(raw: bytes, html: str | None, plain: str | None, attachments: list[str]) -> None:
    for form in (raw, raw.replace(b"\n", b"\r\n")):
        found = mime.parse(form)
        assert (found.html, found.plain, [a.name for a in found.attachments]) == (html, plain, attachments)


def test_names_inside_a_forwarded_message_are_listed() -> None:
    inside = multipart("mixed", PLAIN, b"Content-Type: application/x; name=run.exe\n\nMZ")
    found = mime.parse(
        multipart("mixed", PAGE, b"Content-Type: message/rfc822; name=a.eml\n\n" + inside, boundary="out")
    )
    assert [(a.name, a.actual_type, a.members) for a in found.attachments] == [
        ("a.eml", "message/rfc822", ("run.exe",))
    ]


@pytest.mark.parametrize(
    ("data", "charset", "text", "defect"),
    [
        ("Grüße".encode(), "utf-8", "Grüße", ""),
        ("Grüße".encode(), "iso-8859-1", "Grüße", ""),  # wrongly declared, yet plainly UTF-8
        ("Grüße".encode("latin-1"), "utf-8", "Gr\ufffd\ufffde", "charset-wrong: utf-8"),
        ("Grüße".encode("latin-1"), "", "Grüße", ""),
        ("Grüße".encode("latin-1"), "x-foo", "Grüße", "charset-unknown: x-foo"),
        ("“quoted” – €5".encode("cp1252"), "iso-8859-1", "“quoted” – €5", ""),
        ("Привет".encode("koi8-r"), "KOI8-R", "Привет", ""),
        ("你好，世界".encode("gbk"), "gb2312", "你好，世界", ""),
        ("こんにちは".encode("iso2022_jp"), "iso-2022-jp", "こんにちは", ""),
        ("こんにちは".encode("cp932"), "shift_jis", "こんにちは", ""),
        ("안녕".encode("cp949"), "ks_c_5601-1987", "안녕", ""),
        ("Hello".encode("utf-16"), "utf-16", "Hello", ""),
        ("Hello all".encode("utf-16-le"), "", "Hello all", ""),
        (b"abc", "punycode", "abc", "charset-unknown: punycode"),
        (b"abc", "zlib", "abc", "charset-unknown: zlib"),
        (b"abc\x81", "rot13\0", "abc\ufffd", "charset-unknown: rot13\ufffd"),
        (b"a\x00b", "", "a\x00b", ""),
    ],
)
def test_charsets_are_guessed_last(data: bytes, charset: str, text: str, defect: str) -> None:
    assert charsets.decode(data, charset) == (text, defect)


@pytest.mark.parametrize(
    ("encoding", "body", "plain", "defects"),
    [
        ("base64", base64.b64encode(b"hello there"), "hello there", ()),
        ("Base64 ", b"aGVs\n bG8g\r\ndGhlcmU=\n", "hello there", ()),
        ("base64", b"aGVsbG8gdGhlcm", "hello ther", ("base64-damaged",)),
        ("base64", b"aGVsbG8=\naGVsbG8=\n", "hellohello", ("base64-damaged",)),
        ("base64", b"!!!", "", ("base64-damaged",)),
        ("quoted-printable", b"a=20b=\nc=E4=ZZ=", "a bcä=ZZ", ()),
        ("x-odd", b"as it is", "as it is", ()),
    ],
)
def test_damaged_transfer_encodings(encoding: str, body: bytes, plain: str, defects: tuple[str, ...]) -> None:
    found = mime.parse(message("text/plain", body, encoding))
    assert (found.plain, found.defects) == (plain, defects)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?ISO-8859-1?Q?Gr=FC=DFe_an?= alle", "Grüße an alle"),
        (b"=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        (b"=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        (b"x=?utf-8?q?y?=z", "xyz"),
        (b"=?utf-8?Q?two words?=", "two words"),
        (b"=?utf-8*en?Q?hi?=", "hi"),
        (b"=?utf-8?Q?no end", "no end"),
        (b"=?x-foo?Q?caf=E9?=", "café"),
        (b"=?utf-8?B?R3LDvMOfZ?=", "Grüß"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("latin-1"), "Grüße"),
        (b"=?utf-8?Q?line=0D=0ABcc:_x?=", "line Bcc: x"),
        (b"a  b\t c", "a b c"),
    ],
)
def test_header_values_are_decoded(value: bytes, expected: str) -> None:
    assert headers.decode(value, "subject") == expected


@pytest.mark.parametrize(
    ("value", "boxes"),
    [
        (b"Ann <ann@example.com>", [("Ann", "ann@example.com")]),
        (b"ann@example.com", [("", "ann@example.com")]),
        (
            b'"Doe, Ann" <ann@example.com>, Bob <b@example.com>',
            [("Doe, Ann", "ann@example.com"), ("Bob", "b@example.com")],
        ),
        (b"=?utf-8?Q?Doe=2C_J=C3=B6rg?= <j@example.com>", [("Doe, Jörg", "j@example.com")]),
        (b'"=?utf-8?Q?Doe=2C_J=C3=B6rg?=" <j@example.com>', [("Doe, Jörg", "j@example.com")]),
        (b"=?utf-8?Q?pay=40bank.example_=3Cx=3E?= <j@evil.example>", [("pay@bank.example <x>", "j@evil.example")]),
        (b"Ann O'Neil (office) <ann@example.com", [("Ann O'Neil (office)", "ann@example.com")]),
        (b"", []),
        (b"undisclosed-recipients:;", []),
        (b"(" * 20_000, []),
    ],
)
def test_mailboxes(value: bytes, boxes: list[tuple[str, str]]) -> None:
    assert list(headers.mailboxes(headers.decode(value, "from"))) == boxes


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b'attachment; filename="a b.pdf"', "a b.pdf"),
        (b"attachment; filename=a b.pdf; size=3", "a b.pdf"),
        (b'attachment; filename="a\\"b;c.pdf"', 'a"b;c.pdf'),
        (b"attachment; filename*=utf-8'de'%C3%BCber.pdf", "über.pdf"),
        (b"attachment; filename*0*=utf-8''%C3%BC; filename*1=ber; filename*2*=%2Epdf", "über.pdf"),
        (b'attachment; filename="=?utf-8?B?w7xiZXIucGRm?="', "über.pdf"),
        ("attachment; filename=über.pdf".encode(), "über.pdf"),
        (b'attachment; filename="open.pdf', "open.pdf"),
    ],
)
def test_parameters(value: bytes, name: str) -> None:
    assert headers.parameters(value)[1]["filename"] == name


def test_headers_end_where_the_body_begins() -> None:
    raw = b"From ann Mon Jan 1 00:00:00\nSubject: one\n two\nstray line\nTo: a@b.example\nX-Other: y\n z\nReceived: x\n\nbody: text\n"
    found = mime.parse(raw)
    assert found.headers == (("subject", "one two"), ("to", "a@b.example"))
    assert (found.plain, found.defects) == ("body: text\n", ("header-damaged",))
    assert mime.parse(b"Subject: x\nNo blank line here\nmore\n").plain == "No blank line here\nmore\n"


def test_the_transfer_form_is_not_kept_in_the_headers() -> None:
    raw = message('multipart/mixed; BOUNDARY="x"; type=a', b"--x--", "8bit")
    assert dict(mime.parse(raw).headers)["content-type"] == "multipart/mixed; type=a"


def test_flowed_text_is_unwrapped() -> None:
    assert mime.parse(message("text/plain; format=flowed", b"one \ntwo\nthree")).plain == "one two\nthree"
    assert mime.parse(message("text/plain; format=flowed; delsp=yes", b"one \ntwo")).plain == "onetwo"
    assert mime.parse(message("text/plain", b"one \ntwo")).plain == "one \ntwo"


def test_long_lines_are_named() -> None:
    assert mime.parse(message("text/plain", b"x" * 998)).defects == ()
    assert mime.parse(message("text/plain", b"x" * 999 + b"\nend\n" * 300)).defects == (
        "line-too-long: over 998 bytes",
    )


def test_well_formed_mail_reads_as_the_standard_library_reads_it() -> None:
    chosen = random.Random(7)
    for _ in range(200):
        raw = b"Subject: x\nMIME-Version: 1.0\n" + entity(chosen, 0)
        parts = list(email.message_from_bytes(raw).walk())
        found = mime.parse(raw)
        assert found.parts == tuple(part.get_content_type() for part in parts)
        for kind, text in (("text/html", found.html), ("text/plain", found.plain)):
            expected = [part.get_payload(decode=True).decode() for part in parts if part.get_content_type() == kind]
            assert text == ("\n".join(expected) if expected else None)


def entity(chosen: random.Random, depth: int) -> bytes:
    if depth < 4 and chosen.random() < 0.6:
        inside = [entity(chosen, depth + 1) for _ in range(chosen.randint(1, 3))]
        return multipart(chosen.choice(("mixed", "alternative", "related")), *inside, boundary=f"=_{chosen.random()}")
    text = "".join(chosen.choices("abc =-\né€", k=chosen.randint(0, 60)))
    head = f"Content-Type: text/{chosen.choice(('plain', 'html'))}; charset=utf-8\n"
    if chosen.random() < 0.5:
        return (head + "Content-Transfer-Encoding: base64\n\n").encode() + base64.encodebytes(text.encode())
    return (head + "\n" + text).encode()


def nested(kind: str) -> bytes:
    if kind == "message":
        return b"Content-Type: message/rfc822\n\n" * 3_000 + b"end"
    return b"".join(b"Content-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (n, n) for n in range(3_000)) + b"end"


HOSTILE = {
    "nested messages": lambda: nested("message"),
    "nested multiparts": lambda: nested("multipart") + b"hello world\n" * 1_000_000,
    "one boundary for all": lambda: b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 4_000_000,
    "near boundaries": lambda: b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhi\n" + b"--xy\n" * 4_000_000,
    "large attachment": lambda: multipart("mixed", PAGE, b"Content-Type: application/x; name=a.zip\n"
        b"Content-Transfer-Encoding: base64\n\n" + b"UEsDBAAA" * 3_700_000),
    "large page": lambda: message("text/html; charset=utf-8", b"<p>x " * 6_000_000),
    "only headers": lambda: b"Subject: x\n" * 2_700_000,
    "one header": lambda: b"Subject: " + b"=?utf-8?q?" * 3_000_000,
    "open parameters": lambda: b"Content-Type: text/plain" + b'; a="' * 6_000_000 + b"\n\nx",
    "many zip members": lambda: message("application/zip; name=a.zip", b"PK\x03\x04" * 7_500_000),
    "line breaks": lambda: b"\r" * 30_000_000,
    "flowed": lambda: message("text/plain; format=flowed", b"> \n" * 10_000_000),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_messages_stay_within_bounds(case: str) -> None:
    raw = HOSTILE[case]()
    started = time.process_time()
    found = mime.parse(raw)
    assert time.process_time() - started < 1.5
    assert len(found.parts) <= mime.MAX_PARTS
    assert len(found.html or "") <= mime.MAX_BODY


def test_what_is_not_read_is_named() -> None:
    named = {case: mime.parse(HOSTILE[case]()).defects for case in HOSTILE}
    assert "nested-too-deep: 20 levels read" in named["nested messages"]
    assert "nested-too-deep: 20 levels read" in named["nested multiparts"]
    assert "too-many-parts: 200 read" in named["one boundary for all"]
    assert any(defect.startswith("html-cut: ") for defect in named["large page"])
    assert "headers-cut" in named["only headers"]


def test_thirty_megabytes_need_little_memory() -> None:
    raw = HOSTILE["large attachment"]()
    tracemalloc.start()
    mime.parse(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150_000_000
