"""Templates filled in with values and MJML rendered: what is judged, where findings stand, what is said when it fails."""

from pathlib import Path

import pytest

import spamscore
from spamscore import templates


def loaded(folder: Path, name: str, source: str, **keywords: object) -> templates.Template:
    (folder / name).write_text(source)
    return templates.load(folder / name, **keywords)  # type: ignore[arg-type] # tests pass values and root


def places(report: spamscore.Report, rule: str) -> list[tuple[int, int] | None]:
    """Line and column of each piece of evidence of a rule."""
    found = {each.rule.id: each.spans for each in report.findings}[rule]
    return [(span.line, span.column) if span else None for span in found]


BASE = '<html><body>\n{% block b %}{% endblock %}\n{% include "foot.html" %}</body></html>'
JINJA = (
    '{% extends "base.html" %}\n{% block b %}\n<p>Dear {{ user.name }},</p>\n{% for item in items %}'
    '<a href="http://192.0.2.7/{{ item }}">{{ item }}</a>\n{% endfor %}<p>claim {{ what }} prize</p>{% endblock %}'
)
VALUES = {"user": {"name": "Anna"}, "items": ["a", "b"], "what": "your"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.html").write_text(BASE)
    (tmp_path / "foot.html").write_text("<p>Lamps Ltd, 12 Mill Street</p>")
    return tmp_path


@pytest.mark.parametrize("name", ["a.html.j2", "a.html.django", "a.html"])
def test_values_are_filled_in_with_what_other_files_hold(folder: Path, name: str) -> None:
    template = loaded(folder, name, JINJA, values=VALUES, root=folder)
    assert isinstance(template.source, str)
    assert "<p>Dear Anna,</p>" in template.source
    assert "12 Mill Street" in template.source
    assert template.not_checked == ()
    report = templates.check(template)
    assert places(report, "link-ip-address") == [(4, 33), (4, 33)]


def test_subject_and_text_are_filled_in_too(folder: Path) -> None:
    (folder / "a.txt.j2").write_text("Dear {{ user.name }} <3")
    template = loaded(folder, "a.html.j2", "---\nsubject: For {{ user.name }}\n---\n<p>{{ what }}</p>", values=VALUES)
    assert (template.context["subject"], template.context["text"]) == ("For Anna", "Dear Anna <3")


def test_values_are_escaped_in_html(folder: Path) -> None:
    source = loaded(folder, "a.html.j2", "<p>{{ a }}</p>", values={"a": "<b>"}).source
    assert source == "<p>&lt;b&gt;</p>"


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("a.html.j2", "<p>\n{{ user.name }}</p>", r"a\.html\.j2:2: 'user' is undefined: add it to the values"),
        ("a.html.j2", "<p>\n{% if x %}</p>", r"a\.html\.j2:2: Unexpected end of template"),
        ("a.html.j2", "<p>\n\n{{ x|nofilter }}</p>", r"a\.html\.j2:3: No filter named 'nofilter'"),
        ("a.html.j2", "<p>\n{% include 'no.html' %}</p>", r"a\.html\.j2:2: there is no template no\.html below "),
        ("a.html.j2", "<p>\n{{ 1 / 0 }}</p>", r"a\.html\.j2:2: ZeroDivisionError"),
        ("a.html.j2", "<p>\n{{ ''.__class__.__mro__ }}</p>", r"a\.html\.j2:2: SecurityError"),
        ("a.html.j2", "{% for i in range(99999) %}{% for j in range(99999) %}xxxxxxxxxx{% endfor %}{% endfor %}", "prints more than"),
        ("a.html.django", "<p>\n{{ user.name }}</p>", r"a\.html\.django:2: user\.name is missing: add it to the values"),
        ("a.html.django", "<p>\n{% if x %}</p>", r"a\.html\.django:2: Unclosed tag on line 2: 'if'"),
        ("a.html.django", "<p>\n\n{{ x|nofilter }}</p>", r"a\.html\.django:3: Invalid filter: 'nofilter'"),
        ("a.html.django", "<p>\n{% include 'no.html' %}</p>", r"a\.html\.django:\d: there is no template no\.html below "),
        ("a.hbs", "{{name}}", "values are filled into Jinja and Django templates only, this one is Handlebars"),
        ("a.html", "{{#if name}}", "this one is Handlebars"),
        ("a.html.erb", "<%= name %>", "this one is ERB"),
        ("a.html", "<%= name %>", "this one is ERB or EJS"),
        ("a.html", "*|FNAME|*", "this one is Mailchimp's"),
        ("a.html", "%%FirstName%%", "this one is Salesforce"),
        ("a.blade.php", "{{ $name }}", "this one is Blade"),
        ("a.gohtml", "{{.Name}}", "this one is Go"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_filled_in_says_why(tmp_path: Path, name: str, source: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as raised:
        loaded(tmp_path, name, source, values={})
    assert "\n" not in str(raised.value)


def test_an_error_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "foot.html").write_text("<p>\n{{ missing }}</p>")
    with pytest.raises(ValueError, match=r"foot\.html:2: 'missing' is undefined"):
        loaded(tmp_path, "a.html.j2", "{% include 'foot.html' %}", values={})


def test_tags_of_a_sending_service_stay_to_be_filled_in_there(tmp_path: Path) -> None:
    template = loaded(tmp_path, "a.html", "<p>{{ name }} *|UNSUB|* %%Member_Addr%%</p>", values={"name": "Anna"})
    assert template.source == "<p>Anna *|UNSUB|* %%Member_Addr%%</p>"


def test_an_error_in_subject_or_text_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "a_subject.txt").write_text("\n{{ thing }}")
    with pytest.raises(ValueError, match=r"a_subject\.txt:2: 'thing' is undefined"):
        loaded(tmp_path, "a.html.j2", "<p>Hi</p>", values={})
    with pytest.raises(ValueError, match=r"a\.html\.j2:3: 'thing' is undefined"):
        loaded(tmp_path, "a.html.j2", "---\nkind: marketing\nsubject: {{ thing }}\n---\n<p>Hi</p>", values={})


@pytest.mark.parametrize("name", ["a.html.j2", "a.html.django"])
def test_a_default_stands_in_for_a_missing_value(tmp_path: Path, name: str) -> None:
    default = (
        '{{ name|default("you") }}' if name.endswith("j2") else '{{ name|default:"you" }}{% if other %}x{% endif %}'
    )
    assert loaded(tmp_path, name, f"<p>Dear {default}</p>", values={}).source == "<p>Dear you</p>"


MJML = """<mjml>
  <mj-head>
    <mj-title>claim your prize</mj-title>
    <mj-preview>claim your prize today</mj-preview>
  </mj-head>
  <mj-body>
    <!-- <mj-button href="http://192.0.2.7/go">claim your prize</mj-button> -->
    {% if user %}
    <mj-section>
      <mj-column>
        <mj-text>Dear {{ user.name|default("you") }}, this is not
          spam &amp; 100% free.</mj-text>
        <mj-button
          href="http://192.0.2.7/go?u={{ user.id|default("0") }}">Claim your prize</mj-button>
        <mj-image src="http://203.0.113.7/a.png" alt="<%= alt %>" />
        <mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
      </mj-column>
    </mj-section>
    {% endif %}
  </mj-body>
</mjml>
"""


def test_mjml_is_judged_as_rendered_and_told_by_its_own_lines(tmp_path: Path) -> None:
    pytest.importorskip("mjml")
    template = loaded(tmp_path, "a.mjml", MJML)
    assert isinstance(template.source, str)
    assert "<mj-section" not in template.source
    assert template.not_checked == ()
    report = templates.check(template)
    assert places(report, "link-ip-address") == [(14, 17)]
    assert places(report, "layout-picture-ip") == [(15, 24)]
    assert places(report, "claims-not-spam") == [(11, 55)]


def test_mjml_takes_in_what_lies_beside_it_and_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("mjml")
    (tmp_path / "secret.mjml").write_text("<mj-section></mj-section>")
    inner = tmp_path / "mails"
    inner.mkdir()
    (inner / "foot.mjml").write_text(
        "<mj-section><mj-column><mj-text>Lamps {{ name }} Ltd</mj-text></mj-column></mj-section>"
    )
    source = '<mjml><mj-body>\n<mj-include path="{}" /></mj-body></mjml>'
    taken = loaded(inner, "a.mjml", source.format("./foot.mjml"))
    assert "Lamps" in str(taken.source)
    assert taken.not_checked == ()
    kept_out = loaded(inner, "b.mjml", source.format("../secret.mjml"))
    assert kept_out.source == source.format("../secret.mjml")
    assert "../secret.mjml, which line 2 includes" in kept_out.not_checked


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<mj-section></mj-section>", "a part without <mjml> around it"),
        ("<mjml>\n<mj-body></mj-text></mj-body></mjml>", "in line 2"),
        ("<mjml>" + "<mj-wrapper>" * 5000 + "</mj-wrapper>" * 5000 + "</mjml>", "too large or nested too deep"),
    ],
)
def test_mjml_that_is_not_rendered_is_judged_as_it_is_and_that_is_said(tmp_path: Path, source: str, why: str) -> None:
    pytest.importorskip("mjml")
    template = loaded(tmp_path, "a.mjml", source)
    assert "judged as source" in template.not_checked[-1]
    assert why in template.not_checked[-1]


def test_without_the_renderer_mjml_is_judged_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spamscore.templates.mjml.find_spec", lambda _: None)
    template = loaded(tmp_path, "a.mjml", MJML)
    assert template.not_checked == (
        "what MJML makes of it: judged as source (pip install 'spamscore[mjml]' renders it)",
    )
    report = templates.check(template)
    assert places(report, "claims-not-spam") == [(11, 55)]
    assert places(report, "link-ip-address") == [(14, 17)]
    assert places(report, "layout-picture-ip") == [(15, 24)]


def test_mjml_is_filled_in_before_it_is_rendered(tmp_path: Path) -> None:
    pytest.importorskip("mjml")
    values = {"user": {"name": "Anna", "id": 7}, "unsubscribe_url": "https://a.example/u"}
    template = loaded(tmp_path, "a.mjml.j2", MJML.replace("<%= alt %>", "x"), values=values)
    assert "Dear Anna, this" in str(template.source)
    assert places(templates.check(template), "link-ip-address") == [(14, 17)]
