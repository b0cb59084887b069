"""The HTML report in a real browser: a hostile mail makes no request and runs no script, and people can use the page.

Needs Debian's package chromium and the extra `browser`; set SPAMSCORE_BROWSER to the program where it lies elsewhere.
Where either is missing these tests are skipped and say so; with SPAMSCORE_BROWSER set they fail instead.
"""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from spamscore.cli.checked import Checked
from spamscore.cli.formats.page import preview
from tests.html_mails import HOSTILE, checked, file, hostile, page

CHROMIUM = os.environ.get("SPAMSCORE_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
SPAM = "examples/spring-offer.html"
GOLDEN = sorted(str(path) for path in Path("tests/golden").rglob("*") if path.suffix in (".eml", ".html"))


class _Canary(BaseHTTPRequestHandler):
    """Notes who calls."""

    calls: ClassVar[list[str]] = []

    def answer(self) -> None:
        self.calls.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()

    do_GET = do_POST = do_HEAD = do_OPTIONS = answer  # noqa: N815 - names that http.server looks for

    def log_message(self, *arguments: object) -> None:
        """Quiet."""


class _Site(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Quiet."""


@contextmanager
def served(handler: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass(frozen=True)
class Lab:
    """A browser, a folder that is served, and an address on which the test hears who calls."""

    browser: Any
    folder: Path
    site: str
    canary: str
    calls: list[str]

    def write(self, document: str) -> str:
        """The page in a file; gives the file's address."""
        self.calls.clear()
        path = self.folder / "report.html"
        path.write_text(document, "utf-8")
        return path.as_uri()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if not os.environ.get("SPAMSCORE_BROWSER"):
        pytest.importorskip("playwright", reason="the HTML report meets no browser: pip install 'spamscore[browser]'")
        if not CHROMIUM:
            pytest.skip("the HTML report meets no browser: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("reports")
    with sync_playwright() as driver, served(_Canary) as canary, served(partial(_Site, directory=str(folder))) as site:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield Lab(browser, folder, site, canary, _Canary.calls)
        browser.close()


class Visit:
    """One page opened, and all that it does."""

    def __init__(self, lab: Lab, address: str, **options: Any) -> None:
        self.lab, self.address = lab, address
        self.context = lab.browser.new_context(**options)
        self.context.add_init_script("window.heard = []; window.addEventListener('message', e => heard.push(e.data))")
        self.requests: list[str] = []
        self.happened: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page = self.context.new_page()
        self.context.on("page", lambda _: self.happened.append("a window opened"))
        self.page.on("dialog", lambda dialog: (self.happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("download", lambda _: self.happened.append("a download"))
        self.page.on("pageerror", lambda error: self.happened.append(str(error)))

    def __enter__(self) -> "Visit":
        self.page.goto(self.address)
        self.page.wait_for_timeout(100)
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def assert_nothing_acted(self, title: str) -> None:
        self.page.wait_for_timeout(150)
        assert self.happened == []
        assert self.page.evaluate("heard") == []
        assert self.page.title() == title
        assert self.page.url.partition("#")[0] == self.address
        assert self.lab.calls == []
        assert [each for each in self.requests if each not in (self.address, "about:srcdoc", "data:,")] == []


def of(name: str, lab: Lab) -> Checked:
    source = hostile(name, lab.canary)
    return checked(source[:150], source, failures=(source,), notes=(source,))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_makes_no_request_and_runs_no_script(lab: Lab, name: str):
    with Visit(lab, lab.write(page(of(name, lab)))) as visit:
        title = visit.page.title()
        assert title.endswith("· spamscore")
        frame = visit.page.frame_locator("iframe")
        assert "ALIVE" in frame.locator("body").inner_text()  # the preview shows the mail all the same
        for link in frame.locator("a, .ss-button, .ss-box").all()[:6]:
            link.click(force=True, timeout=2000)
        visit.assert_nothing_acted(title)


def test_nor_do_all_of_them_on_one_page_from_a_server(lab: Lab):
    lab.write(page(*(of(name, lab) for name in HOSTILE)))
    with Visit(lab, f"{lab.site}/report.html") as visit:
        for frame in visit.page.locator("iframe").all():
            frame.scroll_into_view_if_needed()
            assert "ALIVE" in frame.content_frame.locator("body").inner_text()
        visit.assert_nothing_acted(f"{len(HOSTILE)} mails · spamscore")


@pytest.mark.parametrize("name", HOSTILE)
def test_frame_and_policy_hold_even_if_a_mail_came_through_unchanged(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setattr(preview, "document", lambda origin, _marks: origin.text)
    with Visit(lab, lab.write(page(checked("a.html", hostile(name, lab.canary))))) as visit:
        visit.page.wait_for_timeout(200)
        assert visit.happened == []
        assert visit.page.evaluate("heard") == []
        assert visit.page.title() == "a.html · spamscore"
        assert lab.calls == []


@pytest.mark.parametrize("name", ["script", "handlers", "drawings", "mutations", "out of the frame"])
def test_the_frame_alone_runs_no_script(lab: Lab, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setattr(preview, "document", lambda origin, _marks: origin.text)
    document = page(checked("a.html", hostile(name, lab.canary)))
    bare, policies = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", document)
    assert policies == 1
    with Visit(lab, lab.write(bare)) as visit:
        visit.page.wait_for_timeout(200)
        assert visit.happened == []
        assert visit.page.evaluate("heard") == []
        assert visit.page.title() == "a.html · spamscore"
        assert not [call for call in lab.calls if call in ("/ran", "/open", "/top")]


@pytest.mark.parametrize("name", ["script", "pictures", "styles", "refresh and base", "handlers"])
def test_the_canary_hears_what_the_report_holds_back(lab: Lab, name: str):
    """The same mails opened as they are do call: else the tests above would prove nothing."""
    with Visit(lab, lab.write(hostile(name, lab.canary))) as visit:
        visit.page.wait_for_timeout(300)
        assert lab.calls
        if name == "script":
            assert visit.happened


def two(lab: Lab) -> str:
    return lab.write(page(file(SPAM), file(GOLDEN[0])))


def test_the_overview_sorts_by_mouse_and_by_keyboard(lab: Lab):
    with Visit(lab, lab.write(page(*map(file, GOLDEN)))) as visit:
        table = visit.page.locator("#overview")

        def column(place: int) -> list[str]:
            return [row.strip() for row in table.locator(f"tbody tr > :nth-child({place})").all_inner_texts()]

        def numbers() -> list[float]:
            return [float(each.replace("−", "-").split()[-1]) for each in column(3)]

        assert numbers() == sorted(numbers(), reverse=True)  # as it comes: the worst first
        table.locator("th button", has_text="Mail").click()
        assert column(1) == sorted(column(1), key=lambda name: name.lower())
        table.locator("th button", has_text="Points").focus()
        visit.page.keyboard.press("Enter")
        assert numbers() == sorted(numbers(), reverse=True)
        visit.page.keyboard.press("Enter")
        assert numbers() == sorted(numbers())
        assert table.locator("th[aria-sort=ascending]").inner_text().startswith("Points")
        assert visit.happened == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_place_opens_the_source_and_scrolls_to_its_line(lab: Lab, *, javascript: bool):
    with Visit(lab, two(lab), java_script_enabled=javascript) as visit:
        line = visit.page.locator("#m1-L16")
        assert not line.is_visible()
        visit.page.locator("a.place", has_text="line 16").first.click()
        visit.page.wait_for_timeout(100)
        assert line.is_visible()
        box = line.bounding_box()
        assert box
        assert 0 <= box["y"] < 800


def test_the_preview_can_be_as_narrow_as_a_phone(lab: Lab):
    with Visit(lab, lab.write(page(file(SPAM)))) as visit:
        visit.page.get_by_label("as wide as a phone").check()
        assert visit.page.locator("iframe").bounding_box()["width"] == 375


@pytest.mark.parametrize("width", [320, 375, 800, 1280])
def test_nothing_is_wider_than_the_screen(lab: Lab, width: int):
    address = lab.write(page(*map(file, [SPAM, *GOLDEN])))
    with Visit(lab, address, viewport={"width": width, "height": 800}) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("mails", [1, 2])
def test_axe_finds_nothing_that_keeps_people_out(lab: Lab, scheme: str, width: int, mails: int):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'spamscore[browser]'")
    address = lab.write(page(*[file(SPAM), file(GOLDEN[0])][:mails]))
    view = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    with Visit(lab, address, **view) as visit:
        # what a mail itself does wrong inside its frame is not the page's
        result = axe.Axe().run(visit.page, context={"exclude": [["iframe"]]}).response
        assert "color-contrast" in [each["id"] for each in result["passes"]]
        found = [(each["id"], [node["html"][:150] for node in each["nodes"][:3]]) for each in result["violations"]]
        assert found == []


def test_print_opens_what_is_closed_and_scrolls_no_box(lab: Lab):
    with Visit(lab, two(lab)) as visit:
        sheet = visit.page
        sheet.emulate_media(media="print")
        sheet.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert sheet.locator("#m1-L16").is_visible()
        over = "[...document.querySelectorAll('.lines')].map(each => each.scrollHeight - each.clientHeight)"
        assert max(sheet.evaluate(over)) <= 1
        sheet.evaluate("dispatchEvent(new Event('afterprint'))")
        assert not sheet.locator(".lines").first.evaluate("each => each.parentElement.open")
