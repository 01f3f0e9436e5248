"""One mailbox of ours, a thread each: new mails go into the store, decided ones into their folders."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import structlog

from bot.errors import TransportError
from bot.mail.servers.imap import ImapMailbox
from bot.ports.store import Lease, StaleLease
from bot.store.mails.intake import SqlIntake
from bot.worker.hold import Hold
from bot.worker.post import POLL_S, Post, Wakes

FETCH_LIMIT = 100
_ROUND_S = 0.25  #: from one look into a busy mailbox to the next: what came meanwhile is dealt with together
_ALL_S = 600.0  #: from one look at all that lies in a mailbox to the next; else only at what is new
_MARK_S = 30.0  #: from one note of having looked to the next: an idle mailbox has one a minute
_BACKOFF_S = (1, 2, 5, 10, 30, 60)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxReader:
    """Keeps one mailbox read as long as it is ours."""

    post: Post
    hold: Hold
    intake: SqlIntake
    wakes: Wakes
    ours: Callable[[Hold], bool]
    lost: Callable[[Hold], None]  #: told when it is somebody else's
    fetched: Callable[[], None]  #: told when there are new mails in the store

    def run(self) -> None:
        """Until it is not ours any more; reconnects with growing pauses."""
        school, failures, pause = self.post.school, 0, 0
        while self.ours(self.hold):
            opened: float | None = None
            try:
                with closing(self.post.mailbox()) as mailbox:
                    opened = time.monotonic()
                    log.info("mailbox_open", school=school)
                    self._keep_reading(mailbox)
            except StaleLease:
                log.warning("lease_lost", school=school)
                self.lost(self.hold)
            except Exception as error:  # the database may be away too: it must not end the reading for good
                # a server that lets us in and breaks off at once, again and again, is not asked each second
                went_well = opened is not None and time.monotonic() - opened > pause
                failures = 1 if went_well else failures + 1
                pause = _BACKOFF_S[min(failures, len(_BACKOFF_S)) - 1]
                if isinstance(error, TransportError):
                    log.error("mailbox_unreachable", school=school, error=str(error), retry_s=pause)
                else:
                    log.exception("reading_failed", school=school, retry_s=pause)
                self.wakes.stop.wait(pause)

    def _keep_reading(self, mailbox: ImapMailbox) -> None:
        lease = self.hold.lease
        wake = self.wakes.move[lease.school]
        after, all_at, move_at, mark_at = 0, 0.0, 0.0, 0.0
        while self.ours(self.hold):
            began = time.monotonic()
            if began >= all_at:
                after, all_at = 0, began + _ALL_S
            if wake.is_set():
                move_at = began
            wake.clear()
            while last := fetch(self.intake, lease, mailbox, after=after):
                after, move_at = last, began
                self.fetched()
            self.hold.prove()  # after a sleep of the machine it may be another one's to move and to tell of
            if began >= mark_at:
                self.intake.looked(lease)
                mark_at = began + _MARK_S
            if began >= move_at:  # not when only a copy of an answer of ours has come
                move(self.intake, lease, mailbox)
                move_at = began + POLL_S
            mailbox.idle(wake)
            self.wakes.stop.wait(max(0.0, began + _ROUND_S - time.monotonic()))


def fetch(intake: SqlIntake, lease: Lease, mailbox: ImapMailbox, *, after: int = 0) -> int:
    """Commit new mails to the store; the server's copy is not touched. Returns the last one's UID, or 0.

    Below `after` there is nothing new: it is the last UID of an earlier look (they only ever grow).
    """
    known = frozenset() if after else intake.known_uids(lease, mailbox.uidvalidity)
    mails = mailbox.fetch_new(known, FETCH_LIMIT, after=after)
    if mails:
        fresh = intake.ingest(lease, mails)
        log.info("mails_fetched", school=lease.school, fetched=len(mails), new=fresh)
    return mails[-1].uid if mails else 0


def move(intake: SqlIntake, lease: Lease, mailbox: ImapMailbox) -> bool:
    """Put decided mails into their folders, and remember that it was done; False: there were none."""
    orders = intake.moves(lease, mailbox.uidvalidity)
    for folder in dict.fromkeys(order.folder for order in orders):
        chosen = [order for order in orders if order.folder is folder]
        mailbox.move([order.uid for order in chosen], folder)
        intake.moved(lease, [order.mail for order in chosen])
    return bool(orders)
