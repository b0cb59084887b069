"""What a spammer does to a body who knows what a classifier likes: forged honesty, disguised letters, foreign words.

Every attack takes a body and a seeded generator. `ATTACKS` are for judging; `DRILLS` are the same for training, with other
wordings throughout, so that a model taught on the one is judged on words that it has not met.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from spamscore.training import disguise
from spamscore.training.edit import append, as_html, is_html, over_text, prepend, sites, spoken
from spamscore.training.honest_texts import ADDRESSES, FOOTERS, JUDGED, NEWSLETTERS, TAUGHT, Side, guess, pick
from spamscore.training.paraphrases import reword

Change = Callable[[str, random.Random], str]

_IMAGE = re.compile(r"<img\b[^<>]{0,4000}>", re.I)
_ALT = re.compile(r"""\salt\s{0,5}=\s{0,5}(?:"[^"]*"|'[^']*'|[^\s>"']*)""", re.I)
_TITLE = re.compile(r"<title\b[^<>]{0,200}>[^<]{0,2000}</title\s{0,9}>", re.I)
_HEAD = re.compile(r"<head\b[^<>]{0,500}>", re.I)
_ROOT = re.compile(r"<html\b[^<>]{0,2000}>", re.I)
_DOCUMENT = re.compile(r"<(?:html|head|body)\b", re.I)
_DOCTYPE = re.compile(r"<!doctype\b[^<>]{0,500}>", re.I)
_OLD_TAG = re.compile(r"(</?)([A-Z][A-Z0-9]{0,12}|font|center)\b(?=[^<>]{0,2000}>)")
_TABLE = re.compile(r"<table\b(?![^<>]{0,2000}\brole)", re.I)
_BLOCK_END = re.compile(r"<!--.*?(?:-->|\Z)|</(?:p|td|tr|table|div|h[1-3]|center)\s{0,9}>|<br\s{0,5}/?>", re.I | re.S)
_MOST_SITES = 4

_NAMING = (
    "{name} | {site}", "News from {name} ({site})", "Your {name} team, {site}", "{name} – visit us at {site}",
    "This message was sent by {name}, {site}", "{site}: the official page of {name}",
)  # fmt: skip
_ALTS = (
    "{name} logo", "{name}", "Welcome to {name}", "{name} home page", "New at {name}", "The {name} team", "Our shop", "Find out more",
    "Shown in the picture: our range", "Read the story", "A view of our house", "Product photo",
)  # fmt: skip
_COMMENTS = (
    "Header", "START HEADER", "End of header", "// preheader", "Hero image", "Main content begins", "Section: text block", "body copy",
    "Two columns", "columns 2", "Button (bulletproof)", "call to action", "Footer", "FOOTER STARTS", "Social icons", "social links row",
    "Spacer 20px", "spacer", "End of wrapper", "/ wrapper",
)  # fmt: skip
_FONTS = (
    "Helvetica, Arial, sans-serif", "'Open Sans', Arial, sans-serif", "Georgia, 'Times New Roman', serif", "Roboto, Verdana, sans-serif",
)  # fmt: skip
_STYLES = (
    ("body{{margin:0;padding:0;-webkit-text-size-adjust:100%}}table,td{{border-collapse:collapse;mso-table-lspace:0;mso-table-rspace:0}}"
    "img{{border:0;height:auto;line-height:100%}}p{{font-family:{font};margin:0 0 16px}}"
    "@media only screen and (max-width:600px){{.container{{width:100% !important}}.stack{{display:block !important}}}}"),
    ("#outlook a{{padding:0}}.wrapper{{width:100%;background:#f6f6f6}}.main{{max-width:640px;font-family:{font};font-size:16px}}"
    "a{{color:#0b5fa5}}h1,h2{{font-family:{font};line-height:1.3}}@font-face{{font-family:Inter;src:local('Inter')}}"
    "@media (max-width:480px){{.main{{padding:12px !important}}.hide-small{{display:none !important}}}}"),
)  # fmt: skip
_TITLES = ("Newsletter", "News of the month", "{name}", "{name}: your message")
_GREETINGS = ("Hi {{ first_name }},", "Hello *|FNAME|*,", "Dear {{ customer.name }},", "Hi %%first_name%%,")
_MERGED = (
    '<p>{{ company.address }}</p><p><a href="{{ unsubscribe_url }}">{{ unsubscribe_text }}</a></p>',
    '<p>*|LIST:ADDRESS|*</p><p><a href="*|UNSUB|*">*|UNSUB_TEXT|*</a> <a href="*|ARCHIVE|*">*|ARCHIVE_TEXT|*</a></p>',
    '<p>{{ account.name }} {{ order.number }}</p><p><a href="{{ preferences_link }}">{{ preferences }}</a></p>',
    '<p>%%Member_Addr%%</p><p><a href="%%unsub_center_url%%">%%unsub_text%%</a></p>',
)


