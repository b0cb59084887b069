"""Which provider keeps a mailbox: the families that publish rules of their own, told by the address's domain."""

from functools import lru_cache

# Domains in which a provider gives mailboxes to the public. A company's domain that it hosts is "other": only DNS knows.
FAMILIES: dict[str, tuple[str, ...]] = {
    "gmail": ("gmail.com", "googlemail.com"),
    "yahoo": ("yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "aim.com"),
    "outlook": ("outlook.com", "hotmail.com", "live.com", "msn.com", "passport.com"),
    "apple": ("icloud.com", "me.com", "mac.com"),
    "gmx": ("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de", "mail.com"),
    "t-online": ("t-online.de", "magenta.de"),
    "orange": ("orange.fr", "wanadoo.fr"),
    "free": ("free.fr", "laposte.net", "sfr.fr"),
    "libero": ("libero.it", "virgilio.it", "tiscali.it"),
    "mail.ru": ("mail.ru", "bk.ru", "inbox.ru", "list.ru"),
    "yandex": ("yandex.ru", "yandex.com", "ya.ru"),
    "qq": ("qq.com", "foxmail.com", "163.com", "126.com"),
    "proton": ("proton.me", "protonmail.com", "pm.me"),
}
_FAMILY = {domain: family for family, domains in FAMILIES.items() for domain in domains}
_NATIONAL = {"yahoo": "yahoo", "hotmail": "outlook", "live": "outlook", "outlook": "outlook"}  # yahoo.co.uk, live.nl


@lru_cache(4096)
def family(domain: str) -> str:
    """The family of a mailbox by its (normal) domain; "other" for everybody else's.

    >>> family("yahoo.co.uk"), family("shop.example")
    ('yahoo', 'other')
    """
    if domain in _FAMILY:
        return _FAMILY[domain]
    first, _, rest = domain.partition(".")
    return _NATIONAL.get(first, "other") if rest.count(".") <= 1 and len(rest) in (2, 3, 5, 6) else "other"
