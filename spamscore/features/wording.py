"""The words as amounts: how long, how loud, how much of what; in any language."""

import math
import re

import numpy as np

from spamscore.features.feature import feature
from spamscore.features.view import SAMPLE, View, named, plain, share

# Each part in English, German, French, Spanish, Italian, Dutch and Portuguese, then as far as we know it in Polish,
# Lithuanian, Czech, Swedish, Danish, Norwegian, Finnish, Turkish, Russian, Japanese, Chinese and Korean: no language is
# evidence. Both apostrophes, for mails use either. A word of another script costs nothing to look for.
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
    lowered = np.frombuffer(view.text[:SAMPLE].lower().encode("utf-32-le", "replace"), dtype=np.uint32)
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
    return math.log1p(100 * sum(map(view.text[:SAMPLE].count, _ENDS)) / (len(view.words) + 20))


@feature
def greeting(view: View) -> float:
    """Whether it begins with a greeting."""
    return float(_GREETING.search(view.text[:600]) is not None)


@feature
def footer_parts(view: View) -> float:
    """How many parts of an honest footer are there, of eight: unsubscribe, privacy, preferences, view online, …."""
    says = view.low[-3000:].__contains__
    return float(sum(any(map(says, part)) for part in _FOOTER))


@feature
def unsubscribe_linked(view: View) -> float:
    """Whether a link says that it ends the subscription."""
    return float(any(any(map(link.text.lower().__contains__, _UNSUBSCRIBE)) for link in view.links[-30:]))


@feature
def social_links(view: View) -> float:
    """Number of different social networks linked, up to four."""
    return float(min(4, sum(name in view.domains for name in _SOCIAL)))


@feature
def amounts(view: View) -> float:
    """Amounts of money per hundred words, as a logarithm."""
    if not any(map(view.text.__contains__, _CURRENCIES)):
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
    return float(any(map(view.low[-600:].__contains__, _FAREWELL)))


_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_STYLED = re.compile("[\U0001d400-\U0001d7ff\u2460-\u24ff\uff21-\uff5a]")
_MESSENGER = re.compile(
    r"(?:(?<![a-z])(?:q\W?q|vx|wx|we ?chat|wecaht|whats ?app|telegram|skype|zangi|viber)(?![a-z])|微\s?信|薇信|威信|扣扣|企鹅|手机)"
    r"[^\w+]{0,3}(?:[^\W\d_]{0,6}[^\w+]{0,3})?[+＋(]?\d[\d ()\-]{6,18}\d", re.I
)  # fmt: skip
_CODE = re.compile(r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{6,30}\b|#\s?\d{5,20}\b")
_SCRIPTS = re.compile("[\u0370-\u03ff\u0400-\u04ff\u0530-\u05ff\u0600-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


@feature
def emojis(view: View) -> float:
    """Emojis and pictograms per hundred words, as a logarithm."""
    return math.log1p(100 * len(_EMOJI.findall(view.text[:SAMPLE])) / (len(view.words) + 30))


@feature
def styled_letters(view: View) -> float:
    """Mathematical, circled or wide letters in place of Latin ones, as a logarithm."""
    return 0.0 if view.text.isascii() else math.log1p(len(_STYLED.findall(f"{view.page.title} {view.text[:SAMPLE]}")))


@feature
def broken_letters(view: View) -> float:
    """Letters lost by a wrong encoding, as a logarithm."""
    return 0.0 if view.text.isascii() else math.log1p(view.text[:SAMPLE].count("\ufffd"))


@feature
def messengers(view: View) -> float:
    """Whether it gives a number at a private messenger."""
    return float(_MESSENGER.search(view.text[:SAMPLE]) is not None)


@feature
def codes(view: View) -> float:
    """Codes of capitals and digits, as receipts have them, per hundred words, as a logarithm."""
    return math.log1p(100 * len(_CODE.findall(view.text[:SAMPLE])) / (len(view.words) + 30))


@feature
def telephone_only(view: View) -> float:
    """Whether a telephone number or free mailbox is the only way to answer: no web link at all."""
    return float(not view.web_links and (phones.measure(view) > 0 or free_mailboxes.measure(view) > 0))


@feature
def charged_by_phone(view: View) -> float:
    """Whether an amount and a telephone number stand in a text of few links."""
    return float(len(view.web_links) < 3 and phones.measure(view) > 0 and amounts.measure(view) > 0)


@feature
def organisation(view: View) -> float:
    """How many marks of an organisation are there, of four: copyright, form of company, postal code and street, tax number."""
    end = view.low[-3000:]
    return float(("©" in end or "copyright" in end) + (_COMPANY.search(end) is not None) + (_POSTAL.search(end) is not None)
                 + (_REGISTER.search(end) is not None))  # fmt: skip


_COMPANY = re.compile(r"\b(?:inc|llc|ltd|limited|corp|gmbh|ag|kg|s\.?a\.?r\.?l|s\.?a\.?s|s\.?l|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|plc|pty|uab|oy|ab|a/s|aps|sp\. z o\.o|ltda|s\.?a|e\.v|foundation|501\(c\))\b")
_POSTAL = re.compile(r"\b\d{4,6}(?:-\d{3,4})?\b[^\n]{0,40}[a-z]|\b[a-z]{1,2}\d{1,2}[a-z]? \d[a-z]{2}\b|\b[a-z]{2} \d{5}\b")
_REGISTER = re.compile(r"\b(?:vat|ust|mwst|siret|siren|rcs|cif|nif|p\.? ?iva|partita iva|kvk|btw|hrb|handelsregister|amtsgericht|registered (?:in|office|charity)|company (?:no|number|registration)|cnpj|ein|abn)\b")


@feature
def other_scripts(view: View) -> float:
    """Share of the sampled text that is not in Latin letters: which lists of words can say nothing there."""
    return len(_SCRIPTS.findall(view.text[:1000])) / (len(view.text[:1000]) + 50)


@feature
def greets_address(view: View) -> float:
    """Whether the reader is addressed by nothing but an e-mail address."""
    return float("@" in view.text[:1500] and _GREETS_ADDRESS.search(view.text[:1500]) is not None)


_GREETS_ADDRESS = re.compile(
    r"^\W{0,4}(?:(?:dear|hello|hi|hey|hallo|attn|attention|greetings|good day|olá|hola|bonjour|beste|guten tag|prezado|estimado|caro)\b)?"
    r"[\s,:*]{0,5}<?[\w.+-]{1,60}@[\w.-]{3,60}\.\w{2,12}>?\s{0,3}[,!:;]", re.I | re.M
)  # fmt: skip
