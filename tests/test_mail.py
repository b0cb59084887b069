"""What `read` takes, what it refuses, and that the form in which a mail is given does not matter."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from spamscore import markup, mime
from spamscore.mail import Attachment, Mail, read

HTML = "<html><body><p>Grüße aus Köln – your order is ready.</p><a href='https://shop.example/o/1'>See it</a></body></html>\n"
TEXT = "Grüße aus Köln – your order is ready.\nSee it: https://shop.example/o/1\n"


def message(cte: str = "quoted-printable") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Käthe Müller <kaethe@shop.example>"
    made["To"] = "ann@example.com"
    made["Reply-To"] = "help@mail.support.example"
    made["Subject"] = (
        "Ihre Bestellung – für Sie zusammengestellt und zum Versand bereit gemacht, heute noch, wie besprochen"
    )
    made["List-Unsubscribe"] = "<https://shop.example/u/" + "x" * 120 + ">, <mailto:out@shop.example>"
    made.set_content(TEXT, cte=cte)
    made.add_alternative(HTML, subtype="html", cte=cte)
    made.add_attachment(b"%PDF-1.4 invoice", maintype="application", subtype="pdf", filename="Rechnung März.pdf")
    made.set_boundary("outer-boundary")
    made.get_payload(0).set_boundary("inner-boundary")
    return made


def test_a_message_is_read_whole() -> None:
    mail = read(message())
    assert mail.subject.endswith("heute noch, wie besprochen")
    assert (mail.sender_name, mail.sender_address, mail.sender_domain) == (
        "Käthe Müller", "kaethe@shop.example", "shop.example",
    )  # fmt: skip
    assert mail.reply_to_domain == "support.example"
    assert mail.html == HTML
    assert mail.plain == TEXT
    assert [link.href for link in mail.links] == ["https://shop.example/o/1"]
    assert [(a.name, a.declared_type, a.actual_type) for a in mail.attachments] == [
        ("Rechnung März.pdf", "application/pdf", "application/pdf"),
    ]
    assert mail.parts == ("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf")
    assert mail.defects == ()


def test_every_form_of_one_message_gives_an_equal_mail(tmp_path: Path) -> None:
    made = message()
    raw = made.as_bytes()
    path = tmp_path / "mail.EML"
    path.write_bytes(raw)
    forms = {
        "bytes": raw,
        "path": path,
        "crlf": raw.replace(b"\n", b"\r\n"),
        "smtp policy": made.as_bytes(policy=email.policy.SMTP),
        "parsed, default policy": email.message_from_bytes(raw, policy=email.policy.default),
        "parsed, compat32": email.message_from_bytes(raw),
        "mail": read(raw),
        "base64": message("base64"),
        "8bit": message("8bit"),
        "unfolded": made.as_bytes(policy=email.policy.default.clone(max_line_length=0)),
    }
    expected = read(made)
    assert [name for name, form in forms.items() if read(form) != expected] == []


def test_a_message_that_cannot_be_written_is_still_read() -> None:
    made = EmailMessage()
    made["Subject"] = "Hello"
    made.set_payload("odd \ud800 text")
    made["Content-Type"] = "text/plain; charset=no-such-charset"
    assert read(made).subject == "Hello"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>Hello</p>", True),
        ("<!DOCTYPE html><html></html>", True),
        ("Hello<br/>world", True),
        ("<mjml><mj-body></mj-body></mjml>", True),
        ("", False),
        ("1 < 2 and 3 > 2", False),
        ("Write to <ann@example.com> or <b@example.com>", False),
        ("see <https://example.com/a>", False),
    ],
)
def test_a_body_is_html_when_it_holds_tags(source: str, html: bool) -> None:
    mail = read(source)
    assert (mail.html, mail.plain) == ((source, None) if html else (None, source))
    assert mail.headers is None
    assert mail.subject is None


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.html", "<p>Grüße</p>".encode(), "<p>Grüße</p>"),
        ("a.htm", "<p>Grüße</p>".encode("cp1252"), "<p>Grüße</p>"),
        ("a.html", b"\xef\xbb\xbf<p>Hello</p>", "<p>Hello</p>"),
        ("a.html", "<p>Hello</p>".encode("utf-16"), "<p>Hello</p>"),
        ("a.html", '<meta charset="koi8-r"><p>Привет</p>'.encode("koi8-r"), '<meta charset="koi8-r"><p>Привет</p>'),
        ("a.mjml", b"no tags yet", "no tags yet"),
        ("a.jinja", b"<p>{{ name }}</p>\r\n", "<p>{{ name }}</p>\n"),
    ],
)
def test_a_body_file_is_decoded(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path / name).html == expected


def test_a_text_file_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("how to write <p>bold</p>")
    assert read(tmp_path / "a.txt").html is None


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.eml")


@pytest.mark.parametrize("source", [None, 1, 1.5, [], {}, ["<p>"], bytearray(b"x"), memoryview(b"x"), object()])
def test_other_types_are_refused_with_advice(source: object) -> None:
    with pytest.raises(TypeError, match=r"pass str .*bytes.*Path.*not " + type(source).__name__):
        read(source)


@pytest.mark.parametrize(
    ("context", "error"),
    [
        ({"subject": 1}, TypeError),
        ({"sender": b"x"}, TypeError),
        ({"text": ["x"]}, TypeError),
        ({"attachments": "report.pdf"}, TypeError),
        ({"attachments": ("report.pdf",)}, TypeError),
        ({"attachments": (("report.pdf", "text"),)}, TypeError),
        ({"kind": "newsletter"}, ValueError),
    ],
)
def test_wrong_context_is_refused(context: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        read("<p>x</p>", **context)


def test_context_overrides_what_the_source_says(tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7")
    given = Attachment("kept.bin")
    mail = read(
        message(), subject="Other", sender="Bob <BOB@other.example>", text="twin", kind="marketing",
        attachments=(given, tmp_path / "notes.pdf", ("run.txt", b"MZ")),
    )  # fmt: skip
    assert (mail.subject, mail.sender_address, mail.plain, mail.kind) == (
        "Other",
        "bob@other.example",
        "twin",
        "marketing",
    )
    assert mail.html == HTML
    assert mail.attachments[0] is given
    assert [a.actual_type for a in mail.attachments[1:]] == ["application/pdf", "application/x-msdownload"]
    assert read(read("<p>x</p>"), subject="S") == read("<p>x</p>", subject="S")


def test_odd_characters_are_replaced_in_place() -> None:
    assert read("<p>a\ud800b\0c</p>").html == "<p>a\ufffdb\ufffdc</p>"
    assert read("x", subject="two\n lines\ud800").subject == "two lines\ufffd"


def test_a_huge_body_is_cut_and_says_so() -> None:
    mail = read("<p>" + "word " * 500_000)
    assert len(mail.html) == mime.MAX_BODY == markup.MAX_SOURCE
    assert next(defect for defect in mail.defects if "-cut" in defect) == "html-cut: 2500003 characters, 1500000 read"
    assert sum(defect.startswith("html-cut") for defect in mail.defects) == 1


def test_headers_are_found_by_name() -> None:
    mail = read(b"Subject: a\nSubject: b\nX-Spam-Flag: YES\nReceived: from x\n\nhi\n")
    assert (mail.header("subject"), mail.header_all("subject"), mail.header("from")) == ("a", ("a", "b"), None)
    assert mail.headers == (("subject", "a"), ("subject", "b"))
    assert isinstance(mail, Mail)
