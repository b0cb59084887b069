"""Tongue: the few sentences that a remedy has to write, in the seven languages that the phrase lists know."""

import re
from dataclasses import dataclass
from functools import lru_cache

_MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its commonest words, and the sentences of a footer."""

    code: str
    common: frozenset[str]
    because: str  # why the reader gets the mail
    unsubscribe: str
    contact: str
    privacy: str
    company: str  # stand-ins for the sender to replace: his name,
    street: str  # his postal address
    hello: str
    see: str  # in front of a page's name: a link's text


TONGUES = (
    Tongue(
        "en", frozenset("the and you your our for with this from are have that not all".split()),
        "You receive this mail because you subscribed to it.", "Unsubscribe", "Contact", "Privacy",
        "[Your Company Ltd]", "[1 Your Street, 12345 Your Town]", "Hello", "See",
    ),
    Tongue(
        "de", frozenset("der die das und sie ihr ihre für mit nicht ein eine wir auf ist von".split()),
        "Sie erhalten diese Mail, weil Sie sie abonniert haben.", "Abmelden", "Kontakt", "Datenschutz",
        "[Ihre Firma GmbH]", "[Ihre Straße 1, 12345 Ihr Ort]", "Guten Tag", "Zu",
    ),
    Tongue(
        "fr", frozenset("le la les des vous votre nos notre pour avec dans est une sur pas et".split()),
        "Vous recevez ce message parce que vous êtes abonné.", "Se désabonner", "Contact", "Confidentialité",
        "[Votre société SARL]", "[1 rue de votre ville, 12345 Votre ville]", "Bonjour", "Voir",
    ),
    Tongue(
        "es", frozenset("el los las una para con por que usted su sus nuestro está del no y".split()),
        "Recibe este correo porque se ha suscrito.", "Darse de baja", "Contáctenos", "Privacidad",
        "[Su empresa S.L.]", "[calle Su Calle 1, 12345 Su ciudad]", "Hola", "Ver",
    ),
    Tongue(
        "pt", frozenset("os as uma para com por que você seu sua nosso não está dos em e".split()),
        "Recebe este e-mail porque se inscreveu.", "Cancelar a subscrição", "Contato", "Privacidade",
        "[Sua empresa Ltda]", "[rua Sua Rua 1, 12345-123 Sua cidade]", "Olá", "Ver",
    ),
    Tongue(
        "it", frozenset("il gli le una per con che di del della suo sua nostro non è e".split()),
        "Ricevi questa mail perché ti sei iscritto.", "Annulla iscrizione", "Contatti", "Dati personali",
        "[La tua azienda S.r.l.]", "[via Tua 1, 12345 La tua città]", "Buongiorno", "Vedi",
    ),
    Tongue(
        "nl", frozenset("de het een en van voor met niet uw je wij onze dit is op aan".split()),
        "U ontvangt deze mail omdat u zich hebt aangemeld.", "Uitschrijven", "Contact", "Privacy",
        "[Uw bedrijf B.V.]", "[Uwstraat 1, 1234 AB Uw plaats]", "Hallo", "Bekijk",
    ),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{1,30}")


@lru_cache(maxsize=64)
def tongue(stated: str, text: str) -> Tongue:
    """The language that a mail states, else that of its commonest words, else English.

    >>> tongue("", "Sie erhalten die neue Ausgabe und das Heft für den Garten").code
    'de'
    """
    for each in TONGUES:
        if stated[:2].lower() == each.code:
            return each
    words = _WORD.findall(text[:_MAX_TEXT].lower())
    counts = [sum(word in each.common for word in words) for each in TONGUES]
    return TONGUES[counts.index(max(counts))]
