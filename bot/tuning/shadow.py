"""A draft of the rules runs beside those in force: what it would have decided differently is noted.

It never acts: it decides mails once more that are decided and recorded already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.mind.mind import Mind
from bot.store.cases.past import history_then, past_mails
from bot.store.rules.trials import Difference, Trial, note_differences, running_trial, trial_directory
from bot.tuning.replay import replay

log = structlog.get_logger(__name__)


class Shadow:
    """Keeps each school's draft on trial up with its decisions. One instance serves one thread."""

    def __init__(
        self,
        engine: Engine,
        mind: Callable[[str, Path], Mind],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`mind` knows a school under the rules of a directory; it raises RulesError when they are wrong."""
        self._engine = engine
        self._mind = mind
        self._clock = clock
        self._broken: dict[str, Trial] = {}  # by school; told once

    def follow(self, school: str) -> None:
        """Decide under the draft what has been decided since the last time. Never raises."""
        trial: Trial | None = None
        try:
            trial = running_trial(self._engine, school, now=self._clock())
            if trial is None or self._broken.get(school, trial).started_at != trial.started_at:
                self._broken.pop(school, None)
            if trial is not None and school not in self._broken:
                self._follow(trial)
        except DBAPIError as error:  # nobody's fault: where it left off, the next time
            log.warning("shadow_interrupted", school=school, detail=type(error).__name__)
        except Exception:  # whatever is wrong with a draft must not disturb the mails
            log.exception("shadow_failed", school=school)
            if trial is not None:
                self._broken[school] = trial

    def _follow(self, trial: Trial) -> None:
        school = trial.school
        histories = partial(history_then, self._engine, school)
        for mails in past_mails(self._engine, school, after=trial.last_decision):
            mind = self._mind(school, trial_directory(self._engine, trial))
            decided = replay(mails, mind, histories)
            note_differences(
                self._engine,
                trial,
                [
                    Difference(
                        mail=r.past.mail,
                        ticket=r.past.ticket,
                        at=r.past.at,
                        old=r.old.as_json(),
                        new=r.new.as_json(),
                    )
                    for r in decided
                    if r.changed
                ],
                upto=mails[-1].id,
                mails=len(mails),
            )
