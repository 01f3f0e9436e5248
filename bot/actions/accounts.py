"""What the systems that hold accounts have in common: how people are asked for, and whose account it is."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.errors import NoAccount, TransportError
from bot.ports.accounts import Account
from bot.text.words import words

_PARTICLES = frozenset({"de", "del", "la", "las", "los", "el", "y", "i"})
_PLACE = re.compile(r"\{(dni|email|student|login)\}")


class Escape(Protocol):
    """Makes a datum harmless inside a question."""

    def __call__(self, text: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Question:
    """One way to ask a system for a person; the data fill the places of the template."""

    template: str
    dni: str = ""
    email: str = ""
    student: str = ""
    login: str = ""

    def filled(self, escape: Escape = str) -> str:
        """The question in the system's language; every datum passes through `escape`."""
        return _PLACE.sub(lambda place: escape(getattr(self, place[1])), self.template)


def questions(templates: Iterable[str], account: Account) -> Iterator[tuple[Question, ...]]:
    """Template by template, the questions that can be asked with what is on file.

    One that needs a datum which is not there, or is no text, is left out; one that needs an e-mail is
    asked for each.
    """
    for template in templates:
        places = set(_PLACE.findall(template))
        data = {
            name: text if text is not None and text.isprintable() else ""
            for name, text in (
                ("dni", account.dni),
                ("student", account.student),
                ("login", account.login),
            )
        }
        emails = [e for e in account.emails if e.isprintable()] if "email" in places else [""]
        asked = tuple(Question(template, email=email, **data) for email in emails)
        if asked and all(data.get(place, "there") for place in places):
            yield asked


class Named(Protocol):
    """An account as a system tells it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def the_one(found: Sequence[N], account: Account, *, system: str) -> N:
    """The account that is surely this person's.

    Raises NoAccount when there is none, more than one, or one under another's name: a mistyped DNI or a
    shared address must not open a stranger's account.
    """
    different = {one.id: one for one in found}
    if not different:
        raise NoAccount(
            f"En {system} no hay ninguna cuenta con los datos de la ficha: créela, o diga cuál es con "
            "«incidencias link»."
        )
    if len(different) > 1:
        raise NoAccount(
            f"En {system} hay {len(different)} cuentas con los datos de la ficha: diga cuál es con "
            "«incidencias link»."
        )
    (one,) = different.values()
    if account.login is None and one.name and not _same_person(one.name, account.full_name):
        raise NoAccount(
            f"En {system} la cuenta con los datos de la ficha está a otro nombre: compruebe el DNI y el "
            "correo en la ficha y en la cuenta."
        )
    return one


def _same_person(one: str, on_file: str) -> bool:
    """Does the account's name hold one of the surnames on file (given names first)?"""
    surnames = [word for word in words(on_file) if word not in _PARTICLES][-2:]
    return not set(surnames).isdisjoint(words(one))


def nobodys_password() -> str:
    """What takes the place of a temporary password that is over: every kind of sign, told to nobody."""
    return f"{secrets.token_urlsafe(20)}-aZ9"


def refused(system: str, *, detail: str = "") -> TransportError:
    """The system does not take the password."""
    return TransportError(
        f"{system} no acepta la clave: su política de contraseñas pide otra cosa. Ponga usted una a mano y "
        "pida a quien lo administra que revise la política.",
        permanent=True,
        detail=detail,
    )
