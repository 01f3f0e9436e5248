"""One school in every container and encoding; and files that are no export at all."""

import csv
import io
import random

import pytest
import xlwt

from bot.errors import InputError
from bot.registry.containers import open_table
from bot.registry.seneca import read_export
from tests.registry.conftest import a_guardian, a_row
from training.export_files import COLUMNS

MOTHER = a_guardian(1, "Begoña", "Peñalver", "Núñez", dni="12345678Z", phone="655645995")
SCHOOL = (
    a_row(given="Íñigo", surname1="Cañete", surname2="de la O", **MOTHER),
    a_row(id="1000002", given="Zoë", surname1='Ruiz, "la', surname2="Chica", **MOTHER),
)


def as_text(separator=",", newline="\r\n", quoting=csv.QUOTE_ALL):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=newline, quoting=quoting)
    writer.writerow(COLUMNS)
    writer.writerows([row[column] for column in COLUMNS] for row in SCHOOL)
    return out.getvalue()


def plain_text():
    titles = "Junta de Andalucía\nConsejería\n\nAlumnado\n2026\n\n"
    rows = ["|".join(COLUMNS), *("|".join(row[column] for column in COLUMNS) for row in SCHOOL)]
    return titles + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("content", "container", "encoding"),
    [
        (as_text().encode("latin-1"), "csv", "windows-1252"),
        (as_text(";").encode("cp1252"), "csv", "windows-1252"),
        (as_text("\t").encode("cp1252"), "csv", "windows-1252"),
        (as_text(";", quoting=csv.QUOTE_MINIMAL).encode("cp1252"), "csv", "windows-1252"),
        (as_text().encode("utf-8"), "csv", "utf-8"),
        (as_text().encode("utf-8-sig"), "csv", "utf-8-sig"),
        (as_text("\t").encode("utf-16"), "csv", "utf-16"),
        (as_text(newline="\n").encode("latin-1"), "csv", "windows-1252"),
        (as_text(newline="\r").encode("latin-1"), "csv", "windows-1252"),
        (plain_text().encode("latin-1"), "txt", "windows-1252"),
        (plain_text().encode("utf-8"), "txt", "utf-8"),
        (plain_text().replace("\n", "\r\n").encode("latin-1"), "txt", "windows-1252"),
    ],
)
def test_every_text_container_holds_the_same_school(tmp_path, content, container, encoding):
    path = tmp_path / "lo que sea.dat"
    path.write_bytes(content)
    register, report = read_export(path)
    assert [str(s.name) for s in register.students.values()] == [
        "Íñigo Cañete de la O",
        'Zoë Ruiz, "la Chica',
    ]
    assert str(register.guardians["12345678Z"].name) == "Begoña Peñalver Núñez"
    assert (report.source.container, report.source.encoding) == (container, encoding)


def test_xls_with_header_on_row_five(export):
    register, report = read_export(export(*SCHOOL, name="RegAlum.xls"))
    assert [s.name.given for s in register.students.values()] == ["Íñigo", "Zoë"]
    assert register.guardians["12345678Z"].phones == {"+34655645995"}
    assert report.source.container == "xls"


def test_xls_cells_that_excel_made_numbers_and_dates(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    day = xlwt.XFStyle()
    day.num_format_str = "DD/MM/YYYY"
    columns = ("Nº Id. Escolar", "Alumno/a", "Nombre Primer tutor", "Primer apellido Primer tutor")
    for position, name in enumerate((*columns, "Teléfono Primer tutor", "Fecha de nacimiento")):
        sheet.write(0, position, name)
    for position, cell in enumerate((1000001, "Rojas Pino, Alba", "Ana", "Pino", 655645995)):
        sheet.write(1, position, cell)
    sheet.write(1, 5, 40000, day)
    book.save(str(tmp_path / "RegAlum.xls"))
    register, _ = read_export(tmp_path / "RegAlum.xls")
    (student,) = register.students.values()
    (guardian,) = register.guardians.values()
    assert (student.id, student.born.isoformat()) == ("1000001", "2009-07-06")
    assert (student.name.surname1, student.name.surname2) == ("Rojas", "Pino")
    assert guardian.phones == {"+34655645995"}


def test_xls_of_something_else(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("x").write(0, 0, "Notas")
    book.save(str(tmp_path / "Notas.xls"))
    with pytest.raises(InputError, match="no parece la exportación «RegAlum»"):
        read_export(tmp_path / "Notas.xls")


def test_xls_in_name_only(tmp_path):
    path = tmp_path / "RegAlum.xls"
    path.write_bytes(as_text(";").encode("cp1252"))
    assert len(read_export(path)[0].students) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n\n",
        b"hola",
        b"%PDF-1.7 \x00\x01\x02",
        b"<html><table><tr><td>Alumno</td></tr></table></html>",
        b"Nombre,Apellidos\nAna,Ruiz\n",
        b"\0" * 5000,
        b"\xff\xfe\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing",
        b"PK\x03\x04 a modern workbook",
        random.Random(4).randbytes(20_000),
        ("\n" * 10 + as_text()).encode(),  # the header stands too deep
        as_text().splitlines()[0].encode(),  # header alone
        ('"Nº Id. Escolar","Alumno/a"\n"1","Ruiz, Ana"\n').encode(),  # no guardians at all
        as_text().encode() + b'"' + b"x" * 200_000,  # a quote that never closes
        b"a;" + b"x" * 200_000,  # a line without end
    ],
)
def test_what_is_no_export_gets_one_clear_sentence(tmp_path, content):
    path = tmp_path / "notas.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"^[«A].*«?notas\.csv»[^\n]*\.$"):
        read_export(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="No se puede leer"):
        read_export(tmp_path / "nada.csv")


def test_lines_are_counted_as_an_editor_does():
    table = open_table(plain_text().encode("latin-1"), "x")
    assert [row.line for row in table.rows] == [8, 9]
