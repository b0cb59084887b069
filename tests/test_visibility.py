"""Which text is seen: inline style, style sheets, attributes; and what only looks hidden."""

import pytest

from spamscore.markup import read_html
from spamscore.visibility import ROOT, declared, inherit, pixels

START = "<p>" + "A visible beginning that is long enough for what follows not to be a preheader. " * 3 + "</p>"
SECRET = "these words are not seen by any reader"
HIDING = [
    ("display", "display:none"), ("display", "DISPLAY : NONE !important; display:block"), ("visibility", "visibility:hidden"),
    ("size", "font-size:0"), ("size", "font-size: 1px"), ("size", "font:0/0 a"), ("opacity", "opacity:0"), ("opacity", "filter:alpha(opacity=0)"),
    ("height", "max-height:0;overflow:hidden"), ("height", "height:0px; overflow:hidden"), ("position", "position:absolute;left:-9999px"),
    ("position", "text-indent:-9999px"), ("colour", "color:#fff"), ("colour", "color:#FEFEFE;background:#ffffff"),
    ("colour", "color:rgb(0,0,0);background-color:black"), ("colour", "color:transparent"), ("colour", "color:rgba(0,0,0,0)"),
]  # fmt: skip
SHOWING = [
    "", "color:#fff;background:#000", "color:white;background-image:url(a.png)", "color:white;background:linear-gradient(red,blue)",
    "color:white;background:var(--x)", "font-size:12px", "opacity:.5", "max-height:0", "height:0", "overflow:hidden", "mso-hide:all", "left:-9999px",
    "line-height:0", "color:{{ ink }}", "display:/*none*/block", "font-size:0;font:700 17px/25px arial",
]  # fmt: skip


def reasons(html):
    return [piece.reason for piece in read_html(START + html).hidden]


@pytest.mark.parametrize(("reason", "css"), HIDING)
def test_style_hides(reason, css):
    page = read_html(f'{START}<div style="{css}"><b>{SECRET}</b></div>')
    assert [(piece.text, piece.reason) for piece in page.hidden] == [(SECRET, reason)]
    assert SECRET not in page.text


@pytest.mark.parametrize("css", SHOWING)
def test_style_does_not_hide(css):
    page = read_html(f'{START}<div style="{css}">{SECRET}</div>')
    assert page.hidden == ()
    assert SECRET in page.text


@pytest.mark.parametrize(
    ("reason", "html"),
    [
        ("attribute", f"<div hidden>{SECRET}</div>"),
        ("colour", f"<font color=white>{SECRET}</font>"),
        ("colour", f'<table bgcolor="#336699"><tr><td><font color="#336699">{SECRET}</font></table>'),
        ("display", f"<style>.x, .y {{ display:none }}</style><p class='a x'>{SECRET}</p>"),
        ("display", f"<p id=top>{SECRET}</p><style>/* late */ #top{{display:none}}</style>"),
        ("size", f"<style>td.tiny{{font-size:0}}</style><table><tr><td class=tiny>{SECRET}</table>"),
    ],
)
def test_attributes_and_sheets_hide(reason, html):
    assert reasons(html) == [reason]


@pytest.mark.parametrize(
    "html",
    [
        f"<p aria-hidden=true>{SECRET}</p>",
        f"<table bgcolor=#000000><tr><td><font color=white>{SECRET}</font></table>",
        f"<table background='a.png'><tr><td style='color:#fff'>{SECRET}</table>",
        f"<style>@media (max-width:600px){{.x{{display:none}}}}</style><p class=x>{SECRET}</p>",
        f"<style>.x{{display:none}} @media (max-width:600px){{.x{{display:block!important}}}}</style><p class=x>{SECRET}</p>",
        f"<style>.outer h2{{font-size:20px}}</style><div style='font-size:0'><h2>{SECRET}</h2></div>",
        f"<style>.dark > td{{background:#000}}</style><table><tr><td style='color:#fff'>{SECRET}</table>",
        f"<div style='font-size:0'><div style='font-size:14px'>{SECRET}</div></div>",
        f"<div style='visibility:hidden'><b style='visibility:visible'>{SECRET}</b></div>",
        f"<!--[if mso]><p>{SECRET}</p><![endif]-->",
        f"<p>{SECRET}</p><p style='display:none'>{SECRET}</p>",
        "<span style='display:none'>...</span><div style='display:none'>{{ a }}, {{ b }}</div>",
    ],
)
def test_honest_layouts_are_not_accused(html):
    assert reasons(html) == []


def test_preheader_is_counted_and_its_padding_with_it():
    page = read_html(f"<div style='display:none'>{SECRET}{'&zwnj;&nbsp;' * 90}</div><p>Hello</p>")
    assert (page.hidden, page.text) == ((), "Hello")
    assert page.marks["preheader-chars"] == len(SECRET.replace(" ", ""))


def test_a_preheader_is_short():
    assert read_html(f"<div style='display:none'>{(SECRET + ' ') * 20}</div><p>Hello</p>").hidden


def test_inheritance_ends_with_the_element():
    assert inherit(inherit(ROOT, "font-size:0"), "font-size:1.2em").reason == "size"
    assert inherit(inherit(ROOT, "display:none"), "display:block").reason == "display"
    assert read_html(f"{START}<p style='color:#fff'>gone</p>{SECRET}").text.endswith(SECRET)


def test_declarations_and_lengths():
    assert declared("color:red;color:blue !important;color:green") == {"color": "blue"}
    assert [pixels(value) for value in ("0", "12pt", "-9999px", "2em", "50%", "auto", ".5px")] == [
        0,
        16,
        -9999,
        32,
        None,
        None,
        0.5,
    ]
