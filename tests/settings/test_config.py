"""The settings file and the environment: what is read, and how every mistake is told at once."""

import re

import pytest

from bot.settings.config import SettingsError, load_settings, load_settings_file
from bot.settings.toml_lines import parse_forgiving
from bot.settings.values import Settings

GOOD = """\
# El centro
public_url = "https://tde.example"

[store]
url = "sqlite:///x.db"
key_file = "clave"

[[school]]
id = "loma"
name = "IES La Loma"
address = "tde@loma.example"
aliases = ["otra@loma.example",
           "mas@loma.example"]

[school.imap]
host = "imap.example"
username = "tde"
password_file = "imap.clave"

[school.sms]
kind = "apprise"
url = "json://x"

[[school]]
id = "cerro"
name = "IES El Cerro"
address = "tde@cerro.example"
"""


@pytest.fixture
def toml(tmp_path):
    path = tmp_path / "incidencias.toml"

    def write(text, encoding="utf-8"):
        path.write_bytes(text.encode(encoding))
        return path

    return write


def mistakes(path, env=None):
    with pytest.raises(SettingsError) as caught:
        load_settings(path, env or {})
    return [(problem.place, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize("text", [GOOD, GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD])
def test_several_schools_in_one_file(toml, text):
    settings = load_settings(toml(text), {})
    loma, cerro = settings.school
    assert (loma.id, loma.imap.host, loma.imap.port, loma.imap.security) == (
        "loma",
        "imap.example",
        993,
        "tls",
    )
    assert loma.own_addresses == {"tde@loma.example", "otra@loma.example", "mas@loma.example"}
    assert loma.sms.model_extra == {"url": "json://x"}
    assert (cerro.imap, cerro.country, cerro.credentials.kind) == (None, "ES", "seneca")


def test_files_are_looked_for_beside_the_settings(toml, tmp_path):
    text = GOOD.replace("[school.imap]", 'rules = "reglas"\n[school.imap]').replace(
        "imap.clave", "/run/clave"
    )
    settings = load_settings(toml(text), {})
    assert settings.store.key_file == tmp_path / "clave"
    assert settings.school[0].rules == tmp_path / "reglas"
    assert str(settings.school[0].imap.password_file) == "/run/clave"


@pytest.mark.parametrize(
    ("url", "stands_for"),
    [
        ("sqlite:///datos/x.db", "sqlite:///{folder}/datos/x.db"),
        ("sqlite:////var/lib/x.db", "sqlite:////var/lib/x.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql:///incidencias", "postgresql:///incidencias"),
        (None, "sqlite:///{folder}/var/incidencias.db"),
    ],
)
def test_a_sqlite_file_is_looked_for_beside_the_settings(toml, tmp_path, url, stands_for):
    """Whatever folder the command is typed in."""
    settings = load_settings(toml(f'[store]\nurl = "{url}"' if url else ""), {})
    assert settings.store.url == stands_for.format(folder=tmp_path)


@pytest.mark.parametrize(
    ("given", "file"), [('path = "sms.jsonl"\n', "sms.jsonl"), ("", "var/sms.jsonl")], ids=["named", "usual"]
)
def test_what_a_gateway_writes_lies_beside_the_settings(toml, tmp_path, given, file):
    sms = f'[[school]]\nid = "a"\nname = "A"\naddress = "a@a.test"\n[school.sms]\nkind = "file"\n{given}'
    settings = load_settings(toml(sms), {})
    assert settings.school[0].sms.model_extra == {"path": str(tmp_path / file)}


def test_no_file_and_no_variable_is_all_defaults():
    assert load_settings(None, {}) == Settings()


def test_the_environment_overrides(toml):
    settings = load_settings(
        toml(GOOD),
        {
            "INCIDENCIAS_STORE__URL": "postgresql+psycopg://h/x",
            "INCIDENCIAS_PUBLIC_URL": "http://localhost",
            "INCIDENCIAS_SCHOOL__0__IMAP__PASSWORD": "s3creto",
            "INCIDENCIAS_SCHOOL__0__IMAP__PORT": "1143",
            "INCIDENCIAS_SCHOOL__0__ALIASES": '["uno@loma.example"]',
            "INCIDENCIAS_SCHOOL__1__SMTP__HOST": "smtp.example",
            "INCIDENCIAS_CONFIG": "elsewhere",
            "INCIDENCIAS_FOO": "no setting, not ours to judge",
            "PATH": "/bin",
        },
    )
    assert settings.store.url == "postgresql+psycopg://h/x"
    assert settings.public_url == "http://localhost"
    assert settings.school[0].imap.password.get_secret_value() == "s3creto"
    assert settings.school[0].imap.port == 1143
    assert settings.school[0].aliases == ("uno@loma.example",)
    assert settings.school[1].smtp.host == "smtp.example"


def test_a_school_from_the_environment_alone():
    env = {"ID": "loma", "NAME": "IES", "ADDRESS": "a@b.example", "IMAP__HOST": "h"}
    settings = load_settings(None, {f"INCIDENCIAS_SCHOOL__0__{name}": value for name, value in env.items()})
    assert settings.school[0].imap.host == "h"


BAD = """\
colour = "red"

[store]
url = "mysql://x"

[[school]]
id = "La Loma"
address = "nobody"
country = "FR"

[school.imap]
host = "imap.example"
port = "mucho"
security = "ssl"
username = 7

[school.smtp]
port = 70000
password = "secreto-en-claro"
timeout_s = -1
"""


def test_every_mistake_at_once_each_with_its_line(toml):
    assert sorted(mistakes(toml(BAD)), key=lambda m: int(m[0].partition(":")[2])) == [
        ("incidencias.toml:1", "«colour» no se conoce aquí; aquí vale: store, school, console, public_url"),
        ("incidencias.toml:4", "la URL de la base de datos empieza por sqlite:/// o postgresql://"),
        ("incidencias.toml:6", "falta «name»"),
        (
            "incidencias.toml:7",
            "«school.id: La Loma» solo puede llevar minúsculas sin tilde, cifras y guiones",
        ),
        ("incidencias.toml:8", "«nobody» no es una dirección de correo"),
        ("incidencias.toml:9", "«school.country» no puede ser «FR»; aquí vale: ES, SV"),
        ("incidencias.toml:13", "«school.imap.port» debe ser un número entero, no «mucho»"),
        ("incidencias.toml:14", "«school.imap.security» no puede ser «ssl»; aquí vale: tls, starttls, none"),
        ("incidencias.toml:15", "«school.imap.username» debe ser un texto, no «7»: póngalo entre comillas"),
        ("incidencias.toml:17", "falta «host»"),
        ("incidencias.toml:18", "«school.smtp.port» no puede ser 70000: debe ser como máximo 65535"),
        ("incidencias.toml:20", "«school.smtp.timeout_s» no puede ser -1: debe ser más de 0"),
    ]


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (('[store]\nurl = "sqlite:///x.db"\nkey_file = "clave"', 'store = "x"'), 4, "[store]"),
        (('id = "cerro"', 'id = "loma"'), 8, "dos centros con id = «loma»"),
        (('username = "tde"\n', ""), 15, "username"),
        (('aliases = ["otra', 'aliases = ["otra", "x@y", "ot'), 12, "«otra» no es una dirección"),
        (('"https://tde.example"', '"tde.example"'), 2, "https://"),
        (('url = "sqlite:///x.db"', "url = 7"), 5, "texto"),
    ],
)
def test_one_mistake(toml, change, line, says):
    text = GOOD.replace(*change)
    assert text != GOOD
    ((place, message),) = mistakes(toml(text))
    assert place == f"incidencias.toml:{line}"
    assert says in message


