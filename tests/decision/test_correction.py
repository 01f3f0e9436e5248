"""What a person reads otherwise stands in the claim; all else stays as the program read it."""

from dataclasses import replace

import pytest

from bot.decision.correction import BY_HAND, Correction, corrected
from bot.model.claim import Course, Region
from tests.decision.making import COURSE, GUARDIAN, claim, finding, pupil

OTHER = Course(4, "ESO", group="A")
TWO = (pupil("Hugo Prado"), pupil("Ana Prado", OTHER))
NOBODY = {"students": (), "loose_course": COURSE, "loose_course_finding": finding("2º ESO B")}


@pytest.mark.parametrize(
    ("read", "correction", "pupils", "loose"),
    [
        pytest.param({}, Correction(), [("Hugo", "Prado Solís", COURSE)], None, id="nothing put right"),
        pytest.param({}, Correction(given="Ana"), [("Ana", "Prado Solís", COURSE)], None, id="given name"),
        pytest.param({}, Correction(surnames="Vera"), [("Hugo", "Vera", COURSE)], None, id="surnames"),
        pytest.param({}, Correction(surnames=""), [("Hugo", "", COURSE)], None, id="surnames that are none"),
        pytest.param({}, Correction(given="", surnames=""), [], None, id="no pupil is named"),
        pytest.param({"students": TWO}, Correction(given="Eva"), [("Eva", "Prado", COURSE)], None, id="one for all"),
        pytest.param(NOBODY, Correction(given="Ana"), [("Ana", "", COURSE)], COURSE, id="one who was not read"),
        pytest.param(NOBODY, Correction(surnames="Vera"), [("", "Vera", COURSE)], COURSE, id="of no given name"),
        pytest.param(NOBODY, Correction(course=OTHER), [], OTHER, id="a course without a pupil"),
        pytest.param(NOBODY, Correction(course=Course()), [], None, id="no course at all"),
        pytest.param({}, Correction(course=OTHER), [("Hugo", "Prado Solís", OTHER)], None, id="course"),
        pytest.param({}, Correction(course=Course()), [("Hugo", "Prado Solís", None)], None, id="no course"),
        pytest.param(
            {"students": TWO}, Correction(course=OTHER), [("Hugo", "Prado", OTHER), ("Ana", "Prado", OTHER)], None, id="course of both",
        ),
        pytest.param(
            NOBODY, Correction(given="Ana", course=OTHER), [("Ana", "", OTHER)], None, id="pupil and course",
        ),
    ],
)  # fmt: skip
def test_pupils_and_course(read, correction, pupils, loose):
    claimed = claim(**read)
    after = corrected(claimed, correction)
    assert [(s.given, s.surnames, s.course) for s in after.students] == pupils
    assert [s.name.value for s in after.students] == [f"{g} {s}".strip() for g, s, _ in pupils]
    assert after.loose_course == loose
    assert (after.guardian, after.phone) == (claimed.guardian, claimed.phone)


def test_a_course_put_right_stands_nowhere_in_the_mail():
    after = corrected(claim(**NOBODY), Correction(course=OTHER))
    assert after.loose_course_finding is None
    of_pupil = corrected(claim(**NOBODY), Correction(given="Ana"))
    assert of_pupil.students[0].course_finding == NOBODY["loose_course_finding"]
    assert corrected(of_pupil, Correction(course=OTHER)).students[0].course_finding is None


@pytest.mark.parametrize(("typed", "value"), [("Eva Ríos", "Eva Ríos"), ("", None), (None, GUARDIAN)])
def test_guardian(typed, value):
    guardian = corrected(claim(), Correction(guardian=typed)).guardian
    assert (guardian and guardian.value) == value


@pytest.mark.parametrize(
    ("typed", "value", "scrap"),
    [("+34611000111", "+34611000111", None), ("", None, None), (None, None, "60011")],
)
def test_phone(typed, value, scrap):
    after = corrected(claim(phone=None, incomplete_phone=finding("60011")), Correction(phone=typed))
    assert (after.phone and after.phone.value, after.incomplete_phone and after.incomplete_phone.text) == (
        value,
        scrap,
    )


def test_what_a_person_says_is_marked_as_theirs():
    guardian = corrected(claim(), Correction(guardian="Eva Ríos")).guardian
    assert (guardian.found_by, guardian.text) == (BY_HAND, "")
    assert (guardian.region, guardian.start, guardian.end) == (Region.BODY, 0, 0)


def test_a_pupil_named_otherwise_keeps_the_words_of_the_course():
    words = finding("2º ESO B")
    dated = claim(students=(replace(pupil(), course_finding=words),))
    assert corrected(dated, Correction(given="Ana")).students[0].course_finding == words


@pytest.mark.parametrize(
    ("correction", "names"),
    [
        (Correction(), []),
        (Correction(guardian="Eva", phone="+34611000111"), ["guardian", "phone"]),
        (Correction(guardian=""), ["guardian"]),
        (Correction(given="Ana", surnames="Vera"), ["student"]),
        (Correction(given=""), ["student"]),
        (Correction(surnames=""), ["student"]),
        (Correction(course=Course()), ["course"]),
    ],
)
def test_the_audit_trail_names_what_was_put_right_and_no_person(correction, names):
    assert correction.names == names
    assert bool(correction) == bool(names)
