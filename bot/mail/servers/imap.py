"""The mailbox that is read: new mails out, decided mails into their folders."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from functools import cached_property, lru_cache

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from bot.errors import TransportError
from bot.mail.own import OwnMail
from bot.mail.servers.faults import without_addresses
from bot.mail.servers.imap_session import (
    drop,
    ensure_folder,
    folder_path,
    has_folder,
    open_imap,
    sent_folder_path,
    speaking_to,
)
from bot.mail.servers.sign_ins import SignIns
from bot.model.mail import RawMail
from bot.settings.values import ImapSettings
from bot.system.bell import Bell, first_of
from bot.text.amounts import amount

_BATCH = 50  #: mails a FETCH: the measured optimum is flat from here on
_BATCH_BYTES = 16 * 2**20
_ROUND_BYTES = 64 * 2**20  #: a round hands over less than `limit` mails rather than fill the memory
_HEADER_BYTES = 256 * 2**10
_MOVE_CHUNK = 500  #: keeps the command line under the 8 kB that some servers read
_IDLE_LONGEST_S = 25 * 60  #: RFC 2177: servers may hang up after 30 minutes


class ImapMailbox:
    """One connected folder; for one thread, because imapclient blocks. Every failure is a TransportError."""

    def __init__(self, client: IMAPClient, settings: ImapSettings, *, school: str, own: OwnMail) -> None:
        """Use `connect`."""
        self._client = client
        self._settings = settings
        self._school = school
        self._own = own
        self._paths: dict[str, str] = {}  #: of our folders, as this server spells them
        self._ready: set[str] = set()  #: paths known to exist
        with speaking_to(settings):
            inbox = settings.folder.upper() == "INBOX"  # the one name outside of every namespace
            path = "INBOX" if inbox else folder_path(client, settings.folder)
            if not has_folder(client, path):
                raise TransportError(
                    f"La carpeta «{settings.folder}» no existe en el buzón {settings.username}: "
                    "corrija folder.",
                    permanent=True,
                )
            status = client.select_folder(path)
        self._uidvalidity = int(status[b"UIDVALIDITY"])
        self._mails = int(status[b"EXISTS"])

    @classmethod
    def connect(
        cls,
        settings: ImapSettings,
        *,
        school: str,
        own: OwnMail,
        sign_ins: SignIns | None = None,
    ) -> ImapMailbox:
        """Connect, sign in and select the folder.

        `own` tells the copies of our own answers; `sign_ins` knows what became of earlier tries.
        Raises TransportError.
        """
        client = open_imap(settings, sign_ins or SignIns())
        try:
            return cls(client, settings, school=school, own=own)
        except BaseException:
            drop(client)
            raise

    @property
    def uidvalidity(self) -> int:
        """UIDVALIDITY of the folder: with it a UID names one mail for ever (RFC 3501 §2.3.1.1)."""
        return self._uidvalidity

    def check(self) -> str:
        """One sentence for `doctor`."""
        with speaking_to(self._settings):
            news = "avisa al momento" if self._client.has_capability("IDLE") else "hay que preguntarle"
        held = amount(self._mails, "mensaje", "mensajes")
        return f"Buzón {self._settings.username} en {self._settings.host}: {held}; {news}."

    def close(self) -> None:
        """Sign out; a connection that is already dead is simply dropped."""
        self._client.__exit__(None, None, None)

    # ------------------------------------------------------------------------- reading

    def fetch_new(self, known: frozenset[int], limit: int, *, after: int = 0) -> list[RawMail]:
        """Up to `limit` mails whose UID is above `after` and not known yet, lowest first; nothing is flagged.

        Over `max_size` only the headers are fetched. Copies of our own answers (see `smtp`) are not
        handed over: they go to the Sent folder. Fewer mails than `limit` come when they are large;
        an empty list means that nothing is waiting.
        """
        with speaking_to(self._settings):
            self._announced()  # what the server announces from here on is for `idle` to notice
            where = ["UID", f"{after + 1}:*"] if after else []  # "*" is the last mail, whatever its UID
            found = self._client.search([*where, "UNDELETED", "SINCE", self._oldest()])
            waiting = sorted(uid for uid in set(found) - known if uid > after)
            mails: list[RawMail] = []
            copies: list[int] = []
            held = 0
            while waiting and len(mails) < limit and held < _ROUND_BYTES:
                tried, found = self._fetch_some(waiting[: min(_BATCH, limit - len(mails))])
                waiting = waiting[tried:]
                for mail in found:
                    if _is_our_copy(mail.content, self._own):
                        copies.append(mail.uid)
                    else:
                        mails.append(mail)
                        held += len(mail.content)
        if copies:
            self._move_to(copies, self._sent)
        return mails

    @cached_property
    def _sent(self) -> str:
        return sent_folder_path(self._client)

    def _oldest(self) -> date:
        """The day from which mails are read: an old mailbox must not be answered from its beginning."""
        return datetime.now(UTC).date() - timedelta(days=self._settings.max_age_days)

    def _fetch_some(self, uids: Sequence[int]) -> tuple[int, list[RawMail]]:
        """How many of `uids` were dealt with (bounded by bytes), and their mails.

        A UID that is gone meanwhile has no mail: another program deleted or moved it.
        """
        facts = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        tried, total = 0, 0
        small: list[int] = []
        for uid in uids:
            size = facts[uid][b"RFC822.SIZE"] if uid in facts else 0
            if small and total + size > _BATCH_BYTES:
                break
            tried += 1
            if uid in facts and size <= self._settings.max_size:
                small.append(uid)
                total += size
        bodies = self._contents(small, "BODY.PEEK[]", b"BODY[]")
        mails = []
        for uid in uids[:tried]:
            if uid not in facts:
                continue
            content, truncated = bodies.get(uid), False
            if content is None:  # too large, or a mail that the server itself cannot read
                content, truncated = self._headers(uid), True
            mails.append(
                RawMail(
                    school=self._school,
                    uidvalidity=self._uidvalidity,
                    uid=uid,
                    content=content,
                    received_at=facts[uid][b"INTERNALDATE"].astimezone(UTC),
                    truncated=truncated,
                    size=facts[uid][b"RFC822.SIZE"],
                )
            )
        return tried, mails

    def _headers(self, uid: int) -> bytes:
        section = f"BODY.PEEK[HEADER]<0.{_HEADER_BYTES}>"
        return self._contents([uid], section, b"BODY[HEADER]<0>").get(uid) or b""

    def _contents(self, uids: Sequence[int], section: str, key: bytes) -> dict[int, bytes]:
        """The section of each mail; one that the server cannot deliver must not block the others."""
        try:
            found = self._client.fetch(uids, [section])
        except IMAPClient.AbortError:
            raise
        except IMAPClientError:
            if len(uids) <= 1:
                return {}
            return {u: c for uid in uids for u, c in self._contents([uid], section, key).items()}
        return {uid: data[key] for uid, data in found.items() if data.get(key) is not None}

    # ------------------------------------------------------------------------- waiting

    def idle(self, wake: Bell) -> None:
        """Wait for news: IDLE (RFC 2177) with `poll_s` as net; returns as soon as `wake` rings."""
        with speaking_to(self._settings):
            if self._announced():
                return
            if not self._client.has_capability("IDLE"):
                wake.wait(self._settings.poll_s)
                return
            deadline = time.monotonic() + min(self._settings.poll_s, _IDLE_LONGEST_S)
            self._client.idle()
            news = self._announced() or self._came_with_idling()
            line = self._client.socket()
            while not news and (told := first_of((line, wake), deadline - time.monotonic())):
                if wake in told:
                    break
                responses = self._client.idle_check(0)
                hung_up = not responses
                news = hung_up or any(b"EXISTS" in response for response in responses)
            self._client.idle_done()  # fails, as it should, when the server has hung up

    def _announced(self) -> bool:
        """Did the server tell of new mails since we last asked? (imaplib keeps that for its caller.)"""
        _, news = self._client._imap.response("EXISTS")  # noqa: SLF001 - imapclient has no way to ask
        return bool(news != [None])

    def _came_with_idling(self) -> bool:
        """News that came in one packet with the server's `+ idling` lie in imaplib's buffer already.

        `idle_check` asks the socket, which knows nothing of them: they would wait for the next poll.
        """
        line, buffer = self._client.socket(), self._client._imap.file  # noqa: SLF001 - no public way
        line.setblocking(False)
        try:
            return b"EXISTS" in buffer.peek()
        except OSError:  # TLS says so when nothing has come
            return False
        finally:
            line.settimeout(self._settings.timeout_s)

    # ------------------------------------------------------------------------- putting away

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Put mails into a folder, which is created when missing.

        MOVE (RFC 6851), else COPY and delete by UID (RFC 4315). A server with neither keeps them marked
        as deleted: an EXPUNGE without UIDs could destroy other people's mails. UIDs that are gone
        are no error.
        """
        with speaking_to(self._settings):
            if folder not in self._paths:
                self._paths[folder] = folder_path(self._client, str(folder))
            self._move_to(uids, self._paths[folder])

    def _move_to(self, uids: Sequence[int], path: str) -> None:
        if path not in self._ready:
            ensure_folder(self._client, path, self._settings)
            self._ready.add(path)
        for start in range(0, len(uids), _MOVE_CHUNK):
            chunk = uids[start : start + _MOVE_CHUNK]
            try:
                if self._client.has_capability("MOVE"):
                    self._client.move(chunk, path)
                else:
                    self._client.copy(chunk, path)
                    self._client.delete_messages(chunk, silent=True)
                    if self._client.has_capability("UIDPLUS"):
                        self._client.uid_expunge(chunk)
            except IMAPClient.AbortError:
                raise
            except IMAPClientError as error:
                self._ready.discard(path)
                full = re.search(r"quota", str(error), re.IGNORECASE)
                why = "el buzón está lleno" if full else "el servidor no lo permite"
                raise TransportError(
                    f"No se pueden pasar mensajes a la carpeta «{path}»: {why}.",
                    permanent=False,
                    detail=without_addresses(str(error)),
                ) from None


def _is_our_copy(content: bytes, own: OwnMail) -> bool:
    """Did we send this very mail? Our loop header *and* our address in From; else it is for the journey."""
    head = content.partition(b"\r\n\r\n")[0]
    if own.HEADER.encode() not in head:  # servers keep a header's letters as they are
        return False
    return _header(head, own.HEADER) == own.marker and _address(_header(head, "From")) == own.address


@lru_cache(maxsize=8)  # ours is always the same
def _address(value: str) -> str:
    return parseaddr(value)[1].lower()


def _header(head: bytes, name: str) -> str:
    """The first header of this name as it stands, unfolded; "" when there is none."""
    found = re.search(rb"(?im)^%b:((?:[^\r\n]|\r\n[ \t])*)" % re.escape(name).encode(), head)
    return "" if found is None else " ".join(found[1].decode("utf-8", "replace").split())
