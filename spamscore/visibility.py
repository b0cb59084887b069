"""Style: whether text is seen, by the style it inherits and the style it is given.

Only what hides text is computed (CSS 2.1 and what mail clients make of it); an unknown colour or background never
hides anything.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from spamscore.placeholders import VALUE

Colour = tuple[int, int, int]
RESPONSIVE = "responsive"  # hidden at first, shown by an @media rule: the twin of what small screens see

_WHITE: Colour = (255, 255, 255)
_ALIKE = 8  # colours whose channels differ by no more cannot be told apart
_TINY = 1.5  # px: letters of that size are not seen
_FAR = -400.0  # px: what is moved that far is off the screen
_FAINT = 0.05  # opacity


class Style(NamedTuple):
    """The part of computed style that decides whether text is seen. ``None`` for a colour means unknown."""

    removed: str = ""  # why nothing inside can be seen, whatever its own style
    invisible: bool = False  # visibility: hidden, which elements inside can undo
    size: float = 16.0  # font size in px
    colour: Colour | None = (0, 0, 0)
    background: Colour | None = _WHITE
    indent: float = 0.0
    reason: str = ""  # why text standing right here is not seen, "" when it is


ROOT = Style()
UNKNOWN_BACKGROUND = Style(background=None)

_PROPERTIES = (
    "display|visibility|opacity|filter|font-size|font|color|background-color|background-image|background|overflow"
    "|max-height|height|max-width|width|position|left|top|right|text-indent|margin-left|margin-top|clip|clip-path|transform"
)
_DECLARATION = re.compile(rf"(?:^|;) ?({_PROPERTIES}) ?: ?([^;]{{1,300}})")


@lru_cache(maxsize=2048)
def declared(css: str) -> dict[str, str]:
    """What a style attribute declares about being seen: the last declaration counts, ``!important`` before others.

    >>> declared("DISPLAY: none !important; display:block; width:100%")
    {'display': 'none', 'width': '100%'}
    """
    values: dict[str, str] = {}
    important: set[str] = set()
    css = " ".join(css.lower().split())
    for name, value in _DECLARATION.findall(_without_comments(css) if "/*" in css else css):
        stripped = value.partition("!important")[0].rstrip()
        if len(stripped) < len(value.rstrip()):
            important.add(name)
        elif name in important:
            continue
        values[name] = stripped
        if name == "font" and "font-size" not in important:
            values.pop("font-size", None)
    return values


def _without_comments(css: str) -> str:
    head, *rest = css.split("/*")
    return head + "".join(piece.partition("*/")[2] for piece in rest)


_LENGTH = re.compile(r"(-?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))\s?(px|pt|em|rem|ex|%|vw|vh|in|cm|mm)?")
_RELATIVE = {"em": 1.0, "%": 0.01, "ex": 0.5}
_PIXELS = {"px": 1.0, "pt": 4 / 3, "": 1.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "in": 96.0, "cm": 37.8, "mm": 3.78}


def pixels(value: str) -> float | None:
    """A CSS length in px, None for percentages and what is no length.

    >>> pixels("1.5em"), pixels("50%"), pixels("auto")
    (24.0, None, None)
    """
    found = _LENGTH.match(value)
    scale = _PIXELS.get(found[2] or "") if found else None
    return float(found[1]) * scale if found and scale else None


_FONT_SIZE = re.compile(r"(?:^| )(\d{1,4}\.?\d{0,4}(?:px|pt|em|rem|%)|0)(?= |/|$)")  # inside the shorthand


def _font_size(values: dict[str, str], inherited: float) -> float:
    value = values.get("font-size", "")
    if not value and "font" in values:
        found = _FONT_SIZE.search(values["font"])
        value = found[1] if found else ""
    length = _LENGTH.match(value)
    if not length:
        return 16.0 if (value[:1].isalpha() and value != "inherit") or VALUE in value else inherited
    number, unit = float(length[1]), length[2] or ""
    if unit in _RELATIVE:
        return inherited * number * _RELATIVE[unit]
    return number * _PIXELS.get(unit, 16.0)


_NAMED: dict[str, Colour] = {
    "white": _WHITE, "black": (0, 0, 0), "red": (255, 0, 0), "lime": (0, 255, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
    "yellow": (255, 255, 0), "gray": (128,) * 3, "grey": (128,) * 3, "silver": (192,) * 3, "navy": (0, 0, 128),
    "maroon": (128, 0, 0), "olive": (128, 128, 0), "purple": (128, 0, 128), "teal": (0, 128, 128), "aqua": (0, 255, 255),
    "cyan": (0, 255, 255), "fuchsia": (255, 0, 255), "magenta": (255, 0, 255), "orange": (255, 165, 0),
    "whitesmoke": (245,) * 3, "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
    "lightgray": (211,) * 3, "lightgrey": (211,) * 3, "darkgray": (169,) * 3, "darkgrey": (169,) * 3, "dimgray": (105,) * 3,
    "gainsboro": (220,) * 3, "darkblue": (0, 0, 139), "darkred": (139, 0, 0), "darkgreen": (0, 100, 0), "gold": (255, 215, 0),
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2}|[0-9a-f])?$")
_FUNCTION = re.compile(r"rgba?\(\s{0,5}([\d.%,/\s]{3,60})\)")
_TRANSPARENT = "transparent"


@lru_cache(maxsize=1024)
def _colour(value: str) -> Colour | str | None:
    """A colour, "transparent", or None when it cannot be known."""
    if value in _NAMED:
        return _NAMED[value]
    if value == _TRANSPARENT:
        return _TRANSPARENT
    if found := _HEX.match(value):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _FUNCTION.match(value):
        return _rgb(found[1].replace(",", " ").replace("/", " ").split())
    return None


def _rgb(parts: list[str]) -> Colour | str | None:
    try:
        numbers = [float(part[:-1]) * 2.55 if part.endswith("%") else float(part) for part in parts]
    except ValueError:
        return None
    if len(numbers) == 4 and numbers.pop() < 0.9:  # red, green, blue and opacity; what shines through is unknown
        return _TRANSPARENT if float(parts[3].rstrip("%")) <= _FAINT else None
    return (int(numbers[0]), int(numbers[1]), int(numbers[2])) if len(numbers) == 3 else None


_SPACES_OUTSIDE_BRACKETS = re.compile(r"\s{1,20}(?![^(]{0,60}\))")


def _background(values: dict[str, str], attribute: str, inherited: Colour | None) -> Colour | None:
    colour = inherited
    if attribute:
        colour = _over(attribute, colour)
    if "background" in values:
        value = values["background"]
        if "url(" in value or "gradient" in value or "var(" in value or VALUE in value:
            return None
        for token in _SPACES_OUTSIDE_BRACKETS.split(value):
            if token in _NAMED or token[:1] == "#" or token[:3] == "rgb" or token[:3] == "hsl":
                colour = _over(token, colour)
    if "background-color" in values:
        colour = _over(values["background-color"], colour)
    image = values.get("background-image", "none")
    return colour if image in ("none", "initial") else None


def _over(value: str, beneath: Colour | None) -> Colour | None:
    if value in ("inherit", "initial", "unset", "none", "auto"):
        return beneath
    colour = _colour(value.strip())
    return beneath if colour == _TRANSPARENT else colour if isinstance(colour, tuple) else None


def _number(value: str) -> float:
    try:
        return float(value.rstrip("% ")) * (0.01 if value.endswith("%") else 1)
    except ValueError:
        return 1.0


def _removal(values: dict[str, str]) -> str:
    """Why an element with this style shows nothing of what is in it, "" when it does."""
    if values.get("display", "").startswith("none"):
        return "display"
    if "opacity" in values and _number(values["opacity"]) <= _FAINT:
        return "opacity"
    if re.search(r"opacity\s?=\s?0(?!\.?\d)", values.get("filter", "")):
        return "opacity"
    if values.get("overflow", "").startswith(("hidden", "clip")) and any(
        (size := pixels(values.get(side, ""))) is not None and size <= 1
        for side in ("max-height", "height", "max-width", "width")
    ):
        return "height"
    return "position" if _moved_away(values) else ""


def _moved_away(values: dict[str, str]) -> bool:
    moved = ["margin-left", "margin-top"]
    if values.get("position", "static") != "static":
        if values.get("clip", "").replace(" ", "").startswith(("rect(0", "rect(1px")):
            return True
        moved += ("left", "top", "right")
    if any((pixels(values[side]) or 0) <= _FAR for side in moved if side in values):
        return True
    return "scale(0)" in values.get("transform", "") or "inset(50%" in values.get("clip-path", "")


def _text_colour(values: dict[str, str], attribute: str, inherited: Colour | None) -> Colour | str | None:
    value = values.get("color") or attribute
    if not value or value in ("inherit", "unset", "currentcolor"):
        return inherited
    return _colour(value)


@lru_cache(maxsize=4096)
def inherit(parent: Style, css: str, colour: str = "", background: str = "", *, shown: bool = False) -> Style:
    """The style of an element.

    Args:
        parent: style of the element around it
        css: its declarations, those of style sheets first
        colour: its ``color`` attribute (font, body text), lower-case
        background: its ``bgcolor`` attribute, lower-case; ``url(`` for a background image
        shown: whether an @media rule shows it

    >>> inherit(ROOT, "color:#fff").reason, inherit(ROOT, "color:#fff;background:navy").reason
    ('colour', '')
    """
    values = declared(css)
    removed = _removal(values) if values and not parent.removed else ""
    if removed and shown:
        removed = RESPONSIVE
    visibility = values.get("visibility", "")
    invisible = (
        visibility in ("hidden", "collapse") if visibility in ("hidden", "collapse", "visible") else parent.invisible
    )
    size = _font_size(values, parent.size)
    ink = _text_colour(values, colour, parent.colour)
    paper = _background(values, background, parent.background)
    indent = pixels(values["text-indent"]) or 0.0 if "text-indent" in values else parent.indent
    reason = _reason(parent.removed or removed, ink, paper, size, invisible=invisible, indent=indent)
    if shown and reason in ("visibility", "size"):
        reason = RESPONSIVE
    known = ink if isinstance(ink, tuple) else None
    return Style(parent.removed or removed, invisible, size, known, paper, indent, reason)


def _reason(
    removed: str, ink: Colour | str | None, paper: Colour | None, size: float, *, invisible: bool, indent: float
) -> str:
    if removed:
        return removed
    if invisible:
        return "visibility"
    if size <= _TINY:
        return "size"
    if indent <= _FAR:
        return "position"
    if ink == _TRANSPARENT:
        return "colour"
    alike = isinstance(ink, tuple) and paper and all(abs(a - b) <= _ALIKE for a, b in zip(ink, paper, strict=True))
    return "colour" if alike else ""
