"""Attacks and honest changes on mail of our own: what they change, what they keep, and that nothing breaks them."""

import random
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import attacks as suite
from benchmarks.mails import messages
from spamscore import load_model, normalise
from spamscore.mail import read
from spamscore.training import attacks, card, changes, disguise, honest_texts, paraphrases
from spamscore.training.attacks import ATTACKS, DRILLS, Attack
from spamscore.training.edit import as_html, is_html, sites, spoken
from spamscore.training.greedy import everything, greedy
from tests import mails

LURE = "http://www.lucky-river.test/claim.php?id=77"
HTML = (
    f'<CENTER><FONT size="5">Dear customer, verify your account before it is suspended.</FONT><br><a href="{LURE}">Click here</a>'
    '<br><IMG SRC="http://lucky-river.test/x.gif"><p>Your payment is waiting, act now. Le café ’s open.</p></CENTER>'
)
TEXT = f"Dear customer,\n\nverify your account here: {LURE}\n\nYour payment is waiting, act now.\n"
WHOLE = f"<!doctype html><html><head><title>Hello</title></head><body>{HTML}</body></html>"
MODEL = load_model()
INFORMED = (Attack("greedy", greedy(MODEL)), Attack("everything", everything(MODEL)))
EVERY = (*ATTACKS, *DRILLS, *INFORMED, *changes.CHANGES)
SPOKEN = ("verify", "account", "payment", "waiting")
REPLACES = {"image-only", "reworded", "everything"}  # of these the reader sees other words
HTML_ONLY = {"comments", "entities"}  # changes of honest mail that leave a text as it is


def changed(attack: Attack, body: str, seed: int = 0) -> str:
    return attack.change(body, random.Random(seed))


def words(body: str) -> set[str]:
    """What a person reads: look-alikes beyond the shipped list are turned back by the attack's own table."""
    back = {ord(alike): letter for letter, some in disguise.LOOKALIKES.items() for alike in some}
    return {word.strip(".,") for word in normalise.fold(read(body).text.translate(back)).split()}


@pytest.mark.parametrize("attack", EVERY, ids=lambda each: each.name)
@pytest.mark.parametrize("body", [HTML, TEXT, WHOLE], ids=["html", "text", "document"])
def test_it_changes_the_body_and_the_same_seed_gives_the_same(attack: Attack, body: str):
    after = {changed(attack, body, seed) for seed in range(6)}
    assert after != {body} or (attack in changes.CHANGES and attack.name in HTML_ONLY and body == TEXT)
    assert after == {changed(attack, body, seed) for seed in range(6)}


@pytest.mark.parametrize("attack", EVERY, ids=lambda each: each.name)
@pytest.mark.parametrize("body", [HTML, TEXT, WHOLE], ids=["html", "text", "document"])
def test_links_stay(attack: Attack, body: str):
    if attack.name == "image-only":
        assert sites(changed(attack, body)) == ["lucky-river.test"]
        return
    for seed in range(6):
        targets = {
            link.href.replace("https:", "http:").partition("?")[0] for link in read(changed(attack, body, seed)).links
        }
        assert LURE.partition("?")[0] in targets


@pytest.mark.parametrize("attack", EVERY, ids=lambda each: each.name)
@pytest.mark.parametrize("body", [HTML, TEXT], ids=["html", "text"])
def test_the_message_can_be_read(attack: Attack, body: str):
    if attack.name in {*REPLACES, "leet", "placeholder-abuse"}:
        return
    for seed in range(4):
        assert set(SPOKEN) <= words(changed(attack, body, seed))


@pytest.mark.parametrize("name", ["split-tags", "entities"])
def test_what_a_browser_shows_stays_letter_by_letter(name: str):
    attack = next(each for each in ATTACKS if each.name == name)
    shown = [
        " ".join(read(body).text.split()) for body in (HTML, changed(attack, HTML), changed(attack, as_html(HTML)))
    ]
    assert len(set(shown)) == 1


def test_hidden_salad_is_hidden_and_honest_text_is_not():
    for seed in range(8):
        before, salad = read(HTML), read(attacks.hidden_salad(HTML, random.Random(seed)))
        assert salad.text == before.text
        assert len(salad.hidden_text) > 200
        for add in (attacks.honest_appended, attacks.honest_prepended):
            assert len(read(add(HTML, random.Random(seed))).words) > len(before.words) + 30


def test_named_domain_says_it_everywhere():
    page = read(attacks.named_domain(HTML, random.Random(1))).page
    assert "Lucky River" in page.text
    assert "Lucky River" in page.title
    assert all(image.alt == "Lucky River" for image in page.images)
    assert "©" in page.text
    assert attacks.named_domain("<p>no link at all</p>", random.Random(1)) == "<p>no link at all</p>"


