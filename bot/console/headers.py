"""The outermost layer: what every answer tells the browser, how large a request may be, and what is said
when a page breaks. Plain ASGI, before any page.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Of a page that shows what a stranger wrote: no script, nothing fetched, an origin of its own.
MAIL_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)
_ALWAYS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_HTTPS_ONLY = "max-age=31536000"
_FORM_MAX, _UPLOAD_MAX = 512 * 1024, 40 * 1024 * 1024  #: bytes; an enrolment export has some 5 MB


class Careful:
    """Adds the headers that a page does not set itself; refuses requests that are too large.

    `broken` makes the answer for a page that raised what nobody expected.
    """

    def __init__(self, app: ASGIApp, *, secure: bool, broken: Callable[[Request], Response]) -> None:
        self._app = app
        self._broken = broken
        self._headers = _ALWAYS | ({"Strict-Transport-Security": _HTTPS_ONLY} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope)
        upload = sent.get("content-type", "").startswith("multipart/")
        room = _UPLOAD_MAX if upload and "cookie" in sent else _FORM_MAX

        async def measured() -> Message:
            nonlocal room
            message = await receive()
            room -= len(message.get("body", b""))
            if room < 0:
                raise HTTPException(413)
            return message

        started = False

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, measured, dressed)
        except Exception:
            log.exception("page_failed", route=getattr(scope.get("route"), "name", None))
            if not started:
                apology = await run_in_threadpool(self._broken, Request(scope))
                await apology(scope, receive, dressed)
