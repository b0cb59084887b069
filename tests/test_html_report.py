"""The HTML report as a document: what it says, where its links lead, and that nothing of a mail acts in it."""

import os
import re
import time
from base64 import b64encode
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from spamscore import check
from spamscore.cli.checked import Checked
from spamscore.cli.formats import html
from spamscore.cli.formats.page import weights
from spamscore.cli.formats.terminal import Paint
from tests.html_mails import Seen, checked, file, page

SPAM = (
    "<h1>You won</h1>\n<p>Dear {{ name }}, claim your prize now, 100% free, no obligation.</p>\n"
    '<p><a href="http://192.0.2.7/pay">www.bank.example</a></p>\n<img src="https://shop.example/a.png" alt="A lamp" width="300">\n'
)
GOLDEN = sorted(str(path) for path in Path("tests/golden").rglob("*") if path.suffix in (".eml", ".html"))


def srcdoc(document: str) -> str:
    (frame,) = Seen.of(document).all("iframe")
    return frame["srcdoc"]


def test_a_report_says_verdict_points_and_direction():
    words = Seen.of(page(checked("offer.html", SPAM))).text("article")
    report = check(SPAM)
    assert report.verdict in words
    assert f"{report.points:.1f} points" in words
    assert "Higher = more like spam" in words


def test_every_finding_is_there_with_advice_and_source_the_heaviest_first():
    report = check(SPAM)
    words = Seen.of(page(checked("offer.html", SPAM))).text("ol")
    places = [words.index(each.rule.title) for each in report.findings]
    assert len(places) > 2
    assert places == sorted(places)
    assert all(each.rule.advice in words and each.rule.source in words for each in report.findings)


@pytest.mark.parametrize("path", GOLDEN)
def test_every_link_of_the_page_leads_to_one_place(path: str):
    seen = Seen.of(page(file(path)))
    ids = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"] for attributes in seen.all("a")]
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert all(link.startswith(("#", "https://")) for link in links)


def test_a_place_links_to_its_line_and_the_line_back():
    document = page(checked("offer.html", SPAM))
    assert '<a href="#m1-L3" class="place">line 3, column 13</a>' in document
    line = re.search(r'<div id="m1-L3">.*?</div>', document)
    assert line
    assert re.search(r"<mark>.{0,50}http://192.0.2.7/pay.{0,50}<sup><a href=\"#m1-f1\"", line[0])


def test_the_preview_marks_words_and_outlines_what_an_attribute_betrays():
    seen = Seen.of(srcdoc(page(checked("offer.html", SPAM))))
    assert "claim your prize" in seen.text("mark")
    (link,) = seen.all("a")
    assert "ss-found" in link["class"]
    assert link["data-ss"].startswith("1")
    assert "href" not in link
    assert "{{ name }}" in seen.text("span")  # a placeholder stays to be seen


def test_pictures_are_boxes_with_their_alternative_text():
    document = srcdoc(page(checked("offer.html", SPAM)))
    assert "shop.example" not in document
    assert "A lamp" in Seen.of(document).text("span")
    assert "width:300px" in document


@pytest.mark.parametrize(
    ("size", "boxes"), [("width=1 height=1", 0), ("width=0", 0), ("width=600 height=1", 1), ("", 1), ("width=1", 0)]
)
def test_a_pixel_is_no_box(size: str, boxes: int):
    words = "<p>Hello there, your parcel is on its way and will be with you on Monday between ten and noon.</p>" * 3
    document = srcdoc(page(checked("a", f'{words}<img src="https://shop.example/p" {size}>')))
    assert Seen.of(document).text("span").count("picture") == boxes


def test_a_picture_inside_the_source_is_shown():
    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    (picture,) = Seen.of(srcdoc(page(checked("a", f'<p>Hello there</p><img src="{pixel}" alt="dot">')))).all("img")
    assert picture["src"] == pixel


def test_a_message_shows_its_subject_and_its_decoded_body():
    seen = Seen.of(page(file("tests/golden/spam/prize-disguised-en.eml")))
    assert "Subject" in seen.text("dt")
    assert "won" in seen.text("dd")


def test_a_picture_that_travels_with_the_message_is_shown(tmp_path: Path):
    pixel = "R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    message = (
        "From: a@shop.example\nSubject: Lamps\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        'Content-Type: text/html\n\n<p>Our lamp:</p><img src="cid:lamp@shop.example" alt="A lamp"><img src="cid:none" alt="Gone">\n'
        f"--b\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\nContent-ID: <lamp@shop.example>\n\n{pixel}\n"
        "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\nContent-ID: <none>\n\nPHN2Zz4=\n--b--\n"
    )
    path = tmp_path / "a.eml"
    path.write_text(message, "utf-8")
    seen = Seen.of(srcdoc(page(file(str(path)))))
    assert [each["src"] for each in seen.all("img")] == [f"data:image/gif;base64,{pixel}"]
    assert "Gone" in seen.text("span")  # what its bytes show to be no picture stays a box


