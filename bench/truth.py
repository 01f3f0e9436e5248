"""Whether a claim is true of somebody on file: by plain equality of words, without the matcher.

A claim spoilt for one family can be another's own by chance ("Susi" is short for Susana, and for the María
Jesús who was put in her place): nobody could tell it from an honest one, so it is no impostor's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.phone import takes_sms
from bot.matchers.units import courses_on_file
from bot.model.claim import Claim, ClaimedStudent, Course
from bot.model.register import Enrolment, Guardian, PersonName, Register, Student
from bot.text.words import words

# The slips of `bench.claims`: these letters for those, and neighbours that change places.
_SLIPS = (("z", "s"), ("v", "b"), ("ll", "y"), ("h", ""), ("g", "j"))


class Truth:
    """What the families of a register can honestly say."""

    def __init__(self, register: Register, names: Hypocoristics) -> None:
        self._register, self._names = register, names
        self._holders: defaultdict[str, list[Guardian]] = defaultdict(list)
        for guardian in register.guardians.values():
            for phone in guardian.phones:
                self._holders[phone].append(guardian)

    def holds(self, claim: Claim) -> bool:
        """Whether a guardian with this mobile on file bears the guardian's name, and enrolled children of
        theirs the pupils' names in the courses of the claim.
        """
        phone = claim.phone.value if claim.phone else ""
        return takes_sms(phone) and any(self._is_true_of(g, claim) for g in self._holders.get(phone, ()))

    def _is_true_of(self, guardian: Guardian, claim: Claim) -> bool:
        children = [self._register.students[i] for i in guardian.students]
        written = claim.guardian.value if claim.guardian else ""
        return self._is_called(guardian.name, words(written)) and all(
            any(self._is_meant(child, student) for child in children) for student in claim.students
        )

    def _is_meant(self, child: Student, student: ClaimedStudent) -> bool:
        return (
            child.enrolment is Enrolment.ACTIVE
            and self._is_called(child.name, [*words(student.given), *words(student.surnames)])
            and _agrees(student.course, courses_on_file(child)[0])
        )

    def _is_called(self, name: PersonName, written: Iterable[str]) -> bool:
        """Every written word is one of their surnames or a given name, short or long, and one is given."""
        own = set(words(name.given))
        given = own.union(*map(self._names.kin, own))
        surnames = Counter(map(_letters, words(name.surnames)))
        named = False
        for word in written:
            if surnames[_letters(word)]:
                surnames[_letters(word)] -= 1
            elif word in given:
                named = True
            else:
                return False
        return named


def _agrees(claimed: Course | None, filed: Course) -> bool:
    """Nothing is claimed that is not so."""
    return claimed is None or all(
        mine is None or mine == theirs
        for mine, theirs in (
            (claimed.level, filed.level),
            (claimed.stage, filed.stage),
            (claimed.branch, filed.branch),
            (claimed.group, filed.group),
        )
    )


def _letters(word: str) -> str:
    """The same for a folded surname and for all that tired thumbs make of it."""
    for right, wrong in _SLIPS:
        word = word.replace(right, wrong)
    return "".join(sorted(word))
