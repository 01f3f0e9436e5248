"""POLICY §2, rows 1 to 12, as claims against a small register: what the match says of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.matchers.accounts import Claimed, Weighing
from bot.matchers.index import RegisterIndex
from bot.matchers.match import judge, link
from bot.matchers.search import accounts
from bot.model.match import GuardianFit, PhoneFit, StudentFit
from tests.matchers.school import make_claim, make_index, make_register

S, G, P = StudentFit, GuardianFit, PhoneFit
ROSA, LUIS = "+34611000001", "+34611000002"
UNKNOWN = "+34699999999"


@pytest.fixture(scope="module")
def index():
    return make_index()


# what happens: guardian, pupils, phone -> student, guardian, phone, account, pupils
SERVED = {
    "row 1: all given": ("Rosa María Trillo Vela", [("Inés/Arjona Trillo", (2, "ESO", "B"))], ROSA, "rosa", ["ines"]),
    "row 1: the other guardian": ("Luis Arjona", [("Inés/Arjona Trillo", (2, "ESO", "B"))], LUIS, "luis", ["ines"]),
    "row 1: surname first, no accents": ("TRILLO VELA ROSA", ["ines/arjona"], ROSA, "rosa", ["ines"]),
    "row 1: one of two given names": ("María Trillo", ["Inés/Arjona"], ROSA, "rosa", ["ines"]),
    "row 1: a phone from abroad": ("Doina Pavel", ["Andrei/Pavel"], "+40723398453", "abroad", ["andrei"]),
    "row 1: El Salvador": ("Marta Funes", ["Kevin/Funes"], "+50370001234", "salvador", ["kevin"]),
    "row 1: guardian without a surname in common": ("Óscar Vidal", ["Jana/Roca Prats"], "+34611000013", "stepdad", ["twin1"]),
    "row 1: grandmother who is the guardian": ("Lola Quero", ["Leo/Mora"], "+34611000009", "grandma", ["leo"]),
    "row 1: both parents share the phone": ("Irene Salas", ["Celia/Navas Salas"], "+34611000008", "couple2", ["celia"]),
    "row 1: father José María": ("José María Leal", ["Gala/Leal"], "+34611000014", "josemaria", ["gala"]),
    "row 1: mother María José": ("Mª José Coll", ["Gala/Leal"], "+34611000015", "mariajose", ["gala"]),
    "row 2: no course": ("Rosa Trillo", ["Inés/Arjona Trillo"], ROSA, "rosa", ["ines"]),
    "row 2: no letter": ("Rosa Trillo", [("Inés/Arjona", (2, "ESO", None))], ROSA, "rosa", ["ines"]),
    "row 2: letter off": ("Rosa Trillo", [("Inés/Arjona", (2, "ESO", "D"))], ROSA, "rosa", ["ines"]),
    "row 2: last year's course": ("Rosa Trillo", [("Inés/Arjona", (1, "ESO", "B"))], ROSA, "rosa", ["ines"]),
    "row 3: given name only": ("Rosa Trillo", ["Inés/"], ROSA, "rosa", ["ines"]),
    "row 3: given names only, with the course": ("Rosa", [("Inés/", (2, "ESO", None))], ROSA, "rosa", ["ines"]),
    "row 3: short for it, with the course": ("Lola", [("Leo/", (3, "ESO", "A"))], "+34611000009", "grandma", ["leo"]),
    "row 3: given names only, a phone of two": ("Irene", [("Celia/", (1, "ESO", "B"))], "+34611000008", "couple2", ["celia"]),
    "row 4: two children": ("Rosa Trillo", ["Inés/Arjona", "Bruno/Arjona"], ROSA, "rosa", ["ines", "bruno"]),
    "row 4: the second by given name": ("Rosa Trillo", ["Inés/Arjona", "Bruno/"], ROSA, "rosa", ["ines", "bruno"]),
    "homonym told by guardian and phone": ("Sonia Lara", ["Mateo/Gallo"], "+34611000006", "sonia", ["mateo2"]),
    "homonym told by the course as well": ("Manuela Cobos", [("Mateo/Gallo Cobos", (1, "ESO", "A"))], "+34611000005", "manuela", ["mateo1"]),
    "homonym whose mother is a namesake, told by the phone": ("Manuela Cobos", ["Mateo/Gallo Cobos"], "+34611000016", "namesake", ["mateo3"]),
    "first surname only of the guardian": ("Trillo", ["Inés/Arjona Trillo"], ROSA, "rosa", ["ines"]),
    "given name only of the guardian": ("Rosa María", ["Inés/Arjona Trillo"], ROSA, "rosa", ["ines"]),
    "given name only of the guardian and of the second child": ("Rosa María", ["Inés/Arjona Trillo", "Bruno/"], ROSA, "rosa", ["ines", "bruno"]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("guardian", "pupils", "phone", "account", "meant"), SERVED.values(), ids=SERVED.keys()
)
def test_all_fits(index, rules, guardian, pupils, phone, account, meant):
    match = link(make_claim(guardian, pupils, phone), index, rules)
    assert (match.student_fit, match.guardian_fit, match.phone_fit) == (S.UNIQUE, G.MATCH, P.OWN)
    assert (match.guardian, list(match.students)) == (account, meant)
    assert match.probability > 0.99
    assert match.margin > 0.9


SIBLINGS = {
    "row 4: twins by their initial": ("Óscar Vidal", ["J./Roca Prats"], "+34611000013", {"twin1", "twin2"}),
    "row 4: twins by surnames only": ("Óscar Vidal", ["/Roca Prats"], "+34611000013", {"twin1", "twin2"}),
    "row 4: the surnames of both children": ("Rosa Trillo", ["/Arjona Trillo"], ROSA, {"ines", "bruno"}),
    "row 4: one of two pupils is not told": (
        "Rosa Trillo",
        ["Inés/", "/Arjona Trillo"],
        ROSA,
        {"ines", "bruno"},
    ),
}


@pytest.mark.parametrize(("guardian", "pupils", "phone", "meant"), SIBLINGS.values(), ids=SIBLINGS.keys())
def test_siblings_of_one_guardian(index, rules, guardian, pupils, phone, meant):
    match = link(make_claim(guardian, pupils, phone), index, rules)
    assert (match.student_fit, match.guardian_fit, match.phone_fit) == (S.SIBLINGS, G.MATCH, P.OWN)
    assert set(match.students) == meant
    assert match.probability > 0.99


# what happens: guardian, pupils, phone -> student, guardian, phone
REFUSED = {
    "row 5: no phone": ("Rosa Trillo", ["Inés/Arjona"], None, S.UNIQUE, G.MATCH, P.NOT_GIVEN),
    "row 5: no phone, the pupil by given name": ("Rosa Trillo", ["Inés/"], None, S.UNIQUE, G.MATCH, P.NOT_GIVEN),
    "row 5: no phone, both by given name": ("Rosa", ["Inés/"], None, S.NONE, G.NOT_GUARDIAN, P.NOT_GIVEN),
    "row 5: no guardian, the pupil by given name": (None, ["Inés/"], ROSA, S.UNIQUE, G.NOT_GIVEN, P.OWN),
    "row 5: only the pupils, one by given name": (None, ["Inés/Arjona", "Bruno/"], None, S.UNIQUE, G.NOT_GIVEN, P.NOT_GIVEN),
    "row 5: only the pupil's given name": (None, ["Inés/"], None, S.NONE, G.NOT_GIVEN, P.NOT_GIVEN),
    "row 5: no guardian": (None, ["Inés/Arjona"], ROSA, S.UNIQUE, G.NOT_GIVEN, P.OWN),
    "row 5: no pupil": ("Rosa Trillo", [], ROSA, S.NOT_GIVEN, G.MATCH, P.OWN),
    "row 5: nothing": (None, [], None, S.NOT_GIVEN, G.NOT_GIVEN, P.NOT_GIVEN),
    "row 6: a digit off": ("Rosa Trillo", ["Inés/Arjona"], "+34611000091", S.UNIQUE, G.MATCH, P.DIFFERENT),
    "row 6: the other guardian's": ("Rosa Trillo", ["Inés/Arjona"], LUIS, S.UNIQUE, G.MATCH, P.OTHER_GUARDIAN),
    "row 6: the other guardian's, the pupil by given name": ("Luis Arjona", ["Inés/"], ROSA, S.UNIQUE, G.MATCH, P.OTHER_GUARDIAN),
    "row 6: a landline": ("Carmelo Zurita", ["Dalia/Zurita"], "+34955000003", S.UNIQUE, G.MATCH, P.LANDLINE),
    "row 6: none on file": ("Elvira Bas", ["Dalia/Zurita"], UNKNOWN, S.UNIQUE, G.MATCH, P.NONE_ON_FILE),
    "row 6: mother José's with father's phone": ("María José Coll", ["Gala/Leal"], "+34611000014", S.UNIQUE, G.MATCH, P.OTHER_GUARDIAN),
    "row 6: a homonym told by the guardian": ("Sonia Lara", ["Mateo/Gallo"], UNKNOWN, S.UNIQUE, G.MATCH, P.DIFFERENT),
    "row 7: an aunt, own phone": ("Carmen Trillo Vela", ["Inés/Arjona"], UNKNOWN, S.UNIQUE, G.NOT_GUARDIAN, P.DIFFERENT),
    "row 7: an aunt, mother's phone": ("Carmen Trillo Vela", ["Inés/Arjona"], ROSA, S.UNIQUE, G.NOT_GUARDIAN, P.OTHER_GUARDIAN),
    "row 7: a neighbour, the only guardian's phone": ("Zoe Nadal", ["Leo/"], "+34611000009", S.UNIQUE, G.NOT_GUARDIAN, P.OTHER_GUARDIAN),
    "row 7: a neighbour, the pupil by given name": ("Zoe Nadal", ["Inés/"], UNKNOWN, S.NONE, G.NOT_GUARDIAN, P.DIFFERENT),
    "row 7: one surname is another": ("Rosa María Trillo Gómez", ["Inés/Arjona"], ROSA, S.UNIQUE, G.NOT_GUARDIAN, P.OTHER_GUARDIAN),
    "row 7: guardian of another child": ("Hugo Navas", ["Inés/Arjona"], "+34611000008", S.UNIQUE, G.NOT_GUARDIAN, P.DIFFERENT),
    "row 7: an institution on file": ("Marta Ruiz", ["Izan/Pardo"], "+34611000012", S.UNIQUE, G.NOT_GUARDIAN, P.OTHER_GUARDIAN),
    "row 7: in the institution's name": ("Servicio Protección Menores", ["Izan/Pardo"], "+34611000012", S.UNIQUE, G.NOT_GUARDIAN, P.OTHER_GUARDIAN),
    "row 7: the pupil's own name": ("Inés Arjona Trillo", ["Inés/Arjona Trillo"], ROSA, S.UNIQUE, G.NOT_GUARDIAN, P.OTHER_GUARDIAN),
    "row 7: José is no María José": ("José Coll", ["Gala/Leal"], "+34611000015", S.UNIQUE, G.NOT_GUARDIAN, P.OTHER_GUARDIAN),
    "row 7: the pupil's name, short for the father's": ("Toni Roldán", ["Toni/Roldán Ferre"], "+34611000017", S.UNIQUE, G.AMBIGUOUS, P.OWN),
    "row 7: pupil without guardians": ("Noemí Rueda", ["Noemí/Rueda Plaza"], UNKNOWN, S.UNIQUE, G.NOT_GUARDIAN, P.DIFFERENT),
    "row 8: nobody at all": ("Zoe Ibarra", ["Gonzalo/Ibarra"], UNKNOWN, S.NONE, G.NOT_GUARDIAN, P.DIFFERENT),
    "row 8: nobody of that name": ("Rosa Trillo", ["Gonzalo/Ibarra"], ROSA, S.NONE, G.MATCH, P.OWN),
    "row 8: one surname is another": ("Rosa Trillo", ["Inés/Arjona Gómez"], ROSA, S.NONE, G.MATCH, P.OWN),
    "row 8: unknown given name only": ("Rosa Trillo", ["Gonzalo/"], ROSA, S.NONE, G.MATCH, P.OWN),
    "row 9: two mothers of one name and one phone": ("Ana Puig", ["Nerea/Puig"], "+34611000007", S.UNIQUE, G.AMBIGUOUS, P.OWN),
    "row 9: homonyms, guardian of neither": ("Rosa Trillo", ["Mateo/Gallo"], UNKNOWN, S.AMBIGUOUS, G.NOT_GUARDIAN, P.DIFFERENT),
    "row 9: homonyms whose data cross": ("Sonia Lara", ["Mateo/Gallo"], "+34611000005", S.AMBIGUOUS, G.MATCH, P.DIFFERENT),
    "row 9: the course is a homonym's": ("Manuela Cobos", [("Mateo/Gallo Cobos", (2, "BACH", "C"))], "+34611000005", S.AMBIGUOUS, G.MATCH, P.OWN),
    "row 9: given names only, both": ("Rosa", ["Inés/"], ROSA, S.UNIQUE, G.AMBIGUOUS, P.OWN),
    "row 9: given names only, another course": ("Rosa", [("Inés/", (2, "ESO", "D"))], ROSA, S.UNIQUE, G.AMBIGUOUS, P.OWN),
    "row 9: given names only, an initial": ("Rosa", [("I./", (2, "ESO", "B"))], ROSA, S.NONE, G.MATCH, P.OWN),
    "row 7: given names only, another's": ("Irene", [("Inés/", (2, "ESO", "B"))], ROSA, S.UNIQUE, G.NOT_GUARDIAN, P.OTHER_GUARDIAN),
    "row 6: given names only, a phone of nobody": ("Rosa", [("Inés/", (2, "ESO", "B"))], UNKNOWN, S.NONE, G.NOT_GUARDIAN, P.DIFFERENT),
    "row 9: the guardian's second surname only": ("Vela", ["Inés/Arjona Trillo"], ROSA, S.UNIQUE, G.AMBIGUOUS, P.OWN),
    "row 10: one child is not theirs": ("Rosa Trillo", ["Inés/Arjona", "Celia/Navas"], ROSA, S.PARTIAL, G.MATCH, P.OWN),
    "row 10: one child is nobody": ("Rosa Trillo", ["Inés/Arjona", "Noa/Arjona"], ROSA, S.PARTIAL, G.MATCH, P.OWN),
    "row 10: one child of another family, one is nobody": ("Hugo Navas", ["Inés/Arjona", "Gonzalo/Ibarra"], "+34611000008", S.PARTIAL, G.NOT_GUARDIAN, P.DIFFERENT),
    "row 11: gone": ("Pilar Miró", ["Álvaro/Cano"], "+34611000010", S.LEFT, G.MATCH, P.OWN),
    "row 11: one gone, one here": ("Pilar Miró", ["Álvaro/Cano", "Ariadna/Cano"], "+34611000010", S.LEFT, G.MATCH, P.OWN),
    "row 11: nobody knows yet": ("Blas Ferrer", ["Vera/Ferrer"], "+34611000011", S.PENDING, G.MATCH, P.OWN),
}  # fmt: skip


@pytest.mark.parametrize(
    ("guardian", "pupils", "phone", "student_fit", "guardian_fit", "phone_fit"),
    REFUSED.values(),
    ids=REFUSED.keys(),
)
def test_does_not_fit(index, rules, guardian, pupils, phone, student_fit, guardian_fit, phone_fit):
    match = link(make_claim(guardian, pupils, phone), index, rules)
    assert (match.student_fit, match.guardian_fit, match.phone_fit) == (student_fit, guardian_fit, phone_fit)


@pytest.mark.parametrize(
    ("written", "fit"),
    [
        ("Vasilica Rusu", G.AMBIGUOUS),
        ("Rusu Vasilica Bianca", G.AMBIGUOUS),
        ("Vasile Rusu", G.MATCH),
        ("Vasi Rusu", G.AMBIGUOUS),
    ],
)
def test_one_parents_name_that_is_short_for_the_others_is_not_the_others(hypocoristics, rules, written, fit):
    """Vasilica is a woman's name, and short for Vasile: with his phone nobody knows who is meant."""
    register = make_register(
        {"her": ("Vasilica Bianca/Rusu/", [LUIS], ["a"]), "him": ("Vasile/Rusu/", [ROSA], ["a"])},
        {"a": ("Dragos/Rusu/", "", "2º ESO B", "active")},
    )
    match = link(make_claim(written, ["Dragos/Rusu"], ROSA), RegisterIndex(register, hypocoristics), rules)
    assert (match.guardian_fit, match.guardian) == (fit, "him")
    hers = link(
        make_claim("Vasile Rusu", ["Dragos/Rusu"], LUIS), RegisterIndex(register, hypocoristics), rules
    )
    assert hers.guardian_fit is G.AMBIGUOUS


