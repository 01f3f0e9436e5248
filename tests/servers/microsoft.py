"""Microsoft Graph on loopback, as far as accounts go: batches, filters, throttling, error codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest

from tests.servers.people import Person
from tests.servers.webserver import Accounts, Held, Request, Response, web_server

_SELECTED = {"id", "userPrincipalName", "displayName", "accountEnabled", "passwordProfile", "signInActivity"}
_FIELDS = {"employeeId": "number", "mail": "email"}


class Microsoft(Accounts):
    """The token endpoint and Graph."""

    def __init__(self) -> None:
        super().__init__()
        self.replay: list[tuple[int, str]] = []  #: errors (status, code) for the next calls in a batch
        self.batches: list[int] = []

    @property
    def options(self) -> dict[str, Any]:
        return {
            "kind": "microsoft",
            "tenant": "casa.test",
            "client_id": "incidencias",
            "client_secret": "el-secreto",
            "last_sign_in": True,
            "api_url": f"{self.url}/v1.0",
            "login_url": self.url,
            "ca_file": str(self.address.ca_file),
        }

    def add(self, person: Person) -> None:
        self.hold(f"guid-{len(self.held)}", person.email, person)

    def answer(self, request: Request) -> Response:
        with self.lock:
            if request.path == "/casa.test/oauth2/v2.0/token":
                form = request.form
                good = {
                    "grant_type": "client_credentials",
                    "client_id": "incidencias",
                    "client_secret": "el-secreto",
                    "scope": f"{self.url}/.default",
                }
                if form != good:
                    return Response(401, {"error": "invalid_client"})
                return Response(200, {"access_token": "good", "expires_in": 3599, "token_type": "Bearer"})
            if request.headers.get("Authorization") != "Bearer good":
                return _error(401, "InvalidAuthenticationToken")
            if request.path != "/v1.0/$batch":
                return self._call(request)
            calls = request.json["requests"]
            self.batches.append(len(calls))
            if len(calls) > 20:
                return _error(400, "BadRequest")
            return Response(200, {"responses": [self._one(call) for call in reversed(calls)]})

    def _one(self, call: dict[str, Any]) -> dict[str, object]:
        """Graph answers in any order."""
        if "body" in call:
            assert call["headers"]["Content-Type"] == "application/json"
        told = (
            _error(*self.replay.pop(0))
            if self.replay
            else self._call(Request.of(call["method"], f"/v1.0{call['url']}", {}, b""), call.get("body"))
        )
        return {"id": call["id"], "status": told.status, "body": told.body, "headers": {}}

    def _call(self, request: Request, body: dict[str, Any] | None = None) -> Response:
        query = dict(request.query)
        assert set(query.get("$select", "id").split(",")) <= _SELECTED
        key = unquote(request.path.removeprefix("/v1.0/users").lstrip("/"))
        if request.method == "PATCH":
            one = self.held.get(key)
            assert body is not None
            return _error(404, "Request_ResourceNotFound") if one is None else self._patch(one, body)
        assert request.method == "GET"
        if key:
            one = self.held.get(key) or self.by_login(key)
            return _error(404, "Request_ResourceNotFound") if one is None else Response(200, _told(one))
        people = list(self.held.values())
        if "$filter" in query:
            wanted = re.fullmatch(r"(employeeId|mail) eq '((?:[^']|'')*)'", query["$filter"])
            if wanted is None:
                return _error(400, "Request_UnsupportedQuery")
            value = wanted[2].replace("''", "'")
            people = [one for one in people if getattr(one, _FIELDS[wanted[1]]) == value]
        return Response(200, {"value": [_told(one) for one in people[: int(query["$top"])]]})

    def _patch(self, one: Held, body: dict[str, Any]) -> Response:
        assert set(body) == {"passwordProfile"}
        profile = body["passwordProfile"]
        kinds = sum(bool(re.search(has, profile["password"])) for has in ("[a-z]", "[A-Z]", r"\d", r"[^\w]"))
        if len(profile["password"]) < 8 or kinds < 3:
            return _error(400, "Request_BadRequest")
        self.set_password(one, profile["password"], must_change=profile["forceChangePasswordNextSignIn"])
        return Response(204)


def _told(one: Held) -> dict[str, object]:
    seen = datetime.fromtimestamp(one.last_sign_in, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "id": one.id,
        "userPrincipalName": one.login,
        "displayName": one.name,
        "accountEnabled": not one.suspended,
        "passwordProfile": {"password": None, "forceChangePasswordNextSignIn": one.must_change},
        **({"signInActivity": {"lastSignInDateTime": seen}} if one.last_sign_in else {}),
    }


def _error(status: int, code: str) -> Response:
    """https://learn.microsoft.com/graph/errors"""
    return Response(status, {"error": {"code": code, "message": code}})


@pytest.fixture(scope="session")
def microsoft() -> Iterator[Microsoft]:
    server = Microsoft()
    with web_server(server.answer) as address:
        server.address = address
        yield server
