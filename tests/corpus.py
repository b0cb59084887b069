"""A made-up corpus: honest mail and spam written from templates by a seeded generator, for training and for notebooks."""

import random
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

from spamscore.training.corpora import Sample, read_corpora

_THINGS = (
    "oak shelf",
    "desk lamp",
    "garden chair",
    "woollen blanket",
    "tea pot",
    "bicycle bell",
    "rain coat",
    "atlas of rivers",
)
_PLACES = ("Bristol", "Leeds", "York", "Bath", "Derby", "Exeter")
_NAMES = ("Anna", "Tom", "Maria", "Luca", "Jana", "Pieter")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_SHOPS = ("holzwerk", "lampshop", "bluebird", "northfield", "teahouse", "riverbooks")
_LURES = ("xk7qz9vt", "secure-login77", "qz4-account", "win-prize24", "b4nk-verify", "zx9tk-update")

_HAM = (
    "Hello {name}, your order of the {thing} has left our shop in {place} and should reach you on {day}.",
    "Dear {name}, thank you for visiting us in {place}. The {thing} that you asked for is back in our window since {day}.",
    "Hello {name}, please find below the invoice for the {thing}. We deliver to {place} on {day} morning.",
    "Dear {name}, the reading group meets in {place} on {day} evening; bring the {thing} if you like.",
    "Hello {name}, here is the summary of our meeting in {place}. The {thing} will be repaired before {day}.",
    "Dear {name}, our workshop in {place} opens on {day}. You can learn to mend a {thing} with us.",
)
_SPAM = (
    "URGENT!!! Dear customer, your account in {place} will be suspended within 24 hours. Verify your password NOW, {day} is the last day.",
    "CONGRATULATIONS winner!!! Claim your prize of $1,000,000 and a free {thing} today, no obligation, act now {name}!",
    "Dear beloved friend, I am the next of kin of a banker from {place} who left ten million dollars. Reply in confidence before {day}.",
    "Get rich quick!!! Earn $5000 weekly from home in {place}, 100% free, risk free, click here now {name}!",
    "Cheap pills, miracle weight loss, 90% OFF until {day}!!! Lose weight fast {name}, click here, order now!!!",
    "FINAL NOTICE: unusual activity, confirm your bank details before {day} or lose your {thing}. Click here to verify your account.",
)
_MORE = (
    "We wrote the number {number} on the parcel.", "Call us when the bell does not ring.", "The road is closed at number {number}.",
    "Our house in {place} is open again.", "Ask for {name} at the counter.", "There is coffee until {day}.",
    "Parking is behind the house, row {number}.", "A map of {place} is inside.", "{name} sends kind regards.",
)  # fmt: skip


def _filled(template: str, rng: random.Random) -> str:
    choices = {"name": _NAMES, "thing": _THINGS, "place": _PLACES, "day": _DAYS, "number": range(100, 999)}
    return template.format(**{key: rng.choice(values) for key, values in choices.items()})


def _sentences(opening: str, rng: random.Random) -> list[str]:
    return [_filled(opening, rng), *(_filled(more, rng) for more in rng.sample(_MORE, 4))]


def ham(number: int) -> str:
    """The HTML of an honest mail."""
    rng = random.Random(f"ham {number}")
    shop = rng.choice(_SHOPS)
    body = "".join(f"<p>{sentence}</p>" for sentence in _sentences(_HAM[number % len(_HAM)], rng))
    return (
        f'<!DOCTYPE html><html><head><meta name="viewport" content="width=device-width"><title>{shop}</title></head><body>'
        f'<table role="presentation"><tr><td><img src="https://{shop}.example/logo.png" width="120" alt="{shop}">{body}'
        f'<p><a href="https://www.{shop}.example/orders/{number}-details-of-it">See it at {shop}</a></p>'
        f'<p>{shop}, 12 Orchard Lane, Bristol. <a href="https://www.{shop}.example/unsubscribe">Unsubscribe</a></p>'
        "</td></tr></table></body></html>"
    )


def spam(number: int) -> str:
    """The HTML of a spam mail."""
    rng = random.Random(f"spam {number}")
    lure = rng.choice(_LURES)
    body = "<br>".join(_sentences(_SPAM[number % len(_SPAM)], rng))
    return (
        f'<CENTER><FONT color="red" size="5">{body}</FONT><br><a href="http://{lure}.test/{rng.randrange(10**9)}.php">'
        f"CLICK HERE</a><br><IMG SRC='http://{lure}.test/x{number}.gif'></CENTER>"
    )


def message(body: str, sender: str, subject: str) -> bytes:
    """A whole message around a body."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "reader@example.org", subject
    mail.set_content(body, subtype="html", cte="quoted-printable")
    return mail.as_bytes()


def ham_message(number: int) -> bytes:
    """An honest message."""
    shop = random.Random(f"ham {number}").choice(_SHOPS)
    return message(ham(number), f"{shop.title()} <office@{shop}.example>", f"Your order {number}")


def spam_message(number: int) -> bytes:
    """A spam message."""
    return message(spam(number), f"Security Team <a{number}@mail-{number % 7}.test>", "URGENT!!! act now")


def samples(folder: Path, limit: int) -> list[Sample]:
    """At most ``limit`` mails of each corpus and label of a folder of corpora; made-up ones where there is none."""
    if (folder / "index.jsonl").exists():
        every = read_corpora(folder, classic_limit=limit)
        random.Random(0).shuffle(every)
        taken: Counter[tuple[str, bool]] = Counter()
        kept = []
        for sample in every:
            taken[sample.corpus, sample.spam] += 1
            kept += [sample] if taken[sample.corpus, sample.spam] <= limit else []
        return sorted(kept, key=lambda sample: sample.id)
    return [_made_up(number, bad) for bad in (False, True) for number in range(2 * limit)]


def _made_up(number: int, bad: bool) -> Sample:
    whole, body = (spam_message, spam) if bad else (ham_message, ham)
    content = whole(number) if number % 2 else body(number)
    name = f"{'spam' if bad else 'ham'}-{number % 6}"
    kind = "scam" if bad else ("marketing", "transactional")[number % 2]
    return Sample(
        f"made-up/{name}/{number}", content, bad, "made-up", f"made-up/{name}", f"{name}/{number}", kind, "en"
    )
