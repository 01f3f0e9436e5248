"""Copies, keys, the audit trail and a family's data, as typed."""

from __future__ import annotations

import zipfile

from cryptography.fernet import Fernet
from sqlalchemy import update

from bot.store.engine import writing
from bot.store.tables.schema import event


def test_a_copy_is_restored_into_a_new_database(office, run):
    assert run("backup", office.directory / "copia.zip").code == 0
    held = run("restore", office.directory / "copia.zip")
    assert held.code == 2
    assert "no está vacía" in held.err
    before = run("tickets", "--json").out
    (office.directory / "store.db").rename(office.directory / "old.db")
    assert "Copia restaurada" in run("restore", office.directory / "copia.zip").out
    assert run("tickets", "--json").out == before


def test_a_copy_that_cannot_be_written_says_where(office, run):
    said = run("backup", office.directory / "nowhere" / "copia.zip")
    assert said.code == 2
    assert "nowhere" in said.err


def test_the_key_is_changed_without_losing_a_secret(office, run):
    file = office.directory / "key"
    fresh = run("keys", "new").out.strip()
    file.write_text(f"{fresh}\n{file.read_text()}")
    said = run("keys", "rotate")
    assert said.code == 0, said.err
    assert "Secretos cifrados con la clave nueva: 2" in said.out  # password and SMS of the one that is due
    file.write_text(fresh)
    office.deliver()
    assert len(office.texts()) == 1
    file.write_text(Fernet.generate_key().decode())
    assert "no es la de esta base de datos" in run("keys", "rotate").err


def test_a_changed_event_is_named(office, run):
    assert run("audit", "verify").out == "El registro está entero.\n"
    with office.house() as house, writing(house.engine) as connection:
        connection.execute(update(event).where(event.c.seq == 2).values(actor="nadie"))
    said = run("audit", "verify")
    assert said.code == 1
    assert "Suceso 2: su contenido no es el que se anotó." in said.out


def test_a_family_gets_its_data_and_has_them_erased(office, run):
    mother = office.families["wrong_phone"].guardian
    file = office.directory / "familia.zip"
    assert "1 caso." in run("export", "--family", mother.key, file).out
    with zipfile.ZipFile(file) as archive:
        assert f"correos/{office.number('wrong_phone')}-1.eml" in archive.namelist()
    waiting = run("erase", "--family", mother.key, "--yes")
    assert waiting.code == 1
    assert "todavía pendiente" in waiting.out
    office.deliver()
    assert (
        "Casos a los que se han borrado los datos personales: 1."
        in run("erase", "--family", mother.key, "--yes").out
    )
    assert "No se guarda ningún caso" in run("erase", "--family", mother.key, "--yes").out


def test_what_is_old_is_forgotten_only_then(office, run):
    office.deliver()
    assert "más de 90 días a los que se han borrado los datos personales: 0." in run("purge").out
    assert run("purge", "--days", "5").code == 2
