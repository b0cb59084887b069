"""Whether a webhook was posted by who it says: each provider's own signature, checked without any download."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from spamscore.audience.database import AudienceError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_AGE = 25 * 3600  # seconds; providers try for a day, and a replay within it counts nothing twice
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
UNSIGNED = ("postmark", "mailjet", "sparkpost")


class SignatureError(AudienceError):
    """A webhook that must not be believed; the message says why."""


def verify(
    provider: str, body: bytes, headers: Mapping[str, str], secret: str | bytes, now: float | None = None
) -> None:
    """Nothing, for a post that its provider signed with `secret`; else a `SignatureError`.

    Args:
        provider: `sendgrid` (secret: the public key that its settings show), `mailgun` (secret: the webhook signing key),
            `ses` (secret: the PEM certificate of Amazon SNS, which the caller keeps; nothing is downloaded), or
            `postmark`, `mailjet`, `sparkpost`, which sign nothing: there the secret is "USER:PASSWORD" of the HTTP basic
            authentication that you put into the webhook's URL. What two signatures leave open: Mailgun signs a time and
            a token, not the events, so keep its webhook's URL secret, too; Amazon signs every customer's topics alike, so
            compare `TopicArn` in the body with your own before.
        body: exactly the bytes posted: parsed and written again they are others.
        headers: of the request, names in any case.
        secret: what the provider's signature is checked with.
        now: seconds since 1970, for tests.

    Raises:
        ValueError: for a provider without signature, or a secret that cannot be one.
    """
    given = {name.lower(): value for name, value in headers.items()}
    present = time.time() if now is None else now
    if provider == "sendgrid":
        _sendgrid(body, given, _text(secret), present)
    elif provider == "mailgun":
        _mailgun(body, _text(secret), present)
    elif provider == "ses":
        _sns(body, secret.encode() if isinstance(secret, str) else secret, present)
    elif provider in UNSIGNED:
        _basic(given, _text(secret))
    else:
        raise ValueError(f"{provider!r} posts no webhook: there is no signature to check")


def _text(secret: str | bytes) -> str:
    words = secret if isinstance(secret, str) else secret.decode("utf-8", "replace")
    if not words.strip():
        raise ValueError("an empty secret proves nothing: pass the one of the provider's settings")
    return words


def _fresh(seconds: object, now: float) -> None:
    try:
        age = now - float(str(seconds))
    except ValueError:
        raise SignatureError("the post is not dated: it may be a replay") from None
    if not -_AGE < age < _AGE:
        raise SignatureError(f"the post was signed {age / 3600:.0f} hours ago: it may be a replay")


def _sendgrid(body: bytes, headers: Mapping[str, str], secret: str, now: float) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(base64.b64decode(secret))
    except (ValueError, binascii.Error):
        raise ValueError("this is no public key: SendGrid shows it under Mail Settings, Signed Event Webhook") from None
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("SendGrid signs with ECDSA: this key is of another kind")  # noqa: TRY004 - a str of another content
    stamp = headers.get("x-twilio-email-event-webhook-timestamp", "")
    signature = _decoded(headers.get("x-twilio-email-event-webhook-signature", ""))
    try:
        key.verify(signature, stamp.encode() + body, ECDSA(SHA256()))
    except InvalidSignature:
        raise SignatureError("SendGrid's signature does not fit this body") from None
    _fresh(stamp, now)


def _decoded(signature: object) -> bytes:
    try:
        return base64.b64decode(str(signature), validate=True)
    except (ValueError, binascii.Error):
        raise SignatureError("the signature is not base64") from None


def _mailgun(body: bytes, secret: str, now: float) -> None:
    signed = _object(body).get("signature")
    if not isinstance(signed, dict):
        raise SignatureError("Mailgun's signature is missing")
    stamp, token, signature = (str(signed.get(name, "")) for name in ("timestamp", "token", "signature"))
    right = hmac.new(secret.encode(), f"{stamp}{token}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace")):
        raise SignatureError("Mailgun's signature does not fit")
    _fresh(stamp, now)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise SignatureError("the body is not JSON") from None
    if not isinstance(value, dict):
        raise SignatureError("the body is not a JSON object")
    return value


def _sns(body: bytes, pem: bytes, now: float) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA1, SHA256
    from cryptography.x509 import load_pem_x509_certificate

    try:
        certificate = load_pem_x509_certificate(pem)
    except ValueError:
        raise ValueError("this is no PEM certificate: keep the one at the envelope's SigningCertURL") from None
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise ValueError("Amazon SNS signs with RSA: this certificate is of another kind")  # noqa: TRY004 - as above
    told = _object(body)
    version = told.get("SignatureVersion")
    if version not in ("1", "2"):
        raise SignatureError(f"SNS signs with version 1 or 2, not {str(version)[:20]!r}")
    names = _NOTIFICATION if told.get("Type") == "Notification" else _CONFIRMATION
    signed = "".join(f"{name}\n{told[name]}\n" for name in names if name in told)
    algorithm = SHA256() if version == "2" else SHA1()  # noqa: S303 - version 1 is Amazon's, and still its default
    try:
        key.verify(_decoded(told.get("Signature", "")), signed.encode("utf-8", "replace"), PKCS1v15(), algorithm)
    except InvalidSignature:
        raise SignatureError("the signature of Amazon SNS does not fit this body") from None
    _valid(certificate, now)


def _valid(certificate: "Certificate", now: float) -> None:
    start, end = certificate.not_valid_before_utc.timestamp(), certificate.not_valid_after_utc.timestamp()
    if not start <= now <= end:
        raise SignatureError(
            f"the certificate is valid until {certificate.not_valid_after_utc:%Y-%m-%d}: fetch the new one"
        )


def _basic(headers: Mapping[str, str], secret: str) -> None:
    scheme, _, told = headers.get("authorization", "").partition(" ")
    right = base64.b64encode(secret.encode()).decode()
    if ":" not in secret:
        raise ValueError('this provider signs nothing: the secret is "USER:PASSWORD" of the webhook\'s URL')
    if scheme.lower() != "basic" or not hmac.compare_digest(right.encode(), told.strip().encode("utf-8", "replace")):
        raise SignatureError("the user and password of the webhook's URL are missing or wrong")
