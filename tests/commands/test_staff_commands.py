"""`incidencias staff import`: all or nothing, and what it says."""

from __future__ import annotations

import pytest

from bot.store.sections.staff import SqlStaff
from tests.offices import SCHOOL

HEADER = "Docente;Correo;DNI;Número;Grupo\n"


@pytest.fixture
def listed(office, run, tmp_path):
    """`listed(rows)`: the list as a file, imported."""

    def imported(rows: str, *more: str):
        file = tmp_path / "docentes.csv"
        file.write_text(rows, encoding="utf-8")
        return run("staff", "import", str(file), *more)

    return imported


def units(office, email):
    with office.house() as house:
        return SqlStaff(house.engine, house.box).units(SCHOOL, email)


def test_a_new_list_takes_the_place_of_the_old_one(office, listed):
    said = listed(f"{HEADER}Eva;eva@ies.test;12345678Z;7;1º ESO A\nIvo;ivo@ies.test;87654321X;8;Nube\n")
    assert said.code == 0, said.err
    assert "IES La Loma: docentes, 2; grupos, 2." in said.out
    assert "¿se escriben de otro modo?: " in said.out
    assert "Nube" in said.out
    assert listed(f"{HEADER}Eva;eva@ies.test;12345678Z;7;1º ESO B\n").code == 0
    assert units(office, "eva@ies.test") == ["1º ESO B"]
    assert units(office, "ivo@ies.test") == []


def test_a_list_with_a_mistake_changes_nothing(office, listed):
    listed(f"{HEADER}Eva;eva@ies.test;12345678Z;7;1º ESO A\n")
    said = listed(f"{HEADER}Eva;eva@ies.test;12345678Z;7;1º ESO C\nIvo;ivo@ies.test;87654321A;8;1º ESO A\n")
    assert said.code == 2
    assert "docentes.csv:3:" in said.err
    assert units(office, "eva@ies.test") == ["1º ESO A"]


def test_columns_are_mapped(office, listed):
    rows = "Docente;Correo;DNI;Clave;Clase\nEva;eva@ies.test;12345678Z;7;1º ESO A\n"
    said = listed(rows, "--map", "numero=Clave", "--map", "seccion=Clase")
    assert said.code == 0, said.err
    assert units(office, "eva@ies.test") == ["1º ESO A"]


@pytest.mark.parametrize("pair", ["numero", "clave=Clave", "numero="])
def test_a_mapping_that_is_none_is_told(listed, pair):
    said = listed(HEADER, "--map", pair)
    assert said.code == 2
    assert "DATO=CABECERA" in said.err
