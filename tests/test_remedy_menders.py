"""Each kind of edit on a mail that needs it: what is proposed, what it makes of the source, and what it leaves alone."""

from collections.abc import Mapping
from pathlib import Path

import pytest

import spamscore
from spamscore import lists, phrases
from spamscore.placeholders import mask
from spamscore.remedy import draft, spliced
from spamscore.remedy.edit import Candidate
from spamscore.remedy.menders import MENDERS, sentences
from spamscore.remedy.search import usable
from spamscore.rules import RULES
from spamscore.scoring import weigh

LONG = "<p>Our joiner has finished the blue garden chairs, made of oak from the next valley.</p>" * 3


def proposed(source: object, **context: object) -> Mapping[str, list[Candidate]]:
    """Every edit thought of, by its kind."""
    model = spamscore.load_model()
    begun = draft(source, context, lambda mail: weigh(mail, RULES, model))
    found: dict[str, list[Candidate]] = {}
    for mend in (*MENDERS, sentences.mend):
        for candidate in mend(begun):
            assert usable(begun, candidate.changes), candidate
            found.setdefault(candidate.kind, []).append(candidate)
    return found


def made(source: str, kind: str, where: str = "body", **context: object) -> str:
    """The source with the first edit of a kind made."""
    candidate = proposed(source, **context)[kind][0]
    return spliced(source, (change for change in candidate.changes if change.where == where))


