"""`kind = "microsoft"`: accounts of Microsoft 365 (Entra ID), by Microsoft Graph.

An application with client credentials, and the rights `User.Read.All` and
`User-PasswordProfile.ReadWrite.All`. Entra gives a password no end: the 48 hours are kept by `revoke`.
https://learn.microsoft.com/graph/api/user-update, https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import SecretStr

from bot.actions.accounts import Question
from bot.actions.rest import LATER, RestOptions, RestProvider, User, in_batches
from bot.errors import TransportError
from bot.ports.accounts import AccountBook
from bot.settings.options import read_options, read_secret
from bot.settings.values import CredentialsSettings

BATCH = 20
_EARLY_S = 120  #: a token is renewed this long before it ends


_Answer = tuple[int, Mapping[str, Any]]  #: status and body


class MicrosoftOptions(RestOptions):
    """And for this kind."""

    tenant: str
    client_id: str
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    find: tuple[str, ...] = (
        "employeeId eq '{dni}'",
        "employeeId eq '{student}'",
        "mail eq '{email}'",
    )
    last_sign_in: bool = False  #: needs AuditLog.Read.All and a P1 licence
    api_url: str = "https://graph.microsoft.com/v1.0"
    login_url: str = "https://login.microsoftonline.com"


class MicrosoftProvider(RestProvider):
    """JSON batches of 20."""

    system = "Microsoft 365"
    batch = BATCH
    by_login = "{login}"
    no_right = (
        "la aplicación necesita User.Read.All y User-PasswordProfile.ReadWrite.All con el consentimiento de "
        "un administrador; no renueva las claves de los administradores."
    )

    def __init__(
        self,
        settings: MicrosoftOptions,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(settings, sleep=sleep)
        self._settings = settings
        self._secret = read_secret(settings.client_secret, settings.client_secret_file, "client_secret")
        self._monotonic = monotonic
        self._token, self._good_until = "", 0.0
        self._rest, self._door = self.rest(self._signed), self.rest()
        fields = "id,userPrincipalName,displayName,accountEnabled,passwordProfile"
        self._fields = f"{fields},signInActivity" if settings.last_sign_in else fields

    def ask(self, asked: Sequence[Question]) -> list[list[User] | TransportError]:
        calls = [{"method": "GET", "url": self._address(question)} for question in asked]
        return [self._people(status, body) for status, body in self._send(calls)]

    def put(self, passwords: Sequence[tuple[User, str]]) -> list[TransportError | None]:
        calls = [
            {
                "method": "PATCH",
                "url": f"/users/{quote(user.id, safe='')}",
                "headers": {"Content-Type": "application/json"},
                "body": {"passwordProfile": {"password": password, "forceChangePasswordNextSignIn": True}},
            }
            for user, password in passwords
        ]
        return [
            None if status == HTTPStatus.NO_CONTENT else self._fault(status, body)
            for status, body in self._send(calls)
        ]

    def check(self) -> str:
        """TLS and clock, the application's secret, and the right to see people."""
        address = f"{self._settings.api_url}/users?{urlencode({'$top': '1', '$select': self._fields})}"
        answer = self._rest.send("GET", address)
        self._rest.check_clock(answer)
        if answer.status_code != HTTPStatus.OK:
            raise self._fault(answer.status_code, answer.json())
        return f"{self._settings.api_url}: la aplicación puede ver las cuentas."

    # ----------------------------------------------------------------- questions and answers

    def _address(self, question: Question) -> str:
        if question.template == self.by_login:
            return f"/users/{quote(question.login, safe='')}?{urlencode({'$select': self._fields})}"
        wanted = question.filled(lambda text: text.replace("'", "''"))
        return f"/users?{urlencode({'$filter': wanted, '$select': self._fields, '$top': '5'})}"

    def _people(self, status: int, body: Mapping[str, Any]) -> list[User] | TransportError:
        if status == HTTPStatus.NOT_FOUND:
            return []
        if status != HTTPStatus.OK:
            return self._fault(status, body)
        return [_user(told) for told in ([body] if "id" in body else body.get("value", ()))]

    def _send(self, calls: Sequence[Mapping[str, Any]]) -> list[_Answer]:
        return in_batches(
            calls, BATCH, self._once, later=lambda answer: answer[0] in LATER, sleep=self._sleep
        )

    def _once(self, calls: Sequence[Mapping[str, Any]]) -> list[_Answer]:
        numbered = [{"id": str(number), **call} for number, call in enumerate(calls)]
        answer = self._rest.send("POST", f"{self._settings.api_url}/$batch", json={"requests": numbered})
        if answer.status_code != HTTPStatus.OK:
            raise self._fault(answer.status_code, answer.json())
        told = {int(one["id"]): (one["status"], one.get("body") or {}) for one in answer.json()["responses"]}
        return [told.get(number, (0, {})) for number in range(len(calls))]

    def _fault(self, status: int, body: Mapping[str, Any]) -> TransportError:
        return self.fault(status, body.get("error", {}).get("code", ""))

    # ----------------------------------------------------------------- signing in

    def _signed(self) -> Mapping[str, str]:
        if self._monotonic() >= self._good_until:
            form = {
                "grant_type": "client_credentials",
                "client_id": self._settings.client_id,
                "client_secret": self._secret,
                "scope": f"{self._settings.api_url.removesuffix('/v1.0')}/.default",
            }
            address = f"{self._settings.login_url}/{quote(self._settings.tenant, safe='')}/oauth2/v2.0/token"
            answer = self._door.send("POST", address, data=form)
            if answer.status_code != HTTPStatus.OK:
                raise TransportError(
                    "Microsoft no deja entrar a la aplicación: revise tenant, client_id y client_secret, que "
                    "caduca.",
                    permanent=True,
                    detail=f"HTTP {answer.status_code} {answer.json().get('error', '')}",
                )
            grant = answer.json()
            self._token = grant["access_token"]
            self._good_until = self._monotonic() + grant["expires_in"] - _EARLY_S
        return {"Authorization": f"Bearer {self._token}"}


def _user(told: Mapping[str, Any]) -> User:
    seen = (told.get("signInActivity") or {}).get("lastSignInDateTime")
    return User(
        id=told["id"],
        username=told["userPrincipalName"],
        name=told.get("displayName") or "",
        suspended=told.get("accountEnabled") is False,
        must_change=bool((told.get("passwordProfile") or {}).get("forceChangePasswordNextSignIn")),
        last_sign_in=datetime.fromisoformat(seen) if seen else None,
    )


def build(settings: CredentialsSettings, book: AccountBook) -> MicrosoftProvider:
    return MicrosoftProvider(read_options(MicrosoftOptions, settings, "[school.credentials]"))
