"""Devices that have signed in before, known by a sealed mark; and how often somebody may try."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response

from bot.console import cookies
from bot.console.context import Console, console_of, visitor_of
from bot.errors import InputError
from bot.store.people.failures import SqlFailures
from bot.store.people.users import folded


@dataclass(frozen=True, slots=True)
class Tries:
    """To prove something under one name, from one place: whoever guesses has to wait."""

    failures: SqlFailures
    name: str
    place: str
    known: bool  #: the owner's own place: strangers who guess do not lock it
    now: datetime

    def too_many(self) -> bool:
        return self.failures.too_many(self.name, self.place, known=self.known, now=self.now)

    def failed(self) -> None:
        self.failures.note(self.name, self.place, known=self.known, now=self.now)

    def succeeded(self) -> None:
        self.failures.forget(self.name, self.place)


def tries_to_enter(request: Request, name: str) -> Tries:
    """Counted by the mark of a known device, else by the address (IPv6: its network)."""
    console = console_of(request)
    mark = cookies.read(request, console, cookies.DEVICE) or ""
    try:
        known = console.house.box.open(mark).partition("\n")[0] == folded(name)
    except InputError:
        known = False
    place = hashlib.sha256(mark.encode()).hexdigest() if known else _address(request)
    return Tries(console.failures, name, place, known, console.clock())


def tries_of_user(request: Request, what: str) -> Tries:
    """Of somebody who has signed in, to prove `what`."""
    console, user = console_of(request), visitor_of(request).user
    return Tries(console.failures, user.name, f"{what} {user.id}", True, console.clock())


def mark_device(response: Response, console: Console, name: str) -> None:
    """From now on this browser is known as one of this user's."""
    mark = console.house.box.seal(f"{folded(name)}\n{secrets.token_hex(8)}")
    cookies.put(response, console, cookies.DEVICE, mark, max_age=cookies.YEAR_S)


def _address(request: Request) -> str:
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return "unknown"
    if address.version == 6:  # one subscriber has a whole /64
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