# kind, source, what must be in the revised source, what must be gone
CASES = [
    ("https", '<a href="http://shop.example/a">A</a>', 'href="https://shop.example/a"', "http:"),
    ("https", "<img src='http://shop.example/a.png'>", "src='https://shop.example/a.png'", "http:"),
    ("https", "<A HREF=HTTP://shop.example/a>A</A>", "HREF=https://shop.example/a", "HTTP"),
    ("https", "See http://shop.example/a for more.", "See https://shop.example/a for", "http:"),
    ("marks", "<p>Come in!!! Really??? Yes.</p>", "<p>Come in! Really? Yes.</p>", "!!!"),
    ("marks", "<p>Come <b>in!!</b>! Now.</p>", "<p>Come <b>in!</b> Now.</p>", "!!"),
    ("calm", "<p>Come in! See the chairs! Sit down!</p>", "Come in! See the chairs. Sit down.", "chairs!"),
    ("capitals", "<p>SEE ALL THE NEW CHAIRS NOW. Garden day with Anna.</p>", "See all the new chairs now.", "CHAIRS"),
    ("capitals", "<p>COME <b>TO THE</b> GARDEN WITH ANNA</p><p>We and Anna.</p>", "Come <b>to the</b> garden with Anna", "COME"),
    ("capitals", "<p>HELLO {{ NAME }}, SEE ALL THE CHAIRS</p>", "{{ NAME }}, see all the chairs", "SEE"),
    ("reword", "<p>A once in a lifetime opportunity and a fair price for all of our readers.</p>", "<p>A offer and a fair", "lifetime"),
    ("reword", "<p>A free <i>quote</i> for each of our oldest readers.</p>", "A price<i></i> for each", "quote"),
    ("reword", f"<p>Risk free, no obligation.</p>{LONG}", LONG, "Risk free"),
    ("reword", "<p>ACT NOW, {{ name }}, and see our chairs of oak from the valley.</p>", "{{ name }}, and see our", "ACT NOW"),
    ("hidden-text", f'{LONG}<p style="color:#fff">order tracking receipt delivery status</p>\n<p>Bye</p>', "<p>Bye</p>", "order"),
    ("hidden-text", f'{LONG}<div style="display:none"><p>many words</p><p>that nobody sees here</p></div>x', f"{LONG}x", "nobody"),
    ("hidden-text", f'<style>.h{{font-size:0}}</style>{LONG}<b class="h">words that nobody sees in here</b>y', "y", "nobody"),
    ("plain-letters", "<p>Your acc\u200bount was lim\u200bited, ver\u200bify pay\u200bpal</p>", "Your account was limited", "\u200b"),
    ("plain-letters", "<p>Your P\u0430yP\u0430l</p>", "Your PayPal", "\u0430"),
    ("plain-letters", "<p>\U0001d402\U0001d425\U0001d422\U0001d41c\U0001d424 here</p>", "<p>Click here</p>", "\U0001d402"),
    ("plain-letters", "<p>P\u0430y\u200bP\u0430l, P\u0430y\u200bP\u0430l</p>", "<p>PayPal, PayPal</p>", "\u200b"),
    ("leet", "<p>Cheap v1agra</p>", "viagra", "v1agra"),
    ("coded-letters", "<p>Cheap &#86;&#105;&#97;&#103;&#114;&#97; today</p>", "Cheap Viagra today", "&#"),
    ("cut-words", "<p>V<!-- a -->iag<!-- b -->ra</p>", "<p>Viagra</p>", "<!--"),
    ("link-words", '<a href="https://shop.example/garden-chairs">CLICK HERE!</a>', ">Garden chairs</a>", "CLICK"),
    ("link-words", '<a href="https://shop.example/de/gartenstuhl">Hier klicken</a>', ">Gartenstuhl</a>", "klicken"),
    ("plain-address", '<a href="https://shop.example/%6c%6f%67%69%6e">A</a>', "shop.example/login", "%6c"),
    ("plain-address", '<a href="https://www.bank.example@shop.example/">A</a>', "https://shop.example/", "bank"),
    ("words-for-address", '<a href="http://a.test/x">www.bank.example/loans</a>', ">Loans</a>", "bank"),
    ("real-target", '<a href="http://a.test/x">www.bank.example</a>', 'href="https://www.bank.example"', "a.test"),
    ("own-site-shortener", '<a href="https://bit.ly/3abc">Garden chairs</a> www.shop.example', "www.shop.example/garden-chairs", "bit.ly"),
    ("own-site-number", '<a href="http://192.0.2.7/pay?a=1">Pay</a> www.shop.example', "https://www.shop.example/pay?a=1", "192"),
    ("own-site-number", '<a href="http://192.0.2.7/{{ id }}">Pay</a> www.shop.example', "https://www.shop.example/{{ id }}", "192"),
    (
        "own-site-redirector",
        '<a href="https://www.google.com/url?q=https%3A%2F%2Fshop.example%2Fa">Go</a> www.shop.example',
        'href="https://shop.example/a"', "google",
    ),
    ("own-pictures", '<img src="http://192.0.2.7/a/b.png"> www.shop.example', "https://www.shop.example/a/b.png", "192"),
    ("alt", '<p>Hi</p><img src="https://shop.example/i/blue-chair.png">', 'alt="Blue chair"', ""),
    ("alt", '<a href="https://blue-shop.example/"><img src="/i/logo.png"></a>', 'alt="Blue Shop"', ""),
    ("picture-links", '<a href="https://shop.example/chairs"><img src="/i/1.png"></a>', ">Chairs</a></p>", ""),
    ("unsubscribe", f'<body>{LONG}<a href="https://shop.example/">S</a></body>', "https://www.shop.example/unsubscribe", ""),
    ("postal-address", f'<html lang="de"><body>{LONG}</body></html>', "[Ihre Straße 1, 12345 Ihr Ort]</p>\n</body>", ""),
    ("footer", f'<html lang="fr"><body>{LONG}</body></html>', "Vous recevez ce message", ""),
    ("head", "<html><body><h1>Chairs</h1></body></html>", "<title>Chairs</title>", ""),
    ("head", "<h1>Chairs</h1>", '<!DOCTYPE html>\n<html lang="en">', ""),
    ("alt", "<img alt=Levi's src='/a.png'><img src=/i/red-coat.png><p>It's warm</p>", '<img alt="Red coat" src=/i/red-coat.png>', ""),
    ("script", "<p>Hi</p><script>go()</script>", "<p>Hi</p>", "go()"),
    ("handlers", '<p onclick="go()" class="a">Hi</p>', '<p class="a">Hi</p>', "onclick"),
    ("frame", '<p>Hi</p><iframe src="https://a.test/"></iframe>', "<p>Hi</p>", "iframe"),
    ("refresh", '<meta http-equiv="refresh" content="0;url=x"><p>Hi</p>', "<p>Hi</p>", "refresh"),
    ("old-elements", '<center><font color="red" size="5">Hi</font></center>', '<span style="color:red;font-size:24px">Hi</span></div>', "font c"),
    ("tag-case", "<P>Hi <B>Anna</B></P>", "<p>Hi <b>Anna</b></p>", "P"),
    ("table-roles", "<table><tr><td>Hi</td></tr></table>", '<table role="presentation">', ""),
    ("gaps", "<p>Hi</p><br><br>&nbsp;<br><br>\n<br><p>Bye</p>", "<p>Hi</p><br><br><p>Bye</p>", "&nbsp;"),
    ("comments", "<p>Hi</p><!-- " + "words " * 600 + "--><!--[if mso]>x<![endif]-->", "<!--[if mso]>x", "words"),
    ("assurance", f"{LONG}<p>This is not spam. Bye.</p>", "<p>Bye.</p>", "not spam"),
    ("greeting", "<p>Dear valued customer,</p>" + LONG, "<p>Hello,</p>", "valued"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "source", "there", "gone"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_what_an_edit_makes_of_the_source(kind: str, source: str, there: str, gone: str) -> None:
    revised = made(source, kind)
    assert there in revised
    assert not gone or gone not in revised
    placeholders = [source[start:end] for start, end in mask(source)[1]]
    assert [revised[start:end] for start, end in mask(revised)[1]] == placeholders


QUIET = [
    (
        "https",
        '<a href="https://shop.example/">A</a><a href="http://192.0.2.7/">B</a><a href="http://{{ host }}/">C</a>',
    ),
    ("capitals", "<p>The ABC GmbH and UNICEF meet in the USA.</p>"),
    (
        "hidden-text",
        '<div style="display:none">Your order is on its way</div><p>Hello Anna, your order left our house.</p>',
    ),
    ("hidden-text", f'{LONG}<p style="color:#fff">order tracking {{{{ words }}}} receipt delivery</p>'),
    ("link-words", '<a href="{{ url }}">Click here</a>'),
    ("link-words", '<a href="https://shop.example/chairs">See the chairs</a>'),
    ("alt", '<img src="https://shop.example/blue-chair.png" alt=""><img src="/spacer-line.gif" width="1">'),
    ("alt", '<img src="https://shop.example/DSC_0031.jpg">'),
    ("unsubscribe", f'{LONG}<a href="https://shop.example/out">Abmelden</a>'),
    ("unsubscribe", "<p>Your password was changed. If it was not you, write to us.</p>"),
    ("head", "{% extends 'frame.html' %}{% block main %}<p>Hi</p>{% endblock %}"),
    ("script", '<script type="application/ld+json">{"@type": "Order"}</script><p>Hi</p>'),
    ("table-roles", '<table><tr><th>Price</th></tr></table><table role="none"></table>'),
    ("comments", "<!--[if mso]>" + "<table></table>" * 400 + "<![endif]-->"),
    ("old-elements", '<font color="{{ colour }}">Hi</font><center>Never ended'),
    ("text-version", "<p>A template has its text version elsewhere.</p>"),
    ("list-headers", "<p>A body has no headers.</p>"),
]


@pytest.mark.parametrize(("kind", "source"), QUIET, ids=[f"{n}-{case[0]}" for n, case in enumerate(QUIET)])
def test_what_is_left_alone(kind: str, source: str) -> None:
    assert kind not in proposed(source)


def test_a_subject_is_mended_too() -> None:
    found = proposed("<p>Hello</p>", subject="BIG SALE TODAY, ACT NOW!!!")
    changed = {
        kind: [each for each in found[kind] if each.changes[0].where == "subject"]
        for kind in ("capitals", "marks", "reword")
    }
    assert all(changed.values())
    assert changed["marks"][0].changes[0].after == "!"


def test_a_message_gets_a_text_version_and_list_headers() -> None:
    head = b"From: Shop <news@shop.example>\nSubject: Sale\nPrecedence: bulk\nContent-Type: text/html\n\n"
    found = proposed(head + b'<p>Our sale</p><a href="https://shop.example/a">Chairs</a>')
    (twin,) = found["text-version"][0].changes
    assert twin.after == "Our sale\nChairs\n\nChairs: https://shop.example/a\n"
    (added,) = found["list-headers"][0].changes
    assert added.after == (
        "List-Unsubscribe: <https://www.shop.example/unsubscribe>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click"
    )
    plan = spamscore.plan(head + b'<p>Our sale</p><a href="https://shop.example/a">Chairs</a>', target=-9.0)
    quiet = {rule for edit in plan.edits for rule in edit.mends}
    assert {"text-part-missing", "unsubscribe-not-one-click"} & quiet


def test_sentences_that_weigh_are_the_last_resort() -> None:
    path = Path(__file__).parent / "spammy" / "b2b-pitch.txt"
    kinds = [edit.kind for edit in spamscore.plan(path).edits]
    assert "sentence" not in kinds[: len(kinds) - kinds.count("sentence")]
    (first, *_) = proposed(path)["sentence"]
    assert first.removes > 0
    assert not first.mechanical
    assert "{{" not in first.changes[0].before


def test_safe_edits_change_no_word_that_a_reader_sees() -> None:
    for kind, source, _, _ in CASES:
        for candidate in proposed(source).get(kind, ()):
            if candidate.mechanical and kind not in ("marks", "plain-letters", "coded-letters", "cut-words", "frame"):
                before = spamscore.read(source).text
                after = spamscore.read(spliced(source, candidate.changes)).text
                assert after.split() == before.replace("http://", "https://").split(), kind


def test_every_edit_that_is_not_safe_says_what_to_look_at() -> None:
    for kind, source, _, _ in CASES:
        for candidate in proposed(source)[kind]:
            assert candidate.mechanical or candidate.note or kind == "head", kind


def test_rewordings_are_of_listed_phrases_and_hold_none_that_counts() -> None:
    listed = {line.split("\t")[2] for language in phrases.LANGUAGES for line in lists.load(f"phrases.{language}")}
    for line in lists.load("rewordings"):
        phrase, plain = line.split("\t")
        assert phrase in listed, phrase
        assert plain == "-" or all(hit.weight < 1 for hit in phrases.find(plain)), plain