def test_a_page_of_one_mail_shows_it_however_big(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(html, "MAX_SOURCES", 10)
    assert "<iframe" in page(checked("a.html", SPAM))


def test_plain_text_keeps_its_lines():
    plain = "Claim your prize now.\n  100% free, 3 < 4 & no obligation."
    assert Seen.of(srcdoc(page(checked("a.txt", plain)))).text("pre") == plain


@pytest.mark.parametrize("path", GOLDEN)
def test_the_waterfall_ends_where_the_points_are(path: str):
    report = check(Path(path))
    bars = weights.steps(report)
    assert bars[-2].end == pytest.approx(report.points, abs=1e-9)
    assert all(one.end == two.begin for one, two in pairwise(bars[:-1]))
    assert all(each.kind == ("more" if each.points > 0 else "less") for each in bars[1:-1])


def test_what_stops_the_mail_and_what_was_not_checked_is_said():
    given_ = checked("a.html", SPAM, failures=("the verdict is spam",), notes=("one note",), ignored=2)
    words = Seen.of(page(given_)).text("article")
    for sentence in ("the verdict is spam", "one note", "2 findings are taken out", "SPF, DKIM and DMARC"):
        assert sentence in words


def test_standard_input_without_its_source_says_so():
    document = page(Checked("-", check(SPAM)))
    assert "not at hand" in document
    assert "<iframe" not in document


def test_a_file_that_is_gone_still_has_its_findings(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text(SPAM, "utf-8")
    result = file(str(path))
    path.unlink()
    document = page(result)
    assert "link-ip-address" in document
    assert "not at hand" in document


def test_an_unreadable_mail_says_why():
    assert "cannot read a.html: no such file" in page(Checked("a.html", None, "cannot read a.html: no such file"))


def test_the_page_is_ascii_and_the_same_each_time():
    results = [file(path) for path in GOLDEN]
    document = page(*results)
    assert document.isascii()
    assert document == page(*results)


def test_the_policy_names_the_only_script():
    document = page(checked("a", SPAM), checked("b", "<p>Hello there, all is well.</p>"))
    seen = Seen.of(document)
    assert len(seen.all("script")) == 1
    policy = next(each["content"] for each in seen.all("meta") if each.get("http-equiv") == "Content-Security-Policy")
    digest = b64encode(sha256(seen.text("script").encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_front_matter_is_source_and_no_part_of_the_mail():
    template = "---\nsubject: Your order\nkind: transactional\n---\n<p>Claim your prize now, dear friend of lamps.</p>"
    document = page(checked("order.html", template))
    assert "subject: Your order" in Seen.of(document).text("code")
    inside = Seen.of(srcdoc(document))
    assert "kind" not in inside.text("body") + inside.text("head")
    assert "Claim your prize" in srcdoc(document)


def test_a_pipe_is_not_read_again(tmp_path: Path):
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    assert "not at hand" in page(Checked(str(pipe), check(SPAM)))


# several mails


def test_an_overview_ranks_the_worst_first_and_links_to_each():
    good = checked("good.html", "<p>Hello there, your parcel is on its way to you today.</p>")
    bad = checked("bad.html", SPAM, failures=("the verdict is spam",))
    document = page(good, Checked("gone.html", None, "cannot read gone.html"), bad)
    names = re.findall(r'<th scope="row">(?:<a href="#m\d">)?([a-z.]+)', document)
    assert names[:2] == ["gone.html", "bad.html"] or names[:2] == ["bad.html", "gone.html"]
    assert names[2] == "good.html"
    assert document.count("<article") == 2
    assert "2 fail the check" in document


def test_ten_thousand_mails_stay_bounded_and_the_page_says_what_is_left_out():
    report = check(SPAM)
    results = (Checked(f"mail-{number}.html", report, source=SPAM) for number in range(10_000))
    began = time.process_time()
    document = "\n".join(html.lines(results, Paint()))
    assert time.process_time() - began < 20
    assert len(document) < 12_000_000
    assert document.count("<article") == html.MAX_DETAILED
    assert "Details follow for 50 of them" in document
    assert document.count("<tr><th") >= 10_000


def test_big_sources_share_a_bound(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(html, "MAX_SOURCES", 1_000_000)
    source = SPAM + "<p>Some words of a long letter.</p>\n" * 10_000
    result = checked("long.html", source)
    document = page(*[result] * 40)
    shown = document.count("<article")
    assert shown == 3
    assert f"Details follow for {shown} of them" in document
    assert "Only the first 4,000 lines are shown" in document


def test_style_sheets_and_script_are_shipped():
    names = {each.name for each in resources.files("spamscore.cli.formats.page").iterdir()}
    assert {"page.css", "page.js", "preview.css"} <= names
