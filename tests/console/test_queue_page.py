"""The queue: what is seen, sifted and found."""

from __future__ import annotations

import re

import pytest

from bot.model.ticket import Role
from tests.offices import SCHOOL

QUEUE = f"/{SCHOOL}/cola"


def numbers(text: str) -> list[str]:
    return re.findall(r'data-row="(\w+)"', text)


def test_what_waits_is_there_with_its_reason_in_words(site, signed_in):
    page = signed_in(Role.COORDINATOR).page(QUEUE)
    waiting = {site.office.number(s) for s in ("wrong_phone", "nobody_known", "no_pupil")}
    assert set(numbers(page)) == waiting
    assert "el teléfono no es el de su ficha" in page
    assert site.office.number("all_right") not in page


@pytest.mark.parametrize(
    ("query", "situations"),
    [
        ("motivo=phone_mismatch", ["wrong_phone"]),
        ("motivo=nothing_known", []),
        ("mios=true", []),
        ("apartados=true", []),
        ("ademas=true", []),
        ("desde=50", []),
    ],
)
def test_filters_leave_what_they_name(site, signed_in, query, situations):
    found = numbers(signed_in(Role.COORDINATOR).page(f"{QUEUE}?{query}"))
    assert sorted(found) == sorted(site.office.number(s) for s in situations)


def test_the_course_filter_leaves_the_cases_of_that_course(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    options = re.findall(r"<option>([^<]+)</option>", client.page(QUEUE))
    assert options
    found = [numbers(client.page(f"{QUEUE}?curso={course}")) for course in options]
    assert sorted(n for page in found for n in page) == sorted(numbers(client.page(QUEUE)))


def test_what_is_assigned_to_me_is_mine(site, signed_in):
    client = signed_in(Role.COORDINATOR)
    with site.office.review() as review:
        review.assign(site.office.number("no_pupil"), "marta")
    assert numbers(client.page(f"{QUEUE}?mios=true")) == [site.office.number("no_pupil")]


@pytest.mark.parametrize("what", ["number", "sender", "pupil", "phone", "phone_with_blanks"])
def test_a_case_is_found_whether_it_waits_or_not(site, signed_in, what):
    family = site.office.families["all_right"]
    national = family.phone.removeprefix("+34")
    text = {
        "number": site.office.number("all_right").lower(),
        "sender": family.address,
        "pupil": str(family.student.name).upper(),
        "phone": national,
        "phone_with_blanks": f"{national[:3]} {national[3:5]} {national[5:]}",
    }[what]
    page = signed_in(Role.COORDINATOR).submit(QUEUE, page=QUEUE, text=text).text
    assert site.office.number("all_right") in numbers(page)


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", "\\", "ñandú"])
def test_what_is_typed_is_never_a_pattern(site, signed_in, text):
    page = signed_in(Role.COORDINATOR).submit(QUEUE, page=QUEUE, text=text).text
    assert numbers(page) == []


def test_a_mail_cannot_put_markup_into_the_queue(site, signed_in):
    mail = b"From: x@y.test\r\nSubject: <script>alert(1)</script><img src=x onerror=alert(1)>\r\n\r\nHola\r\n"
    site.office.receive([mail])
    page = signed_in(Role.COORDINATOR).page(QUEUE)
    assert "&lt;script&gt;" in page
    assert "<img src=x" not in page
