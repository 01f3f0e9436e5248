"""More mails from one address than a family writes: no more answers, and one word to the coordinator.

A loop between two machines, a storm of bounces, or somebody who floods the mailbox.
"""

from __future__ import annotations

from datetime import datetime
from zlib import crc32

from bot.actions.plan import Envelope, mail_effect
from bot.decision.vocabulary import Limits
from bot.model.decision import Action, Decision, History
from bot.model.ticket import Effect, EffectKind
from bot.text.words import mailbox_of

#: However many addresses rage, the coordinator gets no more notices a day.
_MOST_A_DAY = 8

_UNANSWERED = (
    "Una dirección ha recibido ya {limit} respuestas automáticas en 24 horas y sigue escribiendo. El caso "
    "{ticket} es suyo: si lo que necesita es una contestación, désela usted."
)
_FLOOD = (
    "Una dirección ha mandado más de {limit} mensajes en 24 horas. El caso {ticket} es suyo; los que llegan "
    "después y son para una persona se añaden al mismo caso."
)
_MACHINE = (
    "Una máquina (rebotes, avisos, respuestas automáticas…) ha mandado más de {limit} mensajes en 24 horas. "
    "Uno de ellos es el caso {ticket}. Se ignoran, pero pueden querer decir que nuestras respuestas no "
    "llegan, o que alguien escribe en nuestro nombre."
)


def is_flood(history: History, limits: Limits) -> bool:
    """Has the sender of this mail written more in 24 hours than any family does?"""
    return history.mails_24h >= limits.mails_24h


def storm_notice(
    decision: Decision,
    history: History,
    limits: Limits,
    *,
    ticket: str,
    sender: str,
    coordinator: str | None,
    domain: str,
    step: int,
    now: datetime,
) -> tuple[Effect, ...]:
    """The notice about a mail that is one too many, else nothing.

    Its key is the day's and the sender's: planned again, it is still one mail. `step` must be the last one
    of the mail's plan, so that nothing waits for it.
    """
    if coordinator is None or (what := _what(decision, history, limits)) is None:
        return ()
    sentence, limit = what
    return (
        mail_effect(
            EffectKind.NOTICE,
            "coordinator_notice",
            Envelope(to=coordinator, subject="", language="es", ticket="", token="", domain=domain),
            {"what": sentence.format(limit=limit, ticket=ticket)},
            key=f"storm/{now:%Y-%m-%d}/{crc32(mailbox_of(sender).encode()) % _MOST_A_DAY}",
            step=step,
        ),
    )


def _what(decision: Decision, history: History, limits: Limits) -> tuple[str, int] | None:
    """The sentence, and the number that was passed."""
    if is_flood(history, limits):
        return (_MACHINE if decision.action is Action.IGNORE else _FLOOD), limits.mails_24h
    if decision.action in (Action.IGNORE, Action.CLOSE) or history.replies_24h < limits.replies_24h:
        return None
    return _UNANSWERED, limits.replies_24h
