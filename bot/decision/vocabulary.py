"""What a fact is: a question about a mail with a closed list of answers, which the rules may ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.model.claim import Claim, Finding
from bot.model.decision import History, Thread
from bot.model.mail import InboundMessage
from bot.model.match import Match
from bot.rules.model import RulesModel
from bot.rules.patterns import ensure_safe
from bot.text.words import fold

YES_NO = {"yes": "sí", "no": "no"}
PHRASE_PREFIX = "says_"  #: facts made of the admin's own phrases are called `says_<name>`


def _linear(pattern: str) -> str:
    """A pattern that RE2 takes runs in linear time whatever the mail holds."""
    ensure_safe(pattern)
    letters = re.sub(r"\\.", "", pattern)
    if letters != fold(letters):
        raise ValueError(
            f"la expresión «{pattern}» nunca acertaría: escríbala en minúsculas y sin tildes ni eñes"
            " (el correo se compara así)"
        )
    return pattern


class Limits(RulesModel):
    """The numbers and phrases that an admin sets and that facts are measured by (section `limits`)."""

    probability: float = Field(
        ge=0.9, lt=1, description="Lo seguro que hay que estar para renovar sin que lo vea nadie."
    )
    margin: float = Field(
        ge=0.1,
        lt=1,
        description="Ventaja sobre la segunda cuenta, como parte de la probabilidad de la elegida.",
    )
    asks: int = Field(ge=1, le=5, description="Cuántas veces se pregunta lo que falta.")
    regenerations_24h: int = Field(ge=1, le=5, description="Renovaciones de una cuenta en 24 horas.")
    regenerations_30d: int = Field(ge=1, le=30, description="Renovaciones de una cuenta en 30 días.")
    accounts_per_sender_24h: int = Field(
        ge=1, le=20, description="Cuentas distintas que un remitente puede pedir en 24 horas."
    )
    replies_24h: int = Field(ge=1, le=20, description="Respuestas automáticas a una dirección en 24 horas.")
    mails_24h: int = Field(
        default=50,
        ge=10,
        le=1_000,
        description="Correos de una dirección en 24 horas: los de más van al mismo caso, y se avisa.",
    )
    phrases: Mapping[
        Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Annotated[str, AfterValidator(_linear)]
    ] = Field(
        default_factory=dict,
        description="Frases propias: nombre y expresión (RE2), en minúsculas y sin tildes.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a fact may look at."""

    message: InboundMessage
    claim: Claim  #: of the whole conversation
    match: Match
    thread: Thread
    history: History
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One question with its allowed answers, in words that an admin understands."""

    name: str
    about: str  #: Spanish: what it tells
    source: str  #: Spanish: where it comes from
    values: Mapping[str, str]  #: value -> its meaning in Spanish
    usual: str  #: the value in a flawless request; what an example of a rule need not say
    read: Callable[[Situation], str]
    shown_by: Callable[[Situation], Finding | None] = lambda _: None  #: the words of the mail that show it


def yes_no(answer: object) -> str:
    return "yes" if answer else "no"
