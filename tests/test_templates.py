"""Templates of a repository: what their names say, what belongs together, what they say about the mail, what is not seen."""

import itertools
from pathlib import Path

import pytest

from spamscore import templates
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