def test_a_parent_whose_surname_is_written_otherwise_is_no_rival(hypocoristics, rules):
    register = make_register(
        {"her": ("Vasilica/Ruso/", [LUIS], ["a"]), "him": ("Vasile/Rusu/", [ROSA], ["a"])},
        {"a": ("Dragos/Rusu/", "", "2º ESO B", "active")},
    )
    claim = make_claim("Vasilica Rusu", ["Dragos/Rusu"], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.guardian_fit, match.guardian) == (G.MATCH, "him")


def test_of_two_guardians_of_a_pupil_the_name_goes_before_the_phone(hypocoristics, rules):
    register = make_register(
        {"mother": ("Ana/Ruiz/Gil", [ROSA], ["a"]), "namesake": ("Ana/Ruiz/", [LUIS], ["a"])},
        {"a": ("Leo/Mora/Ruiz", "", "2º ESO B", "active")},
    )
    match = link(
        make_claim("Ana Ruiz Gil", ["Leo/Mora"], LUIS), RegisterIndex(register, hypocoristics), rules
    )
    assert (match.guardian, match.phone_fit) == ("mother", P.OTHER_GUARDIAN)


def test_of_many_namesakes_whoever_is_named_best_is_shown(hypocoristics, rules):
    guardians = {f"g{n:02}": ("Juan José/García/Luna", [], ["s"]) for n in range(40)}
    guardians["g39"] = ("Juan/García/Luna", [], ["s"])
    index = RegisterIndex(
        make_register(guardians, {"s": ("Leo/Mora/Pardo", "", "2º ESO B", "active")}), hypocoristics
    )
    assert link(make_claim("Juan García", ["Gonzalo/Ibarra"], UNKNOWN), index, rules).guardian == "g39"


