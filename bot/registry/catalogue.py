"""The catalogue of problems: what is looked for, what it is called, what an admin does about it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.registry import checks
from bot.registry.checks import Check, Export, in_blocks, in_phones, in_records
from bot.registry.phones_on_file import takes_sms
from bot.registry.quality import Issue
from bot.registry.records import is_known_state


@dataclass(frozen=True, slots=True)
class Entry:
    """A check with the words that an admin reads."""

    code: str
    find: Check
    title: str
    advice: str


def find_issues(export: Export) -> tuple[Issue, ...]:
    """The problems that this export has, gravest first."""
    found = ((entry, tuple(dict.fromkeys(entry.find(export)))) for entry in CATALOGUE)
    return tuple(
        Issue(code=e.code, title=e.title, advice=e.advice, places=places) for e, places in found if places
    )


_IN_RECORD = "Corríjalo en Séneca, en la ficha del alumno ▸ Datos de los tutores."

CATALOGUE = (
    Entry(
        "columns_missing",
        lambda export: export.source.columns_missing,
        "Faltan columnas en la exportación",
        "Exporte de nuevo con todas las columnas marcadas.",
    ),
    Entry(
        "few_current",
        checks.few_current,
        "Casi ningún alumno es del curso más reciente del fichero",
        "Compruebe el «Año de la matrícula»: un año mal escrito da de baja a todos los demás.",
    ),
    Entry(
        "rows_unread",
        checks.unread_lines,
        "Filas que no se pueden leer (sin Nº Id. Escolar o con celdas de más)",
        "Mire esas líneas: suele sobrar un separador. El alumno no se ha importado.",
    ),
    Entry(
        "two_pupils_one_id",
        checks.two_pupils_one_id,
        "Un Nº Id. Escolar con dos nombres distintos",
        "Aclare de quién es el número; hasta entonces decide una persona.",
    ),
    Entry(
        "dni_of_two_people",
        checks.dni_of_two_people,
        "Un mismo DNI en tutores de nombre distinto",
        "Corrija el DNI equivocado; hasta entonces no cuenta para ninguno de los dos.",
    ),
    Entry(
        "two_dnis",
        checks.two_dnis_of_namesakes,
        "Tutores iguales en nombre y teléfono o familia, con DNI distinto",
        "Si son la misma persona, corrija el DNI; si no, no hay nada que hacer.",
    ),
    Entry(
        "no_guardian",
        checks.no_guardian,
        "Menores sin ningún tutor",
        "Añada los tutores en la ficha del alumno: nadie puede recibir sus claves.",
    ),
    Entry(
        "no_phone",
        in_phones(lambda phones: bool(phones) and not any(phones)),
        "Ningún tutor tiene teléfono",
        "Pida un móvil a la familia y anótelo: sin él no hay SMS.",
    ),
    Entry(
        "guardian_without_phone",
        in_phones(lambda phones: any(phones) and not all(phones)),
        "Uno de los tutores no tiene teléfono",
        "Pida su móvil y anótelo en su propia columna.",
    ),
    Entry(
        "landline_only",
        in_phones(lambda phones: any(some and not any(map(takes_sms, some)) for some in phones)),
        "Un tutor solo tiene teléfono fijo",
        "Añada un móvil: a un fijo no llegan SMS.",
    ),
    Entry(
        "phone_unreadable",
        in_blocks(lambda block: block.phone.unreadable),
        "Teléfono que no es un número válido",
        _IN_RECORD,
    ),
    Entry(
        "phone_of_both_guardians",
        in_phones(lambda phones: sum(map(len, phones)) > len(frozenset().union(*phones))),
        "Los dos tutores tienen el mismo teléfono",
        "Ponga a cada uno el suyo; si están separados, es importante.",
    ),
    Entry(
        "phone_of_strangers",
        checks.shared_by_strangers,
        "Un teléfono en familias sin relación",
        "Uno de los dos está anticuado: confírmelo con ambas familias.",
    ),
    Entry(
        "phones_disagree",
        checks.phones_disagree,
        "Un tutor con teléfonos distintos en las fichas de sus hijos",
        "Deje el actual en todas; mientras tanto valen todos.",
    ),
    Entry(
        "dni_invalid",
        in_blocks(lambda block: not block.dni_valid),
        "DNI o NIE de tutor con letra incorrecta",
        _IN_RECORD,
    ),
    Entry(
        "guardian_without_dni",
        in_blocks(lambda block: block.dni is None),
        "Tutor sin DNI, NIE ni pasaporte",
        "Añádalo: sin él no tiene usuario en Pasen y se le reconoce solo por nombre y teléfono.",
    ),
    Entry(
        "guardian_without_name",
        in_blocks(lambda block: not any((block.name.given, block.name.surname1, block.name.surname2))),
        "Tutor sin nombre",
        _IN_RECORD,
    ),
    Entry(
        "state_unknown",
        in_records(lambda record: not is_known_state(record.state)),
        "Estado de matrícula desconocido",
        "Esos casos los decide una persona; avise para que se añada el estado.",
    ),
    Entry(
        "state_pending",
        checks.pending,
        "Matrícula por aclarar (ni activa ni de baja)",
        "Resuélvala en Séneca; mientras tanto decide una persona.",
    ),
    Entry(
        "several_rows",
        checks.several_rows,
        "Alumno con varias filas en el mismo curso",
        "Anule la matrícula que sobra; si hay dos activas valen las dos unidades.",
    ),
    Entry("unit_blank", checks.without_unit, "Alumno activo sin unidad", "Asígnele su unidad."),
    Entry(
        "homonyms",
        checks.same_full_name,
        "Alumnos con el mismo nombre y apellidos",
        "Nada que corregir: para distinguirlos hará falta el curso.",
    ),
    Entry(
        "homonyms_in_unit",
        checks.same_name_in_unit,
        "Alumnos de una unidad con el mismo nombre y primer apellido",
        "Nada que corregir: para distinguirlos hará falta el segundo apellido.",
    ),
    Entry(
        "mojibake",
        in_records(lambda record: record.mojibake),
        "Letras estropeadas («GarcÃ­a»), ya reparadas al leer",
        "Vuelva a escribirlas en Séneca.",
    ),
    Entry(
        "lost_letters",
        in_records(lambda record: record.lost_letters),
        "Letras perdidas («Remu?») en un nombre",
        "Escriba en Séneca la letra más parecida (Remus).",
    ),
)
