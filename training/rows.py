"""One pupil with guardians and unit as the 45 cells of the export."""

from __future__ import annotations

from random import Random

from training.export_files import COLUMNS, TYPO
from training.families import Person
from training.units import Unit

_STREETS = (
    "C/ Real", "C/ Nueva", "Avda. de Andalucía", "Plaza del Pozo", "C/ San Juan", "Ctra. de la Sierra",
)  # fmt: skip
_TOWNS = (("11600", "Ubrique"), ("11610", "Grazalema"), ("11612", "Benaocaz"), ("11650", "Villamartín"))
_COUNTRIES = {
    "spanish": ("España", "Española"),
    "moroccan": ("Marruecos", "Marroquí"),
    "romanian": ("Rumanía", "Rumana"),
    "latin_american": ("Colombia", "Colombiana"),
    "british_german": ("Reino Unido", "Británica"),
    "chinese": ("China", "China"),
    "ukrainian_russian": ("Ucrania", "Ucraniana"),
    "senegalese_malian": ("Senegal", "Senegalesa"),
    "pakistani": ("Pakistán", "Pakistaní"),
}
# Columns of the two guardian blocks by what they hold.
GUARDIAN = tuple(
    {
        "dni": f"DNI/Pasaporte {which} {TYPO if which == 'Primer' else 'tutor'}",
        "surname1": f"Primer apellido {which} tutor",
        "surname2": f"Segundo apellido {which} tutor",
        "given": f"Nombre {which} tutor",
        "email": f"Correo Electrónico {which} tutor",
        "phone": f"Teléfono {which} tutor",
        "sex": f"Sexo {which} tutor",
    }
    for which in ("Primer", "Segundo")
)


def fill_row(
    rng: Random,
    child: Person,
    unit: Unit,
    guardians: tuple[Person, ...],
    *,
    pupil_id: str,
    year: int,
    community: str,
) -> dict[str, str]:
    """The cells of an active matrícula of this year."""
    age = unit.age + (rng.random() < 0.12)
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    post_code, town = rng.choice(_TOWNS)
    country, nationality = _COUNTRIES[community]
    phones = [guardian.phone for guardian in guardians if guardian.phone]
    born = f"{day:02d}/{month:02d}/{year - age}"
    cells = dict.fromkeys(COLUMNS, "") | {
        "Nº Id. Escolar": pupil_id,
        "DNI/Pasaporte": child.dni,
        "Dirección": f"{rng.choice(_STREETS)} {rng.randint(1, 120)}",
        "Código postal": post_code,
        "Localidad de residencia": town,
        "Fecha de nacimiento": born,
        "Provincia de residencia": "Cádiz",
        "Teléfono": phones[0] if phones else "",
        "Teléfono personal alumno/a": child.phone,
        "Teléfono de urgencia": phones[-1] if phones else "",
        "Correo electrónico personal alumno/a": _pupil_address(child, born),
        "Curso": unit.course,
        "Nº del expediente del centro": str(rng.randint(5_000, 12_999)),
        "Unidad": unit.name,
        "Localidad de nacimiento": town if community == "spanish" else "",
        "Año de la matrícula": str(year),
        "Nº de matrículas en este curso": "2" if age > unit.age else "1",
        "Provincia nacimiento": "Cádiz" if community == "spanish" else "",
        "País de nacimiento": country,
        "Edad a 31/12 del año de matrícula": str(age),
        "Nacionalidad": nationality,
        "Sexo": child.sex,
        "Fecha de matrícula": f"{rng.randint(1, 10):02d}/07/{year}",
    }
    name_pupil(cells, child)
    for columns, guardian in zip(GUARDIAN, guardians, strict=False):
        cells |= {column: getattr(guardian, what) for what, column in columns.items()}
    return cells


def name_pupil(cells: dict[str, str], child: Person) -> None:
    """Write the pupil's name into all four columns that hold it."""
    surnames = f"{child.surname1} {child.surname2}".strip()
    cells |= {
        "Alumno/a": f"{surnames}, {child.given}",
        "Primer apellido": child.surname1,
        "Segundo apellido": child.surname2,
        "Nombre": child.given,
    }


def _pupil_address(child: Person, born: str) -> str:
    """As the schools' platform makes it: initial, 3 + 3 letters of the surnames, day and month."""
    parts = f"{child.given[:1]}{child.surname1[:3]}{child.surname2[:3]}{born[:2]}{born[3:5]}"
    plain = parts.lower().translate(str.maketrans("áéíóúüñ", "aeiouun"))
    return f"{''.join(c for c in plain if c.isascii() and c.isalnum())}@g.educaand.example"
