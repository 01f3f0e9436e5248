"""One row is one matrícula: which of a pupil's rows count."""

import pytest

from bot.model.register import Enrolment
from tests.registry.conftest import a_guardian, a_row

OTHER = a_row(id="9", given="Otro")


@pytest.mark.parametrize(
    ("state", "enrolment"),
    [
        ("", Enrolment.ACTIVE),
        ("Matriculada", Enrolment.ACTIVE),
        ("MATRICULADO ", Enrolment.ACTIVE),
        ("Anulada", Enrolment.LEFT),
        ("Trasladada", Enrolment.LEFT),
        ("Traslado de expediente", Enrolment.LEFT),
        ("Baja de oficio", Enrolment.LEFT),
        ("Pendiente de confirmación de traslado", Enrolment.PENDING),
        ("Promociona", Enrolment.PENDING),
        ("Algo nunca visto", Enrolment.PENDING),
    ],
)
def test_states_of_this_year(imported, state, enrolment):
    register, _ = imported(a_row(state=state))
    assert register.students["1000001"].enrolment is enrolment


def test_the_latest_year_counts_and_old_contact_data_do_not(imported):
    mother = {"dni": "12345678Z"}
    register, _ = imported(
        a_row(
            year="2025", unit="1ESOA", state="Promociona", **a_guardian(1, "Ana", **mother, phone="600000001")
        ),
        a_row(year="2026", unit="2ESOB", **a_guardian(1, "Ana", **mother, phone="600000002")),
    )
    student = register.students["1000001"]
    assert (student.year, student.units, student.enrolment) == (2026, ("2ESOB",), Enrolment.ACTIVE)
    assert register.guardians["12345678Z"].phones == {"+34600000002"}


def test_a_pupil_of_earlier_years_only_has_left(imported):
    guardian = a_guardian(1, "Ana", "Ruiz", dni="12345678Z", phone="600000001")
    register, _ = imported(a_row(year="2025", **guardian), OTHER)
    assert register.students["1000001"].enrolment is Enrolment.LEFT
    assert register.guardians["12345678Z"].phones == frozenset()


def test_an_unreadable_year_is_a_persons_to_look_at(imported):
    register, _ = imported(a_row(year=""), OTHER)
    assert register.students["1000001"].enrolment is Enrolment.PENDING


def test_an_export_without_years_is_of_one_year(imported):
    register, _ = imported(a_row(year=""))
    assert register.students["1000001"].enrolment is Enrolment.ACTIVE


def test_annulled_and_new_row_of_one_year(imported):
    guardian = {"dni": "12345678Z"}
    register, _ = imported(
        a_row(unit="1ESOA", state="Anulada", **a_guardian(1, "Ana", **guardian, phone="600000001")),
        a_row(unit="1ESOB", **a_guardian(1, "Ana", **guardian, phone="600000002")),
    )
    student = register.students["1000001"]
    assert (student.units, student.enrolment) == (("1ESOB",), Enrolment.ACTIVE)
    assert register.guardians["12345678Z"].phones == {"+34600000001", "+34600000002"}


def test_guardians_are_those_of_the_active_row(imported):
    register, _ = imported(
        a_row(state="Anulada", **a_guardian(1, "Ana", "Ruiz", dni="12345678Z")),
        a_row(**a_guardian(1, "Eva", "Gil", dni="87654321X")),
    )
    assert register.students["1000001"].guardians == ("87654321X",)
    assert set(register.guardians) == {"87654321X"}


def test_two_active_rows_are_two_units(imported):
    register, _ = imported(a_row(unit="1ESOA"), a_row(unit="3PDC"))
    assert register.students["1000001"].units == ("1ESOA", "3PDC")


def test_one_id_with_two_names_is_a_persons_to_look_at(imported):
    register, report = imported(a_row(), a_row(given="Iván", surname1="Gil", surname2="Mora"))
    assert register.students["1000001"].enrolment is Enrolment.PENDING
    assert "two_pupils_one_id" in {issue.code for issue in report.issues}
