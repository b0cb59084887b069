"""How the reader is to answer: a private messenger, or a telephone number under a bill."""

import re
from collections.abc import Iterator

from spamscore.mail import Mail
from spamscore.rules.rule import rule
from spamscore.rules.words.reading import FTC
from spamscore.terms import Terms

_MAX_TEXT = 8_000
_SHORT = 60  # words
_NUMBER = r"[^\w+]{0,3}(?:[^\W\d_]{0,6}[^\w+]{0,3})?[+＋(]?\d[\d ()-]{6,18}\d"
_MESSENGER = re.compile(
    r"(?:(?<![a-z])(?:q\W?q|vx|wx|we ?chat|whats ?app|telegram|skype|zangi|viber)(?![a-z])"
    rf"|微\s?信|薇信|威信|扣扣|企鹅|手机){_NUMBER}", re.I
)  # fmt: skip
_NAMES = Terms(("vx", "wx", "wechat", "we chat", "whatsapp", "whats app", "telegram", "skype", "zangi", "viber",
                "微", "薇信", "威信", "扣扣", "企鹅", "手机"))  # fmt: skip
_QQ = re.compile(r"q\W?q")
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+?\d{1,3}[ (.-]{1,3}|\()?\d{3,4}[ ).-]{1,3}\d{3}[ .-]{0,3}\d{4}\b")
_BILL = re.compile(
    r"invoice|receipt|payment|transaction|purchase|renew|charged|billing|refund|rechnung|facture|factura|fattura", re.I
)


@rule(
    "words-messenger-number",
    title="The reader is to answer by a private messenger",
    advice="Offer an address at your own domain, or a page with your contact details.",
    points=1,
    source=FTC + "on scams that move the talk to a messenger; points by our own hit rates",
    fires=["Write to me on WhatsApp: +44 20 7946 0000 and I tell you more.", "加QQ：100000000001 欢迎咨询"],
    quiet=[
        "We are on WhatsApp and Telegram, too.",
        "Call us on +44 20 7946 0000.",
        "Skype meeting at 10:30 on Monday.",
    ],
)
def words_messenger_number(mail: Mail) -> Iterator[str]:
    """A messenger leaves no domain that a filter could know and no company that could be asked."""
    start = mail.low[:_MAX_TEXT]
    if _NAMES.any_in(start) or _QQ.search(start):  # asked first: a twentieth of the expression's cost
        yield from dict.fromkeys(found[0].strip() for found in _MESSENGER.finditer(mail.text[:_MAX_TEXT]))


@rule(
    "words-bill-by-telephone",
    title="A short note names a bill and a telephone number, and nothing else",
    advice="Say what was bought, and link to the order in the reader's account.",
    points=1,
    source=FTC + "'Spotting scammy emails' (March 2021), on false renewals with a number to call",
    fires=["Thank you for your purchase. Invoice attached. Support: +1(555) 010-0199"],
    quiet=["Your invoice is in your account: https://shop.example/orders. Questions? +44 20 7946 0000",
           "Running late, call me: +1 (555) 010-0199"],
)  # fmt: skip
def words_bill_by_telephone(mail: Mail) -> Iterator[str]:
    """No link and no file leaves nothing to scan: the fraud happens on the telephone."""
    if len(mail.words) > _SHORT or any(link.url.known for link in mail.links[:20]):
        return
    bill, number = _BILL.search(mail.text[:_MAX_TEXT]), _TELEPHONE.search(mail.text[:_MAX_TEXT])
    if bill and number:
        yield bill[0]
        yield number[0].strip()
