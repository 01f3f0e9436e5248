"""Builds what runs unattended over the house of one settings file: the worker, its posts, its thinker."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import Engine

from bot.actions.deliver import Deliverer
from bot.bootstrap import NO_SCHOOL, House, open_house
from bot.errors import InputError
from bot.mind.rule_check import problems_of
from bot.rules.directory import RulesError, shipped_rules
from bot.rules.files import rules_version
from bot.settings.values import School, Settings
from bot.store.agenda import agenda
from bot.store.custody.forgetting import purge
from bot.store.effects.outbox import SqlOutbox
from bot.store.effects.texts import SqlTexts
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.schools import SqlReminders
from bot.store.sections.deliveries import forget_passwords
from bot.tuning.shadow import Shadow
from bot.worker.post import Chore, Post
from bot.worker.spare import Spare
from bot.worker.thinking import ANSWERS_AFTER, Thinker
from bot.worker.worker import Worker
from bot.worklist.reminder import Reminder

log = structlog.get_logger(__name__)


def post_of(house: House, school: School) -> Post:
    """One school's adapters for the worker."""
    provider = house.provider(school)
    return Post(
        school=school.id,
        mailbox=partial(house.mailbox, school),
        deliverer=Deliverer(
            school=school.id,
            outbox=SqlOutbox(house.engine, house.box),
            provider=provider,
            sms=house.sms(school),
            mailer=house.sender(school),
            composer=house.composer(school),
            texts=SqlTexts(house.engine),
            receipt_within=timedelta(minutes=school.sms.receipt_minutes),
            clock=lambda: datetime.now(UTC),
        ),
        reminder=_reminder(house, school),
    )


def _reminder(house: House, school: School) -> Reminder | None:
    """Who mails the coordinator; None when nobody is to be reminded."""
    if school.coordinator is None or not school.reminder_at or not house.provider(school).assisted:
        return None
    return Reminder(
        school=school.id,
        to=school.coordinator,
        at=time.fromisoformat(school.reminder_at),
        zone=school.zone,
        domain=school.domain,
        url=house.settings.public_url or "",
        work_items=house.tickets.work_items,
        memory=SqlReminders(house.engine),
        composer=house.composer(school),
        mailer=house.sender(school),
    )


@contextmanager
def worker_of(house: House, spare: Spare | None = None) -> Iterator[Worker]:
    """The worker over all schools, for the block; `spare`: a process in which it will think.

    Raises InputError when another one runs over the same SQLite file, RulesError with every mistake when
    the rules of a school are wrong and there have never been good ones to go on with.
    """
    if not house.settings.school:
        raise InputError(NO_SCHOOL)
    for school in house.settings.school:
        _settle_rules(house, school)
    posts: Mapping[str, Post] = {s.id: post_of(house, s) for s in house.settings.school}
    with _named(house.engine) as owner:
        yield Worker(
            posts,
            SqlIntake(house.engine),
            house.desk,
            partial(agenda, house.engine),
            partial(new_thinker, house.settings),
            owner=owner,
            chores=(
                Chore("retention", timedelta(days=1), partial(_forget_old, house)),
                Chore("expiry", timedelta(hours=1), partial(_expire_bulk, house)),
            ),
            spare=spare,
        )


@contextmanager
def _named(engine: Engine) -> Iterator[str]:
    """What this process is called among the owners of mailboxes.

    Over one SQLite file there is one worker at a time, held to by a lock for the block that dies with the
    process too: so a restarted one takes its mailboxes back at once. Over PostgreSQL a dead one's leases run
    out. Raises InputError when another one has the lock.
    """
    if engine.dialect.name != "sqlite":
        yield f"{socket.gethostname()}:{os.getpid()}"
        return
    with Path(f"{engine.url.database}.worker").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError("Ya hay otro «incidencias worker» trabajando con esta base de datos.") from None
        yield "worker"


def _settle_rules(house: House, school: School) -> None:
    """So that every part of the worker starts with good rules. Raises RulesError as `worker` says."""
    wanted = house.wanted_rules(school)
    version = rules_version(wanted)  # before they are looked through: somebody may be editing them
    problems = [] if wanted == shipped_rules() else list(problems_of(wanted))
    if not problems:
        house.rules_kept.good(school.id, wanted, version)
        return
    if not house.rules_kept.refused(school.id, version):
        raise RulesError(problems)
    log.error("rules_refused_last_good_kept", school=school.id, problems=[str(p) for p in problems])


def _forget_old(house: House, school: str) -> None:
    now = datetime.now(UTC)
    purge(house.engine, school, before=now - timedelta(days=house.settings.store.keep_days), now=now)
    forget_passwords(house.engine, school, now=now)


def _expire_bulk(house: House, school: str) -> None:
    settings = house.school(school)
    for system in ("", *settings.systems):
        house.bulk(settings, system).expire()


def thinker_of(house: House) -> Thinker:
    """Who decides the stored mails."""
    minds = house.minds()
    desk = SqlDesk(house.engine, house.box, answers_after=ANSWERS_AFTER)
    aside = Shadow(house.engine, minds.under).follow
    return Thinker(desk=desk, minds=minds, aside=aside, made=lambda: minds.made)


def new_thinker(settings: Settings) -> Thinker:
    """The thinker of a process of its own. Raises InputError as `open_house`."""
    return thinker_of(open_house(settings))
