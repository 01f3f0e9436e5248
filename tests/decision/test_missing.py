"""Row 5 and "Reading these rows": what a question asks for, from the mails alone."""

import pytest

from bot.decision.missing import missing_data
from bot.model.claim import Course, Intent
from bot.model.decision import Datum
from tests.decision.making import bare, claim, finding, pupil

G, S, C, P = Datum.GUARDIAN, Datum.STUDENT, Datum.COURSE, Datum.PHONE
SMR = Course(1, "CFGM", "SMR")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(claim(), (), id="everything"),
        pytest.param(
            bare(Intent.RECOVER), (G, S, P), id="nothing: the course is part of asking for the pupil"
        ),
        pytest.param(claim(phone=None), (P,), id="phone"),
        pytest.param(
            claim(phone=None, incomplete_phone=finding("60011")), (P,), id="a scrap of a phone is none"
        ),
        pytest.param(claim(guardian=None), (G,), id="guardian"),
        pytest.param(claim(students=()), (S,), id="pupil"),
        pytest.param(claim(students=(), loose_course=SMR, phone=None), (S, P), id="a course names no pupil"),
        pytest.param(claim(students=(pupil(course=None),)), (), id="course alone is not needed (row 2)"),
        pytest.param(
            claim(students=(pupil(course=Course()),), phone=None), (C, P), id="an empty course is none"
        ),
        pytest.param(claim(students=(pupil(course=None),), phone=None), (C, P), id="course beside the phone"),
        pytest.param(
            claim(students=(pupil(course=None),), guardian=None), (G, C), id="course beside the guardian"
        ),
        pytest.param(
            claim(students=(pupil(), pupil("Ana Prado Solís", None)), phone=None),
            (C, P),
            id="one of two courses",
        ),
        pytest.param(
            claim(students=(pupil(course=Course(3, "PDC")),), phone=None), (P,), id="course without a letter"
        ),
        pytest.param(claim(students=(pupil("Hugo"),)), (), id="a first name is a name (row 3)"),
    ],
)
def test_what_is_asked_for(given, expected):
    assert missing_data(given) == expected
