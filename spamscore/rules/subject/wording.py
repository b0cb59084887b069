"""What the subject says: false threads, threats, haste, promises."""

import re
from collections.abc import Iterator

from spamscore.mail import Mail
from spamscore.rules.rule import rule
from spamscore.rules.subject.reading import GMAIL, REPLY, judged

_QUOTED = re.compile(
    r"^\s?>|^-{2,8} ?\w|^(?:From|Von|De|Da|Van|Sent|On|Am|Le|El|Em|Il|Op)\b.{0,150}:|wrote|schrieb|forwarded message",
    re.I | re.M,
)


@rule(
    "subject-fake-reply",
    title="The subject says Re: or Fwd:, but nothing was answered or forwarded",
    advice="Begin the subject with your own words; leave Re: and Fwd: to real answers.",
    points=1.0,
    source=GMAIL + ": 'Don't start with Re: or Fwd: unless the message is a reply or a forward'",
    fires=[
        b"From: a@b.example\nSubject: Re: your order\n\nBuy our new lamp today.",
        {"source": "Buy our new lamp today.", "subject": "FWD: Last chance", "kind": "marketing"},
    ],
    quiet=[
        b"From: a@b.example\nIn-Reply-To: <1@c.example>\nSubject: Re: your order\n\nThank you, it came today.",
        b"From: a@b.example\nSubject: Re: lunch\n\nYes!\n\n> Shall we have lunch?",
        b"From: a@b.example\nSubject: Regarding your order\n\nIt will come tomorrow.",
        {"source": "Thank you, it came today.", "subject": "Re: your order"},
    ],
    needs=("subject",),
)
def subject_fake_reply(mail: Mail) -> Iterator[str]:
    """A reply opens because the reader believes he wrote first; without a thread behind it, that belief is a trick."""
    found = REPLY.match(judged(mail))
    if not found or (mail.headers is None and mail.kind != "marketing"):
        return
    threaded = any(name in ("in-reply-to", "references") for name, _ in mail.headers or ())
    if not threaded and not _QUOTED.search((mail.plain or mail.text)[:20_000]):
        yield found[0]


_FORTUNE = re.compile(
    r"(?:[$\u20ac\u00a3]|\b(?:usd|eur|gbp|us\$|euros?|dollars?|pounds?)) ?\d{1,3}(?:[., ']\d{3}){2,4}"
    r"|\b\d{1,3}(?:[., ']\d{3}){2,4}(?:[.,]\d\d)? ?(?:[$\u20ac\u00a3]|usd\b|eur\b|gbp\b|euros?\b|dollars?\b)"
    r"|(?:[$\u20ac\u00a3]|\busd|\beur|\bgbp) ?\d{1,4}(?:[.,]\d{1,3})? ?m(?:io|illion(?:en|i|s|es)?|ill[oõ](?:n|es|nes))?\b"
    r"|\b\d{1,4}(?:[.,]\d{1,3})? ?mi(?:ll?ion(?:en|i|s)?|ll[oõ](?:n|es|nes)|lh[oõ]es|ljoen) (?:us |de |of )?"
    r"(?:dollars?|d[o\u00f3]lares|euros?|pounds?|usd|eur|gbp)\b",
    re.I,
)


@rule(
    "subject-fortune",
    title="The subject names millions in money",
    advice="Name the matter in the subject and the figure in the text, where it can be explained.",
    points=0.8,
    source="SpamAssassin ADVANCE_FEE rules; the FTC's advice on lottery and inheritance fraud",
    fires=[{"subject": "Transfer of USD 10.500.000"}, {"subject": "Donation of 2 million euros for you"}],
    quiet=[
        {"subject": "Your invoice over $1,240.00"},
        {"subject": "A million thanks to 2,400,000 readers"},
        {"subject": "Order 1 234 567 890 has shipped"},
    ],
    needs=("subject",),
)
def subject_fortune(mail: Mail) -> Iterator[str]:
    """Strangers who offer millions by mail are the oldest fraud in the box."""
    for found in _FORTUNE.finditer(judged(mail)):
        yield found[0]


_HYPE = re.compile(
    r"\b(?:100 ?% (?:free|gratis)|risk[- ]free|act now|free (?:money|trial|gift|access|iphone|bonus)|you(?:'ve| have)? won"
    r"|winner|congratulations|guaranteed|no (?:cost|obligation)|claim (?:your|now)|(?:miracle|secret) (?:cure|trick)"
    r"|casino|viagra|cialis|lottery|jackpot|sie haben gewonnen|gl[u\u00fc]ckwunsch|gewinner|gratis[- ]?geschenk"
    r"|f[e\u00e9]licitations|vous avez gagn[e\u00e9]|gagnant|cadeau gratuit|felicidades|has ganado|ganador|regalo gratis"
    r"|parab[e\u00e9]ns|voc[e\u00ea] ganhou|ganhador|complimenti|hai vinto|vincitore|gefeliciteerd|je hebt gewonnen|winnaar)\b",
    re.I,
)


