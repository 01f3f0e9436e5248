"""Whom to weigh: the accounts that the index brings up for a claim, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np

from bot.matchers.accounts import Account, Child, Claimed, Weighing
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.matchers.names import NameLevel
from bot.matchers.postings import Numbers
from bot.matchers.units import CourseLevel
from bot.model.match import PhoneFit
from bot.model.register import Student

_LIKE = 25  # of more pupils with a name like this only those nearest in course are looked at
_NAMESAKES = 8  # more pupils of one name than a school has: of more only those nearest in course count
_FEW = 4  # guardians that are sooner compared one by one than looked up by their name


def accounts(claimed: Claimed, index: RegisterIndex, rules: MatchingRules) -> list[Account]:
    """Every account that the claim can mean, best first; accounts without any fitting pupil only when
    there is none with one.
    """
    return _Search(claimed, index, rules).run()


class _Search:
    def __init__(self, claimed: Claimed, index: RegisterIndex, rules: MatchingRules) -> None:
        self.claimed, self.index, self.rules = claimed, index, rules
        self.weighing = Weighing(claimed, index, rules)

    def run(self) -> list[Account]:
        home = self._household()
        namesakes = [self.index.pupil_roll.candidates(written) for written in self.claimed.students]
        strangers = self._strangers(namesakes, home)
        # Beside an account that all data speak for, only a namesake of the pupil with a namesake of the
        # guardian could still come near.
        found = self._ranked(home, ())
        if found and self._settled(found[0]):
            return self._ranked(home | strangers, ()) if strangers else found
        everybody, alone = self._everybody(namesakes, home)
        return self._ranked(everybody | strangers, alone)

    def _household(self) -> set[int]:
        """Who has the phone of the mail, and the other guardians of their children."""
        family = [s for holder in self.weighing.holders for s in self.weighing.family(holder)]
        keys = {*(h.key for h in self.weighing.holders), *(key for s in family for key in s.guardians)}
        return self.index.numbers_of_guardians(keys)

    def _strangers(self, namesakes: list[Numbers], home: set[int]) -> set[int]:
        """Namesakes of the guardian whose children are namesakes of the pupils; of many the foremost."""
        if not self.claimed.guardian:
            return set()
        strangers: set[int] = set()
        for numbers in namesakes:
            strangers.update(self.index.guardians_of(numbers)[0].tolist())
        strangers -= home
        if len(strangers) > _FEW:
            strangers.intersection_update(self.index.guardian_roll.candidates(self.claimed.guardian).tolist())
        if len(strangers) > _NAMESAKES:
            return self._foremost(np.array(sorted(strangers), np.uint32), namesakes)
        return strangers

    def _foremost(self, strangers: Numbers, namesakes: list[Numbers]) -> set[int]:
        """Those for whom names and course speak most, and those who answer best to the guardian's name: one
        of them alone makes a match doubtful.
        """
        named = self.weighing.bits_of_guardians(strangers)
        bits = named.copy()
        for place, pupils in enumerate(namesakes):
            guardians, pupil = self.index.guardians_of(pupils)
            theirs = np.isin(guardians, strangers)
            best = np.full(len(strangers), self.rules.student_unknown)
            child = self.weighing.bits_of_pupils(place, pupils[pupil[theirs]])
            np.maximum.at(best, strangers.searchsorted(guardians[theirs]), child)
            bits += best
        first = [np.argsort(-weight, kind="stable")[:_NAMESAKES] for weight in (bits, named)]
        return set(strangers[np.concatenate(first)].tolist())

    def _everybody(self, namesakes: list[Numbers], home: set[int]) -> tuple[set[int], list[Student]]:
        """Who is at home with the phone, guardians of the pupils who fit by name, and such pupils without
        guardians; where a pupil is not named well enough for that, also the guardian's namesakes.
        """
        fitting: dict[int, Student] = {}
        all_found = bool(self.claimed.students)
        for place, numbers in enumerate(namesakes):
            course = self.claimed.courses[place]
            same = self.weighing.same(place, self.index.courses.nearest(numbers, course, _LIKE))
            same = self.index.courses.nearest(same, course, _NAMESAKES)
            all_found = all_found and bool(len(same))
            fitting.update((number, self.index.student(number)) for number in same.tolist())
        found = home.union(self.index.guardians_of(list(fitting))[0].tolist())
        if self.claimed.guardian and not all_found:
            found.update(self._best_named(self.index.guardian_roll.candidates(self.claimed.guardian)))
        return found, [s for s in fitting.values() if not s.guardians]

    def _best_named(self, guardians: Numbers) -> list[int]:
        """Of many namesakes those who answer best to the guardian's name, as `_best_first` puts them."""
        named = zip(self.weighing.bits_of_guardians(guardians).tolist(), guardians.tolist(), strict=True)
        foremost = sorted(named, key=lambda one: (-one[0], self.index.guardian(one[1]).key))
        return [number for _, number in foremost[:_NAMESAKES]]

    def _ranked(self, guardians: Iterable[int], alone: Iterable[Student]) -> list[Account]:
        """The accounts of these guardians, and of pupils who have none, best first."""
        weighed = [*map(self.weighing.account, guardians), *map(self.weighing.without_guardian, alone)]
        return ranked([account for account in weighed if account], self.claimed, self.rules)

    def _settled(self, best: Account) -> bool:
        """Name, phone and pupils all speak for one account: no stranger can come near it by bits."""
        return (
            best.how is not None
            and best.how.level is NameLevel.SAME
            and best.phone in {PhoneFit.OWN, PhoneFit.LANDLINE}
            and bool(best.children)
            and all(fits and self._is_sure(fits[0]) for fits in best.children)
        )

    def _is_sure(self, child: Child) -> bool:
        """Whatever a namesake's course is, this pupil is meant."""
        nearest = CourseLevel.LETTER_OFF if child.how.by_second_surname else CourseLevel.YEAR_OFF
        return child.how.level is NameLevel.SAME and child.course > nearest


def ranked(found: list[Account], claimed: Claimed, rules: MatchingRules) -> list[Account]:
    """Those of the accounts that the claim can mean, best first."""
    with_pupils = [a for a in found if a.students]
    if claimed.students and with_pupils:
        found = with_pupils
    return sorted(_meant(found, claimed, rules), key=_best_first)


def _meant(found: list[Account], claimed: Claimed, rules: MatchingRules) -> Iterator[Account]:
    """Among the accounts of one set of pupils: those that the guardian's name speaks for.

    The name goes before the phone, so that the father's name with the mother's phone stays a
    mismatch; only guardians who are about equally well named are left for the phone to settle.
    """
    found.sort(key=lambda a: a.students)
    for _, group in groupby(found, key=lambda a: a.students):
        same_pupils = sorted(group, key=_best_first)
        named = [a for a in same_pupils if a.guardian]
        if not named:
            yield same_pupils[0]
        elif not claimed.guardian:
            yield from named
        else:
            best = max(a.name_bits for a in named)
            yield from (a for a in named if a.name_bits >= best - rules.name_tie)


def _best_first(account: Account) -> tuple[float, str, tuple[str, ...]]:
    return -account.bits, account.guardian.key if account.guardian else "", account.students