def test_of_many_namesakes_with_children_of_one_name_whoevers_child_is_named_best_is_shown(
    hypocoristics, rules
):
    numbers = range(20)
    guardians = {f"g{n}": ("Juan/García/Luna", [], [f"s{n}"]) for n in numbers}
    pupils = {
        f"s{n}": ("Lucía/Mora/Pardo" if n == 19 else "Lusía/Mora/Pardo", "", "2º ESO B", "active")
        for n in numbers
    }
    index = RegisterIndex(make_register(guardians, pupils), hypocoristics)
    assert link(make_claim("Juan García", ["Lucía/Mora"], UNKNOWN), index, rules).guardian == "g19"


@pytest.mark.parametrize("backwards", [False, True])
def test_of_many_namesakes_the_same_one_is_shown_in_whatever_order_they_stand(
    hypocoristics, rules, backwards
):
    keys = sorted((f"g{n:02}" for n in range(40)), reverse=backwards)
    guardians = {key: ("Juan/García/" + ("Sol" if key == "g39" else "Luna"), [], [f"s{key}"]) for key in keys}
    pupils = {f"s{key}": ("Leo/García/Pardo", "", "2º ESO B", "active") for key in keys}
    index = RegisterIndex(make_register(guardians, pupils), hypocoristics)
    assert link(make_claim("Juan García", ["Gonzalo/Ibarra"], UNKNOWN), index, rules).guardian == "g00"
    assert link(make_claim("Juan García Sol", ["Gonzalo/Ibarra"], UNKNOWN), index, rules).guardian == "g39"


