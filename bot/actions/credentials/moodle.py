"""`kind = "moodle"`: accounts of a Moodle (Moodle Centros and others), by its web services.

A token with `core_user_get_users_by_field`, `core_user_update_users`, `core_user_get_user_preferences` and
`core_webservice_get_site_info`. Moodle gives a password no end: the 48 hours are kept by `revoke`.
https://docs.moodle.org/dev/Core_APIs, user/externallib.php
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr, field_validator

from bot.actions.accounts import Question, refused
from bot.actions.rest import RestOptions, RestProvider, User
from bot.errors import TransportError
from bot.ports.accounts import AccountBook
from bot.settings.options import read_options, read_secret
from bot.settings.values import CredentialsSettings

_MUST_CHANGE = "auth_forcepasswordchange"
_FIELDS = ("idnumber", "email", "username")
_NO_RIGHT = frozenset({"accessexception", "nopermissions", "invalidtoken", "webservicesnotenabled"})


class MoodleOptions(RestOptions):
    """And for this kind."""

    url: str
    token: SecretStr | None = None
    token_file: Path | None = None
    find: tuple[str, ...] = ("idnumber={dni}", "idnumber={student}", "email={email}")

    @field_validator("find")
    @classmethod
    def _known_fields(cls, find: tuple[str, ...]) -> tuple[str, ...]:
        if strange := [one for one in find if one.partition("=")[0] not in _FIELDS]:
            raise ValueError(f"«find»: Moodle busca por {', '.join(_FIELDS)}, no por «{strange[0]}»")
        return find


class MoodleError(TransportError):
    """Moodle answers 200 to everything: a refusal is told in the body."""


class MoodleProvider(RestProvider):
    """All accounts of a question in one call."""

    system = "Moodle"
    batch = 100
    by_login = "username={login}"
    no_right = "revise token, las funciones del servicio web y que su usuario pueda editar usuarios."

    def __init__(self, settings: MoodleOptions, *, sleep: Callable[[float], None] = time.sleep) -> None:
        super().__init__(settings, sleep=sleep)
        self._settings = settings
        self._token = read_secret(settings.token, settings.token_file, "token")
        self._rest = self.rest()

    def ask(self, asked: Sequence[Question]) -> list[list[User] | TransportError]:
        """One call a field; Moodle's database may not mind upper and lower case, we do not either."""
        pairs = [self._pair(question) for question in asked]
        values: defaultdict[str, set[str]] = defaultdict(set)
        for field, value in pairs:
            values[field].add(value)
        told: defaultdict[tuple[str, str], list[User]] = defaultdict(list)
        for field, wanted in values.items():
            for user in self._by_field(field, sorted(wanted)):
                told[field, str(user.get(field, "")).casefold()].append(self._user(user))
        return [told[field, value.casefold()] for field, value in pairs]

    def put(self, passwords: Sequence[tuple[User, str]]) -> list[TransportError | None]:
        """All in one call, which Moodle does wholly or not at all; then one by one, to tell who it was."""
        users = [
            {
                "id": user.id,
                "password": password,
                "preferences": [{"type": _MUST_CHANGE, "value": "1"}],
            }
            for user, password in passwords
        ]
        try:
            warnings = (self._call("core_user_update_users", {"users": users}) or {}).get("warnings", ())
        except MoodleError as error:
            if len(users) == 1:
                return [error]
            return [refusal for one in passwords for refusal in self.put([one])]
        failed = {str(warning.get("itemid")) for warning in warnings}
        return [refused("Moodle", detail="warning") if user.id in failed else None for user, _ in passwords]

    def check(self) -> str:
        """TLS, the token and its functions."""
        functions = {one["name"] for one in self._call("core_webservice_get_site_info", {})["functions"]}
        needed = {"core_user_get_users_by_field", "core_user_update_users", "core_user_get_user_preferences"}
        if missing := sorted(needed - functions):
            raise TransportError(
                f"Al servicio web de Moodle le falta {', '.join(missing)}: añádalo a sus funciones.",
                permanent=True,
            )
        return f"{self._settings.url}: el servicio web puede ver y renovar las cuentas."

    # ----------------------------------------------------------------- questions and answers

    def _by_field(self, field: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """Moodle refuses the whole question for one value that cannot be anybody's: then one by one."""
        try:
            told: list[dict[str, Any]] = self._call(
                "core_user_get_users_by_field", {"field": field, "values": values}
            )
        except MoodleError:
            return [one for value in values for one in self._by_field(field, [value])] if values[1:] else []
        return told

    @staticmethod
    def _pair(question: Question) -> tuple[str, str]:
        field, _, value = question.filled().partition("=")
        return field, value.lower() if field == "username" else value

    def _user(self, told: Mapping[str, Any]) -> User:
        must_change = self._call(
            "core_user_get_user_preferences", {"name": _MUST_CHANGE, "userid": told["id"]}
        )["preferences"]
        seen = told.get("lastaccess") or 0
        return User(
            id=str(told["id"]),
            username=told["username"],
            name=told.get("fullname", ""),
            suspended=bool(told.get("suspended")),
            must_change=any(str(one["value"]) == "1" for one in must_change),
            last_sign_in=datetime.fromtimestamp(seen, UTC) if seen else None,
        )

    def _call(self, function: str, arguments: Mapping[str, object]) -> Any:
        form = {"wstoken": self._token, "wsfunction": function, "moodlewsrestformat": "json"}
        address = f"{self._settings.url.rstrip('/')}/webservice/rest/server.php"
        answer = self._rest.send("POST", address, data=form | dict(_flat("", arguments)))
        try:
            told = answer.json()
        except ValueError:
            raise TransportError(
                "En esa dirección no contesta el servicio web de un Moodle: revise url.",
                permanent=True,
                detail=f"HTTP {answer.status_code}",
            ) from None
        if isinstance(told, dict) and "exception" in told:
            code = str(told.get("errorcode", ""))
            if code in _NO_RIGHT:
                raise self.forbidden(code)
            # An invalid parameter is a datum that cannot be anybody's.
            known = code == "invalidparameter"
            sentence = "Moodle no admite ese dato." if known else str(refused(self.system))
            raise MoodleError(sentence, permanent=True, detail=code)
        return told


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    """PHP's way of writing what is nested: `users[0][id]`."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{name}[{key}]" if name else str(key), inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, inner in enumerate(value):
            yield from _flat(f"{name}[{number}]", inner)
    else:
        yield name, str(value)


def build(settings: CredentialsSettings, book: AccountBook) -> MoodleProvider:
    return MoodleProvider(read_options(MoodleOptions, settings, "[school.credentials]"))
