"""What is remembered of signing in to mail servers: tokens until they expire, and refused passwords.

A password that a server refuses is not tried again and again: that locks accounts, and bans machines. It was
changed, or has expired; somebody must mend that, and will not within seconds. Meanwhile each mail that is to
go out would be another try.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from bot.errors import TransportError
from bot.mail.servers.connection import password_of
from bot.mail.servers.faults import SignInRefused
from bot.mail.servers.oauth import TokenSource
from bot.settings.values import OAuthSettings, ServerSettings

#: From one refusal to the next try: two in ten minutes, where fail2ban bans at five.
_PAUSES_S = (60, 600, 900)


@dataclass(frozen=True, slots=True)
class _Refusal:
    fault: SignInRefused
    times: int
    until: float  #: of the clock


class SignIns:
    """One for the whole program; safe to share between threads."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._by_try: dict[tuple[str, int, str, bytes], _Refusal] = {}
        self._tokens: dict[OAuthSettings, TokenSource] = {}

    def tokens(self, settings: ServerSettings) -> TokenSource | None:
        """Who fetches the tokens to sign in with; None: it is done with a password."""
        if settings.oauth is None:
            return None
        with self._lock:
            return self._tokens.setdefault(settings.oauth, TokenSource(settings.oauth))

    @contextmanager
    def minded(self, settings: ServerSettings) -> Iterator[None]:
        """One try to sign in. Raises the last refusal again, without a try, while it is fresh.

        A password that was changed since (in its file) is another one, and tried at once. Tokens change by
        themselves and lock nobody out: they are not minded.
        """
        if settings.username is None or settings.oauth is not None:
            yield
            return
        digest = sha256(password_of(settings).encode()).digest()
        this = (settings.host, settings.port, settings.username, digest)
        with self._lock:
            before = self._by_try.get(this)
        if before is not None and self._monotonic() < before.until:
            raise TransportError(str(before.fault), permanent=True, detail=before.fault.detail)
        try:
            yield
        except SignInRefused as fault:
            times = 1 if before is None else before.times + 1
            pause = _PAUSES_S[min(times, len(_PAUSES_S)) - 1]
            with self._lock:
                self._by_try[this] = _Refusal(fault, times, self._monotonic() + pause)
            raise
        with self._lock:
            self._by_try.pop(this, None)
