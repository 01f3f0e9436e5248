"""Which tests run side by side: what shares a dear set-up in one process, and what takes longest first."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

#: Beginnings of paths; a line is for one process. Whatever is not named follows, module by module.
_LONGEST_FIRST = (
    ("tests/tuning/",),  # a school's past
    (
        "tests/actions/test_ldap",
        "tests/actions/test_account_systems",
        "tests/end_to_end/test_directories",
    ),  # Samba
    ("tests/console/test_pages_in_browser",),
    ("tests/console/test_paths_in_browser",),
    ("tests/chaos/",),
    ("tests/end_to_end/test_rules_in_force",),
    ("tests/end_to_end/test_operation", "tests/end_to_end/test_smpp_kills"),
    ("tests/end_to_end/test_conversations",),
    ("tests/commands/test_doctor",),
    ("tests/demo/test_preview",),
    ("tests/store/",),  # PostgreSQL
    ("tests/mail/",),  # Dovecot and Postfix
)
_PLACES = [(start, place) for place, starts in enumerate(_LONGEST_FIRST) for start in starts]


def place_of(nodeid: str) -> int:
    """Of a test's line in the list; after the last when it stands in none."""
    return next((place for start, place in _PLACES if nodeid.startswith(start)), len(_LONGEST_FIRST))


class BySetUp(LoadScopeScheduling):  # type: ignore[misc] - xdist has no types
    """A process takes the next line, or the next module, when it has nothing left to do."""

    def _split_scope(self, nodeid: str) -> str:
        place = place_of(nodeid)
        return str(place) if place < len(_LONGEST_FIRST) else nodeid.partition("::")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> BySetUp:
    return BySetUp(config, log)
