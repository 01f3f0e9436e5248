"""Mails that a visitor can start from: a family of the school in a situation, ready to be changed."""
# ruff: noqa: E501 - the mails stand as people write them, a paragraph a line

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import phonenumbers

from bot.model.register import Enrolment, Guardian, Register, Student
from bot.registry.phones_on_file import takes_sms
from bot.text.words import fold

_UNKNOWN_PHONE = "600 10 20 30"  #: what a situation says where the register holds no phone


@dataclass(frozen=True, slots=True)
class Family:
    """A guardian of the register with one of their children."""

    guardian: Guardian
    student: Student

    @property
    def label(self) -> str:
        unit = " / ".join(self.student.units) or self.student.official_course
        return f"{self.guardian.name} · {self.student.name} ({unit})"

    @property
    def mobile(self) -> str | None:
        """A mobile on file as people write it."""
        return next((national(phone) for phone in sorted(self.guardian.phones) if takes_sms(phone)), None)

    @property
    def address(self) -> str:
        """Their e-mail on file, else one that nobody knows."""
        return next(iter(sorted(self.guardian.emails)), "familia@correo.example")

    @property
    def on_file(self) -> str:
        """What the register holds of them, in a sentence."""
        enrolled = {
            Enrolment.ACTIVE: "con matrícula en vigor",
            Enrolment.LEFT: "que ya no está en el centro",
            Enrolment.PENDING: "con la matrícula pendiente",
        }[self.student.enrolment]
        phones = ", ".join(national(phone) for phone in sorted(self.guardian.phones)) or "ninguno"
        return f"{self.student.name}, {enrolled}. Teléfono de {self.guardian.name.given}: {phones}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A kind of mail; `{…}` in its texts are the family's data."""

    id: str
    title: str  #: as the visitor chooses it
    text: str
    subject: str = "No puedo entrar en iPasen"
    writer: str = "{guardian}"  #: name in From
    address: str = "{address}"
    hurried: bool = False  #: small letters, no accents


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail that can be sent as it stands."""

    name: str = ""
    address: str = ""
    subject: str = ""
    text: str = ""


def draft(family: Family, situation: Situation) -> Draft:
    """The mail of this family in this situation."""
    data = {
        "guardian": str(family.guardian.name),
        "given": family.guardian.name.given,
        "student": str(family.student.name),
        "child": family.student.name.given,
        "course": next(iter(family.student.units), family.student.official_course),
        "phone": family.mobile or _UNKNOWN_PHONE,
        "address": family.address,
    }
    text = situation.text.strip().format_map(data)
    return Draft(
        name=situation.writer.format_map(data),
        address=situation.address.format_map(data),
        subject=situation.subject.format_map(data),
        text=fold(text) if situation.hurried else text,
    )


def families(register: Register) -> dict[str, Family]:
    """Every guardian who can be chosen, by a number that stands in the page, in the order of names."""
    found = [
        Family(guardian, register.students[guardian.students[0]])
        for guardian in register.guardians.values()
        if guardian.students and guardian.name.surname1
    ]
    found.sort(key=lambda f: (fold(f.student.name.surnames), fold(str(f.student.name)), f.label))
    return {str(number): family for number, family in enumerate(found, start=1)}


def first_choice(chosen: Mapping[str, Family]) -> str:
    """A family with which everything goes well: enrolled, with a mobile and an e-mail on file."""
    return next(
        number
        for number, family in chosen.items()
        if family.student.enrolment is Enrolment.ACTIVE and family.mobile and family.guardian.emails
    )


def national(phone: str) -> str:
    """E.164 as people write it: "627 34 36 12"."""
    number = phonenumbers.parse(phone)
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        number, style.NATIONAL if number.country_code == 34 else style.INTERNATIONAL
    )


SITUATIONS = (
    Situation(
        id="todo",
        title="He olvidado la contraseña y doy todos los datos",
        text="""
Buenos días:

He olvidado la contraseña de iPasen y no puedo entrar. Estos son mis datos:

Nombre: {guardian}
Alumno/a: {student}
Curso: {course}
Móvil: {phone}

Muchas gracias
""",
    ),
    Situation(
        id="prisa",
        title="Lo mismo, con prisas y sin tildes",
        subject="ipasen",
        hurried=True,
        text="""
Hola soy {guardian} y no puedo entrar en ipasen me dice usuario incorrecto, es para {student} de {course}, mi movil {phone}, gracias
""",
    ),
    Situation(
        id="sin-telefono",
        title="Se me olvida dar el teléfono",
        text="""
Hola, soy {guardian}, de la familia de {student} ({course}). He olvidado la clave de iPasen y no puedo entrar. ¿Me pueden ayudar?
""",
    ),
    Situation(
        id="otro-telefono",
        title="Doy un teléfono que no es el de la ficha",
        text="""
Buenas tardes, soy {guardian}. No puedo entrar en iPasen porque he olvidado la contraseña. Es para {student}, de {course}. Mi móvil es el 611 22 33 44.
""",
    ),
    Situation(
        id="abuela",
        title="Escribe la abuela",
        writer="Carmen Salado",
        address="carmen.salado@correo.example",
        text="""
Buenas, soy Carmen Salado Prieto, la abuela de {student}, de {course}. No puedo entrar en iPasen, he perdido la contraseña. Mi teléfono es 644 10 20 30.
""",
    ),
    Situation(
        id="alumno",
        title="Escribe el alumno o la alumna",
        writer="{child}",
        address="estudiante@g.educaand.example",
        text="""
hola soy {student} de {course}, a mis padres se les ha olvidado la contraseña de ipasen, me la podéis cambiar? el tutor es {guardian} y el móvil {phone}
""",
    ),
    Situation(
        id="por-correo",
        title="Pido que me la manden por correo",
        text="""
Hola, soy {guardian}, de la familia de {student} ({course}). He perdido la contraseña de iPasen. Mi móvil es {phone}, pero mándenme la clave nueva a este correo, por favor.
""",
    ),
    Situation(
        id="alta",
        title="Nunca he tenido iPasen",
        subject="Darme de alta",
        text="""
Buenos días: nunca he tenido usuario de iPasen. ¿Cómo me doy de alta?

{given}
""",
    ),
    Situation(
        id="cambio",
        title="Quiero cambiar el teléfono de la ficha",
        subject="Cambio de teléfono",
        text="""
Hola, soy {guardian}, de la familia de {student} ({course}). He cambiado de número: el nuevo es 611 22 33 44. ¿Pueden cambiarlo en la ficha?
""",
    ),
    Situation(
        id="frances",
        title="Escribo en francés",
        subject="Mot de passe iPasen",
        text="""
Bonjour,

J'ai oublié mon mot de passe iPasen et je ne peux plus entrer. Je suis {guardian}, l'élève est {student}, {course}. Mon portable : {phone}.

Merci
""",
    ),
    Situation(
        id="otra-cosa",
        title="Escribo por otra cosa",
        subject="Falta de mañana",
        text="""
Buenas tardes: {child}, de {course}, no irá mañana a clase porque tiene médico.

Un saludo, {guardian}
""",
    ),
    Situation(
        id="ausente",
        title="Contesta mi correo automático de vacaciones",
        subject="Respuesta automática: fuera de la oficina",
        text="""
Estoy fuera de la oficina hasta el lunes. Contestaré a su mensaje a la vuelta.
""",
    ),
)
