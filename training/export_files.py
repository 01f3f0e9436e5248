"""Writes rows as Séneca's export in each of its containers (data/seneca-export §2)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

TYPO = "turor"  # Séneca's own, in column 21 alone

COLUMNS = (
    "Alumno/a",
    "Estado Matrícula",
    "Nº Id. Escolar",
    "DNI/Pasaporte",
    "Dirección",
    "Código postal",
    "Localidad de residencia",
    "Fecha de nacimiento",
    "Provincia de residencia",
    "Teléfono",
    "Teléfono personal alumno/a",
    "Teléfono de urgencia",
    "Correo electrónico personal alumno/a",
    "Correo Electrónico",
    "Curso",
    "Nº del expediente del centro",
    "Unidad",
    "Primer apellido",
    "Segundo apellido",
    "Nombre",
    f"DNI/Pasaporte Primer {TYPO}",
    "Primer apellido Primer tutor",
    "Segundo apellido Primer tutor",
    "Nombre Primer tutor",
    "Correo Electrónico Primer tutor",
    "Teléfono Primer tutor",
    "Sexo Primer tutor",
    "DNI/Pasaporte Segundo tutor",
    "Primer apellido Segundo tutor",
    "Segundo apellido Segundo tutor",
    "Correo Electrónico Segundo tutor",
    "Nombre Segundo tutor",
    "Teléfono Segundo tutor",
    "Sexo Segundo tutor",
    "Localidad de nacimiento",
    "Año de la matrícula",
    "Nº de matrículas en este curso",
    "Observaciones de la matrícula",
    "Provincia nacimiento",
    "País de nacimiento",
    "Edad a 31/12 del año de matrícula",
    "Nacionalidad",
    "Sexo",
    "Fecha de matrícula",
    "NºSeg.Social",
)
_TITLES = ("Junta de Andalucía", "Consejería de Educación", "", "Alumnado del centro", "Curso académico", "")
_XLS_TITLES = 4  # the header stands in row 5

Cells = Mapping[str, str]


def write_export(rows: Iterable[Cells], path: Path, *, separator: str = ",") -> int:
    """Write in the container that the suffix names: .csv, .txt or .xls; returns the number of rows.

    Letters outside Latin-1 become "?", as in the real thing.
    """
    match path.suffix:
        case ".xls":
            return _write_xls(rows, path)
        case ".txt":
            return _write_txt(rows, path)
        case _:
            return _write_csv(rows, path, separator)


def _write_csv(rows: Iterable[Cells], path: Path, separator: str) -> int:
    with path.open("w", encoding="latin-1", errors="replace", newline="") as lines:
        writer = csv.writer(lines, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        return sum(writer.writerow([cells[column] for column in COLUMNS]) > 0 for cells in rows)


def _write_txt(rows: Iterable[Cells], path: Path) -> int:
    with path.open("w", encoding="latin-1", errors="replace", newline="\r\n") as lines:
        lines.writelines(f"{title}\n" for title in _TITLES)
        lines.write("|".join(COLUMNS) + "\n")
        return sum(lines.write("|".join(cells[c] for c in COLUMNS) + "\n") > 0 for cells in rows)


def _write_xls(rows: Iterable[Cells], path: Path) -> int:
    import xlwt  # noqa: PLC0415 - only the tests write .xls

    book = xlwt.Workbook()
    sheet = book.add_sheet("RegAlum")
    sheet.write(0, 0, "Alumnado del centro")
    for position, column in enumerate(COLUMNS):
        sheet.write(_XLS_TITLES, position, column)
    count = 0
    for count, cells in enumerate(rows, 1):
        for position, column in enumerate(COLUMNS):
            sheet.write(_XLS_TITLES + count, position, cells[column])
    book.save(str(path))
    return count
