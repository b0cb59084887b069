"""How the subject is written: its letters, signs and length."""

import re
from collections.abc import Iterator

from spamscore.mail import Mail
from spamscore.rules.rule import rule
from spamscore.rules.subject.reading import GMAIL, REPLY, judged

_BADGE = re.compile(
    "[\u2713\u2714\u2611\u2705\u26a0\u26d4\u2757\u203c\u25b6\u25ba\u27a4\u2b24\u25cf\u2460-\u2473\u2776-\u277f\U0001f534"
    "\U0001f535\U0001f7e0-\U0001f7e2\U0001f6a8\U0001f6d1\U0001f514\U0001f510\U0001f512\U0001f4e9\U0001f4e8\U0001f4ec]"
)


@rule(
    "subject-badge",
    title="The subject imitates a badge, a check mark or an alarm",
    advice="Say it in words: leave check marks, warning signs, bells, locks and coloured dots out of the subject.",
    points=0.5,
    source=GMAIL + ": no emoji or non-standard characters that imitate badges or other graphic elements",
    fires=[{"subject": "\u2705 Verified: your parcel is waiting"}, {"subject": "\U0001f534 (1) new message"}],
    quiet=[
        {"subject": "\U0001f389 Our shop turns five"},
        {"subject": "Summer \u2600\ufe0f recipes \u2013 and a picnic \u2665"},
        {"subject": "Checked and verified: your parcel is on its way"},
    ],
    needs=("subject",),
)
def subject_badge(mail: Mail) -> Iterator[str]:
    """Signs that look like the mail program's own marks lend a trust that the sender did not earn."""
    yield from dict.fromkeys(_BADGE.findall(judged(mail)))


