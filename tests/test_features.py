"""Every feature by example: the value it gives to a small mail, or which of two mails has more of it."""

import math
import re
from collections import Counter

import numpy as np
import pytest

from spamscore import features, mail
from spamscore.features import CHAPTERS, FEATURES, View
from spamscore.mail import Mail, read
from tests.hostile import CASES

Source = str | bytes | dict[str, object]

BY_NAME = {feature.name: feature for feature in FEATURES}
WORDS = "We have packed your order and it left our shop this morning with the first van of the day. "
OTHER = "meeting report invoice schedule thank you regards project team"
SHOP = '<a href="https://shop.example/a">Our shop</a>'
BANK = '<a href="https://bank.example/a">Sign in</a>'
FACEBOOK = '<a href="https://www.facebook.com/p">Follow us</a>'
IMAGE = '<img src="https://img.shop.example/a.png">'
DOCUMENT = (
    '<!DOCTYPE html><html><head><meta name="viewport" content="width=device-width"><title>Hi</title>'
    "<style>@media (max-width:9px){p{color:red}}</style></head><body><p>Hello</p></body></html>"
)
CHEAP = "shop.best"


def sent(sender: str, body: str = SHOP, **headers: str) -> bytes:
    """A message of HTML from that sender."""
    lines = [f"From: {sender}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\n".join([*lines, "Content-Type: text/html", "", body]).encode()


def links(*targets: str) -> str:
    """A body with a link to each target."""
    return "".join(f'<p><a href="{target}">open</a></p>' for target in targets)


# feature, a mail, the value it has to give
VALUES: list[tuple[str, Source, float]] = [
    ("top_domain_said", SHOP, 1),
    ("top_domain_said", BANK + SHOP + BANK, 0),
    ("top_domain_said", FACEBOOK, -1),
    ("links_said", SHOP + BANK, 0.5),
    ("links_said", "<p>none</p>", -1),
    ("domains_said", SHOP + SHOP + BANK, 0.5),
    ("domains_said", "<p>none</p>", -1),
    ("image_hosts_said", "<p>Shop</p>" + IMAGE + '<img src="https://other.example/b.png">', 0.5),
    ("image_hosts_said", '<img src="cid:logo">', -1),
    ("top_domain_share", SHOP + SHOP + SHOP + BANK, 0.75),
    ("domains_per_link", SHOP + SHOP + BANK + BANK, 0.5),
    ("domains_per_link", SHOP, -1),
    ("neutral_links", SHOP + FACEBOOK, 0.5),
    ("neutral_links", "<p>none</p>", 0),
    ("shown_sites_agree", '<a href="https://evil.test/">www.shop.example</a><a href="https://a.example">a.example</a>', 0.5),
    ("shown_sites_agree", SHOP, -1),
    ("mailboxes_agree", SHOP + "<p>help@shop.example or me@bank.example</p>", 0.5),
    ("mailboxes_agree", SHOP, -1),
    ("copyright_agrees", SHOP + "<p>© 2026 Shop Ltd</p>", 1),
    ("copyright_agrees", BANK + "<p>Copyright 2026 Shop Ltd</p>", 0),
    ("copyright_agrees", SHOP, -1),
    ("title_said", "<title>Spring lamps</title><p>New lamps</p>", 0.5),
    ("title_said", "<p>New lamps</p>", -1),
    ("alts_said", SHOP + '<img src="a.png" alt="The shop"><img src="b.png" alt="A lamp">', 0.5),
    ("alts_said", SHOP, -1),
    ("links_named_alike", links("https://shop.example/1", "https://shop.example/2", "https://shopcdn.example/", "https://b.example/"), 0.5),
    ("links_named_alike", SHOP + FACEBOOK, -1),
    ("is_html", "<p>Hello</p>", 1),
    ("is_html", "Hello", 0),
    ("link_count", SHOP + BANK, math.log(3)),
    ("image_count", IMAGE + IMAGE + '<img src="x.gif" width="1" height="1">', math.log(3)),
    ("images_with_alt", '<img src="a.png" alt="A lamp"><img src="b.png" alt="">', 0.5),
    ("images_with_alt", "<p>none</p>", -1),
    ("images_with_alt_attribute", '<img src="a.png" alt=""><img src="b.png">', 0.5),
    ("images_with_size", '<img src="a.png" width="200"><img src="b.png">', 0.5),
    ("images_linked", f'<a href="https://shop.example">{IMAGE}</a>{IMAGE}', 0.5),
    ("alt_variety", '<img src="1" alt="a"><img src="2" alt="b"><img src="3" alt="b"><img src="4" alt="">', 2),
    ("embedded_images", '<img src="cid:logo@x"><img src="data:image/png;base64,AA=="><img src="https://a.example/a.png"><img src="b.png">', 0.5),
    ("links_with_image", f'<a href="https://a.example">{IMAGE}</a>' + SHOP, 0.5),
    ("links_without_text", '<a href="https://a.example"></a>' + SHOP, 0.5),
    ("links_without_text", "<p>none</p>", -1),
    ("links_hidden", f'<div style="display:none">{SHOP}</div>' + BANK, 0.5),
    ("links_with_title", '<a href="https://a.example" title="Open">x</a>' + SHOP, 0.5),
    ("images_per_link", IMAGE + SHOP + SHOP + SHOP, 0.25),
    ("images_per_link", "<p>none</p>", -1),
    ("table_count", "<table><tr><td>a</td></tr></table>" * 2, math.log(3)),
    ("cells_per_table", "<table><tr><td>a</td><td>b</td></tr></table>", math.log(3)),
    ("cells_per_table", "<p>none</p>", -1),
    ("headings", "<h1>a</h1><h2>b</h2><h3>c</h3>", 3),
    ("headings", "<h2>a</h2>" * 9, 6),
    ("list_items", "<ul><li>a</li><li>b</li></ul>", 2),
    ("breaks_per_word", "<p>one<br>two<br>three</p>", 0.25),
    ("skeleton", "<p>Hello</p>", 0),
    ("skeleton", DOCUMENT, 5),
    ("media_query", "<style>@media print{p{color:red}}</style><p>a</p>", 1),
    ("media_query", "<style>p{color:red}</style><p>a</p>", 0),
    ("conditional_comments", "<!--[if mso]><p>a</p><![endif]--><p>b</p>", 1),
    ("conditional_comments", "<!-- note --><p>b</p>", 0),
    ("backgrounds", '<table bgcolor="#eeeeee"><tr><td>a</td></tr></table>', 1),
    ("backgrounds", '<p style="background:#eee">a</p>', 0),
    ("preheader", '<div style="display:none;max-height:0;overflow:hidden">Your lamps are here</div><p>Hello there, reader</p>', 1),
    ("preheader", "<p>Hello there, reader</p>", 0),
    ("active_content", "<form><input></form><script>1</script>", 3),
    ("active_content", "<p>none</p>", 0),
    ("hidden_pieces", f'<p>{WORDS * 9}</p><p style="visibility:hidden">{OTHER}</p>', 1),
    ("hidden_pieces", f'<p style="display:none">{OTHER}</p><p>{WORDS * 9}</p>', 0),
    ("single_link", SHOP + SHOP, 1),
    ("single_link", SHOP + BANK, 0),
    ("single_link", "<p>none</p>", -1),
    ("plain_http", links("http://a.example/", "https://a.example/"), 0.5),
    ("plain_http", "<p>none</p>", -1),
    ("cheap_tlds", links("https://lamp.best/", "https://a.example/"), 0.5),
    ("free_hosts", links("https://lamp.42web.io/", "https://a.example/"), 0.5),
    ("shorteners", links("https://bit.ly/2x", "https://a.example/"), 0.5),
    ("numeric_hosts", links("http://192.0.2.7/", "http://[2001:db8::1]/", "https://a.example/", "https://b.example/"), 0.5),
    ("strange_labels", "<p>none</p>", -1),
    ("strangest_label", "<p>none</p>", -1),
    ("label_digits", links("https://a1.example/", "https://a.example/"), 0.5),
    ("label_hyphens", links("https://a-b.example/", "https://a.example/"), 0.5),
    ("label_length", links("https://four.example/", "https://sixsix.example/"), 5),
    ("bare_links", links("https://a.example/", "https://a.example/page"), 0.5),
    ("repeated_target", links("https://a.example/1", "https://a.example/1", "https://a.example/2", "https://a.example/3"), 0.25),
    ("repeated_target", SHOP, -1),
    ("dead_links", links("#", "", "https://a.example/", "https://b.example/"), 0.5),
    ("mail_links", links("mailto:me@shop.example", "tel:+49301234", "https://a.example/", "https://b.example/"), 0.5),
    ("scripts_in_path", links("https://a.example/x.php", "https://a.example/x"), 0.5),
    ("address_in_link", links("https://a.example/?to=me@shop.example", "https://a.example/?to=me"), 0.5),
    ("shouted_path", links("https://a.example/AB12CD34EF56GH", "https://a.example/ab12cd34ef56gh"), 0.5),
    ("readable_paths", links("https://a.example/how-to-hang-lamps", "https://a.example/x"), 0.5),
    ("target_variety", links("https://a.example/1", "https://a.example/1", "https://a.example/2"), math.log(3)),
    ("word_count", "one two three", math.log(4)),
    ("words_per_link", "<p>one two three </p>" + '<a href="https://a.example">four</a>', math.log(3)),
    ("words_per_image", "<p>one two three four</p>" + IMAGE, math.log(3)),
    ("linked_words", "no link", 0),
    ("word_length", "one four", 3.5),
    ("word_length", "", -1),
    ("vocabulary_share", "lamp lamp lamp chair", 0.5),
    ("greeting", "<p>Dear reader,</p><p>hello.</p>", 1),
    ("greeting", "<p>Your lamps</p>", 0),
    ("footer_parts", "<p>Unsubscribe | Privacy | © 2026</p>", 3),
    ("unsubscribe_linked", '<a href="https://a.example/u">Abmelden</a>', 1),
    ("unsubscribe_linked", "<p>Unsubscribe by letter</p>" + SHOP, 0),
    ("social_links", FACEBOOK + '<a href="https://instagram.com/p">Instagram</a>' + SHOP, 2),
    ("phones", "Call 030 1234 5678 or +44 20 7946 0000", 2),
    ("phones", "Order 12345 of 2026-11-23", 0),
    ("phrase_categories", "Your table is booked for Friday.", 0),
    ("disguised_words", "Your table is booked for Friday.", 0),
    ("sender_said", sent("Shop <a@shop.example>"), 1),
    ("sender_said", SHOP, 0),
    ("sender_linked", sent("Shop <a@shop.example>", SHOP + BANK), 0.5),
    ("sender_is_top", sent("Shop <a@mail.shop.example>", SHOP + SHOP + BANK), 1),
    ("sender_is_top", sent("Shop <a@shop.example>", "<p>none</p>"), -1),
    ("sender_resembles_links", sent("Shop <a@shopmail.example>"), 1),
    ("sender_resembles_links", sent("Shop <a@lamps.example>"), 0),
    ("sender_is_freemail", sent("Shop <lamps@gmail.com>"), 1),
    ("sender_is_freemail", sent("Shop <a@shop.example>"), 0),
    ("sender_cheap_tld", sent(f"Shop <a@{CHEAP}>"), 1),
    ("sender_cheap_tld", SHOP, 0),
    ("name_resembles_domain", sent("The Shop <a@shop.example>"), 1),
    ("name_resembles_domain", sent("Bank <a@shop.example>"), 0),
    ("name_resembles_domain", sent("a@shop.example"), -1),
    ("name_said", sent("Shop Lamps <a@x.example>"), 0.5),
    ("name_said", sent("a@x.example"), -1),
    ("name_matches_links", sent("Shop Lamps <a@x.example>"), 1),
    ("name_matches_links", sent("Bank <a@x.example>"), 0),
    ("name_matches_links", sent("a@x.example"), -1),
    ("reply_elsewhere", sent("Shop <a@shop.example>", Reply_To="me@evil.test"), 1),
    ("reply_elsewhere", sent("Shop <a@shop.example>", Reply_To="help@shop.example"), 0),
]  # fmt: skip

# feature, a mail with less of it, one with more
MORE: list[tuple[str, Source, Source]] = [
    ("divs_share", "<p>a</p><p>b</p>", "<div><span>a</span></div><p>b</p>"),
    ("paragraphs_share", "<div>a</div><p>b</p>", "<p>a</p><p>b</p><p>c</p>"),
    ("font_tags", "<p>a</p>", "<center><font color=red>a</font></center>"),
    ("emphasis", "<p>a b</p>", "<p><b>a</b> <i>b</i></p>"),
    ("tags_per_word", f"<p>{WORDS}</p>", "".join(f"<div><span>{word}</span></div>" for word in WORDS.split())),
    ("style_block", "<style>p{color:red}</style><p>a</p>", f"<style>{'p{color:red}' * 200}</style><p>a</p>"),
    ("inline_styles", "<p>a</p><p>b</p>", '<p style="color:red">a</p><p>b</p>'),
    ("comments", f"<p>{WORDS}</p>", f"<!-- {'draft ' * 200}--><p>{WORDS}</p>"),
    ("upper_case_tags", "<p>a</p><b>c</b>", "<P>a</P><b>c</b>"),
    ("nesting", "<p>a</p>", "<div><div><div><p>a</p></div></div></div>"),
    ("hidden_share", f"<p>{WORDS * 9}</p>", f'<p>{WORDS * 9}</p><p style="visibility:hidden">{OTHER}</p>'),
    ("small_words", "".join(f"<p>{word}</p>" for word in WORDS.split()), f"<p>{WORDS}</p>"),
    ("strange_labels", links("https://bluebird.example/"), links("https://xk7qz9vt.example/")),
    ("strangest_label", links("https://bluebird.example/"), links("https://bluebird.example/", "https://xk7qz9vt.example/")),
    ("linked_words", f"<p>{WORDS}</p>" + SHOP, SHOP),
    ("shouted_words", WORDS, WORDS.upper()),
    ("digits_share", WORDS, WORDS + "0123456789"),
    ("exclamations", WORDS, WORDS + "Now!!!"),
    ("exclamations", WORDS, WORDS + "现在！"),
    ("questions", WORDS, WORDS + "Why? When?"),
    ("odd_characters", WORDS, WORDS + "★★★ ☎ ✂"),
    ("lines_short", f"<p>{WORDS}</p><p>Thank you</p>", "<p>Thank you</p><p>Bye</p>"),
    ("longest_line", "<p>Thank you</p>", f"<p>{WORDS}</p>"),
    ("sentences", WORDS, "We packed it. It left. All is well. " * 3),
    ("amounts", WORDS, WORDS + "It costs $25 or 20 €."),
    ("phrase_density", WORDS, WORDS + "claim your prize, next of kin, get rich quick"),
    ("phrase_categories", WORDS + "get rich quick", WORDS + "get rich quick, next of kin, claim your prize"),
    ("threat_phrases", WORDS, WORDS + "your account will be suspended, verify your account"),
    ("fortune_phrases", WORDS, WORDS + "get rich quick, next of kin"),
    ("pitch_phrases", WORDS, WORDS + "first page of google, search engine optimization"),
    ("body_phrases", WORDS, WORDS + "cheap viagra, lose weight fast"),
    ("disguised_words", WORDS, WORDS + "v1agra p\u0430ypal acc\u200bount"),
    ("sender_strangeness", sent("A <a@bluebird.example>"), sent("A <a@xk7qz9vt.example>")),
]  # fmt: skip


def value(name: str, source: Source) -> float:
    """What a feature gives to a mail; a dict holds the keywords of `read` beside its source."""
    context = dict(source) if isinstance(source, dict) else {"source": source}
    return BY_NAME[name].measure(View(read(context.pop("source"), **context)))


@pytest.mark.parametrize(("name", "source", "expected"), VALUES, ids=[f"{row[0]}-{row[2]:.3g}" for row in VALUES])
def test_gives_the_value(name: str, source: Source, expected: float) -> None:
    assert value(name, source) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("name", "less", "more"), MORE, ids=[row[0] for row in MORE])
