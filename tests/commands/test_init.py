"""The wizard: what it writes can be loaded, and it never tramples on what is there."""

import stat

import pytest
import typer
from typer.testing import CliRunner

from bot.commands.init import run
from bot.commands.init_options import init
from bot.commands.questions import QUESTIONS, SECRETS
from bot.errors import InputError
from bot.settings.config import load_settings
from bot.store.secrets import secret_box

SCHOOL = {"name": 'IES "La Loma"', "address": "incidenciastde@ieslaloma.example"}


@pytest.fixture
def made(tmp_path, capsys):
    """Run without questions; returns (settings, what was said)."""

    def go(**answers):
        path = tmp_path / "etc" / "incidencias.toml"
        run(path, SCHOOL | answers, ask=None)
        return load_settings(path, {}), capsys.readouterr().out

    return go


def test_two_answers_are_enough(made, tmp_path):
    settings, said = made()
    (school,) = settings.school
    assert (school.id, school.name, school.country) == ("ieslaloma", 'IES "La Loma"', "ES")
    assert (school.imap.host, school.imap.port, school.imap.security) == (
        "imap.ieslaloma.example",
        993,
        "tls",
    )
    assert (school.smtp.host, school.smtp.port) == ("smtp.ieslaloma.example", 465)
    assert school.imap.username == SCHOOL["address"]
    assert school.imap.password_file == tmp_path / "etc" / "secretos" / "correo"
    assert (school.credentials.kind, school.sms.kind) == ("seneca", "none")
    assert "Falta: Contraseña del correo. Escríbalo en" in said


def test_the_key_can_be_used_and_is_private(made):
    settings, _ = made()
    box = secret_box(settings.store)
    assert box.open(box.seal("x")) == "x"
    assert stat.S_IMODE(settings.store.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.store.key_file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("address", "provider", "smtp", "authserv"),
    [
        ("tde@gmail.com", "google", ("smtp.gmail.com", 465, "tls"), "mx.google.com"),
        ("tde@g.educaand.es", "google", ("smtp.gmail.com", 465, "tls"), "mx.google.com"),
        ("tde@outlook.es", "microsoft", ("smtp.office365.com", 587, "starttls"), None),
    ],
)
def test_hosted_mail_needs_oauth(made, address, provider, smtp, authserv):
    settings, said = made(address=address, client_id="abc")
    (school,) = settings.school
    assert (school.imap.oauth.provider, school.imap.oauth.client_id) == (provider, "abc")
    assert (school.smtp.host, school.smtp.port, school.smtp.security) == smtp
    assert school.authserv_id == authserv
    assert school.imap.password_file is None
    assert "Falta: OAuth: client_secret. Escríbalo en" in said


def test_every_flag_is_heeded(made):
    settings, said = made(
        id="loma",
        coordinator="jefa@loma.example",
        country="SV",
        username="buzon",
        imap_host="127.0.0.1",
        imap_security="none",
        imap_port="1143",
        smtp_host="localhost",
        smtp_security="starttls",
        authserv_id="mx.loma.example",
        credentials="local",
        store_url="postgresql+psycopg://h/x",
    )
    (school,) = settings.school
    assert (school.id, school.coordinator, school.country) == ("loma", "jefa@loma.example", "SV")
    assert (school.imap.host, school.imap.port, school.imap.security) == ("127.0.0.1", 1143, "none")
    assert (school.smtp.host, school.smtp.port, school.smtp.security) == ("localhost", 587, "starttls")
    assert (school.imap.username, school.authserv_id) == ("buzon", "mx.loma.example")
    assert (school.credentials.kind, school.sms.kind) == ("local", "apprise")
    assert school.sms.model_extra["url_file"].endswith("secretos/sms")
    assert settings.store.url == "postgresql+psycopg://h/x"
    assert "servicio de SMS" in said


def test_every_missing_or_wrong_flag_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        run(tmp_path / "x.toml", {"login": "magia", "country": "FR"}, ask=None)
    assert [line.split(" (")[0].split(":")[0] for line in str(caught.value).splitlines()] == [
        "falta --name",
        "falta --address",
        "--country debe ser ES, SV",
        "--login debe ser password, google, microsoft",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "answer", [{"address": "nobody"}, {"id": "La Loma"}, {"imap_port": "x"}, {"store_url": "?"}]
)
def test_answers_that_make_no_settings_write_nothing(tmp_path, answer):
    with pytest.raises(InputError):
        run(tmp_path / "x.toml", SCHOOL | answer, ask=None)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_trampled_on(made, tmp_path):
    settings, _ = made()
    key = settings.store.key_file.read_text()
    with pytest.raises(InputError, match="ya existe"):
        made()
    run(tmp_path / "etc" / "incidencias.toml", SCHOOL | {"id": "otro"}, ask=None, force=True)
    settings = load_settings(tmp_path / "etc" / "incidencias.toml", {})
    assert settings.school[0].id == "otro"
    assert settings.store.key_file.read_text() == key


def test_asked_one_by_one(tmp_path, capsys):
    asked = {}

    def ask(prompt, default, choices, hidden):
        asked[prompt] = (default, choices, hidden)
        by_prompt = {q.prompt: q.key for q in QUESTIONS} | {s.prompt: s.key for s in SECRETS}
        return {**SCHOOL, "password": "s3creto"}.get(by_prompt[prompt]) or default

    path = tmp_path / "incidencias.toml"
    run(path, {"id": "loma"}, ask=ask)
    (school,) = load_settings(path, {}).school
    assert school.id == "loma"
    assert asked["Identificador corto del centro"][0] == "loma"
    assert school.imap.password_file.read_text() == "s3creto\n"
    assert stat.S_IMODE(school.imap.password_file.stat().st_mode) == 0o600
    assert "s3creto" not in path.read_text() + capsys.readouterr().out
    assert [prompt for prompt, (_, _, hidden) in asked.items() if hidden] == [SECRETS[0].prompt]


def test_every_question_has_its_flag():
    app = typer.Typer()
    app.command()(init)
    given = {param.name for param in typer.main.get_command(app).params}
    assert {question.key for question in QUESTIONS} == given - {"config", "non_interactive", "force"} - {
        "install_completion",
        "show_completion",
    }


def test_by_flags_alone(tmp_path):
    app = typer.Typer()
    app.command()(init)
    path = tmp_path / "incidencias.toml"
    flags = ["--name", "IES X", "--address", "tde.x@gmail.com", "--client-id", "k", "--imap-port", "1993"]
    result = CliRunner().invoke(app, ["--non-interactive", "--config", str(path), *flags])
    assert result.exit_code == 0, result.output
    settings = load_settings(path, {})
    assert (settings.school[0].id, settings.school[0].imap.port) == ("tde-x", 1993)
    assert settings.store.url == f"sqlite:///{tmp_path}/var/incidencias.db"


def test_on_a_real_terminal(tmp_path):
    app = typer.Typer()
    path = tmp_path / "incidencias.toml"
    app.command()(lambda: run(path, {}))
    lines = ["IES Cerro", "tde@cerro.example", "", "", "Francia", "SV", *[""] * 20]
    result = CliRunner().invoke(app, [], input="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    (school,) = load_settings(path, {}).school
    assert (school.id, school.country) == ("cerro", "SV")
    assert "incidencias doctor" in result.output
