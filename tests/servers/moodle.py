"""Moodle's web services on loopback, as far as accounts go: user/externallib.php and its refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.servers.people import Person
from tests.servers.webserver import Accounts, Held, Request, Response, web_server

_FUNCTIONS = (
    "core_user_get_users_by_field",
    "core_user_update_users",
    "core_user_get_user_preferences",
    "core_webservice_get_site_info",
)
_FIELDS = {"idnumber": "number", "email": "email", "username": "login"}


class Moodle(Accounts):
    """`webservice/rest/server.php`: answers 200 to everything."""

    def __init__(self) -> None:
        super().__init__()
        self.functions = set(_FUNCTIONS)

    @property
    def options(self) -> dict[str, Any]:
        return {
            "kind": "moodle",
            "url": f"{self.url}/aula",
            "token": "bueno",
            "ca_file": str(self.address.ca_file),
        }

    def add(self, person: Person) -> None:
        self.hold(str(3 + len(self.held)), person.login, person)

    def answer(self, request: Request) -> Response:
        if request.path != "/aula/webservice/rest/server.php":
            return Response(404, b"<html>no hay nada</html>")
        form = request.form
        assert form.pop("moodlewsrestformat") == "json"
        function = form.pop("wsfunction")
        if form.pop("wstoken") != "bueno":
            return _error("invalidtoken")
        if function not in self.functions:
            return _error("accessexception")
        with self.lock:
            match function:
                case "core_webservice_get_site_info":
                    return Response(200, {"functions": [{"name": name} for name in sorted(self.functions)]})
                case "core_user_get_users_by_field":
                    return self._by_field(_nested(form))
                case "core_user_get_user_preferences":
                    one = self.held[form["userid"]]
                    told = [{"name": form["name"], "value": "1"}] if one.must_change else []
                    return Response(200, {"preferences": told, "warnings": []})
                case _:
                    return self._update(_nested(form)["users"].values())

    def _by_field(self, asked: dict[str, Any]) -> Response:
        values = list(asked["values"].values())
        plain = r"[\w.+-]+@[\w.-]+\.\w+" if asked["field"] == "email" else r"[^\x00]*"
        if any(not re.fullmatch(plain, value) for value in values):
            return _error("invalidparameter")
        field = _FIELDS[asked["field"]]
        return Response(200, [_told(one) for one in self.held.values() if getattr(one, field) in values])

    def _update(self, users: Any) -> Response:
        """In one transaction: one refusal undoes all."""
        for user in users:
            assert set(user) == {"id", "password", "preferences"}
            if len(user["password"]) < 8 or not re.search(r"[^\w]", user["password"]):
                return _error("passwordpolicyerror")
        for user in users:
            (preference,) = user["preferences"].values()
            assert preference == {"type": "auth_forcepasswordchange", "value": "1"}
            self.set_password(self.held[user["id"]], user["password"], must_change=True)
        return Response(200, {"warnings": []})


def _nested(form: dict[str, str]) -> dict[str, Any]:
    """`users[0][id]=3` as PHP reads it."""
    whole: dict[str, Any] = {}
    for name, value in form.items():
        first, *rest = re.findall(r"[^\[\]]+", name)
        place, steps = whole, [first, *rest]
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = value
    return whole


def _told(one: Held) -> dict[str, object]:
    return {
        "id": int(one.id),
        "username": one.login,
        "fullname": one.name,
        "idnumber": one.number,
        "email": one.email,
        "suspended": one.suspended,
        "lastaccess": int(one.last_sign_in),
    }


def _error(code: str) -> Response:
    return Response(200, {"exception": "moodle_exception", "errorcode": code, "message": code})


@pytest.fixture(scope="session")
def moodle() -> Iterator[Moodle]:
    server = Moodle()
    with web_server(server.answer) as address:
        server.address = address
        yield server
