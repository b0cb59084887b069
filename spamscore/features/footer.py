"""What an honest sender says of himself at the end. All of it can be forged, so it may say little for a mail."""

import re

from spamscore.features.feature import feature
from spamscore.features.view import View
from spamscore.terms import Terms
from spamscore.words import near_digits

_END = 3000  # characters in which a footer stands

_UNSUBSCRIBE = (
    "unsubscribe", "opt-out", "opt out", "abmelden", "abbestellen", "abbestellung", "abmeldung", "désabonn", "désinscri",
    "desabonn", "darse de baja", "darte de baja", "darme de baja", "dar de baja", "date de baja", "cancelar la su",
    "cancelar su", "cancelar mi su", "anular la su", "anular su", "cancelar a su", "cancelar a ins", "cancelar a ass",
    "cancelar sub", "cancelar inscri", "cancelar sua", "cancelar assin", "descadastr", "remover sub", "disiscri",
    "a l'iscriz", "a l’iscriz", "e l'iscriz", "e l’iscriz", "annulla iscriz", "cancella iscriz",
    "cancellati dal", "cancellarti", "uitschrijven", "schrijf je uit", "schrijf u uit", "afmeld", "meld je af", "meld u af",
    "wypisz", "wypisać", "rezygn", "anuluj sub", "atsisaky", "odhlás", "avregistrera", "avprenumerera", "avsluta pren",
    "avmeld", "meld deg av", "frameld", "peruuta tilaus", "peru tilaus", "abonelikten", "aboneliği", "отпис", "配信停止",
    "配信解除", "購読解除", "登録解除", "退订", "退訂", "取消订阅", "取消訂閱", "수신거부", "구독 취소",
)  # fmt: skip
_FOOTER = (  # what an honest footer says
    _UNSUBSCRIBE,
    ("privacy", "datenschutz", "privatsphäre", "confidentialité", "données personnelles", "vie privée", "privacidad",
     "protección de datos", "proteção de dados", "dati personali", "prywatno", "privatumo", "soukrom", "osobních údaj",
     "integritet", "persondata", "privatliv", "personvern", "tietosuoja", "gizlilik", "конфиденциальн", "персональных данн",
     "プライバシー", "個人情報", "隐私", "隱私", "개인정보"),
    ("preferences", "settings", "einstellungen", "préférences", "paramètres", "preferencias", "configuración", "preferências",
     "configurações", "definições", "preferenze", "impostazioni", "voorkeur", "instellingen", "preferencj", "ustawieni",
     "nustatym", "nastavení", "inställningar", "indstillinger", "innstillinger", "asetukset", "ayarlar", "настройк",
     "設定", "设置", "설정"),
    ("view this", "view it", "view in", "view online", "view email", "your browser", "a browser", "web version",
     "im browser", "ihrem browser", "online ansehen", "webversion", "onlineversion", "online-version", "votre navigateur",
     "le navigateur", "version en ligne", "version web", "voir en ligne", "su navegador", "tu navegador", "el navegador",
     "versión web", "ver en línea", "no navegador", "seu navegador", "no browser", "ver online", "versão web", "nel browser",
     "tuo browser", "versione web", "versione online", "je browser", "uw browser", "de browser", "webversie", "online versie",
     "przeglądar", "naršykl", "prohlížeč", "webbläsare", "i browser", "din browser", "nettleser", "selaime", "tarayıcı",
     "браузер", "ブラウザ", "浏览器", "瀏覽器", "브라우저"),
    ("all rights reserved", "©", "alle rechte", "tous droits", "todos los derechos", "todos os direitos", "tutti i diritti",
     "wszelkie prawa", "visos teisės", "všechna práva", "alla rättigheter", "alle rettighe", "kaikki oikeudet",
     "tüm hakları", "все права", "無断", "版权所有", "版權所有"),
    ("terms", "legal notice", "imprint", "agb", "impressum", "nutzungsbedingungen", "conditions", "mentions légales",
     "condiciones", "términos", "aviso legal", "termos", "condições", "condizioni", "termini", "note legali", "voorwaarden",
     "colofon", "juridische", "regulamin", "warunki", "sąlygos", "taisyklės", "podmínky", "villkor", "vilkår", "ehdot",
     "koşullar", "şartlar", "услови", "利用規約", "特定商取引", "条款", "條款", "이용약관"),
    ("contact", "support", "help cent", "customer service", "customer care", "kontakt", "kundenservice", "kundendienst",
     "hilfe-cent", "hilfecent", "hilfebereich", "service client", "centre d'aide", "centre d’aide", "contáct",
     "atención al cliente", "centro de ayuda", "soporte", "contato", "apoio ao cliente", "centro de ajuda", "suporte",
     "contatt", "servizio clienti", "centro assistenza", "supporto", "klantenservice", "helpcentrum", "ondersteuning",
     "obsług", "centrum pomocy", "pomoc techn", "susisiek", "pagalb", "klientų aptarn", "zákaznick", "kundtjänst",
     "kundservice", "kundeservice", "asiakaspalvelu", "iletişim", "müşteri hizmet", "контакт", "связаться", "служба поддержки",
     "お問い合わせ", "お問合せ", "ヘルプ", "サポート", "联系我们", "聯絡我們", "客服", "문의"),
    ("you're receiv", "you’re receiv", "you are receiv", "you receiv", "because you", "you signed up", "sie erhalten",
     "du erhältst", "sie bekommen", "du bekommst", "weil sie", "weil du", "vous recevez", "parce que vous", "car vous",
     "recibes", "recibe este", "recibe esta", "estás recibiendo", "has recibido", "porque te ", "recebeu", "recebendo",
     "recebe este", "recebe esta", "você recebe", "porque se ", "ricevi", "riceve questa", "hai ricevuto", "stai ricevendo",
     "perché ti sei", "perché hai", "perché ci ha", "je ontvangt", "u ontvangt", "omdat je", "omdat u", "otrzymuj",
     "otrzymał", "ponieważ", "gaunate", "gavote", "nes užsi", "dostáváte", "du får de", "eftersom du", "du modtager", "fordi du",
     "du mottar", "saat tämän", "almaktasınız", "alıyorsunuz", "вы получ", "так как вы", "потому что вы", "お送りして",
     "配信して", "您收到", "你收到", "因为您", "받으신"),
)  # fmt: skip
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
_PARTS, _EXITS = Terms(*_FOOTER), Terms(_UNSUBSCRIBE)
_MARKS = Terms(
    ("inc", "llc", "ltd", "limited", "corp", "gmbh", "ag", "kg", "sarl", "s.a.r.l", "sas", "s.a.s", "sl", "s.l", "spa", "s.p.a",
     "srl", "s.r.l", "bv", "b.v", "nv", "n.v", "plc", "pty", "uab", "oy", "ab", "a/s", "aps", "sp. z o.o", "ltda", "sa", "s.a",
     "e.v", "foundation", "501(c)"),
    ("vat", "ust", "mwst", "siret", "siren", "rcs", "cif", "nif", "piva", "p iva", "p. iva", "p.iva", "partita iva", "kvk", "btw",
     "hrb", "handelsregister", "amtsgericht", "registered in", "registered office", "registered charity", "company no",
     "company number", "company registration", "cnpj", "ein", "abn"),
)  # fmt: skip
_POSTAL = re.compile(
    r"\b\d{4,6}(?:-\d{3,4})?\b[^\n]{0,40}[a-z]|\b[a-z]{1,2}\d{1,2}[a-z]? \d[a-z]{2}\b|\b[a-z]{2} \d{5}\b"
)


@feature
def footer_parts(view: View) -> float:
    """How many parts of an honest footer are there, of eight: unsubscribe, privacy, preferences, view online, …."""
    return float(len(_PARTS.groups(view.low[-_END:])))


@feature
def unsubscribe_linked(view: View) -> float:
    """Whether a link says that it ends the subscription."""
    return float(_EXITS.any_in("\n".join([link.text for link in view.links[-30:]]).lower()))


@feature
def social_links(view: View) -> float:
    """Number of different social networks linked, up to four."""
    return float(min(4, sum(name in view.domains for name in _SOCIAL)))


@feature
def organisation(view: View) -> float:
    """How many marks of an organisation are there, of four: copyright, form of company, postal code and street, tax number."""
    end = view.low[-_END:]
    return float(("©" in end or "copyright" in end) + near_digits(_POSTAL, end, 3) + len(_MARKS.whole(end)))
