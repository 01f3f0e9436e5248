"""Every text of every template is there in every language, with the same values in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.console import rendering
from bot.console.i18n import SPANISH, catalogues

TEMPLATES = Path(rendering.__file__).parent / "templates"


def texts() -> set[str]:
    env = rendering.environment(SPANISH)
    found = set()
    for path in TEMPLATES.glob("*.html"):
        for _line, _function, said in env.extract_translations(path.read_text(encoding="utf-8")):
            found |= {said} if isinstance(said, str) else {s for s in said or () if s}
    return found


@pytest.mark.parametrize("language", [code for code in catalogues() if code != SPANISH])
def test_every_text_is_there_in_this_language(language):
    messages = catalogues()[language].messages
    assert sorted(texts() - messages.keys()) == []


@pytest.mark.parametrize("language", [code for code in catalogues() if code != SPANISH])
def test_the_values_are_the_same(language):
    for spanish, other in catalogues()[language].messages.items():
        assert sorted(re.findall(r"%\(\w+\)s|<\w+>", spanish)) == sorted(
            re.findall(r"%\(\w+\)s|<\w+>", other)
        ), spanish
