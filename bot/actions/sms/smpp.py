"""`kind = "smpp"`: straight to an operator's SMSC, SMPP 3.4 over TLS, with delivery receipts."""

from __future__ import annotations

import secrets
import ssl
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from bot.actions.smpp_link import Link, LinkLost, Refused
from bot.errors import TransportError
from bot.ports.texts import Receipt
from bot.settings.options import Options, read_options, read_secret
from bot.settings.values import SmsSettings
from bot.system.tls import verified_tls
from bot.text import gsm7

_GSM7, _UCS2 = 0, 8  # data_coding, SMPP 3.4 §5.2.19
_HAS_HEADER = 0x40  # esm_class: the text begins with a user data header (3GPP TS 23.040 §9.2.3.24)
_INTERNATIONAL, _ALPHANUMERIC, _ISDN = 1, 5, 1
_TWO_DAYS = "000002000000000R"  # as long as the password holds; relative time, SMPP 3.4 §7.1.1.2
_SLOWER = frozenset({0x58, 0x14})  # ESME_RTHROTTLED, ESME_RMSGQFUL
_OURS_LATER = frozenset({0x08}) | _SLOWER  # ESME_RSYSERR: nothing was taken
_ALREADY_BOUND = 0x05
_QUIET_S = 5.0  #: after this long without a word the line is proven before a text goes out
_AGAIN_S = 15.0  #: a server that does not answer is left alone for so long
_TRIES = 5  #: to get a further part of a text through

_UNKNOWN = (
    "La conexión con la pasarela de SMS se cortó mientras se enviaba y no se sabe si el SMS llegó a salir: "
    "pregunte a la familia antes de repetirlo."
)


class SmppOptions(Options):
    """What [school.sms] may say for this kind."""

    host: str
    port: int = Field(default=3550, ge=1, le=65535)
    security: Literal["tls", "none"] = "tls"
    ca_file: Path | None = None
    system_id: str
    password: SecretStr | None = None
    password_file: Path | None = None
    system_type: str = ""
    sender: str = Field(pattern=r"^(\+?\d{3,15}|[A-Za-z0-9 .-]{1,11})$")
    per_second: float = Field(default=10.0, gt=0)
    hex_ids: bool = False  # some SMSCs write an id in hexadecimal, and in decimal in its receipt
    timeout_s: float = Field(default=10.0, gt=0)


class SmppGateway:
    """Keeps one session open, and opens another when it is lost."""

    idempotent = False

    def __init__(self, options: SmppOptions) -> None:
        self._options = options
        self._password = read_secret(options.password, options.password_file, "[school.sms] password")
        self._link: Link | None = None
        self._heard = self._sent = self._down = float("-inf")

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        link = self._proven()
        references: list[str] = []
        for fields in _parts(number, text, self._options.sender):
            references.append(self._submit(link, fields, begun=bool(references)))
        return tuple(references)

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        if self._link is None and not waiting:
            return
        link = self._link or self._connect()
        try:
            yield from link.receipts()
        except LinkLost as error:
            self._hang_up()
            raise _unreachable(str(error)) from error

    def check(self) -> str:
        try:
            self._connect()
        except _SignInError as rejected:
            if rejected.status != _ALREADY_BOUND:
                raise
            return f"SMS por {self._options.host} (SMPP); ya hay una sesión abierta con este usuario."
        self._hang_up()
        secure = "" if self._options.security == "tls" else ", SIN CIFRAR: solo por una red privada"
        return f"SMS por {self._options.host} (SMPP) como {self._options.system_id}{secure}."

    # ----------------------------------------------------------------- one session

    def _submit(self, link: Link, fields: dict[str, object], *, begun: bool) -> str:
        """One part; when it is not the first, it must get through."""
        for attempt in range(_TRIES if begun else 1):
            self._pace(slower=attempt)
            try:
                reference = link.submit(**fields)
            except LinkLost as error:
                self._hang_up()
                raise TransportError(_UNKNOWN, permanent=True, detail=str(error)) from error
            except Refused as error:
                refused = error
                if error.status not in _OURS_LATER:
                    break
            else:
                self._heard = time.monotonic()
                return str(int(reference, 16)) if self._options.hex_ids else reference
        raise TransportError(
            "La pasarela de SMS solo ha aceptado parte del mensaje: pregunte a la familia antes de repetirlo."
            if begun
            else "La pasarela de SMS no acepta el mensaje: mire con el operador el saldo y el remitente.",
            permanent=begun or refused.status not in _OURS_LATER,
            detail=str(refused),
        )

    def _pace(self, *, slower: int) -> None:
        """Not more a second than the contract allows; less when the SMSC has asked for it."""
        pause = 2.0 ** (slower - 1) if slower else 0.0
        time.sleep(max(pause, self._sent + 1 / self._options.per_second - time.monotonic(), 0.0))
        self._sent = time.monotonic()

    def _proven(self) -> Link:
        """A session that answers, so that a text is not given to a dead line."""
        if self._link is not None and time.monotonic() - self._heard > _QUIET_S:
            try:
                self._link.prove()
                self._heard = time.monotonic()
            except (LinkLost, Refused):
                self._hang_up()
        return self._link or self._connect()

    def _connect(self) -> Link:
        if time.monotonic() - self._down < _AGAIN_S:
            raise _unreachable("left alone for a while")
        o = self._options
        try:
            tls: ssl.SSLContext | None = verified_tls(o.ca_file) if o.security == "tls" else None
            link = Link(o.host, o.port, tls=tls, timeout_s=o.timeout_s)
            link.bind(o.system_id, self._password, o.system_type)
        except LinkLost as error:
            self._down = time.monotonic()
            raise _unreachable(str(error)) from error
        except Refused as error:
            self._down = time.monotonic()
            link.close()
            raise _SignInError(error) from error
        self._link, self._heard = link, time.monotonic()
        return link

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


class _SignInError(TransportError):
    """The SMSC does not let us in; that can be mended, so it is tried again."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(
            "La pasarela de SMS no acepta la entrada: revise «system_id» y «password».",
            permanent=False,
            detail=str(refused),
        )
        self.status = refused.status


def _unreachable(detail: str) -> TransportError:
    return TransportError(
        "La pasarela de SMS no responde; se volverá a intentar.", permanent=False, detail=detail
    )


def _parts(number: str, text: str, sender: str) -> Iterator[dict[str, object]]:
    """The fields of one submit_sm a part; parts are joined again by their user data header."""
    coding = _GSM7 if gsm7.encode(text) is not None else _UCS2
    pieces = gsm7.split(text)
    reference = secrets.randbelow(256)
    alphanumeric = not sender.lstrip("+").isdigit()
    for place, piece in enumerate(pieces, start=1):
        body = gsm7.encode(piece) if coding == _GSM7 else piece.encode("utf-16-be")
        header = bytes([5, 0, 3, reference, len(pieces), place]) if len(pieces) > 1 else b""
        yield {
            "source_addr": sender.lstrip("+"),
            "source_addr_ton": _ALPHANUMERIC if alphanumeric else _INTERNATIONAL,
            "source_addr_npi": 0 if alphanumeric else _ISDN,
            "destination_addr": number.lstrip("+"),
            "dest_addr_ton": _INTERNATIONAL,
            "dest_addr_npi": _ISDN,
            "esm_class": _HAS_HEADER if header else 0,
            "data_coding": coding,
            "registered_delivery": 1,
            "validity_period": _TWO_DAYS,
            "short_message": header + (body or b""),
        }


def build(settings: SmsSettings) -> SmppGateway:
    return SmppGateway(read_options(SmppOptions, settings, "[school.sms]"))