_LUCIA, _NOT_LUCIA = "Lucía/Campo/Pino", "Lucía/Canpo/Pino"


@pytest.mark.parametrize(
    ("unit", "other", "other_unit", "claimed", "fit"),
    [
        pytest.param("4º ESO A", _LUCIA, "2º ESO B", (2, "ESO", "B"), S.AMBIGUOUS, id="a namesake's course"),
        pytest.param(
            "3º ESO A", _LUCIA, "2º ESO B", (2, "ESO", "B"), S.AMBIGUOUS, id="though only a year off"
        ),
        pytest.param("4º ESO A", _LUCIA, "2º ESO B", (2, "ESO", None), S.AMBIGUOUS, id="without its letter"),
        pytest.param("2º ESO A", _LUCIA, "2º ESO B", (2, "ESO", "B"), S.UNIQUE, id="only the letter off"),
        pytest.param("2º ESO B", _LUCIA, "2º ESO B", (2, "ESO", "B"), S.UNIQUE, id="the course of both"),
        pytest.param("3º ESO A", _LUCIA, "4º ESO B", (2, "ESO", "B"), S.UNIQUE, id="the course of neither"),
        pytest.param(
            "4º ESO A", _NOT_LUCIA, "2º ESO B", (2, "ESO", "B"), S.UNIQUE, id="no namesake's course"
        ),
    ],
)
def test_only_a_namesakes_course_makes_a_pupil_doubtful(
    hypocoristics, rules, unit, other, other_unit, claimed, fit
):
    register = make_register(
        {"g1": ("Rosa/Trillo/Vela", [ROSA], ["a"]), "g2": ("Irene/Salas/Peral", [LUIS], ["b"])},
        {"a": (_LUCIA, "", unit, "active"), "b": (other, "", other_unit, "active")},
    )
    claim = make_claim("Rosa Trillo", [("Lucía/Campo Pino", claimed)], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, match.guardian, match.students) == (fit, "g1", ("a",))


