"""`kind = "apprise"`: any SMS service that apprise knows, by its URL.

`url` holds the service with `{to}` where the number goes, e.g. `twilio://SID:TOKEN@FROM/{to}`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from bot.errors import InputError, TransportError, why
from bot.ports.texts import Receipt
from bot.settings.values import SmsSettings


class AppriseGateway:
    """Sends through one apprise URL; the service gives no idempotency, so a crash may cost a repeat."""

    kind = "apprise"
    idempotent = False

    def __init__(self, settings: SmsSettings) -> None:
        extra = settings.model_extra or {}
        url = extra.get("url")
        if url_file := extra.get("url_file"):
            try:
                url = Path(url_file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise InputError(
                    f"[school.sms] url_file: no se puede leer {url_file} ({why(error)})."
                ) from error
        if not url or "{to}" not in url:
            raise InputError(
                '[school.sms] kind = "apprise" necesita «url» (o «url_file») con {to} donde va el número.'
            )
        self._url: str = url

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        from apprise import Apprise, NotifyFormat  # noqa: PLC0415 - 0.3 s that `--help` must not pay

        service = Apprise()
        if not service.add(self._url.replace("{to}", number.lstrip("+"))):
            raise TransportError(
                "La dirección del servicio de SMS no es válida: revise «url» en [school.sms].", permanent=True
            )
        if not service.notify(body=text, body_format=NotifyFormat.TEXT):
            raise TransportError(
                "El servicio de SMS no ha aceptado el mensaje; se volverá a intentar. ¿Queda saldo?",
                permanent=False,
            )
        return ()

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        return iter(())

    def check(self) -> str:
        from apprise import Apprise  # noqa: PLC0415 - as above

        service = Apprise.instantiate(self._url.replace("{to}", "34600000000"))
        if service is None:
            raise TransportError(
                "La dirección del servicio de SMS no es válida: revise «url» en [school.sms].", permanent=True
            )
        return f"SMS por {service.service_name}."


def build(settings: SmsSettings) -> AppriseGateway:
    return AppriseGateway(settings)
