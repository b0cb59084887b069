"""Django as its users have it: a real project with SQLite, its pages asked by the test client, its commands run."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

pytest.importorskip("django")

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "tests" / "django_project"
BROWSER = """
import os, sys
sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
import django
django.setup()
from django.test import Client
assert Client().post("/sign-up/", {"name": "Ann", "email": "ann@b.example"}).status_code == 200
answer = Client().post("/campaign/")
print(answer.status_code, answer.content.decode())
"""
RUN_BY_PYTEST = """
import django, pytest
from django.test import Client
from django.test.utils import setup_test_environment
django.setup()
setup_test_environment()

@pytest.fixture(autouse=True)
def outbox():
    from django.core import mail
    mail.outbox = []
    return mail.outbox

def sign_up(name):
    assert Client().post("/sign-up/", {"name": name, "email": "a@b.example"}).status_code == 200

def test_passes(outbox, assert_not_spam, assert_outbox_not_spam, spam_snapshot):
    sign_up("Ann")
    (report,) = assert_outbox_not_spam()
    assert assert_not_spam(outbox[0]).points == report.points == spam_snapshot(outbox[0], "welcome").points

def test_fails(assert_outbox_not_spam):
    sign_up("Bob")
    Client().post("/campaign/")
    assert_outbox_not_spam()

def test_empty(assert_outbox_not_spam):
    assert_outbox_not_spam()
"""


class Shop:
    """The project with a database and a folder of its own."""

    def __init__(self, room: Path) -> None:
        self.room = room

    def run(
        self, *words: str, settings: dict[str, object] | None = None, status: int | None = 0, cwd: Path = PROJECT
    ) -> tuple[str, str]:
        paths = os.pathsep.join([str(ROOT), str(PROJECT)])
        given = {"SHOP_ROOM": str(self.room), "SHOP_SPAMSCORE": json.dumps(settings or {}), "PYTHONPATH": paths}
        environment = {**os.environ, **given, "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        ran = subprocess.run(
            [sys.executable, *words], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert status is None or ran.returncode == status, ran.stdout + ran.stderr
        return ran.stdout, ran.stderr

    def manage(self, *words: str, **keywords: object) -> tuple[str, str]:
        return self.run("manage.py", *words, **keywords)

    def visit(self, **settings: object) -> str:
        """A sign-up and a campaign; Django's deprecations are errors."""
        return self.run("-W", "error", "-c", BROWSER, settings=settings)[0].strip()

    @property
    def mails(self) -> list[Message]:
        parts = b"".join(
            path.read_bytes()
            for path in sorted((self.room / "mails").iterdir(), key=lambda file: file.stat().st_mtime_ns)
        ).split(b"\n" + b"-" * 79)
        return [message_from_bytes(part.strip()) for part in parts if part.strip()]

    @property
    def log(self) -> str:
        return (self.room / "log").read_text("utf-8")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("migrated")
    Shop(room).manage("migrate", "-v0")
    return room / "shop.sqlite3"


@pytest.fixture
def shop(tmp_path: Path, database: Path) -> Shop:
    shutil.copy(database, tmp_path)
    return Shop(tmp_path)


def test_log_sends_all_and_writes_nothing_of_the_mail(shop):
    assert shop.visit(ACTION="log") == "200 2"
    assert len(shop.mails) == 3
    assert "link-ip-address" in shop.log
    assert "a mail sent all the same: spam" in shop.log
    assert not [word for word in ("prize:", "Ann", "b.example", "For you", "203.0.113.7") if word in shop.log]
    assert not [mail for mail in shop.mails if mail["X-Spamscore"]]


def test_tag_adds_a_header_and_leaves_the_body_alone(shop):
    assert shop.visit(ACTION="tag", HEADER="X-Content-Score") == "200 2"
    tags = [str(mail["X-Content-Score"]) for mail in shop.mails]
    assert [tag.startswith("spam, ") for tag in tags] == [False, True, False]
    assert "link-ip-address" in tags[1]
    assert not [part for mail in shop.mails for part in mail.walk() if b"link-ip-address" in (part.get_payload(decode=True) or b"")]  # fmt: skip


def test_refuse_sends_the_others_and_says_how_many(shop):
    answer = shop.visit(ACTION="refuse")
    assert answer.startswith("422 SpamRefusedError: 1 not sent, 1 sent: spam, ")
    assert "link-ip-address" in answer
    assert [str(mail["Subject"]) for mail in shop.mails] == ["Welcome to the Garden Shop", "For you"]
    assert "Welcome, Ann" in shop.mails[1].as_string()


def test_settings_that_cannot_be_meant_are_an_error_of_check(shop):
    wrong = {"ACTION": "block", "FAIL_ON": "maybe", "COLOUR": 1, "HEADER": "X-Score: 1\nBcc", "TEMPLATES": "emails/*"}
    error = shop.manage("check", settings={**wrong, "CONTEXTS": ["x"]}, status=1)[1]
    assert "spamscore.E001" in error
    for said in (
        "SPAMSCORE has no 'COLOUR': it takes BACKEND, ACTION", "is one of log, tag, refuse, not 'block'",
        "a limit is 'spam'", "a header's name", "a list of patterns", "the names of templates and their sample values",
    ):  # fmt: skip
        assert said in error


def test_a_command_that_sends_no_mail_does_not_load_what_scores(shop):
    script = "import sys; sys.argv[1:] = ['check']; exec(open('manage.py').read())"
    loaded = (
        f"{script}\nprint(*(name for name in ('bs4', 'numpy', 'spamscore.scoring') if name in sys.modules), sep='|')"
    )
    assert shop.run("-c", loaded)[0].splitlines()[-1] == ""


