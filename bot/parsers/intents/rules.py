"""`rules/intents.yaml` as typed values: the words that tell what a mail wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from bot.parsers.intents.delivery import DeliveryRules
from bot.parsers.intents.vocabulary import Phrases
from bot.rules.model import RulesModel

_BRACES = re.compile(r"\{([a-z]\w*)\}")


class IntentRules(RulesModel):
    """`rules/intents.yaml`: groups of phrases; what each is for stands in the file itself."""

    trouble: dict[str, Phrases]  #: by self-help topic
    credential: Phrases
    app: Phrases
    never_had: Phrases
    autologin_failed: Phrases
    missing_child: Phrases
    nothing_shown: Phrases = ()
    has_access: Phrases
    change_data: Phrases
    no_change: Phrases
    unsafe_phone: Phrases = ()
    same_number: Phrases = ()
    no_request: Phrases = ()
    another_time: Phrases = ()
    bulk: Phrases
    bulk_staff: Phrases
    other_systems: Phrases
    app_works: Phrases = ()
    matters: Phrases
    asks_also: Phrases
    only_reason: Phrases
    other_school: Phrases
    not_other_school: Phrases
    two_accounts: Phrases
    both_locked_out: Phrases = ()
    only_mine: Phrases
    not_me: Phrases
    thanks: Phrases
    solved: Phrases
    still_fails: Phrases
    points_at: Phrases = ()
    refers_below: Phrases
    words: dict[str, str] = Field(default_factory=dict)  #: that stand for themselves in many phrases: "{kin}"
    delivery: DeliveryRules = DeliveryRules()

    @model_validator(mode="before")
    @classmethod
    def _spell_out(cls, data: Any) -> Any:
        """The phrases with their words in braces spelled out."""
        words = data.get("words") if isinstance(data, Mapping) else None
        return _spelled_out(data, words) if isinstance(words, Mapping) else data


def _spelled_out(node: Any, words: Mapping[str, str]) -> Any:
    """Nested lists and maps of phrases, with words for names in braces. Raises ValueError for others."""
    if isinstance(node, Mapping):
        return {key: _spelled_out(value, words) for key, value in node.items()}
    if isinstance(node, list):
        return [_spelled_out(value, words) for value in node]
    if not isinstance(node, str):
        return node
    if unknown := [name for name in _BRACES.findall(node) if name not in words]:
        raise ValueError(f"«{{{unknown[0]}}}» no está en words: «{node}»")
    return _BRACES.sub(lambda name: words[name[1]], node)
