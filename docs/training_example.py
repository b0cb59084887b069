"""Sixty made-up mails, half honest, half not, for the page on training: enough to show the commands, and no more."""

from pathlib import Path

HONEST = """From: Roastery <post@roastery.example>
Subject: Your order {number} is on its way
Content-Type: text/html

<p>Hello Anna,</p><p>your {coffee} left us this morning, {number} grams of it. It takes {days} days.</p>
<p><a href="https://www.roastery.example/orders/{number}">Follow it at roastery.example</a></p>
<p>Roastery Ltd, 3 Mill Lane, Springfield SP1 2AB</p>
"""
SPAM = """From: Prize Office <win{number}@prize{number}.test>
Subject: Claim your {prize} now!!!
Content-Type: text/html

<h1>YOU WON {number} {prize}</h1><p>Act now, claim your free {prize}: {days} hours left, no obligation.</p>
<p><a href="http://203.0.113.{days}/claim/{number}">CLICK HERE</a></p>
"""
COFFEES = "Huila espresso, Yirgacheffe filter, house blend, decaf, Sumatra dark, spring roast".split(", ")
PRIZES = "DOLLARS, IPHONES, GIFT CARDS, HOLIDAYS, CARS, COUPONS".split(", ")


def main() -> None:
    """Write the mails to mail/ham and mail/spam."""
    for label, text in (("ham", HONEST), ("spam", SPAM)):
        folder = Path("mail", label)
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(30):
            said = text.format(
                number=1000 + 37 * number, days=2 + number, coffee=COFFEES[number % 6], prize=PRIZES[number % 6]
            )
            (folder / f"{number}.eml").write_text(said, "utf-8")


if __name__ == "__main__":
    main()