@rule(
    "subject-hype",
    title="The subject promises a prize, a gift or a miracle",
    advice="Say what the mail holds; a real offer stands without promises.",
    points=0.5,
    source="SpamAssassin's subject rules; trigger words alone are folklore at large providers, hence few points",
    fires=[{"subject": "Congratulations! You have won"}, {"subject": "Sie haben gewonnen"}],
    quiet=[
        {"subject": "Feel free to bring a friend"},
        {"subject": "20 % off lamps until Sunday"},
        {"subject": "Wonderful news for gardeners"},
    ],
    needs=("subject",),
)
def subject_hype(mail: Mail) -> Iterator[str]:
    """Prizes nobody entered for and cures nobody tested are promised first of all in the subject."""
    for found in _HYPE.finditer(judged(mail)):
        yield found[0]


_THREAT = re.compile(
    r"\b(?:(?:account|mailbox|access|password|card|storage|e-?mails?|profile|subscription|service|wallet)\W{1,3}(?:\w{1,15}\W{1,3}){0,4}"
    r"(?:suspen\w{1,6}|limited|locked|blocked|disabled|deactivat\w{1,4}|terminat\w{1,4}|restricted|closed|expir\w{1,4}|on hold"
    r"|compromised|verif\w{1,8}|deleted|full)"
    r"|(?:verify|confirm|validate|re-?activate|unlock|secure) your (?:\w{1,15} ){0,2}(?:account|mailbox|identity|password|e-?mail|card|wallet)"
    r"|(?:konto|zugang|postfach|karte|passwort)\W{1,3}(?:\w{1,15}\W{1,3}){0,4}(?:gesperrt|eingeschr[a\u00e4]nkt|deaktiviert|abgelaufen|l[a\u00e4]uft ab|verifiz\w{1,6}|best[a\u00e4]tig\w{1,4})"
    r"|compte (?:\w{1,15} ){0,3}(?:suspendu|bloqu[e\u00e9]|limit[e\u00e9]|d[e\u00e9]sactiv[e\u00e9])"
    r"|cuenta (?:\w{1,15} ){0,3}(?:suspendida|bloqueada|limitada|restringida)"
    r"|conta (?:\w{1,15} ){0,3}(?:suspensa|bloqueada|limitada|cancelada)"
    r"|(?:conto|account|carta) (?:\w{1,15} ){0,3}(?:sospes[oa]|bloccat[oa]|limitat[oa])"
    r"|(?:rekening|account|pas) (?:\w{1,15} ){0,3}(?:geblokkeerd|opgeschort|verlopen|beperkt))\b",
    re.I,
)


@rule(
    "subject-account-threat",
    title="The subject threatens the loss of an account",
    advice="Say calmly what happened and when; do not make fear the reason to open the mail.",
    points=0.8,
    source="APWG, Phishing Activity Trends; Gmail's guidelines: subjects must not mislead",
    fires=[
        {"subject": "Your account has been suspended"},
        {"subject": "Ihr Konto wurde gesperrt"},
        {"subject": "Votre compte est suspendu"},
        {"subject": "Verify your mailbox today"},
    ],
    quiet=[
        {"subject": "Your account statement for March"},
        {"subject": "Your new password works now"},
        {"subject": "Ihr Konto: Umsatz\u00fcbersicht"},
    ],
    needs=("subject",),
)
def subject_account_threat(mail: Mail) -> Iterator[str]:
    """Fear of losing an account is what most phishing sells; honest notices seldom open with the threat."""
    if found := _THREAT.search(judged(mail)):
        yield found[0]


_URGENT = re.compile(
    r"\b(?:urgent\w{0,4}|immediate(?:ly)? (?:action|attention|response)|action (?:is )?(?:required|needed)|(?:final|last) (?:notice|warning|reminder)"
    r"|time is running out|within (?:24|48|72) ?h(?:ours|rs)?|respond (?:now|asap)|important (?:notice|notification)|attention required"
    r"|dringend|letzte (?:mahnung|warnung|erinnerung)|sofort(?:ige)? (?:handeln|ma\u00dfnahme)|handlungsbedarf|derni(?:er|\u00e8re) (?:avis|rappel|relance)"
    r"|action requise|[u\u00fa]ltimo aviso|acci[o\u00f3]n requerida|a[c\u00e7][a\u00e3]o necess[a\u00e1]ria|ultimo avviso|azione richiesta|laatste (?:herinnering|waarschuwing)"
    r"|actie vereist|urgente)\b",
    re.I,
)


