"""The vocabulary: every fact that a rule may ask. A new fact is one new file in this folder.

Each module here offers `FACTS`, a tuple of `Fact`; `gather` reads them all for one mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

import re2

from bot.decision.missing import missing_data
from bot.decision.vocabulary import PHRASE_PREFIX, YES_NO, Fact, Limits, Situation, yes_no
from bot.model.claim import Claim
from bot.model.decision import Datum, History, Thread
from bot.model.mail import InboundMessage
from bot.model.match import Match
from bot.text.words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one mail, in the words of the rules."""

    values: Mapping[str, str]
    missing: tuple[Datum, ...] = ()  #: what a question would ask for


@lru_cache(maxsize=1)
def built_in() -> Mapping[str, Fact]:
    """The facts of this folder, by name, in the order of its files."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return MappingProxyType({fact.name: fact for module in modules for fact in module.FACTS})


def vocabulary(limits: Limits) -> dict[str, Fact]:
    """Every fact that rules beside these limits may ask: the built-in ones and the admin's phrases."""
    phrases = (_phrase_fact(name, pattern) for name, pattern in limits.phrases.items())
    return {**built_in(), **{fact.name: fact for fact in phrases}}


def gather(
    message: InboundMessage, claim: Claim, match: Match, thread: Thread, history: History, limits: Limits
) -> Facts:
    """The value of every fact for one mail; `claim` is that of the whole conversation."""
    situation = Situation(
        message=message, claim=claim, match=match, thread=thread, history=history, limits=limits
    )
    facts = vocabulary(limits)
    return Facts(
        values=MappingProxyType({name: fact.read(situation) for name, fact in facts.items()}),
        missing=missing_data(claim),
    )


def _phrase_fact(name: str, pattern: str) -> Fact:
    compiled = re2.compile(pattern)

    def read(situation: Situation) -> str:
        message = situation.message
        return yes_no(compiled.search(fold(f"{message.subject}\n{message.text}")))

    return Fact(
        name=PHRASE_PREFIX + name,
        about=f"el asunto o el texto dicen «{pattern}»",
        source="correo",
        values=YES_NO,
        usual="no",
        read=read,
    )
