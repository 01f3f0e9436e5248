"""The last good rules of each school, kept against a wrong edit of the directory of the settings.

What was refused stays refused until somebody edits it; meanwhile, and after a restart, the kept copy is in
force. One row a school: also what is decided by now, and since when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select, update

from bot.rules.files import rules_version
from bot.store.engine import columns_of, insert, read_as, write, writing
from bot.store.rules.files import pack, rules_home, written_out
from bot.store.tables.rules import rules_in_force as kept


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesState:
    """What a school's mails are decided by."""

    policy_version: str
    since: datetime
    refused_version: str | None  #: of the directory that was refused last; None: nothing is wrong


class RulesKept:
    """Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def state(self, school: str) -> RulesState | None:
        """What is in force; None while no rules have ever been good."""
        query = select(*columns_of(kept, RulesState)).where(kept.c.school == school)
        return next(iter(read_as(self._engine, RulesState, query)), None)

    def unless_refused(self, school: str, wanted: Path) -> Path:
        """The directory in force: `wanted`; the last good one while `wanted` is as it was when refused."""
        state = self.state(school)
        if state is None or state.refused_version is None:
            return wanted
        try:
            mended = rules_version(wanted) != state.refused_version
        except OSError:  # an editor is just replacing a file
            mended = False
        return wanted if mended else self._copy(school, state.policy_version)

    def good(self, school: str, rules: Path, version: str) -> None:
        """These are in force now. Nothing is done when they change under the reader: they come again."""
        state = self.state(school)
        if state is not None and state.policy_version == version:
            copy = rules_home(self._engine) / school / _kept(version)
            if state.refused_version is not None and rules != copy:
                self._refuse(school, None)
            return
        packed = pack(rules)
        if rules_version(rules) != version:
            return
        now = {
            "policy_version": version,
            "since": datetime.now(UTC),
            "files": packed,
            "refused_version": None,
        }
        with writing(self._engine) as connection:
            connection.execute(
                insert(connection, kept)
                .values(school=school, **now)
                .on_conflict_do_update(index_elements=["school"], set_=now)
            )

    def refused(self, school: str, version: str) -> bool:
        """Rules of this version are wrong. False when there are no good ones to go on with."""
        state = self.state(school)
        if state is not None and state.refused_version != version:
            self._refuse(school, version)
        return state is not None

    def _refuse(self, school: str, version: str | None) -> None:
        write(self._engine, update(kept).where(kept.c.school == school).values(refused_version=version))

    def _copy(self, school: str, version: str) -> Path:
        files = select(kept.c.files).where(kept.c.school == school)
        return written_out(self._engine, school, _kept(version), files)


def _kept(version: str) -> str:
    """What the copy of these rules is called in `rules_home`."""
    return f"kept-{version}"
