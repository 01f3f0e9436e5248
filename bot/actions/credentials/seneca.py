"""`kind = "seneca"`: Séneca has no API, so a person sets the password there.

A verified case becomes a work item with every datum to click through; only the coordinator's "hecho"
sends the answer, and Séneca itself sends the SMS.
"""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

from bot.errors import TransportError
from bot.ports.accounts import Account, AccountBook, AccountInfo, Credentials, PasswordPolicy
from bot.settings.options import Options, read_options
from bot.settings.values import CredentialsSettings

_STEPS = (
    (
        "Alumnado ▸ Alumnado ▸ Familias y tutores ▸ Tutores: elija la unidad, búsquela y compruebe que "
        "su móvil es el de la lista. Si no lo es, no siga: «datos distintos»."
    ),
    (
        "Gestión de usuarios ▸ Usuarios Pasen ▸ Tutores legales: búsquela, pulse en su usuario y elija "
        "«Reasignar clave». Séneca le manda el SMS."
    ),
    "Anote el resultado: hecho, no existe o datos distintos. Entonces recibe la familia su respuesta.",
)


class SenecaOptions(Options):
    """What [school.credentials] may say for this kind."""

    steps: tuple[str, ...] = _STEPS  # Séneca's menus change now and then


class SenecaProvider:
    """Never called to set a password: `assisted` makes the plan a work item."""

    assisted = True
    policy = PasswordPolicy()

    def __init__(self, options: SenecaOptions) -> None:
        self.steps = options.steps  #: what to click through, for the list of tasks

    def look_up(self, account: Account) -> AccountInfo:
        self._refuse()

    def set_password(self, account: Account, password: str, *, key: str, now: datetime) -> Credentials:
        self._refuse()

    def revoke(self, account: Account, *, now: datetime) -> None:
        self._refuse()

    def check(self) -> str:
        return "Las claves se renuevan a mano en Séneca: cada caso verificado queda en la cola como tarea."

    @staticmethod
    def _refuse() -> NoReturn:
        raise TransportError("Séneca no permite renovar claves desde un programa.", permanent=True)


def build(settings: CredentialsSettings, book: AccountBook) -> SenecaProvider:
    return SenecaProvider(read_options(SenecaOptions, settings, "[school.credentials]"))
