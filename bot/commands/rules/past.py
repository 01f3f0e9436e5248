"""What the commands about past cases share: the store, and deciding again with a progress bar."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.bootstrap import House
from bot.commands.at import school_of
from bot.commands.output import progress
from bot.mind.mind import Mind
from bot.model.decision import History
from bot.settings.values import School
from bot.store.cases.past import PastMail, count_past, history_then, past_mails
from bot.tuning.replay import Replayed, replay


@dataclass(frozen=True, slots=True)
class Past:
    """One school's decided mails."""

    house: House
    school: School

    @classmethod
    def open(cls, config: Path | None, school: str | None) -> Past:
        """Raises InputError when the school or the store is not there."""
        return cls(*school_of(config, school))

    def mails(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        mails: Collection[int] | None = None,
    ) -> Iterator[list[PastMail]]:
        """In slices, in the order of their decisions; a terminal shows how far it has come.

        `since`, `until`: the first and the last day, as they are called at the school.
        """
        engine, name = self.house.engine, self.school.id
        begin = self.school.midnight(since.date()) if since else None
        end = self.school.midnight(until.date() + timedelta(days=1)) if until else None
        total, done = count_past(engine, name, since=begin, before=end, mails=mails), 0
        with progress("Casos pasados") as (tell,):
            for part in past_mails(engine, name, since=begin, before=end, mails=mails):
                yield part
                done += len(part)
                tell(done, total)

    def again(
        self,
        mind: Mind,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        mails: Collection[int] | None = None,
    ) -> Iterator[Replayed]:
        """Decide them again as `mind` would."""
        for part in self.mails(since=since, until=until, mails=mails):
            yield from replay(part, mind, self.history)

    def history(self, account: str | None, sender: str, then: datetime) -> History:
        """What the limits counted at a moment."""
        return history_then(self.house.engine, self.school.id, account, sender, then=then)
