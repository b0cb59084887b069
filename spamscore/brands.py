"""Brands that phishing borrows: which of them a text names, and which domains are theirs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from spamscore import lists, urls

_SHORT = 3  # letters: dhl and ups in a domain are as often someone's initials
_MAX_TEXT = 20_000  # characters looked at: a name that comes later does not sell the mail
_JOINTS = "'’´-_/|:,;!?()[]\"“”„*®™<>=\n"
_LINE = re.compile(r"(?P<brand>[^(:]{1,60}?) ?(?:\((?P<forms>[^)]{1,200})\))?: (?P<labels>.{1,300})")


@dataclass(frozen=True, slots=True)
class _Brand:
    forms: tuple[str, ...]  # normalised: words apart by single spaces, with a space at either end
    labels: frozenset[str]
    domains: tuple[str, ...]  # with a dot in front


@cache
def _brands() -> Mapping[str, _Brand]:
    known = {}
    for line in lists.load("brands"):
        parts = _LINE.fullmatch(line)
        if not parts:
            raise ValueError(f"data/lists/brands.txt: {line!r} is not 'brand (form; form): label label'")
        forms = (parts["forms"] or parts["brand"]).split(";")
        labels = parts["labels"].split()
        known[parts["brand"]] = _Brand(
            tuple(_normalise(form) for form in forms),
            frozenset(label for label in labels if "." not in label),
            tuple("." + label for label in labels if "." in label),
        )
    return known


@cache
def _by_first_word() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """(form, brand) by the form's first word, so that a text is looked at once, whatever the number of brands."""
    index: dict[str, tuple[tuple[str, str], ...]] = {}
    for brand, known in _brands().items():
        for form in known.forms:
            first = form.split()[0]
            index[first] = (*index.get(first, ()), (form, brand))
    return index


def _normalise(text: str) -> str:
    text = text.lower()
    for sign in _JOINTS:  # str.translate takes as long for ASCII, twice as long for other text
        text = text.replace(sign, " ")
    return f" {' '.join(text.split())} ".replace(". ", " ")


@lru_cache(maxsize=256)
def claimed(text: str) -> frozenset[str]:
    """Brands that a text names, in any case and punctuation; only its first 20,000 characters are looked at.

    >>> sorted(claimed("Your PayPal account and your Apple-ID"))
    ['apple', 'paypal']
    >>> sorted(claimed("An apple a day; chase your target"))
    []
    >>> sorted(claimed("UPS"))
    ['ups']
    """
    whole = _normalise(text[:_MAX_TEXT])
    index = _by_first_word()
    named = {brand for word in index.keys() & whole.split() for form, brand in index[word] if form in whole}
    alone = text.strip().lower()
    return frozenset(named | {alone} if alone in _brands() else named)


def owns(brand: str, domain: str) -> bool:
    """Whether a domain, a host or an address's part after the @ belongs to a brand of the list.

    A label counts under any public suffix (``paypal.de``), for the brands hold their names widely. Raises `KeyError`
    for a brand that is not in the list.

    >>> owns("paypal", "paypal.de"), owns("paypal", "mail.paypal.com"), owns("paypal", "paypal.secure-login.example")
    (True, True, False)
    >>> owns("hmrc", "tax.service.gov.uk"), owns("hmrc", "gov.uk.example")
    (True, False)
    """
    known = _brands()[brand]
    host = domain.strip(".").lower()
    return urls.registrable(host).partition(".")[0] in known.labels or f".{host}".endswith(known.domains)


def imitated(domain: str) -> frozenset[str]:
    """Brands whose label stands as a word of its own in a domain that is not theirs (``paypal-login.example``).

    >>> sorted(imitated("paypal-login.example")), sorted(imitated("paypal.com")), sorted(imitated("pineapple.example"))
    (['paypal'], [], [])
    """
    index = _by_first_word()
    words = index.keys() & set(domain.lower().replace("-", ".").split("."))
    named = {
        brand
        for word in words
        if len(word) > _SHORT
        for form, brand in index[word]
        if form == f" {word} " and brand == word
    }
    if not named or urls.registrable(domain).partition(".")[0] in _labels():
        return frozenset()  # a brand's own domain, or that of a brand that sends for others
    return frozenset(brand for brand in named if not owns(brand, domain))


@cache
def _labels() -> frozenset[str]:
    return frozenset(label for known in _brands().values() for label in known.labels)
