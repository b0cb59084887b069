"""Rules about obfuscation: text that is made to be read differently by a reader and by a filter."""

import re
from collections.abc import Iterator

from spamscore import lists
from spamscore.mail import Mail
from spamscore.markup import Hidden
from spamscore.normalise import disguises, fold
from spamscore.rules.rule import Evidence, rule

GMAIL = "Gmail sender guidelines: do not hide content by HTML or CSS"
RETVEC = "RETVec (Google, 2023): look-alikes, invisible characters and leet are the first line of today's spam"
FILTERS = "counted by SpamAssassin and rspamd alike; points by our own hit rates"
_FEW = 30  # characters of hidden text that no one minds: a label for a screen reader, a counter
_SALAD_WORDS = 60
_COLOURS = frozenset(("colour", "opacity"))
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=_\-.])(?=[A-Za-z+/]{0,60}[0-9])[A-Za-z0-9+/]{100}")
_REFERENCE = re.compile(
    r"&#(?:[xX][46][1-9a-fA-F]|[xX][57][0-9aA]|6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2]);"
    r"(?:&#(?:[xX][46][1-9a-fA-F]|[xX][57][0-9aA]|6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2]);){3,60}"
)
_SHOWN = "<p>Hello Anna, our office is closed on Monday. We answer again on Tuesday and wish you a good week.</p>" * 3
_TOKEN = re.compile(r"(?=[a-z]{0,11}\d)(?=\d{0,11}[a-z])[a-z\d]{8,24}|[bcdfghjklmnpqrstvwxz]{6,24}")


def _hidden(mail: Mail, *, colours: bool) -> list[Hidden]:
    return [piece for piece in mail.hidden if (piece.reason in _COLOURS) is colours]


def _length(pieces: list[Hidden]) -> int:
    return sum(len(piece.text) for piece in pieces)


@rule(
    "obfuscation-hidden-text",
    title="Text is hidden from the reader",
    advice="Delete what readers should not see; a preheader of a sentence at the start is fine.",
    points=0.5,
    source=GMAIL,
    fires=[_SHOWN + '<div style="display:none">' + "cheap pills and easy loans for you " * 4 + "</div><p>Bye</p>"],
    quiet=['<div style="display:none">Your order is on its way</div><p>Hello Anna, your order left our house.</p>',
           "{# " + "a remark of the template " * 9 + '#}<div style="display:none">Your order is on its way to you</div><p>Hello Anna</p>',
           '<p>Hello</p><!--[if mso]><p>' + "Outlook only " * 20 + "</p><![endif]-->",
           '<div style="font-size:0"><div style="font-size:14px">' + "Hello there. " * 20 + "</div></div>"],
)  # fmt: skip
def obfuscation_hidden_text(mail: Mail) -> Iterator[Evidence]:
    """What only the filter reads is written for the filter."""
    pieces = _hidden(mail, colours=False)
    if _length(pieces) > _FEW:
        yield from (Evidence(piece.text, of=piece) for piece in pieces)


@rule(
    "obfuscation-background-colour",
    title="Text has the colour of its background",
    advice="Delete the text or give it a colour that can be read.",
    points=1,
    source=GMAIL,
    fires=[_SHOWN + '<p style="color:#ffffff">' + "weather garden music " * 4 + "</p><p>Bye</p>"],
    quiet=['<table bgcolor="#000000"><tr><td style="color:#ffffff">Hello there, our summer sale starts today</td></tr></table>',
           '<p style="color:#777777">You get this mail because you subscribed to it.</p>'],
)  # fmt: skip
def obfuscation_background_colour(mail: Mail) -> Iterator[Evidence]:
    """White on white is the oldest way to feed a filter words that no reader sees."""
    pieces = _hidden(mail, colours=True)
    if _length(pieces) > _FEW:
        yield from (Evidence(piece.text, of=piece) for piece in pieces)


@rule(
    "obfuscation-hidden-salad",
    title="More text is hidden than shown",
    advice="Delete the hidden text.",
    points=2,
    source=GMAIL + "; hash busters and good-word attacks (Lowd and Meek, CEAS 2005)",
    fires=['<p>Click here now</p><div style="display:none">' + "river window green apple story monday letter " * 12 + "</div><p>Bye</p>"],
    quiet=["<p>" + "river window green apple story " * 20 + '</p><div style="display:none">' + "apple story " * 20 + "</div>",
           '<div style="display:none">A sentence for the preview</div><p>Hello</p>'],
)  # fmt: skip
def obfuscation_hidden_salad(mail: Mail) -> Iterator[Evidence]:
    """Pages of harmless words dilute what a filter would count against the few that are shown."""
    if mail.hidden and len(mail.hidden_text.split()) > max(_SALAD_WORDS, len(mail.words)):
        yield Evidence(mail.hidden_text[:200], mail.hidden[0].text, mail.hidden[0])


