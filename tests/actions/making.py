"""A family whose guardians share an address, and the envelope of an answer to them."""

from bot.actions.plan import Envelope
from bot.model.register import Guardian, PersonName, Register, Student

MOTHER = Guardian(
    key="11111111H",
    dni="11111111H",
    name=PersonName("Ana", "Ruiz", "Sanz"),
    phones=frozenset({"+34600111222"}),
    emails=frozenset({"ana@correo.example", "casa@correo.example"}),
    students=("1",),
)
FATHER = Guardian(
    key="22222222J",
    dni="22222222J",
    name=PersonName("Luis", "Mora", "Gil"),
    emails=frozenset({"casa@correo.example"}),
    students=("1",),
)
PUPIL = Student(
    id="1", name=PersonName("Eva", "Mora", "Ruiz"), units=("1º A",), guardians=(MOTHER.key, FATHER.key)
)
REGISTER = Register(students={"1": PUPIL}, guardians={g.key: g for g in (MOTHER, FATHER)})


def envelope(to="otra@correo.example", *, ticket="K7QM2X", language="es"):
    return Envelope(
        to=to, subject="clave", language=language, ticket=ticket, token="R4PW9DKQ2V", domain="centro.example"
    )