def test_the_system_check_looks_at_templates_only_when_asked(shop):
    assert "no issues" in shop.manage("check")[0]
    for words in (("--tag", "spamscore"), ("--deploy", "--tag", "spamscore")):
        warned = shop.manage("check", *words)[1]
        assert "(spamscore.W001) The e-mail template emails/prize.html looks like spam" in warned
        assert "manage.py checkemails emails/prize.html" in warned
        assert "welcome" not in warned


def test_checkemails_ends_as_check_does(shop):
    out = shop.manage("checkemails", status=1)[0]
    assert "emails/prize.html" in out
    assert "link-ip-address" in out
    assert "about.html" not in out
    shop.manage("checkemails", "--fail-on", "never")
    shop.manage("checkemails", "emails/welcome*", "--fail-on", "40")
    assert "no template matches nothing/*" in shop.manage("checkemails", "nothing/*", status=2)[1]
    assert "--fail-on: a limit is" in shop.manage("checkemails", "--fail-on", "maybe", status=2)[1]
    assert "there is no format 'paper'" in shop.manage("checkemails", "--format", "paper", status=2)[1]


def test_checkemails_renders_with_sample_values(shop, tmp_path):
    def points(**settings: object) -> float:
        words = ("checkemails", "emails/welcome.html", "--format", "json", "--fail-on", "never")
        return json.loads(shop.manage(*words, settings=settings)[0].splitlines()[0])["points"]

    as_it_stands = points()
    hostile = {"name": "WINNER!!! claim your prize at http://203.0.113.7/login"}
    filled = points(CONTEXTS={"emails/welcome.html": hostile})
    assert filled > as_it_stands + 2, "values and the frame that it extends are in the mail"
    assert points(CONTEXTS={"emails/welcome.html": "builtins.dict"}) == points(CONTEXTS={"emails/welcome.html": {}})
    (tmp_path / "values.json").write_text(json.dumps(hostile), "utf-8")
    out = shop.manage(
        "checkemails", "emails/welcome.html", "--format", "json", "--fail-on", "never", "--context", str(tmp_path / "values.json"),
    )[0]  # fmt: skip
    assert json.loads(out.splitlines()[0])["points"] == filled
    wrong = shop.manage("checkemails", "emails/welcome.html", settings={"CONTEXTS": {"emails/welcome.html": "no.such"}}, status=2)  # fmt: skip
    assert "emails/welcome.html: ModuleNotFoundError" in wrong[1]


def test_the_outbox_in_pytest(shop, tmp_path):
    (tmp_path / "test_shop.py").write_text(RUN_BY_PYTEST, "utf-8")
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "spamscore.integrations.pytest_plugin")
    settings = {"DJANGO_SETTINGS_MODULE": "shop.settings", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        patch.delenv("CI", raising=False)
        out, _ = shop.run(*words, cwd=tmp_path, status=1)
    assert "2 failed, 1 passed" in out
    assert "mail 4 of 5" in out or "mail 2 of" in out
    assert "[link-ip-address]" in out
    assert "outbox is empty: call this after the code that sends the mail" in out
    assert list(json.loads((tmp_path / "__spamscore__" / "test_shop.json").read_text("utf-8"))) == ["test_passes"]


def test_a_refusal_travels_between_processes():
    from spamscore.integrations.django import SpamRefusedError
    from spamscore.scoring import check

    error = SpamRefusedError([("a mail", check("<p>Hello</p>"))], 3)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (str(again), again.sent, again.refused[0][0]) == (str(error), 3, "a mail")


IN_PROCESS = """
import logging
from django.conf import settings
settings.configure(SPAMSCORE={"ACTION": "refuse", "BACKEND": "django.core.mail.backends.locmem.EmailBackend"})
import django
django.setup()
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
import spamscore
from spamscore.integrations.django import EmailBackend

spam = mail.EmailMessage("s", "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X", "a@b.example", ["c@d.example"])
kind = mail.EmailMessage("Invoice", "Dear Ann, your invoice for March is attached and due on 14 April.", "a@b.example", ["c@d.example"])
assert EmailBackend(fail_silently=True).send_messages([spam, kind]) == 1
assert [each.subject for each in mail.outbox] == ["Invoice"]
assert EmailBackend().send_messages([]) == 0
with EmailBackend() as backend:
    assert backend.send_messages([kind]) == 1

class Broken(mail.EmailMessage):
    tries = 0
    def message(self, **keywords):
        self.tries += 1
        if self.tries == 1:
            raise RuntimeError("secret words of the mail")
        return super().message(**keywords)

for limit, sent in (("spam", 1), ("never", 2), (1000, 2), (-1000, 0)):
    with override_settings(SPAMSCORE={**settings.SPAMSCORE, "FAIL_ON": limit}):
        assert EmailBackend(fail_silently=True).send_messages([spam, kind]) == sent, limit

both = mail.EmailMultiAlternatives("News", "plain words", "a@b.example", ["c@d.example"])
both.attach_alternative("<p>html words</p>", "text/html")
read = spamscore.read(both.message())
assert (read.html.strip(), read.plain.strip()) == ("<p>html words</p>", "plain words"), read

heard = []
class Ear(logging.Handler):
    def emit(self, record):
        heard.append(record.getMessage())
logging.getLogger("spamscore").addHandler(Ear())
assert EmailBackend().send_messages([Broken("s", "b", "a@b.example", ["c@d.example"])]) == 1
assert "RuntimeError" in heard[-1] and "secret" not in heard[-1], heard
try:
    EmailBackend(wraps="spamscore.integrations.django.EmailBackend")
except ImproperlyConfigured as error:
    assert "is the backend that sends" in str(error)
else:
    raise SystemExit("no error")
"""


def test_the_backend_by_itself():
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", IN_PROCESS], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
