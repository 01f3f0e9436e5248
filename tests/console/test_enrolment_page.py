"""The enrolment export by upload: looked at first, then taken over, or not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.console.pages.enrolment import differences
from bot.model.ticket import Role
from bot.store.register.enrolment import imports
from tests.console.conftest import Browser
from tests.offices import SCHOOL

PAGE = f"/{SCHOOL}/matricula"
LOAD = f"{PAGE}/cargar"


@pytest.fixture
def boss(signed_in):
    return signed_in(Role.ADMIN, name="begoña")


@pytest.fixture
def export(site) -> list[str]:
    """The lines of the export that is loaded already."""
    return (site.office.directory / "RegAlum.csv").read_text(encoding="latin-1").splitlines(keepends=True)


def upload(client: Browser, content: bytes | list[str], name: str = "RegAlum.csv") -> httpx.Response:
    data = content if isinstance(content, bytes) else "".join(content).encode("latin-1")
    return client.post(
        PAGE,
        data={"token": client.token("/entrar")},
        files={"file": (name, data)},
        headers={"Origin": str(client.base_url).rstrip("/")},
        follow_redirects=False,
    )


def key_on(page: str) -> str:
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def sums(page: str) -> list[int]:
    """New, changed, leaving, unchanged; guardians with another phone."""
    return [int(n) for n in re.findall(r"<dt>[^<]+</dt><dd>(\d+)</dd>", page)]


def test_a_pupil_who_leaves_and_a_phone_that_changes_are_seen_before_anything_is_changed(site, boss, export):
    family = site.office.families["all_right"]
    number = family.phone.removeprefix("+34")
    gone = site.office.families["no_pupil"].student
    lines = [line.replace(number, "611222333") for line in export if gone.id not in line]
    assert len(lines) < len(export)
    answer = upload(boss, lines)
    assert answer.status_code == 200
    added, _changed, left, _same, other_phones = sums(answer.text)
    assert (added, left, other_phones) == (0, 1, 1)
    assert str(gone.name) in answer.text
    assert f"{family.phone} → +34611222333" in answer.text
    register = site.house.desk.register(SCHOOL)
    assert family.phone in register.guardians[family.guardian.key].phones
    assert len(imports(site.house.engine, SCHOOL)) == 1

    done = boss.submit(LOAD, page=PAGE, key=key_on(answer.text))
    assert done.status_code == 303
    assert "de baja: 1." in boss.page(done.headers["location"])
    register = site.house.desk.register(SCHOOL)
    assert register.guardians[family.guardian.key].phones == {"+34611222333"}
    assert imports(site.house.engine, SCHOOL)[0].actor == "begoña"


def test_the_same_file_again_changes_nobody(boss, export):
    added, changed, left, same, phones = sums(upload(boss, export).text)
    assert (added, changed, left, phones) == (0, 0, 0, 0)
    assert same > 100


def test_a_pupil_more_is_new_and_what_is_wrong_in_the_file_is_told(site, boss, export):
    pupil = site.office.families["all_right"].student
    line = next(line for line in export if pupil.id in line)
    page = upload(boss, [*export, line.replace(pupil.id, "99887766")]).text
    assert sums(page)[0] == 1
    assert "Qué conviene corregir en Séneca" in page


def test_a_filtered_export_is_only_loaded_when_somebody_says_that_it_is_whole(site, boss, export):
    before = site.house.desk.register_version(SCHOOL)
    page = upload(boss, export[: len(export) // 4]).text
    assert "Parece una exportación filtrada" in page
    assert boss.submit(LOAD, page=PAGE, key=key_on(page)).status_code == 422
    assert site.house.desk.register_version(SCHOOL) == before
    page = upload(boss, export[: len(export) // 4]).text
    assert boss.submit(LOAD, page=PAGE, key=key_on(page), whole="true").status_code == 303
    assert site.house.desk.register_version(SCHOOL) != before


def test_a_second_click_loads_nothing_twice(site, boss, export):
    key = key_on(upload(boss, export).text)
    assert [boss.submit(LOAD, page=PAGE, key=key).status_code for _ in range(2)] == [303, 422]
    assert len(imports(site.house.engine, SCHOOL)) == 2


def test_another_persons_upload_cannot_be_loaded(site, boss, signed_in, export):
    key = key_on(upload(boss, export).text)
    other = signed_in(Role.ADMIN, name="luis")
    assert other.submit(LOAD, page=PAGE, key=key).status_code == 422
    assert boss.submit(LOAD, page=PAGE, key=key).status_code == 303


def test_what_was_compared_with_an_older_register_is_not_loaded(boss, signed_in, export):
    other = signed_in(Role.ADMIN, name="luis")
    mine, theirs = key_on(upload(boss, export).text), key_on(upload(other, export).text)
    assert other.submit(LOAD, page=PAGE, key=theirs).status_code == 303
    answer = boss.submit(LOAD, page=PAGE, key=mine)
    assert answer.status_code == 422
    assert "Entretanto" in answer.text


def test_an_upload_is_forgotten_after_a_while(boss, clock, export):
    key = key_on(upload(boss, export).text)
    clock.ahead = timedelta(minutes=29, seconds=50)
    boss.page(PAGE)
    clock.ahead = timedelta(minutes=31)
    assert boss.submit(LOAD, page=PAGE, key=key).status_code == 422


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "nada.csv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "foto.png"),
        (b"MZ" + bytes(500), "virus.exe"),
        (b"PK\x03\x04" + bytes(100), "libro.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "libro.xls"),
        (b"Unidad;Tutor\n1A;Ana\n", "otra.csv"),
        (b"<html><script>alert(1)</script></html>", "<script>alert(1)</script>.csv"),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence_and_changes_nothing(site, boss, content, name):
    answer = upload(boss, content, name)
    assert answer.status_code == 422
    assert "No se puede hacer" in answer.text
    assert "<script>alert" not in answer.text
    assert len(imports(site.house.engine, SCHOOL)) == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STAFF])
def test_nobody_else_loads_anything(signed_in, export, role):
    assert upload(signed_in(role), export).status_code == 403


def test_what_differs_of_a_pupil_is_named(site):
    pupil = site.office.families["all_right"].student
    assert differences(pupil, pupil) == []
    assert differences(pupil, replace(pupil, units=("9Z",), guardians=())) == ["unidad", "tutores"]
