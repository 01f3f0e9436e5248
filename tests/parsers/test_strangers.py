"""How strangers name people, courses and phones: tables of ways, read by the whole reader."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from stranger_tables import TABLES, Told

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.model.claim import Claim
from bot.model.register import Guardian, PersonName, Register, Student
from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.parsers.reader import Reader
from bot.rules.directory import shipped_rules
from bot.text.words import words

OWN = OwnIdentity(frozenset({"incidenciastde@centro.test"}), "mx.centro.test", "incidencias")
#: The units of the school to which all write.
UNITS = {
    "1º de E.S.O.": "1ESO-A",
    "2º de E.S.O.": "2ESO-B",
    "3º de E.S.O.": "3ESO-B",
    "4º de E.S.O.": "4ESO-C",
    "1º Programa de Diversificación Curricular": "3DIV",
    "1º C.F.G.B. (Electricidad y Electrónica)": "CFGB1-ELE",
    "2º F.P.I.G.M. (Estética y Belleza)": "CFGM2-EYB",
    "1º F.P.I.G.S. (Integración Social)": "CFGS1-INT",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(shipped_rules())


@pytest.fixture(scope="module")
def school() -> RegisterIndex:
    """A school of the tables' pupils and guardians, spread over its units."""
    students: dict[str, Student] = {}
    guardians: dict[str, Guardian] = {}
    kinds = list(UNITS.items())
    for told in (told for table in TABLES.values() for told in table):
        family = []
        for said in told.students:
            given, _, surnames = said.partition(" |")[0].partition(" / ")
            key = f"{given} {surnames}".lower()
            course, unit = kinds[len(students) % len(kinds)]
            name = PersonName(given.title(), *[*surnames.title().split(" ", 1), ""][:2])
            students.setdefault(key, Student(id=key, name=name, official_course=course, units=(unit,)))
            family.append(key)
        if told.guardian:
            parts = told.guardian.title().rsplit(" ", 2)
            name = PersonName(parts[0], *[*parts[1:], ""][:2])
            phones = frozenset({told.phone})
            key = told.guardian
            guardians[key] = Guardian(key=key, dni=None, name=name, phones=phones, students=tuple(family))
    return RegisterIndex(Register(students, guardians), Hypocoristics.load(shipped_rules()))


def read(told: Told, reader: Reader, school: RegisterIndex | None) -> Claim:
    message = EmailMessage()
    message["From"] = f'"{told.sender}" <alguien@familias.test>' if told.sender else "alguien@familias.test"
    message["To"] = "incidenciastde@centro.test"
    message["Subject"] = told.subject
    message["Message-ID"] = "<uno@familias.test>"
    message.set_content(told.body)
    return reader.read(parse_mail(message.as_bytes(), own=OWN), school)


def said(name: str) -> list[str]:
    return sorted(words(name))


def pupil(told: str) -> tuple[list[str], str]:
    """Name and course of a pupil as a table tells them."""
    name, _, course = told.partition(" |")
    return said(name.replace("/", "")), course.strip()


@pytest.mark.parametrize(
    "told",
    [pytest.param(told, id=f"{name}-{n}") for name, table in TABLES.items() for n, told in enumerate(table)],
)
def test_what_strangers_tell(reader: Reader, school: RegisterIndex, told: Told) -> None:
    claim = read(told, reader, school)
    assert said(claim.guardian.value if claim.guardian else "") == said(told.guardian)

    assert [(said(s.name.value), str(s.course or "")) for s in claim.students] == list(
        map(pupil, told.students)
    )
    assert (claim.phone.value if claim.phone else "") == told.phone
