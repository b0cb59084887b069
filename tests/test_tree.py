"""The lean tree holds the elements, attributes and texts of BeautifulSoup's own, in the same order."""

from collections.abc import Iterator
from pathlib import Path

import bs4
import pytest
from hypothesis import given
from hypothesis import strategies as some

from spamscore import tree

GOLDEN = sorted((Path(__file__).parent / "golden").rglob("*.html"))
MARKUP = some.lists(
    some.sampled_from(
        ["<p>", "</p>", "<b class='a b'>", "</b>", "<br>", "<td>", "<table>", "</table>", "<!-- c -->", "<!doctype html>",
         " ", "\n", "word", "&amp;", "<style>p{}</style>", "<pre>  x </pre>", "<a href=x title='&quot;'>", "</a>", "<script>1<2",
         "</script>", "<svg:x>", "<p", "é", "\x00", "<title>t</title>", "<textarea> y", "]]>", "<![CDATA[z]]>",
         "<?php echo 1 ?>", "<?x>", "<!---->", "<html lang=x>", "<body>", "</body>", "</html>"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


def outline(element: bs4.Tag) -> Iterator[tuple[object, ...]]:
    for node in element.contents:
        if isinstance(node, bs4.Tag):
            yield node.name, dict(node.attrs)
            yield from outline(node)
            yield "end", node.name
        else:
            yield bs4.element.Comment if isinstance(node, bs4.element.Comment) else str, str(node)


def same(source: str) -> None:
    own = tree.grow(source).root
    theirs = bs4.BeautifulSoup(
        source, "lxml", multi_valued_attributes=None, string_containers={}, preserve_whitespace_tags=set()
    )
    assert list(outline(own)) == list(outline(theirs))


@pytest.mark.parametrize("path", GOLDEN, ids=[path.name for path in GOLDEN])
def test_golden_mails_grow_the_same_tree(path: Path) -> None:
    same(path.read_text("utf-8"))


@given(MARKUP)
def test_any_markup_grows_the_same_tree(source: str) -> None:
    same(source.replace("\x00", ""))


def test_past_the_bounds_only_text_is_kept() -> None:
    """What is passed over ends nothing that began before it."""
    many = tree.grow("<div><i>a</i>" + "<p>b</p>" * tree.MAX_NODES + "<div><b>c</b></div>d</div><em>e</em>").root
    assert many.contents[0].name == "html"
    div = many.contents[0].contents[0].contents[0]
    assert div.name == "div"
    assert div.contents[-1].endswith("bcd")
    deep = tree.grow("<div>" * (tree.MAX_DEPTH + 9) + "x" + "</div>" * (tree.MAX_DEPTH + 9) + "<p>y</p>").root
    assert [str(node.contents[0]) for node in deep.contents[0].contents[0].contents if node.name == "p"] == ["y"]


def test_the_tree_is_freed_without_the_collector() -> None:
    """It holds no cycles: thousands of elements a mail would keep the garbage collector busy."""
    import gc
    import weakref

    gc.collect()
    gc.disable()
    try:
        grown = tree.grow("<table><tr><td><p>Hello <b>you</b></td></tr></table>")
        element = weakref.ref(grown.root.contents[0])
        del grown
        assert element() is None
    finally:
        gc.enable()
