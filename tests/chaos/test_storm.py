"""Killed at every step and anywhere, over both databases: every mail one outcome, nothing twice.

The long run is `make chaos`.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from cryptography.fernet import Fernet

from bot.store.engine import open_engine
from bot.store.mails.intake import SqlIntake
from tests.chaos.lives import lives_over
from tests.chaos.storm import DEATHS, IMAP_FAULTS, SMTP_FAULTS, Storm
from tests.chaos.tally import keep_journal, tally
from tests.end_to_end.dying import Death
from tests.servers.cutter import faulty_line
from tests.servers.mailserver import MailServer
from tests.servers.postgres import PostgresServer
from tests.servers.region import Region
from tests.servers.smsweb import sms_web
from tests.servers.waiting import wait_until

#: Done, and not known to be.
_HALF_DONE = [Death(step, "after") for step in ("record", "set_password", "smtp", "delivered", "move")]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def storm(
    request: pytest.FixtureRequest,
    running_mailserver: MailServer,
    postgres: PostgresServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Storm]:
    """Over one school on SQLite, where there is one worker at a time, or two on PostgreSQL."""
    mailserver, tmp_path = running_mailserver, tmp_path_factory.mktemp("storm")
    mailserver.empty()
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


def test_nothing_is_lost_and_nothing_done_twice(storm: Storm) -> None:
    deaths, anywhere = (_HALF_DONE, 1) if storm.slots == 1 else (DEATHS, 4)
    storm.rage(mails=20, deaths=deaths, anywhere=anywhere)
    assert storm.kills == len(deaths) + anywhere
    assert set(storm.befell.values()) == {1}
    result = tally(storm.region, storm.engine)
    assert result.flawless, result


@pytest.mark.parametrize("storm", ["postgresql"], indirect=True)
def test_a_worker_frozen_in_mid_letter_finds_out_before_its_text_that_it_was_replaced(storm: Storm) -> None:
    frozen = storm.lives.begin(Death("envelope", "after", signal=signal.SIGSTOP), proof_s=0)
    storm.region.write([*storm.region.mailboxes])
    assert storm.lives.wait(lambda: frozen in storm.lives.frozen)
    storm.free_leases(frozen)
    storm.end_in_peace()
    storm.lives.kill(frozen, signal.SIGCONT)
    wait_until(lambda: "lease_lost" in storm.region.log.read_text())
    storm.lives.kill(frozen, signal.SIGTERM)
    assert storm.lives.wait(lambda: frozen in storm.lives.ended)
    result = tally(storm.region, storm.engine)
    assert result.flawless, result


@pytest.mark.parametrize("storm", ["postgresql"], indirect=True)
def test_a_new_worker_gets_its_share_and_a_dead_ones_mailboxes_are_taken_over(storm: Storm) -> None:
    def owners() -> list[str]:
        return sorted(one.owner.rpartition(":")[2] for one in SqlIntake(storm.engine).standing())

    first = storm.lives.begin()
    wait_until(lambda: owners() == [str(first)] * 2)
    second = storm.lives.begin()
    wait_until(lambda: owners() == sorted([str(first), str(second)]))
    storm.lives.kill(first)
    assert storm.lives.wait(lambda: first in storm.lives.ended)
    storm.free_leases(first)
    wait_until(lambda: owners() == [str(second)] * 2)
    storm.lives.kill(second, signal.SIGTERM)
    assert storm.lives.wait(lambda: second in storm.lives.ended)
    assert owners() == []
