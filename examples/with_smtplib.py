"""smtplib: a mail that looks like spam is not sent. Try it with `spamscore smtp` in another terminal."""

import os
import smtplib
from email.message import EmailMessage

import spamscore


def send(mail: EmailMessage) -> None:
    """Send the mail; raises `ValueError` with the report when it looks like spam."""
    report = spamscore.check(mail)
    if report.verdict == "spam":
        raise ValueError(str(report))
    with smtplib.SMTP(os.environ.get("MAIL_SERVER", "127.0.0.1"), int(os.environ.get("MAIL_PORT", "8025"))) as server:
        server.send_message(mail)


def written(subject: str, html: str) -> EmailMessage:
    """A mail of the shop."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Garden Shop <news@shop.example>", "ann@customer.example", subject
    mail.set_content(html, subtype="html")
    return mail


if __name__ == "__main__":
    send(written("Your invoice", "<p>Dear Ann, your invoice for March is attached and due on 14 April.</p>"))
    print("sent")
    try:
        send(written("You WON!!!", '<p>Claim your prize now: <a href="http://203.0.113.7/login">shop.example</a></p>'))
    except ValueError as refused:
        print("not sent:", refused)
