"""What the text asks of the reader, and how it speaks to him."""

import re
from collections.abc import Iterable, Iterator

from spamscore.mail import Mail
from spamscore.rules.rule import Evidence, rule
from spamscore.rules.words.reading import APWG, FOLKLORE, FTC, said

_START = 800  # characters in which a greeting stands
_GREETING = re.compile(
    r"^[^\w\n\ue000]{0,5}(?:(?:dear|attention|hello|hi|greetings),? (?:(?:valued|esteemed|our|my|email|e-mail|web|webmail|account|bank|sir or|good) ?)?"
    r"(?:customers?|clients?|users?|friend|beneficiary|members?|account holder|card holder|winner|sir|madam|sirs|"
    r"sir/madam|madam/sir|subscriber|owner|one|e-?mail user|consumer|partner|recipient|manager|boss)"
    r"|sehr geehrter? (?:herr/frau|kunde|kundin|nutzer|kontoinhaber|damen und herren)|(?:lieber|werter|geehrter) (?:kunde|nutzer|freund)"
    r"|cher(?:\(e\)|e|s)? (?:client|cliente|clients|utilisateur|ami|abonné|titulaire)"
    r"|estimad[oa](?:\(a\)|s)? (?:cliente|clientes|usuario|usuarios|amigo|señor|beneficiario)"
    r"|(?:prezad|car|estimad)[oa](?:\(a\)|s)? (?:cliente|usuário|amigo|senhor|utilizador|contribuinte)"
    r"|(?:gentile|caro|egregio) (?:cliente|utente|amico|signore)"
    r"|(?:geachte|beste) (?:heer/mevrouw|klant|relatie|gebruiker|cliënt|vriend|kaarthouder))\b.{0,12}$",
    re.I | re.M,
)
_NAMED_BY_ADDRESS = re.compile(
    r"^[^\w\n\ue000]{0,5}(?:(?:dear|hello|hi|hey|attention|attn|hallo|bonjour|hola|ol[áa]|ciao|beste|prezad[oa]|gentile|estimad[oa]|"
    r"cher|lieber|guten tag|good (?:day|morning|afternoon|evening))[ ,:]{0,3}(?:user |customer |client |kunde )?)"
    r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,5}",
    re.I | re.M,
)
_CLICK_HERE = frozenset((
    "click here", "click", "here", "click now", "click this link", "click below", "tap here", "klicken sie hier",
    "hier klicken", "hier", "klick hier", "cliquez ici", "ici", "cliquer ici", "haga clic aquí", "haz clic aquí",
    "aquí", "clic aquí", "clique aqui", "aqui", "clicca qui", "qui", "klik hier", "press here", "go here", "click me",
    "view here", "start here",
))  # fmt: skip
_MANY = 3
_SHORT = 25


@rule(
    "words-credentials",
    title="The text asks for passwords, card data or identity papers",
    advice="Never ask for secrets by mail: send readers to your site, which they open themselves.",
    points=1.0,
    source=APWG + "phishing is there to steal personal data and credentials; " + FTC + "on phishing",
    fires=["Reply with your full names, your bank account number and a copy of your passport."],
    quiet=[
        "You can set a new password here. We never ask for your password by e-mail or telephone.",
        "Please bring your passport and your tickets to the gate.",
        "Your card ending in 1234 was charged. Your credit card details are stored by our bank only.",
    ],
)
def words_credentials(mail: Mail) -> Iterable[str]:
    """Nobody honest asks for passwords, card numbers or passports in a mail; every bank says so."""
    return said(mail, "credentials")


@rule(
    "words-secrecy",
    title="The text asks for silence or for an answer elsewhere",
    advice="Let readers answer to the address that you write from, and ask for no secrecy.",
    points=0.8,
    source="FBI IC3 on business e-mail compromise; " + FTC + "on inheritance scams, which ask for secrecy",
    fires=["Keep this confidential and do not tell anyone. Reply to my private email."],
    quiet=[
        "This message is confidential and meant for the person it is addressed to.",
        "Surprise party for Anna on Friday: please keep it to yourselves!",
        "Answers to this address are not read. Write to support@shop.example instead.",
    ],
)
def words_secrecy(mail: Mail) -> Iterable[str]:
    """Fraud needs a victim who asks nobody, and an address that outlives the one the mail came from."""
    return said(mail, "secrecy")


@rule(
    "words-generic-greeting",
    title="The greeting names a role instead of the reader",
    advice="Greet readers by the name they gave you, or leave the greeting out.",
    points=0.3,
    source=FTC + "on phishing names the generic greeting; many honest senders use one too",
    fires=["Dear valued customer,\n\nplease read our new terms.", "Sehr geehrter Kunde,\n\nbitte lesen Sie dies."],
    quiet=[
        "Dear Ms Brown,\n\nplease read our new terms.",
        "Dear {{ first_name|default('customer') }},\n\nplease read our new terms.",
        "Our dear customers from Leeds came to the opening.",
    ],
)
def words_generic_greeting(mail: Mail) -> Iterator[str]:
    """Who knows the reader names him; mail to bought addresses cannot. Many honest senders do it, so it weighs little."""
    if found := _GREETING.search(mail.text[:_START]):
        yield found[0].strip()


@rule(
    "words-reader-address",
    title="The greeting names the reader by the e-mail address",
    advice="Greet readers by name, or leave the greeting out: an address tells that the name is unknown.",
    points=0.5,
    source="Measured, November 2026: 35 of 500 phishing mails, 0 of 1,443 honest ones (samples of data/corpora.toml)",
    fires=["Hello maria@example.com,\n\nyour storage is nearly full."],
    quiet=[
        "Hello Maria,\n\nyou registered with maria@example.com.",
        "Hello {{ email }},\n\nyour storage is nearly full.",
        "Dear Maria,\n\nwrite to help@example.com whenever you like.",
    ],
)
def words_reader_address(mail: Mail) -> Iterator[str]:
    """A list of addresses without names is all that spammers have."""
    if "@" in mail.text[:_START] and (found := _NAMED_BY_ADDRESS.search(mail.text[:_START])):
        yield found[0].strip()


@rule(
    "words-click-here",
    title="Several links say only 'click here'",
    advice="Let each link say where it leads: 'See your order', 'Read the report'.",
    points=0.1,
    source="Gmail sender guidelines, 'Web links should be visible and easy to understand'; WCAG 2.4.4. " + FOLKLORE,
    fires=['<a href="https://a.example/1">Click here</a> <a href="/2">click here!</a> <a href="/3">HERE</a>'],
    quiet=[
        '<a href="https://a.example/1">Click here</a> to read on, or <a href="https://a.example/2">see your order</a>.',
        '<a href="https://a.example/1">Here is all</a> <a href="/2">Tickets</a> <a href="/3">Click through it</a>',
    ],
)
def words_click_here(mail: Mail) -> Iterator[Evidence]:
    """A link that names no place asks for trust instead of giving a reason; one is habit, three are a pattern."""
    if len(mail.links) < _MANY:
        return
    short = (link for link in mail.links[:500] if len(link.text) < _SHORT)
    found = [link for link in short if link.text.lower().strip(" \u00a0!.>»→›:") in _CLICK_HERE]
    if len(found) >= _MANY:
        each = {link.text: link for link in reversed(found)}  # the first of each wording
        yield from (Evidence(text, text, link) for text, link in reversed(each.items()))
