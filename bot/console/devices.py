"""Devices that have signed in before, known by a sealed mark; and where strangers come from."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets

from fastapi import Request, Response

from bot.console import cookies
from bot.console.context import Console, console_of
from bot.errors import InputError
from bot.store.users import folded


def mark_device(response: Response, console: Console, name: str) -> None:
    """From now on this browser is known as one of this user's."""
    mark = console.house.box.seal(f"{folded(name)}\n{secrets.token_hex(8)}")
    cookies.put(response, console, cookies.DEVICE, mark, max_age=cookies.YEAR_S)


def known_device(request: Request, name: str) -> bool:
    """Has this browser signed in as this user before?"""
    return _owner(request) == folded(name)


def source(request: Request, name: str) -> str:
    """By what a try is counted: the known device's mark, else the address (IPv6: its network)."""
    if known_device(request, name):
        mark = cookies.read(request, console_of(request), cookies.DEVICE) or ""
        return hashlib.sha256(mark.encode()).hexdigest()
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return "unknown"
    if address.version == 6:  # one subscriber has a whole /64
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _owner(request: Request) -> str | None:
    console = console_of(request)
    try:
        return console.house.box.open(cookies.read(request, console, cookies.DEVICE) or "").partition("\n")[0]
    except InputError:
        return None
