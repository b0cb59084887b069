"""Templates of a repository: what their names say, what belongs together, what they say about the mail, what is not seen."""

import base64
import itertools
import re
import time
from pathlib import Path

import pytest

import spamscore
from spamscore import templates
from spamscore.mail import Mail
from spamscore.templates import names


@pytest.mark.parametrize(
    ("name", "part", "language", "mail"),
    [
        ("welcome.html", "html", "", "welcome"),
        ("welcome.HTM", "html", "", "welcome"),
        ("welcome.html.j2", "html", "Jinja", "welcome"),
        ("welcome.j2", "unknown", "Jinja", "welcome"),
        ("welcome.txt.jinja2", "text", "Jinja", "welcome"),
        ("welcome.mjml", "mjml", "", "welcome"),
        ("welcome.mjml.j2", "mjml", "Jinja", "welcome"),
        ("welcome.html.erb", "html", "ERB", "welcome"),
        ("welcome.text.erb", "text", "ERB", "welcome"),
        ("welcome.txt.erb", "text", "ERB", "welcome"),
        ("welcome.blade.php", "unknown", "Blade", "welcome"),
        ("welcome-text.blade.php", "text", "Blade", "welcome"),
        ("welcome.html.twig", "html", "Twig", "welcome"),
        ("welcome.gohtml", "html", "Go", "welcome"),
        ("welcome.html.tmpl", "html", "Go", "welcome"),
        ("welcome.hbs", "unknown", "Handlebars", "welcome"),
        ("welcome.subject.txt", "subject", "", "welcome"),
        ("welcome_subject.txt", "subject", "", "welcome"),
        ("welcome.subject", "subject", "", "welcome"),
        ("password_reset_email.html", "html", "", "password_reset"),
        ("password_reset_subject.txt", "subject", "", "password_reset"),
        ("email_confirmation_message.txt", "text", "", "email_confirmation"),
        ("subject.ejs", "subject", "EJS", ""),
        ("html.ejs", "html", "EJS", ""),
        ("text.ejs", "text", "EJS", ""),
        ("mail.eml", "message", "", ""),
        ("invoice.de.html", "html", "", "invoice.de"),
    ],
)
def test_a_name_tells(name: str, part: str, language: str, mail: str) -> None:
    told = names.read(Path("mails", name))
    assert (told.part, told.language, told.mail) == (part, language, mail)


@pytest.mark.parametrize("name", ["a.php", "a.py", "a.j2x", "Makefile", "html", "a.subject"])
def test_what_is_no_template_by_its_name(name: str) -> None:
    assert not templates.is_template(Path(name))


# names in one folder → the mails they are
FAMILIES = [
    (("welcome.html", "welcome.txt", "welcome.subject"), {"welcome.html welcome.txt welcome.subject"}),
    (("welcome.html", "welcome.txt", "welcome_subject.txt"), {"welcome.html welcome.txt welcome_subject.txt"}),
    (("welcome.html", "welcome.subject.txt"), {"welcome.html welcome.subject.txt"}),
    (("a_email.html", "a_email.txt", "a_subject.txt"), {"a_email.html a_email.txt a_subject.txt"}),
    (("reset_email.html", "reset_subject.txt"), {"reset_email.html reset_subject.txt"}),
    (("c_message.html", "c_message.txt", "c_subject.txt"), {"c_message.html c_message.txt c_subject.txt"}),
    (("welcome.html.erb", "welcome.text.erb"), {"welcome.html.erb welcome.text.erb"}),
    (("welcome.hbs", "welcome.text.hbs"), {"welcome.hbs welcome.text.hbs"}),
    (("welcome.mjml.j2", "welcome.txt.j2"), {"welcome.mjml.j2 welcome.txt.j2"}),
    (("html.ejs", "text.ejs", "subject.ejs"), {"html.ejs text.ejs subject.ejs"}),
    (("order.html", "welcome.html", "order.txt"), {"order.html order.txt", "welcome.html"}),
    (("a.html", "a_email.html", "a.txt"), {"a.html a.txt", "a_email.html"}),
    (("a.de.html", "a.en.html", "a.de.txt"), {"a.de.html a.de.txt", "a.en.html"}),
    (("note.txt", "note_subject.txt"), {"note.txt note_subject.txt"}),
    (("a.eml", "a.html", "a.txt"), {"a.eml", "a.html a.txt"}),
    (("a.txt", "b.txt"), {"a.txt", "b.txt"}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "mails"), FAMILIES, ids=[" ".join(given) for given, _ in FAMILIES])
