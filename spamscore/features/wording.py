"""The words as amounts: how long, how loud, how much of what; in any language."""

import math
import re

import numpy as np

from spamscore.features.feature import feature
from spamscore.features.view import SAMPLE, View, named, plain, share
from spamscore.terms import Terms

# Each part in English, German, French, Spanish, Italian, Dutch and Portuguese, then as far as we know it in Polish,
# Lithuanian, Czech, Swedish, Danish, Norwegian, Finnish, Turkish, Russian, Japanese, Chinese and Korean: no language is
# evidence. Both apostrophes, for mails use either. A word of another script costs nothing to look for.
_AMOUNT = re.compile(
    r"[$€£¥₹₽₺₩]\s?\d|\d\s?(?:[$€£¥₹₽₺₩円元]|(?:zł|kr|kč|ft|tl|lei|руб|chf|pln|sek|dkk|nok|euros?)\b)"
    r"|\b(?:USD|EUR|GBP|BRL|CHF|PLN|SEK|DKK|NOK|R\$|kr\.?)\s?\d",
    re.I,
)
_CURRENCIES = (
    "$", "€", "£", "¥", "₹", "₽", "₺", "₩", "円", "元", "USD", "EUR", "GBP", "BRL", "CHF", "PLN", "SEK", "DKK", "NOK",
    "zł", " kr", "Kč", " Ft", " TL", " lei", "руб", " euro", " Euro",
)  # fmt: skip
_PHONE_DIGITS = 8  # the fewest that the pattern takes
_PHONE = re.compile(r"[+(]?\d[\d ().-]{7,24}")
_DIALLED = re.compile(r"\+|\(?0|\(?\d{3}\)?[ -]")  # how a telephone number begins: +49, 030, (555) 123
_ODD = re.compile(
    r"[^\w\s.,;:!?'\"()\-–—/&@%€$£+#*=|•·…’‘“”«»©®™<>\[\]°_{}~^`\\\u200b-\u200f\ufeff\u00ad\u034f"
    r"¿¡„‚‹›§№¥₽₺₩\u2010-\u2012\u3000-\u303f\u30fb\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
)
_USUAL = re.compile(r"[\t-\r\x1c-\x7e]+")
_ENDS = (". ", "! ", "? ", ".\n", "!\n", "?\n", "。", "！", "？")
_GREETING = re.compile(  # how a letter begins, in the languages of the lists above
    r"^[\s¡«\"“„]{0,10}(?:(?:dear|hi|hello|hey|greetings|good (?:day|morning|afternoon|evening)"
    r"|hallo|liebe[rsn]?|sehr geehrte[rsn]?|geehrte[rsn]?|werte[rn]? (?:damen|kund)\w{1,5}|guten (?:tag|morgen|abend)|moin|servus|grüezi"
    r"|bonjour|bonsoir|salut|coucou|ch[eè]re?s?|madame|monsieur|mesdames"
    r"|hola|buen[oa]s (?:d[ií]as|tardes|noches)|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|muy señor(?:es)?"
    r"|ol[aá]|prezad[oa]s?|car[oa]s?|exm[oa]s?|oi|bo[am] (?:dia|tarde|noite)"
    r"|ciao|salve|gentil[ei]|gentilissim[oaie]|egregi[oa]?|spettabile|cari|buongiorno|buonasera"
    r"|beste|geachte|hoi|lieve|goede(?:morgen|middag|n?avond|ndag)|goeie(?:morgen|middag|navond)"
    r"|cześć|dzień dobry|witaj(?:cie)?|szanown[yaie]|drog[ai]|drodzy|hej|sveik[ia]s?|gerbiam\w{1,5}|labas|laba diena"
    r"|miel(?:as|a|i|os)|dobrý den|vážen[ýáíé]|ahoj|mil[ýáí]|hejsan|hei|kære|kjære|bästa|kära|hyvä|moi|merhaba|sayın"
    r"|sevgili|değerli|здравствуй(?:те)?|добрый (?:день|вечер)|доброе утро|привет|уважаем\w{2}|дорог\w{2})\b"
    r"|尊敬的|亲爱的|親愛的|您好|你好|こんにちは|拝啓|お客様|안녕하세요|[^\n]{1,30}(?:様|さん|さま|各位)[、,:：]?$)",
    re.I | re.M,
)

_HOST = re.compile(r"@([\w.-]{3,80})")
_FAREWELL = (
    "regards", "sincerely", "yours", "cheers", "best wishes", "grüße", "grüsse", "gruß", "gruss", "hochachtungsvoll",
    "cordialement", "salutations", "sincèrement", "bien à vous", "amicalement", "saludo", "atentamente", "cordialmente",
    "atenciosamente", "cumprimentos", "saudações", "cordiali", "saluti", "groet", "hoogachtend",
    "pozdraw", "pozdrav", "z poważaniem", "pagarbiai", "linkėjim", "hälsning", "mvh", "hilsen", "terveisin", "saygılar",
    "с уважением", "с наилучшими", "敬具", "よろしくお願い", "此致", "敬上", "드림",
)  # fmt: skip
_FORMULAS, _MONEY, _ENDINGS = Terms(_FAREWELL), Terms(_CURRENCIES), Terms(_ENDS)


@feature
def word_count(view: View) -> float:
    """Logarithm of the number of words."""
    return math.log1p(len(view.words))


@feature
def words_per_link(view: View) -> float:
    """Logarithm of words per link."""
    return math.log1p(len(view.words) / (len(view.links) + 1))


