"""Flask-Mail: a mail that looks like spam is not sent. Try it with `spamscore smtp` in another terminal."""

import os

import flask
import flask_mail

import spamscore


class CheckedMail(flask_mail.Mail):
    """Flask-Mail that looks at every mail before it sends it."""

    def send(self, message: flask_mail.Message) -> None:
        """Send the mail; raises `ValueError` with the report when it looks like spam."""
        report = spamscore.check(message.as_bytes())
        if report.verdict == "spam":
            raise ValueError(str(report))
        super().send(message)


app = flask.Flask(__name__)
app.config["MAIL_SERVER"] = os.environ.get("MAIL_SERVER", "127.0.0.1")
app.config["MAIL_PORT"] = int(os.environ.get("MAIL_PORT", "8025"))
app.config["MAIL_DEFAULT_SENDER"] = ("Garden Shop", "news@shop.example")
mail = CheckedMail(app)

if __name__ == "__main__":
    with app.app_context():
        html = "<p>Dear Ann, your invoice for March is attached and due on 14 April.</p>"
        mail.send(flask_mail.Message("Your invoice", ["ann@customer.example"], html=html))
        print("sent")
        html = '<p>Claim your prize now: <a href="http://203.0.113.7/login">shop.example</a></p>'
        try:
            mail.send(flask_mail.Message("You WON!!!", ["ann@customer.example"], html=html))
        except ValueError as refused:
            print("not sent:", refused)
