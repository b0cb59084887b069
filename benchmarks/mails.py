"""Made-up mails that look like today's: nested tables, inline styles, media queries, tracking links, quoted-printable."""

import random
from email.message import EmailMessage

_WORDS = (
    "garden order spring letter delivery beans weather account kitchen offer friday new museum street season paper morning "
    "price open your with from this more have what will about time only best after first year good market table small "
    "member event ticket train coffee winter update review service team project guide story photo water light please"
).split()
_BRANDS = ("Garden Shop", "Blue Museum", "Paper Mill", "North Trains", "Coffee Yard", "Seed Library")
_STYLE = """<style type="text/css">
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100% }
table, td { border-collapse: collapse; mso-table-lspace: 0pt }
img { border: 0; height: auto; line-height: 100%; outline: none }
.button a { background: #1a73e8; color: #ffffff; padding: 12px 24px }
@media only screen and (max-width: 600px) { .column { width: 100% !important; max-width: 100% } .hide { display: none !important } }
</style>"""


class _Writer:
    """Writes the parts of one mail by the dice of its seed."""

    def __init__(self, seed: int) -> None:
        """Start the dice."""
        self.dice = random.Random(seed)
        self.brand = self.dice.choice(_BRANDS)
        self.domain = self.brand.lower().replace(" ", "-") + ".example"

    def words(self, least: int, most: int) -> str:
        text = " ".join(self.dice.choices(_WORDS, k=self.dice.randint(least, most)))
        return text.capitalize() + self.dice.choice((".", ".", "!", "?"))

    def target(self) -> str:
        token = f"{self.dice.getrandbits(160):040x}"
        return f"https://click.{self.domain}/ls/click?upn={token}&amp;utm_source=mail&amp;utm_campaign={self.dice.choice(_WORDS)}"

    def picture(self) -> str:
        width = self.dice.choice((120, 280, 600))
        return (
            f'<a href="{self.target()}"><img src="https://images.{self.domain}/{self.dice.getrandbits(64):x}.jpg" '
            f'alt="{self.words(1, 4)}" width="{width}" style="display:block;width:100%;max-width:{width}px"></a>'
        )

    def block(self) -> str:
        cell = 'style="padding:16px 24px;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:24px;color:#333333"'
        inner = self.dice.choice(
            (self.picture, lambda: f'<h2 style="margin:0;font-size:20px">{self.words(2, 6)}</h2>')
        )()
        button = f'<div class="button"><a href="{self.target()}" style="color:#ffffff">{self.words(1, 3)}</a></div>'
        return (
            '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#ffffff">'
            f'<tr><td class="column" align="left" valign="top" {cell}>{inner}</td></tr>'
            f'<tr><td class="column" align="left" valign="top" {cell}><p style="margin:0 0 12px 0">{self.words(10, 60)}</p>'
            f"{button if self.dice.random() < 0.6 else ''}</td></tr></table>\n<!-- end of block -->\n"
        )

    def html(self) -> str:
        blocks = "".join(self.block() for _ in range(self.dice.choice((2, 3, 4, 6, 8, 12))))
        return (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{self.words(2, 5)}</title>{_STYLE}</head>"
            '<body style="margin:0;background-color:#f4f4f4"><div style="display:none;max-height:0;overflow:hidden">'
            f'{self.words(6, 12)}{"&zwnj;&nbsp;" * 40}</div><!--[if mso]><table width="600"><tr><td><![endif]-->'
            f'<table role="presentation" align="center" width="600" style="max-width:600px"><tr><td>{blocks}</td></tr></table>'
            "<!--[if mso]></td></tr></table><![endif]-->"
            f'<p style="font-size:12px;color:#777777">© 2026 {self.brand}, 12 Orchard Lane, Springfield. '
            f'<a href="{self.target()}">Unsubscribe</a> | <a href="{self.target()}">View online</a></p>'
            f'<img src="https://click.{self.domain}/o.gif" width="1" height="1" alt=""></body></html>'
        )


def message(seed: int) -> bytes:
    """One whole message, the same for the same seed: a text and an HTML body, the headers of a mailing."""
    writer = _Writer(seed)
    mail = EmailMessage()
    mail["From"] = f"{writer.brand} <news@{writer.domain}>"
    mail["To"] = "reader@example.org"
    mail["Subject"] = writer.words(3, 8)
    mail["Date"] = "Mon, 02 Nov 2026 09:00:00 +0000"
    mail["Message-ID"] = f"<{seed}@{writer.domain}>"
    mail["List-Unsubscribe"] = f"<https://click.{writer.domain}/u>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content("\n".join(writer.words(8, 30) for _ in range(12)))
    mail.add_alternative(writer.html(), subtype="html", cte=writer.dice.choice(("quoted-printable", "base64")))
    mail.set_boundary(f"part-{seed}")
    return mail.as_bytes()


def template(seed: int) -> str:
    """The HTML of one mail alone, as it would stand in a repository."""
    return _Writer(seed).html()


def messages(count: int) -> list[bytes]:
    """The first so many mails."""
    return [message(seed) for seed in range(count)]
