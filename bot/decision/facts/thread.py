"""Facts of the conversation so far, and of the limits on what one account or sender may ask."""

from __future__ import annotations

from bot.decision.vocabulary import YES_NO, Fact, Situation, yes_no


def _conversation(s: Situation) -> str:
    thread = s.thread
    if thread.ticket is None:
        return "new"
    if thread.regenerated:
        return "regenerated"
    if thread.asked:
        return "asked"
    return "answered" if thread.answered else "unanswered"


def _rate(s: Situation) -> str:
    """Row 14: would this regeneration be one too many? The counts are of the earlier ones."""
    history, limits = s.history, s.limits
    if history.account_24h >= limits.regenerations_24h:
        return "account_24h"
    if history.account_30d >= limits.regenerations_30d:
        return "account_30d"
    return "sender_24h" if history.sender_accounts_24h >= limits.accounts_per_sender_24h else "within"


FACTS = (
    Fact(
        name="conversation",
        about="qué hemos hecho ya en esta conversación",
        source="caso al que responde el correo",
        values={
            "new": "nada: es un correo nuevo",
            "unanswered": "aún no le hemos contestado",
            "asked": "le hemos pedido datos",
            "answered": "le hemos contestado otra cosa (ayuda, o «lo estamos mirando»)",
            "regenerated": "ya hemos renovado la clave",
        },
        usual="new",
        read=_conversation,
    ),
    Fact(
        name="may_ask",
        about="si aún se puede preguntar lo que falta",
        source="preguntas ya hechas en la conversación",
        values=YES_NO,
        usual="yes",
        read=lambda s: yes_no(s.thread.asked < s.limits.asks),
    ),
    Fact(
        name="with_person",
        about="si una persona del centro tiene pendiente este caso",
        source="estado del caso",
        values=YES_NO,
        usual="no",
        read=lambda s: yes_no(s.thread.with_person),
    ),
    Fact(
        name="rate",
        about="si la cuenta o el remitente han agotado su cupo",
        source="renovaciones ya hechas y `limits`",
        values={
            "within": "no",
            "account_24h": "la cuenta ya se ha renovado en las últimas 24 horas",
            "account_30d": "la cuenta ya se ha renovado demasiadas veces en 30 días",
            "sender_24h": "el remitente ha pedido demasiadas cuentas en 24 horas",
        },
        usual="within",
        read=_rate,
    ),
)
