"""A packed register says the same as the people it was made of."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.register import Enrolment, Guardian, PersonName, Student
from bot.registry.packed import Packed, pack_guardians, pack_students

texts = st.text(max_size=12)
names = st.builds(PersonName, texts, texts, texts)
sets = st.frozensets(texts, max_size=3)
tuples = st.lists(texts, max_size=3).map(tuple)
students = st.lists(
    st.builds(
        Student,
        id=texts,
        name=names,
        enrolment=st.sampled_from(Enrolment),
        year=st.integers(0, 3000),
        official_course=texts,
        units=tuples,
        guardians=tuples,
        phones=sets,
        emails=sets,
        born=st.none() | st.dates(min_value=date(1900, 1, 1)),
    ),
    unique_by=lambda s: s.id,
    max_size=8,
)
guardians = st.lists(
    st.builds(
        Guardian, key=texts, dni=st.none() | texts, name=names, phones=sets, emails=sets, students=tuples
    ),
    unique_by=lambda g: g.key,
    max_size=8,
)


@given(students)
def test_students_come_out_as_they_went_in(people):
    packed = pack_students(people)
    assert list(packed.each()) == people
    assert dict(packed) == {s.id: s for s in people}
    assert [packed.number(s.id) for s in people] == list(range(len(people)))


@given(guardians)
def test_guardians_come_out_as_they_went_in(people):
    packed = pack_guardians(people)
    assert packed == {g.key: g for g in people}
    assert packed.numbers(array("q", [hash(g.key) for g in people])).tolist() == list(range(len(people)))


def test_who_is_not_on_file():
    ana = Guardian(key="1", dni=None, name=PersonName("Ana"))
    packed = pack_guardians([ana, replace(ana, key="2")])
    assert packed.get("3") is None
    assert packed.numbers(array("q", [hash("3"), hash("2")])).tolist() == [-1, 1]
    with pytest.raises(KeyError):
        packed["3"]
    assert pack_guardians([]).numbers(array("q", [hash("1")])).tolist() == [-1]


class Alike(str):
    """Keys that all have one hash, as two of a million may."""

    __slots__ = ()
    __hash__ = lambda self: 7  # noqa: E731


def test_people_whose_keys_have_one_hash_are_told_apart():
    packed = Packed(["ana", "eva"], Alike, lambda name: (name,), str)
    assert [packed[Alike(name)] for name in ("ana", "eva")] == ["ana", "eva"]
    assert Alike("noa") not in packed
