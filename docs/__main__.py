"""`python -m docs FOLDER` builds the site; `python -m docs --write` walks the pages and writes what their commands print.

`python -m docs --install` walks the tutorial with everything real, from an empty folder and `pip install`, and says how long
it took.
"""

import argparse
import sys
import time
from pathlib import Path

from docs import build, walk


def main() -> int:
    """Do what the command line asks for; 1 when the site has a fault."""
    parser = argparse.ArgumentParser("python -m docs", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the site goes; it is emptied first")
    parser.add_argument("--write", nargs="*", metavar="PAGE", help="write into the pages what their commands print")
    parser.add_argument("--install", action="store_true", help="walk the tutorial from pip install on")
    asked = parser.parse_args()
    if asked.install:
        began = time.monotonic()
        walk.page(build.PAGES / "tutorial.md", install=True)
        print(f"the tutorial, from pip install to a passing job: {time.monotonic() - began:.0f} s")
    for page in build.pages() if asked.write is not None else ():
        if not asked.write or page.stem in asked.write:
            page.write_text(walk.page(page), "utf-8")
            print(page.relative_to(build.ROOT))
    return build.site(asked.folder) if asked.folder else 0


sys.exit(main())
