import gc
from datetime import date

import pytest

from bot.errors import InputError
from bot.model.register import PersonName
from bot.registry.seneca import read_export
from tests.registry.conftest import a_guardian, a_row


def test_a_pupil_as_on_file(imported):
    register, _ = imported(a_row(born="05/11/2014", phone="600 00 00 01", email=" Alba@X.example "))
    student = register.students["1000001"]
    assert student.name == PersonName("Alba", "Rojas", "Pino")
    assert (student.official_course, student.units, student.year) == ("1º de E.S.O.", ("1ESOA",), 2026)
    assert (student.born, student.phones, student.emails) == (
        date(2014, 11, 5),
        {"+34600000001"},
        {"alba@x.example"},
    )


def test_capitals_stay_blanks_go_mojibake_is_mended_lost_letters_stay(imported):
    mother = a_guardian(1, " MARÃ\x8dA  JOSÃ\x89 ", "GarcÃ\xada", dni="12345678Z")
    register, report = imported(
        a_row(given="REMU? ", surname1=" POPA", surname2="", **mother),
        a_row(id="2", given="JOÃO", surname1="SÃO PEDRO", surname2=""),
    )
    assert str(register.students["1000001"].name) == "REMU? POPA"
    assert str(register.students["2"].name) == "JOÃO SÃO PEDRO"
    assert str(register.guardians["12345678Z"].name) == "MARÍA JOSÉ García"
    places = {issue.code: issue.places for issue in report.issues}
    assert (places["mojibake"], places["lost_letters"]) == (("1000001",), ("1000001",))


def test_the_name_column_stands_in_for_missing_ones(imported):
    register, _ = imported(
        a_row(id="1", full="De la Torre del Río, Ana María", given="", surname1="", surname2=""),
        a_row(id="2", full="Popa, Ion", given="", surname1="", surname2=""),
        a_row(id="3", full="El Haddad Alaoui, Asma", given="", surname1="", surname2=""),
        a_row(id="4", full="Asma Haddad", given="Asma", surname1="", surname2=""),
    )
    assert register.students["1"].name == PersonName("Ana María", "De la Torre", "del Río")
    assert register.students["2"].name == PersonName("Ion", "Popa")
    assert register.students["3"].name == PersonName("Asma", "El Haddad", "Alaoui")
    assert register.students["4"].name == PersonName("Asma")  # where the surname begins, nobody can tell


def test_siblings_whose_guardians_stand_in_another_order(imported):
    mother = {"dni": "12345678Z", "phone": "600000001"}
    father = {"dni": "87654321X", "phone": "600000002"}
    register, _ = imported(
        a_row(id="1", **a_guardian(1, "Ana", "Pino", **mother), **a_guardian(2, "Luis", "Rojas", **father)),
        a_row(id="2", **a_guardian(2, "Ana", "Pino", **mother), **a_guardian(1, "Luis", "Rojas", **father)),
    )
    assert set(register.guardians) == {"12345678Z", "87654321X"}
    assert register.guardians["12345678Z"].students == ("1", "2")
    assert register.students["2"].guardians == ("87654321X", "12345678Z")


def test_first_block_empty_second_filled(imported):
    register, _ = imported(a_row(**a_guardian(2, "Ana", "Pino", dni="12345678Z")))
    assert register.students["1000001"].guardians == ("12345678Z",)


def test_an_institution_and_a_guardian_without_name_are_kept(imported):
    register, report = imported(
        a_row(id="1", **a_guardian(1, "SERVICIO PROTECCIÓN MENORES", phone="955000100")),
        a_row(id="2", **a_guardian(1, "", phone="600000001")),
    )
    names = sorted(str(g.name) for g in register.guardians.values())
    assert names == ["", "SERVICIO PROTECCIÓN MENORES"]
    assert all(register.students[i].guardians for i in "12")
    assert "guardian_without_name" in {issue.code for issue in report.issues}


def test_household_phones_are_nobodys(imported):
    register, _ = imported(
        a_row(**a_guardian(1, "Ana", dni="12345678Z"))
        | {"Teléfono": "600000001", "Teléfono de urgencia": "600000002"}
    )
    assert register.guardians["12345678Z"].phones == frozenset()


def test_a_pipe_too_many_shifts_no_phone_into_anothers_column(export, tmp_path):
    row = a_row(**a_guardian(1, "Ana", dni="12345678Z", phone="600000001"))
    shifted = a_row(id="2") | {"Dirección": "C/ Real 1 | bajo"}
    register, report = read_export(export(row, shifted, name="RegAlum.txt"))
    assert set(register.students) == {"1000001"}
    assert report.source.skipped == (9,)


def test_short_and_blank_rows(export):
    path = export(a_row(), a_row(id="2"))
    header, first, second, *_ = path.read_bytes().split(b"\r\n")
    short = second.removesuffix(b',""' * 8)
    path.write_bytes(b"\r\n".join([header, first, b"", b'"","",""', short]))
    register, report = read_export(path)
    assert set(register.students) == {"1000001", "2"}
    assert (report.source.rows, report.source.skipped) == (2, ())


def test_a_file_of_which_no_row_can_be_read(export):
    with pytest.raises(InputError, match="Ninguna fila"):
        read_export(export(a_row(id="")))


def test_a_row_without_id_is_told(imported):
    _, report = imported(a_row(), a_row(id=""))
    assert report.source.skipped == (3,)


def test_progress_ends_at_the_number_of_rows(export):
    calls = []
    path = export(*(a_row(id=str(i)) for i in range(1200)))
    read_export(path, progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (1200, 1200)
    assert all(done <= total for done, total in calls)
    assert len(calls) > 2


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_of_garbage_is_left_as_it_was(export, on):
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        read_export(export(a_row()))
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()


def test_the_version_is_the_content(export):
    one = read_export(export(a_row()))[0].version
    assert read_export(export(a_row()))[0].version == one
    assert read_export(export(a_row(unit="2ESOA")))[0].version != one


def test_el_salvador(export):
    mother = a_guardian(1, "Ana", "Rivas", dni="162975", phone="7123 4567")
    father = a_guardian(2, "Luis", "Rojas", dni="024950463", phone="2222-3333")
    register, _ = read_export(export(a_row(**mother, **father)), country="SV")
    assert register.guardians["02495046-3"].phones == {"+50322223333"}
    assert {p for g in register.guardians.values() for p in g.phones} == {"+50371234567", "+50322223333"}
