"""What the name of a file tells: whether it is a template, of which language, of what part of which mail."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

Part = Literal["html", "mjml", "text", "subject", "message", "unknown"]

# suffix of a language → its name
LANGUAGES = {
    ".j2": "Jinja", ".jinja": "Jinja", ".jinja2": "Jinja", ".django": "Django", ".djhtml": "Django", ".hbs": "Handlebars",
    ".handlebars": "Handlebars", ".mustache": "Mustache", ".liquid": "Liquid", ".erb": "ERB", ".ejs": "EJS", ".twig": "Twig",
    ".gohtml": "Go", ".tmpl": "Go", ".blade.php": "Blade",
}  # fmt: skip
_PARTS: dict[str, Part] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mjml": "mjml", ".txt": "text", ".text": "text", ".subject": "subject",
    ".eml": "message", ".djhtml": "html", ".gohtml": "html",
}  # fmt: skip
SUFFIXES = (".html", ".htm", ".xhtml", ".mjml", ".txt", ".eml", *LANGUAGES)
# what templates of other things than mail end in before the suffix of their language: nginx.conf.j2, values.yml.tmpl
_NO_MAIL = frozenset(
    ".c .cfg .conf .cpp .css .csv .env .go .h .ini .java .js .json .jsx .less .md .properties .py .rb .rs .rst .scss .service .sh"
    " .sql .svg .tex .tf .toml .ts .tsx .vue .xml .yaml .yml".split()
)
_WORDS: dict[str, Part] = {
    "subject": "subject", "html": "html", "body": "unknown", "message": "unknown", "email": "unknown", "mail": "unknown",
    "mailer": "unknown", "text": "text", "txt": "text", "plain": "text", "plaintext": "text", "mjml": "mjml", "content": "unknown",
}  # fmt: skip
_LAST_WORD = re.compile(rf"(?:^|[._ -])({'|'.join(_WORDS)})$")


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a file tells."""

    stem: str  # lower case, without suffixes and without words that say the part
    mail: str  # without "email", "body" and the like too: what the files of one mail share of their names
    part: Part
    language: str  # "" when the name does not say


def is_template(path: Path) -> bool:
    """Whether a file is a template of a mail, or a mail, by its suffix.

    >>> [is_template(Path(name)) for name in ("welcome.html.j2", "app.blade.php", "app.php", "nginx.conf.j2")]
    [True, True, False, False]
    """
    name = path.name.lower()
    language = next((each for each in LANGUAGES if name.endswith(each)), "")
    return name.endswith(SUFFIXES) and Path(name.removesuffix(language)).suffix not in _NO_MAIL


@lru_cache(maxsize=20_000)
def read(path: Path) -> Name:
    """What the name of a file tells: the inner suffix says the part, words at the end of the stem too.

    >>> read(Path("mail/password_reset_subject.txt")).part, read(Path("mail/password_reset_subject.txt")).mail
    ('subject', 'password_reset')
    >>> read(Path("welcome.text.erb")).part, read(Path("welcome.html.erb")).language
    ('text', 'ERB')
    """
    stem, language = path.name.lower(), ""
    part: Part = "unknown"
    while suffix := next((each for each in (*LANGUAGES, *_PARTS) if stem.endswith(each) and len(stem) > len(each)), ""):
        stem = stem.removesuffix(suffix)
        language = language or LANGUAGES.get(suffix, "")
        if suffix in _PARTS and (part == "unknown" or suffix == ".subject"):
            part = _PARTS[suffix]
    mail = stem
    while word := _LAST_WORD.search(mail):
        said = _WORDS[word[1]]
        if said == "subject" or (part == "unknown" and said != "unknown"):
            part = said
        mail = mail[: word.start()]
        if said != "unknown":
            stem = mail
    return Name(stem, mail, part, language)
