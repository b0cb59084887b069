"""Example templates in sixteen languages: what is wrong with a bad one is reported where it stands, with a clean one nothing is.

Lines and columns were counted in the files; the words beside them are what stands there.
"""

from pathlib import Path

import pytest

from spamscore import templates

FOLDER = Path(__file__).parent / "templates"
NOWHERE = (0, 0, "")  # a finding about the whole mail, or about its subject in another file

# folder/file → rule → the places of its evidence: line, column, what stands there
EXPECTED: dict[str, dict[str, list[tuple[int, int, str]]]] = {
    "jinja/bad.html.j2": {
        "subject-hype": [(2, 11, "You have won")],
        "words-generic-greeting": [(13, 4, "Dear customer,</p>")],
        "link-ip-address": [(15, 35, "http://192.0.2.44/claim")],
        "link-insecure": [(15, 35, "http://192.0.2.44/claim")],
        "link-text-mismatch": [(17, 36, "http://192.0.2.44/claim")],
        "link-shortener": [(20, 11, "https://bit.ly/{{ campaign")],
        "claims-not-spam": [(22, 20, "this is not\n   spam")],
        "obfuscation-background-colour": [(24, 26, "minutes meeting")],
    },
    "django/bad_email.html": {
        "subject-urgency": [NOWHERE],
        "layout-meta-refresh": [(4, 1, '<meta http-equiv="refresh" content="5')],
        "words-generic-greeting": [(7, 4, "Dear client,</p>")],
        "words-account-threat": [
            (8, 45, "unusual activity"),
            (8, 77, "your account has been\nsuspended"),
            (9, 12, "Verify your identity"),
            (9, 36, "restore full access"),
        ],
        "layout-form": [(10, 1, "<form ")],
        "layout-password-field": [(12, 3, '<input name="secret" type="password">')],
        "link-credentials": [(15, 13, "https://orchard-bank.example@203.0.113.9/")],
        "link-ip-address": [(15, 13, "https://orchard-bank.example@203.0.113.9/")],
    },
    "handlebars/bad.hbs": {
        "layout-images-without-alt": [(7, 13, "https://cdn.rowboat.example/{{this}}.png")],
        "layout-picture-ip": [(10, 13, "http://203.0.113.50/pixel/a.png")],
        "layout-tiny-text": [(14, 28, "cheap pills {{#if x}}and")],
        "obfuscation-hidden-text": [(14, 28, "cheap pills {{#if x}}and")],
        "link-odd-port": [(15, 15, "https://rowboat.example:8081/{{path}}")],
        "link-lookalike-host": [(17, 15, "https://xn--rwboat-wqf.example/")],
        "link-download": [(18, 12, "https://files.rowboat.example/{{version}}/setup.exe")],
    },
    "liquid/bad.liquid": {
        "words-prize": [(8, 10, "You have <b>won</b>"), (9, 44, "Claim now!")],
        "words-trigger-density": [
            (7, 1, "Act\n   fast!"),
            (8, 10, "You have <b>won</b>"),
            (9, 1, "no obligation:"),
            (9, 16, "earn extra money from home"),
            (9, 44, "Claim now!"),
        ],
        "link-text-mismatch": [(13, 10, "https://tracker.test/{{ code")],
        "link-redirector": [(14, 13, "https://www.google.com/url?q=")],
        "link-shortener": [(15, 10, 'https://bit.ly/3claycup">Gift')],
    },
    "rails/bad.html.erb": {
        "words-generic-greeting": [(4, 4, "Dear valued customer")],
        "link-ip-address": [(7, 41, "http://198.51.100.20/go")],
        "link-insecure": [(7, 41, "http://198.51.100.20/go")],
        "words-click-here": [(11, 30, "here</a> and"), (11, 93, "Click here</a>")],
        "layout-embedded": [(13, 1, "<iframe ")],
        "layout-event-handlers": [(14, 4, '<img src="<%= @logo %>"')],
        "claims-scanned": [(15, 4, "This email has been scanned by"), (15, 58, "virus free")],
        "unsubscribe-by-reply": [(15, 89, "reply with\n  REMOVE")],
    },
    "go/bad.gohtml": {
        "link-encoded": [(8, 68, "https://fieldnotes.test/%6c%6f%67%69%6e")],
        "link-imitates-brand": [(11, 25, "https://paypal.com.fieldnotes.test/in?id=")],
        "link-script": [(13, 46, "javascript:pay('{{ .ID }}')")],
    },
    "laravel/bad.blade.php": {
        "words-payment-lure": [
            (6, 4, "Kindly find attached payment"),
            (6, 38, "swift copy"),
            (7, 10, "new bank details"),
            (7, 35, "overdue invoice"),
        ],
        "link-ip-address": [(8, 52, "http://203.0.113.80:8443/pay")],
        "link-odd-port": [(8, 52, "http://203.0.113.80:8443/pay")],
        "link-insecure": [(8, 52, "http://203.0.113.80:8443/pay")],
        "link-free-host": [(11, 13, "https://my-invoice-17.web.app/")],
        "obfuscation-hidden-text": [(13, 50, "{{ $word }} @endforeach river")],
    },
    "mailchimp/bad.html": {
        "link-shortener": [(11, 12, 'https://tinyurl.com/orchestra-sale">Sale')],
        "obfuscation-hidden-text": [(13, 28, "*|MERGE5|* free shipping")],
        "claims-not-spam": [(14, 4, "This email is not spam"), (15, 12, "one time mailing")],
        "layout-picture-ip": [(16, 11, "http://198.51.100.7/o.gif")],
    },
    "salesforce/bad.html": {
        "layout-script": [(4, 1, "<script>")],
        "claims-not-spam": [(6, 26, "this message is not spam")],
        "link-ip-address": [(8, 36, "http://192.0.2.90/t?k=%%_subscriberkey%%")],
        "link-insecure": [(8, 36, "http://192.0.2.90/t?k=%%_subscriberkey%%")],
        "link-text-mismatch": [(11, 13, "https://booking-desk.test/%%jobid%%")],
        "obfuscation-hidden-text": [(12, 47, "trips to all the towns")],
    },
    "mjml/bad.mjml": {
        "claims-not-spam": [(10, 50, "this is\n          <b>not</b> spam")],
        "link-shortener": [(13, 26, "https://bit.ly/3olives")],
        "link-ip-address": [(16, 17, "http://192.0.2.61/t/{{ booking.id }}")],
        "link-insecure": [(16, 17, "http://192.0.2.61/t/{{ booking.id }}")],
        "link-text-mismatch": [(16, 17, "http://192.0.2.61/t/{{ booking.id }}")],
        "layout-one-big-link": [(17, 24, "https://olive-house.example/a.png")],
        "layout-public-pictures": [(18, 35, "https://i.imgur.com/olives.png")],
    },
    "klaviyo/bad.html": {
        "words-generic-greeting": [(4, 4, "Dear friend,</p>")],
        "link-text-mismatch": [(6, 66, "https://soap-h0use.test/{% current_year %}")],
        "link-insecure": [(7, 41, "http://soap-house.example/vip")],
        "obfuscation-background-colour": [(8, 24, "{{ first_name }} oat")],
    },
    "ejs/bad.ejs": {
        "words-generic-greeting": [(2, 4, "Dear member,</p>")],
        "words-extortion": [
            (6, 4, "I have recorded you"),
            (6, 29, "your webcam"),
            (6, 42, "Send <b>bitcoin</b>"),
            (7, 12, "all your contacts"),
        ],
        "layout-event-handlers": [(8, 4, '<a href="https://cafe.example/<%= id %>" onclick')],
        "link-text-mismatch": [(9, 10, "https://kaffee.test/<%- id -%>?a=")],
        "words-trigger-density": [
            (6, 4, "I have recorded you"),
            (6, 29, "your webcam"),
            (6, 42, "Send <b>bitcoin</b>"),
            (7, 12, "all your contacts"),
            (10, 35, "ci<!-- c -->al<!-- d -->is"),
        ],
        "obfuscation-split-words": [NOWHERE],
    },
    "twig/bad.html.twig": {
        "words-generic-greeting": [(4, 8, "Dear subscriber'|trans")],
        "link-imitates-brand": [(7, 60, "https://paypa1.test/?id={{")],
        "link-numbered-host": [(8, 24, "https://203-0-113-7.rent.example/")],
        "layout-image-only": [(9, 11, "//img.books.test/a.png")],
        "layout-same-picture-twice": [(9, 52, "https://img.books.test/a.png")],
    },
    "mustache/bad.txt.mustache": {
        "words-generic-greeting": [(2, 1, "Dear subscriber,")],
        "link-ip-address": [(4, 14, "http://198.51.100.40/restored"), (6, 24, "http://198.51.100.40/restore\n")],
        "link-insecure": [(4, 14, "http://198.51.100.40/restored"), (6, 24, "http://198.51.100.40/restore\n")],
        "link-shortener": [(9, 24, "https://bit.ly/3{{code}})")],
    },
    "mailjet/bad.html": {
        "words-generic-greeting": [(5, 4, "Dear client,</p>")],
        "link-ip-address": [(6, 68, "http://192.0.2.55/{{var:y")],
        "link-insecure": [(6, 68, "http://192.0.2.55/{{var:y")],
        "link-text-mismatch": [(6, 68, "http://192.0.2.55/{{var:y")],
        "claims-scanned": [(7, 27, "No virus found,")],
    },
    "freemarker/bad.html": {
        "words-generic-greeting": [(3, 4, "Dear card holder</p>")],
        "link-download": [(6, 10, "https://parking.example/${id}.exe")],
        "link-free-host": [(9, 54, "https://ipfs.io/ipfs/${cid}")],
        "link-ipfs": [(9, 54, "https://ipfs.io/ipfs/${cid}")],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_every_finding_stands_at_its_line_and_column(name: str) -> None:
    path = FOLDER / name
    if path.suffix == ".mjml":
        pytest.importorskip("mjml")
    report = templates.check(templates.load(path))
    found = {
        each.rule.id: sorted((span.line, span.column) if span else NOWHERE[:2] for span in each.spans)
        for each in report.findings
    }
    assert found == {rule: [place[:2] for place in places] for rule, places in EXPECTED[name].items()}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_places_were_counted_in_the_file(name: str) -> None:
    lines = (FOLDER / name).read_text("utf-8").splitlines(keepends=True)
    for places in EXPECTED[name].values():
        for line, column, words in places:
            if words:
                assert "".join(lines[line - 1 :])[column - 1 :].startswith(words)


def clean() -> list[Path]:
    """The files of the clean templates, one for each mail."""
    return [paths[0] for paths in templates.group(sorted(FOLDER.glob("*/clean*")))]


@pytest.mark.parametrize("path", clean(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_is_found_in_a_clean_one(path: Path) -> None:
    report = templates.check(templates.load(path))
    assert [(each.rule.id, each.evidence) for each in report.findings] == []
    assert report.verdict != "spam"


def test_every_language_has_a_clean_and_a_bad_one() -> None:
    assert {path.parent.name for path in clean()} == {name.partition("/")[0] for name in EXPECTED}
    assert len(EXPECTED) >= 8


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/clean*.txt")) + sorted(FOLDER.glob("*/clean.text.*")), ids=str)
def test_a_clean_text_twin_is_clean_by_itself(path: Path) -> None:
    assert templates.check(templates.load(path)).findings == ()
