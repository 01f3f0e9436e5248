"""The demo on its stage, for the tests of its page and servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.server import MailServers, mail_servers
from bot.demo.stage import ADDRESS


@pytest.fixture
def servers() -> Iterator[MailServers]:
    with mail_servers(ADDRESS) as running:
        yield running


@pytest.fixture(scope="module")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo keeps its state in `var/demo` of the working folder."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder
