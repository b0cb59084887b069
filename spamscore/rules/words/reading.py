"""What all pages of the chapter read of a text: trigger phrases by theme, and sums of money."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spamscore import normalise, phrases
from spamscore.mail import Mail
from spamscore.terms import Terms

FOLKLORE = "Folklore at the large providers, yet SpamAssassin-type filters count such phrases one by one: a small risk"
FTC = "FTC consumer advice (consumer.ftc.gov) "
APWG = "APWG, Phishing Activity Trends Report: "

LARGE = 10_000  # of any currency; below are prices
_DISTINCT = 2  # phrases; one alone never makes a theme, whatever it weighs
_ENOUGH = 3.0  # summed weight from which a theme is found
_LONG = 250  # words; a longer text says more of everything, so it needs more
_WORDS_PER_WEIGHT = 250.0
_MONEY = Terms((
    "$",
    "\u20ac",
    "\u00a3",
    "USD",
    "EUR",
    "GBP",
    "ollar",
    "\u00f3lar",
    "euros",
    "Euros",
    " euro ",
    " Euro ",
    "pounds",
))  # fmt: skip
_NUMBER = re.compile(r"\d[\d.,'\u00a0]{3,16}\d|\d{1,3}(?: \d{3}){1,4}|\d[\d.,]{0,5}(?=\s?[mM](?:i|\b))")
_WRITTEN = re.compile(r"(\d{1,3}(?:[., '\u00a0]\d{3}){1,5}|\d{1,12})(?:[.,]\d{1,2})?")
_CURRENCY_BEFORE = re.compile(r"(?:[$\u20ac\u00a3]|\b(?:USD|EUR|GBP|US\$|CHF|AUD|CAD|BRL|INR|Rs\.?))\s{0,2}$", re.I)
_CURRENCY_AFTER = re.compile(
    r"(?:[.,]\d{1,2})?(?P<million>\s?(?:m|mio\.?|mill?i[oó]n(?:s|i|en|es)?|millones|milh(?:ão|ões)|milioni|miljoen)\b)?"
    r"(?P<unit>\s{0,2}(?:(?:of |us |u\.s\. |united states |american |de |di |amerikaanse )?"
    r"(?:[$\u20ac\u00a3]|usd\b|eur\b|gbp\b|chf\b|dollars?\b|d[oó]lares\b|dollari\b|euros?\b|pounds?\b|pond\b|reais\b)))?",
    re.I,
)


@lru_cache(maxsize=32)
def _searched(text: str) -> tuple[str, dict[str, list[phrases.Hit]]]:
    """The text searched, disguised words undone when there are any, and its phrases of weight 1 and more by category.

    Phrases of less weight are what honest shops say, and accuse nobody.
    """
    read = normalise.fold(text) if normalise.disguises(text) else text
    themes: dict[str, list[phrases.Hit]] = {}
    for hit in phrases.find(read):
        if hit.weight >= 1:
            themes.setdefault(hit.category, []).append(hit)
    return read, themes


def hits(mail: Mail, *themes: str) -> list[phrases.Hit]:
    """Phrases of weight 1 and more of these categories, of all categories when none is named."""
    found = _searched(mail.text)[1]
    return [hit for theme in themes or found for hit in found.get(theme, ())] if found else []


def quotes(mail: Mail, found: Iterable[phrases.Hit]) -> Iterator[str]:
    """The phrases as they stand in the mail."""
    read = _searched(mail.text)[0]
    return (phrases.quote(read, hit) for hit in found)


def said(mail: Mail, *themes: str) -> Iterable[str]:
    """Quotations of the phrases of these categories, when they are several and weigh enough for the text's length."""
    found = hits(mail, *themes)
    if len(found) < _DISTINCT:
        return ()
    needed = _ENOUGH + max(0, len(mail.words) - _LONG) / _WORDS_PER_WEIGHT
    return quotes(mail, found) if sum(hit.weight for hit in found) >= needed else ()


@lru_cache(maxsize=32)
def sums(text: str) -> tuple[tuple[str, float], ...]:
    """Sums of `LARGE` and more with a stated currency in the first `phrases.MAX_TEXT` characters: (as written, amount).

    >>> sums("a fee of $49.99 for USD 4,500,000 and 2.5 million euros")
    (('USD 4,500,000', 4500000.0), ('2.5 million euros', 2500000.0))
    """
    return tuple(_sums(text[: phrases.MAX_TEXT])) if _MONEY.any_in(text) else ()


def _sums(text: str) -> Iterator[tuple[str, float]]:
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        before = _CURRENCY_BEFORE.search(text[max(0, start - 6) : start])
        after = _CURRENCY_AFTER.match(text, end)
        if before or (after and after["unit"]):
            quote = (before[0] if before else "") + text[start : after.end() if after else end]
            amount = _amount(number[0], million=bool(after and after["million"]))
            if amount >= LARGE:
                yield " ".join(quote.split()), amount


def _amount(digits: str, *, million: bool) -> float:
    """The value of a number as written, 0 for what is none; before 'million' a point or comma parts decimals."""
    if million and digits.count(".") + digits.count(",") <= 1:
        return 1e6 * float(digits.replace(",", "."))
    written = _WRITTEN.fullmatch(digits)
    return float(re.sub(r"\D", "", written[1])) if written else 0.0
