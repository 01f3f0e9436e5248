"""Access tokens for XOAUTH2, fetched unattended and kept until shortly before they expire.

Google: a refresh token (https://developers.google.com/identity/protocols/oauth2/web-server#offline).
Microsoft 365: client credentials, where an admin granted the application IMAP.AccessAsApp and
SMTP.SendAsApp on the mailbox, or a refresh token.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, SecretStr, ValidationError

from bot.errors import TransportError
from bot.mail.servers.connection import secret_of
from bot.settings.values import OAuthSettings

if TYPE_CHECKING:
    import httpx

_GOOGLE = "https://oauth2.googleapis.com/token"
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
_MICROSOFT_APP_SCOPE = "https://outlook.office365.com/.default"
_MICROSOFT_USER_SCOPE = (
    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
)
_TIMEOUT_S = 30.0
_EARLY_S = 120  #: renewed this long before it expires, so that it outlives a sign-in
_WHY = {
    "invalid_grant": "El permiso para entrar en el buzón ha caducado o se ha retirado: vuelva a autorizarlo.",
    "invalid_client": "El identificador o el secreto de la aplicación (client_id, client_secret) no vale "
    "o ha caducado.",
    "unauthorized_client": "La aplicación no tiene permiso para pedir este acceso: revíselo en la consola "
    "del proveedor.",
    "invalid_scope": "La aplicación no tiene concedidos los permisos de correo (IMAP y SMTP).",
}


class _Grant(BaseModel):
    """RFC 6749 §5.1."""

    access_token: SecretStr
    expires_in: float = 3600
    refresh_token: SecretStr | None = None


class _Refusal(BaseModel):
    """RFC 6749 §5.2."""

    error: str


class TokenSource:
    """Access tokens of one application for one mailbox; safe to share between threads."""

    def __init__(
        self,
        settings: OAuthSettings,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._grant: _Grant | None = None
        self._good_until = 0.0
        self._newer: dict[str, str] = {}  #: by the refresh token of the settings: the one to use instead

    def token(self) -> str:
        """A token that is good for at least two minutes. Raises TransportError."""
        with self._lock:
            if self._grant is None or self._monotonic() >= self._good_until:
                self._grant = self._ask()
                self._good_until = self._monotonic() + self._grant.expires_in - _EARLY_S
            return self._grant.access_token.get_secret_value()

    def forget(self) -> None:
        """The server refused the token: the next `token()` asks for a new one."""
        with self._lock:
            self._grant = None

    def _ask(self) -> _Grant:
        import httpx  # noqa: PLC0415 - most mailboxes open with a password: only these wait for it

        form = self._form()
        try:
            answer = httpx.post(self._url(), data=form, timeout=_TIMEOUT_S)
        except httpx.HTTPError as error:
            raise TransportError(
                "No se llega al servidor que concede los permisos de correo (OAuth); se volverá a intentar.",
                permanent=False,
                detail=type(error).__name__,
            ) from None
        if not answer.is_success:
            raise _refused(answer)
        try:
            grant = _Grant.model_validate_json(answer.content)
        except ValidationError:
            raise TransportError(
                "El servidor de permisos (OAuth) ha contestado algo que no se entiende: revise token_url.",
                permanent=True,
                detail=f"HTTP {answer.status_code} without access_token",
            ) from None
        if grant.refresh_token is not None:
            self._keep(grant.refresh_token.get_secret_value())
        return grant

    def _url(self) -> str:
        settings = self._settings
        if settings.token_url is not None:
            return settings.token_url
        if settings.provider == "google":
            return _GOOGLE
        return _MICROSOFT.format(tenant=settings.tenant or "organizations")

    def _form(self) -> dict[str, str]:
        settings = self._settings
        form = {"client_id": settings.client_id}
        if (secret := secret_of(settings.client_secret, settings.client_secret_file)) is not None:
            form["client_secret"] = secret
        refresh = secret_of(settings.refresh_token, settings.refresh_token_file)
        if refresh is not None:
            form |= {"grant_type": "refresh_token", "refresh_token": self._newer.get(refresh, refresh)}
        elif settings.provider == "microsoft":
            form |= {"grant_type": "client_credentials"}
        else:
            raise TransportError(
                "Para entrar en el correo de Google falta refresh_token (o refresh_token_file).",
                permanent=True,
            )
        if settings.provider == "microsoft":
            form["scope"] = _MICROSOFT_APP_SCOPE if refresh is None else _MICROSOFT_USER_SCOPE
        return form

    def _keep(self, refreshed: str) -> None:
        """Microsoft hands out a new refresh token each time; the old one dies after 90 days."""
        settings = self._settings
        try:
            if settings.refresh_token_file is not None:
                _replace(settings.refresh_token_file, refreshed)
                return
        except OSError:  # a read-only secret: kept in memory, good until the next start
            pass
        given = secret_of(settings.refresh_token, settings.refresh_token_file)
        if given is not None:
            self._newer[given] = refreshed


def _replace(path: Path, text: str) -> None:
    """A new file in place of the old one, never half a file, readable only by us."""
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _refused(answer: httpx.Response) -> TransportError:
    try:
        code = _Refusal.model_validate_json(answer.content).error
    except ValidationError:
        code = ""
    again = answer.is_server_error or answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    sentence = (
        "El servidor que concede los permisos de correo (OAuth) está ocupado; se volverá a intentar."
        if again
        else _WHY.get(code, "El servidor no concede el permiso para entrar en el buzón (OAuth).")
    )
    return TransportError(sentence, permanent=not again, detail=f"HTTP {answer.status_code} {code}".strip())
