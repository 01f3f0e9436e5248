"""What a mail's styles hide from the eye: nothing hidden is ever a claim (DESIGN §4).

Not a browser: inline styles, the attributes of old mail HTML, and style sheets with simple
selectors. An unknown colour or an unknown background hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lxml import etree

_MAX_SHEET = 50_000  # characters of style sheets that are read
_LENGTH = re.compile(r"^(-?\d*\.?\d+)\s*(px|pt|em|rem|ex|%|)", re.IGNORECASE)
_RGB = re.compile(r"^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+%?))?\s*\)")
_SELECTOR = re.compile(r"^(?:[a-z0-9]+|\*)?([.#][\w-]+)$|^([a-z0-9]+)$")
_CLIP_NOISE = re.compile(r"[\s,]|px")
_COMMENT = re.compile(r"<!--|-->")
_NAMES = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_SAME_COLOUR = 16  # difference per channel that the eye does not see on a screen
_FAR_AWAY = -500  # pixels off the page

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is seen; children start from their parent's look."""

    gone: bool = False  #: it and everything in it
    tiny: bool = False
    colour: Colour | None = (0, 0, 0)
    clear: bool = False  #: transparent letters
    background: Colour | None = (255, 255, 255)  #: None: an image or something unknown

    @property
    def hides_text(self) -> bool:
        return self.gone or self.tiny or self.clear or _blends_in(self.colour, self.background)


@lru_cache(maxsize=256)
def _blends_in(ink: Colour | None, paper: Colour | None) -> bool:
    if ink is None or paper is None:
        return False
    return all(abs(a - b) <= _SAME_COLOUR for a, b in zip(ink, paper, strict=True))


@dataclass(frozen=True, slots=True)
class HidingStyles:
    """The style sheet of one mail: declarations by ".class", "#id" or "tag"."""

    rules: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, sheet: str) -> HidingStyles:
        """Read simple selectors; blocks in @media and the like do not speak of every screen: skipped."""
        rules: dict[str, str] = {}
        for selectors, declarations in _top_level_rules(_COMMENT.sub("", sheet[:_MAX_SHEET])):
            for selector in selectors.lower().split(","):
                simple = _SELECTOR.match(selector.strip())
                if simple:
                    key = simple[1] or simple[2]
                    rules[key] = f"{rules.get(key, '')};{declarations}"
        return cls(rules)

    def look(self, element: etree._Element, parent: Look) -> Look:
        """The look of an element inside its parent."""
        attributes = element.attrib
        if not attributes and not self.rules:
            return parent
        style = attributes.get("style", "")
        if self.rules:
            style = f"{self._sheet_style(element)};{style}"
        declared = _declarations(style[:4_000])
        if "hidden" in attributes or (element.tag == "input") or _is_gone(declared):
            return replace(parent, gone=True)
        return _painted(declared, attributes, parent)

    def _sheet_style(self, element: etree._Element) -> str:
        keys = [str(element.tag), *(f".{name}" for name in element.get("class", "").lower().split()[:20])]
        keys.append(f"#{element.get('id', '').lower()}")
        return ";".join(self.rules[key] for key in keys if key in self.rules)


def _top_level_rules(sheet: str) -> list[tuple[str, str]]:
    """(selectors, declarations) outside of @-blocks; one pass, at most 1,000 rules."""
    rules: list[tuple[str, str]] = []
    depth, start, selector = 0, 0, ""
    for brace in re.finditer(r"[{}]", sheet):
        if brace[0] == "{":
            if depth == 0:
                selector = sheet[start : brace.start()].strip()
            depth += 1
            if depth == 1:
                start = brace.end()
        elif depth:
            depth -= 1
            if depth == 0:
                if not selector.startswith("@") and len(rules) < 1_000:
                    rules.append((selector, sheet[start : brace.start()]))
                start = brace.end()
    return rules


@lru_cache(maxsize=2_048)
def _declarations(style: str) -> Mapping[str, str]:
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def _is_gone(style: Mapping[str, str]) -> bool:
    if not style:
        return False
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("mso-hide") == "all"
        or ("opacity" in style and (_length(style["opacity"]) or 0) < 0.05)
        or (
            style.get("overflow") == "hidden"
            and any(_length(style.get(k, "")) == 0 for k in ("height", "max-height", "width", "max-width"))
        )
        or any(
            (_length(style.get(k, "")) or 0) < _FAR_AWAY
            for k in ("left", "top", "text-indent", "margin-left")
        )
        or ("clip" in style and _CLIP_NOISE.sub("", style["clip"]) == "rect(0000)")
    )


def _length(value: str) -> float | None:
    found = _LENGTH.match(value)
    return float(found[1]) if found else None


def _painted(style: Mapping[str, str], attributes: Mapping[str, str], parent: Look) -> Look:
    background = parent.background
    shown = style.get("background-color") or style.get("background") or attributes.get("bgcolor", "")
    if shown:
        background = _background(shown.lower(), parent.background)
    if "background-image" in style or "background" in attributes:
        background = None
    colour, clear = parent.colour, parent.clear
    ink = style.get("color") or attributes.get("color", "").lower()
    if ink and ink not in ("inherit", "initial"):
        colour, clear = _colour(ink), _is_clear(ink)
    size = style.get("font-size")
    tiny = parent.tiny if size is None else _is_tiny(size, parent.tiny)
    return Look(tiny=tiny, colour=colour, clear=clear, background=background)


def _background(value: str, inherited: Colour | None) -> Colour | None:
    """The colour behind; a transparent one shows the parent's, an image none that we know."""
    if value in ("none", "transparent", "inherit", "initial") or _is_clear(value):
        return inherited
    return _colour(value) or _colour(value.split(maxsplit=1)[0])


def _is_tiny(size: str, parent: bool) -> bool:
    found = _LENGTH.match(size)
    if not found:
        return False  # "small", "inherit", calc(): letters that somebody can read
    number, unit = float(found[1]), found[2].lower()
    if unit in ("em", "rem", "ex"):
        return number < 0.2 or (parent and unit != "rem")
    if unit == "%":
        return number < 20 or parent
    return number <= (3 if unit == "px" else 2)


def _is_clear(value: str) -> bool:
    found = _RGB.match(value)
    return value == "transparent" or bool(found and found[4] and float(found[4].rstrip("%")) < 0.05)


def _colour(value: str) -> Colour | None:
    if value in _NAMES:
        return _NAMES[value]
    if rgb := _RGB.match(value):
        return int(rgb[1]), int(rgb[2]), int(rgb[3])
    if re.fullmatch(r"#?[0-9a-f]{6}", value):
        digits = value.lstrip("#")
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        red, green, blue = (int(digit * 2, 16) for digit in value[1:])
        return red, green, blue
    return None
