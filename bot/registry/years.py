"""Which rows speak for a pupil: one row is one matrícula, and a pupil can have many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.model.register import Enrolment
from bot.registry.people import alike
from bot.registry.records import Record, enrolment_of

_LIVELIEST_FIRST = (Enrolment.ACTIVE, Enrolment.PENDING, Enrolment.LEFT)


class PupilRows(NamedTuple):
    """The rows of one pupil's latest year."""

    rows: tuple[Record, ...]
    decisive: tuple[Record, ...]  #: those that say unit and guardians: the active ones, if any
    enrolment: Enrolment
    current: bool  #: of the export's own (latest) year
    one_pupil: bool  #: False: one id bears two different names


def choose_rows(records: Sequence[Record]) -> Mapping[str, PupilRows]:
    """The latest year's rows of every pupil, by pupil id in the order of the file."""
    this_year = max((r.year for r in records), default=0)
    by_pupil: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_pupil[record.student].append(record)
    return {student: _choose(rows, this_year) for student, rows in by_pupil.items()}


def _choose(rows: Sequence[Record], this_year: int) -> PupilRows:
    year = max([r.year for r in rows])
    latest = tuple([r for r in rows if r.year == year])
    one_pupil = all(alike(latest[0].name, r.name) for r in latest[1:])
    states = [enrolment_of(r.state) for r in latest]
    best = next(e for e in _LIVELIEST_FIRST if e in states)
    decisive = tuple([r for r, state in zip(latest, states, strict=True) if state is best])
    if year < this_year:
        # A matrícula without a readable year may be of this year: a person must look.
        best = Enrolment.LEFT if year else Enrolment.PENDING
    elif not one_pupil:
        best = Enrolment.PENDING
    return PupilRows(
        rows=latest, decisive=decisive, enrolment=best, current=year == this_year, one_pupil=one_pupil
    )
