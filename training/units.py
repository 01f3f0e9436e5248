"""Unit names as schools really choose them (data/seneca-export §4): many styles, not one dialect.

A  "1º ESO-A", "2º BACH-B", "1ºFPB-CYR", "1ºGM COC-A", "2ºGM COC A", "1ºGS DAW"
B  "1ESOA", "4º A" (the level stands in Curso alone), "1BACHB", "1CFGB", "2SMR"
C  vocational school: "1ºGM COC-A", "1GS-DAW", "2FPB ELE", a little ESO as "3E-A"
D  codes: "E1A", "1 BCT A", "E3DIV", "1FPB-PEL", "1 CAE A", "2 ASIR A"
E  the stage first: "ESO1A", "B1C", "PDC3", "FPB1-MVH", "CFGM-IEA-1", "CFGS-MKP-2"
F  "1.º A ESO", "2BHCS-A", "3.º DIV", "1CFGB-AYJ", "FYP1A", "GAT2"
G  a school with lessons at night: "S1-A", "2BTO/B", "ESPA1 A", "2 ESPA B", "1ACO-A", "2TIS"
H  bare and short: "1A", "2BA", "3DIV", "1FPB", "1EVAA", "2AYF"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_BOTH = (1, 2)


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
    name: str  #: Unidad, with {g} for the letter of the group


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """How a school names its units: {n} is the level, {g} the letter of the group, {code} the cycle."""

    eso: str
    bach: str
    pdc: str
    basic: str
    medium: str  #: Grado Medio
    higher: str  #: Grado Superior
    adults: str = ""
    basics: tuple[str, ...]
    cycles: tuple[str, ...]
    shares: tuple[float, float]  #: of each level of ESO, of Bachillerato
    bachillerato: str = "Ciencias y Tecnología"
    irregular: Mapping[str, str] = field(default_factory=dict)  #: a name that the rule gives, the one in use


_CYCLES = {
    "COC": ("GM", "Cocina y Gastronomía"),
    "SMR": ("GM", "Sistemas Microinformáticos y Redes"),
    "GA": ("GM", "Gestión Administrativa"),
    "EVA": ("GM", "Electromecánica de Vehículos Automóviles"),
    "CAE": ("GM", "Cuidados Auxiliares de Enfermería"),
    "IEA": ("GM", "Instalaciones Eléctricas y Automáticas"),
    "FYP": ("GM", "Farmacia y Parafarmacia"),
    "ACO": ("GM", "Actividades Comerciales"),
    "DAW": ("GS", "Desarrollo de Aplicaciones Web"),
    "ASIR": ("GS", "Administración de Sistemas Informáticos en Red"),
    "AYF": ("GS", "Administración y Finanzas"),
    "EDI": ("GS", "Educación Infantil"),
    "MKP": ("GS", "Marketing y Publicidad"),
    "GAT": ("GS", "Gestión de Alojamientos Turísticos"),
    "TIS": ("GS", "Integración Social"),
}
_BASIC = {
    "CYR": "Cocina y Restauración",
    "ELE": "Electricidad y Electrónica",
    "IYC": "Informática y Comunicaciones",
    "PEL": "Peluquería y Estética",
    "MVH": "Mantenimiento de Vehículos",
    "AYJ": "Agro-jardinería y Composiciones Florales",
    "SAD": "Servicios Administrativos",
}
_STYLES = {
    "A": _Style(
        eso="{n}º ESO-{g}",
        bach="{n}º BACH-{g}",
        pdc="3º DIV",
        basic="{n}ºFPB-{code}",
        medium="{n}ºGM {code}-{g}",
        higher="{n}ºGS {code}",
        basics=("CYR",),
        cycles=("COC", "DAW"),
        shares=(0.14, 0.08),
        irregular={"2ºGM COC-{g}": "2ºGM COC {g}"},  # dash and blank in one school, as seen
    ),
    "B": _Style(
        eso="{n}ESO{g}",
        bach="{n}BACH{g}",
        pdc="3PDC",
        basic="{n}CFGB",
        medium="{n}{code}",
        higher="{n}{code}",
        basics=("IYC",),
        cycles=("SMR", "GA", "DAW"),
        shares=(0.13, 0.07),
        irregular={"4ESO{g}": "4º {g}"},
    ),
    "C": _Style(
        eso="{n}E-{g}",
        bach="{n}º Bach {g}",
        pdc="3E-DIV",
        basic="{n}FPB {code}",
        medium="{n}ºGM {code}-{g}",
        higher="{n}GS-{code}",
        basics=("CYR", "ELE"),
        cycles=("COC", "SMR", "GA", "EVA", "CAE", "DAW", "ASIR", "AYF", "EDI"),
        shares=(0.05, 0.03),
        irregular={
            f"2ºGM {code}-{{g}}": f"2ºGM {code} {{g}}" for code, (kind, _) in _CYCLES.items() if kind == "GM"
        },
    ),
    "D": _Style(
        eso="E{n}{g}",
        bach="{n} BCT {g}",
        pdc="E3DIV",
        basic="{n}FPB-{code}",
        medium="{n} {code} {g}",
        higher="{n} {code} {g}",
        basics=("PEL",),
        cycles=("CAE", "ASIR"),
        shares=(0.13, 0.07),
    ),
    "E": _Style(
        eso="ESO{n}{g}",
        bach="B{n}{g}",
        pdc="PDC3",
        basic="FPB{n}-{code}",
        medium="CFGM-{code}-{n}",
        higher="CFGS-{code}-{n}",
        basics=("MVH",),
        cycles=("IEA", "MKP"),
        shares=(0.13, 0.08),
    ),
    "F": _Style(
        eso="{n}.º {g} ESO",
        bach="{n}BHCS-{g}",
        pdc="3.º DIV",
        basic="{n}CFGB-{code}",
        medium="{code}{n}{g}",
        higher="{code}{n}",
        basics=("AYJ",),
        cycles=("FYP", "GAT"),
        shares=(0.13, 0.08),
        bachillerato="Humanidades y Ciencias Sociales",
    ),
    "G": _Style(
        eso="S{n}-{g}",
        bach="{n}BTO/{g}",
        pdc="S3-PDC",
        basic="{n}FPB/{code}",
        medium="{n}{code}-{g}",
        higher="{n}{code}",
        adults="ESPA{n} {g}",
        basics=("SAD",),
        cycles=("ACO", "TIS"),
        shares=(0.12, 0.08),
    ),
    "H": _Style(
        eso="{n}{g}",
        bach="{n}B{g}",
        pdc="3DIV",
        basic="{n}FPB",
        medium="{n}{code}{g}",
        higher="{n}{code}",
        basics=("ELE",),
        cycles=("EVA", "AYF"),
        shares=(0.13, 0.08),
    ),
}
STYLES = tuple(_STYLES)


def _levels(style: _Style) -> Iterator[_Level]:
    def level(course: str, age: int, share: float, pattern: str, n: int, code: str = "") -> _Level:
        name = pattern.format(n=n, code=code, g="{g}")
        return _Level(course, age, share, style.irregular.get(name, name))

    of_eso, of_bach = style.shares
    for n in (1, 2, 3, 4):
        yield level(f"{n}º de E.S.O.", 11 + n, of_eso, style.eso, n)
    for n in _BOTH:
        yield level(f"{n}º de Bachillerato ({style.bachillerato})", 15 + n, of_bach, style.bach, n)
    yield level("1º Programa de Diversificación Curricular", 15, 0.02, style.pdc, 3)
    for code in style.basics:
        for n in _BOTH:
            yield level(f"{n}º C.F.G.B. ({_BASIC[code]})", 14 + n, 0.02, style.basic, n, code)
    for code in style.cycles:
        kind, name = _CYCLES[code]
        pattern, before = (style.medium, 15) if kind == "GM" else (style.higher, 17)
        for n in _BOTH:
            yield level(f"{n}º F.P.I.{kind[0]}.{kind[1]}. ({name})", before + n, 0.03, pattern, n, code)
    if style.adults:
        for n in _BOTH:
            course = f"Nivel {'I' * n} Educación Secundaria Personas Adultas"
            yield level(course, 18 + n, 0.03, style.adults, n)


def make_units(pupils: int, style: str) -> list[tuple[Unit, int]]:
    """The units of a school of about so many pupils, each with its size (at most about 30)."""
    levels = list(_levels(_STYLES[style]))
    whole = sum(level.share for level in levels)
    units: list[tuple[Unit, int]] = []
    for level in levels:
        here = max(1, round(pupils * level.share / whole))
        groups = max(1, -(-here // 30))
        sizes = [here // groups + (i < here % groups) for i in range(groups)]
        for letter, size in zip("ABCDEFGHIJKLMN", sizes, strict=False):
            units.append((Unit(level.name.format(g=letter), level.course, level.age), size))
    return units
