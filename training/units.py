"""Unit names as schools really choose them (data/seneca-export §4): four styles, not one dialect.

A  "1º ESO-A", "2º BACH-B", "1ºFPB-CYR", "1ºGM COC-A", "2ºGM COC A", "1ºGS DAW"
B  "1ESOA", "4º A" (the level stands in Curso alone), "1BACHB", "1CFGB", "2SMR"
C  vocational school: "1ºGM COC-A", "1GS-DAW", "2FPB ELE", a little ESO as "3E-A"
D  codes: "E1A", "1 BCT A", "E3DIV", "1FPB-PEL", "1 CAE A", "2 ASIR A"
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

STYLES = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a school."""

    name: str  #: Unidad
    course: str  #: Curso, Séneca's official name
    age: int  #: that its pupils reach in the year in which the course begins


@dataclass(frozen=True, slots=True)
class _Level:
    """A course with the share of pupils who are in it and how the school names its groups."""

    course: str
    age: int
    share: float
    name: Callable[[str], str]  #: group letter -> Unidad


_BACH = ("Ciencias y Tecnología", "Humanidades y Ciencias Sociales")
_CYCLES = {
    "COC": ("GM", "Cocina y Gastronomía"),
    "SMR": ("GM", "Sistemas Microinformáticos y Redes"),
    "GA": ("GM", "Gestión Administrativa"),
    "EVA": ("GM", "Electromecánica de Vehículos Automóviles"),
    "CAE": ("GM", "Cuidados Auxiliares de Enfermería"),
    "DAW": ("GS", "Desarrollo de Aplicaciones Web"),
    "ASIR": ("GS", "Administración de Sistemas Informáticos en Red"),
    "AYF": ("GS", "Administración y Finanzas"),
    "EDI": ("GS", "Educación Infantil"),
}
_BASIC = {
    "CYR": "Cocina y Restauración",
    "ELE": "Electricidad y Electrónica",
    "IYC": "Informática y Comunicaciones",
    "PEL": "Peluquería y Estética",
}


def _official_cycle(level: int, code: str) -> tuple[str, int]:
    kind, name = _CYCLES[code]
    return f"{level}º F.P.I.{'G.M' if kind == 'GM' else 'G.S'}. ({name})", (
        15 if kind == "GM" else 17
    ) + level


def _levels(style: str) -> list[_Level]:
    eso = {
        "A": lambda n: lambda g: f"{n}º ESO-{g}",
        "B": lambda n: lambda g: f"{n}ESO{g}" if n < 4 else f"{n}º {g}",
        "C": lambda n: lambda g: f"{n}E-{g}",
        "D": lambda n: lambda g: f"E{n}{g}",
    }[style]
    bach = {
        "A": lambda n: lambda g: f"{n}º BACH-{g}",
        "B": lambda n: lambda g: f"{n}BACH{g}",
        "C": lambda n: lambda g: f"{n}º Bach {g}",
        "D": lambda n: lambda g: f"{n} BCT {g}",
    }[style]
    share = {"A": (0.14, 0.08), "B": (0.13, 0.07), "C": (0.05, 0.03), "D": (0.13, 0.07)}[style]
    levels = [_Level(f"{n}º de E.S.O.", 11 + n, share[0], eso(n)) for n in (1, 2, 3, 4)]
    levels += [_Level(f"{n}º de Bachillerato ({_BACH[0]})", 15 + n, share[1], bach(n)) for n in (1, 2)]
    pdc = {"A": "3º DIV", "B": "3PDC", "C": "3E-DIV", "D": "E3DIV"}[style]
    levels.append(_Level("1º Programa de Diversificación Curricular", 15, 0.02, lambda _: pdc))
    basic, cycles = {
        "A": (("CYR",), ("COC", "DAW")),
        "B": (("IYC",), ("SMR", "GA", "DAW")),
        "C": (("CYR", "ELE"), tuple(_CYCLES)),
        "D": (("PEL",), ("CAE", "ASIR")),
    }[style]
    for code in basic:
        levels += [_basic(style, n, code, 0.02) for n in (1, 2)]
    for code in cycles:
        levels += [_cycle(style, n, code, 0.03) for n in (1, 2)]
    return levels


def _basic(style: str, level: int, code: str, share: float) -> _Level:
    name = {
        "A": f"{level}ºFPB-{code}",
        "B": f"{level}CFGB",
        "C": f"{level}FPB {code}",
        "D": f"{level}FPB-{code}",
    }[style]
    return _Level(f"{level}º C.F.G.B. ({_BASIC[code]})", 14 + level, share, lambda _: name)


def _cycle(style: str, level: int, code: str, share: float) -> _Level:
    course, age = _official_cycle(level, code)
    kind = _CYCLES[code][0]

    def name(group: str) -> str:
        if style == "B":
            return f"{level}{code}"
        if style == "D":
            return f"{level} {code} {group}"
        if kind == "GS":
            return f"{level}ºGS {code}" if style == "A" else f"{level}GS-{code}"
        return f"{level}º{kind} {code}{'-' if level == 1 else ' '}{group}"  # both in one school, as seen

    return _Level(course, age, share, name)


def make_units(pupils: int, style: str) -> list[tuple[Unit, int]]:
    """The units of a school of about so many pupils, each with its size (at most about 30)."""
    levels = _levels(style)
    whole = sum(level.share for level in levels)
    units: list[tuple[Unit, int]] = []
    for level in levels:
        here = max(1, round(pupils * level.share / whole))
        groups = max(1, -(-here // 30))
        sizes = [here // groups + (i < here % groups) for i in range(groups)]
        for letter, size in zip("ABCDEFGHIJKLMN", sizes, strict=False):
            units.append((Unit(level.name(letter), level.course, level.age), size))
    return units
