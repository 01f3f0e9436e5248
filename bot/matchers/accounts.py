"""Which guardians' accounts a claim can mean: evidence on pupils, guardian and phone put together.

Every account that could be meant becomes one `Account` with its match weight. A pupil who fits while
nobody on file answers to the guardian's name becomes an account without a guardian.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log2
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matchers.asked import Bits
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import NameComparison, NameLevel
from bot.matchers.phone import phone_fit
from bot.matchers.postings import Numbers
from bot.matchers.units import CourseLevel, compare_courses
from bot.model.claim import Claim
from bot.model.match import PhoneFit
from bot.model.register import Enrolment, Guardian, Student

_TWINS = 1.0  # pupils of one family this many bits apart, or less, are not told apart
_NO_BITS = (0.0, 0.0, 0.0)


class Child(NamedTuple):
    """A pupil on file who fits a pupil of the mail."""

    student: Student
    how: NameComparison
    course: CourseLevel
    name_parts: Bits  #: bits of given name and surnames
    name_bits: float
    bits: float  #: name, course and state of enrolment


class Account(NamedTuple):
    """One account that can be meant."""

    guardian: Guardian | None  #: None: the pupil fits, but nobody on file answers to the guardian's name
    how: NameComparison | None  #: of the guardian's name; None: not named, or `guardian` is None
    name_parts: Bits  #: bits of the guardian's given name and surnames
    name_bits: float
    phone: PhoneFit
    children: tuple[tuple[Child, ...], ...]  #: for each pupil of the mail, those who fit best; () for none
    bits: float  #: the match weight of it all
    students: tuple[str, ...]  #: ids of the pupils meant, in the order of the mail

    @property
    def told_apart(self) -> bool:
        """Each pupil of the mail is one pupil on file."""
        return all(len(fits) == 1 for fits in self.children)


class Claimed:
    """The words of a claim, ready for comparing."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.students = tuple(written_name(s.name.value, surnames_only=not s.given) for s in claim.students)
        self.courses = tuple(student.course for student in claim.students)
        self.guardian = written_name(claim.guardian.value) if claim.guardian else None
        self.phone = claim.phone.value if claim.phone else None


