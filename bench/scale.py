"""Many schools and several workers over one PostgreSQL; and what a long past costs.

python -m bench.scale [--schools 10] [--mails 200] [--workers 1 2 4] [--past 0 100000 1000000] [--json FILE]

The same mails for 1, 2 and 4 workers, each a real `incidencias worker` with its process that thinks. First
one mail to each school, at which its lines are opened and its folders made: `first`, seconds until all are
put away. Then the others at once: mails a second, the processor's share (CPU seconds of all workers over what
the cores could give), and how much of the time of the database's sessions goes into waiting for a lock
(`pg_stat_activity`, looked at ten times a second). How the mailboxes are spread. Idle: CPU seconds a mailbox
and minute when nothing comes, of the workers and of the database. Takeover: from the SIGKILL of one to the
moment at which others own all. Then, in one process, the cost of a decision (thinking and recording, CPU)
over so many past tickets.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psycopg
from cryptography.fernet import Fernet
from sqlalchemy import Engine, text

from bench.command import hush, keep, options
from bench.cpu import spent
from bot.bootstrap_worker import thinker_of
from bot.store.engine import open_engine
from bot.store.mails.intake import SqlIntake
from bot.system.beside import beside
from tests.chaos.tally import fetched, unfinished
from tests.servers.installation import PROGRAM, Installation
from tests.servers.mailserver import MailServer, private_mailserver
from tests.servers.postgres import PostgresServer, private_postgres
from tests.servers.region import Region
from tests.servers.smsweb import sms_web
from tests.servers.waiting import wait_until

_IDLE_S = 30.0
_QUIET_S = 0.5  #: of five seconds, a worker
_DECISIONS = 40

_YEARS = """
CREATE TEMPORARY TABLE past ON COMMIT DROP AS
  SELECT n, 'f' || n % 200000 || '@familias.test' AS who, now() - n * interval '20 seconds' AS at
  FROM generate_series(CAST(:start AS bigint), CAST(:stop AS bigint)) n
"""
#: Past tickets, each with its mail, decision, effects and events, of other families of the same school.
_PAST = """
INSERT INTO ticket (number, school, token, state, sender, subject, language, account, asked, also_other,
    version, search, created_at, updated_at)
  SELECT 'P' || n, :school, md5(n::text), 'closed', who, 'iPasen', 'es', 'past/' || who, 0, false, 0,
    'p' || n, at, now()
  FROM past;
INSERT INTO mail (id, school, uidvalidity, uid, content_hash, message_id, sender, subject, received_at,
    truncated, size, state, attempts, ticket, folder, moved_at)
  SELECT 1000000000 + n, :school, 1, n, md5('mail' || n), '<p' || n || '@familias.test>', who, 'iPasen',
    now(), false, 2000, 'done', 1, 'P' || n, 'Procesados', now()
  FROM past;
INSERT INTO decision (school, mail, ticket, at, sender, mailbox, account, intent, action, rule,
    policy_version, claim, match, decision)
  SELECT :school, 1000000000 + n, 'P' || n, at, who, who, 'past/' || who, 'recover', 'regenerate',
    'regenerate', 'past', '{}', '{}', '{}'
  FROM past;
INSERT INTO outbox (school, key, ticket, plan, step, kind, payload, status, attempts, not_before, message_id,
    recipient, answers, created_at)
  SELECT :school, 'past/' || n, 'P' || n, 'past/' || n, 0, 'reply', '{}', 'sent', 1, now(),
    '<a' || n || '@ieslaloma.test>', who, who, at
  FROM past;
INSERT INTO regeneration (school, account, sender, ticket, plan, at, seq)
  SELECT :school, 'past/' || who, who, 'P' || n, 'past/' || n, at, 0
  FROM past;
