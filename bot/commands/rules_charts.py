"""Threshold curves as bars: in the terminal and as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from rich.table import Table
from rich.text import Text

from bot.tuning.thresholds import Limit, Point

TITLES: Mapping[Limit, str] = {
    "probability": "Probabilidad exigida",
    "margin": "Ventaja exigida sobre la segunda cuenta",
}
_WIDTH = 40  #: signs of a whole bar
_BAR, _LEFT, _ROW, _HEAD = 420, 90, 26, 54  #: pixels
_COLOURS = {"auto": "#2e7d32", "wrong": "#c62828", "review": "#bdbdbd"}
_LEGEND = {"auto": "sola", "wrong": "sola y mal", "review": "a una persona"}


def threshold_table(limit: Limit, points: Sequence[Point], now: float) -> Table:
    """A row a threshold; the one in force is marked."""
    table = Table(title=TITLES[limit], title_justify="left")
    table.add_column(limit)
    for header in ("sola", "a una persona", "mal", "sin saber"):
        table.add_column(header, justify="right")
    table.add_column("█ sola  ▓ sola y mal  ░ a una persona", no_wrap=True)
    for point in points:
        mark = " ← ahora" if point.value == now else ""
        table.add_row(
            f"{point.value:g}{mark}",
            str(point.auto),
            str(point.review),
            Text(str(point.wrong), style="bold red" if point.wrong else ""),
            str(point.unknown),
            _bar(point),
        )
    return table


def _bar(point: Point) -> Text:
    """Each kind its share of the whole, at least one sign when there is any: a wrong one must be seen."""
    right, wrong = point.auto - point.wrong, point.wrong
    cells = {
        kind: max(1, round(_WIDTH * count / point.cases)) if count else 0
        for kind, count in (("right", right), ("wrong", wrong), ("review", point.review))
    }
    return Text.assemble(
        ("█" * cells["right"], "green"), ("▓" * cells["wrong"], "red"), ("░" * cells["review"], "dim")
    )


def threshold_svg(curves: Mapping[Limit, Sequence[Point]], limits: Mapping[Limit, float]) -> str:
    """The same as a picture, one block of bars below the other."""
    parts: list[str] = []
    top = 10
    for limit, points in curves.items():
        parts.append(_words(10, top + 16, TITLES[limit], bold=True))
        left = 10
        for kind, colour in _COLOURS.items():
            parts.append(_box(left, top + 26, 12, colour, 12))
            parts.append(_words(left + 17, top + 36, _LEGEND[kind]))
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
    for kind, count in (
        ("auto", point.auto - point.wrong),
        ("wrong", point.wrong),
        ("review", point.review),
    ):
        if count:
            width = max(2.0, _BAR * count / point.cases)
            row.append(_box(left, top, width, _COLOURS[kind]))
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
