"""The scheduled worker: reads mailboxes, thinks, delivers. Threads wake each other; APScheduler ticks.

One thread a mailbox of ours (IMAP is blocking), one that delivers, one that watches the process that thinks.
Ownership of a mailbox is a lease in the database, never a schedule: any number of workers may run over one
PostgreSQL.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.errors import IncidenciasError
from bot.mail.servers.imap import ImapMailbox
from bot.ports.store import Agenda, StaleLease
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.system.bell import Bell
from bot.worker.crew import Crew
from bot.worker.delivering import Delivering
from bot.worker.fetching import MailboxReader, fetch, move
from bot.worker.hold import Hold, now_s, renew_all
from bot.worker.post import POLL_S, Chore, Post, Wakes
from bot.worker.sharing import to_ask_for
from bot.worker.spare import Spare
from bot.worker.thinking import ANSWERS_AFTER, Thinker
from bot.worker.thinking_process import ThinkingProcess

RENEW_S = 10
STOP_S = 9.0  #: how long a deed that is under way may still take when the worker is to stop
_FIRST_CHORES = timedelta(minutes=1)  #: after the start

log = structlog.get_logger(__name__)


class Worker:
    """Everything that runs unattended, for all schools of the settings."""

    def __init__(
        self,
        posts: Mapping[str, Post],
        intake: SqlIntake,
        desk: SqlDesk,
        agenda: Callable[[Collection[str], datetime], Agenda],
        thinker: Callable[[], Thinker],
        *,
        owner: str,
        chores: Sequence[Chore] = (),
        spare: Spare | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`owner` names this process among the workers over one database; `thinker` must be picklable;
        `spare` is a process for it that was started before.
        """
        self._posts = posts
        self._intake = intake
        self._desk = desk
        self._thinker = thinker
        self._clock = clock
        self._owner = owner
        self._chores = chores
        self._wakes = Wakes(move={school: Bell() for school in posts})
        self._holds: dict[str, Hold] = {}
        self._crew = Crew()
        self._delivering = Delivering(posts, agenda, self._wakes, clock)
        self._at_chore = threading.Lock()
        self._thinking = ThinkingProcess(
            thinker,
            schools=lambda: list(self._holds),
            decided=self._decided,
            broken=self._broken,
            first=spare,
        )

    @cached_property
    def _own_thinker(self) -> Thinker:
        """For rounds in this process: what it has loaded serves the next round, too."""
        return self._thinker()

    # ----------------------------------------------------------------- one round

    def once(self) -> bool:
        """Fetch, think, deliver and move until nothing is left; False when something went wrong."""
        well = True
        thinker = self._own_thinker
        for school, post in self._posts.items():
            hold = self._acquire(post)
            if hold is None:
                log.error("mailbox_owned_elsewhere", school=school)
                well = False
                continue
            try:
                with closing(post.mailbox()) as mailbox:
                    while self._round(hold, post, mailbox, thinker):
                        hold.renew()
            except (IncidenciasError, StaleLease) as error:
                log.error("round_failed", school=school, error=str(error))
                well = False
            finally:
                self._intake.release(hold.lease)
        return well

    def _round(self, hold: Hold, post: Post, mailbox: ImapMailbox, thinker: Thinker) -> bool:
        """True when there was something to do: meanwhile more may have come, copies of our answers too."""
        busy = False
        while fetch(self._intake, hold.lease, mailbox):
            busy = True
            hold.renew()
        self._intake.looked(hold.lease)
        while thinker.think(post.school):
            busy = True
            hold.renew()
        while (rest := self._delivering.attend([hold])) <= ANSWERS_AFTER.total_seconds():
            busy = True
            self._wakes.stop.wait(rest)
        return move(self._intake, hold.lease, mailbox) or busy

    # ----------------------------------------------------------------- for ever

    def run(self) -> bool:
        """Run until `stop()`; True when all work was put down.

        False when something (a slow gateway) takes too long: it stands in the store as begun, and its lease
        is left to run out, so that the next owner looks it up as after a crash. The process must then end.
        """
        # A chore is done however late its hour is noticed (by default one second is too late for it).
        scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})
        for chore in self._chores:
            first = self._clock() + _FIRST_CHORES
            seconds = chore.every.total_seconds()
            scheduler.add_job(
                self._do, "interval", (chore,), seconds=seconds, next_run_time=first, id=chore.name
            )
        scheduler.start()
        loops = {
            "think": lambda: self._thinking.run(self._wakes.stop),
            "deliver": self._deliver_for_ever,
            "share": self._share_for_ever,
            "leases": self._renew_for_ever,
        }
        for name, loop in loops.items():
            self._crew.add(name, loop, lambda: not self._wakes.stop.is_set())
        while not self._wakes.stop.wait(POLL_S):  # a signal that the system gave to another thread is
            self._crew.look()  # handled here all the same, but not before this one does something
        end = now_s() + STOP_S
        late = self._crew.end(lambda: max(0.0, end - now_s()))
        scheduler.shutdown(wait=False)
        if not self._at_chore.acquire(timeout=max(0.0, end - now_s())):
            late.append("chore")
        if late:
            log.warning("stopped_while_busy", threads=late)
            return False
        for hold in self._holds.values():
            self._intake.release(hold.lease)
        return True

    def stop(self) -> None:
        """Ask every thread to finish what it holds; safe in a signal handler."""
        self._wakes.stop.set()
        self._wakes.effect.set()
        for event in self._wakes.move.values():
            event.set()

    # ----------------------------------------------------------------- whose mailboxes

    def _share_for_ever(self) -> None:
        while not self._wakes.stop.is_set():
            try:
                self._share()
            except Exception:  # the database is away
                log.exception("not_shared")
            self._wakes.stop.wait(RENEW_S / 2)

    def _share(self) -> None:
        """Leave what another worker asks for, take what nobody owns, ask for some of who has more."""
        standing = self._intake.standing()
        for one in standing:
            hold = self._holds.get(one.school)
            if hold is not None and one.owner == self._owner and one.wanted_by not in {None, self._owner}:
                self._leave(hold)
        elsewhere = {one.school for one in standing if one.owner != self._owner}  # or ours before a restart
        for school, post in self._posts.items():
            if school in elsewhere or school in self._holds or self._wakes.stop.is_set():
                continue
            hold = self._acquire(post)
            if hold is not None:
                self._read(post, hold)
        self._intake.want(to_ask_for(standing, self._owner, self._posts), self._owner)

    def _read(self, post: Post, hold: Hold) -> None:
        """Own the mailbox from now on."""
        self._holds[post.school] = hold
        self._thinking.wake()
        reader = MailboxReader(
            post=post,
            hold=hold,
            intake=self._intake,
            wakes=self._wakes,
            ours=self._ours,
            lost=self._lose,
            fetched=self._thinking.wake,
        )
        self._crew.add(f"mailbox-{post.school}", reader.run, partial(self._ours, hold))

    def _leave(self, hold: Hold) -> None:
        """For another worker, when no deed of ours is under way."""
        with self._delivering.under_way:
            self._lose(hold)
            hold.leave()
        self._thinking.wake()
        log.info("mailbox_left", school=hold.lease.school)

    def _lose(self, hold: Hold) -> None:
        """It is not ours any more: its reader ends."""
        school = hold.lease.school
        if self._holds.get(school) is hold:
            del self._holds[school]
        self._wakes.move[school].set()

    def _acquire(self, post: Post) -> Hold | None:
        """Own the school: its mailbox, its thinking and its outbox. What a dead owner began is taken back."""
        with self._delivering.under_way:  # a deed of our own that is under way is not a dead owner's
            lease = self._intake.acquire(post.school, self._owner)
            if lease is not None:
                self._desk.recover(post.school)
                post.deliverer.outbox.recover(post.school)
        return None if lease is None else Hold(self._intake, lease)

    def _ours(self, hold: Hold) -> bool:
        return not self._wakes.stop.is_set() and self._holds.get(hold.lease.school) is hold

    def _renew_for_ever(self) -> None:
        """By a clock that nobody sets: a lease must not run out because the machine's clock was put back."""
        while not self._wakes.stop.wait(RENEW_S):
            try:
                for hold in renew_all(self._intake, list(self._holds.values())):
                    log.warning("lease_lost", school=hold.lease.school)
                    self._lose(hold)
            except Exception:  # the database is away
                log.exception("not_renewed")

    def _do(self, chore: Chore) -> None:
        for school in list(self._holds):
            try:
                with self._at_chore:
                    chore.do(school)
            except Exception:  # tomorrow again
                log.exception("chore_failed", chore=chore.name, school=school)

    # ----------------------------------------------------------------- thinking and delivering

    def _decided(self, school: str) -> None:
        self._wakes.effect.set()
        self._wakes.move[school].set()

    def _broken(self, school: str, guilty: bool) -> None:
        """A batch ended with the process that thought about it, or, `guilty`, ended it."""
        try:
            if guilty:
                self._desk.set_back(school, now=self._clock())
            else:
                self._desk.recover(school)
        except Exception:  # claims expire by themselves; until the database answers again, nothing is lost
            log.exception("not_set_back", school=school)

    def _deliver_for_ever(self) -> None:
        self._delivering.run(lambda: list(self._holds.values()), self._could_not)

    def _could_not(self, hold: Hold, error: Exception) -> None:
        school = hold.lease.school
        if not isinstance(error, StaleLease):
            log.error("delivery_failed", school=school, exc_info=error)
            self._wakes.stop.wait(POLL_S)
            return
        if self._holds.get(school) is hold:  # not left for another one
            log.warning("lease_lost", school=school)
        self._lose(hold)