_HOMES = (
    "northfield.example", "maplehouse.example", "bluewater.example", "stonebridge.example", "lindenhof.example", "harbourlight.example",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attack:
    """A named change of a body; the same body and generator give the same result."""

    name: str
    change: Change


def _names(html: str, rng: random.Random, side: Side) -> dict[str, str]:
    """The commonest linked site and what its owner would be called, for wordings to fill in; a made-up one without links."""
    site = next(iter(sites(html)), "") or pick(_HOMES, side, rng)
    return {"site": site, "name": spoken(site)}


def named_domain(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """The names of the linked sites in a visible line, the alternative texts, the title and a copyright line."""
    found = sites(html)[:_MOST_SITES]
    if not found:
        return html
    names = {"site": found[0], "name": spoken(found[0])}
    top = pick(_NAMING, side, rng).format(**names)
    others = " | ".join(f"{spoken(site)}, {site}" for site in found[1:])
    end = pick(FOOTERS[guess(html)][6], side, rng).format(**names)
    html = prepend(append(html, f"{others}\n{end}" if others else end), top)
    if not is_html(html):
        return html
    html = _IMAGE.sub(lambda image: _with_alt(image[0], names["name"]), html)
    return _titled(html, top)


def _with_alt(image: str, alt: str) -> str:
    end = "/>" if image.endswith("/>") else ">"
    return f'{_ALT.sub("", image[: -len(end)]).rstrip()} alt="{alt}"{end}'


def _titled(html: str, title: str) -> str:
    """The HTML with this title: in place of its own, or in the head, or at the front."""
    element = f"<title>{title}</title>"
    if _TITLE.search(html):
        return _TITLE.sub(lambda _: element, html, count=1)
    return _into_head(html, element)


def _into_head(html: str, elements: str) -> str:
    for place, wrapped in ((_HEAD, elements), (_ROOT, f"<head>{elements}</head>"), (_DOCTYPE, elements)):
        found = place.search(html[:50_000])
        if found:
            return f"{html[: found.end()]}{wrapped}{html[found.end() :]}"
    return elements + html


def design(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """The look of a bought template: doctype, title, viewport, fonts, media query, Outlook comments, modern elements."""
    html = _OLD_TAG.sub(_modern, as_html(html))
    html = _TABLE.sub('<table role="presentation"', _DOCTYPE.sub("", html))
    style = pick(_STYLES, side, rng).format(font=pick(_FONTS, side, rng))
    title = (
        "" if _TITLE.search(html) else f"<title>{pick(_TITLES, side, rng).format(**_names(html, rng, side))}</title>"
    )
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{title}'
        f'<style type="text/css">{style}</style>'
        "<!--[if mso]><style>table{border-collapse:collapse}</style><![endif]-->"
    )
    html = prepend(
        html, "", '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]--><div class="main">'
    )
    html = append(html, "", "</div><!--[if mso]></td></tr></table><![endif]-->")
    if not _DOCUMENT.search(html[:50_000]):
        html = f'<html lang="{guess(html)}"><head></head><body style="margin:0">{html}</body></html>'
    return f"<!DOCTYPE html>{_into_head(html, head)}"


def _modern(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    return tag[1] + {"font": "span", "center": "div"}.get(name, name)


def alts(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """An alternative text and a width for each picture; a logo and two pictures where there is none."""
    names = _names(html, rng, side)
    html = as_html(html)
    if not _IMAGE.search(html):
        made = "".join(
            f'<img src="https://{names["site"]}/{place}.png" width="{rng.choice((120, 300, 600))}">'
            for place in ("logo", "photo", "icon")
        )
        html = prepend(html, "", made)
    return _IMAGE.sub(lambda image: _with_alt(_sized(image[0]), pick(_ALTS, side, rng).format(**names)), html)


def _sized(image: str) -> str:
    return image if "width" in image.lower() else f'{image[:4]} width="300"{image[4:]}'


def comments(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """Comments of the kind that a designer leaves, up to eight, at the ends of blocks."""
    html = as_html(html)
    places = [each.end() for each in _BLOCK_END.finditer(html) if not each[0].startswith("<!")]
    html = append(html, "", f"\n<!-- {pick(_COMMENTS, side, rng)} -->\n")
    pieces, last = [], 0
    for place in sorted(rng.sample(places, min(len(places), rng.randint(4, 8)))):
        pieces += [html[last:place], f"\n<!-- {pick(_COMMENTS, side, rng)} -->\n"]
        last = place
    html = "".join((*pieces, html[last:]))
    return prepend(html, "", f"\n<!-- {pick(_COMMENTS, side, rng)} -->\n")


def https(html: str, rng: random.Random) -> str:  # noqa: ARG001  every attack has this shape
    """Every address written with https."""
    return re.sub(r"\bhttp://", "https://", html, flags=re.I)


def merge_tags(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """Tags of a sending service, never to be filled: in a greeting, an address and a way out."""
    markup = pick(_MERGED, side, rng)
    html = append(html, " ".join(re.sub(r"<[^<>]{0,200}>", " ", markup).split()), markup)
    return prepend(html, pick(_GREETINGS, side, rng))


def footer(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """A forged footer: postal address, ways out, privacy, preferences, terms, copyright; some links on his own site."""
    names, language = _names(html, rng, side), guess(html)
    parts = [pick(options, side, rng).format(**names) for options in FOOTERS[language]]
    address = pick(ADDRESSES[language], side, rng).format(**names)
    lines = [parts[5], address, parts[6]]
    rng.shuffle(lines)
    base = rng.choice((f"https://{names['site']}", f"https://www.{names['site']}", f"https://email.{names['site']}"))
    targets = ("unsubscribe", "privacy-policy", "preferences", "view-in-browser", "terms-and-contact")
    linked = [
        f'<a href="{base}/{target}{rng.choice(("", f"?id={rng.getrandbits(24):x}", f"/{rng.getrandbits(16)}"))}">{label}</a>'
        for target, label in zip(targets, parts[:5], strict=True)
    ]
    cut = rng.randint(3, 5)
    text = "\n".join((*lines, f"{parts[0]}: {base}/unsubscribe", " | ".join(parts[1:cut])))
    markup = (
        f'<div style="font-size:12px;color:#777777"><p>{"<br>".join(lines)}</p><p>{" | ".join(linked[:cut])}</p></div>'
    )
    return append(html, text, markup)


def all_of_honesty(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """All forgeries together: https, design, footer, merge tags, named sites, alternative texts, comments."""
    return _forged(html, rng, side, 1.0)


def some_of_honesty(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """Half of the forgeries, at random."""
    return _forged(html, rng, side, 0.5)


def _forged(html: str, rng: random.Random, side: Side, share: float) -> str:
    if rng.random() < share:
        html = https(html, rng)
    for forge in (design, footer, merge_tags, named_domain, alts, comments):
        if rng.random() < share:
            html = forge(html, rng, side)
    return html


def hidden_salad(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """Words of honest mail, shuffled, where no reader sees them."""
    words = " ".join(pick(NEWSLETTERS[language], side, rng) for language in ("en", guess(html))).split()
    rng.shuffle(words)
    return disguise.hidden(html, " ".join(words), rng)


def honest_appended(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """The text of one or two honest newsletters below the message, to be seen."""
    return append(html, _newsletter(html, rng, side))


def honest_prepended(html: str, rng: random.Random, side: Side = JUDGED) -> str:
    """The text of one or two honest newsletters above the message, to be seen."""
    return prepend(html, _newsletter(html, rng, side))


def _newsletter(html: str, rng: random.Random, side: Side) -> str:
    options = NEWSLETTERS[guess(html)]
    return "\n".join(dict.fromkeys(pick(options, side, rng) for _ in range(rng.randint(1, 2))))


def reworded(html: str, rng: random.Random, side: Side = JUDGED) -> str:  # noqa: ARG001  every attack has this shape
    """The phrases that spam says often, said in another way."""
    return over_text(html, lambda text: reword(text, side))


_WORDED = {
    "named-domain": named_domain, "design": design, "alts": alts, "comments": comments, "merge-tags": merge_tags, "footer": footer,
    "all-of-honesty": all_of_honesty,
    "some-of-honesty": some_of_honesty, "hidden-salad": hidden_salad, "honest-appended": honest_appended,
    "honest-prepended": honest_prepended, "reworded": reworded,
}  # fmt: skip
_OTHERS: dict[str, Change] = {
    "https": https, "homoglyphs": disguise.homoglyphs, "zero-width": disguise.zero_width, "leet": disguise.leet,
    "split-tags": disguise.split_tags, "entities": disguise.entities, "placeholder-abuse": disguise.placeholder_abuse,
    "image-only": disguise.image_only,
}  # fmt: skip


def _all(side: Side) -> tuple[Attack, ...]:
    worded = [Attack(name, partial(change, side=side)) for name, change in _WORDED.items()]
    return (*worded, *(Attack(name, change) for name, change in _OTHERS.items()))


ATTACKS, DRILLS = _all(JUDGED), _all(TAUGHT)
