"""Published rules: every version is kept, one is in force. Without any, the directory of the settings is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select, update

from bot.errors import InputError
from bot.rules.files import rules_version
from bot.store.engine import columns_of, read_as, writing
from bot.store.events import ledger
from bot.store.rules.files import pack, written_out
from bot.store.tables.rules import rule_version

DIRECTORY = 0  #: the "version" that stands for the directory of the settings


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """One published set of rules."""

    version: int
    at: datetime
    actor: str
    policy_version: str  #: what decisions name it by
    active: bool


_COLUMNS = columns_of(rule_version, RuleVersion)


def versions(engine: Engine, school: str) -> list[RuleVersion]:
    """All of a school, oldest first."""
    query = select(*_COLUMNS).where(rule_version.c.school == school).order_by(rule_version.c.version)
    return read_as(engine, RuleVersion, query)


def active_version(engine: Engine, school: str) -> RuleVersion | None:
    """The one in force; None: the directory of the settings is."""
    query = select(*_COLUMNS).where(rule_version.c.school == school, rule_version.c.active)
    return next(iter(read_as(engine, RuleVersion, query)), None)


def version_directory(engine: Engine, school: str, version: RuleVersion) -> Path:
    """The directory of a version; written from the database when it is not there yet."""
    files = select(rule_version.c.files).where(
        rule_version.c.school == school, rule_version.c.version == version.version
    )
    return written_out(engine, school, f"{version.version}-{version.policy_version}", files)


def publish(engine: Engine, school: str, directory: Path, *, by: str, now: datetime) -> RuleVersion:
    """Store the files of a directory as the next version and put it in force.

    What is in force already is not stored again. The caller has checked the files.
    """
    named, packed = rules_version(directory), pack(directory)
    with writing(engine) as connection, ledger(connection, school) as log:
        mine = rule_version.c.school == school
        current = (
            connection.execute(select(*_COLUMNS).where(mine, rule_version.c.active)).mappings().one_or_none()
        )
        if current is not None and current["policy_version"] == named:
            return RuleVersion(**current)
        newest = connection.scalar(select(func.max(rule_version.c.version)).where(mine)) or DIRECTORY
        made = RuleVersion(version=newest + 1, at=now, actor=by, policy_version=named, active=True)
        connection.execute(update(rule_version).where(mine).values(active=False))
        connection.execute(rule_version.insert().values(school=school, files=packed, **asdict(made)))
        log.note("rules_published", {"version": made.version, "policy_version": named}, at=now, actor=by)
    return made


def rollback(
    engine: Engine, school: str, version: int | None, *, by: str, now: datetime
) -> RuleVersion | None:
    """Put an earlier version in force: the one before the current when none is named.

    DIRECTORY means the directory of the settings (then None is returned). Raises InputError when
    there is no such version.
    """
    with writing(engine) as connection, ledger(connection, school) as log:
        mine = rule_version.c.school == school
        rows = {
            row["version"]: RuleVersion(**row)
            for row in connection.execute(select(*_COLUMNS).where(mine)).mappings()
        }
        current = next((v.version for v in rows.values() if v.active), None)
        if version is None:
            if current is None:
                raise InputError("No hay ninguna versión publicada en vigor a la que dar marcha atrás.")
            version = max((number for number in rows if number < current), default=DIRECTORY)
        if version != DIRECTORY and version not in rows:
            known = ", ".join(map(str, rows)) or "ninguna"
            raise InputError(f"No hay ninguna versión {version}; hay: {known}.")
        connection.execute(update(rule_version).where(mine).values(active=False))
        connection.execute(
            update(rule_version).where(mine, rule_version.c.version == version).values(active=True)
        )
        log.note("rules_rolled_back", {"version": version, "from": current or DIRECTORY}, at=now, actor=by)
    return rows.get(version)
