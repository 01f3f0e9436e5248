"""Who is one person: by identity number, else by name and household; in doubt nobody is joined."""

import random

import pytest

from bot.model.register import PersonName
from bot.registry.people import Sighting, alike, join_people


def seen(row, student, name, dni=None, phones=(), **more):
    given, _, surnames = name.partition(" ")
    first, _, second = surnames.partition(" ")
    return Sighting(
        row=row, student=student, dni=dni, name=PersonName(given, first, second), phones=tuple(phones), **more
    )


def groups(*sightings):
    """Positions of the sightings, one set a person."""
    people = join_people(sightings)
    return {frozenset(i for i, key in enumerate(people.keys) if key == k) for k in people.keys}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Ana", "Ruiz", "Pino"), ("ANA", "RUIZ", "PINO"), True),
        (("María José", "Ruiz", "Pino"), ("Mª José", "Ruiz", "Pino"), True),
        (("María José", "Ruiz", "Pino"), ("M.ª José", "Ruiz", "Pino"), True),
        (("María José", "Ruiz", "Pino"), ("MªJosé", "Ruiz", "Pino"), True),
        (("Manuel", "Ruiz", "Pino"), ("M.", "Ruiz", "Pino"), True),
        (("Francisco", "Ruiz", "Pino"), ("Fco.", "Ruiz", "Pino"), True),
        (("Ana", "Ruiz", "Pino"), ("Ana", "Ruiz", ""), True),
        (("Ana", "Fernández", "Pino"), ("Ana", "Fernádnez", "Pino"), True),
        (("Ana", "de la Torre", "Pino"), ("Ana", "Torre", "Pino"), True),
        (("José Antonio", "Ruiz", "Pino"), ("J. Antonio", "Ruiz", "Pino"), True),
        (("Ana", "Ruiz", "Pino"), ("E.", "Ruiz", "Pino"), False),
        (("Wei", "Zhang", ""), ("Zhang", "Wei", ""), True),
        (("Remus", "Popa", ""), ("Remu?", "Popa", ""), True),
        (("", "", ""), ("Ana", "Ruiz", "Pino"), True),
        (("Ana", "Ruiz", "Pino"), ("Luis", "Ruiz", "Pino"), False),
        (("Ana", "Ruiz", "Pino"), ("Ana", "Ruiz", "Soto"), False),
        (("Ana", "Ruiz", "Pino"), ("Ana", "Soto", ""), False),
    ],
)
def test_names_that_can_be_one_persons(one, other, same):
    assert alike(PersonName(*one), PersonName(*other)) is same
    assert alike(PersonName(*other), PersonName(*one)) is same


def test_one_dni_is_one_person():
    assert groups(
        seen(1, "a", "Ana Ruiz Pino", "12345678Z", ["+34600000001"]),
        seen(2, "b", "ANA RUIZ", "12345678Z", ["+34600000002"]),
    ) == {frozenset({0, 1})}


def test_all_phones_of_a_person_count_and_only_this_years():
    people = join_people(
        [
            seen(1, "a", "Ana Ruiz Pino", "12345678Z", ["+34600000001"]),
            seen(2, "b", "Ana Ruiz Pino", "12345678Z", ["+34600000002"]),
            seen(3, "c", "Ana Ruiz Pino", "12345678Z", ["+34600000003"], current=False),
        ]
    )
    assert people.guardians["12345678Z"].phones == {"+34600000001", "+34600000002"}
    assert people.guardians["12345678Z"].students == ("a", "b", "c")


@pytest.mark.parametrize(
    "link",
    [
        {"phones": ["+34600000001"]},
        {"emails": ("ana@x.example",)},
        {},  # see the partner below
    ],
)
def test_without_dni_name_and_household_join(link):
    first = seen(1, "a", "Ana Ruiz Pino", **link)
    second = seen(2, "b", "ANA RUIZ PINO", **link)
    partner = "12345678Z" if not link else None
    father = seen(1, "a", "Luis Gil Mora", partner)
    again = seen(2, "b", "Luis Gil Mora", partner)
    assert frozenset({0, 1}) in groups(first, second, father, again)


def test_without_dni_the_name_alone_joins_nobody():
    assert len(groups(seen(1, "a", "Ana Ruiz Pino"), seen(2, "b", "Ana Ruiz Pino"))) == 2


def test_the_phone_alone_joins_nobody():
    phone = ["+34600000001"]
    assert (
        len(groups(seen(1, "a", "Ana Ruiz Pino", None, phone), seen(2, "b", "Eva Ruiz Pino", None, phone)))
        == 2
    )