def test_files_of_one_mail_are_found_whatever_their_order(
    tmp_path: Path, given: tuple[str, ...], mails: set[str]
) -> None:
    for name in given:
        (tmp_path / name).write_text("Hello")
    for order in itertools.permutations(given):
        grouped = templates.group(tmp_path / name for name in order)
        assert {" ".join(path.name for path in paths) for paths in grouped} == mails
    for paths in grouped:
        assert templates.load(paths[0]).files == paths


def test_a_text_stands_by_itself_when_its_html_is_not_named(tmp_path: Path) -> None:
    for name in ("a.html", "a.txt", "a_subject.txt"):
        (tmp_path / name).write_text("Hello")
    assert templates.group([tmp_path / "a.txt"]) == ((tmp_path / "a.txt", tmp_path / "a_subject.txt"),)
    (files,) = templates.group([tmp_path / "a_subject.txt"])
    assert [path.name for path in files] == ["a_subject.txt", "a.html", "a.txt"]


def loaded(folder: Path, name: str, source: str, **keywords: object) -> templates.Template:
    (folder / name).write_text(source)
    return templates.load(folder / name, **keywords)  # type: ignore[arg-type] # tests pass values and root


def places(report: spamscore.Report, rule: str) -> list[tuple[int, int] | None]:
    """Line and column of each piece of evidence of a rule."""
    found = {each.rule.id: each.spans for each in report.findings}[rule]
    return [(span.line, span.column) if span else None for span in found]