@rule(
    "obfuscation-invisible-characters",
    title="Invisible characters stand inside words",
    advice="Remove zero-width characters from inside words.",
    points=1.5,
    source=RETVEC,
    fires=["Your acc\u200bount was lim\u200bited", "<p>p\u00ada\u00ady\u00adpal</p>"],
    quiet=["Die Kranken\u00adversicherungs\u00adkarte ist da", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "Hello\u200b world \u200c\u200c\u200c", "See you on Fri\u200cday"],
)  # fmt: skip
def obfuscation_invisible_characters(mail: Mail) -> Iterator[str]:
    """The reader sees one word, a filter two. A few are left alone: they keep programs from linking dates and names."""
    words = disguises(mail.text).invisible_words
    if len(words) >= 4 or any(fold(word) in lists.load("leet") for word in words):
        yield from words


@rule(
    "obfuscation-direction",
    title="The direction of writing is turned inside words",
    advice="Remove direction marks from Latin text.",
    points=2.5,
    source="Unicode TR36; CVE-2021-42574, bidirectional overrides",
    fires=["Open \u202elapyap now"],
    quiet=["\u202b\u05e9\u05dc\u05d5\u05dd\u202c Anna", "Hello \u2068Anna\u2069, welcome"],
)
def obfuscation_direction(mail: Mail) -> Iterator[str]:
    """Letters that stand backwards in the source read as a word that no filter finds."""
    yield from disguises(mail.text).bidi


@rule(
    "obfuscation-lookalike-letters",
    title="Words mix letters of several scripts that look alike",
    advice="Write each word in one alphabet.",
    points=2.5,
    source="UTS #39, confusables; " + RETVEC,
    fires=["Your P\u0430yP\u0430l \u0430ccount", "Dear cust\u03bfmer"],
    quiet=["\u041f\u0440\u0438\u0432\u0435\u0442, Anna", "5 \u03bcm and 3 k\u03a9", "\u0441\u043e\u0441\u043d\u0430"],
)
def obfuscation_lookalike_letters(mail: Mail) -> Iterator[str]:
    """Nobody types a Cyrillic a into an English word by chance."""
    yield from disguises(mail.text).homoglyph_words


@rule(
    "obfuscation-leet",
    title="Digits and signs stand for letters",
    advice="Spell the word; if it cannot be said plainly, leave it out.",
    points=2,
    source=RETVEC,
    fires=["Cheap v1agra", "Your p@ssw0rd expired"],
    quiet=["B2B, H2O, 4K, mp3, i18n, w3c", "Order A1B2C3 for 100 EUR", "anna@paypal.com"],
)
def obfuscation_leet(mail: Mail) -> Iterator[str]:
    """Only words that filters look for are worth the trouble."""
    yield from disguises(mail.text).leet_words


@rule(
    "obfuscation-spaced-word",
    title="A word is written letter by letter",
    advice="Write the word without gaps; use letter-spacing for the look.",
    points=1,
    source=RETVEC,
    fires=["Get V I A G R A now", "f.r.e.e offer"],
    quiet=["A B C D E F", "N E W S L E T T E R", "U.S.A. and e.g. this", "J. R. R. Tolkien"],
)
def obfuscation_spaced_word(mail: Mail) -> Iterator[str]:
    """Gaps keep a filter from seeing the word; headings in spaced letters are left alone."""
    yield from disguises(mail.text).spaced_words


@rule(
    "obfuscation-styled-letters",
    title="Mathematical or circled letters stand for words",
    advice="Use plain letters and style them by HTML.",
    points=1.5,
    source="Unicode 16, Mathematical Alphanumeric Symbols: not for text; WCAG 1.3.1",
    fires=["\U0001d402\U0001d425\U0001d422\U0001d41c\U0001d424 here"],
    quiet=["Let \U0001d465 be a number", "\u2460 first \u2461 second", "Click here"],
)
def obfuscation_styled_letters(mail: Mail) -> Iterator[str]:
    """They look bold to a reader and like no word at all to filters and screen readers."""
    yield from disguises(mail.text).styled_words