@pytest.mark.parametrize(
    ("child", "unit", "namesake", "other_unit", "fit"),
    [
        pytest.param(
            "Lucía/Pino", "2º ESO A", "Lucía/Pino/Sol", "2º ESO B", S.AMBIGUOUS, id="the namesake's own class"
        ),
        pytest.param(
            "Lucía/Pino", "2º ESO B", "Lucía/Pino/Sol", "2º ESO B", S.UNIQUE, id="the class of both"
        ),
        pytest.param(
            "Lucía/Pino", "2º ESO A", "Lucía/Pino/Sol", "2º ESO C", S.UNIQUE, id="the class of neither"
        ),
        pytest.param(
            "Lucía/Pino", "2º ESO A", "Lucía/Sol/Pino", "2º ESO B", S.UNIQUE, id="by no first surname"
        ),
        pytest.param(
            "Lucía/Campo", "2º ESO A", "Lucía/Campo/Sol", "2º ESO B", S.UNIQUE, id="by the first surname"
        ),
    ],
)
def test_whoever_would_go_by_the_second_surname_is_rather_a_namesake_of_that_class(
    hypocoristics, rules, child, unit, namesake, other_unit, fit
):
    register = make_register(
        {"g1": ("Rosa/Trillo/Vela", [ROSA], ["a"]), "g2": ("Irene/Salas/Peral", [LUIS], ["b"])},
        {"a": (_LUCIA, "", unit, "active"), "b": (namesake, "", other_unit, "active")},
    )
    claim = make_claim("Rosa Trillo", [(child, (2, "ESO", "B"))], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, match.guardian, match.students) == (fit, "g1", ("a",))


@pytest.mark.parametrize(
    ("other_guardian", "unit", "other_unit", "claimed", "fit"),
    [
        pytest.param(
            "Rosa/Trillo/Sanz", "4º ESO A", "2º ESO B", (2, "ESO", "B"), S.AMBIGUOUS, id="all of it"
        ),
        pytest.param(
            "Rosa/Trillo/Sanz", "4º ESO A", "2º ESO B", (2, "ESO", "C"), S.AMBIGUOUS, id="a letter off"
        ),
        pytest.param(
            "Rosa/Trillo/Sanz", "2º ESO A", "2º ESO B", (2, "ESO", "B"), S.AMBIGUOUS, id="letters crossed"
        ),
        pytest.param(
            "Irene/Salas/Peral",
            "2º ESO A",
            "2º ESO B",
            (2, "ESO", "B"),
            S.UNIQUE,
            id="the mothers told apart",
        ),
        pytest.param(
            "Rosa/Trillo/Sanz", "2º ESO A", "2º ESO B", (2, "ESO", "C"), S.UNIQUE, id="nobody's letter"
        ),
        pytest.param(
            "Rosa María/Trillo/Sanz",
            "2º ESO A",
            "2º ESO B",
            (2, "ESO", "B"),
            S.UNIQUE,
            id="one mother named better",
        ),
        pytest.param(
            "Rosa/Trillo/Sanz", "2º ESO A", "2º ESO", (2, "ESO", "B"), S.AMBIGUOUS, id="no letter on file"
        ),
        pytest.param("Rosa/Trillo/Sanz", "2º ESO A", "2º ESO B", (2, "ESO", None), S.UNIQUE, id="no letter"),
        pytest.param(
            "Rosa/Trillo/Sanz", "2º ESO A", "4º ESO B", (2, "ESO", "A"), S.UNIQUE, id="nothing crosses"
        ),
    ],
)
def test_namesakes_with_guardians_of_one_name_whose_data_cross(
    hypocoristics, rules, other_guardian, unit, other_unit, claimed, fit
):
    register = make_register(
        {"g1": ("Rosa/Trillo/Vela", [ROSA], ["a"]), "g2": (other_guardian, [LUIS], ["b"])},
        {"a": (_LUCIA, "", unit, "active"), "b": (_LUCIA, "", other_unit, "active")},
    )
    claim = make_claim("Rosa Trillo", [("Lucía/Campo Pino", claimed)], ROSA)
    assert link(claim, RegisterIndex(register, hypocoristics), rules).student_fit == fit


