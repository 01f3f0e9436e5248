"""`incidencias import`: a new export is taken over whole, or not at all."""

from __future__ import annotations

import json

import pytest

from tests.offices import SCHOOL


def rows_of(path):
    return path.read_bytes().splitlines(keepends=True)


def register_of(office):
    with office.house() as house:
        return house.desk.register(SCHOOL)


def test_the_same_export_again_changes_nothing(office, run):
    before = register_of(office)
    (line,) = run("import", office.directory / "RegAlum.csv", "--json").out.splitlines()
    result = json.loads(line)
    assert (result["added"], result["changed"], result["left"]) == (0, 0, 0)
    assert result["unchanged"] == len(before.students)
    assert result["report"]
    assert register_of(office).students == before.students


def test_a_pupil_who_left_is_told(office, run):
    export = office.directory / "RegAlum.csv"
    *rows, _last = rows_of(export)
    export.write_bytes(b"".join(rows))
    said = run("import", export)
    assert said.code == 0
    assert "Matriculados: 139" in said.out
    assert "de baja: 1." in " ".join(said.out.split())


def test_half_the_school_gone_is_taken_for_a_mistake(office, run):
    export = office.directory / "RegAlum.csv"
    export.write_bytes(b"".join(rows_of(export)[:20]))
    before = register_of(office)
    said = run("import", export)
    assert said.code == 2
    assert "--may-empty" in said.err
    assert register_of(office) == before
    assert run("import", export, "--may-empty").code == 0
    assert register_of(office) != before


@pytest.mark.parametrize("content", [b"", b"hola", b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0 no es un Excel"])
def test_what_is_no_export_is_refused_in_one_sentence(office, run, tmp_path, content):
    other = tmp_path / "otro.csv"
    other.write_bytes(content)
    before = register_of(office)
    said = run("import", other)
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert register_of(office) == before


def test_a_file_that_is_not_there(office, run):
    said = run("import", "no-existe.csv")
    assert said.code == 2
    assert "no-existe.csv" in said.err
    assert len(said.err.splitlines()) == 1


def test_the_first_import_makes_the_database(office, run):
    (office.directory / "store.db").unlink()
    assert run("import", office.directory / "RegAlum.csv").code == 0
    assert register_of(office).students
