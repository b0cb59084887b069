"""Values filled into Jinja and Django templates, by their own engines, before the mail is judged."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spamscore.templates import names

MAX_RENDERED = 5_000_000  # characters; a template that prints more does not end
_DJANGO = re.compile(
    r"\{%\s*(?:load|url|static|blocktrans|blocktranslate|csrf_token|empty|ifchanged|firstof|regroup|spaceless|widthratio|lorem|comment"
    r"|autoescape|with\s+\w{1,40}=|translate\s|trans\s+[\"']|cycle\s|now\s|templatetag|verbatim|ifequal)\b"
    r"|\|\s*\w{1,40}:[\"'\w]"
)
# signs of languages that are not rendered here
_OTHERS = (
    ("Handlebars", re.compile(r"\{\{[~]?[#/^>!]")),
    ("Go", re.compile(r"\{\{-?\s*(?:\.\w|range\b|end\b|template\b|if\s+\.)")),
    ("ERB or EJS", re.compile(r"<%")),
    ("Blade", re.compile(r"(?<![\w.@])@(?:if|foreach|extends|include|section)\s?\(|\{!!")),
    ("Mailchimp's", re.compile(r"\*\|[A-Z_:]{2,40}\|\*")),
    ("Salesforce", re.compile(r"%%(?:\[|=|[A-Za-z_]{2,40}%%)")),
    ("Liquid", re.compile(r"\{%-?\s*(?:assign|capture|render|unless|tablerow|elsif)\b")),
)
_SERVICES = ("Mailchimp's", "Salesforce", "ERB or EJS")


def language_of(path: Path, source: str) -> str:
    """The template language of a file: what its name says, else what its source shows.

    >>> language_of(Path("a.html"), "{% load i18n %}"), language_of(Path("a.html.j2"), ""), language_of(Path("a.html"), "<%= a %>")
    ('Django', 'Jinja', 'ERB or EJS')
    """
    named = names.read(path).language
    if named:
        return named
    braces = "{{" in source or "{%" in source  # the tags of a sending service may stay, to be filled in there
    others = (
        language for language, signs in _OTHERS if signs.search(source) and not (braces and language in _SERVICES)
    )
    other = next(others, "")
    return other or ("Django" if _DJANGO.search(source) else "Jinja")


def render(source: str, path: Path, values: Mapping[str, Any], root: Path, *, html: bool) -> str:
    """The source with the values filled in; templates that it names are looked for below the root and beside the file.

    Raises:
        ValueError: the language is not rendered here, its engine is not installed, a value is missing, or the template is broken;
            with the file and the line where it can be told.
    """
    language = language_of(path, source)
    if language == "Jinja":
        from spamscore.templates.jinja import render as fill
    elif language == "Django":
        from spamscore.templates.django import render as fill
    else:
        raise ValueError(
            f"{path}: values are filled into Jinja and Django templates only, this one is {language}: leave them out,"
            " or give the mail as it was rendered"
        )
    rendered = fill(source, path, values, (root, path.parent), html=html)
    if len(rendered) > MAX_RENDERED:
        raise ValueError(f"{path}: with these values it prints more than {MAX_RENDERED:,} characters")
    return rendered