def test_gives_more_to_more(name: str, less: Source, more: Source) -> None:
    assert value(name, less) < value(name, more)


@pytest.mark.xfail(
    strict=True, reason="mail_links looks for 'sms:' in seven characters and for 'tel:' in lower case only"
)
@pytest.mark.parametrize("target", ["sms:+49301234", "TEL:+49301234"])
def test_every_way_to_write_or_dial_is_a_mail_link(target: str) -> None:
    assert value("mail_links", links(target)) == 1


def test_every_feature_has_examples() -> None:
    told = {row[0] for row in VALUES} | {row[0] for row in MORE}
    assert told == set(BY_NAME)


def test_a_feature_is_told_by_a_difference() -> None:
    """One value alone would be passed by a constant."""
    told = {name: {expected for other, _, expected in VALUES if other == name} for name in BY_NAME}
    compared = {row[0] for row in MORE}
    plain = features.measure(read("<p>Hello.</p>"))
    alone = {name for name, found in told.items() if name not in compared and len(found) < 2}
    usual = dict(zip(BY_NAME, plain, strict=True))
    assert {name for name in alone if math.isclose(usual[name], next(iter(told[name])), abs_tol=1e-6)} == set()


def test_names_are_unique_and_snake_case() -> None:
    assert len(FEATURES) >= 60
    assert Counter(feature.name for feature in FEATURES).most_common(1)[0][1] == 1
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", feature.name) for feature in FEATURES)


