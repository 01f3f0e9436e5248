"""`incidencias bulk` and `link` with the school's Moodle as a second system."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from bot.bulk.choose import pupils_of
from bot.model.register import Enrolment
from tests.servers.people import Person

TEACHER = ("--by", "tutora@ieslaloma.test", "--system", "aula")


@pytest.fixture
def moodle_of(office, moodle):
    """The office with a second system, in which all but the last of a section have an account."""
    office.add_section("school.systems.aula", **moodle.options)
    with office.house() as house:
        register = house.desk.register("loma")
    unit = next(
        unit
        for student in register.students.values()
        if student.enrolment is Enrolment.ACTIVE
        for unit in student.units
        if len(pupils_of(register, unit)) > 2
    )
    pupils = pupils_of(register, unit)
    moodle.held.clear()
    for pupil in pupils[:-1]:
        moodle.add(Person(number=pupil.id, given=pupil.name.given, surnames=pupil.name.surnames))
    return unit, pupils


def test_a_dry_run_changes_nothing(run, moodle, moodle_of):
    unit, pupils = moodle_of
    said = run("bulk", "--section", unit, *TEACHER, "--dry-run")
    assert said.code == 0, said.err
    assert f"por renovar: {len(pupils) - 1}, sin cuenta: 1" in said.out
    assert not any(account.set for account in moodle.held.values())


def test_a_section_from_the_list_to_the_teachers_sheet(run, moodle, moodle_of, tmp_path):
    unit, pupils = moodle_of
    out = tmp_path / "hoja.pdf"
    said = run("bulk", "--section", unit, *TEACHER, "--yes", "--out", str(out))
    assert said.code == 0, said.out + said.err
    phrase = re.search(r"Se abre con: (\S+)", said.out)[1]
    reader = PdfReader(io.BytesIO(out.read_bytes()), password=phrase)
    text = "\n".join(page.extract_text() for page in reader.pages)
    for login, password in re.findall(r"Usuario: (\S+)\s+Clave: (\S+)", text):
        assert moodle.sign_in(login, password) == "must_change"
    assert len(re.findall("Clave: ", text)) == len(pupils) - 1
    assert "Sin cuenta (1)" in text
    assert out.stat().st_mode & 0o077 == 0
    assert all(len(account.set) == 1 for account in moodle.held.values())
    again = run("bulk", "--resume", "1", "--out", str(tmp_path / "otra.pdf"))
    assert again.code == 0
    assert not (tmp_path / "otra.pdf").exists()


def test_without_a_terminal_nothing_is_done_unasked(run, moodle, moodle_of):
    said = run("bulk", "--section", moodle_of[0], *TEACHER)
    assert said.code == 2
    assert "--yes" in said.err
    assert not any(account.set for account in moodle.held.values())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--section", "9º Z", *TEACHER), "No hay alumnado en «9º Z»"),
        (("--section", "9º Z", "--by", "x", "--system", "otra"), "No hay ningún sistema «otra»; hay: aula"),
        (("--section", "9º Z"), "--by"),
        (("--resume", "99"), "No hay ninguna renovación por grupos con el número 99"),
    ],
)
def test_what_cannot_be_is_said(run, moodle_of, arguments, says):
    said = run("bulk", *arguments)
    assert said.code == 2
    assert says in said.err


def test_a_list_of_accounts(run, moodle, moodle_of, tmp_path):
    unit, pupils = moodle_of
    moodle.add(Person(number="nadie", login="cuenta-rara", given="Otro", surnames="Nombre"))
    file = tmp_path / "cuentas.csv"
    file.write_text(f"persona;cuenta\n{pupils[-1].id};cuenta-rara\n", encoding="utf-8")
    assert run("link", str(file), "--system", "aula").code == 0
    said = run("bulk", "--section", unit, *TEACHER, "--dry-run")
    assert f"por renovar: {len(pupils)}" in said.out


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("no-existe;x", "1: no hay nadie con «no-existe»"),
        ("{a};x\n{b};x", "2: la cuenta «x» tiene ya otro dueño"),
        ("{a};x\n{a};y", "2: «{a}» aparece dos veces"),
        ("{a}", "1: hacen falta dos columnas"),
    ],
)
def test_mistakes_in_a_list_are_named_by_line(run, moodle_of, tmp_path, lines, says):
    a, b = (pupil.id for pupil in moodle_of[1][:2])
    file = tmp_path / "cuentas.csv"
    file.write_text(lines.format(a=a, b=b), encoding="utf-8")
    said = run("link", str(file), "--system", "aula")
    assert said.code == 2
    assert says.format(a=a) in said.err