def test_design_is_whole_and_modern():
    page = read(attacks.design(HTML, random.Random(1))).page
    assert page.marks["doctype"]
    assert page.marks["viewport"]
    assert page.marks["conditional-comments"]
    assert page.title
    assert "@media" in page.style
    assert not {"font", "center"} & set(page.tags)
    assert not page.marks.get("upper-case-tags")


def test_comments_never_stand_inside_a_comment():
    html = "<p>a</p><!--[if mso]><table><tr><td></td></tr></table><![endif]--><p>b</p>"
    for seed in range(20):
        after = attacks.comments(html, random.Random(seed))
        assert "<!--[if mso]><table><tr><td></td></tr></table><![endif]-->" in after


def test_training_and_judging_share_no_wording():
    for texts in (*honest_texts.NEWSLETTERS.values(), *honest_texts.ADDRESSES.values()):
        assert len(texts) >= 2
        assert not set(texts[::2]) & set(texts[1::2])
    for parts in honest_texts.FOOTERS.values():
        assert len(parts) == 7
        assert all(len(options) >= 2 and not set(options[::2]) & set(options[1::2]) for options in parts)
    assert len(paraphrases.PAIRS) >= 80
    assert all(taught != judged and said not in (taught, judged) for said, taught, judged in paraphrases.PAIRS)
    assert [each.name for each in ATTACKS] == [each.name for each in DRILLS]
    assert len({each.name for each in ATTACKS}) == len(ATTACKS)


def test_greedy_lowers_the_text_most_and_more_words_never_raise_it():
    weights = [
        MODEL.text.weigh(read(changed(Attack("", greedy(MODEL, words=count)), HTML)).text)[0] for count in (5, 20, 60)
    ]
    assert weights[-1] < weights[0] < MODEL.text.weigh(read(HTML).text)[0]


def test_merge_tags_are_filled_or_put_in():
    assert "{{" not in changes.merge_tags("<p>Hi {{ name }}, {% if x %}hello{% endif %}</p>", random.Random(0))
    link = '<a href="https://shop.example/a?t=abcdefgh1234">shop</a>'
    assert "abcdefgh1234" not in changes.merge_tags(link, random.Random(0))


def test_reading_the_body():
    assert is_html(HTML)
    assert not is_html("a < b and <me@example.com> wrote")
    assert as_html(TEXT).count("<p>") == 3
    assert sites(f'<a href="https://b.example/1">b</a><a href="{LURE}">c</a><a href="{LURE}">d</a>') == [
        "lucky-river.test",
        "b.example",
    ]
    assert spoken("-.example") == "Company"
    assert {honest_texts.guess(text) for text in honest_texts.NEWSLETTERS["nl"]} == {"nl"}


@settings(max_examples=60, deadline=None)
@given(mails.bodies, st.integers(0, 3))
def test_nothing_breaks_them(body: str, seed: int):
    for attack in EVERY:
        assert isinstance(changed(attack, body, seed), str)


@pytest.mark.parametrize("attack", [*ATTACKS, *DRILLS, *changes.CHANGES], ids=lambda each: each.name)
def test_they_are_fast(attack: Attack):
    body = max((read(raw).html or "" for raw in messages(12)), key=len)[:20_000]
    spent = []
    for seed in range(5):
        start = time.process_time()
        changed(attack, body, seed)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.006  # 1 to 2 ms on a machine of our own


def test_the_tables_are_the_same_for_the_same_model():
    cases = [suite.Case(f"{label}-{number}", f"{number % 3}", "all", label == "spam", body)
             for label, body in (("spam", HTML), ("ham", WHOLE)) for number in range(4)]  # fmt: skip
    named = {"modern spam": cases[:4], "classic spam": [], "ham": cases[4:]}

    judged = SimpleNamespace(models={"all": MODEL})
    first, second = (suite.report(named, judged, 1) for _ in range(2))
    assert first == second
    assert all(f"| {each.name} |" in first for each in (*ATTACKS[:18], *changes.CHANGES) if each.name != "image-only")
    assert "`unsure`" in first


def test_each_section_of_the_card_is_written_by_itself(tmp_path: Path):
    path, marks = tmp_path / "card.md", card.marks("attacks", suite.COMMAND)
    path.write_text(f"{card.START}\nkept\n{card.END}\n{marks[0]}\nold\n{marks[1]}\nend\n", "utf-8")
    for _ in range(2):
        card.write(path, "new", between=marks)
        assert path.read_text("utf-8") == f"{card.START}\nkept\n{card.END}\n{marks[0]}\n\nnew\n{marks[1]}\nend\n"
    assert marks[0] in (Path(__file__).parents[1] / "models" / "README.md").read_text("utf-8")