def test_each_says_what_it_is_and_belongs_to_its_chapter() -> None:
    chapters = [chapter.__name__.rpartition(".")[2] for chapter in CHAPTERS]
    assert list(dict.fromkeys(feature.group for feature in FEATURES)) == chapters
    assert all(10 < len(feature.describes) < 130 for feature in FEATURES)


def test_measure_keeps_the_order() -> None:
    found = mail.read(sent("Shop <a@shop.example>", f"<p>{WORDS}</p>" + SHOP + IMAGE))
    vector = features.measure(found)
    assert vector.shape == (len(FEATURES),)
    assert vector.dtype == np.float64
    alone = [np.float32(feature.measure(View(found))) for feature in FEATURES]
    assert vector.tolist() == [float(each) for each in alone]


@pytest.mark.parametrize(
    "case", ["nested tags", "many placeholders", "lone surrogates", "zero bytes", "dots and digits", "at signs"]
)
def test_finite_on_hostile_mail(case: str) -> None:
    source = CASES[case][0]()
    assert np.isfinite(features.measure(read(source[:200_000]))).all()


@pytest.mark.parametrize(
    "source", ["", " ", "\ue000\ue001", "<", b"", b"From: <>\n\n", "1234 !!! ???", '<a><img></a><img src="">']
)
def test_finite_on_next_to_nothing(source: str | bytes) -> None:
    assert np.isfinite(features.measure(read(source))).all()
    assert np.isfinite(features.measure(Mail())).all()