@pytest.mark.parametrize(
    ("second", "fit"),
    [
        pytest.param("Hugo/Campo/Pino", S.AMBIGUOUS, id="the course is one namesake's"),
        pytest.param("Hugo/Canpo/Pino", S.UNIQUE, id="one is no namesake"),
        pytest.param("Iván/Campo/Pino", S.UNIQUE, id="one is another"),
    ],
)
def test_two_pupils_with_two_namesakes(hypocoristics, rules, second, fit):
    register = make_register(
        {"g1": ("Rosa/Trillo/Vela", [ROSA], ["a", "b"]), "g2": ("Irene/Salas/Peral", [LUIS], ["c", "d"])},
        {
            "a": (_LUCIA, "", "4º ESO A", "active"),
            "b": ("Hugo/Campo/Pino", "", "4º ESO A", "active"),
            "c": (_LUCIA, "", "2º ESO B", "active"),
            "d": (second, "", "4º ESO A", "active"),
        },
    )
    pupils = [("Lucía/Campo Pino", (2, "ESO", "B")), ("Hugo/Campo Pino", (4, "ESO", "A"))]
    match = link(make_claim("Rosa Trillo", pupils, ROSA), RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, match.students) == (fit, ("a", "b"))


@pytest.mark.parametrize(
    ("children", "fit"),
    [
        pytest.param(["c", "d"], G.AMBIGUOUS, id="of both"),
        pytest.param(["c"], G.MATCH, id="of one"),
    ],
)
def test_a_mother_who_is_named_better_is_a_rival_where_all_pupils_can_be_hers(
    hypocoristics, rules, children, fit
):
    register = make_register(
        {"g1": ("Rosa/Trillo/", [ROSA], ["a", "b"]), "g2": ("Rosa/Trillo/Vela", [LUIS], children)},
        {
            "a": (_LUCIA, "", "2º ESO B", "active"),
            "b": ("Hugo/Campo/Pino", "", "4º ESO A", "active"),
            "c": (_LUCIA, "", "2º ESO B", "active"),
            "d": ("Hugo/Campo/Pino", "", "4º ESO A", "active"),
        },
    )
    claim = make_claim("Rosa Trillo Vela", ["Lucía/Campo Pino", "Hugo/Campo Pino"], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.guardian, match.guardian_fit) == ("g1", fit)


def test_one_of_two_given_names_of_guardian_and_pupil_does_with_phone_and_course(hypocoristics, rules):
    register = make_register(
        {"g": ("Rosa María/Trillo/Vela", [ROSA], ["a"])},
        {"a": ("Ana Sofía/Martín/Gil", "", "2º ESO B", "active")},
    )
    claim = make_claim("Rosa", [("Ana/", (2, "ESO", "B"))], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, match.guardian_fit) == (S.UNIQUE, G.MATCH)


@pytest.mark.parametrize(
    ("further", "student", "guardian"), [(0, S.AMBIGUOUS, G.MATCH), (1, S.UNIQUE, G.MATCH)]
)
def test_how_near_another_familys_account_is_a_tie(index, rules, further, student, guardian):
    fits = judged(index, rules, further, students=("someone",))
    assert (fits.student_fit, fits.guardian_fit) == (student, guardian)


@pytest.mark.parametrize(("further", "guardian"), [(0, G.AMBIGUOUS), (1, G.MATCH)])
def test_how_near_another_guardians_account_is_a_tie(index, rules, further, guardian):
    assert judged(index, rules, further).guardian_fit is guardian


@pytest.mark.parametrize(("more", "guardian"), [(0, G.MATCH), (1, G.AMBIGUOUS)])
def test_how_much_better_a_namesakes_guardian_must_be_named(index, rules, more, guardian):
    fits = judged(index, rules, 30, students=("someone",), name_bits=64 + rules.name_tie + more)
    assert fits.guardian_fit is guardian


def judged(index, rules, further, **rival):
    """An account beside another that is like it, but for what is said of it and for as many bits as make a
    tie, and `further` ones.
    """
    claimed = Claimed(make_claim("Rosa Trillo", ["Inés/Arjona Trillo"], ROSA))
    best = accounts(claimed, index, rules)[0]._replace(bits=64, name_bits=64)
    other = best._replace(bits=64 - rules.tie - further, **rival)
    return judge(claimed, [best, other], rules, index.lexicon, on_file=2)


@pytest.mark.parametrize(("own", "certain"), [(5_000.0, 1.0), (-5_000.0, 0.0)])
def test_however_much_a_phone_weighs_there_is_an_answer(index, rules, own, certain):
    far = rules.model_copy(update={"phone": {**rules.phone, "own": own}})
    assert link(make_claim("Rosa Trillo", ["Inés/Arjona"], ROSA), index, far).probability == certain


