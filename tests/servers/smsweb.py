"""An SMS service with an HTTP interface, as the ones in Spain are: JSON, a form or XML; loopback only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.system.beside import beside


@dataclass
class SmsWeb:
    """What came in, and how the next ones are answered."""

    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, str] | None] = field(default_factory=list)  #: None: hang up without a word

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def sms_web() -> Iterator[SmsWeb]:
    web = SmsWeb()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            web.requests.append(
                {
                    "method": self.command,
                    "path": self.path,
                    "headers": dict(self.headers),
                    "body": body.decode(),
                }
            )
            answer = web.answers.pop(0) if web.answers else (200, json.dumps({"status": "ok", "id": "A1"}))
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(answer[1].encode())

        do_GET = do_POST = do_PUT = handle_any  # noqa: N815 - the names that http.server looks for

        def log_message(self, *arguments: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.port = server.server_port
    with server, beside(server.serve_forever, server.shutdown):
        yield web
