"""Decisions, reasons and deeds in the few words of the demo's table, and the sentences of its page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.demo.board import Row
from bot.model.decision import Action, Datum
from bot.model.ticket import EffectKind
from bot.review.dossier import masked
from bot.store.cases.views import EffectRow
from bot.store.tables.schema import MailState, Status
from bot.text.wording import REASONS, called

ACTIONS = {
    Action.REGENERATE: "clave nueva",
    Action.ASK: "pregunta",
    Action.SELF_HELP: "ayuda",
    Action.ESCALATE: "a una persona",
    Action.CLOSE: "cierra",
    Action.IGNORE: "no contesta",
}
_MISSING = {
    Datum.GUARDIAN: "quién es",
    Datum.STUDENT: "el alumno",
    Datum.COURSE: "el curso",
    Datum.PHONE: "el móvil",
}
_ARTICLES = {"autologin": "cómo darse de alta", "install": "cómo instalar la aplicación"}
_OTHERWISE = {Action.REGENERATE: "todo coincide con la ficha", Action.CLOSE: "ya está resuelto"}
#: What was decided, as the page says it.
HEADLINES = {
    Action.REGENERATE: "Contraseña nueva, sin esperar a nadie",
    Action.ASK: "Falta algún dato: se le pide a la familia",
    Action.SELF_HELP: "Se le explica cómo hacerlo",
    Action.ESCALATE: "Lo verá una persona del centro",
    Action.CLOSE: "Resuelto: se cierra el caso",
    Action.IGNORE: "No se contesta",
}
#: What that means for the family.
CONSEQUENCES = {
    Action.REGENERATE: "La clave va por SMS al móvil de la ficha, nunca por correo.",
    Action.ASK: "La pregunta no dice quién está en el centro. Conteste, y el programa seguirá con el caso.",
    Action.SELF_HELP: "Si no le sirve, puede contestar al correo.",
    Action.ESCALATE: "Lo que se le contesta a la familia no revela el motivo.",
    Action.CLOSE: "No hace falta contestar a unas gracias.",
    Action.IGNORE: "Contestar a una máquina crearía un bucle.",
}
#: What iPasen says to the credentials of an SMS.
LOGIN = {
    "must_change": "iPasen acepta la clave y pide cambiarla por una propia.",
    "ok": "iPasen acepta la clave.",
    "expired": "La clave ya no vale: ha caducado o se ha anulado.",
    "wrong": "iPasen no acepta la clave: después se ha puesto otra.",
}
_LETTERS = {
    "regenerated": "la clave va por SMS",
    "ask": "díganos lo que falta",
    "looking": "lo estamos mirando",
    "self_help": "artículo de ayuda",
    "too_large": "mándelo más pequeño",
}
_PLANNED = {Status.PLANNED, Status.PENDING, Status.SENDING, Status.WAITING}


def decided(row: Row) -> str:
    """The decision in two words."""
    if row.state is MailState.QUARANTINED:
        return "apartado"
    return ACTIONS[row.decision.action] if row.decision else "leyendo…"


def reason(row: Row) -> str:
    """Why, in one line; "" when the decision says it all."""
    decision = row.decision
    if decision is None:
        return ""
    if decision.reason:
        return called(decision.reason, REASONS)
    if decision.missing:
        return f"falta {_listed([_MISSING[datum] for datum in decision.missing])}"
    if decision.article:
        return _ARTICLES.get(decision.article, decision.article)
    return _OTHERWISE.get(decision.action, "")


def deeds(row: Row) -> list[str]:
    """What went out, or is about to: a line each."""
    return [_deed(effect) for effect in row.effects]


def _listed(words: Sequence[str]) -> str:
    """As people say it: «a, b y c»."""
    return " y ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _deed(effect: EffectRow) -> str:
    match effect.kind:
        case EffectKind.SMS:
            says = f"SMS al {masked(str(effect.payload['number']))}"
        case EffectKind.REPLY:
            template = str(effect.payload["template"])
            says = f"respuesta «{_LETTERS.get(template, template)}»"
        case EffectKind.NOTICE:
            says = "aviso a su correo de la ficha"
        case EffectKind.SET_PASSWORD:
            says = "clave puesta"
        case EffectKind.REVOKE:
            says = "clave anulada"
        case EffectKind.WORK_ITEM:
            says = "tarea en Séneca"
    if effect.status is Status.FAILED:
        return f"{says}: ha fallado"
    return f"{says}…" if effect.status in _PLANNED else says
