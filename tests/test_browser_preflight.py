"""The preflight's page in a real browser: nothing of a mail or a sender acts in it, and people can read and print it."""

import pytest

from tests.html_mails import HOSTILE, hostile
from tests.nine import both, flight, page, said
from tests.test_browser import Lab, Visit, lab  # noqa: F401 - a fixture

SPAM = (
    "<p>Act now, 100% free, claim your prize before it expires! <a href='http://192.0.2.7/a'>www.bank.example</a></p>"
)
MIXED = {"sender": said("sender", "problem"), "audience": said("audience", "attention")}
BROWSERS = {"bare": {}, "mixed": MIXED, "ok": both()}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_makes_no_request_and_runs_no_script(lab: Lab, name: str):  # noqa: F811 - a fixture
    source = hostile(name, lab.canary)
    evil = said("sender", "problem", evidence=(source,), advice=(source,), would_check=source)
    with Visit(lab, lab.write(page(flight(source, sender=evil)))) as visit:
        assert "ALIVE" in visit.page.frame_locator("iframe").locator("body").inner_text()
        visit.assert_nothing_acted("Preflight of a.html · spamscore")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", BROWSERS)
def test_axe_finds_nothing_that_keeps_people_out(lab: Lab, name: str, scheme: str, width: int):  # noqa: F811 - a fixture
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install 'spamscore[browser]'")
    view = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    with Visit(lab, lab.write(page(flight(SPAM, **BROWSERS[name]))), **view) as visit:
        result = axe.Axe().run(visit.page, context={"exclude": [["iframe"]]}).response
        assert "color-contrast" in [each["id"] for each in result["passes"]]
        found = [(each["id"], [node["html"][:150] for node in each["nodes"][:3]]) for each in result["violations"]]
        assert found == []


@pytest.mark.parametrize("width", [320, 1280])
def test_signs_are_big_and_nothing_is_wider_than_the_screen(lab: Lab, width: int):  # noqa: F811 - a fixture
    with Visit(lab, lab.write(page(flight(SPAM, **MIXED))), viewport={"width": width, "height": 900}) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        signs = [each.bounding_box() for each in visit.page.locator(".cause > .sign").all()]
        assert len(signs) == 9
        assert min(each["height"] for each in signs) >= 48
        assert {visit.page.locator(".cause .word").nth(place).inner_text() for place in range(9)} == {
            "problem", "attention",
        }  # fmt: skip


def test_the_unchecked_is_filled_with_no_colour(lab: Lab):  # noqa: F811 - a fixture
    fill = "each => getComputedStyle(each).backgroundColor"
    with Visit(
        lab, lab.write(page(flight("<p>Your order has been shipped. It arrives on Tuesday morning.</p>")))
    ) as visit:
        unchecked = visit.page.locator(".cause.not_checked > .sign")
        assert unchecked.count() == 8
        assert {each.evaluate(fill) for each in unchecked.all()} == {"rgba(0, 0, 0, 0)"}
        assert visit.page.locator(".cause.ok > .sign").evaluate(fill) != "rgba(0, 0, 0, 0)"


def test_the_nine_rows_print_on_one_sheet(lab: Lab):  # noqa: F811 - a fixture
    with Visit(lab, lab.write(page(flight(SPAM))), viewport={"width": 680, "height": 1000}) as visit:
        visit.page.emulate_media(media="print")
        height = visit.page.locator("#causes").bounding_box()["height"]
        assert height < 1000  # A4 less its margins is 680 × 1,009 CSS pixels
