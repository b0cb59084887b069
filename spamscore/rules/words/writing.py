"""How the text is written: capitals, exclamation marks, sums of money."""

import re
from collections.abc import Iterator

from spamscore.mail import Mail
from spamscore.rules.rule import Evidence, rule
from spamscore.rules.words.reading import FOLKLORE, FTC, hits, said, sums

_MAX_TEXT = 100_000
_CAPITALS = bytes(code for code in range(256) if not chr(code).isupper())  # what to delete to keep capitals
_FEW_WORDS = 25  # fewer words of four letters are a heading, a code or a short note
_SHOUTED = 0.4  # share of the words of four letters and more
_QUICK = 0.15  # share of all characters below which nobody shouts
_RUN = re.compile(r"\S{0,30}[!?\u00a1\u00bf\uff01]{3,40}|\S{0,30}\${3,40}")
_LONG_RUN = 5
_RUNS = 3
_HUGE = 1_000_000
_MANY_SUMS = 4


@rule(
    "words-shouting",
    title="Much of the text is in capitals",
    advice="Write in sentences; make headings stand out by size or weight instead of capitals.",
    points=0.8,
    source=FOLKLORE + " (SpamAssassin UPPERCASE_50_75)",
    fires=["PLEASE ANSWER SOON WITH YOUR NAME, YOUR ADDRESS AND YOUR TELEPHONE NUMBER.\n" * 5],
    quiet=[
        "NEW CHAIRS IN STOCK\n"
        + "Our joiner has finished the blue garden chairs, made of oak from the next valley.\n" * 4,
        "ORDER NOW AND SAVE",
        "Die Bundesrepublik ABC GmbH grüßt NATO, UNICEF und UNESCO in der neuen Ausgabe, die heute erschienen ist.",
    ],
)
def words_shouting(mail: Mail) -> Iterator[Evidence]:
    """Capitals are read as shouting, and old filters count them; scripts without capitals are not judged."""
    raw = mail.text[:_MAX_TEXT].encode("latin-1", "replace")
    capitals = len(raw.translate(None, _CAPITALS))
    if capitals < _QUICK * len(raw) or not capitals:
        return
    words = [word for word in mail.text[:_MAX_TEXT].split() if sum(map(str.isalpha, word[:30])) >= 4]
    loud = [word for word in words if word.isupper()]
    if len(words) >= _FEW_WORDS and len(loud) >= _SHOUTED * len(words):
        yield Evidence(f"{len(loud)} of {len(words)} words: {' '.join(loud[:8])}", loud[0])


@rule(
    "words-punctuation-run",
    title="Runs of exclamation marks, question marks or dollar signs",
    advice="End a sentence with one mark; let the words carry the weight.",
    points=0.5,
    source=FOLKLORE,
    fires=["Look at this!!!!!! It is real."],
    quiet=[
        "We did it!!! Thank you for your help.",
        "The shop is open again! Come and see us! There is cake!",
        "In a shell, $$ is the process number, and !! repeats the last command.",
    ],
)
def words_punctuation_run(mail: Mail) -> Iterator[str]:
    """Rows of marks shout without words; one row of three happens to honest people."""
    text = mail.text[:_MAX_TEXT]
    if not any(mark in text for mark in ("!!!", "???", "$$$", "\uff01\uff01\uff01")):
        return
    runs = [found[0] for found in _RUN.finditer(text)]
    if len(runs) >= _RUNS or any(len(re.sub(r"[^!?$\uff01]", "", run)) >= _LONG_RUN for run in runs):
        yield from runs


@rule(
    "words-many-sums",
    title="Many large sums of money beside trigger phrases",
    advice="Name the one sum that matters, and put the others on your site.",
    points=0.4,
    source=FOLKLORE,
    fires=["Do you need a loan? We lend $10,000 or $50,000 or $250,000, and up to USD 900,000 for your plan."],
    quiet=[
        "Sofa $1,299, chair $349, table $899, lamp $79, rug $449, shelf $219.",
        "This week's cars: $28,930, $23,003, $45,025 or $37,195, each with a year's guarantee.",
        "The town spends 2,500,000 euros on the bridge and 40,000 euros on trees.",
    ],
)
def words_many_sums(mail: Mail) -> Iterator[str]:
    """Shops name prices; rows of sums above ten thousand stand in offers of loans, prizes and shares."""
    large = list(dict.fromkeys(quote for quote, _ in sums(mail.text))) if hits(mail) else []
    if len(large) >= _MANY_SUMS:
        yield from large


@rule(
    "words-fortune",
    title="A sum of millions beside words of fraud",
    advice="Leave the sum or the quoted phrases out.",
    points=1.0,
    source=FTC + "on advance-fee, inheritance and lottery scams",
    fires=["I want to donate USD 4,500,000 to you. I am dying of cancer and a widow of the late Mr Brown."],
    quiet=[
        "Together we raised $4,500,000 for the children's hospital. Thank you for your gift.",
        "The company earned 12 million euros in the last quarter; the board proposes a dividend of 40 cents.",
    ],
)
def words_fortune(mail: Mail) -> Iterator[str]:
    """Millions for a stranger: the sum alone is news, the sum with the letter's phrases is the fraud."""
    lure = list(said(mail, "advance-fee", "prize", "investment", "credit"))
    huge = next((quote for quote, amount in sums(mail.text) if amount >= _HUGE), None) if lure else None
    if huge:
        yield huge
        yield from lure[:4]
