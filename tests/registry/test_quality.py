"""Each problem that an admin can mend is found where it is, and nowhere else."""

import json

import pytest

from bot.registry.catalogue import CATALOGUE
from bot.registry.seneca import read_export
from tests.registry.conftest import a_guardian, a_row
from training.export_files import COLUMNS

MOTHER = {"dni": "12345678Z", "phone": "600000001"}
FATHER = {"dni": "87654321X", "phone": "600000002"}


def one(**cells):
    """A healthy pupil with two guardians, changed by `cells`."""
    ana = a_guardian(1, "Ana", "Pino", "Soto", **MOTHER)
    luis = a_guardian(2, "Luis", "Rojas", "Gil", **FATHER)
    return a_row(**(ana | luis | cells))


def another(**cells):
    """A healthy pupil of another family, without sibling."""
    eva = a_guardian(1, "Eva", "Mora", "Cano", dni="11111112L", phone="600000009")
    return a_row(**({"id": "2", "given": "Hugo", "surname1": "Cano", "surname2": "Mora"} | eva | cells))


CASES = {
    "two_pupils_one_id": [one(), one(given="Hugo", surname1="Cano")],
    "dni_of_two_people": [one(), another(dni1="12345678Z")],
    "two_dnis": [one(), one(id="2", given="Sara", dni1="11111112L")],
    "no_guardian": [a_row(born="01/01/2012")],
    "no_phone": [one(phone1="", phone2="")],
    "guardian_without_phone": [one(phone2="")],
    "landline_only": [one(phone2="955123456")],
    "phone_unreadable": [one(phone2="60000000")],
    "phone_of_both_guardians": [one(phone2="600000001")],
    "phone_of_strangers": [one(), another(phone1="600000001")],
    "phones_disagree": [one(), one(id="2", given="Sara", phone1="600000005")],
    "dni_invalid": [one(dni1="12345678A")],
    "guardian_without_dni": [one(dni1="")],
    "guardian_without_name": [one(given1="", surname1_1="", surname2_1="")],
    "state_unknown": [one(state="Quién sabe")],
    "state_pending": [one(state="Pendiente de confirmación de traslado")],
    "several_rows": [one(), one(unit="3PDC")],
    "unit_blank": [one(unit="")],
    "homonyms": [one(), another(given="ALBA", surname1="Rojas", surname2="Pino", unit="2ESOA")],
    "homonyms_in_unit": [one(), another(given="Alba", surname1="Rojas", surname2="Gil")],
    "mojibake": [one(given="JosÃ©")],
    "lost_letters": [one(given="Remu?")],
    "few_current": [one(id=str(i), year="2025", state="Promociona") for i in range(3, 12)] + [another()],
}
# What is bound to come with it.
ALSO = {
    "two_pupils_one_id": {"state_pending", "several_rows"},
    "two_dnis": {"phone_of_strangers"},
    "state_unknown": {"state_pending"},
    "phone_unreadable": {"guardian_without_phone"},
}


def codes(report):
    return {issue.code for issue in report.issues}


def test_a_healthy_school_has_no_problem(imported):
    _, report = imported(one(), another(), a_row(id="3", given="Adulta", born="01/01/2008"))
    assert report.issues == ()


@pytest.mark.parametrize("code", CASES)
def test_the_problem_is_found_alone(imported, code):
    _, report = imported(*CASES[code])
    assert codes(report) == {code} | ALSO.get(code, set())


def test_every_problem_of_the_catalogue_has_a_case():
    assert {entry.code for entry in CATALOGUE} == CASES.keys() | {"columns_missing", "rows_unread"}


def test_missing_columns_and_unread_rows_are_named(export):
    path = export(one(), a_row(id=""))
    path.write_bytes(path.read_bytes().replace("Teléfono Segundo tutor".encode("latin-1"), b"Otra cosa", 1))
    places = {issue.code: issue.places for issue in read_export(path)[1].issues}
    assert places["columns_missing"] == ("Teléfono Segundo tutor",)
    assert places["rows_unread"] == ("línea 3",)


def test_places_are_the_pupils_each_once(imported):
    _, report = imported(*CASES["phone_of_strangers"])
    (issue,) = report.issues
    assert (issue.count, issue.places) == (2, ("1000001", "2"))


def test_half_siblings_families_are_related_by_the_mother(imported):
    """Two fathers who share no child are strangers to each other, mother and father are not."""
    other_father = a_guardian(2, "Juan", "Gil", "Cano", dni="11111112L", phone="600000007")
    _, report = imported(one(), one(id="2", given="Sara", surname1="Gil", **other_father))
    assert report.issues == ()


def test_counts(imported):
    _, report = imported(one(), another(state="Anulada", phone1=""), one(id="3", given="Sara", state="Otra"))
    assert (report.active, report.left, report.pending) == (1, 1, 1)
    assert (report.guardians, report.guardians_reachable, report.year) == (3, 2, 2026)


def test_json_holds_every_place(imported):
    _, report = imported(*CASES["phone_of_strangers"])
    data = json.loads(json.dumps(report.as_json()))
    assert data["issues"][0]["places"] == ["1000001", "2"]
    assert data["issues"][0]["count"] == 2
    assert data["source"]["rows"] == 2


def test_the_columns_of_the_tests_are_those_of_seneca():
    assert len(COLUMNS) == 45
