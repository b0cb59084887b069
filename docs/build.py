"""The site: its sources gathered in a folder of their own, then made HTML by Sphinx, every warning a fault."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs import command_pages, rule_pages, schema_page, walk

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGES = HERE / "pages"
# Files of the repository that are pages as they are; their links into the repository become words.
INCLUDED = {
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "model-card.md": "models/README.md",
    "lists.md": "data/README.md",
}
# What the theme leaves out for people who hear a page or use it by the keyboard.
_ACCESSIBLE = (
    ('<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">'),
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="All pages">'),
    ('<aside class="toc-drawer', '<aside aria-label="On this page" class="toc-drawer'),
    ("<pre>", '<pre tabindex="0">'),  # what is wide scrolls by the arrow keys
    ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
)
_INTO_REPOSITORY = re.compile(r"\[([^]\n]+)\]\((?!https?:|#)[^)\n]+\)")


def pages() -> list[Path]:
    """The pages written by hand, in the order of their names."""
    return sorted(PAGES.rglob("*.md"))


def gather(folder: Path) -> None:
    """Write every source of the site into a folder: pages by hand, included files, generated pages."""
    for page in pages():
        target = folder / page.relative_to(PAGES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dressed(page.read_text("utf-8")), "utf-8")
    for name, source in INCLUDED.items():
        (folder / name).write_text(_INTO_REPOSITORY.sub(r"\1", (ROOT / source).read_text("utf-8")), "utf-8")
    for name, text in {**rule_pages.written(), **command_pages.written(), **schema_page.written()}.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def dressed(text: str) -> str:
    """A page by hand for the reader: files under their names, what is printed told from what is typed."""

    def dress(block: re.Match[str]) -> str:
        fence, language, body = block["fence"], block["language"], block["body"]
        if block["what"] in ("file", "from"):
            return f"{fence}{{code-block}} {language}\n:caption: {block['said'].strip()}\n\n{body}{fence}"
        if block["what"] == "printed":
            return f"{{.printed}}\n{fence}{language}\n{body}{fence}"
        return "" if block["alone"] else f"{fence}{language}\n{body.rstrip()}\n{fence}"

    return walk.BLOCK.sub(dress, text)


def site(target: Path) -> int:
    """Build the site into a folder that is emptied first; gives 0, or 1 when there was a warning."""
    from sphinx.cmd.build import build_main

    shutil.rmtree(target, ignore_errors=True)
    with TemporaryDirectory(prefix="spamscore-docs-") as room:
        sources, doctrees = Path(room, "sources"), Path(room, "doctrees")
        sources.mkdir()
        gather(sources)
        options = ["-b", "html", "-q", "-W", "--keep-going", "-c", str(HERE), "-d", str(doctrees)]
        status = int(build_main([*options, str(sources), str(target)]))
    shutil.rmtree(target / "_sources", ignore_errors=True)
    for page in target.rglob("*.html"):
        text = page.read_text("utf-8")
        for as_is, as_said in _ACCESSIBLE:
            text = text.replace(as_is, as_said)
        page.write_text(text, "utf-8")
    return status or _report(target / "example-report.html")


def _report(target: Path) -> int:
    """The HTML report on the examples, for the page about it to link to."""
    command = ["-m", "spamscore.cli", "check", "--no-config", "--fail-on", "never", "--format", "html", "examples"]
    return subprocess.run([sys.executable, *command, "--output", str(target)], cwd=ROOT, check=False).returncode
