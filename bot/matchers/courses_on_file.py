"""The course of every pupil on file, to pick those nearest to a claimed one."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from bot.matchers.postings import Numbers
from bot.matchers.units import compare_courses
from bot.model.claim import Course
from bot.model.register import Student


class CoursesOnFile:
    """Pupils with the same Curso and Unidad are one kind; there are few."""

    def __init__(self) -> None:
        self._number: dict[tuple[str, tuple[str, ...]], int] = {}
        self._examples: list[Student] = []  #: one pupil of each kind
        self._kind = array("I")  #: of each pupil

    def add(self, student: Student) -> None:
        """The next pupil."""
        kind = self._number.setdefault((student.official_course, student.units), len(self._number))
        if kind == len(self._examples):
            self._examples.append(student)
        self._kind.append(kind)

    def examples(self) -> list[Student]:
        """One pupil of each kind, the kind with most pupils first: a damaged row is a kind of its own."""
        counts = np.bincount(np.frombuffer(self._kind, np.uint32), minlength=len(self._examples))
        return [self._examples[kind] for kind in np.argsort(-counts, kind="stable").tolist()]

    def levels(self, students: Numbers, course: Course | None) -> NDArray[np.int64]:
        """The level (`CourseLevel`) of each of these pupils' course against a claimed one."""
        kinds = np.frombuffer(self._kind, np.uint32)[students].tolist()
        level = {kind: compare_courses(course, self._examples[kind]) for kind in set(kinds)}
        return np.array([level[kind] for kind in kinds], np.int64)

    def nearest(self, students: Numbers, course: Course | None, count: int) -> Numbers:
        """At most so many of these pupils, those nearest in course; of equally near ones the first."""
        if len(students) <= count:
            return students
        return students[np.argsort(-self.levels(students, course), kind="stable")[:count]]
