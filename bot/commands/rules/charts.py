"""Threshold curves as bars: in the terminal and as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from rich.table import Column, Table
from rich.text import Text

from bot.commands.output import table
from bot.tuning.thresholds import Limit, Point

TITLES: Mapping[Limit, str] = {
    "probability": "Probabilidad exigida",
    "margin": "Ventaja exigida sobre la segunda cuenta",
}
_WIDTH = 40  #: signs of a whole bar
_BAR, _LEFT, _ROW, _HEAD = 420, 90, 26, 54  #: pixels


class _Kind(NamedTuple):
    """What becomes of a case, and how its share of a bar looks."""

    name: str
    sign: str
    style: str  #: in the terminal
    colour: str  #: in the picture


_KINDS = (
    _Kind("sola", "█", "green", "#2e7d32"),
    _Kind("sola y mal", "▓", "red", "#c62828"),
    _Kind("a una persona", "░", "dim", "#bdbdbd"),
)


def _shares(point: Point) -> Iterator[tuple[_Kind, float]]:
    """Of each kind that there is: its part of all cases."""
    for kind, count in zip(_KINDS, (point.auto - point.wrong, point.wrong, point.review), strict=True):
        if count:
            yield kind, count / point.cases


def threshold_table(limit: Limit, points: Sequence[Point], now: float) -> Table:
    """A row a threshold; the one in force is marked."""
    numbers = (Column(name, justify="right") for name in ("sola", "a una persona", "mal", "sin saber"))
    bars = Column("  ".join(f"{kind.sign} {kind.name}" for kind in _KINDS), no_wrap=True)
    return table(
        TITLES[limit],
        (limit, *numbers, bars),
        (
            (
                f"{point.value:g}{' ← ahora' if point.value == now else ''}",
                *(point.auto, point.review),
                Text(str(point.wrong), style="bold red" if point.wrong else ""),
                point.unknown,
                _bar(point),
            )
            for point in points
        ),
    )


def _bar(point: Point) -> Text:
    """Each kind its share of the whole, at least one sign when there is any: a wrong one must be seen."""
    return Text.assemble(
        *((kind.sign * max(1, round(_WIDTH * share)), kind.style) for kind, share in _shares(point))
    )


def threshold_svg(curves: Mapping[Limit, Sequence[Point]], limits: Mapping[Limit, float]) -> str:
    """The same as a picture, one block of bars below the other."""
    parts: list[str] = []
    top = 10
    for limit, points in curves.items():
        parts.append(_words(10, top + 16, TITLES[limit], bold=True))
        left = 10
        for kind in _KINDS:
            parts.append(_box(left, top + 26, 12, kind.colour, 12))
            parts.append(_words(left + 17, top + 36, kind.name))
            left += 130
        for row, point in enumerate(points):
            parts += _svg_row(top + _HEAD + row * _ROW, point, now=point.value == limits[limit])
        top += _HEAD + len(points) * _ROW + 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{top}" viewBox="0 0 760 {top}" '
        f'font-family="sans-serif" font-size="13">\n<rect width="100%" height="100%" fill="#fff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _svg_row(top: int, point: Point, *, now: bool) -> list[str]:
    row = [_words(10, top + 15, f"{point.value:g}", bold=now)]
    left = float(_LEFT)
    for kind, share in _shares(point):
        width = max(2.0, _BAR * share)
        row.append(_box(left, top, width, kind.colour))
        left += width
    said = f"{point.auto} solas, {point.wrong} mal, {point.review} a una persona" + (
        " (ahora)" if now else ""
    )
    row.append(_words(left + 8, top + 15, said, bold=now))
    return row


def _box(left: float, top: int, width: float, colour: str, height: int = _ROW - 6) -> str:
    return f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{height}" fill="{colour}"/>'


def _words(left: float, top: int, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{left:.1f}" y="{top}"{weight}>{escape(text)}</text>'
