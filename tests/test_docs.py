"""The docs site: it builds without the network, nothing in it leads nowhere or loads from elsewhere, and all it shows is run."""

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

import spamscore
from docs import build, rule_pages, walk
from spamscore.cli import config
from spamscore.cli.arguments import parser
from spamscore.cli.settings import FORMATS
from spamscore.integrations.django.configured import ACTIONS, DEFAULTS
from spamscore.rules import RULES
from spamscore.templates import SUFFIXES

ROOT = Path(__file__).resolve().parent.parent
# What an element loads by itself; <a href> only leads somewhere.
LOADS = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "link": "href",
    "object": "data",
}
FLAGS = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync").split()  # fmt: skip
NO_NETWORK = """
import runpy, socket, sys
def refuse(*_args, **_more): raise AssertionError("the docs asked the network")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
sys.argv = ["docs", sys.argv[1]]
runpy.run_module("docs", run_name="__main__")
"""


class Page(HTMLParser):
    """What a page of the site links to, loads, and can be linked to."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.links, self.loads, self.ids = path, [], [], set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]):
        given = dict(attrs)
        self.ids.add(given.get("id"))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if given.get(LOADS.get(tag, "")) and given.get("rel") not in ("next", "prev", "index", "search", "canonical"):
            self.loads.append(given[LOADS[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Page]:
    """The built site; every warning of the build is a failure."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    ran = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return {path.resolve(): Page(path) for path in folder.rglob("*.html")}


def top(site: dict[Path, Page]) -> Path:
    return min(site, key=lambda path: len(path.parts)).parent


def test_no_link_is_broken(site: dict[Path, Page]):
    broken = []
    for page in site.values():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path.resolve()
            if target.suffix == ".html" and target in site:
                if parts.fragment and unquote(parts.fragment) not in site[target].ids:
                    broken.append((page.path.name, link))
            elif not target.is_file():
                broken.append((page.path.name, link))
    assert broken == []


def test_no_page_loads_anything_from_elsewhere(site: dict[Path, Page]):
    for page in site.values():
        assert page.loads or page.path.name == "example-report.html"
        for loaded in page.loads:
            parts = urlsplit(loaded)
            assert parts.scheme in ("", "data"), (page.path.name, loaded)
            assert not parts.netloc, (page.path.name, loaded)
            if not parts.scheme:
                assert (page.path.parent / unquote(parts.path)).is_file(), (page.path.name, loaded)
    for style in top(site).rglob("*.css"):
        remote = re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)\"']*", style.read_text("utf-8"))
        assert remote == [], style.name


def test_the_search_is_in_the_pages(site: dict[Path, Page]):
    index = (top(site) / "searchindex.js").read_text("utf-8")
    found = json.loads(re.fullmatch(r"Search\.setIndex\((.*)\)", index, re.S)[1])
    assert "rules/link-ip-address" in found["docnames"]
    assert {"shorten", "bounc", "unsubscrib"} <= set(found["terms"]) | set(found["titleterms"])


def test_every_rule_has_its_page(site: dict[Path, Page]):
    names = {path.stem: page for path, page in site.items() if path.parent.name == "rules"}
    assert {rule.id for rule in RULES} <= set(names)
    index = [Path(urlsplit(link).path).stem for link in names["index"].links]
    assert {rule.id for rule in RULES} <= set(index)
    assert set(rule_pages.hit_rates()) == {rule.id for rule in RULES}


def test_hostile_examples_are_text(site: dict[Path, Page]):
    """Examples hold forms, scripts and pictures; none of them is an element of the page."""
    plain = site[top(site) / "rules" / "link-insecure.html"]
    for path, page in site.items():
        if path.parent.name == "rules":
            source = path.read_text("utf-8")
            assert source.count("<form") == plain.path.read_text("utf-8").count("<form")
            assert source.count("<script") == plain.path.read_text("utf-8").count("<script")
            assert "\u202e" not in source
            assert not [each for each in page.loads if "example" in each or each.startswith("data:")]


