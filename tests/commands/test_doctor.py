"""`incidencias doctor` on a sound installation and on broken ones: a line a thing, with the mend."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, event

from bot.rules.directory import shipped_rules
from bot.store.engine import writing
from bot.store.tables.register import register_guardian, register_import, register_student
from bot.store.tables.schema import mail, mailbox_lease
from tests.offices import SCHOOL
from tests.servers.mailserver import BOT, PASSWORD
from tests.servers.people import Person

AUTHSERV = 'address = "incidenciastde@ieslaloma.test"\nauthserv_id = "mx.ieslaloma.test"'


def line_of(said, name):
    """The mark and the sentence of one check."""
    (line,) = [line for line in said.out.splitlines() if f"{name}: " in line]
    return line[0], line.partition(f"{name}: ")[2]


@pytest.fixture
def sound(office, mailserver):
    """An office whose mail servers are there, and a worker that holds its mailbox."""
    for section, port, security in (
        ("imap", mailserver.imaps, "tls"),
        ("smtp", mailserver.submission, "starttls"),
    ):
        office.edit(
            f'[school.{section}]\nhost = "localhost"\nport = 1\n',
            f'[school.{section}]\nhost = "localhost"\nport = {port}\nsecurity = "{security}"\n'
            f'timeout_s = 60\nusername = "{BOT}"\npassword = "{PASSWORD}"\nca_file = "{mailserver.ca_file}"\n',
        )
    office.edit('address = "incidenciastde@ieslaloma.test"', AUTHSERV)
    with office.house() as house, writing(house.engine) as connection:
        for row in connection.execute(mail.select()).all():
            signed = b"Authentication-Results: mx.ieslaloma.test; dmarc=pass\r\n" + row.content
            connection.execute(mail.update().where(mail.c.id == row.id).values(content=signed))
        until = datetime.now(UTC) + timedelta(hours=1)
        connection.execute(mailbox_lease.update().values(expires_at=until.timestamp()))
    return office


def test_a_sound_installation(sound, run):
    said = run("doctor")
    assert said.code == 0, said.out
    assert said.out.rstrip().endswith("Todo en orden.")
    assert {line[0] for line in said.out.splitlines() if ":" in line} == {"✓"}


def test_unreachable_servers_are_told_with_host_and_port(office, run):
    said = run("doctor")
    assert said.code == 1
    for name in ("buzón (IMAP)", "envío (SMTP)"):
        mark, sentence = line_of(said, name)
        assert mark == "✗"
        assert "localhost:1" in sentence
    assert "2 cosas" in said.out


@pytest.mark.parametrize(
    ("old", "new", "name", "mark", "says"),
    [
        (PASSWORD, "otra", "buzón (IMAP)", "✗", "contraseña"),
        (
            'security = "tls"\ntimeout_s = 60',  # a greeting for which one would wait in vain
            'security = "starttls"\ntimeout_s = 1',
            "buzón (IMAP)",
            "✗",
            "localhost",
        ),
        ("ca.pem", "otherca.pem", "buzón (IMAP)", "✗", "ca_file"),
        ("ca.pem", "otherca.pem", "envío (SMTP)", "✗", "ca_file"),
        ('\nauthserv_id = "mx.ieslaloma.test"', "", "servidor que autentica", "!", "Authentication-Results"),
        ('[school.sms]\nkind = "file"', '[school.sms]\nkind = "none"', "SMS", "✗", "[school.sms]"),
        ('[school.sms]\nkind = "file"', '[school.sms]\nkind = "apprise"', "SMS", "✗", "url"),
        ('[school.sms]\nkind = "file"', '[school.sms]\nkind = "smpp"', "SMS", "✗", "falta «host»"),
        (
            '[school.sms]\nkind = "file"\npath = ',
            '[school.sms]\nkind = "gammu"\nconfig_file = ',
            "SMS",
            "✗",
            "config_file",
        ),
        (
            '[school.sms]\nkind = "file"',
            '[school.sms]\nkind = "http"\nurl = "http://sms.example"',
            "SMS",
            "✗",
            "https://",
        ),
        ('[school.sms]\nkind = "file"', '[school.sms]\nkind = "paloma"', "SMS", "✗", "apprise"),
        ('kind = "local"', 'kind = "pasen"', "credenciales", "✗", "seneca"),
        ('name = "IES La Loma"', 'name = "IES La Loma"\nrules = "reglas"', "reglas", "✗", "decisions.yaml"),
        (f'password = "{PASSWORD}"', 'password_file = "no/hay"', "buzón (IMAP)", "✗", "no/hay"),
    ],
    ids=lambda value: value if len(value) < 30 else "",
)
def test_one_broken_thing_is_named_and_the_rest_is_looked_at(sound, run, old, new, name, mark, says):
    sound.edit(old, new)
    said = run("doctor")
    found, sentence = line_of(said, name)
    assert found == mark
    assert says in sentence
    assert said.code == (1 if mark == "✗" else 0)
    assert "Traceback" not in said.err
    assert line_of(said, "en marcha")[0] == "✓"


@pytest.mark.parametrize(
    ("section", "old", "new", "name", "says"),
    [
        ("smtp", PASSWORD, "otra", "envío (SMTP)", "contraseña"),
        ("smtp", 'security = "starttls"', 'security = "tls"', "envío (SMTP)", "security"),
        ("imap", "[school.imap]\n", '[school.imap]\nfolder = "No hay"\n', "buzón (IMAP)", "«No hay»"),
    ],
    ids=["smtp password", "smtp security", "no such folder"],
)
def test_a_server_that_refuses_what_one_section_says(sound, run, section, old, new, name, says):
    head, mark, rest = sound.settings.read_text(encoding="utf-8").partition(f"[school.{section}]")
    sound.settings.write_text(head + (mark + rest).replace(old, new, 1), encoding="utf-8")
    said = run("doctor")
    found, sentence = line_of(said, name)
    assert (found, said.code) == ("✗", 1)
    assert says in sentence


def test_without_a_way_out_for_answers(sound, run):
    text = sound.settings.read_text(encoding="utf-8")
    smtp = text[text.index("[school.smtp]") : text.index("[school.credentials]")]
    sound.edit(smtp, "")
    mark, sentence = line_of(run("doctor"), "envío (SMTP)")
    assert (mark, "[school.smtp]" in sentence) == ("✗", True)


@pytest.fixture
def read_only():
    """Every database that is opened refuses to be written, as one whose file belongs to somebody else."""

    def refuse(connection, _record):
        connection.execute("PRAGMA query_only = ON")

    event.listen(Engine, "connect", refuse)
    yield
    event.remove(Engine, "connect", refuse)


@pytest.mark.usefixtures("read_only")
def test_a_store_that_cannot_be_written(office, run):
    mark, sentence = line_of(run("doctor"), "base de datos")
    assert mark == "✗"
    assert "no se puede escribir en ella (attempt to write a readonly database)" in sentence


def test_a_wrong_template_is_told_with_its_line(sound, run, tmp_path):
    rules = shutil.copytree(shipped_rules(), tmp_path / "reglas")
    (rules / "replies" / "looking.txt").write_text(
        "Asunto: x\n\n{{ telefono }} {{ ticket }}\n", encoding="utf-8"
    )
    sound.edit('name = "IES La Loma"', 'name = "IES La Loma"\nrules = "reglas"')
    mark, sentence = line_of(run("doctor"), "reglas")
    assert mark == "✗"
    assert "looking.txt:3" in sentence
    assert "telefono" in sentence


@pytest.mark.parametrize(("free", "mark"), [(900_000_000, "!"), (4_000_000, "✗")])
def test_a_disk_that_is_nearly_full(sound, run, monkeypatch, free, mark):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    found, sentence = line_of(run("doctor"), "base de datos")
    assert (found, f"{free // 1_000_000} MB" in sentence) == (mark, True)


def test_secrets_that_others_can_read(sound, run):
    (sound.directory / "key").chmod(0o644)
    mark, sentence = line_of(run("doctor"), "ficheros secretos")
    assert (mark, f"chmod 600 {sound.directory / 'key'}" in sentence) == ("!", True)


@pytest.mark.parametrize(
    ("url", "mark"),
    [("http://incidencias.ieslaloma.test/", "!"), ("https://x.test/", "✓"), ("http://localhost:8080/", "✓")],
)
def test_a_console_without_https(sound, run, url, mark):
    sound.edit("[store]", f'public_url = "{url}"\n\n[store]')
    found, sentence = line_of(run("doctor"), "consola")
    assert (found, "HTTPS" in sentence) == (mark, mark == "!")


def test_guardians_without_phones(sound, run):
    with sound.house() as house, writing(house.engine) as connection:
        for row in connection.execute(register_guardian.select()).all():
            data = json.loads(row.data) | {"phones": []}
            changed = register_guardian.update().where(register_guardian.c.key == row.key)
            connection.execute(changed.values(data=json.dumps(data)))
        connection.execute(register_import.update().values(version="otra"))
    mark, sentence = line_of(run("doctor"), "matrícula")
    assert (mark, "teléfono" in sentence) == ("!", True)


def test_a_machine_whose_clock_is_behind(sound, run):
    with sound.house() as house, writing(house.engine) as connection:
        connection.execute(mail.update().values(received_at=datetime.now(UTC) + timedelta(minutes=20)))
    mark, sentence = line_of(run("doctor"), "reloj")
    assert (mark, "timedatectl" in sentence, "19 minutos" in sentence) == ("!", True, True)


@pytest.mark.parametrize(
    ("header", "mark", "says"),
    [
        (b"Authentication-Results: mx.ieslaloma.test; dmarc=pass\r\n", "✓", "mx.ieslaloma.test"),
        (b"Authentication-Results: MX2.provider.test 1; dmarc=pass\r\n", "!", "«mx2.provider.test»"),
        (b"", "!", "no llevan esa cabecera"),
    ],
    ids=["ours", "another", "none"],
)
def test_the_name_of_the_server_that_authenticates(sound, run, header, mark, says):
    letters = [b"From: a@x.test\r\nSubject: %d\r\n\r\nAuthentication-Results: no" % n for n in range(5)]
    with sound.house() as house, writing(house.engine) as connection:
        ids = connection.scalars(mail.select().with_only_columns(mail.c.id)).all()
        for number, letter in zip(ids, letters, strict=True):
            connection.execute(mail.update().where(mail.c.id == number).values(content=header + letter))
    found, sentence = line_of(run("doctor"), "servidor que autentica")
    assert (found, says in sentence) == (mark, True), sentence


@pytest.mark.parametrize(
    ("expires", "read", "says"),
    [
        (timedelta(minutes=-5), timedelta(minutes=-5), "el worker está parado"),
        (timedelta(minutes=5), timedelta(hours=-2), "no mira el buzón desde hace 120 minutos"),
    ],
    ids=["stopped", "deaf"],
)
def test_a_worker_that_does_not_work(sound, run, expires, read, says):
    now = datetime.now(UTC)
    with sound.house() as house, writing(house.engine) as connection:
        connection.execute(mailbox_lease.delete())
        connection.execute(
            mailbox_lease.insert().values(
                school=SCHOOL, owner="x", fence=1, expires_at=(now + expires).timestamp(), read_at=now + read
            )
        )
    mark, sentence = line_of(run("doctor"), "en marcha")
    assert (mark, says in sentence) == ("!", True), sentence


def test_an_empty_register(sound, run):
    with sound.house() as house, writing(house.engine) as connection:
        connection.execute(register_student.delete())
    mark, sentence = line_of(run("doctor"), "matrícula")
    assert mark == "✗"
    assert "incidencias import" in sentence


def test_an_old_register_is_advice(sound, run):
    with sound.house() as house, writing(house.engine) as connection:
        connection.execute(register_import.update().values(at=datetime.now(UTC) - timedelta(days=45)))
    said = run("doctor")
    mark, sentence = line_of(said, "matrícula")
    assert (mark, said.code) == ("!", 0)
    assert "incidencias import" in sentence


def test_a_pause_is_advice(sound, run):
    run("pause")
    said = run("doctor")
    assert line_of(said, "en marcha")[0] == "!"
    assert said.code == 0


@pytest.mark.parametrize(
    ("breaking", "says"),
    [
        (lambda office: (office.directory / "key").write_bytes(Fernet.generate_key()), "clave"),
        (lambda office: (office.directory / "key").unlink(), "clave"),
        (lambda office: (office.directory / "key").write_bytes(b"corta"), "clave"),
        (lambda office: (office.directory / "store.db").unlink(), "aún no está creada"),
        (lambda office: (office.directory / "store.db").write_bytes(b"x" * 9000), "[store] url"),
    ],
    ids=["another key", "no key", "no such key", "no database", "no database file"],
)
def test_without_store_or_key_there_is_one_line_and_no_more(office, run, breaking, says):
    breaking(office)
    said = run("doctor")
    assert said.code == 1
    mark, sentence = line_of(said, "base de datos")
    assert mark == "✗"
    assert says in sentence.lower()
    assert "IMAP" not in said.out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "loma"', 'id = "La Loma"', "incidencias.toml:6"),
        ('host = "localhost"\nport = 1', "port = 99999999", "host"),
        ("[store]", "[tienda]", "tienda"),
        ('kind = "local"', "kind = local", "incidencias.toml:"),
    ],
)
def test_wrong_settings_are_told_with_their_line(office, run, old, new, says):
    office.edit(old, new)
    said = run("doctor")
    assert said.code == 2
    assert says in said.err


def test_settings_without_a_school(office, run):
    office.settings.write_text(office.settings.read_text(encoding="utf-8").partition("[[school]]")[0])
    said = run("doctor")
    assert said.code == 1
    assert "incidencias init" in line_of(said, "configuración")[1]


def test_without_settings(run):
    said = run("doctor", "--config", "no-existe.toml")
    assert said.code == 2
    assert "incidencias init" in said.err


@pytest.fixture
def with_moodle(office, moodle):
    """The office with a second system and a test account in it."""
    tester = Person(given="Cuenta", surnames="De Pruebas")
    moodle.add(tester)
    office.add_section("school.systems.aula", **moodle.options, test_account=tester.login)
    return tester


def test_a_test_account_shows_that_a_password_can_be_set(run, moodle, with_moodle):
    mark, sentence = line_of(run("doctor"), "sistema aula")
    assert (mark, f"Se ha renovado la clave de «{with_moodle.login}»" in sentence) == ("✓", True)
    assert len(moodle.at_page(with_moodle.login).set) == 1


def test_a_test_account_that_is_not_there_is_told(office, run, with_moodle):
    office.edit(f'test_account = "{with_moodle.login}"', 'test_account = "nadie"')
    mark, sentence = line_of(run("doctor"), "sistema aula")
    assert (mark, "no hay ninguna cuenta" in sentence) == ("✗", True)
