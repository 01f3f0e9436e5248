"""An HTTPS server on loopback that hands every request to a function; the base of faithful servers."""

from __future__ import annotations

import json
import shutil
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import trustme

from tests.servers.people import OLD_PASSWORD, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; `path` without the query."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
        address = urlsplit(target)
        query = tuple(parse_qsl(address.query, keep_blank_values=True))
        return cls(method=method, path=address.path, query=query, headers=headers, body=body)


@dataclass(frozen=True, slots=True)
class Response:
    """`body`: bytes as they are, None for nothing, else JSON."""

    status: int = 200
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass(frozen=True, slots=True)
class Address:
    """Where it listens, and who signed its certificate."""

    url: str
    ca_file: Path


@contextmanager
def web_server(answer: Callable[[Request], Response]) -> Iterator[Address]:
    """Serve until the end of the block; an error in `answer` closes the connection without an answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                response = answer(Request.of(self.command, self.path, self.headers, body))
            except ConnectionAbortedError:
                self.close_connection = True
                return
            content = response.content
            self.send_response(response.status)
            for name, value in {"Content-Type": "application/json", **response.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_PATCH = do_GET  # noqa: N815 - the base class's names

        def log_message(self, *_: object) -> None:
            """Quiet."""

    directory = Path(tempfile.mkdtemp(prefix="incidencias-web-"))
    authority = trustme.CA()
    authority.cert_pem.write_to_path(directory / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        http.socket = context.wrap_socket(http.socket, server_side=True)
        threading.Thread(target=http.serve_forever, daemon=True).start()
        try:
            yield Address(f"https://localhost:{http.server_address[1]}", directory / "ca.pem")
        finally:
            http.shutdown()
            shutil.rmtree(directory)


@dataclass
class Held:
    """An account as a faithful server holds it."""

    id: str
    login: str
    name: str
    number: str
    email: str
    password: str
    suspended: bool = False
    must_change: bool = False
    last_sign_in: float = 0.0
    set: list[str] = field(default_factory=list)  #: every password that the program set


class Accounts:
    """What a person at the server's own sign-in page meets."""

    address: Address  #: once it runs

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}  #: by id
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return self.address.url

    def hold(self, number: str, login: str, person: Person) -> None:
        """An account of this person, with a password that somebody set earlier."""
        self.held[number] = Held(
            number, login, person.name, person.number, person.email, OLD_PASSWORD, person.suspended
        )

    def by_login(self, login: str) -> Held | None:
        return next((one for one in self.held.values() if one.login == login), None)

    def at_page(self, login: str) -> Held:
        """Who signs in so, with or without the school's domain."""
        return next(one for one in self.held.values() if login in {one.login, one.login.partition("@")[0]})

    def username(self, person: Person) -> str:
        return self.at_page(person.login).login

    def sign_in(self, login: str, password: str) -> str:
        """ "ok", "must_change" or "wrong"."""
        one = self.at_page(login)
        if one.suspended or one.password != password:
            return "wrong"
        return "must_change" if one.must_change else "ok"

    def choose(self, login: str, old: str, new: str) -> None:
        """The person changes their password at sign-in."""
        one = self.at_page(login)
        assert one.password == old
        one.password, one.must_change = new, False

    def set_password(self, one: Held, password: str, *, must_change: bool) -> None:
        one.password, one.must_change = password, must_change
        one.set.append(password)
