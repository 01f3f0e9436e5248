"""The wishes of `wish_cases`: of each class so many are heard as a careful secretary would, and none unsafely."""

from __future__ import annotations

import pytest
from wish_cases import CLASSES, DECISIVE, Voices

from bot.model.claim import Intent, Signal
from bot.parsers.intents.reader import IntentReader, IntentReading
from bot.parsers.intents.rules import IntentRules
from bot.rules.directory import load_rules, shipped_rules

READER = IntentReader(load_rules(shipped_rules(), "intents.yaml", IntentRules))
_SHARE = 0.75  #: of a class: the model that hears them is no oracle
_SEEN_BY_A_PERSON = {Signal.CODE_ELSEWHERE, Signal.FOR_ANOTHER, Signal.ODD_DELIVERY}

every_class = pytest.mark.parametrize("voices", CLASSES.values(), ids=CLASSES)


def read(voices: Voices, text: str) -> IntentReading:
    return READER.read(text, is_reply=voices.is_reply, has_data=voices.has_data and not voices.is_reply)


def is_right(voices: Voices, reading: IntentReading) -> bool:
    if reading.intent is Intent.MISSING_CHILD in voices.intents:
        return True
    shown = frozenset(reading.signals) & DECISIVE
    return (
        reading.intent in voices.intents
        and not shown & voices.never
        and (voices.signals is None or shown == voices.signals)
    )


@every_class
def test_most_of_a_class_are_heard(voices: Voices) -> None:
    wrong = [text for text in voices.texts if not is_right(voices, read(voices, text))]
    assert len(wrong) <= (1 - _SHARE) * len(voices.texts), wrong


@pytest.mark.parametrize("voices", [v for v in CLASSES.values() if Intent.RECOVER not in v.intents])
def test_who_wants_no_key_gets_none(voices: Voices) -> None:
    """They may be misread, but not as one who wants a key and nothing else."""
    for text in voices.texts:
        reading = read(voices, text)
        assert reading.intent is not Intent.RECOVER or set(reading.signals) & _SEEN_BY_A_PERSON, text
