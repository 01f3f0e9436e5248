"""The list of teachers: headers as each school writes them, and every mistake with its line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from bot.registry.staff import StaffColumn, identity_of, read_staff

SV = """DOCENTE;CORREO;DUI;NIP;SECCIÓN
Ana Paz;ana.paz@clases.test;02495046-3;0012345;1° A Matutino
Ana Paz;ANA.PAZ@clases.test;2495046-3;12345;1° B Matutino, 2° A Vespertino
Luis Gil;luis.gil@clases.test;04288874-5;1234567;2° A Vespertino
"""


def read(text: str, *, country: str = "SV", encoding: str = "utf-8", columns=None):
    return read_staff(text.encode(encoding), "docentes.csv", country=country, columns=columns or {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_rows_of_one_teacher_are_one_teacher(encoding, separator):
    rows = [line.split(";") for line in SV.splitlines()]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    ana, luis = read(text, encoding=encoding)
    assert (ana.email, ana.name) == ("ana.paz@clases.test", "Ana Paz")
    assert ana.units == ("1° A Matutino", "1° B Matutino", "2° A Vespertino")
    assert luis.units == ("2° A Vespertino",)


def test_a_spanish_list_with_headers_of_its_own():
    text = "Profe,Cuenta Google,Papel,Clave interna,Tutoría\nEva,eva@ies.test,12345678z,007,1º ESO A\n"
    columns = {
        StaffColumn.NAME: "profe",
        StaffColumn.EMAIL: "CUENTA GOOGLE",
        StaffColumn.DOCUMENT: "Papel",
        StaffColumn.NUMBER: "Clave interna",
        StaffColumn.SECTION: "Tutoria",
    }
    (eva,) = read(text, country="ES", columns=columns)
    assert eva.identity == identity_of("12.345.678-Z", "7", "ES")


def test_a_header_with_an_ordinal_is_mapped_as_it_is_written():
    text = SV.replace("NIP", "Nº de ficha")
    ana, _ = read(text, columns={StaffColumn.NUMBER: "Nº de ficha"})
    assert ana.identity == identity_of("02495046-3", "12345", "SV")


def test_a_header_that_is_not_understood_names_what_there_is():
    with pytest.raises(
        InputError, match=r"no se encuentra: numero, seccion. Tiene: Docente, .*--map numero="
    ):
        read("Docente;Correo;DUI;Código\nx;y;z;w\n")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Eva;eva@clases.test;02495046-4;1;1 A", "docentes.csv:2: el documento y el número"),
        ("Eva;eva@clases.test;00000000-0;1;1 A", "docentes.csv:2: el documento y el número"),
        ("Eva;eva@clases.test;02495046-3;12345678;1 A", "docentes.csv:2: el documento y el número"),
        ("Eva;eva@clases.test;02495046-3;000;1 A", "docentes.csv:2: el documento y el número"),
        ("Eva;eva@clases.test;02495046-3;1", "docentes.csv:2: falta seccion"),
        ("Eva;eva arroba clases;02495046-3;1;1 A", "no es una dirección"),
        (
            "Eva;eva@clases.test;02495046-3;1;1 A\nEva;eva@clases.test;02495046-3;2;1 B",
            "docentes.csv:3: eva@clases.test está antes con otro documento",
        ),
        (
            "Eva;eva@clases.test;02495046-3;1;1 A\nIvo;ivo@clases.test;02495046-3;2;1 B",
            "eva@clases.test y ivo@clases.test tienen el mismo documento",
        ),
        ('Eva;eva@clases.test;02495046-3;1;1 A\n"' + "x" * 200_000, "docentes.csv:3: hay unas comillas"),
        ("", "no tiene ningún docente"),
    ],
)
def test_every_mistake_is_told_with_its_line(row, says):
    with pytest.raises(InputError, match=says) as error:
        read(f"Docente;Correo;DUI;NIP;Sección\n{row}\n")
    assert "No se ha cambiado nada" in str(error.value)


@pytest.mark.parametrize(
    ("document", "number", "country", "same"),
    [
        ("02495046-3", "0012345", "SV", True),
        ("2495046 3", "12345", "SV", True),
        ("024950463", "0012346", "SV", False),
        ("04288874-5", "0012345", "SV", False),
    ],
)
def test_identities_are_compared_however_they_are_typed(document, number, country, same):
    kept = identity_of("02495046-3", "0012345", "SV")
    assert (identity_of(document, number, country) == kept) is same


@pytest.mark.parametrize("document", ["AAB123456", "1234", "", "12345678A", "X1234567A", "ñ"])
def test_what_is_no_dni_proves_nothing(document):
    assert identity_of(document, "1", "ES") is None


@given(st.binary(max_size=200))
def test_any_bytes_are_teachers_or_a_sentence(content):
    with suppress(InputError):
        assert read_staff(content, "x.csv", country="SV", columns={})