def test_a_row_without_dni_takes_it_over_from_the_siblings_row():
    phone = ["+34600000001"]
    people = join_people(
        [seen(1, "a", "Ana Ruiz Pino", "12345678Z", phone), seen(2, "b", "Ana Ruiz Pino", None, phone)]
    )
    assert set(people.guardians) == {"12345678Z"}


def test_two_mothers_of_one_name_and_one_phone_stay_two():
    phone = ["+34600000001"]
    rows = (
        seen(1, "a", "Ana Ruiz Pino", "12345678Z", phone),
        seen(2, "b", "Ana Ruiz Pino", "87654321X", phone),
        seen(3, "c", "Ana Ruiz Pino", None, phone),  # whose is it? nobody knows
    )
    assert groups(*rows) == {frozenset({0}), frozenset({1}), frozenset({2})}
    assert join_people(rows).namesakes == {"12345678Z", "87654321X"}


def test_father_and_grandfather_of_one_name_in_one_row_stay_two():
    phone = ["+34600000001"]
    rows = [seen(1, "a", "José Gil Mora", None, phone), seen(1, "a", "José Gil Mora", None, phone)]
    assert len(groups(*rows)) == 2
    assert len(join_people(rows).guardians) == 2


def test_one_person_in_both_blocks_of_a_row_is_one():
    rows = [seen(1, "a", "Ana Ruiz Pino", "12345678Z"), seen(1, "a", "Ana Ruiz Pino", "12345678Z")]
    assert join_people(rows).guardians["12345678Z"].students == ("a",)


@pytest.mark.parametrize(
    "rows",
    [
        [seen(1, "a", "Ana Ruiz Pino", "12345678Z"), seen(2, "b", "Luis Gil Mora", "12345678Z")],
        [seen(1, "a", "Ana Ruiz Pino", "12345678Z"), seen(1, "a", "Luis Gil Mora", "12345678Z")],
        [seen(1, "a", "Ana Ruiz Pino", "12345678Z"), seen(1, "a", "Anna Ruiz Pino", "12345678Z")],
    ],
)
def test_a_dni_of_two_names_is_nobodys(rows):
    people = join_people(rows)
    assert people.shared_dnis == {"12345678Z"}
    assert {g.dni for g in people.guardians.values()} == {None}
    assert len(people.guardians) == 2


def test_the_owner_of_a_copied_dni_is_still_joined_by_household():
    """Mother and father share a DNI in the second child's row by mistake; the first child's row is right."""
    people = join_people(
        [
            seen(1, "a", "Ana Ruiz Pino", "12345678Z", ["+34600000001"]),
            seen(1, "a", "Luis Gil Mora", "87654321X", ["+34600000002"]),
            seen(2, "b", "Ana Ruiz Pino", "12345678Z", ["+34600000001"]),
            seen(2, "b", "Luis Gil Mora", "12345678Z", ["+34600000002"]),
        ]
    )
    assert people.guardians["87654321X"].students == ("a", "b")
    assert len(people.guardians) == 2


def test_keys_outlive_a_new_phone_and_tell_no_name():
    (before,) = join_people([seen(1, "a", "Ana Ruiz Pino", None, ["+34600000001"])]).keys
    (after,) = join_people([seen(7, "a", "ANA RUIZ PINO", None, ["+34600000009"])]).keys
    assert before == after
    assert "ruiz" not in before


def test_a_guardian_who_only_stands_in_a_row_that_says_no_guardians_is_none():
    assert join_people([seen(1, "a", "Ana Ruiz Pino", "12345678Z", guards=False)]).guardians == {}


def test_the_fullest_name_is_kept():
    names = ("Ana Ruiz", "ANA RUI? PINO", "Ana Ruiz Pino", "ANA RUIZ PINO", "Ana Ruiz Pino")
    people = join_people([seen(i, str(i), name, "12345678Z") for i, name in enumerate(names)])
    assert str(people.guardians["12345678Z"].name) == "Ana Ruiz Pino"


def test_the_order_of_the_rows_does_not_matter():
    phones = ["+34600000001", "+34600000002"]
    rows = [
        seen(i, str(i % 4), name, dni, [phones[i % 2]])
        for i, (name, dni) in enumerate(
            (name, dni)
            for name in ("Ana Ruiz Pino", "Luis Gil Mora", "Ana Ruiz Pina")
            for dni in (None, "12345678Z", "87654321X", None)
        )
    ]
    expected = {frozenset(rows[i].row for i in same) for same in groups(*rows)}
    for seed in range(20):
        random.Random(seed).shuffle(rows)
        assert {frozenset(rows[i].row for i in same) for same in groups(*rows)} == expected