class Weighing:
    """Weighs the accounts of one claim, each at most once."""

    def __init__(self, claimed: Claimed, index: RegisterIndex, rules: MatchingRules) -> None:
        self.claimed, self.rules = claimed, rules
        self._index, self._register = index, index.register
        self._guardian = index.asked(claimed.guardian, rules) if claimed.guardian else None
        self._students = [index.asked(written, rules) for written in claimed.students]
        self._prior = -log2(max(2, len(index.register.guardians)))
        self.holders = index.guardians_by_phone(claimed.phone) if claimed.phone else ()
        self._compared: dict[tuple[int, str], Child | None] = {}  # place in the mail, pupil id
        self._accounts: dict[int, Account | None] = {}  # guardian's number
        # The guardian's children, and whether the phone of the mail is the guardian's.
        self._nameless: dict[tuple[tuple[str, ...], bool], Account | None] = {}

    def account(self, number: int) -> Account | None:
        """This guardian's account; without the guardian when the mail names somebody else, None when
        no pupil of the mail is theirs either.
        """
        if number not in self._accounts:
            self._accounts[number] = self._account(self._index.guardian(number))
        return self._accounts[number]

    def without_guardian(self, student: Student) -> Account:
        """A pupil who has no guardian on file, and whose name one of the mail can be on its own."""
        return self._weigh(None, None, _NO_BITS, self._children([student]), ())

    def same(self, place: int, numbers: Numbers) -> Numbers:
        """Those of these pupils whose name the one at this place of the mail can be on its own."""
        asked, names = self._students[place], self._index.pupil_roll.names(numbers)
        alike = np.array([asked(*name)[0].level is NameLevel.SAME for name in names], dtype=bool)
        same: Numbers = numbers[alike]
        return same

    def bits_of_guardians(self, numbers: Numbers) -> NDArray[np.float64]:
        """What the written guardian's name, which there must be, says for each of these guardians."""
        assert self._guardian is not None
        return np.array([sum(self._guardian(*name)[1]) for name in self._index.guardian_roll.names(numbers)])

    def bits_of_pupils(self, place: int, numbers: Numbers) -> NDArray[np.float64]:
        """What name and course at this place of the mail say for each of these pupils."""
        levels = self._index.courses.levels(numbers, self.claimed.courses[place])
        courses = np.array(self.rules.course_table)[levels]
        asked = self._students[place]
        return courses + [sum(asked(*name)[1]) for name in self._index.pupil_roll.names(numbers)]

    def family(self, guardian: Guardian) -> list[Student]:
        """The guardian's children on file."""
        students = self._register.students
        return [student for i in guardian.students if (student := students.get(i))]

    def _account(self, guardian: Guardian) -> Account | None:
        how, bits = self._guardian_name(guardian)
        holds = any(h.key == guardian.key for h in self.holders)
        if how is not None and how.level is NameLevel.DIFFERENT:
            family = guardian.students, holds
            if family not in self._nameless:  # father and mother say the same here
                self._nameless[family] = self._without_name(guardian, holds=holds)
            return self._nameless[family]
        pupils = self.family(guardian)
        others = self._holders_beside(guardian, pupils)
        same = how is not None and how.level is NameLevel.SAME
        children = self._children(pupils, known=holds or bool(others) or same)
        return self._weigh(guardian, how, bits, children, others)

    def _without_name(self, guardian: Guardian, *, holds: bool) -> Account | None:
        """The children of one whom the mail does not name."""
        pupils = self.family(guardian)
        children = self._children(pupils, known=holds or bool(self._holders_beside(guardian, pupils)))
        if not any(children):
            return None
        meant = [child.student for fits in children for child in fits]
        return self._weigh(None, None, _NO_BITS, children, self._holders_beside(None, meant))

    def _holders_beside(self, guardian: Guardian | None, family: Iterable[Student]) -> list[Guardian]:
        """Who has the phone of the mail among the other guardians of these pupils."""
        if not self.holders:
            return []
        keys = {key for student in family for key in student.guardians}
        return [h for h in self.holders if h.key in keys and (guardian is None or h.key != guardian.key)]

    def _guardian_name(self, guardian: Guardian) -> tuple[NameComparison | None, Bits]:
        if self._guardian is None:
            return None, _NO_BITS
        name = guardian.name
        how, bits = self._guardian(name.given, name.surname1, name.surname2)
        if how.level and not self.rules.institutions.isdisjoint(filed_name(name).tokens):
            how = replace(how, level=NameLevel.DIFFERENT)
        return how, bits

    def _children(self, family: Sequence[Student], *, known: bool = False) -> tuple[tuple[Child, ...], ...]:
        """For each pupil of the mail those of the family who fit best.

        A bare given name or surname only counts in a family known by something better.
        """
        compared = [
            [child for student in family if (child := self._compare(place, student))]
            for place in range(len(self.claimed.students))
        ]
        known = known or any(c.how.level is NameLevel.SAME for fits in compared for c in fits)
        return tuple(_nearest(fits) if known else () for fits in compared)

    def _compare(self, place: int, student: Student) -> Child | None:
        """A pupil on file against the pupil named at this place of the mail; None when it is another."""
        if (place, student.id) not in self._compared:
            name = student.name
            how, parts = self._students[place](name.given, name.surname1, name.surname2)
            child = self._child(place, student, how, parts) if how.level else None
            self._compared[place, student.id] = child
        return self._compared[place, student.id]

    def _child(self, place: int, student: Student, how: NameComparison, parts: Bits) -> Child:
        course = compare_courses(self.claimed.courses[place], student)
        name_bits = sum(parts)
        bits = name_bits + self.rules.course_table[course] + self.rules.enrolment[student.enrolment]
        return Child(student, how, course, parts, name_bits, bits)

    def _weigh(
        self,
        guardian: Guardian | None,
        how: NameComparison | None,
        name_parts: Bits,
        children: tuple[tuple[Child, ...], ...],
        others: Iterable[Guardian],
    ) -> Account:
        """`others`: those of the pupils' other guardians who have the phone of the mail."""
        phone, name_bits = phone_fit(self.claimed.phone, guardian, others), sum(name_parts)
        bits = self._prior + self.rules.phone[phone] + name_bits
        bits += sum(fits[0].bits if fits else self.rules.student_unknown for fits in children)
        if guardian is None and self.claimed.guardian:
            bits += self.rules.guardian_unknown
        students = tuple(dict.fromkeys(c.student.id for fits in children for c in fits))
        return Account(guardian, how, name_parts, name_bits, phone, children, bits, students)


def _nearest(fits: list[Child]) -> tuple[Child, ...]:
    """The best and those not told from it; one who is enrolled goes before one who has left."""
    if len(fits) < 2:
        return tuple(fits)
    fits = sorted(fits, key=lambda c: (-c.bits, c.student.id))
    near = [c for c in fits if c.bits >= fits[0].bits - _TWINS]
    enrolled = [c for c in near if c.student.enrolment is Enrolment.ACTIVE]
    return tuple(enrolled or near)