def test_syntax_and_sense_are_told_together(toml):
    text = GOOD.replace('url = "sqlite:///x.db"', "url = sqlite:///x.db").replace(
        '"IES El Cerro"', '"IES El Cerro'
    )
    found = mistakes(toml(text.replace('host = "imap.example"', 'host = "imap.example"\nport = "x"')))
    assert [place for place, _ in found] == [f"incidencias.toml:{line}" for line in (5, 27, 17)]
    assert "comillas" in found[0][1]


def test_one_school_is_a_list_of_one(toml):
    ((place, message),) = mistakes(toml('\n[school]\nid = "loma"\n'))
    assert (place, "[[school]]" in message) == ("incidencias.toml:2", True)


def test_something_never_closed(toml):
    ((_, message),) = mistakes(toml('aliases = ["x"\n'))
    assert message.startswith("TOML mal escrito")


def test_mistakes_of_the_environment_name_the_variable(toml):
    found = dict(
        mistakes(
            toml(GOOD),
            {
                "INCIDENCIAS_SCHOOL__0__IMAP__PORT": "x",
                "INCIDENCIAS_SCHOOL__7__IMAP__PORT": "1",
                "INCIDENCIAS_STOER__URL": "sqlite:///",
            },
        )
    )
    assert set(found) == {
        "variable INCIDENCIAS_SCHOOL__0__IMAP__PORT",
        "variable INCIDENCIAS_SCHOOL__7__IMAP__PORT",
        "variable INCIDENCIAS_STOER__URL",
    }
    assert "entero" in found["variable INCIDENCIAS_SCHOOL__0__IMAP__PORT"]


def test_no_secret_is_ever_told(toml):
    text = GOOD.replace('password_file = "imap.clave"', 'password = ["s3creto"]').replace(
        'key_file = "clave"', 'key = ["s3creto"]'
    )
    found = mistakes(toml(text), {"INCIDENCIAS_SCHOOL__0__SMTP__PASSWORD": "s3creto"})
    assert len(found) == 3
    assert "s3creto" not in str(found)
    assert "s3creto" not in repr(
        load_settings(toml(GOOD), {"INCIDENCIAS_SCHOOL__0__IMAP__PASSWORD": "s3creto"})
    )


def test_unreadable_files(toml, tmp_path):
    assert "UTF-8" in mistakes(toml(GOOD.replace("Loma", "Ñoma"), "latin-1"))[0][1]
    assert "incidencias init" in mistakes(tmp_path / "nada.toml")[0][1]


# --------------------------------------------------------------------------- which file


def test_named_file_beats_variable_beats_the_folder(toml, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCIDENCIAS_CONFIG", raising=False)
    with pytest.raises(SettingsError, match="incidencias init"):
        load_settings_file(None)
    toml(GOOD)
    assert len(load_settings_file(None).school) == 2
    other = tmp_path / "otro.toml"
    other.write_text('public_url = "http://otro"', encoding="utf-8")
    monkeypatch.setenv("INCIDENCIAS_CONFIG", str(other))
    assert load_settings_file(None).public_url == "http://otro"
    assert len(load_settings_file(tmp_path / "incidencias.toml").school) == 2


def test_lines_of_values_of_several_lines():
    lines = parse_forgiving('a = [\n  1,\n  2,\n]\n\n# b\nb = """\nx = 1\n"""\n[c.d]\ne = 1\n').lines()
    assert lines["a",] == 1
    assert lines["b",] == 7
    assert lines["c", "d", "e"] == 11


def test_every_message_is_spanish(toml):
    text = "\n".join(message for _, message in mistakes(toml(BAD)))
    assert not re.search(r"\b(should|input|valid|must|field)\b", text, re.IGNORECASE)
