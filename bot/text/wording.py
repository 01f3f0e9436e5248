"""What codes are called where people read them: one Spanish table for each kind of code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

#: Why a case waits for a person, or what else a decision notes (POLICY §2). A rule of the admin's own may
#: name further codes: they are shown as they are written.
REASONS: Mapping[str, str] = {
    "account_suspended": "un administrador ha suspendido su cuenta",
    "also_other": "pide además otra cosa",
    "ambiguous": "los datos encajan con más de una persona",
    "automatic": "lo ha enviado una máquina",
    "bulk_request": "un docente pide renovar un grupo entero",
    "by_hand_failed": "no se ha podido hacer en Séneca",
    "change_data": "quiere cambiar un dato, o la clave en otro sitio",
    "incomplete": "se le preguntó y siguen faltando datos",
    "missing_child": "no le aparece un hijo en la aplicación",
    "no_account": "no se encuentra su cuenta",
    "no_auto_reply": "no se le puede contestar automáticamente",
    "no_rule": "ninguna regla contempla este correo",
    "not_enrolled": "el alumno ya no está matriculado",
    "not_guardian": "no consta como tutor de ese alumno",
    "not_me": "dice que no ha pedido la clave",
    "not_ours": "no va de claves",
    "partial_match": "un hijo encaja y otro no",
    "phone_mismatch": "el teléfono no es el de su ficha",
    "quarantined": "el programa no ha podido leer el correo",
    "rate_limited": "demasiadas renovaciones seguidas",
    "reopened": "vuelve a escribir: no se ha resuelto",
    "sender_not_authenticated": "el remitente parece falso",
    "student_not_found": "nadie encaja con ese alumno",
    "student_writes": "escribe un alumno",
    "thanks": "da las gracias, pero queda algo pendiente",
    "too_large": "el mensaje es demasiado grande",
    "uncertain": "encaja, pero no con seguridad suficiente",
    "unsafe_rule": "una regla pedía algo que nunca se debe hacer",
}

ACTIONS: Mapping[str, str] = {
    "regenerate": "renovar la clave",
    "ask": "pedir lo que falta",
    "self_help": "mandar ayuda",
    "escalate": "dejarlo a una persona",
    "close": "cerrar",
    "ignore": "no contestar",
}

#: States of a ticket.
STATES: Mapping[str, str] = {
    "open": "espera a una persona",
    "waiting": "espera a la familia",
    "working": "en marcha",
    "solved": "resuelto",
    "closed": "cerrado",
    "ignored": "apartado",
}

#: The four data of the credential path.
DATA: Mapping[str, str] = {
    "guardian": "el nombre del tutor o la tutora",
    "student": "el nombre del alumno o la alumna",
    "course": "el curso",
    "phone": "el teléfono",
}

#: Kinds of planned effects.
EFFECTS: Mapping[str, str] = {
    "set_password": "clave temporal",
    "sms": "SMS",
    "reply": "respuesta",
    "notice": "aviso",
    "work_item": "tarea en Séneca",
    "revoke": "anular la clave temporal",
}

#: Lines of the explanation of a decision.
EVIDENCE: Mapping[str, str] = {
    "automatic": "Quién escribe",
    "intent": "Qué quiere",
    "guardian": "Tutor o tutora",
    "guardian.given": "Nombre del tutor",
    "guardian.surname1": "Su primer apellido",
    "guardian.surname2": "Su segundo apellido",
    "student": "Alumno o alumna",
    "student.given": "Nombre del alumno",
    "student.surname1": "Su primer apellido",
    "student.surname2": "Su segundo apellido",
    "course": "Curso",
    "phone": "Teléfono",
    "enrolment": "Matrícula",
    "prior": "De entrada",
    "relation": "Parentesco",
    "would_make_sure": "Lo aclararía",
    "also_other": "Además",
    "code_elsewhere": "Ojo",
    "odd_delivery": "Ojo",
    "for_another": "Ojo",
    "odd_request": "Ojo",
    "two_accounts": "Ojo",
    "still_fails": "Además",
    "thanks": "Además",
    "autologin_failed": "Además",
    "not_me": "Ojo",
    "empty": "Además",
}

#: How far a planned effect has come.
STATUSES: Mapping[str, str] = {
    "planned": "después de lo anterior",
    "pending": "a punto de salir",
    "waiting": "lo hace una persona",
    "sending": "saliendo",
    "sent": "hecho",
    "failed": "ha fallado",
    "cancelled": "anulado",
}

#: How far one account of a reset by groups has come.
BULK: Mapping[str, str] = {
    "waiting": "por renovar",
    "active": "ya la usa",
    "missing": "sin cuenta",
    "sending": "a medias",
    "set": "renovada",
    "failed": "no se ha podido",
}

#: What the audit trail notes.
EVENTS: Mapping[str, str] = {
    "decided": "decidido",
    "settled": "terminado",
    "effect_sent": "hecho",
    "effect_failed": "ha fallado",
    "effect_cancelled": "anulado",
    "quarantined": "correo ilegible",
    "mail_retried": "correo releído",
    "work_item_done": "hecho en Séneca",
    "accounts_linked": "lista de cuentas cargada",
    "bulk_started": "empieza una renovación por grupos",
    "bulk_finished": "renovación por grupos",
    "bulk_mailed": "claves del grupo enviadas",
    "bulk_fetched": "claves del grupo descargadas",
    "staff_imported": "lista de docentes cargada",
    "staff_proved": "docente identificado",
    "staff_refused": "identificación de docente fallida",
    "staff_section_seen": "cuentas de un grupo vistas",
    "register_imported": "matrícula cargada",
    "rules_published": "reglas publicadas",
    "rules_rolled_back": "vuelta a reglas anteriores",
    "rules_trial_started": "empieza el ensayo de reglas",
    "rules_trial_stopped": "termina el ensayo de reglas",
    "golden_added": "caso de oro añadido",
    "golden_removed": "caso de oro quitado",
    "paused": "en pausa",
    "resumed": "en marcha",
    "approved": "aprobado",
    "asked": "datos pedidos",
    "answered": "contestado",
    "rejected": "rechazado",
    "handed_back": "vuelve de Séneca a la cola",
    "differs": "datos distintos en Séneca",
    "spam": "apartado",
    "closed": "cerrado",
    "assigned": "asignado",
    "taken": "tomado de otra persona",
    "undone": "deshecho",
    "merged": "unido",
    "sms_delivered": "SMS entregado",
    "sms_accepted": "SMS enviado por el módem",
    "sms_failed": "SMS no entregado",
    "sms_overdue": "SMS sin noticia",
    "account_locked": "cuenta bloqueada",
    "account_unlocked": "cuenta desbloqueada",
    "account_expired": "clave temporal anulada",
    "purged": "datos antiguos borrados",
    "erased": "datos de una familia borrados",
    "roles_changed": "papeles cambiados",
    "password_reset": "otra contraseña para la consola",
    "user_disabled": "ya no puede entrar",
    "user_enabled": "puede entrar otra vez",
}

#: What users of the console are there for.
ROLES: Mapping[str, str] = {
    "coordinator": "lleva la cola",
    "staff": "renueva las claves de sus grupos",
    "admin": "administra",
}

#: What the audit trail notes beside the kind of an event.
NOTES: Mapping[str, str] = {
    "action": "qué",
    "reason": "motivo",
    "rule": "regla",
    "policy_version": "reglas",
    "register_version": "matrícula",
    "effect": "nº",
    "effect_kind": "qué",
    "mail": "correo",
    "state": "queda",
    "version": "versión",
    "from": "antes",
    "into": "con",
    "user": "usuario",
    "roles": "papeles",
    "option": "candidato",
    "added": "nuevos",
    "changed": "cambiados",
    "unchanged": "iguales",
    "left": "bajas",
    "guardians": "tutores",
    "phone_differs": "con otro teléfono",
    "name_differs": "con otro nombre",
    "pupil_differs": "con otro alumno",
    "corrected": "leído de otro modo",
}


def called(code: str | None, table: Mapping[str, str]) -> str:
    """What a code is called; one that the table does not know is shown as it is, none is ""."""
    return table.get(code, code) if code else ""


def noted(data: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    """The data of an event: (name, values), Spanish where they have a word for it."""
    tables = {"action": ACTIONS, "reason": REASONS, "effect_kind": EFFECTS, "state": STATES, "roles": ROLES}
    for key, value in data.items():
        values = value if isinstance(value, list) else [value]
        told = [v for v in values if v not in (None, False)]
        if told:
            table = tables.get(key, {})
            yield called(key, NOTES), ["sí" if v is True else called(str(v), table) for v in told]
