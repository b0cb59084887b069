"""How the text presses: threats, haste, fees, false bills, and trigger phrases altogether."""

import re
from collections.abc import Iterable, Iterator

from spamscore import phrases
from spamscore.mail import Mail
from spamscore.rules.rule import rule
from spamscore.rules.words.reading import FOLKLORE, FTC, hits, quotes, said

_PHONE = re.compile(r"(?<![\w@./])\+?\(?\d{1,4}\)?(?:[ .()\-\u2013]{1,3}\d{2,5}){2,5}(?![\w@])")
_CALL = re.compile(
    r"\b(?:call|phone|dial|contact|ring|anrufen|rufen|appele[zr]|llame|ligue|chiama(?:re|te)?|bel)\b", re.I
)
_PRICE = re.compile(
    r"(?:[$\u20ac\u00a3]|\b(?:USD|EUR|GBP)) ?\d{1,6}|\d{1,6}(?:[.,]\d\d)? ?(?:[$\u20ac\u00a3]|(?:USD|EUR|GBP|euros?)\b)",
    re.I,
)
_MAX_TEXT = 20_000
_DENSE = 4.0  # summed weight per 100 words
_VARIED = 2  # categories that a dense text draws from


@rule(
    "words-account-threat",
    title="The text threatens to close or limit the reader's account",
    advice="Say what happened and let the reader come to your site himself; threaten nothing and set no hours.",
    points=1.0,
    source=FTC + "on phishing: a problem with the account is a pretext it names",
    fires=["Unusual activity: your account has been suspended. Verify your identity to restore full access."],
    quiet=[
        "You changed your password yesterday. If it was not you, write to our support.",
        "Your account at the library is ready. You can verify your e-mail address at the desk.",
        "Your statement for June is ready in your account.",
    ],
)
def words_account_threat(mail: Mail) -> Iterable[str]:
    """Fear of a lost account makes readers click before they look; honest notices give no deadline in hours."""
    return said(mail, "account-threat")


@rule(
    "words-extortion",
    title="The text speaks like an extortion letter",
    advice="Leave the quoted phrases out; write about security without speaking as the attacker.",
    points=1.5,
    source=FTC + "on e-mails that threaten blackmail and demand crypto-currency",
    fires=["I have recorded you with your webcam. Send bitcoin to my wallet, or all your contacts will get the video."],
    quiet=[
        "Our webinar was recorded. You find the video and the slides on your course page.",
        "How hackers guess passwords, and how a password manager helps: this month's security letter.",
        "Cover your webcam: five tips for travellers.",
    ],
)
def words_extortion(mail: Mail) -> Iterable[str]:
    """Letters that claim a recording and ask for crypto-currency are sent by the million, always in these words."""
    return said(mail, "extortion")


@rule(
    "words-parcel-fee",
    title="The text says that a parcel waits for a fee or an address",
    advice="Name the sender and the tracking number, and ask for no payment in a mail.",
    points=1.0,
    source=FTC + "on fake delivery notices",
    fires=["Your package is on hold. Pay the customs fee within 48 hours: delivery attempt failed."],
    quiet=[
        "Your parcel 1234 leaves our warehouse today and arrives on Friday. Thank you for your order.",
        "We could not deliver your sofa, as nobody was at home. The driver comes again on Tuesday.",
        "Delivery is free in April. Customs duty for Norway is part of the price.",
    ],
)
def words_parcel_fee(mail: Mail) -> Iterable[str]:
    """A small fee for a parcel is a pretext for card data, as everybody expects some parcel."""
    return said(mail, "parcel")


