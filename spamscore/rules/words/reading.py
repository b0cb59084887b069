"""What all pages of the chapter read of a text: trigger phrases by theme, and sums of money."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamscore import normalise, phrases
from spamscore.mail import Mail

FOLKLORE = "Folklore at the large providers, yet SpamAssassin-type filters count such phrases one by one: a small risk"
FTC = "FTC consumer advice, "
APWG = "APWG, Phishing Activity Trends Reports: "

_ENOUGH = 4.0  # summed weight from which a theme is found: one phrase alone weighs 3 at most
_LONG = 250  # words; a longer text says more of everything, so it needs more
_WORDS_PER_WEIGHT = 250.0
_NUMBER = re.compile(r"\d{1,3}(?:[., '\u00a0]\d{3}){1,5}(?!\d)|\d{1,12}")
_CURRENCY_BEFORE = re.compile(r"(?:[$\u20ac\u00a3]|\b(?:USD|EUR|GBP|US\$|CHF|AUD|CAD|BRL|INR|Rs\.?))\s{0,2}$", re.I)
_CURRENCY_AFTER = re.compile(
    r"(?:[.,]\d{1,2})?(?P<million>\s?(?:m|mio\.?|mill?i[oó]n(?:s|i|en|es)?|millones|milh(?:ão|ões)|milioni|miljoen)\b)?"
    r"(?P<unit>\s{0,2}(?:(?:of |us |u\.s\. |united states |american |de |di |amerikaanse )?"
    r"(?:[$\u20ac\u00a3]|usd\b|eur\b|gbp\b|chf\b|dollars?\b|d[oó]lares\b|dollari\b|euros?\b|pounds?\b|pond\b|reais\b)))?",
    re.I,
)


def read(mail: Mail) -> str:
    """The text to search: as it stands, or with disguised words undone when there are any."""
    text = mail.text
    return normalise.fold(text) if normalise.disguises(text) else text


def said(mail: Mail, *themes: str, enough: float = _ENOUGH, distinct: int = 2) -> Iterator[str]:
    """Quotations of the phrases of these categories, when they are several and weigh enough for the text's length.

    Phrases of less than weight 1, which honest shops use, do not count.
    """
    text = read(mail)
    hits = [hit for hit in phrases.find(text) if hit.category in themes and hit.weight >= 1]
    if len(hits) < distinct:
        return
    needed = enough + max(0, len(mail.words) - _LONG) / _WORDS_PER_WEIGHT
    if sum(hit.weight for hit in hits) >= needed:
        yield from (phrases.quote(text, hit) for hit in hits)


@lru_cache(maxsize=32)
def sums(text: str) -> tuple[tuple[str, float], ...]:
    """Amounts of money with a stated currency in the first `phrases.MAX_TEXT` characters: (as written, amount).

    >>> sums("a fee of $49.99 for USD 4,500,000 and 2 million euros")
    (('$49.99', 49.0), ('USD 4,500,000', 4500000.0), ('2 million euros', 2000000.0))
    """
    return tuple(_sums(text[: phrases.MAX_TEXT]))


def _sums(text: str) -> Iterator[tuple[str, float]]:
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        before = _CURRENCY_BEFORE.search(text[max(0, start - 6) : start])
        after = _CURRENCY_AFTER.match(text, end)
        unit = after["unit"] if after else None
        if before or unit:
            million = 1e6 if after and after["million"] else 1.0
            quote = (before[0] if before else "") + text[start : after.end() if after else end]
            yield " ".join(quote.split()), million * float(re.sub(r"\D", "", number[0]))
