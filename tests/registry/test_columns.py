import pytest

from bot.errors import InputError
from bot.registry.columns import Column, find_columns
from training.export_files import COLUMNS


def test_all_columns_of_the_real_export():
    found = find_columns(COLUMNS, "x")
    assert set(found) == set(Column)
    assert COLUMNS[found[Column.DNI_1]] == "DNI/Pasaporte Primer turor"
    assert COLUMNS[found[Column.SURNAME1_2]] == "Primer apellido Segundo tutor"
    assert COLUMNS[found[Column.SURNAME1]] == "Primer apellido"


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("DNI/Pasaporte Primer tutor", Column.DNI_1),
        ("DNI/Pasaporte Primer turor", Column.DNI_1),
        ("dni/pasaporte primer tutor ", Column.DNI_1),
        ("Nombre Primer tutor/a", Column.GIVEN_1),
        ("NOMBRE PRIMER TUTOR", Column.GIVEN_1),
        ("Correo electrónico Primer tutor", Column.EMAIL_1),
        ("E-mail Primer tutor", Column.EMAIL_1),
        ("Correo Segundo tutor", Column.EMAIL_2),
        ("Telefono  Segundo  tutor", Column.PHONE_2),
        ("Primer Apellido Segundo Tutor", Column.SURNAME1_2),
        ("Estado Matricula", Column.STATE),
        ("AÃ±o de la matrÃ\xadcula", Column.YEAR),
        ("N° Id. Escolar", Column.ID),
        ("N? Id. Escolar", Column.ID),
    ],
)
def test_spellings(written, column):
    header = [written, *(c for c in COLUMNS if find_columns(COLUMNS, "x")[column] != COLUMNS.index(c))]
    assert find_columns(header, "x")[column] == 0


def test_order_does_not_matter():
    found = find_columns(COLUMNS[::-1], "x")
    assert all(found[c] == len(COLUMNS) - 1 - p for c, p in find_columns(COLUMNS, "x").items())


def test_the_household_columns_are_nobodys():
    found = find_columns(COLUMNS, "x")
    taken = {COLUMNS[position] for position in found.values()}
    assert taken.isdisjoint({"Teléfono", "Teléfono de urgencia", "Correo Electrónico", "DNI/Pasaporte"})


def test_optional_columns_may_lack():
    older = [c for c in COLUMNS if "Teléfono" not in c and "Correo" not in c and c != "Estado Matrícula"]
    assert Column.PHONE_1 not in find_columns(older, "x")


def test_without_guardians_it_is_no_use():
    with pytest.raises(InputError, match=r"«Nombre Primer tutor», «Primer apellido Primer tutor»\. Vuelva"):
        find_columns([c for c in COLUMNS if "tutor" not in c], "x")
