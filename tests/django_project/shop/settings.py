"""Settings of the shop; what a test varies comes from its environment."""

import json
import os
from pathlib import Path

import django

HOME = Path(__file__).resolve().parent.parent
ROOM = Path(os.environ["SHOP_ROOM"])

SECRET_KEY = "of a project that exists for tests only"
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "spamscore.integrations.django"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ROOM / "shop.sqlite3"}}
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HOME / "templates"], "APP_DIRS": True}
]
DEFAULT_FROM_EMAIL = "Garden Shop <news@garden-shop.example>"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "handlers": {"file": {"class": "logging.FileHandler", "filename": ROOM / "log", "encoding": "utf-8"}},
    "loggers": {"spamscore": {"handlers": ["file"], "level": "INFO"}},
}

_FILES = "django.core.mail.backends.filebased.EmailBackend"
_OURS = "spamscore.integrations.django.EmailBackend"
SPAMSCORE = {"BACKEND": _FILES, **json.loads(os.environ.get("SHOP_SPAMSCORE", "{}"))}
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": _OURS, "OPTIONS": {"file_path": ROOM / "mails"}}}
else:
    EMAIL_BACKEND = _OURS
    EMAIL_FILE_PATH = ROOM / "mails"
