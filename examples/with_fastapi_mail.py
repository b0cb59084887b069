"""FastAPI-Mail: a mail that looks like spam is not sent. Try it with `spamscore smtp` in another terminal."""

import asyncio
import os

from fastapi_mail import ConnectionConfig, FastMail, MessageSchema, MessageType

import spamscore

settings = ConnectionConfig(
    MAIL_SERVER=os.environ.get("MAIL_SERVER", "127.0.0.1"), MAIL_PORT=int(os.environ.get("MAIL_PORT", "8025")),
    MAIL_FROM="news@shop.example", MAIL_FROM_NAME="Garden Shop", MAIL_USERNAME="", MAIL_PASSWORD="",
    MAIL_STARTTLS=False, MAIL_SSL_TLS=False, USE_CREDENTIALS=False,
)  # fmt: skip


async def send(message: MessageSchema) -> None:
    """Send the mail, as an endpoint would; raises `ValueError` with the report when it looks like spam."""
    sender = f"{settings.MAIL_FROM_NAME} <{settings.MAIL_FROM}>"
    # in a thread, so that other requests go on meanwhile
    report = await asyncio.to_thread(spamscore.check, message.body, subject=message.subject, sender=sender)
    if report.verdict == "spam":
        raise ValueError(str(report))
    await FastMail(settings).send_message(message)


async def main() -> None:
    """One mail that is sent, and one that is not."""
    to, html = ["ann@customer.example"], "<p>Dear Ann, your invoice for March is attached and due on 14 April.</p>"
    await send(MessageSchema(subject="Your invoice", recipients=to, body=html, subtype=MessageType.html))
    print("sent")
    html = '<p>Claim your prize now: <a href="http://203.0.113.7/login">shop.example</a></p>'
    try:
        await send(MessageSchema(subject="You WON!!!", recipients=to, body=html, subtype=MessageType.html))
    except ValueError as refused:
        print("not sent:", refused)


if __name__ == "__main__":
    asyncio.run(main())
