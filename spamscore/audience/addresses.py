"""One key for one mailbox, however its address is written: what makes two spellings the same person."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

MAX_ADDRESS = 320  # RFC 5321: 64 + "@" + 255
_PLAIN = re.compile(r"[^\s\"\\<>()\[\],;:@]+")
_NOT_IN_NAMES = re.compile(r"[\s<>()\[\],;:@\\]")  # quoted they are legal and, in lists of addresses, never meant
_NOT_IN_DOMAINS = re.compile(r"[\s<>(),;@\"'\\/]")
PlusTags = Literal["known", "all", "keep"]
# Providers that document that anna+news@ arrives at anna@, as their help pages say it.
_TAGGED = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com fastmail.com proton.me protonmail.com".split()
)
_DOTLESS = frozenset(("gmail.com", "googlemail.com"))  # "Dots don't matter in Gmail addresses"
_ALIASES = {"googlemail.com": "gmail.com"}


@lru_cache(4096)
def ascii_domain(domain: str) -> str:
    """The domain as DNS knows it: lower case, international names in their ASCII form.

    >>> ascii_domain("Bücher.Example")
    'xn--bcher-kva.example'
    """
    domain = domain.strip().strip(".").lower()
    if domain.isascii():
        return domain
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return unicodedata.normalize("NFKC", domain).casefold()


@dataclass(frozen=True, slots=True)
class Spelling:
    """Which spellings are one mailbox.

    `plus_tags`: "known" drops what follows a + (and the dots at Gmail) where the provider documents that it does so
    itself, "all" drops it everywhere, "keep" nowhere.
    """

    plus_tags: PlusTags = "known"

    def __post_init__(self) -> None:
        if self.plus_tags not in ("known", "all", "keep"):
            raise ValueError(f'plus_tags is "known", "all" or "keep", not {self.plus_tags!r}')

    def normal(self, address: str) -> str:
        """The address in the spelling that is compared.

        Raises `ValueError` for what is no address.

        >>> Spelling().normal(" Anna <Anna.Muster@Bücher.EXAMPLE> ")
        'anna.muster@xn--bcher-kva.example'
        """
        if not isinstance(address, str):
            raise TypeError(f"an address is a str, not {type(address).__name__}")
        written = address.strip()
        if written.endswith(">"):  # 'Anna <anna@shop.example>'
            written = written[:-1].rpartition("<")[2]
        local, _, domain = written.removeprefix("mailto:").rpartition("@")
        if local.startswith('"') and local.endswith('"') and _PLAIN.fullmatch(local[1:-1]):
            local = local[1:-1]  # quotes around what needs none
        domain = ascii_domain(domain)
        if not (local and domain) or len(address) > MAX_ADDRESS or not written.isprintable():
            raise ValueError(f"{address[:60]!r} is no mail address: it needs a name, an @ and a domain")
        if _NOT_IN_NAMES.search(local) or _NOT_IN_DOMAINS.search(domain):
            raise ValueError(f"{address[:60]!r} is no mail address: it holds a character that none holds")
        local = local.lower() if local.isascii() else unicodedata.normalize("NFKC", local).casefold()
        return f"{self._mailbox(local, domain)}@{_ALIASES.get(domain, domain)}"

    def _mailbox(self, local: str, domain: str) -> str:
        if self.plus_tags == "all" or (self.plus_tags == "known" and domain in _TAGGED):
            local = local.partition("+")[0] or local
        if self.plus_tags != "keep" and domain in _DOTLESS:
            local = local.replace(".", "") or local
        return local


def keyer(secret: bytes | None) -> Callable[[str], bytes]:
    """The function from a normal address to the 16 bytes that stand for it in every table.

    With a secret it is an HMAC, and nobody without the secret can tell whether an address is in the database.
    """
    if secret is None:
        sha256 = hashlib.sha256
        return lambda address: sha256(address.encode("utf-8", "replace")).digest()[:16]
    if not isinstance(secret, bytes) or len(secret) < 16:
        raise ValueError("the key for hashing addresses is at least 16 random bytes: secrets.token_bytes(32)")
    digest = hmac.digest
    return lambda address: digest(secret, address.encode("utf-8", "replace"), "sha256")[:16]