@rule(
    "words-payment-lure",
    title="The text announces payments, refunds or documents in the words of fraud",
    advice="Say who pays whom for what, with your own number of the order, and drop the quoted phrases.",
    points=0.8,
    source="FBI IC3 on business e-mail compromise; " + FTC + "on gift card scams",
    fires=["Kindly find attached payment with swift copy. Note the new bank details for the overdue invoice."],
    quiet=[
        "Please find our invoice for March attached. It is due within 30 days.",
        "Your refund of 12 euros is on its way to your card.",
        "Ms Lang has shared the document 'Garden plan' with you.",
    ],
)
def words_payment_lure(mail: Mail) -> Iterable[str]:
    """Payments that nobody expects lead to attachments and changed bank accounts; clerks are trained to distrust them."""
    return said(mail, "payment")


@rule(
    "words-fake-renewal",
    title="The text names a charge and a telephone number to cancel it",
    advice="Let the reader cancel in his account, and link to it; a number alone looks like a call-back scam.",
    points=1.5,
    source=FTC + "'Spotting scammy emails' (March 2021), on false renewals with a number to call",
    fires=["Your subscription has been renewed. $349.99 will be debited today. To cancel, call +1 (800) 555-0143."],
    quiet=[
        "Your subscription renews on 3 May for $49. You can cancel at any time in your account.",
        "Thank you for your order. Questions? Call us on +44 20 7946 0000 from 9 to 5.",
        "Your subscription has been renewed. Thank you for reading us.",
    ],
)
def words_fake_renewal(mail: Mail) -> Iterator[str]:
    """A bill for something never bought makes the reader ring the fraudster: no link, no file, so nothing to scan."""
    found = hits(mail, "renewal-scam")
    text = mail.text[:_MAX_TEXT] if found else ""
    phone, amount = _PHONE.search(text), _PRICE.search(text)
    if phone and amount and _CALL.search(text):
        yield from quotes(mail, found[:3])
        yield amount[0]
        yield phone[0].strip()


@rule(
    "words-scareware",
    title="The text sells software or replicas in the words of spam",
    advice="Say which product by whom; claim nothing about the reader's computer.",
    points=0.8,
    source=FTC + "on tech support scams",
    fires=["Your computer is infected: 5 viruses detected. Your antivirus has expired."],
    quiet=[
        "Version 4.2 of our editor is out: faster search, and a fix for a crash on start.",
        "Your antivirus licence runs until May. You can renew it in your account.",
    ],
)
def words_scareware(mail: Mail) -> Iterable[str]:
    """No mail can know that a computer is infected; the claim leads to malware or to a bill."""
    return said(mail, "software")


@rule(
    "words-urgency",
    title="The text presses for time again and again",
    advice="Say once by when an answer is needed, with the date.",
    points=0.5,
    source=FOLKLORE + "; " + FTC + "on pressure to act immediately as a sign of scams",
    fires=["Final notice! Act immediately: immediate action required, do not delete this email."],
    quiet=[
        "Only until Sunday: 20 % off all garden chairs. Last chance for the blue ones.",
        "Please answer by 12 May, so that we can order the lunch.",
    ],
)
def words_urgency(mail: Mail) -> Iterable[str]:
    """Haste is the tool of fraud; an honest deadline has a date and is said once."""
    return said(mail, "urgency")


@rule(
    "words-trigger-density",
    title="Many trigger phrases of several kinds in a short text",
    advice="Rewrite the quoted places in plain words; a few can stay, so many together read like spam.",
    points=1.0,
    source=FOLKLORE,
    fires=["Act fast! You have won. 100% free and risk-free, no obligation: earn extra money from home. Claim now!"],
    quiet=[
        "Summer sale: free shipping and 30 % discount on all chairs. Order now, limited time offer!",
        "Congratulations! Your free gift is in the bag with your order.",
        "No obligation, no hidden fees: try our bookkeeping for a month and tell us what you think of it.",
    ],
)
def words_trigger_density(mail: Mail) -> Iterator[str]:
    """One such phrase says nothing; three or more that honest senders avoid, in few words, say a lot."""
    found = hits(mail)
    varied = len({hit.category for hit in found}) >= _VARIED
    if len(found) > _VARIED and varied and phrases.density(mail.text) >= _DENSE:
        yield from quotes(mail, found)
