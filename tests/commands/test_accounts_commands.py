"""`incidencias accounts`: the account book from the command line."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from bot.actions.credentials.local import LocalProvider
from bot.commands.accounts import accounts_app
from bot.errors import InputError
from bot.ports.accounts import Account
from bot.store.events import events
from bot.store.register.accounts import SqlAccountBook

ANA = Account(guardian="11111111A", dni="11111111A", full_name="Ana Ruiz Sanz")
LEO = Account(guardian="22222222B", dni="22222222B", full_name="Leo Gil Mora")


@pytest.fixture
def run(tmp_path, engine):
    (tmp_path / "key").write_bytes(Fernet.generate_key())

    def typed(*arguments, kind="local"):
        (tmp_path / "incidencias.toml").write_text(
            f'[store]\nurl = "sqlite:///{tmp_path}/store.db"\nkey_file = "key"\n'
            '[[school]]\nid = "loma"\nname = "IES"\naddress = "tde@loma.example"\n'
            f'[school.credentials]\nkind = "{kind}"\n'
        )
        result = CliRunner().invoke(
            accounts_app, [*arguments, "--config", str(tmp_path / "incidencias.toml")], catch_exceptions=False
        )
        assert result.exit_code == 0, result.output
        return result.stdout

    return typed


@pytest.fixture
def provider(engine):
    provider = LocalProvider(SqlAccountBook(engine, "loma"))
    now = datetime.now(UTC)
    provider.set_password(ANA, "uno-dos-3", key="a", now=now)
    provider.set_password(LEO, "uno-dos-3", key="b", now=now - timedelta(hours=49))
    return provider


def test_the_list_says_how_each_account_stands(run, provider):
    lines = [json.loads(line) for line in run("list", "--json").splitlines()]
    assert [(line["username"], line["state"]) for line in lines] == [
        ("aruisan111", "temporary"),
        ("lgilmor222", "expired"),
    ]
    assert "temporal, caducada" in run("list")


def test_no_account_shows_a_hash(run, provider):
    assert "argon2" not in run("list", "--json") + run("show", "aruisan111", "--json")


def test_locked_shown_and_unlocked_again(run, provider, engine):
    run("lock", "aruisan111", "--by", "marta")
    assert json.loads(run("show", "aruisan111", "--json"))["state"] == "locked"
    assert provider.verify("aruisan111", "uno-dos-3", now=datetime.now(UTC)) == "locked"
    run("lock", "aruisan111", "--undo", "--by", "marta")
    assert provider.verify("aruisan111", "uno-dos-3", now=datetime.now(UTC)) == "must_change"
    noted = [(e.kind, e.actor, e.data) for e in events(engine, "loma")]
    assert noted == [("account_locked", "marta", {}), ("account_unlocked", "marta", {})]


def test_expired_at_once_and_once(run, provider):
    assert "ya no vale" in run("expire", "aruisan111")
    assert provider.verify("aruisan111", "uno-dos-3", now=datetime.now(UTC)) == "expired"
    assert "ninguna clave temporal" in run("expire", "aruisan111")


@pytest.mark.parametrize("command", ["show", "lock", "expire"])
def test_an_unknown_user_is_named(run, provider, command):
    with pytest.raises(InputError, match="«nadie»"):
        run(command, "nadie")


def test_accounts_that_another_system_holds_are_not_ours_to_show(run, engine):
    with pytest.raises(InputError, match="seneca"):
        run("list", kind="seneca")