_STYLED = re.compile(
    "[\U0001d400-\U0001d7ff\U0001f130-\U0001f189\u24b6-\u24e9]{2,200}|[\uff21-\uff3a\uff41-\uff5a]{3,200}"
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@rule(
    "subject-styled-letters",
    title="The subject is written in decorative look-alike letters",
    advice="Write with the letters of your keyboard; a subject cannot be bold.",
    points=2.0,
    source=GMAIL + ": no non-standard characters as graphic elements; Unicode TR 39 on confusable characters",
    fires=[
        {"subject": "\U0001d5d9\U0001d5e5\U0001d5d8\U0001d5d8 gift for you"},
        {"subject": "\uff26\uff32\uff25\uff25 gift"},
    ],
    quiet=[
        {"subject": "FREE gift for you"},
        {"subject": "\u3010\uff21\uff22\uff23\u3011\u6625\u306e\u65b0\u5546\u54c1"},
        {"subject": "Caf\u00e9 M\u00fcller: na\u00efve art in \u0141\u00f3d\u017a"},
    ],
    needs=("subject",),
)
def subject_styled_letters(mail: Mail) -> Iterator[str]:
    """Mathematical and enclosed letters hide words from filters and are read aloud one by one to the blind."""
    subject = judged(mail)
    for found in _STYLED.finditer(subject):
        if found[0][0] < "\uff00" or found[0][0] > "\uffff" or not _CJK.search(subject):
            yield found[0]


_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")


@rule(
    "subject-invisible-characters",
    title="The subject holds invisible characters",
    advice="Retype the subject by hand; a copied one may carry zero-width or direction characters.",
    points=1.5,
    source="Unicode TR 36 and TR 39; Gmail's RETVec is made for such text (arXiv 2302.09207)",
    fires=[{"subject": "Your pass\u200bword ex\u00adpires"}, {"subject": "Invoice \u202excod.exe"}],
    quiet=[
        {"subject": "Family \U0001f468\u200d\U0001f469\u200d\U0001f467 tickets"},
        {"subject": "\u05e9\u05dc\u05d5\u05dd \u200eABC\u200f"},
        {"subject": "Ticket\u00a0prices from 5\u202f\u20ac"},
    ],
    needs=("subject",),
)
def subject_invisible_characters(mail: Mail) -> Iterator[str]:
    """Nobody types them: they cut words in two for a filter, or turn the reading direction to hide a file's ending."""
    subject = judged(mail)
    if _INVISIBLE.search(subject) and not _RIGHT_TO_LEFT.search(subject):
        yield subject


_LATIN = re.compile(r"[A-Za-z]")
_ALIKE = re.compile(
    "[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u0410\u0412\u0415\u041a\u041c\u041d\u041e"
    "\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1"
    "\u03a4\u03a5\u03a7\u03bf\u03bd\u03c1]"
)


@rule(
    "subject-mixed-scripts",
    title="A word of the subject mixes Latin with Cyrillic or Greek letters",
    advice="Retype the word in one alphabet.",
    points=2.0,
    source="Unicode TR 39 section 5, mixed-script detection; Gmail's RETVec (arXiv 2302.09207)",
    fires=[{"subject": "Your P\u0430yP\u0430l \u0430ccount"}, {"subject": "\u041effice update"}],
    quiet=[
        {"subject": "\u041f\u0440\u0438\u0432\u0435\u0442, Maria: \u043d\u043e\u0432\u044b\u0439 iPhone"},
        {"subject": "The \u03b2-test of our \u03bcTorrent mirror"},
        {"subject": "\u039d\u03ad\u03b1 collection"},
    ],
    needs=("subject",),
)
def subject_mixed_scripts(mail: Mail) -> Iterator[str]:
    """Letters that only look Latin let a forbidden word or a brand pass filters; an honest keyboard does not mix them."""
    for word in re.split(r"[^\w]", judged(mail)):
        if not word.isascii() and _LATIN.search(word) and _ALIKE.search(word):
            yield word


_LETTERS = re.compile(r"[^\W\d_]")


@rule(
    "subject-shouting",
    title="The subject is written in capitals",
    advice="Write the subject as a sentence.",
    points=0.5,
    source="SpamAssassin SUBJ_ALL_CAPS (mass-checked for years); style guides of all mailbox providers",
    fires=[{"subject": "YOU HAVE BEEN CHOSEN TODAY"}, {"subject": "RE: GESCH\u00c4FTSVORSCHLAG"}],
    quiet=[
        {"subject": "NASA and ESA sign a treaty"},
        {"subject": "AGM 2026"},
        {"subject": "WG: Termin"},
        {"subject": "SALE: lamps for the garden"},
    ],
    needs=("subject",),
)
def subject_shouting(mail: Mail) -> Iterator[str]:
    """Capitals throughout read as shouting; few honest senders do it, many fraudsters do."""
    subject = REPLY.sub("", judged(mail), count=1)
    letters = _LETTERS.findall(subject)
    cased = sum(map(str.isupper, letters))
    if len(letters) >= 12 and cased >= 0.85 * len(letters):
        yield subject


_RUNS = re.compile(r"[!?\uff01\uff1f]{3,100}|[$\u20ac\u00a3]{2,100}|(?:! ){2,50}!|\*{3,100}|[<>=~]{3,100}")


@rule(
    "subject-punctuation-run",
    title="The subject piles up exclamation, question or money signs",
    advice="One exclamation mark is enough; most subjects need none.",
    points=0.7,
    source="SpamAssassin PLING_QUERY and SUBJ_DOLLARS; Outlook and Yahoo name excessive punctuation in their advice",
    fires=[{"subject": "Last days!!!"}, {"subject": "Make $$$ at home"}, {"subject": "Really???"}],
    quiet=[
        {"subject": "What?! Half price"},
        {"subject": "Thinking... about dinner"},
        {"subject": "Your receipt: $12.00 (A$18.20)"},
    ],
    needs=("subject",),
)
def subject_punctuation_run(mail: Mail) -> Iterator[str]:
    """Signs in a row replace an argument by noise; providers name them in their advice to senders."""
    for found in _RUNS.finditer(judged(mail)):
        yield found[0]


@rule(
    "subject-too-long",
    title="The subject is longer than 150 characters",
    advice="Keep the subject under 60 characters: more is cut off in every inbox.",
    points=0.4,
    source="Inboxes show 30 to 70 characters; long subjects are folklore as a spam sign, hence few points",
    fires=[{"subject": "All the lamps of our new season, " * 6}],
    quiet=[{"subject": "All the lamps of our new season"}, {"subject": "Minutes of the meeting of 3 March, " * 4}],
    needs=("subject",),
)
def subject_too_long(mail: Mail) -> Iterator[str]:
    """A subject that holds a whole letter is a text for filters or previews, not for readers."""
    if len(judged(mail)) > 150:
        yield judged(mail)


_GAPPY = re.compile(
    r"(?<!\S)[A-Za-z](?: [A-Za-z]){3,40}(?!\S)|(?<!\w)[A-Za-z](?:([._*\-])[A-Za-z])(?:\1[A-Za-z]){3,40}(?!\w)"
)


@rule(
    "subject-gappy-text",
    title="The subject spaces out the letters of a word",
    advice="Write the word without gaps.",
    points=1.5,
    source="SpamAssassin GAPPY_SUBJECT; Gmail's RETVec is made for such text (arXiv 2302.09207)",
    fires=[{"subject": "Your F R E E lamp"}, {"subject": "Cheap v.i.a.g.r.a here"}],
    quiet=[
        {"subject": "Books by J. R. R. Tolkien"},
        {"subject": "News from the U.S.A. and D.I.Y. tips"},
        {"subject": "Vitamins A B C D in winter"},
    ],
    needs=("subject",),
)
def subject_gappy_text(mail: Mail) -> Iterator[str]:
    """Gaps keep a word readable for people and hide it from word lists; no one writes so by accident."""
    for found in _GAPPY.finditer(judged(mail)):
        letters = "".join(_LETTERS.findall(found[0])).lower()
        if letters not in "abcdefghijklmnopqrstuvwxyz" and len(set(letters)) > 1:
            yield found[0]


_ENCODED = re.compile(r"=\?[\w\-]{2,30}\?[bq]\?", re.I)


@rule(
    "subject-encoding-visible",
    title="The subject shows its own encoding",
    advice="Encode the subject once, as RFC 2047 says: one mail library for the whole message does it.",
    points=0.6,
    source="RFC 2047 section 5; SpamAssassin SUBJECT_NEEDS_ENCODING",
    fires=[{"subject": "=?utf-8?B?SGVsbG8= your parcel"}],
    quiet=[{"subject": "How to write =?= in mathematics"}, {"subject": "utf-8 or base64?"}],
    needs=("subject",),
)
def subject_encoding_visible(mail: Mail) -> Iterator[str]:
    """Encoded twice or cut in the middle, the reader sees code: the mark of a home-made mailer."""
    if found := _ENCODED.search(judged(mail)):
        yield found[0]
