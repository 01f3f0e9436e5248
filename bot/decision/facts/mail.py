"""Facts of the mail as it came: who sent it, and whether a machine may answer it."""

from __future__ import annotations

import re

from bot.decision.vocabulary import YES_NO, Fact, Situation, yes_no
from bot.model.claim import Intent
from bot.model.mail import SenderVerdict

_NO_REPLY = re.compile(
    r"(?:^|[._+-])(?:no|not|dont|never)[._-]?(?:reply|responder|contestar|answer)(?:$|[._+-])"
)


def _automatic(s: Situation) -> str:
    return yes_no(s.message.automatic is not None or s.claim.intent is Intent.AUTOMATIC)


def _answer(s: Situation) -> str:
    """Whether, and why not, a machine may answer (POLICY §3, RFC 3834 §2)."""
    address = (s.message.reply_to or s.message.sender).email
    if s.message.no_auto_reply:
        return "forbidden"
    if not address or _NO_REPLY.search(address.partition("@")[0]):
        return "no_address"
    return "loop" if s.history.replies_24h >= _replies(s) else "allowed"


def _replies(s: Situation) -> int:
    """Answers to what was sent under a forged address must not use up those that its owner may get."""
    return 1 if s.message.sender_verdict is SenderVerdict.FAIL else s.limits.replies_24h


FACTS = (
    Fact(
        name="automatic",
        about="lo ha enviado una máquina, no una persona",
        source="cabeceras y texto del correo",
        values=YES_NO,
        usual="no",
        read=_automatic,
    ),
    Fact(
        name="too_large",
        about="pasa del tamaño máximo y solo se han leído las cabeceras",
        source="tamaño del mensaje en el servidor",
        values=YES_NO,
        usual="no",
        read=lambda s: yes_no(s.message.truncated),
    ),
    Fact(
        name="sender",
        about="lo que nuestro servidor de correo dice del remitente",
        source="cabecera Authentication-Results de nuestro servidor",
        values={
            SenderVerdict.PASS: "es quien dice ser",
            SenderVerdict.NONE: "nuestro servidor no dice nada",
            SenderVerdict.FAIL: "falsificado: dmarc=fail",
        },
        usual=SenderVerdict.PASS,
        read=lambda s: s.message.sender_verdict.value,
    ),
    Fact(
        name="answer",
        about="si se puede contestar automáticamente",
        source="cabeceras del correo y respuestas ya enviadas",
        values={
            "allowed": "sí",
            "forbidden": "el correo pide que no le conteste una máquina",
            "no_address": "no hay dirección que lea respuestas (no-reply)",
            "loop": "esa dirección ya tiene el máximo de respuestas en 24 horas (una, si es falsificada)",
        },
        usual="allowed",
        read=_answer,
    ),
)