"""


@dataclass(frozen=True, slots=True)
class Run:
    """So many workers over the same kind of mails."""

    start_s: float  #: of the programs, until each school has its owner and its mind
    first_mails_s: float  #: one to each school
    mails_per_s: float  #: of all the others
    cpu_ms_per_mail: float  #: of the workers alone
    cpu_share: float  #: of all cores
    lock_wait_share: float
    sessions: int  #: of the database, at most
    mailboxes: list[int]  #: by worker
    idle_cpu_s_per_mailbox_minute: float
    idle_database_cpu_s_per_mailbox_minute: float
    takeover_s: float | None  #: of a killed worker's mailboxes; None: there is no other worker


def main() -> None:
    asked = options(__doc__, schools=10, mails=200, workers=[1, 2, 4], past=[0, 100_000, 1_000_000])
    hush()
    result: dict[str, Any] = {}
    with private_mailserver() as server, private_postgres() as postgres:
        print(f"{asked.schools} schools, {asked.mails} mails, {os.cpu_count()} cores")
        print("workers  start s  first s  mails/s  CPU ms/mail  CPU share  lock waits  sessions  ", end="")
        print("idle s/mailbox/min + database  takeover s  mailboxes")
        for workers in asked.workers:
            run = many(server, postgres, workers, schools=asked.schools, mails=asked.mails)
            result[str(workers)] = {name: getattr(run, name) for name in run.__slots__}
            print(
                f"{workers:7}{run.start_s:9.1f}{run.first_mails_s:9.1f}{run.mails_per_s:9.1f}{run.cpu_ms_per_mail:13.0f}{run.cpu_share:11.0%}"
                f"{run.lock_wait_share:12.1%}{run.sessions:10}{run.idle_cpu_s_per_mailbox_minute:20.3f}"
                f"{run.idle_database_cpu_s_per_mailbox_minute:11.3f}{run.takeover_s or '-':>12}"
                f"  {run.mailboxes}"
            )
        print("\npast tickets  CPU ms/decision  of the database  database MB")
        result["past"] = {}
        for tickets, own, database, size in long_past(server, postgres, asked.past):
            result["past"][str(tickets)] = {
                "decision_cpu_ms": own,
                "decision_database_cpu_ms": database,
                "database_mb": size,
            }
            print(f"{tickets:12}{own:17.1f}{database:17.1f}{size:13}")
    keep(result, asked.json)


# --------------------------------------------------------------------------- several workers


def many(server: MailServer, postgres: PostgresServer, workers: int, *, schools: int, mails: int) -> Run:
    """The workers are ready, and all mails come at once; from the first mail to the last one put away."""
    with (
        _region(server, postgres, f"scale_{workers}", schools, mails) as (region, engine),
        ExitStack() as opened,
    ):
        began = time.monotonic()
        running = [opened.enter_context(_program(region)) for _ in range(workers)]
        fair = schools // workers
        wait_until(
            lambda: (
                (held := _held(engine)).total() == schools
                and min(held.values()) >= fair > 0
                and len(held) == workers
            ),
            timeout=300,
        )
        _settle(running)
        start = time.monotonic() - began
        idle, idle_database = _cpu(running), _of_database(postgres)
        time.sleep(_IDLE_S)
        idle, idle_database = _cpu(running) - idle, _of_database(postgres) - idle_database
        spread, began = _held(engine), time.monotonic()
        region.write(list(region.mailboxes))
        _wait_for_all(region, engine)
        first, before, began = time.monotonic() - began, _cpu(running), time.monotonic()
        others = mails - schools
        with _lock_waits(postgres) as waits:
            region.write(list(islice(cycle(region.mailboxes), others)))
            _wait_for_all(region, engine)
        seconds, cpu = time.monotonic() - began, _cpu(running) - before
        takeover = _takeover(running[0], engine, schools) if workers > 1 else None
    return Run(
        start_s=round(start, 1),
        first_mails_s=round(first, 1),
        mails_per_s=round(others / seconds, 1),
        cpu_ms_per_mail=round(1000 * cpu / others, 1),
        cpu_share=round(cpu / seconds / (os.cpu_count() or 1), 3),
        lock_wait_share=round(waits.share, 4),
        sessions=waits.sessions,
        mailboxes=sorted(spread.values(), reverse=True),
        idle_cpu_s_per_mailbox_minute=round(idle / schools * 60 / _IDLE_S, 3),
        idle_database_cpu_s_per_mailbox_minute=round(idle_database / schools * 60 / _IDLE_S, 3),
        takeover_s=takeover,
    )


def _wait_for_all(region: Region, engine: Engine) -> None:
    wait_until(lambda: fetched(engine) == region.written and not unfinished(engine), every=0.2, timeout=600)


def _takeover(victim: subprocess.Popen[bytes], engine: Engine, schools: int) -> float:
    """Seconds from its death until all its mailboxes have other owners."""
    lost = {owner for owner in _held(engine) if owner.endswith(f":{victim.pid}")}
    victim.kill()
    began = time.monotonic()
    wait_until(lambda: (held := _held(engine)).total() == schools and not lost & held.keys(), timeout=300)
    return round(time.monotonic() - began, 1)


@contextmanager
def _program(region: Region) -> Iterator[subprocess.Popen[bytes]]:
    environment = Installation(region.directory, "").environment
    with region.log.open("ab") as said:
        process = subprocess.Popen([PROGRAM, "worker"], env=environment, stdout=said, stderr=said)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _held(engine: Engine) -> Counter[str]:
    return Counter(one.owner for one in SqlIntake(engine).standing())


def _settle(running: Sequence[subprocess.Popen[bytes]]) -> None:
    """Until what the minds are made of is loaded, and the processes have little to do."""
    for _ in range(60):
        before = _cpu(running)
        time.sleep(5)
        if _cpu(running) - before < _QUIET_S * len(running):
            return


def _cpu(running: Sequence[subprocess.Popen[bytes]]) -> float:
    """CPU seconds of these processes and their children, alive or not."""
    return sum(spent(process.pid) for process in running)


def _of_database(postgres: PostgresServer) -> float:
    """CPU seconds of all its processes so far."""
    return spent(int((Path(postgres.data) / "postmaster.pid").read_text().split()[0]))


@dataclass(slots=True)
class _Waits:
    active: int = 0
    waiting: int = 0
    sessions: int = 0

    @property
    def share(self) -> float:
        return self.waiting / self.active if self.active else 0.0


@contextmanager
def _lock_waits(postgres: PostgresServer) -> Iterator[_Waits]:
    waits, over = _Waits(), threading.Event()
    query = (
        "SELECT count(*) FILTER (WHERE state <> 'idle'), "
        "count(*) FILTER (WHERE wait_event_type = 'Lock'), count(*) "
        "FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )

    def look() -> None:
        with psycopg.connect(host=str(postgres.directory), user="postgres", autocommit=True) as line:
            while not over.wait(0.1):
                active, waiting, sessions = line.execute(query).fetchone() or (0, 0, 0)
                waits.active += active
                waits.waiting += waiting
                waits.sessions = max(waits.sessions, sessions)

    with beside(look, over.set):
        yield waits


# --------------------------------------------------------------------------- a long past


def long_past(
    server: MailServer, postgres: PostgresServer, sizes: Sequence[int]
) -> Iterator[tuple[int, float, float, int]]:
    """(past tickets, CPU ms a decision: ours and the database's, size of the database in MB), growing."""
    mails = (len(sizes) + 1) * _DECISIONS
    with _region(server, postgres, "past", 1, mails) as (region, engine):
        (school,) = region.mailboxes
        house = region.house()
        thinker, intake = thinker_of(house), SqlIntake(engine)
        lease = intake.acquire(school, "bench")
        assert lease is not None
        there = 0

        def decide() -> tuple[float, float]:
            region.write([school] * _DECISIONS)
            with closing(house.mailbox(house.school(school))) as mailbox:
                known = intake.known_uids(lease, mailbox.uidvalidity)
                intake.ingest(lease, mailbox.fetch_new(known, _DECISIONS))
            began = time.process_time(), _of_database(postgres)
            while thinker.think(school):
                pass
            own, database = time.process_time() - began[0], _of_database(postgres) - began[1]
            return 1000 * own / _DECISIONS, 1000 * database / _DECISIONS

        decide()  # what is loaded at first
        for size in sizes:
            if size > there:
                with engine.begin() as connection:
                    connection.execute(text(_YEARS), {"start": there + 1, "stop": size})
                    for statement in _PAST.strip().rstrip(";").split(";"):
                        connection.execute(text(statement), {"school": school})
                with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("ANALYZE"))
                there = size
            own, database = decide()
            with engine.connect() as connection:
                held = connection.scalar(text("SELECT pg_database_size(current_database()) / 1000000")) or 0
            yield size, round(own, 1), round(database, 1), int(held)
        house.engine.dispose()


# --------------------------------------------------------------------------- the stage


@contextmanager
def _region(
    server: MailServer, postgres: PostgresServer, name: str, schools: int, mails: int
) -> Iterator[tuple[Region, Engine]]:
    url = postgres.create_database(name)
    with sms_web() as web, tempfile.TemporaryDirectory() as folder:
        server.empty()
        region = Region.found(
            Path(folder),
            server,
            web,
            schools=schools,
            pupils=mails // schools * 2 + 100,
            store_url=url,
            key=Fernet.generate_key(),
        )
        engine = open_engine(url)
        try:
            yield region, engine
        finally:
            engine.dispose()
            postgres.drop_database(name)


if __name__ == "__main__":
    main()
