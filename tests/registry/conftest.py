"""Exports made of a few cells: what a test does not name is blank."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.registry.seneca import read_export
from training.export_files import COLUMNS, TYPO, write_export

SHORT = {
    "id": "Nº Id. Escolar",
    "state": "Estado Matrícula",
    "year": "Año de la matrícula",
    "course": "Curso",
    "unit": "Unidad",
    "given": "Nombre",
    "surname1": "Primer apellido",
    "surname2": "Segundo apellido",
    "full": "Alumno/a",
    "born": "Fecha de nacimiento",
    "phone": "Teléfono personal alumno/a",
    "email": "Correo electrónico personal alumno/a",
    "dni1": f"DNI/Pasaporte Primer {TYPO}",
    "given1": "Nombre Primer tutor",
    "surname1_1": "Primer apellido Primer tutor",
    "surname2_1": "Segundo apellido Primer tutor",
    "phone1": "Teléfono Primer tutor",
    "email1": "Correo Electrónico Primer tutor",
    "dni2": "DNI/Pasaporte Segundo tutor",
    "given2": "Nombre Segundo tutor",
    "surname1_2": "Primer apellido Segundo tutor",
    "surname2_2": "Segundo apellido Segundo tutor",
    "phone2": "Teléfono Segundo tutor",
    "email2": "Correo Electrónico Segundo tutor",
}
PUPIL = {
    "id": "1000001",
    "year": "2026",
    "course": "1º de E.S.O.",
    "unit": "1ESOA",
    "given": "Alba",
    "surname1": "Rojas",
    "surname2": "Pino",
}


def a_row(**cells: str) -> dict[str, str]:
    """A row by short column names, over those of one ordinary pupil without guardians."""
    return dict.fromkeys(COLUMNS, "") | {SHORT[name]: cell for name, cell in (PUPIL | cells).items()}


def a_guardian(slot: int, given: str, surname1: str = "", surname2: str = "", **cells: str) -> dict[str, str]:
    """The cells of one guardian block, for `a_row`."""
    names = {f"given{slot}": given, f"surname1_{slot}": surname1, f"surname2_{slot}": surname2}
    return names | {f"{name}{slot}": cell for name, cell in cells.items()}


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: dict[str, str], name: str = "RegAlum.csv", **options: str) -> Path:
        path = tmp_path / name
        write_export(rows, path, **options)
        return path

    return write


@pytest.fixture
def imported(export):
    """Rows -> (Register, ImportReport)."""
    return lambda *rows: read_export(export(*rows))
