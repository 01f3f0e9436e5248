"""`kind = "google"`: accounts of Google Workspace, by the Directory API (`directory/v1/users`).

Needs the extra `incidencias[google]`. A service account acts for an administrator (domain-wide delegation)
with one right, `admin.directory.user`. Google gives a password no end: the 48 hours are kept by `revoke`.
https://developers.google.com/workspace/admin/directory/reference/rest/v1/users
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from google.auth import exceptions, transport
from google.oauth2 import service_account

from bot.actions.accounts import Question
from bot.actions.google_batch import BATCH, Answer, Call, GoogleBatch
from bot.actions.rest import Rest, RestOptions, RestProvider, User
from bot.errors import InputError, TransportError, why
from bot.ports.accounts import AccountBook
from bot.settings.options import read_options
from bot.settings.values import CredentialsSettings, EmailAddress

_SCOPE = "https://www.googleapis.com/auth/admin.directory.user"
_USERS = "/admin/directory/v1/users"
_FIELDS = "id,primaryEmail,name/fullName,suspended,archived,changePasswordAtNextLogin,lastLoginTime"
_NEVER = "1970-01-01T00:00:00.000Z"


class GoogleOptions(RestOptions):
    """And for this kind."""

    key_file: Path
    admin: EmailAddress
    find: tuple[str, ...] = ("externalId='{dni}'", "externalId='{student}'", "email='{email}'")
    customer: str = "my_customer"
    api_url: str = "https://admin.googleapis.com"


class GoogleProvider(RestProvider):
    """Batches of 500, within the quota."""

    system = "Google Workspace"
    batch = BATCH
    by_login = "{login}"

    def __init__(
        self,
        settings: GoogleOptions,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(settings, sleep=sleep)
        self._settings = settings
        self._login = _credentials(settings)
        self._rest, self._door = self.rest(self._token), _Door(self.rest())
        self.no_right = (
            f"«{settings.admin}» debe ser administrador de usuarios, y la cuenta de servicio tener concedido "
            f"«{_SCOPE}» (delegación en todo el dominio)."
        )
        self._batch = GoogleBatch(self._rest, settings.api_url, sleep=sleep, monotonic=monotonic)

    def ask(self, asked: Sequence[Question]) -> list[list[User] | TransportError]:
        return [self._people(answer) for answer in self._batch.send([self._call(q) for q in asked])]

    def put(self, passwords: Sequence[tuple[User, str]]) -> list[TransportError | None]:
        calls = [
            Call(
                "PATCH",
                f"{_USERS}/{quote(user.id, safe='')}",
                (("fields", "id"),),
                {"password": password, "changePasswordAtNextLogin": True},
            )
            for user, password in passwords
        ]
        return [
            None if answer.status == HTTPStatus.OK else self._fault(answer)
            for answer in self._batch.send(calls)
        ]

    def check(self) -> str:
        """TLS and clock, the delegation, and the right to see people."""
        params = {"customer": self._settings.customer, "maxResults": "1", "fields": "users/primaryEmail"}
        answer = self._rest.send("GET", f"{self._settings.api_url}{_USERS}", params=params)
        self._rest.check_clock(answer)
        if answer.status_code != HTTPStatus.OK:
            raise self._fault(Answer(answer.status_code, answer.json()))
        return f"{self._settings.api_url}: {self._settings.admin} puede ver y renovar las cuentas."

    # ----------------------------------------------------------------- questions and answers

    def _call(self, question: Question) -> Call:
        if question.template == self.by_login:
            return Call("GET", f"{_USERS}/{quote(question.login, safe='')}", (("fields", _FIELDS),))
        query = question.filled(lambda text: text.replace("\\", "\\\\").replace("'", "\\'"))
        params = (("customer", self._settings.customer), ("query", query), ("maxResults", "5"))
        return Call("GET", _USERS, (*params, ("fields", f"users({_FIELDS})")))

    def _people(self, answer: Answer) -> list[User] | TransportError:
        if answer.status == HTTPStatus.NOT_FOUND or answer.reason in {"invalid", "invalidInput"}:
            return []  # nobody is called so, or nobody can be
        if answer.status != HTTPStatus.OK:
            return self._fault(answer)
        if "id" in answer.body:
            return [_user(answer.body)]
        return [_user(told) for told in answer.body.get("users", ())]

    def _fault(self, answer: Answer) -> TransportError:
        return self.fault(answer.status, answer.reason, later=answer.later)

    # ----------------------------------------------------------------- signing in

    def _token(self) -> Mapping[str, str]:
        if not self._login.valid:
            try:
                self._login.refresh(self._door)
            except exceptions.RefreshError as error:
                raise TransportError(
                    "Google no deja entrar a la cuenta de servicio: revise key_file, la delegación en todo "
                    f"el dominio para «{_SCOPE}», que «admin» exista y que este servidor esté en hora.",
                    permanent=not error.retryable,
                    detail="RefreshError",
                ) from None
        return {"Authorization": f"Bearer {self._login.token}"}


class _Door(transport.Request):
    """google-auth's way out, over our own HTTPS."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_unused: object,
    ) -> _Reply:
        return _Reply(self._rest.send(method, url, content=body, headers=dict(headers or {})))


class _Reply(transport.Response):
    def __init__(self, answer: httpx.Response) -> None:
        self._answer = answer

    @property
    def status(self) -> int:
        return self._answer.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self._answer.headers

    @property
    def data(self) -> bytes:
        return self._answer.content


def _credentials(settings: GoogleOptions) -> Any:
    try:
        key = json.loads(settings.key_file.read_text(encoding="utf-8"))
        return service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
            key, scopes=[_SCOPE], subject=settings.admin
        )
    except OSError as error:
        raise InputError(
            f"[school.credentials] key_file: no se puede leer {settings.key_file} ({why(error)})."
        ) from None
    except ValueError:
        raise InputError(
            f"[school.credentials] key_file: {settings.key_file} no es la clave JSON de ninguna cuenta."
        ) from None


def _user(told: Mapping[str, Any]) -> User:
    seen = told.get("lastLoginTime", _NEVER)
    return User(
        id=told["id"],
        username=told["primaryEmail"],
        name=told.get("name", {}).get("fullName", ""),
        suspended=bool(told.get("suspended") or told.get("archived")),
        must_change=bool(told.get("changePasswordAtNextLogin")),
        last_sign_in=None if seen == _NEVER else datetime.fromisoformat(seen),
    )


def build(settings: CredentialsSettings, book: AccountBook) -> GoogleProvider:
    return GoogleProvider(read_options(GoogleOptions, settings, "[school.credentials]"))