@pytest.mark.parametrize(("phone", "account"), [(ROSA, "g1"), (LUIS, "g2")])
def test_two_mothers_of_one_name_are_told_by_their_phones(hypocoristics, rules, phone, account):
    register = make_register(
        {"g1": ("Ana/Puig/Mas", [ROSA], ["a"]), "g2": ("Ana/Puig/Sala", [LUIS], ["a"])},
        {"a": (_LUCIA, "", "", "active")},
    )
    claim = make_claim("Ana Puig", ["Lucía/Campo Pino"], phone)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.guardian, match.guardian_fit, match.phone_fit) == (account, G.MATCH, P.OWN)


def test_a_namesakes_mother_who_is_named_better_makes_the_guardian_doubtful(hypocoristics, rules):
    register = make_register(
        {"g1": ("Rosa/Trillo/", [ROSA], ["a"]), "g2": ("Rosa/Trillo/Vela", [LUIS], ["b"])},
        {
            "a": ("Lucía/Campo/Pino", "", "4º ESO A", "active"),
            "b": ("Lucía/Campo/Pino", "", "2º ESO B", "active"),
        },
    )
    claim = make_claim("Rosa Trillo Vela", ["Lucía/Campo Pino"], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.guardian, match.guardian_fit, match.phone_fit) == ("g1", G.AMBIGUOUS, P.OWN)


@pytest.mark.parametrize(
    ("parent", "child", "written", "fit"),
    [
        pytest.param(
            "María José/Ferre/Gil", "María/Roldán/Ferre", "María Ferre", G.MATCH, id="mother and daughter"
        ),
        pytest.param(
            "Antonio/Roldán/Cid", "Antonio/Roldán/Ferre", "Toni Roldán", G.MATCH, id="father and son alike"
        ),
        pytest.param(
            "Antonio/Roldán/Cid", "Toni/Roldán/Ferre", "Toni Roldán", G.AMBIGUOUS, id="rather the son"
        ),
        pytest.param("Antonio/Roldán/Cid", "Toni/Roldán/Ferre", "Antonio Roldán", G.MATCH, id="the father"),
        pytest.param(
            "Antonio/Roldán/Cid", "Toni/Roldán/Ferre", "Toni Roldán Cid", G.MATCH, id="with his surnames"
        ),
    ],
)
def test_a_parent_of_the_childs_name(hypocoristics, rules, parent, child, written, fit):
    register = make_register({"g": (parent, [ROSA], ["a"])}, {"a": (child, "", "", "active")})
    claim = make_claim(written, [child.replace("/", " ").replace(" ", "/", 1)], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.guardian, match.guardian_fit, match.phone_fit) == ("g", fit, P.OWN)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Arjona", {"ines", "bruno", "luis"}),
        ("Rosa María", {"rosa"}),
        ("Inés Arjona", {"ines"}),
        ("Ibarra", set()),
        ("Antonio Coll", set()),  # each is somebody's, together they are nobody's
        ("", set()),
    ],
)
def test_people_are_found_by_a_word_or_more_of_their_name(index, asked, found):
    assert {hit.key for hit in index.persons(asked)} == found


def test_the_enrolled_sibling_goes_before_the_one_who_left(index, rules):
    match = link(make_claim("Pilar Miró", ["A./Cano Miró"], "+34611000010"), index, rules)
    assert (match.student_fit, match.students) == (S.UNIQUE, ("stayed",))


@pytest.mark.parametrize(
    ("child", "claimed", "meant"),
    [
        pytest.param("Ana Sofía/Martín/Gil", ("Ana/Martín Gil", None), "a", id="by the name"),
        pytest.param("Ana Sofía/Martín/Gil", ("Ana Sofía/Martín Gil", None), "b", id="by the second name"),
        pytest.param("Alba/Martín/Gil", ("A./Martín Gil", (2, "ESO", "B")), "a", id="by the course"),
        pytest.param("Alba/Martín/Gil", ("A./Martín Gil", (4, "ESO", "A")), "b", id="by the other's course"),
    ],
)
def test_sisters_told_apart(hypocoristics, rules, child, claimed, meant):
    register = make_register(
        {"g": ("Rosa/Trillo/Vela", [ROSA], ["a", "b"])},
        {"a": ("Ana/Martín/Gil", "", "2º ESO B", "active"), "b": (child, "", "4º ESO A", "active")},
    )
    match = link(make_claim("Rosa Trillo", [claimed], ROSA), RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, match.students) == (S.UNIQUE, (meant,))


@pytest.mark.parametrize(
    ("left", "enrolled", "claimed"),
    [
        pytest.param("Ana", "Ana Sofía", ("Ana/Martín Gil", None), id="of that very name"),
        pytest.param("Alba", "Aitana", ("A./Martín Gil", (2, "ESO", None)), id="of that course"),
    ],
)
def test_a_sister_who_is_enrolled_goes_before_one_who_has_left(hypocoristics, rules, left, enrolled, claimed):
    register = make_register(
        {"g": ("Rosa/Trillo/Vela", [ROSA], ["a", "b"])},
        {
            "a": (f"{left}/Martín/Gil", "2º de E.S.O.", "", "left"),
            "b": (f"{enrolled}/Martín/Gil", "", "", "active"),
        },
    )
    match = link(make_claim("Rosa Trillo", [claimed], ROSA), RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, match.students) == (S.UNIQUE, ("b",))


