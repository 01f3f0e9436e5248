"""Section -> pupils -> accounts."""

from __future__ import annotations

import pytest

from bot.bulk.choose import accounts_of, pupils_of
from bot.errors import InputError
from bot.model.register import Enrolment, Guardian, PersonName, Register, Student


def pupil(number, surname, unit="1º ESO A", *, emails=(), enrolment=Enrolment.ACTIVE):
    return Student(
        id=number,
        name=PersonName("Ana", surname),
        units=(unit,),
        emails=frozenset(emails),
        enrolment=enrolment,
    )


def register(*students, guardians=()):
    return Register(students={s.id: s for s in students}, guardians={g.key: g for g in guardians})


SCHOOL = register(
    pupil("3", "Zafra"),
    pupil("1", "Ábalos"),
    pupil("2", "Moya", "1º ESO B"),
    pupil("4", "Baena", enrolment=Enrolment.LEFT),
)


@pytest.mark.parametrize("typed", ["1º ESO A", "1 eso a", "1ºESO-A", "1ESOA", "1° E.S.O. A"])
def test_a_unit_however_it_is_typed(typed):
    assert [student.id for student in pupils_of(SCHOOL, typed)] == ["1", "3"]


@pytest.mark.parametrize("typed", ["", "1º ESO", "ESO A", "9º Z"])
def test_a_section_without_pupils_names_those_there_are(typed):
    with pytest.raises(InputError, match="1º ESO A, 1º ESO B"):
        pupils_of(SCHOOL, typed)


def test_an_address_that_somebody_shares_finds_nobody():
    mother = Guardian(key="m", dni=None, name=PersonName("Eva"), emails=frozenset({"casa@x.test"}))
    twins = (
        pupil("1", "Paz", emails={"casa@x.test", "ana@x.test"}),
        pupil("2", "Paz", emails={"las2@x.test"}),
        pupil("3", "Paz", emails={"las2@x.test"}),
    )
    accounts = accounts_of(register(*twins, guardians=[mother]), twins)
    assert [account.emails for account in accounts] == [("ana@x.test",), (), ()]
    assert [account.student for account in accounts] == ["1", "2", "3"]
