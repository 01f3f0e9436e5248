"""Mails flow while workers are killed, the database falls, and lines break."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine, update

from bot.store.effects.plans import EXPIRES
from bot.store.engine import writing
from bot.store.tables.schema import MailState, Status, mail, mailbox_lease, outbox
from tests.chaos.lives import POISONED, Lives
from tests.chaos.tally import fetched, unfinished
from tests.end_to_end.dying import GATEWAYS, STEPS, Death
from tests.servers.cutter import Fault
from tests.servers.region import Region

_PATIENCE_S = 15.0  #: a life that does not come to its death by then is killed where it is
_BUSY = 3  #: mails and effects under way, so that every life comes to its death
FROZEN_S = 40.0  #: longer than a lease: another one has taken over meanwhile

#: Every step of a journey that leaves a trace outside of the process, before it and after it.
PLACES = {name: place for name, place in (STEPS | GATEWAYS).items() if name not in {"sms", "smpp"}}
DEATHS = [Death(step, moment) for step in PLACES for moment in ("before", "after")]


def _refused(command: bytes) -> bytes:
    return command.split()[0] + b" NO [OVERQUOTA] Quota exceeded\r\n"


#: What befalls a line, once each.
IMAP_FAULTS = (
    Fault(name="cut in mid-FETCH", word=rb"FETCH \(.*BODY\[\]", passes="half"),
    Fault(name="cut after MOVE", word=rb"UID MOVE", says="client", passes="all"),
    Fault(name="mailbox over quota", word=rb"UID MOVE", says="client", instead=_refused),
    Fault(name="garbage from IMAP", word=rb"FETCH", instead=lambda _: bytes(range(128, 256)) + b"\r\n"),
    Fault(name="IMAP stalls", word=rb"FETCH", stall_s=12),
    Fault(name="cut at IDLE", word=rb"\+ idling"),
)
SMTP_FAULTS = (
    Fault(name="answer to DATA lost", word=rb"queued as"),
    Fault(name="answer to DATA is 'later'", word=rb"queued as", instead=lambda _: b"451 4.3.0 later\r\n"),
    Fault(name="cut before DATA", word=rb"354 "),
    Fault(name="garbage from SMTP", word=rb"queued as", instead=lambda _: b"\x00\xff\xfe\r\n"),
    Fault(name="SMTP stalls after DATA", word=rb"queued as", stall_s=12),
)


@dataclass(slots=True)
class Life:
    """One that is to end."""

    death: Death | None  #: None: wherever it is at `end`
    end: float
    thaws: bool = False


@dataclass(slots=True)
class Storm:
    """One run over a region; `befalls` are done one after the other, each after `every` more kills.

    Among the first mails is a poisonous one, of which workers die until it rests; in the end it is set aside.
    """

    region: Region
    engine: Engine
    lives: Lives
    slots: int
    befalls: Sequence[tuple[str, Callable[[], object]]] = ()
    every: int = 5
    seed: int = 1
    killed: Counter[str] = field(default_factory=Counter)  #: by place
    befell: Counter[str] = field(default_factory=Counter)

    @property
    def kills(self) -> int:
        return self.killed.total() - self.killed["by the poisonous mail"]

    def rage(self, *, mails: int, deaths: Iterable[Death], anywhere: int, backlog: int = 6) -> None:
        """Until all mails are written and all deaths died; then one worker ends it all in peace."""
        chance = random.Random(self.seed)
        coming: deque[Death | None] = deque([*deaths, *[None] * anywhere])
        chance.shuffle(coming)
        befalls = deque(self.befalls)
        alive: dict[int, Life] = {}
        next_blow = self.every
        self.region.write_poison(next(iter(self.region.mailboxes)))
        while coming or alive:
            self._write(mails, backlog)
            while coming and len(alive) < self.slots:
                death = coming.popleft()
                end = time.monotonic() + (_PATIENCE_S if death else chance.uniform(0.3, 4))
                alive[self.lives.begin(death)] = Life(death, end)
            self.lives.wait(lambda: bool(self.lives.ended.keys() & alive.keys()), 0.1)
            for pid, life in list(alive.items()):
                self._attend(pid, life)
                if pid in self.lives.ended and self._bury(pid, life := alive.pop(pid)):
                    coming.append(life.death)
            if befalls and self.kills >= next_blow:
                next_blow = self.kills + self.every
                self._suffer(*befalls.popleft())
        for name, befall in befalls:
            self._suffer(name, befall)
        self._write(mails, mails)
        self._hurry()
        self.end_in_peace()

    def _attend(self, pid: int, life: Life) -> None:
        """What lives too long is killed; what is frozen thaws, and is left to see what it does."""
        if pid in self.lives.frozen:
            self.lives.frozen.discard(pid)
            life.thaws, life.end = True, time.monotonic() + FROZEN_S
        elif life.thaws and time.monotonic() > life.end:
            self.lives.kill(pid, signal.SIGCONT)
            life.thaws, life.end = False, time.monotonic() + 5
            self.befell["frozen until another had taken over"] += 1
        elif time.monotonic() > life.end:
            life.death = None
            self.lives.kill(pid)

    def _bury(self, pid: int, life: Life) -> bool:
        """True when it died of the poisonous mail, before its time."""
        code = self.lives.ended.pop(pid)
        assert code in {-signal.SIGKILL, POISONED}, self.region.log.read_text()[-3000:]
        died = f"{life.death.moment} {life.death.step}" if life.death else "anywhere"
        self.killed[died if code != POISONED else "by the poisonous mail"] += 1
        self.free_leases(pid)
        return code == POISONED

    def free_leases(self, pid: int) -> None:
        """Of a dead process, without waiting for them to run out."""
        mine = mailbox_lease.c.owner.like(f"%:{pid}")
        with writing(self.engine) as connection:
            connection.execute(update(mailbox_lease).where(mine).values(expires_at=0.0))

    def _suffer(self, name: str, befall: Callable[[], object]) -> None:
        befall()
        self.befell[name] += 1

    def _write(self, mails: int, backlog: int) -> None:
        """Some more when few are under way; after the last of them only what deaths to come wait for."""
        under_way = unfinished(self.engine) + self.region.written - fetched(self.engine)
        missing = mails - len(self.region.letters)
        schools, start = list(self.region.mailboxes), len(self.region.letters)
        more = min(backlog - under_way, missing) if missing > 0 else int(under_way < _BUSY)
        self.region.write([schools[(start + number) % len(schools)] for number in range(more)])

    def _hurry(self) -> None:
        """What rests or was put off has waited long enough."""
        put_off = (outbox.c.status == Status.PENDING) & ~EXPIRES
        with writing(self.engine) as connection:
            connection.execute(update(mail).where(mail.c.state == MailState.NEW).values(claim_until=None))
            connection.execute(update(outbox).where(put_off).values(not_before=outbox.c.created_at))

    def end_in_peace(self, timeout: float = 240) -> None:
        """One watched worker does what is left, what was put off too, and stops when told to."""
        pid = self.lives.begin(watched=True)
        deadline = time.monotonic() + timeout
        while fetched(self.engine) < self.region.written or unfinished(self.engine):
            if time.monotonic() > deadline or pid in self.lives.ended:
                break
            self.lives.wait(lambda: pid in self.lives.ended, 2)
            self._hurry()
        self.lives.kill(pid, signal.SIGTERM)
        assert self.lives.wait(lambda: pid in self.lives.ended), "it does not stop"
        assert self.lives.ended.pop(pid) == 0, self.region.log.read_text()[-3000:]
