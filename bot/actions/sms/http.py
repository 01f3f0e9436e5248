"""`kind = "http"`: any gateway with an HTTP interface, described in the settings by one request.

Placeholders: `{to}` (+34600111222), `{digits}` (34600111222), `{text}`, `{key}` (the same when a text is
repeated), `{reference}` (of the answer, in `status`) and the names in `[school.sms.secrets]`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import httpx
import re2
from pydantic import AfterValidator, Field

from bot.actions.http_request import RequestOptions
from bot.errors import InputError, TransportError
from bot.ports.texts import Receipt
from bot.settings.options import read_options, read_secret
from bot.settings.values import SmsSettings
from bot.system.tls import verified_tls

_BUSY = frozenset({429, 503})  # it was not taken (RFC 6585 §4, RFC 9110 §15.6.4)

_UNKNOWN = (
    "El servicio de SMS no ha contestado y no se sabe si el SMS llegó a salir: "
    "pregunte a la familia antes de repetirlo."
)


def _pattern(text: str) -> str:
    try:
        re2.compile(text)
    except re2.error as error:
        raise ValueError(f"la expresión «{text}» está mal escrita: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class _Status(RequestOptions):
    """`[school.sms.status]`: asks what has become of one text."""

    every_s: float = Field(default=60.0, gt=0)
    delivered: Pattern
    failed: Pattern


class _Check(RequestOptions):
    """`[school.sms.check]`: asks something harmless (the balance, say) with our secrets."""

    success: Pattern


class HttpOptions(RequestOptions):
    """What [school.sms] may say for this kind."""

    success: Pattern | None = None  # what a good answer holds; without it any 2xx is one
    reference: Pattern | None = None  # (group 1) the service's name of the text
    idempotent: bool = False  # the service does nothing for a {key} that it knows
    username: str | None = None  # HTTP Basic, with the secret «password»
    secrets: Mapping[str, str] = Field(default_factory=dict)
    ca_file: Path | None = None
    timeout_s: float = Field(default=30.0, gt=0)
    status: _Status | None = None
    check: _Check | None = None


class HttpGateway:
    """Sends one request a text; an answer that is not surely a "no" is never asked again."""

    def __init__(self, options: HttpOptions) -> None:
        self._options = options
        self.idempotent = options.idempotent
        self._secrets = dict(_secrets(options.secrets))
        if options.username is not None and "password" not in self._secrets:
            raise InputError(
                "[school.sms] username: falta «password» (o «password_file») en [school.sms.secrets]."
            )
        if options.status is not None and options.reference is None:
            raise InputError("[school.sms.status]: falta «reference» en [school.sms].")
        sending = {"to", "digits", "text", "key"}
        for section, request, known in (
            ("[school.sms]", options, sending),
            ("[school.sms.status]", options.status, {"reference"}),
            ("[school.sms.check]", options.check, set[str]()),
        ):
            unknown = sorted(request.holes() - known - self._secrets.keys()) if request else []
            if unknown:
                there = ", ".join(sorted(known | self._secrets.keys()))
                raise InputError(f"{section}: {{{unknown[0]}}} no se conoce; hay: {there}.")
        self._asked = float("-inf")

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        values = {
            "to": number,
            "digits": number.lstrip("+"),
            "text": text,
            "key": hashlib.sha256(key.encode()).hexdigest()[:32],
        }
        status, answer = self._ask(self._options, values)
        if not 200 <= status < 300:
            raise self._refused(status)
        if self._options.success is not None and not re2.search(self._options.success, answer):
            raise TransportError(
                "El servicio de SMS no ha aceptado el mensaje: mire en su página el saldo y la cuenta.",
                permanent=True,
                detail=f"{status}",
            )
        if self._options.status is None or self._options.reference is None:
            return ()
        found = re2.search(self._options.reference, answer)
        return (str(found[1]),) if found else ()

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        ask = self._options.status
        if ask is None or not waiting or time.monotonic() - self._asked < ask.every_s:
            return
        self._asked = time.monotonic()
        for reference in waiting:
            status, answer = self._ask(ask, {"reference": reference})
            if 200 <= status < 300 and re2.search(ask.delivered, answer):
                yield Receipt(reference, "delivered")
            elif 200 <= status < 300 and (found := re2.search(ask.failed, answer)):
                yield Receipt(reference, "failed", str(found[0])[:100])

    def check(self) -> str:
        host = httpx.URL(self._options.url).host
        if self._options.check is None:
            return f"SMS por {host} (sin comprobar: ponga [school.sms.check])."
        status, answer = self._ask(self._options.check, {})
        if not 200 <= status < 300 or not re2.search(self._options.check.success, answer):
            raise TransportError(
                f"{host} contesta, pero no como se esperaba (HTTP {status}): revise el usuario y la clave.",
                permanent=True,
            )
        return f"SMS por {host}, que nos conoce."

    def _ask(self, request: RequestOptions, values: Mapping[str, str]) -> tuple[int, str]:
        """Neither address nor body ever stand in an error: they hold codes and secrets."""
        options = self._options
        auth = (options.username, self._secrets["password"]) if options.username is not None else None
        try:
            return request.ask(
                {**self._secrets, **values},
                tls=verified_tls(options.ca_file),
                auth=auth,
                timeout_s=options.timeout_s,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TransportError(
                "El servicio de SMS no responde; se volverá a intentar.", permanent=False, detail=_kind(error)
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TransportError(_UNKNOWN, permanent=not self.idempotent, detail=_kind(error)) from None

    def _refused(self, status: int) -> TransportError:
        detail = f"HTTP {status}"
        if status in _BUSY:
            return TransportError(
                "El servicio de SMS está saturado; se volverá a intentar.", permanent=False, detail=detail
            )
        if status >= 500:
            return TransportError(_UNKNOWN, permanent=not self.idempotent, detail=detail)
        return TransportError(
            f"El servicio de SMS no acepta la petición (HTTP {status}): revise [school.sms].",
            permanent=True,
            detail=detail,
        )


def _kind(error: Exception) -> str:
    return type(error).__name__


def _secrets(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """`name = "…"` and `name_file = "path"` alike. Raises InputError."""
    for name, value in given.items():
        bare = name.removesuffix("_file")
        yield bare, value if bare == name else read_secret(None, Path(value), f"[school.sms.secrets] {bare}")


def build(settings: SmsSettings) -> HttpGateway:
    return HttpGateway(read_options(HttpOptions, settings, "[school.sms]"))
