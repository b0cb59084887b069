"""Which spellings are one mailbox: one that slipped through would get the mail its owner refused."""

import pytest

from spamscore.audience import Spelling
from spamscore.audience.mailboxes import family

ANNA = "anna@shop.example"
GMAIL = "@" + "gmail.com"


@pytest.mark.parametrize(
    "written",
    [
        "Anna@Shop.Example", " anna@shop.example\n", "<anna@shop.example>", "Anna M <ANNA@shop.example>", "anna@shop.example.",
        '"anna"@shop.example', "mailto:anna@shop.example", "ａｎｎａ@shop.example", "anna@ｓｈｏｐ.example",
    ],
)  # fmt: skip
def test_one_mailbox(written):
    assert Spelling().normal(written) == ANNA


@pytest.mark.parametrize(
    "written",
    ["", "anna", "@shop.example", "anna@", "a nna@shop.example", "anna@shop.example, ben@shop.example", "an\0na@shop.example",
     "an\u200bna@shop.example", "anna@sh op.example", "anna@shop@example", "a" * 400 + "@shop.example", "<>", "Anna <anna@shop.example"],
)  # fmt: skip
def test_no_mailbox(written):
    with pytest.raises(ValueError, match="is no mail address"):
        Spelling().normal(written)


def test_what_is_no_text_is_a_mistake():
    with pytest.raises(TypeError, match="an address is a str"):
        Spelling().normal(None)


def test_international_domains_are_their_ascii_form():
    assert Spelling().normal("a@straße.example") == Spelling().normal("a@xn--strae-oqa.example")
    assert Spelling().normal("a@BÜCHER.example") == "a@xn--bcher-kva.example"


def test_tags_by_policy():
    tagged, elsewhere = "An.na+news" + GMAIL, "anna+news@shop.example"
    assert Spelling().normal(tagged) == "anna" + GMAIL
    assert Spelling().normal("anna@" + "googlemail.com") == "anna" + GMAIL
    assert Spelling().normal(elsewhere) == elsewhere
    assert Spelling("all").normal(elsewhere) == ANNA
    assert Spelling("keep").normal(tagged) == "an.na+news" + GMAIL
    assert Spelling("all").normal("+tag@shop.example") == "+tag@shop.example"
    with pytest.raises(ValueError, match="known"):
        Spelling("some")


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("gmail.com", "gmail"), ("yahoo.fr", "yahoo"), ("hotmail.co.uk", "outlook"), ("web.de", "gmx"), ("me.com", "apple"),
        ("shop.example", "other"), ("yahoo.shop.example.org", "other"), ("live.shop", "other"),
    ],
)  # fmt: skip
def test_families(domain, expected):
    assert family(domain) == expected
