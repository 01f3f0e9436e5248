"""Many Google API calls in one HTTP request (multipart/mixed), at the pace that the quota allows."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.parser import BytesParser
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from bot.actions.rest import Rest, in_batches

BATCH = 500  #: calls in one request
PER_MINUTE = (
    2400  #: the quota of a project: https://developers.google.com/workspace/admin/directory/v1/limits
)
_BOUNDARY = "incidencias-batch"
_QUOTA = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API: path below the root."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    body: dict[str, object] | None = None

    @property
    def target(self) -> str:
        return f"{self.path}?{urlencode(self.params)}" if self.params else self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `reason` is Google's word for an error."""

    status: int
    body: dict[str, Any]

    @property
    def reason(self) -> str:
        errors = self.body.get("error", {}).get("errors") or [{}]
        return str(errors[0].get("reason", ""))

    @property
    def later(self) -> bool:
        """Asked again later, the same call may succeed."""
        return self.status == HTTPStatus.TOO_MANY_REQUESTS or self.status >= 500 or self.reason in _QUOTA


class GoogleBatch:
    """Sends calls alone or in batches; calls that met the quota are sent again, more slowly each time."""

    def __init__(
        self,
        rest: Rest,
        root: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rest = rest
        self._root = root.rstrip("/")
        self._sleep = sleep
        self._monotonic = monotonic
        self._free_at = 0.0

    def send(self, calls: Sequence[Call]) -> list[Answer]:
        """One answer a call, in order. Raises TransportError when nobody answers."""
        return in_batches(calls, BATCH, self._once, later=lambda answer: answer.later, sleep=self._sleep)

    def _pace(self, calls: int) -> None:
        """In no minute more than the quota: a first batch at once, then at the rate that this leaves."""
        now = self._monotonic()
        if now < self._free_at:
            self._sleep(self._free_at - now)
        self._free_at = max(now, self._free_at) + calls * 60 / (PER_MINUTE - BATCH)

    def _once(self, calls: Sequence[Call]) -> list[Answer]:
        self._pace(len(calls))
        if len(calls) == 1:
            (call,) = calls
            answer = self._rest.send(call.method, f"{self._root}{call.target}", json=call.body, hurry=True)
            return [Answer(answer.status_code, _json(answer.content))]
        parts = b"".join(_part(number, call) for number, call in enumerate(calls))
        answer = self._rest.send(
            "POST",
            f"{self._root}/batch",
            content=parts + f"--{_BOUNDARY}--\r\n".encode(),
            headers={"Content-Type": f"multipart/mixed; boundary={_BOUNDARY}"},
        )
        if answer.status_code != HTTPStatus.OK:
            return [Answer(answer.status_code, _json(answer.content))] * len(calls)
        told = _parts(answer.headers.get("Content-Type", ""), answer.content)
        return [told.get(number, Answer(HTTPStatus.BAD_GATEWAY, {})) for number in range(len(calls))]


def _part(number: int, call: Call) -> bytes:
    body = b"" if call.body is None else json.dumps(call.body).encode()
    head = (
        f"--{_BOUNDARY}\r\nContent-Type: application/http\r\nContent-ID: <{number}>\r\n\r\n"
        f"{call.method} {call.target} HTTP/1.1\r\n"
    )
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body + b"\r\n"


def _parts(content_type: str, content: bytes) -> dict[int, Answer]:
    """The answers by the number of their calls."""
    whole = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + content)
    told: dict[int, Answer] = {}
    for part in whole.walk():
        number = re.search(r"response-(\d+)", part.get("Content-ID", ""))
        inner = part.get_payload(decode=True)
        head, _, body = inner.partition(b"\r\n\r\n") if isinstance(inner, bytes) else (b"", b"", b"")
        status = re.match(rb"HTTP/\S+ (\d{3})", head)
        if number and status:
            told[int(number[1])] = Answer(int(status[1]), _json(body))
    return told


def _json(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
