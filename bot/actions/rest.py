"""Account systems that are spoken to over HTTPS: what Google, Microsoft and Moodle have in common.

A system says how it is asked for people and how passwords are set, many at once; all else is here.
"""

from __future__ import annotations

import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import httpx
from pydantic import Field

from bot.actions.accounts import Question, nobodys_password, questions, refused, the_one
from bot.errors import AccountSuspended, TransportError, or_raise, tried
from bot.ports.accounts import VALID, Account, AccountInfo, Credentials, Order, PasswordPolicy
from bot.settings.options import Options
from bot.system.tls import verified_tls

_MAX_SKEW = timedelta(minutes=5)  #: what the sign-in of programs (RFC 7523) bears
_TRIES = 6
LATER = frozenset({429, 500, 502, 503, 504})  #: statuses of servers that may answer another time


C = TypeVar("C")
A = TypeVar("A")


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account as a system tells it."""

    id: str
    username: str
    name: str
    suspended: bool = False
    must_change: bool = False
    last_sign_in: datetime | None = None


class RestOptions(Options):
    """What [school.credentials] may say for each of these kinds (docs/operacion.md)."""

    find: tuple[str, ...]
    ca_file: Path | None = None
    timeout_s: float = Field(default=30.0, gt=0)


class RestProvider(ABC):
    """bot.ports.accounts.CredentialProvider and Batching over two questions that a system answers."""

    assisted = False
    policy = PasswordPolicy(needs=frozenset({"lower", "upper", "digit", "symbol"}), max_length=32)
    batch: int
    system: str  #: as people call it
    by_login: str  #: the question for an account by its name
    no_right: str  #: what to mend when we may not see or renew accounts

    def __init__(self, settings: RestOptions, *, sleep: Callable[[float], None]) -> None:
        self._find = settings.find
        self._ca_file, self._timeout_s = settings.ca_file, settings.timeout_s
        self._sleep = sleep

    def rest(self, headers: Callable[[], Mapping[str, str]] = dict) -> Rest:
        """A way to the system; `headers` go with every request."""
        return Rest(
            self.system,
            ca_file=self._ca_file,
            timeout_s=self._timeout_s,
            headers=headers,
            sleep=self._sleep,
        )

    def fault(self, status: int, word: str, *, later: bool = False) -> TransportError:
        """What a refusal means; `word` is the system's own for it."""
        detail = f"HTTP {status} {word}".strip()
        if later or status in LATER:
            return _away(self.system, detail)
        if status == HTTPStatus.BAD_REQUEST:
            return refused(self.system, detail=detail)
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return self.forbidden(detail)
        return TransportError(
            f"{self.system} ha contestado algo que no se entiende: renueve usted esta clave a mano.",
            permanent=True,
            detail=detail,
        )

    def forbidden(self, detail: str) -> TransportError:
        return TransportError(f"{self.system} no da permiso: {self.no_right}", permanent=True, detail=detail)

    # ----------------------------------------------------------------- what a system offers

    @abstractmethod
    def ask(self, asked: Sequence[Question]) -> list[list[User] | TransportError]:
        """Who answers to each question; raises TransportError when all fail alike."""

    @abstractmethod
    def put(self, passwords: Sequence[tuple[User, str]]) -> list[TransportError | None]:
        """Set each, to be changed at first entry; raises TransportError when all fail alike."""

    # ----------------------------------------------------------------- the port

    def look_up(self, account: Account) -> AccountInfo:
        return or_raise(self.look_up_many([account])[0])

    def look_up_many(self, accounts: Sequence[Account]) -> list[AccountInfo | TransportError]:
        return [
            found
            if isinstance(found, TransportError)
            else AccountInfo(
                username=found.username,
                last_sign_in=found.last_sign_in,
                suspended=found.suspended,
                must_change=found.must_change,
            )
            for found in self._users(accounts)
        ]

    def set_password(self, account: Account, password: str, *, key: str, now: datetime) -> Credentials:
        return or_raise(self.set_passwords([Order(account, password, key)], now=now)[0])

    def set_passwords(self, orders: Sequence[Order], *, now: datetime) -> list[Credentials | TransportError]:
        found = [self._open(user) for user in self._users([order.account for order in orders])]
        able = [
            (user, order.password)
            for user, order in zip(found, orders, strict=True)
            if isinstance(user, User)
        ]
        refusals = iter(self.put(able) if able else ())
        return [
            user
            if isinstance(user, TransportError)
            else next(refusals) or Credentials(username=user.username, valid_until=now + VALID)
            for user in found
        ]

    def revoke(self, account: Account, *, now: datetime) -> None:
        """What nobody has changed yet becomes a password that nobody knows."""
        user = or_raise(self._users([account])[0])
        if user.must_change and (refusal := self.put([(user, nobodys_password())])[0]):
            raise refusal

    # ----------------------------------------------------------------- whose account

    def _users(self, accounts: Sequence[Account]) -> list[User | TransportError]:
        """Round by round: those whom one way of asking does not find are asked for the next way."""
        rounds = [self._rounds(account) for account in accounts]
        answers: list[list[User] | TransportError] = [[] for _ in accounts]
        waiting = list(range(len(accounts)))
        while asked := [(i, q) for i in waiting for q in next(rounds[i], ())]:
            for (i, _), told in zip(asked, self.ask([q for _, q in asked]), strict=True):
                if isinstance(told, TransportError):
                    answers[i] = told
                elif isinstance(known := answers[i], list):
                    known += told
            waiting = [i for i in dict.fromkeys(i for i, _ in asked) if not answers[i]]
        return [
            told if isinstance(told, TransportError) else tried(the_one, told, account, system=self.system)
            for told, account in zip(answers, accounts, strict=True)
        ]

    def _rounds(self, account: Account) -> Iterator[tuple[Question, ...]]:
        return questions(self._find if account.login is None else (self.by_login,), account)

    def _open(self, user: User | TransportError) -> User | TransportError:
        if isinstance(user, User) and user.suspended:
            return AccountSuspended(
                f"Su cuenta de {self.system} está suspendida por un administrador: pregúntele antes de "
                "abrirla."
            )
        return user


