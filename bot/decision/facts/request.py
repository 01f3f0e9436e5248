"""Facts of what is asked, and by whom."""

from __future__ import annotations

import re

from bot.decision.spans import stands_in
from bot.decision.vocabulary import YES_NO, Fact, Situation, yes_no
from bot.model.claim import Finding, Intent, Region, Signal, Writer
from bot.model.mail import Passage, PassageKind
from bot.text.words import words

_TOPICS = {
    "autologin": "darse de alta por primera vez",
    "install": "instalar la aplicación",
    "blocked": "usuario bloqueado",
    "wrong_user": "«usuario incorrecto»",
    "forgotten": "contraseña olvidada o incorrecta",
    "still_failing": "ya ha seguido los pasos y no le deja",
    "missing_child": "no le aparece un hijo",
    "contact_school": "le pide que contacte con el centro",
}
_INTRODUCES = "relation: me llamo"  #: how the reader names «soy …», «me llamo …» in any language
#: Where a quoted or forwarded mail tells its author: "De: …", "El lun, … escribió:".
_AUTHOR = re.compile(
    r"^[>\s*]*(?:de|from|von|da|от|від|发件人|من)\s*\*?\s*[:：]"
    r"|\b(?:escribi[oó]|wrote|[aà] écrit|a scris|schrieb|escreveu|ha scritto|пише|написала?)\b",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SHORT = 3  #: letters from which the beginning of a name stands for it: Encarna, Encarnación


def _topic(s: Situation) -> str:
    return s.claim.topic if s.claim.topic in _TOPICS else "none"


def _intent(s: Situation) -> str:
    """A robot wants nothing from us; that it is one is told by the fact `automatic`."""
    return (Intent.OTHER if s.claim.intent is Intent.AUTOMATIC else s.claim.intent).value


def _intent_words(s: Situation) -> Finding | None:
    return next(iter(s.claim.intent_findings), None)


def _guardian_writes(s: Situation) -> str:
    """Is the guardian named the one who writes? A single name in common (a family's surname) does not do."""
    guardian = s.claim.guardian
    if guardian is None:
        return "unknown"
    shown, named = set(words(s.message.sender.name)), set(words(guardian.value))
    if guardian.region is Region.SENDER or len(_in_common(shown, named)) >= 2:
        return "yes"
    passage = _passage_of(s, guardian)
    match passage and passage.kind:
        case PassageKind.FORWARD | PassageKind.QUOTE if passage and not _is_senders(s, passage, guardian):
            return "forwarded"
        case PassageKind.SIGNATURE:
            return "yes"
        case PassageKind.OWN | PassageKind.FORWARD | PassageKind.QUOTE if guardian.found_by.startswith(
            _INTRODUCES
        ):
            return "yes"
    return "no" if len(shown) >= 2 else "unknown"


def _in_common(shown: set[str], named: set[str]) -> set[str]:
    """The words of the sender's name that stand in the other name, whole or as its beginning."""
    return {
        word
        for word in shown
        if word in named or (len(word) >= _SHORT and any(name.startswith(word) for name in named))
    }


def _is_senders(s: Situation, passage: Passage, finding: Finding) -> bool:
    """Whether a finding stands in an earlier mail of the same sender: only theirs is announced above it.

    What they forwarded then may hold a third person's mail in its turn.
    """
    authors = _AUTHOR.findall(s.message.body, passage.start, finding.start)
    address = _ADDRESS.search(s.message.body, passage.start, finding.start)
    return len(authors) == 1 and address is not None and address.group().lower() == s.message.sender.email


def _passage_of(s: Situation, finding: Finding) -> Passage | None:
    """Whose words a finding stands in; None when it is not from the body of this very mail."""
    if finding.region is not Region.BODY or not stands_in(s.message, finding):
        return None
    return next((p for p in s.message.passages if p.start <= finding.start and finding.end <= p.end), None)


def _signal(name: Signal, about: str) -> Fact:
    def read(s: Situation) -> str:
        return yes_no(name in s.claim.signals)

    def shown_by(s: Situation) -> Finding | None:
        return s.claim.signals.get(name)

    return Fact(
        name=name.value,
        about=about,
        source="texto del correo",
        values=YES_NO,
        usual="no",
        read=read,
        shown_by=shown_by,
    )


FACTS = (
    Fact(
        name="intent",
        about="lo que se pide",
        source="texto del correo (una respuesta con datos pide lo mismo que su caso)",
        values={
            Intent.RECOVER: "tenía acceso y no puede entrar",
            Intent.REGISTER: "nunca ha tenido acceso",
            Intent.MISSING_CHILD: "entra, pero no le aparece un hijo",
            Intent.CHANGE_DATA: "quiere cambiar un dato de la ficha",
            Intent.BULK: "un docente pide renovar un grupo entero",
            Intent.FOLLOW_UP: "responde a un correo nuestro sin dar datos nuevos",
            Intent.OTHER: "otra cosa, o nada",
        },
        usual=Intent.RECOVER,
        read=_intent,
        shown_by=_intent_words,
    ),
    Fact(
        name="topic",
        about="el artículo de ayuda que encaja con lo que cuenta",
        source="texto del correo",
        values={**_TOPICS, "none": "ninguno"},
        usual="none",
        read=_topic,
    ),
    Fact(
        name="writer",
        about="quién escribe, según dice el correo",
        source="texto y remitente del correo",
        values={
            Writer.GUARDIAN: "la persona tutora",
            Writer.STUDENT: "un alumno o una alumna",
            Writer.THIRD_PARTY: "otra persona: familiar, vecina, docente…",
            Writer.UNKNOWN: "no se sabe",
        },
        usual=Writer.GUARDIAN,
        read=lambda s: s.claim.writer.value,
    ),
    Fact(
        name="guardian_writes",
        about="si la persona tutora nombrada es quien escribe",
        source="nombre del remitente y firma, comparados con el nombre dado",
        values={
            "yes": "sí",
            "no": "escribe otra persona",
            "forwarded": "escribe otra persona, que reenvía su correo",
            "unknown": "no se sabe",
        },
        usual="yes",
        read=_guardian_writes,
        shown_by=lambda s: s.claim.guardian,
    ),
    _signal(Signal.ALSO_OTHER, "pide además otra cosa"),
    _signal(Signal.CODE_ELSEWHERE, "quiere la clave o el código en otro teléfono o dirección"),
    _signal(Signal.ODD_DELIVERY, "mezcla la clave o el móvil con otra persona, otro medio u otras manos"),
    _signal(Signal.FOR_ANOTHER, "suena a que quien escribe lo hace por otra persona"),
    _signal(Signal.ODD_REQUEST, "en conjunto no suena a quien solo ha olvidado la clave"),
    _signal(Signal.STILL_FAILS, "dice que sigue sin funcionar"),
    _signal(Signal.THANKS, "da las gracias o dice que está resuelto, y nada más"),
    _signal(Signal.AUTOLOGIN_FAILED, "ha probado el autologin y no le funciona"),
    _signal(Signal.TWO_ACCOUNTS, "pide a la vez las claves de dos personas tutoras"),
    _signal(Signal.NOT_ME, "dice que no ha pedido la clave («no he sido yo»)"),
    _signal(Signal.EMPTY, "no trae ni una palabra de quien escribe"),
)
