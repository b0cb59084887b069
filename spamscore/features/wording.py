"""The words as amounts: how long, how loud, how much of what; in any language."""

import math
import re

from spamscore.features.feature import feature
from spamscore.features.view import View, named, plain, share

_FOOTER = tuple(
    re.compile(pattern)
    for pattern in (
        r"unsubscribe|opt.?out|abmelden|abbestellen|désabonn|désinscri|darse de baja|cancelar (?:la |mi |a |sua )?(?:suscripci|inscri|assinatura)"
        r"|disiscri|uitschrijven|afmelden|atsisaky|отписаться|配信停止|退订",
        r"privacy|datenschutz|confidentialité|privacidad|privacidade|privatsphäre|privatumo",
        r"preferences|einstellungen|préférences|preferencias|preferências|preferenze|voorkeuren",
        r"view (?:this|it|in|online|email)|in (?:your|the|a) browser|im browser|dans votre navigateur|en (?:su|tu|el) navegador|no navegador|nel browser|in (?:je|uw) browser|naršykl",
        r"all rights reserved|alle rechte|tous droits|todos los derechos|todos os direitos|tutti i diritti|©",
        r"terms|agb|conditions|condiciones|termos|condizioni|voorwaarden|impressum",
        r"contact|kontakt|contáct|contato|contatt|help cent|support|customer (?:service|care)",
        r"you(?:'re| are)? receiv|because you|you signed up|sie erhalten|vous recevez|recibes|você (?:está )?receb|ricevi|je ontvangt|u ontvangt",
    )
)
_SOCIAL = (
    "facebook.com",
    "instagram.com",
    "twitter.com",
    "x.com",
    "linkedin.com",
    "youtube.com",
    "tiktok.com",
    "pinterest.com",
)
_AMOUNT = re.compile(r"[$€£¥₹]\s?\d|\d\s?[$€£¥₹]|\b(?:USD|EUR|GBP|BRL|R\$)\s?\d")
_PHONE = re.compile(r"(?<!\d)(?:\+|\(?0|\(?\d{3}\)?[ -])[\d ().-]{7,16}\d")
_ODD = re.compile(r"[^\w\s.,;:!?'\"()\-–—/&@%€$£+#*=|•·…’‘“”«»©®™<>\[\]°_{}~^`\\\u200b-\u200f\ufeff\u00ad\u034f]")
_SENTENCE = re.compile(r"[.!?]+\s")
_GREETING = re.compile(
    r"^\s{0,10}(?:dear|hi|hello|hey|greetings|hallo|liebe[rs]?|sehr geehrte|bonjour|cher|chère|hola|estimad|querid|prezad|olá|ciao|gentile|beste|geachte)\b", re.I | re.M
)  # fmt: skip

_HOST = re.compile(r"@([\w.-]{3,80})")
_FAREWELL = re.compile(
    r"regards|sincerely|yours|cheers|grüße|grüßen|cordialement|salutations|saludos|atentamente|atenciosamente|cordiali saluti|groet", re.I
)  # fmt: skip
_TERM = re.compile(
    r"\b(?:12|24|36|48|72)\s?(?:-\s?)?(?:hours?|hrs?|h\b|stunden|heures|horas|ore\b|uur)|\b(?:within|in)\s\d\s(?:business )?days",
    re.I,
)


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
    """Share of letters that are capitals."""
    sample = view.text[:8000]
    capitals = sum(map(str.isupper, sample))
    return capitals / (len(sample) + 20)


@feature
def digits_share(view: View) -> float:
    """Share of characters that are digits."""
    sample = view.text[:8000]
    return sum(map(str.isdigit, sample)) / (len(sample) + 20)


@feature
def exclamations(view: View) -> float:
    """Exclamation marks per hundred words, as a logarithm."""
    return math.log1p(100 * (view.text.count("!") + view.text.count("！")) / (len(view.words) + 20))


@feature
def questions(view: View) -> float:
    """Question marks per hundred words, as a logarithm."""
    return math.log1p(100 * view.text.count("?") / (len(view.words) + 20))


@feature
def odd_characters(view: View) -> float:
    """Characters outside writing and usual punctuation per hundred, as a logarithm."""
    text = view.text[:8000]
    return math.log1p(100 * len(_ODD.findall(plain(text))) / (len(text) + 50))


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
    return math.log1p(100 * len(_SENTENCE.findall(view.text[:8000])) / (len(view.words) + 20))


@feature
def greeting(view: View) -> float:
    """Whether it begins with a greeting."""
    return float(_GREETING.search(view.text[:600]) is not None)


@feature
def footer_parts(view: View) -> float:
    """How many parts of an honest footer are there, of eight: unsubscribe, privacy, preferences, view online, …."""
    tail = view.text[-3000:].lower()
    return float(sum(part.search(tail) is not None for part in _FOOTER))


@feature
def unsubscribe_linked(view: View) -> float:
    """Whether a link says that it ends the subscription."""
    return float(any(_FOOTER[0].search(link.text.lower()) for link in view.links[-30:]))


@feature
def social_links(view: View) -> float:
    """Number of different social networks linked, up to four."""
    return float(min(4, sum(name in view.domains for name in _SOCIAL)))


@feature
def amounts(view: View) -> float:
    """Amounts of money per hundred words, as a logarithm."""
    return math.log1p(100 * len(_AMOUNT.findall(view.text[:20000])) / (len(view.words) + 20))


@feature
def phones(view: View) -> float:
    """Telephone numbers, up to three."""
    return float(min(3, len(_PHONE.findall(view.text[:8000]))))


@feature
def phrase_density(view: View) -> float:
    """Weight of trigger phrases per hundred words, as a logarithm."""
    return math.log1p(100 * sum(view.phrase_weight.values()) / (len(view.words) + 30))


@feature
def phrase_categories(view: View) -> float:
    """Number of categories of trigger phrases present, up to six."""
    return float(min(6, len(view.phrase_weight)))


@feature
def threat_phrases(view: View) -> float:
    """Weight of phrases that threaten an account, ask for a password or press for time."""
    return min(
        6.0,
        sum(
            view.phrase_weight.get(name, 0.0)
            for name in ("account-threat", "urgency", "payment", "parcel", "renewal-scam")
        ),
    )


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
    return float(_FAREWELL.search(view.text[-600:]) is not None)


@feature
def urgent_hours(view: View) -> float:
    """Whether it sets a term in hours or days."""
    return float(_TERM.search(view.text[:4000]) is not None)
