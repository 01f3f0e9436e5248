"""An OAuth 2 token endpoint on loopback, which also tells Dovecot which tokens are good."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


@dataclass
class TokenServer:
    """Hands out `token-1`, `token-2` … for any request until told otherwise."""

    username: str  #: whose mailbox the tokens open
    url: str = ""
    requests: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, object]] = field(default_factory=list)  #: used up before the good ones
    good: set[str] = field(default_factory=set)
    expires_in: int = 3600
    rotate: bool = False  #: hand out new refresh tokens too

    def grant(self, form: dict[str, str]) -> tuple[int, object]:
        self.requests.append(form)
        if self.answers:
            return self.answers.pop(0)
        number = len(self.requests)
        self.good.add(f"token-{number}")
        answer = {"access_token": f"token-{number}", "token_type": "Bearer", "expires_in": self.expires_in}
        return 200, answer | ({"refresh_token": f"refresh-{number}"} if self.rotate else {})

    def introspect(self, form: dict[str, str]) -> tuple[int, object]:
        return 200, {"active": form.get("token") in self.good, "username": self.username}

    @classmethod
    @contextmanager
    def start(cls, username: str, port: int = 0) -> Iterator[TokenServer]:
        server = cls(username)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                status, answer = (server.introspect if self.path == "/introspect" else server.grant)(form)
                body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        with ThreadingHTTPServer(("127.0.0.1", port), Handler) as http:
            server.url = f"http://127.0.0.1:{http.server_address[1]}/token"
            threading.Thread(target=http.serve_forever, daemon=True).start()
            try:
                yield server
            finally:
                http.shutdown()
