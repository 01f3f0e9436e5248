"""Phrases of a vocabulary in short texts and in long ones, which RE2 looks through in different ways."""

from __future__ import annotations

import pytest

from bot.parsers.intents.vocabulary import Shown, simplify, vocabulary

GROUPS = vocabulary(("lost", ("no puedo entrar", "olvid* … clave")), ("thanks", ("muchas gracias",)))
WORDS = "El jueves llueve, y no puedo ir. "


@pytest.mark.parametrize("before", [0, 200], ids=["short", "long"])
@pytest.mark.parametrize(
    ("said", "group"),
    [
        pytest.param("Desde ayer no puedo entrar.", "lost", id="as it stands"),
        pytest.param("He olvidado por completo la clave.", "lost", id="with other words between"),
        pytest.param("No puedo\nentrar", "lost", id="over the end of a line"),
        pytest.param("No puedo entrarme", None, id="only the beginning of a word"),
        pytest.param("Olvidé el paraguas. La clave", None, id="in two sentences"),
    ],
)
def test_a_phrase_is_found_alike_in_a_short_and_in_a_long_text(before, said, group):
    shown = Shown(simplify(WORDS * before + said), GROUPS)
    assert {name for name in ("lost", "thanks") if shown(name)} == ({group} if group else set())
    assert len(shown.all("lost")) == (group == "lost")
