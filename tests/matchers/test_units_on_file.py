from __future__ import annotations

import pytest

from bot.matchers.units import CourseLevel, compare_courses, courses_on_file, cycles_on_file, units_on_file
from bot.model.claim import Course
from bot.model.register import Enrolment, PersonName, Student


def in_units(*units, official=""):
    return Student(
        id="1", name=PersonName("Ana"), enrolment=Enrolment.ACTIVE, units=units, official_course=official
    )


@pytest.mark.parametrize(
    ("unit", "official", "course"),
    [
        ("1º ESO-A", "", Course(1, "ESO", None, "A")),
        ("4º de ESO A", "", Course(4, "ESO", None, "A")),
        ("4E-A", "4º de E.S.O.", Course(4, "ESO", None, "A")),
        ("4º A", "4º de E.S.O. (LOMLOE)", Course(4, "ESO", None, "A")),
        ("1º A", "1º de Bachillerato (Ciencias y Tecnología)", Course(1, "BACH", None, "A")),
        ("1BACHB", "", Course(1, "BACH", None, "B")),
        ("4-A(E)", "4º de E.S.O.", Course(4, "ESO", None, "A")),
        ("1-CI(B)", "1º de Bachillerato (Ciencias y Tecnología)", Course(1, "BACH", "CI", None)),
        ("2º ESO (B)", "2º de E.S.O.", Course(2, "ESO", None, "B")),
        ("2-CAE(GM)", "2º F.P.I.G.M. (Cuidados Auxiliares)", Course(2, "CFGM", "CAE", None)),
        ("1B-CIE", "1º de Bachillerato (Ciencias y Tecnología)", Course(1, "BACH", "CIE", None)),
        ("2ºBTO-HCS", "2º de Bachillerato (Humanidades y C", Course(2, "BACH", "HCS", None)),
        ("1BTOCT", "1º de Bachillerato (Ciencias y Tecnología)", Course(1, "BACH", "BTOCT", None)),
        ("1ºA BACH", "", Course(1, "BACH", None, "A")),
        ("1º BACH-B CIE", "1º de Bachillerato (Ciencias y Tecnología)", Course(1, "BACH", "CIE", "B")),
        ("3ºB BIL", "3º de E.S.O.", Course(3, "ESO", "BIL", "B")),
        ("BTO I-CT", "1º de Bachillerato (Ciencias y Tecnología)", Course(1, "BACH", "CT", None)),
        ("CM1-COC", "1º F.P.I.G.M. (Cocina y Gastronomía)", Course(1, "CFGM", "COC", None)),
        ("1CMCAE", "1º F.P.I.G.M. (Cuidados Auxiliares de Enf", Course(1, "CFGM", "CAE", None)),
        ("1GMAGRO", "1º F.P.I.G.M. (Producción Agroecológica)", Course(1, "CFGM", "AGRO", None)),
        ("GMED 2º EMV", "2º F.P.I.G.M. (Electromecánica de Vehículos)", Course(2, "CFGM", "EMV", None)),
        ("1BTO C", "", Course(1, "BACH", None, "C")),
        ("1ºFPB-CYR", "1º de F.P.B. (Cocina y Restauración)", Course(1, "CFGB", "CYR", None)),
        ("1º CFGB", "1º C.F.G.B. (Informática y Comunicaciones)", Course(1, "CFGB", None, None)),
        ("1ºGM COC-A", "1º F.P.I.G.M. (Cocina y Gastronomía)", Course(1, "CFGM", "COC", "A")),
        ("2ºGM COC A", "2º F.P.I.G.M. (Cocina y Gastronomía)", Course(2, "CFGM", "COC", "A")),
        ("1ºGS DAW", "1º F.P.I.G.S. (Desarrollo de Aplic", Course(1, "CFGS", "DAW", None)),
        ("2º SMR", "2º F.P.I.G.M. (Sistemas Microinf", Course(2, "CFGM", "SMR", None)),
        ("3º PDC", "3º de E.S.O.", Course(3, "PDC", None, None)),
        ("2° A Matutino", "", Course(2, None, None, "A")),
        ("E1A", "1º de E.S.O.", Course(1, "ESO", None, "A")),
        ("S3-PDC", "1º Programa de Diversificación", Course(3, "PDC", None, None)),
        ("3E-DIV", "1º Programa de Diversificación", Course(3, "PDC", None, None)),
        ("1.º A ESO", "1º de E.S.O.", Course(1, "ESO", None, "A")),
        ("2BA", "2º de Bachillerato (Ciencias)", Course(2, "BACH", None, "A")),
        ("B1C", "1º de Bachillerato", Course(1, "BACH", None, "C")),
        ("1SMRA", "1º F.P.I.G.M. (Sistemas Microinformáticos y Redes)", Course(1, "CFGM", "SMR", "A")),
        ("1MVA", "1º C.F.G.B. (Mantenimiento de Vehículos)", Course(1, "CFGB", "MV", "A")),
        ("1DAWA", "1º F.P.I.G.S. (Desarrollo de Aplicaciones Web)", Course(1, "CFGS", "DAW", "A")),
        ("FPB1-MVH", "1º C.F.G.B. (Mantenimiento de Vehículos)", Course(1, "CFGB", "MVH", None)),
        ("CFGS-DAW-2", "2º F.P.I.G.S. (Desarrollo de Aplicac", Course(2, "CFGS", "DAW", None)),
        ("1CA", "1º F.P.B. (Cocina)", Course(1, "CFGB", "CA", None)),
        ("1FBA", "1º C.F.G.B. (Fontanería Básica)", Course(1, "CFGB", "FB", "A")),
        ("2CM-GAD", "2º F.P.I.G.M. (Gestión Administrativa)", Course(2, "CFGM", "GAD", None)),
        ("2º ESPA-A", "", Course(2, "ESPA", None, "A")),
        ("2º Grupo B", "2º de E.S.O.", Course(2, "ESO", None, "B")),
        ("", "Nivel II Esa Se", Course(2, "ESPA", None, None)),
        ("ESPA-A", "Nivel II Esa Se", Course(2, "ESPA", None, "A")),
        ("7° grado B", "", Course(7, None, None, "B")),
        ("", "2º de E.S.O.", Course(2, "ESO", None, None)),
        ("", "", Course()),
    ],
)
def test_unit_as_a_course(unit, official, course):
    assert courses_on_file(in_units(*[unit] * bool(unit), official=official)) == (course,)


