"""Errors that mean something to the caller: one error, one fact."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_WHY: Final = {
    errno.ENOENT: "no existe",
    errno.EACCES: "no hay permiso",
    errno.EPERM: "no hay permiso",
    errno.EISDIR: "es una carpeta",
    errno.ENOTDIR: "parte de la ruta no es una carpeta",
    errno.EEXIST: "ya existe",
    errno.ENOSPC: "el disco está lleno",
    errno.EROFS: "ese disco es de solo lectura",
    errno.EADDRINUSE: "ya lo usa otro programa",
    errno.EADDRNOTAVAIL: "esa dirección no es de este ordenador",
    errno.ECONNREFUSED: "no hay nadie escuchando",
}


class IncidenciasError(Exception):
    """Base of all errors that are shown to a person as one clear Spanish sentence."""

    exit_code = 2  #: of a command that ends with it: a person must mend something


class InputError(IncidenciasError):
    """Bad input from outside (a file, a setting, a rule): names the place and the mend."""


class StoreAway(InputError):  # noqa: N818 - a fact, and maybe nobody's fault
    """The database does not answer: wrong settings, or it is not up yet."""

    exit_code = 75  #: EX_TEMPFAIL of sysexits.h: a service tries again


class TransportError(IncidenciasError):
    """A deed outside (SMTP, IMAP, directory, SMS) failed.

    `str(error)` is a Spanish sentence for the coordinator, without secrets or personal data;
    `detail` is for the log; `permanent` says whether trying again can help; `reason` is the code that
    the case gets in the queue, where the failure is an outcome of its own.
    """

    reason: str | None = None

    def __init__(self, sentence: str, *, permanent: bool, detail: str = "") -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.detail = detail


class NoAccount(TransportError):  # noqa: N818 - an outcome of its own
    """The system holds no account of this person, or none that is surely theirs."""

    reason = "no_account"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, permanent=True)


class AccountSuspended(TransportError):  # noqa: N818 - as above
    """An administrator has suspended the account: only they may open it again."""

    reason = "account_suspended"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, permanent=True)


def why(error: OSError | UnicodeDecodeError) -> str:
    """What the system says, in the words of the person who reads it; a rare fault stays in English."""
    if isinstance(error, UnicodeDecodeError):
        return "no es un fichero de texto"
    return _WHY.get(error.errno or 0) or error.strerror or type(error).__name__


def tried(deed: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | TransportError:
    """What a deed gives, or why it failed: as one of the results of many deeds at once."""
    try:
        return deed(*args, **kwargs)
    except TransportError as error:
        return error


def or_raise(result: T | TransportError) -> T:
    """One of the results of many deeds at once, as if it had been done alone. Raises TransportError."""
    if isinstance(result, TransportError):
        raise result
    return result
