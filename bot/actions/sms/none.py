"""`kind = "none"`: no gateway of ours; Séneca itself sends the codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.errors import TransportError
from bot.ports.texts import Receipt
from bot.settings.values import SmsSettings


class NoGateway:
    """Refuses every text: a case that needs one goes to a person."""

    idempotent = True

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        raise TransportError("No hay ningún servicio de SMS: póngalo en [school.sms] kind.", permanent=True)

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        return iter(())

    def check(self) -> str:
        return "Sin servicio de SMS propio: el código lo envía Séneca."


def build(settings: SmsSettings) -> NoGateway:
    return NoGateway()
