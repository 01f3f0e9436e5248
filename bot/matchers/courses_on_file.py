"""The course of every pupil on file, to pick those nearest to a claimed one."""

from __future__ import annotations

from array import array

from bot.matchers.units import compare_courses
from bot.model import Course, Student


class CoursesOnFile:
    """Pupils with the same Curso and Unidad are one kind; there are few."""

    def __init__(self) -> None:
        self._number: dict[tuple[str, tuple[str, ...]], int] = {}
        self.examples: list[Student] = []  #: one pupil of each kind
        self._kind = array("I")  #: of each pupil

    def add(self, student: Student) -> None:
        """The next pupil."""
        kind = self._number.setdefault((student.official_course, student.units), len(self._number))
        if kind == len(self.examples):
            self.examples.append(student)
        self._kind.append(kind)

    def nearest(self, students: list[int], course: Course | None, count: int) -> list[int]:
        """At most so many of these pupils, those nearest in course; of equally near ones the first."""
        if len(students) <= count:
            return students
        kinds = {self._kind[number] for number in students}
        level = {kind: compare_courses(course, self.examples[kind]) for kind in kinds}
        return sorted(students, key=lambda number: (-level[self._kind[number]], number))[:count]
