"""The demo's mail servers on loopback: IMAP (pymap) for the school, SMTP (aiosmtpd) for everybody.

Both run on one event loop in a thread of their own. What SMTP takes for the school's address lands in its
IMAP mailbox; what it takes for anybody else is a letter to a family, which the page shows.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import threading
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import default as default_policy
from email.utils import parseaddr
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pysasl.hashing import Cleartext

HOST = "127.0.0.1"
AUTHSERV_ID = "mx.demo.invalid"  #: under which our SMTP server gives its verdict on senders
_MAX_SIZE = 30_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that reached a family."""

    recipient: str  #: lower case
    content: bytes


class Families:
    """The families' mailboxes: every letter that the school's answers became, by Message-ID."""

    def __init__(self) -> None:
        self._letters: dict[str, Letter] = {}
        self._lock = threading.Lock()

    def put(self, message_id: str, letter: Letter) -> None:
        with self._lock:
            self._letters[message_id] = letter

    def get(self, message_id: str) -> Letter | None:
        with self._lock:
            return self._letters.get(message_id)

    def newest_of(self, address: str) -> Letter | None:
        """The last letter that came to this address."""
        with self._lock:
            letters = [letter for letter in self._letters.values() if letter.recipient == address.lower()]
        return letters[-1] if letters else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServers:
    """Where the running servers are reached."""

    address: str  #: the school's
    password: str  #: of its mailbox
    imap_port: int
    smtp_port: int
    families: Families


@contextmanager
def mail_servers(address: str) -> Iterator[MailServers]:
    """Both servers on free ports, as long as the block runs."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells of every connection
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mail-servers")
    thread.start()
    stack = AsyncExitStack()
    try:
        yield asyncio.run_coroutine_threadsafe(_start(stack, address), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(_stop(stack), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _start(stack: AsyncExitStack, address: str) -> MailServers:
    loop = asyncio.get_running_loop()
    password = secrets.token_urlsafe(12)
    backend, config = await DictBackend.init(_pymap_options(address, password), hash_context=Cleartext())
    config.apply_context()
    await backend.start(stack)
    greet = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await greet(reader, cast(asyncio.StreamWriter, _WholeResponses(writer)))

    imap = await asyncio.start_server(serve, host=HOST, port=0)
    families = Families()
    porter = _Porter(address, backend, families)
    smtp = await loop.create_server(
        lambda: SMTP(
            porter, hostname=AUTHSERV_ID, loop=loop, enable_SMTPUTF8=True, data_size_limit=_MAX_SIZE
        ),
        host=HOST,
        port=0,
    )
    for server in (imap, smtp):
        stack.callback(server.close)
    return MailServers(
        address=address,
        password=password,
        imap_port=imap.sockets[0].getsockname()[1],
        smtp_port=smtp.sockets[0].getsockname()[1],
        families=families,
    )


async def _stop(stack: AsyncExitStack) -> None:
    """Close the doors, then hang up on whoever is still inside."""
    await stack.aclose()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class _WholeResponses:
    """A StreamWriter that sends at `drain` what was written before: a response of pymap's in one piece.

    imapclient, when it idles, takes the part of a line that has come so far for a broken connection.
    """

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._parts.append(bytes(data))

    def writelines(self, parts: Iterable[bytes]) -> None:
        self._parts.extend(bytes(part) for part in parts)

    async def drain(self) -> None:
        self._writer.write(b"".join(self._parts))
        self._parts.clear()
        await self._writer.drain()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)


def _pymap_options(address: str, password: str) -> Namespace:
    """What pymap's command line would give: one user, no TLS because nothing leaves the machine."""
    return Namespace(
        host=HOST, port=0, debug=False, cert=None, key=None, tls=False, proxy_protocol=None, passlib_cfg=None,
        inherited_sockets=None, demo_data=False, demo_user=address, demo_password=password,
    )  # fmt: skip


class _Porter:
    """aiosmtpd's handler: puts each mail where its recipient reads it."""

    def __init__(self, address: str, backend: DictBackend, families: Families) -> None:
        self._address = address
        self._backend = backend
        self._families = families

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        for recipient in dict.fromkeys(address.lower() for address in envelope.rcpt_tos):
            if recipient == self._address:
                await self._to_school(_received(content, (envelope.mail_from or "").strip("<>")))
            else:
                self._families.put(_header(content, "Message-ID"), Letter(recipient, content))
        return "250 OK"

    async def _to_school(self, content: bytes) -> None:
        identity = self._backend.login.demo_user_identity
        async with identity.new_session() as session:
            inbox = await session.mailbox_set.get_mailbox("INBOX")
            await inbox.append(AppendMessage(content, datetime.now(UTC)))


def _received(content: bytes, envelope_from: str) -> bytes:
    """What a receiving server adds (RFC 5321 §4.4, RFC 8601): return path and its verdict on the sender.

    The demo has no DNS to ask. Its DMARC is the alignment alone: does the envelope come from the domain
    that the From header names?
    """
    named = parseaddr(_header(content, "From"))[1].rpartition("@")[2].lower()
    came_from = envelope_from.rpartition("@")[2].lower()
    verdict = "pass" if came_from in {named, ""} else "fail"
    head = (
        f"Return-Path: <{envelope_from}>\r\n"
        f"Authentication-Results: {AUTHSERV_ID}; dmarc={verdict} header.from={named}\r\n"
    )
    return re.sub(r"[^\x00-\x7f]", "?", head).encode("ascii") + content


def _header(content: bytes, name: str) -> str:
    return str(BytesHeaderParser(policy=default_policy).parsebytes(content).get(name, "")).strip()
