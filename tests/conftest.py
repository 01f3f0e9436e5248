"""What tests of several folders share; each server is started once, when the first test asks for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from bot.store.engine import open_engine
from bot.store.migrate import migrate
from tests.leaks import nothing_private_is_logged, nothing_private_stays_in_logs  # noqa: F401 - fixtures
from tests.offices import office, open_office, run, seneca, template, wary_mind  # noqa: F401 - fixtures
from tests.order import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401 - hooks
from tests.servers.google import google  # noqa: F401 - a fixture
from tests.servers.mailserver import MailServer, private_mailserver
from tests.servers.microsoft import microsoft  # noqa: F401 - a fixture
from tests.servers.moodle import moodle  # noqa: F401 - a fixture
from tests.servers.postgres import postgres  # noqa: F401 - a fixture
from tests.servers.samba import samba  # noqa: F401 - a fixture
from tests.servers.slapd import slapd  # noqa: F401 - a fixture

# Machines are shared and noisy: a property is about values, never about time.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A store of the test's own, on SQLite."""
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def running_mailserver() -> Iterator[MailServer]:
    with private_mailserver() as server:
        yield server


@pytest.fixture
def mailserver(running_mailserver: MailServer) -> MailServer:
    """Real Dovecot and Postfix on loopback, without a mail."""
    running_mailserver.empty()
    return running_mailserver
