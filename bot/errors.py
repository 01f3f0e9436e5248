"""Errors that mean something to the caller: one error, one fact."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


class IncidenciasError(Exception):
    """Base of all errors that are shown to a person as one clear Spanish sentence."""


class InputError(IncidenciasError):
    """Bad input from outside (a file, a setting, a rule): names the place and the mend."""


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

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence, permanent=True, detail=detail)


class AccountSuspended(TransportError):  # noqa: N818 - as above
    """An administrator has suspended the account: only they may open it again."""

    reason = "account_suspended"

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence, permanent=True, detail=detail)


def or_raise(result: T | TransportError) -> T:
    """One of the results of many deeds at once, as if it had been done alone. Raises TransportError."""
    if isinstance(result, TransportError):
        raise result
    return result
