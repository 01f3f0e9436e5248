"""Errors that mean something to the caller: one error, one fact."""

from __future__ import annotations


class IncidenciasError(Exception):
    """Base of all errors that are shown to a person as one clear Spanish sentence."""


class InputError(IncidenciasError):
    """Bad input from outside (a file, a setting, a rule): names the place and the mend."""


class TransportError(IncidenciasError):
    """A deed outside (SMTP, IMAP, directory, SMS) failed.

    `str(error)` is a Spanish sentence for the coordinator, without secrets or personal data;
    `detail` is for the log; `permanent` says whether trying again can help.
    """

    def __init__(self, sentence: str, *, permanent: bool, detail: str = "") -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.detail = detail
