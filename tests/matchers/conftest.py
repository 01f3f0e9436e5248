from __future__ import annotations

import pytest

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.lexicon import Lexicon
from bot.matchers.linkage import MatchingRules
from bot.rules.directory import load_rules, shipped_rules


@pytest.fixture(scope="session")
def hypocoristics():
    return Hypocoristics.load(shipped_rules())


@pytest.fixture(scope="session")
def lexicon(hypocoristics):
    return Lexicon(hypocoristics)


@pytest.fixture(scope="session")
def rules():
    return load_rules(shipped_rules(), "matching.yaml", MatchingRules)
