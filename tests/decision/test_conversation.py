"""A follow-up's data join the ticket's."""

from dataclasses import replace

import pytest

from bot.decision.conversation import merge_claims
from bot.decision.missing import missing_data
from bot.model.claim import Course, Intent, Signal, Writer
from tests.decision.making import GUARDIAN, PHONE, bare, claim, finding, pupil

PHONE_ONLY = {"phone": finding("699888777", value="+34699888777")}


def name(text):
    return finding(text)


def test_a_first_mail_is_its_own_conversation():
    assert merge_claims([], claim()) == claim()


def test_the_missing_phone_completes_the_request():
    merged = merge_claims([claim(phone=None)], bare(**PHONE_ONLY))
    assert merged.intent is Intent.RECOVER
    assert (merged.guardian.value, merged.phone.value) == (GUARDIAN, "+34699888777")
    assert merged.students == claim().students
    assert missing_data(merged) == ()


def test_data_dribble_in_over_three_mails():
    mails = [bare(Intent.RECOVER), bare(students=(pupil(),)), bare(guardian=name(GUARDIAN))]
    merged = merge_claims(mails, bare(**PHONE_ONLY))
    assert merged.intent is Intent.RECOVER
    assert missing_data(merged) == ()


@pytest.mark.parametrize(
    ("now", "intent"),
    [
        pytest.param(bare(), Intent.FOLLOW_UP, id="nothing new"),
        pytest.param(bare(signals=(Signal.STILL_FAILS,)), Intent.FOLLOW_UP, id="still fails"),
        pytest.param(bare(guardian=name("Marta")), Intent.FOLLOW_UP, id="a signature that shortens the name"),
        pytest.param(
            bare(guardian=name("Marta Solís Vera López")), Intent.FOLLOW_UP, id="a fuller signature"
        ),
        pytest.param(bare(phone=claim().phone), Intent.FOLLOW_UP, id="the same phone again"),
        pytest.param(
            bare(signals=(Signal.THANKS,), **PHONE_ONLY), Intent.FOLLOW_UP, id="thanks and a signature"
        ),
        pytest.param(bare(**PHONE_ONLY), Intent.RECOVER, id="another phone"),
        pytest.param(bare(guardian=name("Pedro Prado")), Intent.RECOVER, id="another guardian"),
        pytest.param(bare(students=(pupil("Ana Prado"),)), Intent.RECOVER, id="another child"),
        pytest.param(bare(loose_course=Course(3, "ESO")), Intent.RECOVER, id="another course"),
        pytest.param(bare(Intent.OTHER), Intent.OTHER, id="something else"),
        pytest.param(bare(Intent.CHANGE_DATA, **PHONE_ONLY), Intent.CHANGE_DATA, id="a wish of its own"),
    ],
)
def test_what_the_conversation_wants(now, intent):
    assert merge_claims([claim()], now).intent is intent


@pytest.mark.parametrize(
    ("before", "now", "intent"),
    [
        pytest.param(claim(guardian=None), bare(), Intent.FOLLOW_UP, id="still no guardian"),
        pytest.param(claim(guardian=None), bare(guardian=name(GUARDIAN)), Intent.RECOVER, id="the guardian"),
        pytest.param(bare(), bare(**PHONE_ONLY), Intent.RECOVER, id="nobody ever said what for"),
    ],
)
def test_what_the_second_mail_of_a_conversation_wants(before, now, intent):
    assert merge_claims([before], now).intent is intent


def test_a_follow_up_with_data_wants_what_the_ticket_wanted():
    ticket = [claim(intent=Intent.MISSING_CHILD), bare(signals=(Signal.STILL_FAILS,))]
    assert merge_claims(ticket, bare(**PHONE_ONLY)).intent is Intent.MISSING_CHILD


