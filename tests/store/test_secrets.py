from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import Engine, select

from bot.errors import InputError
from bot.model.decision import Action
from bot.settings.values import StoreSettings
from bot.store.effects.outbox import SqlOutbox
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.secrets import SecretBox, check_key, rotate_keys, secret_box
from bot.store.tables import schema
from tests.store.making import SCHOOL, claimed, outcome

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_secret_comes_back_and_does_not_stand_in_its_ciphertext() -> None:
    box = SecretBox([OLD])
    sealed = box.seal("Temporal.ñ1")
    assert box.open(sealed) == "Temporal.ñ1"
    assert "Temporal" not in sealed
    assert sealed != box.seal("Temporal.ñ1")


def test_the_key_comes_from_the_settings_or_from_a_file(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    key_file.write_text(f"{NEW}\n{OLD}\n", encoding="ascii")
    sealed = secret_box(StoreSettings(key=SecretStr(OLD))).seal("x")
    assert secret_box(StoreSettings(key_file=key_file)).open(sealed) == "x"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (StoreSettings(), "Falta la clave"),
        (StoreSettings(key=SecretStr("hunter2")), "no es válida"),
        (StoreSettings(key=SecretStr("ñ" * 44)), "no es válida"),
        (StoreSettings(key_file=Path("no/such/file")), r"key_file: no se puede leer .* \(no existe\)"),
        (StoreSettings(key_file=Path("/")), "es una carpeta"),
    ],
)
def test_a_key_that_cannot_be_used_is_explained(settings: StoreSettings, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        secret_box(settings)
    assert "hunter2" not in str(caught.value)


def test_an_empty_key_file_holds_no_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n")
    with pytest.raises(InputError, match="Falta la clave"):
        secret_box(StoreSettings(key_file=tmp_path / "key"))


def test_another_key_than_the_databases_is_noticed_at_the_start(engine: Engine) -> None:
    check_key(engine, SecretBox([OLD]))
    check_key(engine, SecretBox([OLD]))
    check_key(engine, SecretBox([NEW, OLD]))
    with pytest.raises(InputError, match="no es la de esta base de datos"):
        check_key(engine, SecretBox([NEW]))


def test_after_a_rotation_the_old_key_is_not_needed(engine: Engine, intake: SqlIntake, now: datetime) -> None:
    old, both, new = SecretBox([OLD]), SecretBox([NEW, OLD]), SecretBox([NEW])
    check_key(engine, old)
    desk = SqlDesk(engine, old)
    desk.record([outcome(claimed(intake, desk, now), Action.REGENERATE)], now=now)
    assert rotate_keys(engine, both) == 2
    check_key(engine, new)
    with pytest.raises(InputError):
        check_key(engine, old)
    (item,) = SqlOutbox(engine, new).claim_due(SCHOOL, 9, now=now)
    assert item.effect.secret == "Temporal.1"


def test_a_secret_of_another_key_is_not_delivered_as_garbage(
    engine: Engine, intake: SqlIntake, now: datetime
) -> None:
    desk = SqlDesk(engine, SecretBox([OLD]))
    desk.record([outcome(claimed(intake, desk, now), Action.REGENERATE)], now=now)
    with pytest.raises(InputError, match="no se puede leer"):
        SqlOutbox(engine, SecretBox([NEW])).claim_due(SCHOOL, 9, now=now)
    with engine.connect() as connection:
        assert connection.scalar(select(schema.outbox.c.status).order_by(schema.outbox.c.id)) == "pending"
