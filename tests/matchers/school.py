"""A small register made by hand, with the families that the policy's rows are about."""

from __future__ import annotations

from functools import cache

from bench import claims
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.model.claim import Course
from bot.model.register import Enrolment, Guardian, PersonName, Register, Student
from bot.rules.directory import shipped_rules


def name(text):
    """ "Ana María/Ruiz/Gil" -> PersonName."""
    return PersonName(*text.split("/"))


#: key: name, phones, children
GUARDIANS = {
    "rosa": ("Rosa María/Trillo/Vela", ("+34611000001",), ("ines", "bruno")),
    "luis": ("Luis/Arjona/Pino", ("+34611000002",), ("ines", "bruno")),
    "landline": ("Carmelo/Zurita/Bas", ("+34955000003",), ("dalia",)),
    "nophone": ("Elvira/Bas/Toro", (), ("dalia",)),
    "manuela": ("Manuela/Cobos/Rey", ("+34611000005",), ("mateo1",)),
    "sonia": ("Sonia/Lara/Daza", ("+34611000006",), ("mateo2",)),
    "shared1": ("Ana/Puig/Mas", ("+34611000007",), ("nerea",)),
    "shared2": ("Ana/Puig/Sala", ("+34611000007",), ("nerea",)),
    "couple1": ("Hugo/Navas/Ortiz", ("+34611000008",), ("celia",)),
    "couple2": ("Irene/Salas/Peral", ("+34611000008",), ("celia",)),
    "grandma": ("Dolores/Quero/Amo", ("+34611000009",), ("leo",)),
    "gone": ("Pilar/Miró/Cano", ("+34611000010",), ("left", "stayed")),
    "pending": ("Blas/Ferrer/Soto", ("+34611000011",), ("pending",)),
    "home": ("Menores/Servicio/Protección", ("+34611000012",), ("ward",)),
    "stepdad": ("Óscar/Vidal/Prats", ("+34611000013",), ("twin1", "twin2")),
    "abroad": ("Doina/Pavel/", ("+40723398453",), ("andrei",)),
    "salvador": ("Marta/Funes/Rivas", ("+50370001234",), ("kevin",)),
    "josemaria": ("José María/Leal/Roig", ("+34611000014",), ("gala",)),
    "mariajose": ("María José/Coll/Roa", ("+34611000015",), ("gala",)),
    "antonio": ("Antonio/Roldán/Cid", ("+34611000017",), ("toni",)),
    "namesake": ("Manuela/Cobos/Ruiz", ("+34611000016",), ("mateo3",)),
}
#: id: name, course, unit, state
STUDENTS = {
    "ines": ("Inés/Arjona/Trillo", "2º de E.S.O.", "2º ESO B", "active"),
    "bruno": ("Bruno/Arjona/Trillo", "4º de E.S.O.", "4º ESO A", "active"),
    "dalia": ("Dalia/Zurita/Bas", "1º de Bachillerato", "1º BACH A", "active"),
    "mateo1": ("Mateo/Gallo/Cobos", "1º de E.S.O.", "1º ESO A", "active"),
    "mateo2": ("Mateo/Gallo/Lara", "3º de E.S.O.", "3º ESO C", "active"),
    "mateo3": ("Mateo/Gallo/Cobos", "2º de Bachillerato", "2º BACH C", "active"),
    "nerea": ("Nerea/Puig/Puig", "1º de E.S.O.", "1º ESO B", "active"),
    "celia": ("Celia/Navas/Salas", "1º de E.S.O.", "1º ESO B", "active"),
    "leo": ("Leo/Mora/Sáez", "3º de E.S.O.", "3º ESO A", "active"),
    "left": ("Álvaro/Cano/Miró", "3º de E.S.O.", "", "left"),
    "stayed": ("Ariadna/Cano/Miró", "1º de E.S.O.", "1º ESO A", "active"),
    "pending": ("Vera/Ferrer/Gil", "2º de E.S.O.", "2º ESO B", "pending"),
    "ward": ("Izan/Pardo/Luna", "2º de E.S.O.", "2º ESO A", "active"),
    "twin1": ("Jana/Roca/Prats", "2º de E.S.O.", "2º ESO A", "active"),
    "twin2": ("Joel/Roca/Prats", "2º de E.S.O.", "2º ESO A", "active"),
    "andrei": ("Andrei/Pavel/", "2º de E.S.O.", "2º ESO A", "active"),
    "kevin": ("Kevin/Funes/Sol", "2º de E.S.O.", "2º ESO A", "active"),
    "gala": ("Gala/Leal/Coll", "4º de E.S.O.", "4º ESO A", "active"),
    "toni": ("Toni/Roldán/Ferre", "4º de E.S.O.", "4º ESO A", "active"),
    "adult": ("Noemí/Rueda/Plaza", "2º F.P.I.G.S. (Desarrollo)", "2º CFGS DAW", "active"),
}


def make_register(guardians=GUARDIANS, students=STUDENTS) -> Register:
    """Of tables like those above."""
    people = {
        key: Guardian(key=key, dni=None, name=name(who), phones=frozenset(phones), students=tuple(children))
        for key, (who, phones, children) in guardians.items()
    }
    pupils = {
        key: Student(
            id=key,
            name=name(who),
            enrolment=Enrolment(state),
            year=2026,
            official_course=course,
            units=(unit,) if unit else (),
            guardians=tuple(g for g, row in guardians.items() if key in row[2]),
        )
        for key, (who, course, unit, state) in students.items()
    }
    return Register(students=pupils, guardians=people)


@cache
def make_index(*, reverse=False) -> RegisterIndex:
    """`reverse`: the same people, the last first."""
    register = make_register()
    if reverse:
        register = Register(
            dict(reversed(register.students.items())), dict(reversed(register.guardians.items()))
        )
    return RegisterIndex(register, Hypocoristics.load(shipped_rules()))


def pupil(who, course=None):
    """ "Inés/Arjona Trillo" -> given names, surnames, Course; the course as (level, stage, group)."""
    given, _, surnames = who.partition("/")
    return given, surnames, Course(level=course[0], stage=course[1], group=course[2]) if course else None


def make_claim(guardian=None, students=(), phone=None):
    pupils = [pupil(*s) if isinstance(s, tuple) else pupil(s) for s in students]
    return claims.make_claim(guardian, pupils, phone)
