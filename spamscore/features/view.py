"""View: what the features look at, each thing derived once and only when asked for."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from spamscore import brands, normalise, onward, phrases, words
from spamscore.lists import below, load
from spamscore.mail import Mail
from spamscore.markup import Image, Link
from spamscore.placeholders import VALUE
from spamscore.urls import Url

_MAX_TEXT = 60_000  # characters; longer texts are judged by their beginning
SAMPLE = 8_000  # characters whose letters are counted one by one
_MAX_LINKS = 400
_OPENING = 500  # characters that a reader takes in at once
_SHORT_LABEL = 4  # a shorter name must stand as a word of its own to count as said


class View:
    """A mail with the derived quantities that several features share."""

    def __init__(self, mail: Mail) -> None:
        """Look at a mail; nothing is derived yet."""
        self.mail = mail
        self.page = mail.page
        self.tags = mail.page.tags
        self.marks = mail.page.marks
        self.text = mail.page.text[:_MAX_TEXT]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Lower-case words of the visible text."""
        return self.mail.words if len(self.mail.page.text) <= _MAX_TEXT else self.mail.words[: _MAX_TEXT // 6]

    @cached_property
    def low(self) -> str:
        """The text in lower case."""
        return self.mail.low if len(self.mail.page.text) <= _MAX_TEXT else self.text.lower()

    @cached_property
    def codes(self) -> npt.NDArray[np.uint32]:
        """Code points of the first `SAMPLE` characters."""
        return np.frombuffer(self.text[:SAMPLE].encode("utf-32-le", "replace"), dtype=np.uint32)

    @cached_property
    def digits(self) -> int:
        """How many of the first `SAMPLE` characters are digits."""
        return int(np.count_nonzero((self.codes >= ord("0")) & (self.codes <= ord("9"))))

    @cached_property
    def distinct_words(self) -> frozenset[str]:
        """Distinct words of the visible text."""
        return frozenset(self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Distinct words of text, title and alternative texts."""
        return self.distinct_words | frozenset(words.split(self._labels))

    @cached_property
    def _labels(self) -> str:
        alts = [image.alt for image in self.images if image.alt]
        return " ".join((self.page.title, *alts))[:4000].lower()

    @cached_property
    def spoken(self) -> str:
        """Letters of text, title and alternative texts run together, to look names up in."""
        return "".join(self.words) + "|" + "".join(words.split(self._labels))

    @cached_property
    def lines(self) -> list[str]:
        """Visible lines: blocks of the page."""
        return self.text.split("\n")

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The first links, however many there are."""
        return self.page.links[:_MAX_LINKS]

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The first images, however many there are."""
        return self.page.images[:_MAX_LINKS]

    @cached_property
    def web_links(self) -> list[Link]:
        """Links to web sites whose host is written out."""
        return [link for link in self.links if link.url.known and link.url.scheme in ("http", "https", "")]

    @cached_property
    def targets(self) -> list[Url]:
        """Where the web links lead in the end, as far as it is written in them."""
        return [onward.destination(link.url) for link in self.web_links]

    @cached_property
    def domains(self) -> Counter[str]:
        """Registrable domains of the web links' targets, with how many links go there.

        A host that is a public suffix itself (``s3.amazonaws.com``) stands for its domain.
        """
        return Counter(domain for target in self.targets if (domain := target.domain or _suffix_host(target)))

    @cached_property
    def top_domain(self) -> str:
        """The domain that most links go to, "" without links."""
        return max(self.domains, key=lambda name: (self.domains[name], name), default="")

    @cached_property
    def own_top(self) -> str:
        """As `top_domain`, without social networks and app stores, which every sender links to, and click services."""
        return max(self.own_domains, key=lambda name: (self.domains[name], name), default="")

    @cached_property
    def own_domains(self) -> tuple[str, ...]:
        """The linked sites that a mail has to answer for: neither everybody's nor a click service's."""
        neutral = named("neutral-domains")
        return tuple(name for name in self.domains if name not in neutral and not below(name, "click-hosts"))

    @cached_property
    def unsaid(self) -> bool:
        """Whether there are own sites and the mail names none of them, not even half of a name."""
        if not self.own_domains or any(name in self.said_domains for name in self.own_domains):
            return False
        return len(self.own_domains) == len(self.domains) and all(
            self.part_said(name) < 0.5 for name in self.own_domains[:12]
        )

    @cached_property
    def pages(self) -> frozenset[str]:
        """Host and path of each different page linked."""
        return frozenset(link.url.host + link.url.path for link in self.web_links)

    def part_said(self, domain: str) -> float:
        """The longest part of a site's name that the mail says, as a share of the name."""
        label = _letters(domain.partition(".")[0])
        for size in range(len(label), min(_SHORT_LABEL, len(label)) - 1, -1):
            for start in range(len(label) - size + 1):
                if label[start : start + size] in (self.spoken if size >= _SHORT_LABEL else self.vocabulary):
                    return size / len(label)
        return 0.0

    @cached_property
    def opening(self) -> str:
        """Letters of the title, the alternative texts and the first lines, run together."""
        return "".join(words.split(f"{self._labels} {self.text[:_OPENING].lower()}"))

    @cached_property
    def brands_named(self) -> frozenset[str]:
        """Often imitated brands that the title, the alternative texts or the first lines name."""
        return brands.claimed(f"{self._labels[:_OPENING]}\n{self.text[:_OPENING]}")

    @cached_property
    def said_domains(self) -> frozenset[str]:
        """The link domains whose name the reader can see in text, title or alternative texts."""
        return frozenset(name for name in self.domains if self.says(name))

    def says(self, domain: str) -> bool:
        """Whether the registered name of a domain (``example`` of ``example.com``) can be read in the mail."""
        label = _letters(domain.partition(".")[0])
        if len(label) < _SHORT_LABEL:
            return label in self.vocabulary
        return label in self.spoken

    @cached_property
    def phrase_weight(self) -> dict[str, float]:
        """Category of trigger phrase → summed weight of the phrases found, each counted at most twice."""
        totals: dict[str, float] = {}
        for hit in phrases.find(self.text):
            totals[hit.category] = totals.get(hit.category, 0.0) + hit.weight * min(hit.count, 2)
        return totals

    @cached_property
    def disguises(self) -> normalise.Disguises:
        """Words that are spelt so that a filter does not read them."""
        return normalise.disguises(self.text)


def _suffix_host(url: Url) -> str:
    return url.host if "." in url.host and not url.ip else ""


@lru_cache(maxsize=4096)
def _letters(label: str) -> str:
    return "".join(char for char in label.lower() if char.isalpha())


def share(items: Sequence[object], condition: Callable[..., object]) -> float:
    """The share of the items for which the condition holds, 0 when there are none."""
    return sum(map(bool, map(condition, items))) / len(items) if items else 0.0


@lru_cache(maxsize=4096)
def strangeness(label: str) -> float:
    """How unlike a chosen name a domain label looks, 0 (a word) to about 3: digits, rare letters, no vowels.

    >>> strangeness("bluebird") < 0.3 < strangeness("xk7qz9vt")
    True
    """
    letters = _letters(label)
    if not label:
        return 0.0
    digits = sum(char.isdigit() for char in label) / len(label)
    vowels = sum(char in "aeiouy" for char in letters) / max(len(letters), 1)
    longest = max((len(run) for run in _CONSONANTS.findall(letters)), default=0)
    rare = sum(char in "qxzjkvw" for char in letters) / max(len(letters), 1)
    return 2 * digits + max(0.0, 0.3 - vowels) * 3 + max(0, longest - 3) * 0.25 + max(0.0, rare - 0.15)


_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{1,64}")


def on_free_host(host: str) -> bool:
    """Whether a host is one where anybody can put up a page at once and for nothing, or lies below one."""
    return below(host, "free-hosts")


@lru_cache(maxsize=16)
def named(list_name: str) -> frozenset[str]:
    """A list of data/lists as a set."""
    return frozenset(load(list_name))


def plain(text: str) -> str:
    """Text without the characters that stand for placeholders."""
    return text.replace(VALUE, "")