@feature
def words_per_image(view: View) -> float:
    """Logarithm of words per image."""
    return math.log1p(len(view.words) / (len(view.images) + 1))


@feature
def linked_words(view: View) -> float:
    """Share of the text that is link text."""
    return min(1.0, sum(len(link.text) for link in view.links if link.element == "a") / (len(view.text) + 1))


@feature
def word_length(view: View) -> float:
    """Mean word length, in letters (-1 without words)."""
    words = view.words[:2000]
    return sum(map(len, words)) / len(words) if words else -1.0


@feature
def vocabulary_share(view: View) -> float:
    """Distinct words per word in the first 300 words (-1 without words)."""
    words = view.words[:300]
    return len(set(words)) / len(words) if words else -1.0


@feature
def shouted_words(view: View) -> float:
    """Share of characters that are capitals."""
    lowered = np.frombuffer(view.low[:SAMPLE].encode("utf-32-le", "replace"), dtype=np.uint32)
    size = min(len(lowered), len(view.codes))
    return int(np.count_nonzero(view.codes[:size] != lowered[:size])) / (size + 20)


@feature
def digits_share(view: View) -> float:
    """Share of characters that are digits."""
    return view.digits / (len(view.codes) + 20)


@feature
def exclamations(view: View) -> float:
    """Exclamation marks per hundred words, as a logarithm."""
    return math.log1p(100 * (view.text.count("!") + view.text.count("！")) / (len(view.words) + 20))


@feature
def questions(view: View) -> float:
    """Question marks per hundred words, as a logarithm."""
    return math.log1p(100 * (view.text.count("?") + view.text.count("？")) / (len(view.words) + 20))


@feature
def odd_characters(view: View) -> float:
    """Characters outside writing and usual punctuation per hundred, as a logarithm."""
    text = view.text[:SAMPLE]
    rest = _USUAL.sub("", plain(text))  # first what is quickly told: nine characters in ten
    return math.log1p(100 * len(_ODD.findall(rest)) / (len(text) + 50))


@feature
def lines_short(view: View) -> float:
    """Share of lines with fewer than four words."""
    return share(view.lines[:300], lambda line: str(line).count(" ") < 3)


@feature
def longest_line(view: View) -> float:
    """Length of the longest line, as a logarithm of its words."""
    return math.log1p(max((line.count(" ") for line in view.lines), default=0))


@feature
def sentences(view: View) -> float:
    """Ends of sentences per hundred words, as a logarithm."""
    return math.log1p(100 * _ENDINGS.count(view.text[:SAMPLE]) / (len(view.words) + 20))


@feature
def greeting(view: View) -> float:
    """Whether it begins with a greeting."""
    return float(_GREETING.search(view.text[:600]) is not None)


@feature
def amounts(view: View) -> float:
    """Amounts of money per hundred words, as a logarithm."""
    if not _MONEY.any_in(view.text):
        return 0.0
    return math.log1p(100 * len(_AMOUNT.findall(view.text[:20000])) / (len(view.words) + 20))


@feature
def phones(view: View) -> float:
    """Telephone numbers, up to three."""
    if view.digits < _PHONE_DIGITS:
        return 0.0
    found = _PHONE.finditer(view.text[:SAMPLE])
    return float(
        min(3, sum(1 for each in found if _DIALLED.match(each[0]) and sum(map(str.isdigit, each[0])) >= _PHONE_DIGITS))
    )


@feature
def phrase_density(view: View) -> float:
    """Weight of trigger phrases per hundred words, as a logarithm."""
    return math.log1p(100 * sum(view.phrase_weight.values()) / (len(view.words) + 30))


@feature
def fortune_phrases(view: View) -> float:
    """Weight of phrases that promise money: inheritance, lottery, loans, investment, work from home."""
    names = ("money", "credit", "advance-fee", "investment", "work-from-home", "prize", "gambling", "extortion")
    return min(6.0, sum(view.phrase_weight.get(name, 0.0) for name in names))


@feature
def pitch_phrases(view: View) -> float:
    """Weight of phrases of unasked business offers: search ranking, web design, address lists."""
    return min(6.0, sum(view.phrase_weight.get(name, 0.0) for name in ("business-pitch", "software")))


@feature
def body_phrases(view: View) -> float:
    """Weight of phrases about pills, weight loss, dating and miracles."""
    return min(6.0, sum(view.phrase_weight.get(name, 0.0) for name in ("pharmacy", "weight-loss", "adult", "miracle")))


@feature
def disguised_words(view: View) -> float:
    """Number of words spelt to escape a filter, up to five: look-alike letters, invisible characters, leet."""
    seen = view.disguises
    return float(
        min(5, len(seen.invisible_words) + len(seen.homoglyph_words) + len(seen.leet_words) + len(seen.spaced_words))
    )


@feature
def free_mailboxes(view: View) -> float:
    """Addresses at free mailbox providers in the text, up to two."""
    if "@" not in view.text:
        return 0.0
    return float(min(2, sum(host.lower() in named("freemail") for host in _HOST.findall(view.text)[:20])))


@feature
def farewell(view: View) -> float:
    """Whether it ends with a formula of farewell, as a letter does."""
    return float(_FORMULAS.any_in(view.low[-600:]))


@feature
def telephone_only(view: View) -> float:
    """Whether a telephone number or free mailbox is the only way to answer: no web link at all."""
    return float(not view.web_links and (phones.measure(view) > 0 or free_mailboxes.measure(view) > 0))
