"""People who have an account in the systems of the tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from bot.ports.accounts import Account

OLD_PASSWORD = "clave-vieja-1aZ"
DOMAIN = "casa.test"
_numbers = itertools.count(10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account of a system, and whom it belongs to. Each is a new one unless told."""

    number: str = field(default_factory=lambda: f"{next(_numbers)}Z")  #: DNI, or Nº Id. Escolar of a pupil
    given: str = "Ana María"
    surnames: str = "Ruiz Sanz"
    suspended: bool = False
    login: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "login", self.login or f"p{self.number.casefold()}")

    @property
    def name(self) -> str:
        return f"{self.given} {self.surnames}"

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"

    @property
    def account(self) -> Account:
        """The same person as the register knows them."""
        return Account(guardian=self.number, dni=self.number, full_name=self.name)
