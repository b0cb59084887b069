"""A webhook is believed when its provider signed it, byte for byte."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from spamscore.audience import SignatureError, open_audience
from spamscore.audience.signatures import verify
from tests.audience.made import NOW, sendgrid

STAMP = str(int(NOW.timestamp()))
BODY = json.dumps([sendgrid("bounce")]).encode()
ECDSA = ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 2048)
DER = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
PUBLIC = base64.b64encode(ECDSA.public_key().public_bytes(*DER)).decode()
NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sns.example")])


def certificate(days=30):
    built = x509.CertificateBuilder(
        NAME, NAME, RSA.public_key(), 1, NOW - timedelta(days=60), NOW + timedelta(days=days)
    )
    return built.sign(RSA, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def sendgrid_headers(body=BODY, stamp=STAMP):
    signature = base64.b64encode(ECDSA.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    return {
        "X-Twilio-Email-Event-Webhook-Signature": signature, "x-twilio-email-event-webhook-timestamp": stamp,
    }  # fmt: skip


def mailgun_body(key="key-1", stamp=STAMP):
    signature = hmac.new(key.encode(), f"{stamp}token".encode(), hashlib.sha256).hexdigest()
    event = {"event": "complained", "timestamp": NOW.timestamp(), "id": "1", "recipient": "anna@shop.example"}
    signed = {"timestamp": stamp, "token": "token", "signature": signature}
    return json.dumps({"signature": signed, "event-data": event}).encode()


def sns_body(version="2"):
    told = {
        "Type": "Notification",
        "MessageId": "1",
        "TopicArn": "arn:x",
        "Message": "{}",
        "Timestamp": NOW.isoformat(),
    }
    names = ("Message", "MessageId", "Timestamp", "TopicArn", "Type")
    signed = "".join(f"{name}\n{told[name]}\n" for name in names).encode()
    algorithm = hashes.SHA256() if version == "2" else hashes.SHA1()  # noqa: S303 - version 1 of Amazon is
    signature = base64.b64encode(RSA.sign(signed, padding.PKCS1v15(), algorithm)).decode()
    return json.dumps({**told, "SignatureVersion": version, "Signature": signature}).encode()


def basic(words):
    return {"Authorization": "Basic " + base64.b64encode(words.encode()).decode()}


RIGHT = [
    ("sendgrid", BODY, sendgrid_headers(), PUBLIC),
    ("mailgun", mailgun_body(), {}, "key-1"),
    ("ses", sns_body(), {}, certificate()),
    ("ses", sns_body("1"), {}, certificate().decode()),
    ("postmark", b"{}", basic("user:pass"), "user:pass"),
]
OLD = str(int(NOW.timestamp()) - 3 * 86400)
WRONG = [
    ("sendgrid", BODY + b" ", sendgrid_headers(), PUBLIC, "does not fit"),
    ("sendgrid", BODY, {}, PUBLIC, "does not fit"),
    ("sendgrid", BODY, {"X-Twilio-Email-Event-Webhook-Signature": "no!"}, PUBLIC, "not base64"),
    ("sendgrid", BODY, sendgrid_headers(stamp=OLD), PUBLIC, "72 hours ago"),
    ("sendgrid", BODY, sendgrid_headers(stamp="soon"), PUBLIC, "not dated"),
    ("mailgun", mailgun_body(), {}, "key-2", "does not fit"),
    ("mailgun", mailgun_body(stamp=OLD), {}, "key-1", "72 hours ago"),
    ("mailgun", b"[]", {}, "key-1", "not a JSON object"),
    ("mailgun", b"{}", {}, "key-1", "missing"),
    ("mailgun", mailgun_body().replace(b': "token"', b': "\\ud800"'), {}, "key-1", "does not fit"),
    ("ses", sns_body().replace(b"arn:x", b"arn:y"), {}, certificate(), "does not fit"),
    ("ses", sns_body().replace(b'"2"', b'"9"'), {}, certificate(), "version"),
    ("ses", sns_body(), {}, certificate(days=-1), "valid until"),
    ("postmark", b"{}", basic("user:other"), "user:pass", "missing or wrong"),
    ("mailjet", b"{}", {}, "user:pass", "missing or wrong"),
]


@pytest.mark.parametrize(
    ("provider", "body", "headers", "secret"), RIGHT, ids=range(len(RIGHT))
)  # bodies hold the time
def test_signed_is_believed(provider, body, headers, secret):
    verify(provider, body, headers, secret)


@pytest.mark.parametrize(("provider", "body", "headers", "secret", "words"), WRONG, ids=range(len(WRONG)))
def test_all_else_is_not(provider, body, headers, secret, words):
    with pytest.raises(SignatureError, match=words):
        verify(provider, body, headers, secret)


@pytest.mark.parametrize(
    ("provider", "secret", "words"),
    [("sendgrid", "nonsense", "no public key"), ("ses", "nonsense", "no PEM"), ("csv", "x", "no webhook"), ("mailgun", " ", "empty"),
     ("postmark", "word", "USER:PASSWORD")],
)  # fmt: skip
def test_a_secret_that_cannot_be_one_is_a_mistake(provider, secret, words):
    with pytest.raises(ValueError, match=words):
        verify(provider, b"{}", {}, secret)


def test_receive_imports_only_what_is_signed():
    with open_audience("sqlite://") as audience:
        with pytest.raises(SignatureError):
            audience.receive(BODY + b" ", sendgrid_headers(), "sendgrid", PUBLIC)
        assert list(audience.suppressions()) == []
        assert audience.receive(BODY, sendgrid_headers(), "sendgrid", PUBLIC).suppressed == 1