@rule(
    "subject-urgency",
    title="The subject presses for haste",
    advice="Give the date by which something is needed instead of urging.",
    points=0.5,
    source="Gmail's guidelines on misleading subjects; APWG on phishing lures",
    fires=[{"subject": "URGENT: final notice"}, {"subject": "Letzte Mahnung vor der Sperrung"}],
    quiet=[
        {"subject": "Your booking for 24 hours in Rome"},
        {"subject": "Resurgent rivers: a film evening"},
        {"subject": "Please answer by Friday, 5 March"},
    ],
    needs=("subject",),
)
def subject_urgency(mail: Mail) -> Iterator[str]:
    """Haste keeps readers from thinking; fraud needs it, honest senders name a date."""
    if found := _URGENT.search(judged(mail)):
        yield found[0]


_ADDRESS = re.compile(r"[\w.+\-]{1,64}@[\w.\-]{1,255}")
_SHORT_NAME = 5  # letters: shorter ones stand in subjects by chance


@rule(
    "subject-recipient-address",
    title="The subject names the reader by his address",
    advice="Leave the reader's address out of the subject; the mail program shows it anyway.",
    points=1.0,
    source="SpamAssassin LOCALPART_IN_SUBJECT; Gmail's guidelines on personalised names",
    fires=[
        b"From: a@b.example\nTo: anna.muster@c.example\nSubject: anna.muster@c.example: password expires\n\nHello",
        b"From: a@b.example\nTo: Anna <amuster77@c.example>\nSubject: amuster77, your parcel\n\nHello",
    ],
    quiet=[
        b"From: a@b.example\nTo: Anna <anna@c.example>\nSubject: Anna, your parcel is here\n\nHello",
        b"From: a@b.example\nTo: mail-users@c.example\nSubject: [mail-users] A question\n\nHello",
        b"From: a@b.example\nTo: support@c.example\nSubject: A question to support\n\nHello",
        b"From: a@b.example\nTo: anna.muster@c.example\nSubject: Invitation: tea (anna.muster@c.example)\n\nBEGIN:VCALENDAR",
    ],
    needs=("headers", "subject"),
)
def subject_recipient_address(mail: Mail) -> Iterator[str]:
    """Who knows a reader only by his address bought or scraped it, and so says so."""
    subject = judged(mail).lower()
    if mail.header("list-post") or mail.header("list-id"):
        return  # a discussion list puts its own name in front
    for address in _ADDRESS.findall((mail.header("to") or "")[:2_000].lower())[:20]:
        local = address.partition("@")[0]
        if local not in subject or len(local) < _SHORT_NAME or f"({address})" in subject or f"[{local}" in subject:
            continue  # calendars put the guest in brackets, lists their name
        if address in subject or (not local.isalpha() and re.search(rf"(?<!\w){re.escape(local)}(?!\w)", subject)):
            yield address


@rule(
    "subject-empty",
    title="The mail has no subject",
    advice="Say in a few words what the mail is about.",
    points=0.5,
    source="RFC 5322 section 3.6.5; Gmail: From, To, Subject and Date once each",
    fires=[b"From: a@b.example\n\nBuy our new lamp today.", b"From: a@b.example\nSubject: \n\nBuy our new lamp today."],
    quiet=[b"From: a@b.example\nSubject: Hi\n\nLunch?", "A body alone has no subject, and that is no fault."],
    needs=("headers",),
)
def subject_empty(mail: Mail) -> Iterator[str]:
    """Without a subject the reader has to open the mail to learn what it wants; spam counts on that."""
    if not judged(mail):
        yield "Subject:"


@rule(
    "subject-is-whole-body",
    title="The body only repeats the subject",
    advice="Write a text: say who you are and what you offer.",
    points=0.7,
    source="Measured on the project's mail collection; fraud probes whether an address is alive by such mail",
    fires=[{"source": "Are you at your desk now?", "subject": "Are you at your desk now?"}],
    quiet=[
        {"source": "Are you at your desk now? I have the plans.\n\nJonas", "subject": "Are you at your desk now?"},
        {"source": "Lunch?", "subject": "Lunch?"},
        {"source": "", "subject": "The minutes are in the attachment"},
    ],
    needs=("subject",),
)
def subject_is_whole_body(mail: Mail) -> Iterator[str]:
    """A mail that says its subject twice and nothing else wants an answer, not to tell something."""
    subject, body = judged(mail), mail.text[:1_000]
    if 15 <= len(body) <= 2 * len(subject) and " ".join(body.lower().split()) == " ".join(subject.lower().split()):
        yield body