def test_every_option_is_told(site: dict[Path, Page]):
    text = (top(site) / "command-line.html").read_text("utf-8")
    commands = next(action for action in parser()._actions if hasattr(action, "_choices_actions")).choices
    for command in commands.values():
        for option in (name for action in command._actions for name in action.option_strings if name != "-h"):
            assert option == "--help" or f">{option}<" in text, option


def test_every_public_name_is_told(site: dict[Path, Page]):
    told = site[top(site) / "api.html"].ids
    names = {name for name in spamscore.__all__ if not name.startswith("__")}
    assert {name for name in names if not any(str(each).endswith(f".{name}") for each in told)} == set()


def test_every_key_format_suffix_and_setting_is_told():
    """Pages by hand do not forget what was added elsewhere."""
    told = {
        "configuration": list(config._KEYS),
        "formats": FORMATS,
        "templates": SUFFIXES,
        "django": [*DEFAULTS, *ACTIONS],
    }
    for name, words in told.items():
        text = (build.PAGES / f"{name}.md").read_text("utf-8")
        assert [word for word in words if f"`{word}`" not in text and f'"{word}"' not in text] == [], name


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, as in tests/test_browser.py; skipped where it or the extra `browser` is missing."""
    program = os.environ.get("SPAMSCORE_BROWSER") or shutil.which("chromium")
    if not program:
        pytest.skip("no chromium here")
    driver = pytest.importorskip("playwright.sync_api")
    with driver.sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_people_can_use_the_pages(site: dict[Path, Page], browser: Any, scheme: str):
    """Opened from the disk: nothing is asked of elsewhere, nothing is amiss to axe, no phone scrolls sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for name in ("index", "tutorial", "rules/index", "rules/link-ip-address", "api", "command-line", "lists"):
        tab.goto((top(site) / f"{name}.html").as_uri())
        wrong = axe.run(tab).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in wrong] == [], name
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert asked
    assert [url for url in asked if not url.startswith("file:")] == []


def test_the_search_finds_a_rule_from_the_disk(site: dict[Path, Page], browser: Any):
    tab = browser.new_page()
    tab.goto((top(site) / "search.html").as_uri() + "?q=shortener")
    tab.wait_for_selector("ul.search li a")
    assert "A link goes through a public shortener" in tab.locator("ul.search li a").all_inner_texts()


@pytest.mark.parametrize("page", build.pages(), ids=lambda path: path.stem)
def test_what_a_page_shows_is_run(page: Path):
    text = page.read_text("utf-8")
    assert walk.page(page) == text, f"run `python -m docs --write {page.stem}` and read what changed"
    assert doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS).failed == 0
    for block in walk.BLOCK.finditer(text):
        directive = (block["language"] or "").startswith("{")
        assert block["alone"] or block["what"] or directive or ">>> " in block["body"], (
            f"neither run nor read: {block[0]}"
        )


def test_what_is_not_run_here_is_run_elsewhere():
    named = {each for page in build.pages() for each in re.findall(r"\btests/[\w/]+", page.read_text("utf-8"))}
    assert {each for each in named if not list(ROOT.glob(f"{each}*"))} == set()


def test_the_generators_of_pages_do_as_they_say():
    assert doctest.testmod(rule_pages).failed == 0


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_what_is_printed_is_the_same_in_every_run(tmp_path: Path, seed: str):
    """Ties of what was not checked once came in the order of hashes, and the pages were wrong every other time."""
    file = tmp_path / "visit.html"
    file.write_text(
        '<!-- spamscore: ignore link-insecure because -->\n<a href="http://a.example/">The museum</a>\n', "utf-8"
    )
    command = [sys.executable, "-m", "spamscore.cli", "check", "--no-config", "visit.html"]
    ran = subprocess.run(
        command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
    )  # fmt: skip
    said = " ".join(ran.stdout.split())
    assert said.index("rules that need") < said.index("ignored by a comment")


def test_a_page_that_lies_is_found_out(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("<!-- run -->\n```sh\necho two\n```\n\n<!-- printed -->\n```text\none\n```\n", "utf-8")
    assert "```text\ntwo\n```" in walk.page(page)
    page.write_text("<!-- run -->\n```sh\nfalse\n```\n", "utf-8")
    with pytest.raises(AssertionError, match="ended with 1, not 0"):
        walk.page(page)
