"""What the systems that hold accounts have in common: their settings, and whose account it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from bot.errors import InputError, NoAccount, TransportError
from bot.ports import Account
from bot.settings import CredentialsSettings
from bot.text import words

VALID = timedelta(hours=48)  #: a temporary password's life (POLICY §3)
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "el", "y", "i"})
_PLACE = re.compile(r"\{(dni|email|student|login)\}")


class Options(BaseModel):
    """The keys of one kind of system, besides those that all have."""

    model_config = ConfigDict(frozen=True, extra="forbid")


O = TypeVar("O", bound=Options)  # noqa: E741 - the option set of a kind


def options(kind: type[O], settings: CredentialsSettings) -> O:
    """The further keys of the section. Raises InputError with every mistake."""
    try:
        return kind.model_validate(settings.model_extra or {})
    except ValidationError as error:
        where = f'credenciales de kind = "{settings.kind}"'
        raise InputError("\n".join(f"{where}: {_mistake(e)}" for e in error.errors())) from None


def _mistake(error: object) -> str:
    """One mistake as a Spanish sentence; the value, which may be secret, is left out."""
    assert isinstance(error, dict)
    name = ".".join(str(step) for step in error["loc"])
    match error["type"]:
        case "missing":
            return f"falta «{name}»."
        case "extra_forbidden":
            return f"«{name}» no se conoce aquí: quítelo o corrija su nombre."
        case "value_error":
            return f"{error['ctx']['error']}."
        case _:
            return f"«{name}» no es válido: {error['msg']}."


def secret(value: SecretStr | None, file: Path | None, *, name: str) -> str:
    """A secret of the settings, or of the file that holds it. Raises InputError."""
    if value is not None:
        return value.get_secret_value()
    if file is None:
        raise InputError(f"credenciales: falta «{name}» (o «{name}_file»).")
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise InputError(f"credenciales: no se puede leer {file} («{name}_file»).") from None


# --------------------------------------------------------------------------- whose account


class Escape(Protocol):
    """Makes a datum harmless inside a question."""

    def __call__(self, text: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Question:
    """One way to ask a system for a person; `parts` fill the places of the template."""

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


def refused(system: str, *, detail: str = "") -> TransportError:
    """The system does not take the password."""
    return TransportError(
        f"{system} no acepta la clave: su política de contraseñas pide otra cosa. Ponga usted una a mano y "
        "pida a quien lo administra que revise la política.",
        permanent=True,
        detail=detail,
    )