@pytest.mark.parametrize(
    ("claimed", "level"),
    [
        (None, CourseLevel.MISSING),
        (Course(), CourseLevel.MISSING),
        (Course(2, "ESO", None, "B"), CourseLevel.EXACT),
        (Course(2, None, None, "B"), CourseLevel.EXACT),
        (Course(2, "ESO", None, None), CourseLevel.PART),
        (Course(2, "PDC", None, None), CourseLevel.PART),
        (Course(2, "ESO", "BIL", None), CourseLevel.PART),
        (Course(None, None, None, "B"), CourseLevel.PART),
        (Course(2, "ESO", None, "D"), CourseLevel.LETTER_OFF),
        (Course(1, "ESO", None, "B"), CourseLevel.YEAR_OFF),
        (Course(3, None, None, "B"), CourseLevel.YEAR_OFF),
        (Course(4, "ESO", None, "B"), CourseLevel.OTHER),
        (Course(2, "BACH", None, "B"), CourseLevel.OTHER),
        (Course(2, "CFGM", "SMR", None), CourseLevel.OTHER),
        (Course(1, "CFGB"), CourseLevel.OTHER),  # though 3º ESO is left for it
        (Course(2, "ESPA"), CourseLevel.OTHER),
        (Course(None, "BACH"), CourseLevel.OTHER),
    ],
)
def test_claimed_against_second_of_eso_b(claimed, level):
    assert compare_courses(claimed, in_units("2º ESO B")) is level


@pytest.mark.parametrize(("year", "level"), [(4, CourseLevel.YEAR_OFF), (3, CourseLevel.OTHER)])
def test_the_last_year_of_eso_is_next_to_the_first_of_bachillerato(year, level):
    assert compare_courses(Course(year, "ESO"), in_units("1º BACH A")) is level


@pytest.mark.parametrize(
    ("claimed", "level"),
    [
        (Course(1, "CFGM", "SMR"), CourseLevel.EXACT),
        (Course(1, "CFGM", "SMR", "A"), CourseLevel.EXACT),
        (Course(None, "CFGM", "SMR"), CourseLevel.PART),
        (Course(1, "CFGM", "COC"), CourseLevel.LETTER_OFF),
    ],
)
def test_the_code_of_a_cycle_is_as_good_as_a_letter(claimed, level):
    assert compare_courses(claimed, in_units("1ºGM SMR")) is level


@pytest.mark.parametrize(
    ("claimed", "unit", "official"),
    [
        (Course(1, "CFGM", None, "A"), "1º BACH A", ""),
        (Course(1, "BACH"), "1º SMR", "1º F.P.I.G.M. (Sistemas Microinformáticos)"),
        (Course(2, "CFGS"), "2º SMR", "2º F.P.I.G.M. (Sistemas Microinformáticos)"),
    ],
)
def test_a_cycle_is_another_stage_than_bachillerato_of_the_same_age(claimed, unit, official):
    assert compare_courses(claimed, in_units(unit, official=official)) is CourseLevel.OTHER


def test_a_pupil_of_two_units_is_in_both():
    assert compare_courses(Course(3, "ESO", None, "E"), in_units("3º ESO B", "3º ESO E")) is CourseLevel.EXACT


def test_each_unit_of_a_school_stands_for_a_course():
    pupils = [
        in_units("3º ESO B", "3º PDC", official="3º de E.S.O."),
        in_units("3º ESO B"),
        in_units(),
        in_units("2BA", official="2º de Bachillerato"),
        in_units("2BA"),  # what the unit stands for is what it stood for first
    ]
    assert units_on_file(pupils) == {
        "3º ESO B": Course(3, "ESO", None, "B"),
        "3º PDC": Course(3, "PDC"),
        "2BA": Course(2, "BACH", None, "A"),
    }


def test_without_a_unit_there_is_nothing_to_compare():
    assert compare_courses(Course(3, "ESO", None, "E"), in_units()) is CourseLevel.MISSING


def test_the_code_of_a_cycle_is_learned_from_unit_and_course():
    pupils = [
        in_units("2GS-AYF", official="2º F.P.I.G.S. (Administración y Finanzas)"),
        in_units("1CFGB", official="1º C.F.G.B. (Informática y Comunicaciones)"),
        in_units("1BHCS-A", official="1º de Bachillerato (Humanidades y Ciencias Sociales)"),
        in_units("1FPB-MVH", official="1º de Bachillerato (Ciencias y Tecnología)"),  # a damaged row
        in_units("1SMR", official="2º F.P.I.G.S. (Administración y Finanzas)"),  # a damaged row
    ]
    assert cycles_on_file(pupils) == {"administracion y finanzas": Course(None, "CFGS", "AYF")}
