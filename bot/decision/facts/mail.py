"""Facts of the mail as it came: who sent it, and whether a machine may answer it."""

from __future__ import annotations

import re

from bot.decision.vocabulary import YES_NO, Fact, Situation, yes_no
from bot.model import Intent, SenderVerdict

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
    return "loop" if s.history.replies_24h >= s.limits.replies_24h else "allowed"


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
            "loop": "esa dirección ya ha recibido el máximo de respuestas en 24 horas",
        },
        usual="allowed",
        read=_answer,
    ),
)
