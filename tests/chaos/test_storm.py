"""Killed at every step and anywhere, over both databases: every mail one outcome, nothing twice.

The long run is `make chaos`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.store.engine import open_engine
from tests.chaos.lives import lives_over
from tests.chaos.storm import DEATHS, IMAP_FAULTS, SMTP_FAULTS, Storm
from tests.chaos.tally import keep_journal, tally
from tests.end_to_end.dying import Death
from tests.servers.cutter import faulty_line
from tests.servers.mailserver import MailServer
from tests.servers.postgres import PostgresServer
from tests.servers.region import Region
from tests.servers.smsweb import sms_web

#: Done, and not known to be.
_HALF_DONE = [Death(step, "after") for step in ("record", "set_password", "smtp", "delivered", "move")]


@pytest.fixture
def storm(
    request: pytest.FixtureRequest, mailserver: MailServer, postgres: PostgresServer, tmp_path: Path
) -> Iterator[Storm]:
    """Over one school on SQLite, where there is one worker at a time, or two on PostgreSQL."""
    many = request.param == "postgresql"
    url = postgres.create_database("chaos") if many else f"sqlite:///{tmp_path}/store.db"
    with ExitStack() as opened:
        imap, smtp = (opened.enter_context(faulty_line(p)) for p in (mailserver.imap, mailserver.smtp))
        web = opened.enter_context(sms_web())
        size = {"schools": 2 if many else 1, "pupils": 120, "key": Fernet.generate_key(), "store_url": url}
        region = Region.found(tmp_path, mailserver, web, **size, imap=imap.port, smtp=smtp.port)
        engine = open_engine(url)
        opened.callback(engine.dispose)
        keep_journal(engine)
        lives = opened.enter_context(lives_over(region.settings))

        def crash() -> None:
            postgres.stop("immediate")
            engine.dispose()
            postgres.start()

        yield Storm(
            region,
            engine,
            lives,
            slots=2 if many else 1,
            befalls=(
                *([("database crashed", crash)] if many else []),
                ("answer to DATA lost", lambda: smtp.faults.append(SMTP_FAULTS[0])),
                ("cut after MOVE", lambda: imap.faults.append(IMAP_FAULTS[1])),
            ),
        )


@pytest.mark.parametrize(
    ("storm", "deaths", "anywhere"),
    [("sqlite", _HALF_DONE, 1), ("postgresql", DEATHS, 4)],
    indirect=["storm"],
    ids=["sqlite", "postgresql"],
)
def test_nothing_is_lost_and_nothing_done_twice(storm: Storm, deaths: list[Death], anywhere: int) -> None:
    storm.rage(mails=20, deaths=deaths, anywhere=anywhere)
    assert storm.kills == len(deaths) + anywhere
    assert set(storm.befell.values()) == {1}
    result = tally(storm.region, storm.engine)
    assert result.flawless, result
