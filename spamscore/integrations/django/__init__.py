"""Django, 5.2 and later: an e-mail backend that checks before it sends, `manage.py checkemails`, and a system check.

    INSTALLED_APPS = [..., "spamscore.integrations.django"]   # for checkemails and the system check
    EMAIL_BACKEND = "spamscore.integrations.django.EmailBackend"
    SPAMSCORE = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",  # what sends, with the options of the mailer
        "ACTION": "log",          # or "tag": adds a header to every mail; or "refuse": does not send those that fail
        "FAIL_ON": "spam",        # or "review", "never", or a number of points
        "HEADER": "X-Spamscore",  # what "tag" adds
        "TEMPLATES": ["emails/*"],                          # patterns of names; by default those that speak of e-mail
        "CONTEXTS": {"emails/welcome.html": {"name": "A"}},  # sample values, or "path.to.a.function" that gives them
    }

Under Django 6.1's MAILERS the backend is the BACKEND of a mailer, whose OPTIONS go to the one that sends; the option
"wraps" names another one for that mailer alone.
"""

from spamscore.integrations.django.backend import EmailBackend, SpamRefusedError

__all__ = ("EmailBackend", "SpamRefusedError")
