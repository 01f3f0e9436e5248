"""The current mind of each school; made anew when its rules or its register change.

Asked before every batch of mails, so an edit is in force with the next one. Rules that are wrong leave
the last good ones in force, also after a restart, and say so in the log once.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.matchers.index import RegisterIndex
from bot.matchers.name_files import NAME_FILES
from bot.mind.mind import Mind
from bot.mind.rule_check import problems_of, reply_problems
from bot.rules.directory import RulesError
from bot.rules.files import fingerprint, rules_version
from bot.store.rules.kept import RulesKept

#: (school, rules directory, index to be used again) -> its mind.
Build = Callable[[str, Path, RegisterIndex | None], Mind]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Made:
    """A mind, and what it was made of."""

    register: str  #: version
    rules: Path
    files: frozenset[tuple[str, int, int]]
    names: str
    mind: Mind


class Minds:
    """Call it with a school's id."""

    def __init__(
        self,
        *,
        rules: Callable[[str], Path],
        register_version: Callable[[str], str],
        build: Build,
        keeper: RulesKept,
    ) -> None:
        """`rules`: the directory in force for a school now; one that the keeper refused is not."""
        self._rules = rules
        self._keeper = keeper
        self._register_version = register_version
        self._build = build
        self._locks: dict[str, threading.Lock] = {}  # a large register of one school holds up no other
        self._in_force: dict[str, _Made] = {}
        self._drafts: dict[str, _Made] = {}
        self.made = 0  #: how many minds have been made so far

    def __call__(self, school: str) -> Mind:
        """What the bot knows about a school now. Raises RulesError when it has never had good rules."""
        with self._lock(school):
            before, rules = self._in_force.get(school), self._rules(school)
            try:
                made = self._current(school, rules, before)
            except (RulesError, OSError):
                version, problems = rules_version(rules), [str(problem) for problem in problems_of(rules)]
                if not problems and before is not None:  # being saved just now: the next look finds it whole
                    return before.mind
                if not problems or not self._keeper.refused(school, version):
                    raise
                log.error("rules_refused_last_good_kept", school=school, problems=problems)
                made = self._current(school, self._rules(school), before)
            if made is not before:
                self._keeper.good(school, made.rules, made.mind.policy.version)
                self._in_force[school] = made
            return made.mind

    def _lock(self, school: str) -> threading.Lock:
        return self._locks.setdefault(school, threading.Lock())

    def under(self, school: str, rules: Path) -> Mind:
        """The same school under the rules of a draft. Raises RulesError."""
        with self._lock(school):
            self._drafts[school] = made = self._current(school, rules, self._drafts.get(school))
            return made.mind

    def _current(self, school: str, rules: Path, made: _Made | None) -> _Made:
        """`made`, or anew when anything it was made of has changed."""
        register, files = self._register_version(school), fingerprint(rules)
        if made is not None and (made.register, made.rules, made.files) == (register, rules, files):
            return made
        names = _digest(rules)
        twins = (
            m for m in (self._in_force.get(school), made) if m and (m.register, m.names) == (register, names)
        )
        twin = next(twins, None)
        mind = self._build(school, rules, twin.mind.index if twin else None)
        self.made += 1
        if problems := list(reply_problems(rules)):
            raise RulesError(problems)
        if fingerprint(rules) != files:  # edited while they were read: half of these, half of those
            return self._current(school, rules, made)
        if made is not None and (made.register, made.mind.policy.version) != (register, mind.policy.version):
            log.info("rules_or_register_changed", school=school, policy_version=mind.policy.version)
        return _Made(register, rules, files, names, mind)


def _digest(rules: Path) -> str:
    return hashlib.sha256(b"\0".join((rules / name).read_bytes() for name in NAME_FILES)).hexdigest()
