"""A pupil being read: the places where a mail names them, and what was found to be theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.model.claim import Course, Finding
from bot.parsers.courses.reader import CourseMention
from bot.parsers.names.kinship import COURSE_CHAR
from bot.parsers.people.person import Person
from bot.parsers.scene import Scene

#: Between two of a list: "Ana y Leo", "Ana (3ºB) y Leo".
_AND = re.compile(
    rf"\s*(?:[,(]?\s*(?:en |de |d |in |of )?{COURSE_CHAR}+\s*\)?)?\s*(?:,|y|e|and|et|si|und|&|i)\s*"
    r"(?:(?:a|de|da|do|di|von|of)\s+)?"
)


@dataclass(frozen=True, slots=True)
class PlacedCourse:
    """A course with the region in which it stands."""

    scene: Scene
    mention: CourseMention

    @property
    def finding(self) -> Finding:
        """The words that say it."""
        said = self.mention
        return self.scene.finding(said.start, said.end, str(said.course), "courses.yaml")

    def completed(self, course: Course) -> PlacedCourse:
        """The same place, where of the course more is told elsewhere."""
        return replace(self, mention=replace(self.mention, course=course))


@dataclass(slots=True)
class Pupil:
    """Grows while a mail is read."""

    people: list[Person]  #: every place where they are named
    told: PlacedCourse | None = None  #: their course
    shared_surnames: str = ""  #: given once for several ("Laura y Juan Pérez Ruiz")

    @property
    def best(self) -> Person:
        """The fullest name, initials last; of equals the surest, then the first."""
        return max(
            self.people,
            key=lambda p: (
                len(p.mention.words),
                sum(len(word) > 1 for word in p.mention.words),
                p.score,
                -p.mention.start,
            ),
        )


def listed(pupil: Pupil, following: Pupil) -> bool:
    """Whether the two are named one after the other: "Laura y Juan …"."""
    return any(
        one.scene is other.scene and _AND.fullmatch(one.scene.marked, one.mention.end, other.mention.start)
        for one in pupil.people
        for other in following.people
        if one.mention.end <= other.mention.start
    )