# --------------------------------------------------------------------------- HTTPS


class Rest:
    """One address, its failures as TransportErrors; what asks for patience is asked again a few times."""

    def __init__(
        self,
        system: str,
        *,
        ca_file: Path | None,
        timeout_s: float,
        headers: Callable[[], Mapping[str, str]],
        sleep: Callable[[float], None],
    ) -> None:
        self.system = system
        self._headers = headers
        self._sleep = sleep
        self._http = httpx.Client(timeout=timeout_s, verify=verified_tls(ca_file))
        weakref.finalize(self, self._http.close)

    def send(self, method: str, url: str, *, hurry: bool = False, **content: object) -> httpx.Response:
        """The answer, whatever its status but "later"; raises TransportError when none comes.

        `hurry`: "later" is an answer too, the caller waits by itself.
        """
        headers = {**self._headers(), **_mapping(content.pop("headers", None))}
        for attempt in range(_TRIES):
            try:
                answer = self._http.request(method, url, headers=headers, **content)  # type: ignore[arg-type]
            except httpx.HTTPError as error:
                raise _away(self.system, type(error).__name__) from None
            if hurry or answer.status_code not in LATER:
                return answer
            if attempt < _TRIES - 1:
                self._sleep(_wait(answer, attempt))
        raise _away(self.system, f"HTTP {answer.status_code}")

    def check_clock(self, answer: httpx.Response) -> None:
        """Programs sign in with the time: raises TransportError when ours is not theirs."""
        try:
            theirs = datetime.strptime(answer.headers["Date"], "%a, %d %b %Y %H:%M:%S GMT").replace(
                tzinfo=UTC
            )
        except (KeyError, ValueError):
            return
        if (skew := abs(datetime.now(UTC) - theirs)) > _MAX_SKEW:
            raise TransportError(
                f"El reloj de {self.system} y el de este servidor se llevan {skew}: póngalo en hora (NTP).",
                permanent=True,
            )


def in_batches(
    calls: Sequence[C],
    size: int,
    send: Callable[[Sequence[C]], Sequence[A]],
    *,
    later: Callable[[A], bool],
    sleep: Callable[[float], None],
) -> list[A]:
    """One answer a call, in order; those that may be another one `later` are asked again a few times."""
    answers: dict[int, A] = {}
    waiting = list(range(len(calls)))
    for attempt in range(_TRIES):
        for start in range(0, len(waiting), size):
            part = waiting[start : start + size]
            answers |= zip(part, send([calls[i] for i in part]), strict=True)
        waiting = [i for i in waiting if later(answers[i])]
        if not waiting:
            break
        if attempt < _TRIES - 1:
            sleep(2.0**attempt)
    return [answers[i] for i in range(len(calls))]


def _away(system: str, detail: str) -> TransportError:
    return TransportError(
        f"{system} no responde o pide esperar; se volverá a intentar con la misma clave.",
        permanent=False,
        detail=detail,
    )


def _wait(answer: httpx.Response, attempt: int) -> float:
    """What the server asks for (RFC 9110 §10.2.3), at most a minute; else longer each time."""
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked), 60.0) if asked.isdecimal() else 2.0**attempt


def _mapping(value: object) -> Mapping[str, str]:
    return value if isinstance(value, Mapping) else {}
