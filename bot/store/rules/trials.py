"""A draft of the rules on trial, and where it would have decided differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, func, select, update

from bot.errors import InputError
from bot.rules.files import rules_version
from bot.store.engine import columns_of, insert, read_as, writing
from bot.store.events import ledger
from bot.store.rules.files import pack, written_out
from bot.store.tables.rules import rule_trial, shadow_difference
from bot.store.tables.schema import decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A draft that runs, or ran, beside the rules in force."""

    school: str
    policy_version: str
    actor: str
    started_at: datetime
    until: datetime
    last_decision: int  #: id of the newest decision that was looked at
    mails: int  #: how many were looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A mail that the draft would have decided otherwise; nothing personal."""

    mail: int
    ticket: str
    at: datetime  #: when it was decided
    old: Mapping[str, object]  #: what was decided: action, reason …
    new: Mapping[str, object]


def start_trial(
    engine: Engine, school: str, directory: Path, *, until: datetime, by: str, now: datetime
) -> Trial:
    """Copy a draft and let it run beside the rules from now on. An earlier trial is forgotten."""
    packed = pack(directory)
    with writing(engine) as connection, ledger(connection, school) as log:
        newest = connection.scalar(select(func.max(decision.c.id)).where(decision.c.school == school)) or 0
        trial = Trial(
            school=school,
            policy_version=rules_version(directory),
            actor=by,
            started_at=now,
            until=until,
            last_decision=newest,
            mails=0,
        )
        connection.execute(delete(shadow_difference).where(shadow_difference.c.school == school))
        connection.execute(delete(rule_trial).where(rule_trial.c.school == school))
        connection.execute(rule_trial.insert().values(files=packed, **asdict(trial)))
        log.note("rules_trial_started", {"policy_version": trial.policy_version}, at=now, actor=by)
    return trial


def stop_trial(engine: Engine, school: str, *, by: str, now: datetime) -> None:
    """End it at once; its report stays. Raises InputError when none runs."""
    with writing(engine) as connection, ledger(connection, school) as log:
        stopped = connection.execute(
            update(rule_trial)
            .where(rule_trial.c.school == school, rule_trial.c.until > now)
            .values(until=now)
        ).rowcount
        if not stopped:
            raise InputError("No hay ningún borrador a prueba.")
        log.note("rules_trial_stopped", at=now, actor=by)


def last_trial(engine: Engine, school: str) -> Trial | None:
    """The one that runs, or the last one that ran."""
    query = select(*columns_of(rule_trial, Trial)).where(rule_trial.c.school == school)
    return next(iter(read_as(engine, Trial, query)), None)


def running_trial(engine: Engine, school: str, *, now: datetime) -> Trial | None:
    """The one that runs now."""
    trial = last_trial(engine, school)
    return trial if trial is not None and trial.until > now else None


def trial_directory(engine: Engine, trial: Trial) -> Path:
    """The files of the draft, written out when they are not yet."""
    files = select(rule_trial.c.files).where(rule_trial.c.school == trial.school)
    return written_out(engine, trial.school, f"trial-{trial.policy_version}", files)


def note_differences(
    engine: Engine, trial: Trial, differences: Sequence[Difference], *, upto: int, mails: int
) -> None:
    """So many more decisions were looked at, up to that one.

    Those of a trial that is over, or looked at by another process already, change nothing.
    """
    with writing(engine) as connection:
        mine = connection.execute(
            update(rule_trial)
            .where(
                rule_trial.c.school == trial.school,
                rule_trial.c.started_at == trial.started_at,
                rule_trial.c.last_decision < upto,
            )
            .values(last_decision=upto, mails=rule_trial.c.mails + mails)
        ).rowcount
        if mine and differences:
            rows = [{"school": trial.school, **asdict(d)} for d in differences]
            connection.execute(insert(connection, shadow_difference).on_conflict_do_nothing(), rows)


def differences_of(engine: Engine, school: str) -> list[Difference]:
    """All of the last trial, oldest first."""
    query = select(*columns_of(shadow_difference, Difference)).where(shadow_difference.c.school == school)
    return read_as(engine, Difference, query.order_by(shadow_difference.c.mail))