@pytest.mark.parametrize(
    ("before", "now", "kept"),
    [
        (GUARDIAN, "Marta", GUARDIAN),
        (GUARDIAN, "Marti", GUARDIAN),
        (GUARDIAN, "marta solis", GUARDIAN),
        (GUARDIAN, "Solís Vera", GUARDIAN),
        (GUARDIAN, GUARDIAN.upper(), GUARDIAN.upper()),
        ("Marta Solís", GUARDIAN, GUARDIAN),
        ("María García", "María José", "María García"),
        ("Marta", "Marta Solís", "Marta Solís"),
        (GUARDIAN, "Pedro Prado Ruiz", "Pedro Prado Ruiz"),
        (None, "Marta", "Marta"),
        (GUARDIAN, None, GUARDIAN),
    ],
)
def test_the_fuller_form_of_a_name_stays(before, now, kept):
    earlier = claim(guardian=before and name(before))
    assert merge_claims([earlier], bare(guardian=now and name(now))).guardian.value == kept


COURSE, OTHER_COURSE = Course(2, "ESO", group="B"), Course(4, "ESO", group="A")


@pytest.mark.parametrize(
    ("before", "now", "loose", "expected"),
    [
        pytest.param(
            [("Hugo Prado", COURSE)], [], None, [("Hugo Prado", COURSE)], id="only in the first mail"
        ),
        pytest.param([], [("Hugo Prado", COURSE)], None, [("Hugo Prado", COURSE)], id="only in the second"),
        pytest.param(
            [("Hugo", COURSE)],
            [("Hugo Prado Solís", None)],
            None,
            [("Hugo Prado Solís", COURSE)],
            id="surnames",
        ),
        pytest.param(
            [("Hugo Prado", COURSE)], [("Hugo", None)], None, [("Hugo Prado", COURSE)], id="first name again"
        ),
        pytest.param(
            [("H. Prado", None)], [("Hugo Prado", COURSE)], None, [("Hugo Prado", COURSE)], id="initial"
        ),
        pytest.param(
            [("Hugo Prada", COURSE)], [("Hugo Prado", None)], None, [("Hugo Prado", COURSE)], id="typo mended"
        ),
        pytest.param(
            [("Hugo Prado", COURSE)],
            [("Ana Prado", None)],
            None,
            [("Hugo Prado", COURSE), ("Ana Prado", None)],
            id="a sister too",
        ),
        pytest.param(
            [("Hugo Prado", COURSE)],
            [("Hugo Zabala", None)],
            None,
            [("Hugo Prado", COURSE), ("Hugo Zabala", None)],
            id="same first name, another family",
        ),
        pytest.param(
            [("Hugo Prado", COURSE)],
            [("Hugo Prado Solís", None)],
            None,
            [("Hugo Prado Solís", COURSE)],
            id="one surname more",
        ),
        pytest.param(
            [("Ana Prado", COURSE)],
            [("Anabel Prado", None)],
            None,
            [("Ana Prado", COURSE), ("Anabel Prado", None)],
            id="a sister whose name begins alike",
        ),
        pytest.param(
            [("Hugo Prado", COURSE)],
            [(" Prado", None)],
            None,
            [("Hugo Prado", COURSE)],
            id="the surname again",
        ),
        pytest.param(
            [("Hugo", COURSE)],
            [(" Prado", None)],
            None,
            [("Hugo", COURSE), (" Prado", None)],
            id="a first name here, a surname there",
        ),
        pytest.param([("Hugo Prado", None)], [], COURSE, [("Hugo Prado", COURSE)], id="the course asked for"),
        pytest.param(
            [("Hugo Prado", COURSE)], [], OTHER_COURSE, [("Hugo Prado", OTHER_COURSE)], id="course corrected"
        ),
        pytest.param(
            [("Hugo Prado", COURSE), ("Ana Prado", None)],
            [],
            OTHER_COURSE,
            [("Hugo Prado", COURSE), ("Ana Prado", OTHER_COURSE)],
            id="course of the one who has none",
        ),
    ],
)
def test_pupils_are_joined(before, now, loose, expected):
    earlier = claim(students=tuple(pupil(*p) for p in before))
    merged = merge_claims([earlier], bare(students=tuple(pupil(*p) for p in now), loose_course=loose))
    assert [(s.name.value, s.course) for s in merged.students] == expected
    assert merged.loose_course is None


