"""`kind = "apprise"`: any SMS service that apprise knows, by its URL.

`url` holds the service with `{to}` where the number goes, e.g. `twilio://SID:TOKEN@FROM/{to}`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.errors import InputError, TransportError
from bot.ports.texts import Receipt
from bot.settings.options import Options, read_options, read_secret
from bot.settings.values import SmsSettings


class AppriseOptions(Options):
    """What [school.sms] may say for this kind."""

    url: SecretStr | None = None
    url_file: Path | None = None


class AppriseGateway:
    """Sends through one apprise URL; the service gives no idempotency, so a crash may cost a repeat."""

    idempotent = False

    def __init__(self, options: AppriseOptions) -> None:
        self._url = read_secret(options.url, options.url_file, "[school.sms] url")
        if "{to}" not in self._url:
            raise InputError("[school.sms] url: falta {to} donde va el número.")

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        if not self._service(number).notify(body=text, body_format="text"):
            raise TransportError(
                "El servicio de SMS no ha aceptado el mensaje; se volverá a intentar. ¿Queda saldo?",
                permanent=False,
            )
        return ()

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        return iter(())

    def check(self) -> str:
        return f"SMS por {self._service('+34600000000')[0].service_name}."

    def _service(self, number: str) -> Any:
        from apprise import Apprise  # noqa: PLC0415 - 0.3 s that `--help` must not pay

        service = Apprise()
        if not service.add(self._url.replace("{to}", number.lstrip("+"))):
            raise TransportError(
                "La dirección del servicio de SMS no es válida: revise «url» en [school.sms].", permanent=True
            )
        return service


def build(settings: SmsSettings) -> AppriseGateway:
    return AppriseGateway(read_options(AppriseOptions, settings, "[school.sms]"))
