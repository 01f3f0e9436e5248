"""Secrets at rest: temporary passwords are only ever stored encrypted, and wiped when delivered; so are
the shared secrets of second factors and the numbers by which teachers prove who they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Column, Connection, Engine, select, update

from bot.errors import InputError, why
from bot.settings.values import StoreSettings
from bot.store.engine import insert, read_value, writing
from bot.store.tables.accounts import bulk_item
from bot.store.tables.console import bulk_delivery, console_user, staff_member
from bot.store.tables.schema import meta, outbox

_CHECK = "key_check"
#: Every column of ciphertexts.
_SEALED: tuple[Column[Any], ...] = (
    outbox.c.secret,
    bulk_item.c.secret,
    bulk_delivery.c.phrase,
    console_user.c.totp,
    staff_member.c.identity,
)


class SecretBox:
    """Encrypts with the first key, reads with any (so that keys can be rotated).

    Raises InputError when a key is not a Fernet key (32 bytes, base64).
    """

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise InputError(
                "La clave de cifrado no es válida: cada línea debe tener 44 caracteres, como la que escribe "
                "«incidencias keys new»."
            ) from None

    def seal(self, secret: str) -> str:
        """The ciphertext of a secret."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """The secret of a ciphertext. Raises InputError when none of the keys made it."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise InputError(
                "Un secreto guardado no se puede leer con la clave de cifrado actual: vuelva a poner también "
                "la antigua, en otra línea."
            ) from None

    def reseal(self, sealed: str) -> str:
        """The same secret under the first key."""
        return self._fernet.rotate(sealed).decode()


def secret_box(settings: StoreSettings) -> SecretBox:
    """The box of the settings' key or key file (one key a line, the newest first).

    Raises InputError when there is no key or it cannot be used.
    """
    if settings.key is not None:
        keys = settings.key.get_secret_value().split()
    elif settings.key_file is not None:
        try:
            keys = settings.key_file.read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"[store] key_file: no se puede leer {settings.key_file} ({why(error)}). Vuelva a poner "
                "ahí la clave de cifrado con la que se creó la base de datos."
            ) from None
    else:
        keys = []
    if not keys:
        raise InputError("Falta la clave de cifrado: ponga [store] key_file (o key) en la configuración.")
    return SecretBox(keys)


def check_key(engine: Engine, box: SecretBox) -> None:
    """Hold the key against the one that this database was started with; the first one is remembered.

    Raises InputError when it is another key.
    """
    sealed = read_value(engine, select(meta.c.value).where(meta.c.name == _CHECK))
    if sealed is None:
        with writing(engine) as connection:
            connection.execute(
                insert(connection, meta).values(name=_CHECK, value=box.seal(_CHECK)).on_conflict_do_nothing()
            )
            sealed = connection.scalar(select(meta.c.value).where(meta.c.name == _CHECK)) or ""
    try:
        box.open(sealed)
    except InputError:
        raise InputError(
            "La clave de cifrado no es la de esta base de datos: use la que se creó con ella "
            "(los secretos pendientes no se pueden leer con otra)."
        ) from None


def rotate_keys(engine: Engine, box: SecretBox) -> int:
    """Encrypt every stored secret with the box's first key; returns how many there were."""
    with writing(engine) as connection:
        sealed = connection.scalar(select(meta.c.value).where(meta.c.name == _CHECK))
        if sealed is not None:
            connection.execute(update(meta).where(meta.c.name == _CHECK).values(value=box.reseal(sealed)))
        return sum(_reseal(connection, column, box) for column in _SEALED)


def _reseal(connection: Connection, column: Column[Any], box: SecretBox) -> int:
    """One column of ciphertexts; returns how many there were."""
    table = column.table
    keys = list(table.primary_key)
    rows = connection.execute(select(*keys, column).where(column.is_not(None)).with_for_update()).all()
    for *key, sealed in rows:
        this = (part == value for part, value in zip(keys, key, strict=True))
        connection.execute(update(table).where(*this).values({column: box.reseal(sealed)}))
    return len(rows)