def test_a_course_that_could_be_of_two_pupils_stays_alone():
    earlier = claim(students=(pupil("Hugo Prado", None), pupil("Ana Prado", None)))
    merged = merge_claims([earlier], bare(loose_course=COURSE))
    assert merged.loose_course == COURSE
    assert [s.course for s in merged.students] == [None, None]


def test_the_course_of_the_first_mail_finds_its_pupil_in_the_second():
    earlier = claim(students=(), loose_course=COURSE)
    assert merge_claims([earlier], bare(students=(pupil("Hugo Prado", None),))).students[0].course == COURSE


def test_the_words_of_a_course_go_with_it():
    words = finding("2º ESO B")
    dated = replace(pupil("Hugo Prado"), course_finding=words)
    loose = {"loose_course": COURSE, "loose_course_finding": words}
    again = merge_claims([claim(students=(dated,))], bare(students=(pupil("Hugo Prado Solís", None),)))
    placed = merge_claims([claim(students=(pupil("Hugo Prado", None),))], bare(**loose))
    alone = merge_claims([claim(students=(), **loose)], bare())
    assert again.students[0].course_finding == words
    assert placed.students[0].course_finding == words
    assert alone.loose_course_finding == words


def test_kinship_and_other_numbers_of_every_mail_are_kept():
    office, old = finding("955 111 222"), finding("600 000 001")
    before = claim(relation="madre", other_phones=(office,))
    assert merge_claims([before], bare(other_phones=(old, office))).other_phones == (old, office)
    assert merge_claims([before], bare()).other_phones == (office,)
    assert [merge_claims([before], bare(relation=r)).relation for r in (None, "abuela")] == [
        "madre",
        "abuela",
    ]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Writer.GUARDIAN, Writer.UNKNOWN, Writer.GUARDIAN),
        (Writer.UNKNOWN, Writer.GUARDIAN, Writer.GUARDIAN),
        (Writer.STUDENT, Writer.GUARDIAN, Writer.STUDENT),
        (Writer.GUARDIAN, Writer.STUDENT, Writer.STUDENT),
        (Writer.THIRD_PARTY, Writer.GUARDIAN, Writer.THIRD_PARTY),
        (Writer.THIRD_PARTY, Writer.STUDENT, Writer.STUDENT),
    ],
)
def test_who_once_held_the_pen_is_not_forgotten(before, now, expected):
    assert merge_claims([claim(writer=before)], bare(writer=now)).writer is expected


def test_what_forbids_a_regeneration_outlasts_its_mail_but_anger_does_not():
    of_the_moment = {
        Signal.STILL_FAILS, Signal.THANKS, Signal.AUTOLOGIN_FAILED, Signal.EMPTY, Signal.NOT_ME,
    }  # fmt: skip
    merged = merge_claims([claim(signals=tuple(Signal))], bare(**PHONE_ONLY))
    assert set(merged.signals) == set(Signal) - of_the_moment


def test_a_whole_phone_replaces_a_scrap_and_a_scrap_replaces_nothing():
    scrap = {"phone": None, "incomplete_phone": finding("60011")}
    assert merge_claims([claim(**scrap)], bare(**PHONE_ONLY)).incomplete_phone is None
    merged = merge_claims([claim()], bare(incomplete_phone=finding("60011")))
    assert (merged.phone.text, merged.incomplete_phone) == (PHONE, None)
    assert merge_claims([claim(**scrap)], bare()).incomplete_phone is not None


def test_language_and_words_are_those_of_the_newest_mail():
    newest = replace(bare(), language="fr", intent_findings=(finding("Hola"),))
    merged = merge_claims([claim(topic="blocked")], newest)
    assert (merged.language, merged.intent_findings, merged.topic) == (
        "fr",
        newest.intent_findings,
        "blocked",
    )


def test_after_a_denial_whoever_brings_data_may_be_somebody_else():
    denied = bare(Intent.OTHER, signals=(Signal.NOT_ME,))
    merged = merge_claims([claim(), denied, bare(**PHONE_ONLY)], bare(Intent.RECOVER))
    assert Signal.FOR_ANOTHER in merged.signals
    assert Signal.NOT_ME not in merged.signals
