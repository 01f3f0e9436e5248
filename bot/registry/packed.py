"""A register that takes little room: each person a few bytes, made a value again when asked for."""

from __future__ import annotations

import marshal
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.model.register import Enrolment, Guardian, PersonName, Student

T = TypeVar("T")

_AT_HAND = 4_096  # values kept ready: all those of a school, few of a whole region
_PLAIN = 2  # version of marshal's format: the one that keeps no references
_Row = tuple[Any, ...]


class Packed(Mapping[str, T], Generic[T]):
    """People by key, numbered in the order in which they came; read-only."""

    def __init__(
        self, people: Iterable[T], key: Callable[[T], str], flat: Callable[[T], _Row], whole: Callable[..., T]
    ) -> None:
        """`flat` and `whole`: a person as a tuple of plain values, and back."""
        self._key, self._whole = key, whole
        self._bytes, self._ends, hashes = bytearray(), array("Q", [0]), array("q")
        for person in people:
            self._bytes += marshal.dumps(flat(person), _PLAIN)
            self._ends.append(len(self._bytes))
            hashes.append(hash(key(person)))
        unsorted = np.array(hashes, dtype=np.int64)
        order = np.argsort(unsorted)
        self._numbers = array("I", order.astype(np.uint32).tobytes())
        self._hashes = array("q", unsorted[order].tobytes())
        self.at = lru_cache(maxsize=_AT_HAND)(self._unpack)
        self.number = lru_cache(maxsize=_AT_HAND)(self._find)

    def _unpack(self, number: int) -> T:
        """The person of this number."""
        row = memoryview(self._bytes)[self._ends[number] : self._ends[number + 1]]
        return self._whole(*marshal.loads(row))  # noqa: S302 - only what this very object has packed

    def _find(self, key: str) -> int:
        """The number of the person with this key; raises KeyError."""
        wanted = hash(key)
        place = bisect_left(self._hashes, wanted)
        while place < len(self._hashes) and self._hashes[place] == wanted:
            if self._key(self.at(self._numbers[place])) == key:
                return self._numbers[place]
            place += 1
        raise KeyError(key)

    def numbers(self, hashes: array[int]) -> NDArray[np.int64]:
        """The numbers of many at once, by the `hash` of their keys (typecode q); -1: not on file.

        Two keys of one hash are not told apart: good for narrowing, not for the last word.
        """
        if not self._hashes:
            return np.full(len(hashes), -1, dtype=np.int64)
        known, wanted = np.frombuffer(self._hashes, np.int64), np.array(hashes, dtype=np.int64)
        places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        numbers = np.frombuffer(self._numbers, np.uint32)[places].astype(np.int64)
        return np.where(known[places] == wanted, numbers, -1)

    def each(self) -> Iterator[T]:
        """Everybody in order; quicker than `values`."""
        return map(self._unpack, range(len(self)))

    def __getitem__(self, key: str) -> T:
        return self.at(self.number(key))

    def __iter__(self) -> Iterator[str]:
        return map(self._key, self.each())

    def __len__(self) -> int:
        return len(self._ends) - 1


def pack_students(students: Iterable[Student]) -> Packed[Student]:
    """No id may come twice."""
    return Packed(students, lambda s: s.id, flat_student, whole_student)


def pack_guardians(guardians: Iterable[Guardian]) -> Packed[Guardian]:
    """No key may come twice."""
    return Packed(guardians, lambda g: g.key, flat_guardian, whole_guardian)


def flat_student(s: Student) -> _Row:
    born = s.born and s.born.toordinal()
    name = (s.name.given, s.name.surname1, s.name.surname2)
    row = (s.id, name, s.enrolment.value, s.year, s.official_course, s.units, s.guardians, s.phones, s.emails)
    return (*row, born)


def whole_student(
    key: str,
    name: tuple[str, str, str],
    enrolment: str,
    year: int,
    course: str,
    units: tuple[str, ...],
    guardians: tuple[str, ...],
    phones: frozenset[str],
    emails: frozenset[str],
    born: int | None,
) -> Student:
    return Student(
        id=key,
        name=PersonName(*name),
        enrolment=Enrolment(enrolment),
        year=year,
        official_course=course,
        units=units,
        guardians=guardians,
        phones=phones,
        emails=emails,
        born=date.fromordinal(born) if born else None,
    )


def flat_guardian(g: Guardian) -> _Row:
    return g.key, g.dni, (g.name.given, g.name.surname1, g.name.surname2), g.phones, g.emails, g.students


def whole_guardian(
    key: str,
    dni: str | None,
    name: tuple[str, str, str],
    phones: frozenset[str],
    emails: frozenset[str],
    students: tuple[str, ...],
) -> Guardian:
    return Guardian(key=key, dni=dni, name=PersonName(*name), phones=phones, emails=emails, students=students)