def test_text_subject_and_front_matter_make_one_mail(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The text of it")
    (tmp_path / "a_subject.txt").write_text("\nYour {{ thing }}\n  is ready\n")
    template = loaded(
        tmp_path, "a.html", "---\nfrom: 'Lamps Ltd <hi@lamps.example>'\nkind: transactional\n---\n<p>Hello</p>"
    )
    assert template.context == {
        "sender": "Lamps Ltd <hi@lamps.example>",
        "kind": "transactional",
        "subject": "Your {{ thing }} is ready",
        "text": "The text of it",
    }
    assert [path.name for path in template.files] == ["a.html", "a.txt", "a_subject.txt"]


def test_front_matter_goes_before_the_subject_file_and_keywords_before_both(tmp_path: Path) -> None:
    (tmp_path / "a_subject.txt").write_text("Hello")
    template = loaded(tmp_path, "a.html", "---\nsubject: Congratulations\npreheader: Read on\n---\n<p>Hello</p>")
    assert template.context["subject"] == "Congratulations"
    assert template.not_checked == ("the preheader in line 3",)
    assert places(templates.check(template), "subject-hype") == [(2, 10)]
    quiet = templates.check(template, subject="Your order")
    assert "subject-hype" not in {each.rule.id for each in quiet.findings}


@pytest.mark.parametrize(
    "source", ["---\n<p>Hello</p>\n---\n", "---\nHello there\n---\n", "--- subject: x\n", "---\nsubject: x\n", "----\na: b\n----\n"]
)  # fmt: skip
def test_what_only_looks_like_front_matter_is_text(tmp_path: Path, source: str) -> None:
    assert loaded(tmp_path, "a.txt", source).context == {}


def test_front_matter_keeps_the_lines_of_what_follows(tmp_path: Path) -> None:
    template = loaded(tmp_path, "a.html", '---\nsubject: "Über uns"\n---\n<p>x</p>\n<a href="http://192.0.2.7/">y</a>')
    assert places(templates.check(template), "link-ip-address") == [(5, 10)]


def test_a_kind_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.html:2: kind is 'marketing' or 'transactional', not 'promo'"):
        loaded(tmp_path, "a.html", "---\nkind: promo\n---\n<p>Hello</p>")


def test_a_subject_named_by_itself_is_judged_with_its_mail(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="http://192.0.2.7/">Pay</a>')
    report = templates.check(loaded(tmp_path, "a_subject.txt", "You have won\n"))
    assert places(report, "link-ip-address") == [None]
    assert places(report, "subject-hype") == [(1, 1)]


@pytest.mark.parametrize(
    "subject",
    [
        "{{ FIRST_NAME }}, YOUR {{ THING }}",
        "{% if vip %}Hi{% else %}Hello{% endif %} {{ name }}",
        "*|IFNOT:A|*Hello*|END:IF|*",
    ],
)
def test_placeholders_of_a_subject_are_not_judged(tmp_path: Path, subject: str) -> None:
    (tmp_path / "a_subject.txt").write_text(subject)
    report = templates.check(loaded(tmp_path, "a.html", "<p>Hello Anna, your lamp is on its way to you.</p>"))
    assert report.findings == ()
    assert not any("subject" in each for each in report.not_checked)


def test_a_sender_that_is_all_placeholder_is_unknown(tmp_path: Path) -> None:
    template = loaded(
        tmp_path, "a.html", "---\nfrom: {{ sender }}\n---\n<p>Hello Anna, your lamp is on its way to you.</p>"
    )
    assert "sender" in " ".join(templates.check(template).not_checked)


def test_places_in_a_message_are_those_of_its_decoded_body(tmp_path: Path) -> None:
    body = base64.b64encode(b"<p>Hello</p>\n<p>\n <a href='http://192.0.2.7/'>x</a></p>").decode()
    head = "From: a@b.example\nSubject: Hi\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    template = loaded(tmp_path, "a.eml", head + body)
    assert places(templates.check(template), "link-ip-address") == [(3, 11)]


def test_the_inner_suffix_decides_what_a_body_is(tmp_path: Path) -> None:
    tagged = "Write <b>like</b> this: <p>Hello</p>"
    assert isinstance(loaded(tmp_path, "a.txt.j2", tagged).source, Mail)
    assert loaded(tmp_path, "b.html.j2", tagged).source == tagged
    assert loaded(tmp_path, "c.j2", tagged).source == tagged
    bare = loaded(tmp_path, "d.html.j2", "{{ body }}").source
    assert isinstance(bare, Mail)
    assert bare.html == "{{ body }}"


def test_what_stands_in_other_files_is_said(tmp_path: Path) -> None:
    template = loaded(
        tmp_path, "a.html", '{% extends "base.html" %}\n{% block b %}<p>Hi</p>\n{% include "foot.html" %}{% endblock %}'
    )
    assert template.not_checked == ("base.html, which line 1 extends", "foot.html, which line 3 includes")
    assert templates.check(template).not_checked[-2:] == template.not_checked


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.html", b"\x89PNG\0\0\0<p>", "is no text: it holds NUL bytes"),
        ("a.html", b"<p>Gr\x81\x8d\x90e</p>", "cannot be decoded: save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ValueError, match=message):
        templates.load(tmp_path / name)


def test_what_cannot_be_opened_is_the_systems_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.html", tmp_path / "none.eml"):
        with pytest.raises(OSError, match=str(path)):
            templates.load(path)


def test_other_charsets_and_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes("\ufeff<p>Grüße</p>\r\n<a href='http://192.0.2.7/'>x</a>".encode("utf-16"))
    assert places(templates.check(templates.load(tmp_path / "a.html")), "link-ip-address") == [(2, 10)]


def test_ten_megabytes_are_bounded(tmp_path: Path) -> None:
    row = "<tr><td>{{ name }}</td><td><a href='https://shop.example/{{ id }}'>Lamp</a></td></tr>\n"
    start = time.process_time()
    report = templates.check(loaded(tmp_path, "a.html.j2", row * (10_000_000 // len(row))))
    assert time.process_time() - start < 4
    assert any("cut" in defect for defect in report.defects)


def test_the_hook_looks_at_every_suffix() -> None:
    hook = (Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text()
    taken, left = (re.search(rf"^  {key}: (.+)$", hook, re.M)[1] for key in ("files", "exclude"))  # type: ignore[index] # both are there
    for suffix in templates.SUFFIXES:
        assert (re.search(taken, f"mails/welcome{suffix}") is not None) is (suffix != ".txt")
        for inner in ("", ".html", ".txt", ".conf", ".yml", ".css"):
            path = Path(f"mails/welcome{inner}{suffix}")
            if suffix in names.LANGUAGES:
                assert (re.search(left, str(path)) is None) is templates.is_template(path), path
