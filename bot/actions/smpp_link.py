"""One bound session with an SMSC (SMPP 3.4), over smpplib: ask and wait for the answer, keep the news.

What the SMSC sends on its own (receipts) is kept unanswered until somebody has noted it, so that it comes
again after a crash.
"""

from __future__ import annotations

import logging
import re
import select
import socket
import ssl
import struct
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from smpplib import consts, exceptions
from smpplib.client import Client
from smpplib.smpp import make_pdu

from bot.ports.texts import Receipt

logging.getLogger("smpplib").setLevel(logging.CRITICAL)  # at lower levels it writes whole messages

_BROKEN = (
    exceptions.ConnectionError,
    exceptions.PDUError,
    exceptions.UnknownCommandError,
    OSError,
    struct.error,
)
_IDLE_S = 30.0  #: after this long without a word we ask whether the other side still lives
_RECEIPT, _KIND = 0x04, 0x3C  # esm_class, SMPP 3.4 §5.2.12
#: message_state, SMPP 3.4 §5.2.28, and the words for it in the text of a receipt (appendix B).
_DELIVERED, _FAILED = {2, "DELIVRD", 6, "ACCEPTD"}, {3, 4, 5, 8, "EXPIRED", "DELETED", "UNDELIV", "REJECTD"}
_TEXT = re.compile(
    r"\bid:(?P<id>\S+).*?\bstat:(?P<stat>\w+)(?:.*?\berr:(?P<err>\S+))?", re.DOTALL | re.IGNORECASE
)


class LinkLost(Exception):  # noqa: N818 - a fact: nobody knows what the other side did last
    """The session is over; what was asked last may or may not have been done."""


class Refused(Exception):  # noqa: N818 - an answer
    """The SMSC says no; `status` as in SMPP 3.4 §5.1.3."""

    def __init__(self, status: int) -> None:
        super().__init__(consts.DESCRIPTIONS.get(status, f"0x{status:02X}"))
        self.status = status


class Link:
    """A session as transceiver: texts go out and receipts come in over one connection."""

    def __init__(self, host: str, port: int, *, tls: ssl.SSLContext | None, timeout_s: float) -> None:
        """Connect. Raises LinkLost."""
        self._client = Client(
            host, port, timeout=timeout_s, logger_name="smpplib", allow_unknown_opt_params=True
        )
        self._news: deque[Any] = deque()
        self._heard = time.monotonic()
        try:
            line: socket.socket = socket.create_connection((host, port), timeout=timeout_s)
            if tls is not None:
                line = tls.wrap_socket(line, server_hostname=host)
        except OSError as error:
            raise LinkLost(type(error).__name__) from error
        self._line = self._client._socket = line  # noqa: SLF001 - smpplib connects without a host name for TLS
        self._client.state = consts.SMPP_CLIENT_STATE_OPEN

    def bind(self, system_id: str, password: str, system_type: str) -> None:
        """Sign in. Raises Refused or LinkLost."""
        self._ask("bind_transceiver", system_id=system_id, password=password, system_type=system_type)

    def submit(self, **fields: object) -> str:
        """Hand over one part; returns the SMSC's name of it. Raises Refused or LinkLost."""
        return _text(self._ask("submit_sm", **fields).message_id)

    def prove(self) -> None:
        """Make sure that the other side still listens. Raises LinkLost."""
        self._ask("enquire_link")

    def receipts(self) -> Iterator[Receipt]:
        """What has come in; each is acknowledged when the next one is asked for. Raises LinkLost."""
        self._read_all()
        if time.monotonic() - self._heard > _IDLE_S:
            self.prove()
        while self._news:
            receipt = read_receipt(self._news[0])
            if receipt is not None:
                yield receipt
            self._answer("deliver_sm_resp", self._news[0])
            self._news.popleft()

    def close(self) -> None:
        """Take leave; the other side may be gone already."""
        with suppress(LinkLost, Refused):
            self._ask("unbind")
        self._client.state = consts.SMPP_CLIENT_STATE_OPEN
        self._client.disconnect()

    def _ask(self, command: str, **fields: object) -> Any:
        try:
            question = make_pdu(command, client=self._client, **fields)
            self._client.send_pdu(question)
            while True:
                answer = self._read()
                if answer.sequence == question.sequence and answer.is_response():
                    break
                self._take(answer)
        except _BROKEN as error:
            raise LinkLost(type(error).__name__) from error
        if answer.is_error():
            raise Refused(int(answer.status))
        return answer

    def _read_all(self) -> None:
        """Everything that is there, without waiting for more."""
        try:
            while self._has_something():
                self._take(self._read())
        except _BROKEN as error:
            raise LinkLost(type(error).__name__) from error

    def _has_something(self) -> bool:
        if isinstance(self._line, ssl.SSLSocket) and self._line.pending():
            return True
        return bool(select.select([self._line], [], [], 0)[0])

    def _read(self) -> Any:
        pdu = self._client.read_pdu()
        self._heard = time.monotonic()
        return pdu

    def _take(self, pdu: Any) -> None:
        match pdu.command:
            case "deliver_sm":
                self._news.append(pdu)
            case "enquire_link":
                self._answer("enquire_link_resp", pdu)
            case "unbind":
                raise LinkLost("unbind")
            case _:
                pass  # a late answer to what nobody waits for any more

    def _answer(self, command: str, question: Any) -> None:
        answer = make_pdu(command, client=self._client)
        answer.sequence = question.sequence
        try:
            self._client.send_pdu(answer)
        except _BROKEN as error:
            raise LinkLost(type(error).__name__) from error


def read_receipt(pdu: Any) -> Receipt | None:
    """What a deliver_sm says has become of a text; None when it is no receipt, or no last word."""
    if int(pdu.esm_class or 0) & _KIND != _RECEIPT:
        return None
    told = _TEXT.search(_text(pdu.short_message or pdu.message_payload))
    reference = _text(pdu.receipted_message_id) or (told["id"] if told else "")
    state = pdu.message_state or (told["stat"].upper() if told else None)
    if not reference or state not in _DELIVERED | _FAILED:
        return None
    detail = f"{told['stat']} {told['err'] or ''}".strip() if told else str(state)
    return Receipt(reference, "delivered" if state in _DELIVERED else "failed", detail)


def _text(value: bytes | str | None) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return (value or "").rstrip("\0")