def test_a_bit_does_not_tell_sisters_apart(hypocoristics, rules):
    register = make_register(
        {"g": ("Rosa/Trillo/Vela", [ROSA], ["a", "b"])},
        {
            "a": ("Alba/Martín/Gil", "", "2º ESO B", "active"),
            "b": ("Aitana/Martín/Gil", "", "3º ESO A", "active"),
        },
    )
    assert (rules.course["letter_off"], rules.course["year_off"]) == (0, -1)
    claim = make_claim("Rosa Trillo", [("A./Martín Gil", (2, "ESO", "C"))], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, match.students) == (S.SIBLINGS, ("a", "b"))


@pytest.mark.parametrize(
    ("guardian", "pupils", "phone", "found"),
    [
        ("Rosa", ["Inés/"], None, []),
        ("Rosa", ["Inés/"], UNKNOWN, []),
        ("Rosa", ["Inés/"], ROSA, ["ines"]),
        ("Rosa", ["Inés/"], LUIS, ["ines"]),  # the father's
        ("Rosa Trillo", ["Inés/"], None, ["ines"]),
        (None, ["Inés/Arjona", "Bruno/"], None, ["ines", "bruno"]),
    ],
)
def test_a_bare_given_name_counts_in_a_family_known_by_something_better(
    index, rules, guardian, pupils, phone, found
):
    (rosa,) = index.numbers_of_guardians(["rosa"])
    account = Weighing(Claimed(make_claim(guardian, pupils, phone)), index, rules).account(rosa)
    assert list(account.students) == found


def test_a_phone_that_two_families_share_makes_both_known(hypocoristics, rules):
    register = make_register(
        {"g1": ("Rosa/Trillo/Vela", [ROSA], ["a"]), "g2": ("Irene/Salas/Peral", [ROSA], ["b"])},
        {"a": (_LUCIA, "", "2º ESO B", "active"), "b": ("Leo/Mora/Salas", "", "2º ESO B", "active")},
    )
    claim = make_claim("Rosa", [("Lucía/", (2, "ESO", None))], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, match.guardian, match.students) == (S.UNIQUE, "g1", ("a",))


def test_a_guardian_who_is_no_longer_on_file_is_nobody(hypocoristics, rules):
    register = make_register({"g": ("Rosa/Trillo/Vela", [ROSA], ["a"])}, {"a": (_LUCIA, "", "", "left")})
    pupil = replace(register.students["a"], guardians=("g", "gone"))
    index = RegisterIndex(replace(register, students={"a": pupil}), hypocoristics)
    match = link(make_claim("Rosa Trillo", ["Lucía/Campo"], ROSA), index, rules)
    assert (match.student_fit, match.guardian) == (S.LEFT, "g")


@pytest.mark.parametrize(("people", "bits"), [(0, -1), (1, -1), (2, -1), (3, -1.58), (4, -2)])
def test_the_more_people_are_on_file_the_less_is_known_before(hypocoristics, rules, people, bits):
    guardians = {str(n): ("Rosa/Trillo/", [], ["a"]) for n in range(people)}
    register = make_register(guardians, {"a": (_LUCIA, "", "", "active")})
    match = link(make_claim(None, ["Lucía/Campo"]), RegisterIndex(register, hypocoristics), rules)
    assert match.evidence[0].weight == pytest.approx(bits, abs=0.05)


def test_surnames_that_are_given_names_too(hypocoristics, rules):
    register = make_register(
        {"g": ("Rosa/Trillo/Vela", [ROSA], ["a", "b"])},
        {"a": ("Ana/Martín/Gil", "", "", "active"), "b": ("Leo/Martín/Gil", "", "", "active")},
    )
    claim = make_claim("Rosa Trillo", ["/Martín Gil"], ROSA)
    match = link(claim, RegisterIndex(register, hypocoristics), rules)
    assert (match.student_fit, set(match.students)) == (S.SIBLINGS, {"a", "b"})


def test_candidates_show_the_namesakes(index, rules):
    match = link(make_claim(None, ["Mateo/Gallo"], None), index, rules)
    assert {(c.guardian, *c.students, c.phone) for c in match.candidates} == {
        ("manuela", "mateo1", P.NOT_GIVEN),
        ("sonia", "mateo2", P.NOT_GIVEN),
        ("namesake", "mateo3", P.NOT_GIVEN),
    }
    assert match.margin < 0.5


@pytest.mark.parametrize(
    ("guardian", "accounts"),
    [("Rosa Trillo", [("rosa", "ines", "bruno")]), ("Carmen Trillo", [(None, "ines", "bruno")])],
)
def test_one_family_is_one_candidate(index, rules, guardian, accounts):
    match = link(make_claim(guardian, ["Inés/Arjona", "Bruno/Arjona"], None), index, rules)
    assert [(c.guardian, *c.students) for c in match.candidates] == accounts