@rule(
    "obfuscation-entities",
    title="Plain letters are written as character references",
    advice="Write plain letters in the source.",
    points=1.5,
    source=FILTERS,
    fires=["<p>Cheap &#86;&#105;&#97;&#103;&#114;&#97; today</p>"],
    quiet=[
        "<p>M&#252;ller &#38; Co &#8211; Anna&#39;s &#xE4;pfel</p>",
        '<a href="&#109;&#97;&#105;&#108;&#116;&#111;&#58;a@b.example">Write</a>',
    ],
)
def obfuscation_entities(mail: Mail) -> Iterator[str]:
    """No editor writes plain letters so; addresses in links, which blogs protect that way, are left out."""
    if mail.html and mail.page.marks.get("entity-letters", 0) >= 4:
        for found in _REFERENCE.finditer(mail.html[:500_000]):
            if mail.html[max(found.start() - 1, 0)] not in "\"':=":
                yield found[0]


@rule(
    "obfuscation-split-words",
    title="Words are cut by comments or empty elements",
    advice="Keep each word in one piece in the source.",
    points=1,
    source=FILTERS,
    fires=["<p>V<!-- a -->iag<!-- b -->ra and ci<!-- c -->al<!-- d -->is for mo<!-- e -->ney</p>"],
    quiet=["<p><b>H</b>ello <i>W</i>orld</p>", "<p>Hello<!-- a --> world<!-- b --> again<!-- c --></p>"],
)
def obfuscation_split_words(mail: Mail) -> Iterator[str]:
    """The reader sees the word, a filter that reads the source sees its pieces; drop capitals are left alone."""
    count = mail.page.marks.get("split-words", 0)
    if count >= 5 and count * 20 > len(mail.words):
        yield f"{count} words cut"


@rule(
    "obfuscation-comments",
    title="Most of the HTML is comments",
    advice="Remove comments before sending.",
    points=1,
    source=FILTERS,
    fires=["<p>Click</p><!-- " + "river window green apple " * 200 + " -->"],
    quiet=[
        "<p>Hello</p><!-- header -->",
        "<!--[if mso]>" + "<table><tr><td>x</td></tr></table>" * 100 + "<![endif]--><p>" + "word " * 900,
    ],
)
def obfuscation_comments(mail: Mail) -> Iterator[str]:
    """Comments are seen by filters only, and pages of them serve to drown the rest."""
    count = mail.page.marks.get("comment-chars", 0)
    if (
        count > 3_000
        and mail.html
        and 2 * count > len(mail.html)
        and not mail.page.marks.get("conditional-comments", 0)
    ):
        yield f"{count:,} of {len(mail.html):,} characters"


@rule(
    "obfuscation-random-tail",
    title="The text ends in random tokens",
    advice="Remove the tokens; keep references in headers or links.",
    points=1,
    source="Hash busters (Kolcz, Chowdhury and Alspector, 2004); " + FILTERS,
    fires=["Buy now.\n" + "xk3jd92ksl qpwzxvkr a8sk2jd9qq zzkw83jdhs p0d9f8g7h6 wqzxcvbn"],
    quiet=[
        "Buy now. Order 4711, reference AB12CD34, customer 99887766.",
        "Hello Anna, see you at school on Monday with Jonas.",
    ],
)
def obfuscation_random_tail(mail: Mail) -> Iterator[str]:
    """Random tokens make every copy different, so that no fingerprint matches two of them."""
    tokens = mail.low[-600:].rsplit(None, 12)[-12:]
    odd = [token for token in tokens if _TOKEN.fullmatch(token)]
    if len(odd) >= 5:
        yield " ".join(odd)


@rule(
    "obfuscation-base64-text",
    title="Encoded data stands in the visible text",
    advice="Decode it, attach it as a file, or remove it.",
    points=0.5,
    source="Broken MIME of bulk mailers; " + FILTERS,
    fires=["Hello\n" + "QWxsIHlvdXIgYmFzZTY0IGFyZSBiZWxvbmcgdG8gdXM5" * 5],
    quiet=["https://example.com/?u=" + "QWxsIHlvdXIgYmFzZTY0IGFyZSBiZWxvbmcgdG8gdXM5" * 5, "aaaa" * 60, "Hello Anna"],
)
def obfuscation_base64_text(mail: Mail) -> Iterator[str]:
    """A reader cannot read it; it is there by a fault or to fill the mail with harmless-looking bytes."""
    text = mail.text[:100_000]
    # A run of 100 characters fills at least one of these windows; looking for spaces is several times faster than matching.
    if any(" " not in (piece := text[at : at + 50]) and "\n" not in piece for at in range(0, len(text) - 49, 50)):
        yield from (found[0] for word in text.split() if len(word) >= 100 and (found := _BASE64.match(word)))
