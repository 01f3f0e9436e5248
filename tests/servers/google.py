"""Google Workspace on loopback: every request is held against Google's own description of `admin directory_v1`.

The description ships inside google-api-python-client. A call that it does not know (a path, a parameter, a field
of the body, a scope) ends the test's request with 400 and is kept in `mistakes`; Google's documented errors are
replayed on demand.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from tests.servers.people import Person
from tests.servers.webserver import Accounts, Held, Request, Response, web_server

ADMIN = "tde@casa.test"
_AUDIENCE = "https://oauth2.googleapis.com/token"  # whatever the address
SERVICE = "incidencias@proyecto.iam.gserviceaccount.com"
SCOPE = "https://www.googleapis.com/auth/admin.directory.user"
_API: dict[str, Any] = json.loads(
    (files("googleapiclient") / "discovery_cache/documents/admin.directory_v1.json").read_text()
)
_METHODS = [
    (method, re.compile(re.sub(r"\\{\w+\\}", "([^/]+)", re.escape(method["flatPath"]))))
    for method in _API["resources"]["users"]["methods"].values()
]
_NEVER = "1970-01-01T00:00:00.000Z"


class Google(Accounts):
    """The token endpoint, the API and its batch endpoint."""

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._directory = directory
        self.replay: list[tuple[int, str]] = []  #: errors (status, reason) for the next calls
        self.mistakes: list[str] = []
        self.batches: list[int] = []  #: how many calls were in each
        self.after_set: list[BaseException] = []  #: raised once a password is set, before the answer

    @property
    def options(self) -> dict[str, Any]:
        """What `[school.credentials]` says of it."""
        key = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = self._directory / "clave.json"
        file.write_text(
            json.dumps(
                {
                    "type": "service_account",
                    "client_email": SERVICE,
                    "private_key_id": "1",
                    "private_key": key.decode(),
                    "token_uri": f"{self.url}/token",
                }
            )
        )
        return {
            "kind": "google",
            "key_file": str(file),
            "admin": ADMIN,
            "api_url": self.url,
            "ca_file": str(self.address.ca_file),
        }

    def add(self, person: Person) -> None:
        self.hold(str(100_000 + len(self.held)), person.email, person)

    # ----------------------------------------------------------------- requests

    def answer(self, request: Request) -> Response:
        with self.lock:
            if request.path == "/token":
                return self._grant(request.form)
            if request.headers.get("Authorization") != "Bearer good":
                return _error(401, "authError")
            if request.path == f"/{_API['batchPath']}":
                return self._batch(request)
            return self._call(request)

    def _grant(self, form: dict[str, str]) -> Response:
        """RFC 7523, with the claims of domain-wide delegation."""
        assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
        public = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        claims = jwt.decode(form["assertion"], certs=public.decode(), audience=_AUDIENCE)
        if (claims["iss"], claims["sub"], claims["scope"]) != (SERVICE, ADMIN, SCOPE):
            return Response(401, {"error": "unauthorized_client", "error_description": "not delegated"})
        return Response(200, {"access_token": "good", "expires_in": 3600, "token_type": "Bearer"})

    def _batch(self, request: Request) -> Response:
        boundary = re.search(r"boundary=(\S+)", request.headers["Content-Type"])
        assert boundary is not None
        parts = request.body.split(f"--{boundary[1]}".encode())[1:-1]
        self.batches.append(len(parts))
        out = b""
        for part in parts:
            head, inner = part.split(b"\r\n\r\n", 1)
            number = re.search(rb"Content-ID: <(.+)>", head)
            assert number is not None
            assert b"Content-Type: application/http" in head
            line, _, rest = inner.partition(b"\r\n")
            method, target, _version = line.decode().split()
            body = rest.partition(b"\r\n\r\n")[2] if b"\r\n\r\n" in rest else rest.removeprefix(b"\r\n")
            told = self._call(Request.of(method, target, {}, body.removesuffix(b"\r\n")))
            out += (
                b"--answers\r\nContent-Type: application/http\r\n"
                + b"Content-ID: <response-%s>\r\n\r\n" % number[1]
                + f"HTTP/1.1 {told.status} X\r\nContent-Type: application/json\r\n\r\n".encode()
                + told.content
                + b"\r\n"
            )
        return Response(200, out + b"--answers--\r\n", {"Content-Type": "multipart/mixed; boundary=answers"})

    def _call(self, request: Request) -> Response:
        if self.replay:
            return _error(*self.replay.pop(0))
        for method, path in _METHODS:
            fits = path.fullmatch(request.path.lstrip("/"))
            if fits and method["httpMethod"] == request.method:
                break
        else:
            return self._mistake(f"{request.method} {request.path}")
        known = {**method.get("parameters", {}), **_API["parameters"]}
        for name, value in request.query:
            if name not in known:
                return self._mistake(f"parameter {name}")
            if (pattern := known[name].get("pattern")) and not re.fullmatch(pattern, value):
                return self._mistake(f"parameter {name}={value}")
        if SCOPE not in method["scopes"]:
            return self._mistake(f"scope of {method['id']}")
        if request.body and (wrong := _strange(json.loads(request.body), method["request"]["$ref"])):
            return self._mistake(f"body: {wrong}")
        key = unquote(fits[1]) if fits.groups() else ""
        match method["id"]:
            case "directory.users.list":
                return self._list(dict(request.query))
            case "directory.users.get":
                one = self.held.get(key) or self.by_login(key)
                return _error(404, "notFound") if one is None else Response(200, _told(one))
            case "directory.users.patch":
                return self._patch(key, request.json)
            case other:
                return self._mistake(other)

    def _list(self, query: dict[str, str]) -> Response:
        assert query["customer"] == "my_customer"
        wanted = re.fullmatch(r"(externalId|email)='((?:[^'\\]|\\.)*)'", query.get("query", "email=''"))
        if wanted is None:
            return _error(400, "invalidInput")
        value = re.sub(r"\\(.)", r"\1", wanted[2])
        field = "number" if wanted[1] == "externalId" else "email"
        people = [_told(one) for one in self.held.values() if getattr(one, field) == value]
        return Response(200, {"kind": "admin#directory#users"} | ({"users": people} if people else {}))

    def _patch(self, key: str, body: dict[str, Any]) -> Response:
        one = self.held.get(key) or self.by_login(key)
        if one is None:
            return _error(404, "notFound")
        if not 8 <= len(body["password"]) <= 100 or not body["password"].isascii():
            return _error(400, "invalid")
        self.set_password(one, body["password"], must_change=body["changePasswordAtNextLogin"])
        if self.after_set:
            raise self.after_set.pop()
        return Response(200, {"id": one.id})

    def _mistake(self, what: str) -> Response:
        self.mistakes.append(what)
        return _error(400, "badRequest")


def _told(one: Held) -> dict[str, object]:
    seen = (
        time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(one.last_sign_in)) if one.last_sign_in else _NEVER
    )
    return {
        "id": one.id,
        "primaryEmail": one.login,
        "name": {"fullName": one.name},
        "suspended": one.suspended,
        "changePasswordAtNextLogin": one.must_change,
        "lastLoginTime": seen,
    }


def _error(status: int, reason: str) -> Response:
    """https://developers.google.com/workspace/admin/directory/v1/guides/troubleshoot-error-codes"""
    one = {"domain": "usageLimits" if "xceeded" in reason else "global", "reason": reason, "message": reason}
    return Response(status, {"error": {"code": status, "message": reason, "errors": [one]}})


def _strange(value: Any, schema: str) -> str | None:
    """A field of the body that the description does not know, or of another type."""
    properties = _API["schemas"][schema]["properties"]
    types = {"string": str, "boolean": bool, "integer": int}
    for name, inner in value.items():
        if name not in properties:
            return str(name)
        if (kind := properties[name].get("type")) in types and not isinstance(inner, types[kind]):
            return f"{name} is no {kind}"
    return None


@contextmanager
def google_server(directory: Path) -> Iterator[Google]:
    server = Google(directory)
    with web_server(server.answer) as address:
        server.address = address
        yield server
    assert server.mistakes == []


@pytest.fixture(scope="session")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    with google_server(tmp_path_factory.mktemp("google")) as server:
        yield server
